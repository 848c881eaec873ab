import { join } from 'node:path';
import { App, aws_ec2 as ec2, aws_eks_v2 as eks, Stack } from 'aws-cdk-lib';
import { GatewayAlb, GatewayManifests, Priorities, TargetBindings } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'SeveralClusters');

const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0f3c1d5e7a9b2c4d6',
  availabilityZones: ['eu-central-1a', 'eu-central-1b'],
});

function importCluster(clusterName: string): eks.ICluster {
  return eks.Cluster.fromClusterAttributes(stack, `Cluster-${clusterName}`, {
    clusterName,
    vpc,
    kubectlProvider: eks.KubectlProvider.fromKubectlProviderAttributes(stack, `Kubectl-${clusterName}`, {
      serviceToken: `arn:aws:lambda:eu-central-1:111122223333:function:kubectl-${clusterName}`,
    }),
  });
}

new GatewayAlb(stack, 'Maps', {
  vpc,
  subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5061728'],
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
  // No weights: the clusters fill the same target groups, and each takes requests by the number of its healthy pods.
  bindings: TargetBindings.clusters({ cluster: importCluster('north') }, { cluster: importCluster('south') }),
});
