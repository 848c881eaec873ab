import { join } from 'node:path';
import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import { GatewayAlb, GatewayManifests, Priorities, TargetBindings } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'GitOps');
const vpc = new ec2.Vpc(stack, 'Vpc', { ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16') });

// The Kubernetes half becomes YAML below cdk.out. Copy it to deploy/ and commit it: that is the folder Argo CD or Flux watches.
const k8s = new cdk8s.App({ outdir: join(app.outdir, 'gitops') });
new GatewayAlb(stack, 'Intranet', {
  vpc,
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
  // Static YAML cannot name the load balancer's security group, so targets are opened for its subnets.
  bindings: TargetBindings.chart(new cdk8s.Chart(k8s, 'intranet'), { backendCidrs: ['10.0.0.0/16'] }),
});
k8s.synth();
