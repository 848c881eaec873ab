import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, aws_eks_v2 as eks, aws_ssm as ssm, Stack } from 'aws-cdk-lib';
import type { GatewayAlbProps } from '../../constructs/index';
import { GatewayAlb, GatewayManifests, Priorities, TargetBindings } from '../../constructs/index';

const app = new App();
const stack = new Stack(app, 'ExistingCluster', { env: { account: '111122223333', region: 'eu-central-1' } });

/** Where the load balancer goes: VPC and subnets. */
type Network = Pick<GatewayAlbProps, 'vpc' | 'subnetIds'>;

/** By ids: nothing is asked, so it synthesises anywhere. */
function networkById(): Network {
  return {
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0f3c1d5e7a9b2c4d6', availabilityZones: ['eu-central-1a', 'eu-central-1b'] }),
    subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5061728'],
  };
}

/** By name: the CDK CLI asks the account once and keeps the answer in `cdk.context.json`, which you commit. */
function lookUpNetwork(): Network {
  return { vpc: ec2.Vpc.fromLookup(stack, 'Vpc', { vpcName: 'production' }) };
}

// The function that applies manifests. It comes from the stack that made the cluster: `cluster.kubectlProvider.serviceToken`.
const kubectlById = 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl-provider';
const lookUpKubectl = (): string => ssm.StringParameter.valueFromLookup(stack, '/production/kubectl-function');

const looksUp = app.node.tryGetContext('lookup') === 'true';
const network = looksUp ? lookUpNetwork() : networkById();
const cluster = eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
  clusterName: 'production',
  kubectlProvider: eks.KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', { serviceToken: looksUp ? lookUpKubectl() : kubectlById }),
});

new GatewayAlb(stack, 'Api', {
  ...network,
  manifests: GatewayManifests.fromDirectory(join(__dirname, 'k8s')),
  priorities: Priorities.ledger(join(__dirname, 'gateway-alb.priorities.json')),
  certificates: {
    'backend/api-tls': acm.Certificate.fromCertificateArn(
      stack,
      'ApiCertificate',
      'arn:aws:acm:eu-central-1:111122223333:certificate/0d9c8b7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a',
    ),
  },
  // Services and TargetGroupBindings are applied by the same deployment.
  bindings: TargetBindings.cluster(cluster),
});
