import { App, aws_ec2 as ec2, aws_eks_v2 as eksv2, aws_elasticloadbalancingv2 as elbv2, aws_route53 as route53, RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DefaultTargetType, GatewayAlb, GatewayManifests, TargetBindings } from '../../constructs/index';
import { coffeeShop } from '../support/manifests';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

function make(removalPolicy?: RemovalPolicy, then?: (alb: GatewayAlb, stack: Stack) => void): { codes: string[]; resources: Record<string, Resource> } {
  const stack = new Stack(new App(), 'Stack');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0f3c1d5e7a9b2c4d6', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] });
  const cluster = eksv2.Cluster.fromClusterAttributes(stack, 'Cluster', {
    clusterName: 'production',
    kubectlProvider: eksv2.KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', { serviceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl' }),
  });
  const alb = new GatewayAlb(stack, 'Web', {
    vpc,
    manifests: GatewayManifests.fromText(coffeeShop),
    bindings: TargetBindings.cluster(cluster),
    defaultTargetType: DefaultTargetType.IP,
    hostedZones: [route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { zoneName: 'example.com', hostedZoneId: 'Z1' })],
    ...(removalPolicy && { removalPolicy }),
  });
  then?.(alb, stack);
  const codes = alb.diagnostics.map(({ code }) => code);
  return { codes, resources: codes.includes('GW5627') ? {} : Template.fromStack(stack).toJSON().Resources as Record<string, Resource> };
}

const everything = ['SecurityGroup', 'LoadBalancer', 'TargetGroup', 'Listener', 'ListenerRule', 'RecordSet'];

/** Policies of the Kubernetes objects are CloudFormation's defaults for custom resources of the CDK. */
const policies = ({ resources }: ReturnType<typeof make>): string[] =>
  [...new Set(Object.values(resources).map(({ DeletionPolicy, UpdateReplacePolicy }) => `${DeletionPolicy} ${UpdateReplacePolicy}`))].sort();

describe('removalPolicy', () => {
  test('RETAIN keeps everything that answers requests, the Services of the cluster included, but nothing of a failed deployment', () => {
    const made = make(RemovalPolicy.RETAIN);
    const types = Object.values(made.resources).map(({ Type }) => Type.split(':').at(-1));
    expect(types).toEqual(expect.arrayContaining(everything));
    expect(types.filter((type) => type === 'AWSCDK-EKS-KubernetesResource')).toHaveLength(2);
    expect(policies(made)).toEqual(['RetainExceptOnCreate Retain']);
    expect(made.codes).toContain('GW5626');
  });

  test.each([['absent', undefined], ['DESTROY', RemovalPolicy.DESTROY]])('%s keeps nothing and says nothing', (_, policy) => {
    const made = make(policy);
    expect(policies(made)).toEqual(['Delete Delete', 'undefined undefined']);
    expect(made.codes).not.toContain('GW5626');
  });

  test('fails for SNAPSHOT', () => {
    expect(make(RemovalPolicy.SNAPSHOT).codes).toContain('GW5627');
  });

  test('holds for rules that are added to a listener', () => {
    const made = make(RemovalPolicy.RETAIN, (alb) => {
      alb.listener(80).addAction('Own', {
        priority: 45001,
        conditions: [elbv2.ListenerCondition.pathPatterns(['/own'])],
        action: elbv2.ListenerAction.fixedResponse(200),
      });
    });
    expect(policies(made)).toEqual(['RetainExceptOnCreate Retain']);
  });
});

describe('applyRemovalPolicy', () => {
  test('does what the property does', () => {
    const made = make(undefined, (alb) => alb.applyRemovalPolicy(RemovalPolicy.RETAIN));
    expect(policies(made)).toEqual(['RetainExceptOnCreate Retain']);
    expect(made.codes).toContain('GW5626');
  });

  test('takes back what the property says', () => {
    expect(policies(make(RemovalPolicy.RETAIN, (alb) => alb.applyRemovalPolicy(RemovalPolicy.DESTROY)))).toEqual(['Delete Delete']);
  });

  test('fails for SNAPSHOT', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0f3c1d5e7a9b2c4d6', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] });
    const alb = new GatewayAlb(stack, 'Web', { vpc, manifests: GatewayManifests.fromText(coffeeShop), defaultTargetType: DefaultTargetType.IP });
    alb.applyRemovalPolicy(RemovalPolicy.SNAPSHOT);
    expect(() => app.synth()).toThrow(/error GW5627/);
  });
});

describe('RemovalPolicies.of', () => {
  test('the construct reaches everything below it; the Services, which may be shared, stand beside it', () => {
    const { resources } = make(undefined, (alb) => RemovalPolicies.of(alb).retain());
    const kept = Object.entries(resources).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain').map(([id]) => id);
    expect(Object.keys(resources).filter((id) => !kept.includes(id))).toEqual([expect.stringMatching(/^GatewayAlbServicesproduction/)]);
  });

  test('the stack reaches the Services too', () => {
    expect(policies(make(undefined, (_, stack) => RemovalPolicies.of(stack).retain()))).toEqual(['Retain Retain']);
  });
});
