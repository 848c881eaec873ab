import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, aws_secretsmanager as secretsmanager, Stack } from 'aws-cdk-lib';
import { GatewayAlb, GatewayManifests, Priorities, RouteTests } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'SignIn');

new GatewayAlb(stack, 'Portal', {
  vpc: new ec2.Vpc(stack, 'Vpc'),
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
  routeTests: RouteTests.fromFile(join(__dirname, 'routes.test.yaml'), { minimumCoverage: 100 }),
  // A secret with the keys clientID and clientSecret. CloudFormation reads it when it deploys; no template holds it.
  oidcClientSecrets: { 'portal/login-client': secretsmanager.Secret.fromSecretNameV2(stack, 'Login', 'portal/login-client') },
  certificates: {
    'portal/portal-tls': acm.Certificate.fromCertificateArn(
      stack,
      'Certificate',
      'arn:aws:acm:eu-central-1:111122223333:certificate/9c4e2b7a-1d3f-4a58-8e6c-7b9a0c1d2e3f',
    ),
  },
});
