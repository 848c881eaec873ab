import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_ec2 as ec2, aws_eks_v2 as eksv2, aws_route53 as route53, CfnResource, NestedStack, Stack, Stage, TagManager, Tags, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import * as cdk8s from 'cdk8s';
import type { GatewayAlbProps } from '../../constructs/index';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities, TargetBindings } from '../../constructs/index';
import { sinceCdk } from '../support/cdk-version';
import { coffeeRoute, coffeeShop, documents } from '../support/manifests';

const env = { account: '111122223333', region: 'eu-central-1' };

function importVpc(scope: Construct): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-0f3c1d5e7a9b2c4d6',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    publicSubnetIds: ['subnet-1', 'subnet-2'],
    privateSubnetIds: ['subnet-3', 'subnet-4'],
  });
}

function importCluster(scope: Construct): eksv2.ICluster {
  return eksv2.Cluster.fromClusterAttributes(scope, 'Cluster', {
    clusterName: 'production',
    kubectlProvider: eksv2.KubectlProvider.fromKubectlProviderAttributes(scope, 'Kubectl', { serviceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl' }),
  });
}

function addAlb(scope: Construct, props: Partial<GatewayAlbProps> = {}, text = coffeeShop): GatewayAlb {
  const vpc = props.vpc ?? importVpc(scope);
  return new GatewayAlb(scope, 'Web', { manifests: GatewayManifests.fromText(text), defaultTargetType: DefaultTargetType.IP, ...props, vpc });
}

describe('metrics', () => {
  const stack = new Stack(new App(), 'Stack', { env });
  const alb = addAlb(stack);
  const dimensions = (metric: { dimensions?: Record<string, unknown> }): unknown => stack.resolve(metric.dimensions);

  test('of the load balancer', () => {
    const metric = alb.loadBalancer.metrics.requestCount();
    expect(metric.namespace).toBe('AWS/ApplicationELB');
    expect(JSON.stringify(dimensions(metric))).toMatch(/"LoadBalancer":.*"Ref":"WebLoadBalancer/);
  });

  test('of a target group, by backend', () => {
    const metric = alb.targetGroup('shop/coffee:80').metrics.healthyHostCount();
    expect(JSON.stringify(dimensions(metric))).toMatch(/"TargetGroup":.*WebTargetGroupshopcoffee80.*"LoadBalancer":.*WebLoadBalancer|"LoadBalancer":.*WebLoadBalancer.*"TargetGroup":.*WebTargetGroupshopcoffee80/);
  });

  test('make alarms in the stack', () => {
    alb.targetGroup('shop/coffee:80').metrics.unhealthyHostCount().createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 2 });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/ApplicationELB', MetricName: 'UnHealthyHostCount' });
  });
});

test.each([
  ['GatewayAlb Stack/Web', (stack: Stack) => addAlb(stack)],
  ['GatewayManifests examples/getting-started/k8s', () => GatewayManifests.fromDirectory('examples/getting-started/k8s')],
  ['GatewayManifests a.yaml, b.yaml', () => GatewayManifests.fromFiles('a.yaml', 'b.yaml')],
  ['GatewayManifests shop.yaml', () => GatewayManifests.fromText('', 'shop.yaml')],
  ['Priorities ledger gateway-alb.priorities.json', () => Priorities.ledger()],
  ['Priorities ranked', () => Priorities.ranked()],
  ['TargetBindings none', () => TargetBindings.none()],
  ['TargetBindings cluster production', (stack: Stack) => TargetBindings.cluster(importCluster(stack))],
  ['TargetBindings clusters blue 90, green 10', (stack: Stack) => {
    const cluster = importCluster(stack);
    return TargetBindings.clusters({ cluster, name: 'blue', weight: 90 }, { cluster, name: 'green', weight: 10 });
  }],
  ['TargetBindings chart web', () => TargetBindings.chart(new cdk8s.Chart(new cdk8s.App(), 'web'))],
])('%s shows as what it is', (expected, make) => {
  expect(String(make(new Stack(new App(), 'Stack')))).toBe(expected);
});

describe('the construct tree', () => {
  interface Node {
    readonly path: string;
    readonly children?: Readonly<Record<string, Node>>;
  }

  const app = new App();
  const stack = new Stack(app, 'Stack', { env });
  addAlb(stack, {
    bindings: TargetBindings.cluster(importCluster(stack)),
    hostedZones: [route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { zoneName: 'example.com', hostedZoneId: 'Z1' })],
  });
  const paths = (node: Node): string[] => [node.path, ...Object.values(node.children ?? {}).flatMap(paths)];
  const { tree } = JSON.parse(readFileSync(join(app.synth().directory, 'tree.json'), 'utf8')) as { tree: Node };
  const found = paths(tree);

  test.each([
    /^Stack\/Web\/LoadBalancer$/,
    /^Stack\/Web\/SecurityGroup$/,
    /^Stack\/Web\/Listener80$/,
    /^Stack\/Web\/Listener80\/httproute-shop-cafe-[0-9a-f]{10}-22500$/,
    /^Stack\/Web\/TargetGroup-shop-coffee-80-[0-9a-f]{10}$/,
    /^Stack\/Web\/Bindings-production\/TargetGroupBinding-shop\.shop-coffee-[0-9a-f]{10}$/,
    /^Stack\/GatewayAlbServices-production\/Service-shop\.coffee$/,
    /^Stack\/Web\/Alias-cafe\.example\.com\/A$/,
  ])('says what things are: %s', (path) => {
    expect(found.filter((one) => path.test(one))).toHaveLength(1);
  });
});

describe('works', () => {
  const rules = (stack: Stack): number => Object.keys(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::ListenerRule')).length;

  test('in several Stages of an app, with names of their own', () => {
    const app = new App();
    const stacks = ['Beta', 'Production'].map((id) => {
      const stack = new Stack(new Stage(app, id, { env }), 'Web');
      addAlb(stack, { bindings: TargetBindings.cluster(importCluster(stack)) });
      return stack;
    });
    expect(() => app.synth()).not.toThrow();
    const names = stacks.map((stack) => Object.values(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::TargetGroup'))[0]?.Properties as { Name: string });
    expect(names[0]?.Name).not.toBe(names[1]?.Name);
    expect(stacks.map(rules)).toEqual([1, 1]);
  });

  test('in a nested stack, with rules in nested stacks of that', () => {
    const app = new App();
    const parent = new Stack(app, 'Parent', { env });
    const nested = new NestedStack(parent, 'Nested');
    const alb = addAlb(nested, { rulesInNestedStacks: true, bindings: TargetBindings.cluster(importCluster(parent)) });
    expect(() => app.synth()).not.toThrow();
    const inner = alb.node.findAll().find((child): child is NestedStack => child instanceof NestedStack);
    expect(inner && rules(inner)).toBe(1);
    expect(Object.values(Template.fromStack(nested).findResources('AWS::CloudFormation::Stack'))).toHaveLength(1);
  });

  test('with a VPC and a cluster of another stack', () => {
    const app = new App();
    const platform = new Stack(app, 'Platform', { env });
    const vpc = new ec2.Vpc(platform, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'] });
    const web = new Stack(app, 'Web', { env });
    addAlb(web, { vpc, bindings: TargetBindings.cluster(importCluster(platform)) });
    expect(() => app.synth()).not.toThrow();
    expect(web.dependencies).toContain(platform);
    expect(platform.dependencies).not.toContain(web);
  });

  test('in a stack without account and region', () => {
    const stack = new Stack(new App(), 'Stack');
    addAlb(stack, { bindings: TargetBindings.cluster(importCluster(stack)) });
    expect(rules(stack)).toBe(1);
  });
});

describe('context lookups', () => {
  const before = { CI: process.env.CI, CDK_OUTDIR: process.env.CDK_OUTDIR };

  beforeEach(() => {
    delete process.env.CI;
    process.env.CDK_OUTDIR = mkdtempSync(join(tmpdir(), 'cdk-out-'));
  });

  afterEach(() => {
    for (const [key, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  });

  test.each<[string, (stack: Stack) => Partial<GatewayAlbProps>]>([
    ['VPC', (stack) => ({ vpc: ec2.Vpc.fromLookup(stack, 'Looked', { vpcName: 'main' }) })],
    ['hosted zone', (stack) => ({ hostedZones: [route53.HostedZone.fromLookup(stack, 'Looked', { domainName: 'example.com' })] })],
    ['security group', (stack) => ({ securityGroups: [ec2.SecurityGroup.fromLookupById(stack, 'Looked', 'sg-0f3c1d5e7a9b2c4d6')] })],
  ])('that have not been answered for a %s synthesise, and never write the ledger', (_, props) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env });
    const ledger = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'gateway-alb.priorities.json');
    addAlb(stack, { priorities: Priorities.ledger(ledger), ...props(stack) });
    const assembly = app.synth();
    expect(assembly.manifest.missing).toHaveLength(1);
    expect(existsSync(ledger)).toBe(false);
  });

  test('that need none write it', () => {
    const app = new App();
    const ledger = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'gateway-alb.priorities.json');
    addAlb(new Stack(app, 'Stack', { env }), { priorities: Priorities.ledger(ledger) });
    app.synth();
    expect(existsSync(ledger)).toBe(true);
  });
});

describe('tags', () => {
  const configured = documents(coffeeShop.replace('gatewayClassName: alb', 'gatewayClassName: alb\n  infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: web } }'), `
apiVersion: gateway.k8s.aws/v1
kind: LoadBalancerConfiguration
metadata: { name: web, namespace: infra }
spec: { tags: { team: platform, layer: edge } }
`);

  test.each([['on the construct', false], ['on the app, with rules in nested stacks', true]])('%s reach every resource that can have them', (_, nested) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env });
    const alb = addAlb(stack, { rulesInNestedStacks: nested, bindings: TargetBindings.cluster(importCluster(stack)) });
    Tags.of(nested ? app : alb).add('cost-center', '42');
    app.synth();
    const taggable = alb.node.findAll().filter(CfnResource.isCfnResource).filter((child) => TagManager.isTaggable(child) || TagManager.isTaggableV2(child));
    expect(taggable.map(({ cfnResourceType }) => cfnResourceType.split('::').at(-1))).toEqual(
      expect.arrayContaining(['LoadBalancer', 'Listener', 'ListenerRule', 'TargetGroup', 'SecurityGroup']),
    );
    for (const resource of taggable) {
      const [[, { Properties }]] = Object.entries((Stack.of(resource).resolve((resource as unknown as { _toCloudFormation(): object })._toCloudFormation()) as { Resources: Record<string, { Properties: { Tags?: unknown } }> }).Resources);
      expect([resource.node.path, Properties.Tags]).toEqual([resource.node.path, expect.arrayContaining([{ Key: 'cost-center', Value: '42' }])]);
    }
  });

  test('of the app beat those of the manifests, and leave the others', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    Tags.of(addAlb(stack, {}, configured)).add('team', 'payments');
    Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Tags: [{ Key: 'layer', Value: 'edge' }, { Key: 'team', Value: 'payments' }],
    });
  });
});

describe('acknowledgements', () => {
  /** Two routes that compare a header, which an ALB does without regard to case: a note; and a regex, which is a warning. */
  const sticky = (name: string, path: string): string => coffeeRoute
    .replace('name: cafe,', `name: ${name},`)
    .replace('/coffee', path)
    .replace('      backendRefs:', '      sessionPersistence: { type: Cookie, absoluteTimeout: 1h }\n      backendRefs:');
  const text = documents(coffeeShop, sticky('first', '/first'), sticky('second', '/second'));

  function warnings(acknowledge: (alb: GatewayAlb) => void): string[] {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env });
    const alb = addAlb(stack, {}, text);
    expect(alb.diagnostics.filter(({ code }) => code === 'GW3215')).toHaveLength(2);
    acknowledge(alb);
    const { manifest } = app.synth();
    const messages = alb.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data));
    expect(manifest).toBeDefined();
    return messages.filter((message) => message.includes('GW3215')).map((message) => /HTTPRoute shop\/\w+/.exec(message)?.[0] ?? message);
  }

  test('without them every route has its warning', () => {
    expect(warnings(() => undefined).sort()).toEqual(['HTTPRoute shop/first', 'HTTPRoute shop/second']);
  });

  sinceCdk(276)('of a code for one route leave that of the others', () => {
    expect(warnings((alb) => Validations.of(alb).acknowledge({ id: 'GW3215', reason: 'the cookie may outlive the session', where: { route: 'shop/first' } })))
      .toEqual(['HTTPRoute shop/second']);
  });

  test('of a code for all routes leave none', () => {
    expect(warnings((alb) => Validations.of(alb).acknowledge({ id: 'GW3215', reason: 'cookies may outlive sessions' }))).toEqual([]);
  });
});
