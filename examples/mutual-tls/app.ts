import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { GatewayAlb, GatewayManifests, Priorities, RouteTests } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'MutualTls');

// One PEM file with the certificates of the authorities that sign the partners' certificates.
const authorities = s3.Bucket.fromBucketName(stack, 'Authorities', 'example-bank-partner-authorities');

new GatewayAlb(stack, 'Front', {
  vpc: new ec2.Vpc(stack, 'Vpc'),
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
  routeTests: RouteTests.fromFile(join(__dirname, 'routes.test.yaml'), { minimumCoverage: 100 }),
  // The name that the LoadBalancerConfiguration gives, and the Secret that the listeners name.
  trustStores: { partners: new elbv2.TrustStore(stack, 'Partners', { bucket: authorities, key: 'partners.pem' }) },
  certificates: {
    'bank/bank-tls': acm.Certificate.fromCertificateArn(
      stack,
      'Certificate',
      'arn:aws:acm:eu-central-1:111122223333:certificate/3b8a1f6c-2d4e-4f60-9a7b-5c6d7e8f9012',
    ),
  },
});
