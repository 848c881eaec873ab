import { join } from 'node:path';
import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { GatewayAlb, GatewayManifests, Priorities } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'GettingStarted');
const vpc = new ec2.Vpc(stack, 'Vpc');

new GatewayAlb(stack, 'Web', {
  vpc,
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
});
