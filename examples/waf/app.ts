import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { GatewayAlb, GatewayManifests, Priorities, RouteTests } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'Waf');

// The web ACL stands in k8s/gateway.yaml, as the controller has it, so a review of the manifests shows it.
new GatewayAlb(stack, 'Tickets', {
  vpc: new ec2.Vpc(stack, 'Vpc'),
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
  routeTests: RouteTests.fromFile(join(__dirname, 'routes.test.yaml'), { minimumCoverage: 100 }),
  certificates: {
    'tickets/tickets-tls': acm.Certificate.fromCertificateArn(
      stack,
      'Certificate',
      'arn:aws:acm:eu-central-1:111122223333:certificate/1e2d3c4b-5a69-4788-9a0b-c1d2e3f40516',
    ),
  },
});
