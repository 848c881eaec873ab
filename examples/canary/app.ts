import { join } from 'node:path';
import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { GatewayAlb, GatewayManifests, Priorities, RouteTests } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'Canary');

new GatewayAlb(stack, 'News', {
  vpc: new ec2.Vpc(stack, 'Vpc'),
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
  // The table holds the shares too: nobody moves the canary by accident.
  routeTests: RouteTests.fromFile(join(__dirname, 'routes.test.yaml'), { minimumCoverage: 100 }),
});
