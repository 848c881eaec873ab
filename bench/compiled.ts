import { App, aws_certificatemanager as acm, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GatewayAlb, GatewayManifests, Priorities, TargetBindings } from '../constructs/index';
import { clusterFor } from './cluster';
import type { Fleet } from './fleet';
import type { SynthesizedTemplate } from './hand-written';

/** An app with one GatewayAlb for each Gateway of the fleet, each in a stack of its own. */
export function compiledApp(fleet: Fleet): App {
  const app = new App();
  const manifests = GatewayManifests.fromText(fleet.files.map(({ text }) => text).join('---\n'), 'fleet.yaml');
  for (let index = 0; index < fleet.gateways; index += 1) {
    const stack = new Stack(app, `Stack${index}`);
    new GatewayAlb(stack, 'Alb', {
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0a1b2c3d', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'] }),
      manifests,
      gateway: `infra/edge-${index}`,
      certificates: { 'infra/edge-tls': acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/1') },
      priorities: Priorities.ranked(),
      bindings: TargetBindings.cluster(clusterFor(stack)),
    });
  }
  return app;
}

export function templatesOf(app: App): readonly SynthesizedTemplate[] {
  return app.node.children.map((stack) => Template.fromStack(stack as Stack).toJSON() as SynthesizedTemplate);
}
