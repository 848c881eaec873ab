import { App, aws_ec2 as ec2, aws_eks as eks, aws_eks_v2 as eksv2, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import type { interfaces } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import * as cdk8s from 'cdk8s';
import { DefaultTargetType, DiagnosticSeverity, GatewayAlb, GatewayManifests, TargetBindings } from '../../constructs/index';
import { coffeeService, coffeeShop } from '../support/manifests';

interface Resource {
  readonly DependsOn?: string[];
  readonly Properties: Record<string, unknown>;
}

const env = { account: '111122223333', region: 'eu-central-1' };

function makeVpc(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'] });
}

function kubectlLayer(stack: Stack): lambda.ILayerVersion {
  return lambda.LayerVersion.fromLayerVersionArn(stack, 'KubectlLayer', 'arn:aws:lambda:eu-central-1:111122223333:layer:kubectl:1');
}

function importCluster(stack: Stack, clusterName = 'production'): eksv2.ICluster {
  return eksv2.Cluster.fromClusterAttributes(stack, `Cluster-${clusterName}`, {
    clusterName,
    kubectlProvider: eksv2.KubectlProvider.fromKubectlProviderAttributes(stack, `Kubectl-${clusterName}`, {
      serviceToken: `arn:aws:lambda:eu-central-1:111122223333:function:${clusterName}`,
    }),
  });
}

function addAlb(scope: Construct, vpc: ec2.IVpc, bindings: TargetBindings, text = coffeeShop, id = 'Web'): GatewayAlb {
  const manifests = GatewayManifests.fromText(text);
  return new GatewayAlb(scope, id, { vpc, manifests, bindings, defaultTargetType: DefaultTargetType.IP });
}

function manifestsOf(stack: Stack): Record<string, Resource> {
  return Template.fromStack(stack).findResources('Custom::AWSCDK-EKS-KubernetesResource') as unknown as Record<string, Resource>;
}

/** Logical ids of manifests of a kind. */
function idsOf(stack: Stack, kind: 'Service' | 'TargetGroupBinding'): string[] {
  return Object.entries(manifestsOf(stack)).flatMap(([id, { Properties }]) =>
    new RegExp(`\\\\"kind\\\\+":\\\\+"${kind}\\\\+"`).test(JSON.stringify(Properties.Manifest)) ? [id] : []);
}

/** Everything a resource waits for, directly. */
function awaited(stack: Stack, id: string): string {
  return JSON.stringify((Template.fromStack(stack).toJSON().Resources as Record<string, Resource>)[id]?.DependsOn ?? []);
}

const codesOf = (alb: GatewayAlb): string[] => alb.diagnostics.filter(({ severity }) => severity !== DiagnosticSeverity.NOTE).map(({ code }) => code);

type MakeCluster = (stack: Stack, vpc: ec2.IVpc) => eks.Cluster | eksv2.Cluster;

const creators: Record<string, MakeCluster> = {
  'aws-eks': (stack, vpc) =>
    new eks.Cluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.V1_32,
      vpc,
      defaultCapacity: 0,
      kubectlLayer: kubectlLayer(stack),
      albController: { version: eks.AlbControllerVersion.V2_8_2 },
    }),
  'aws-eks-v2': (stack, vpc) =>
    new eksv2.Cluster(stack, 'Cluster', {
      version: eksv2.KubernetesVersion.V1_32,
      vpc,
      defaultCapacityType: eksv2.DefaultCapacityType.NODEGROUP,
      defaultCapacity: 0,
      kubectlProviderOptions: { kubectlLayer: kubectlLayer(stack) },
      albController: { version: eksv2.AlbControllerVersion.V2_8_2 },
    }),
};

describe.each(Object.entries(creators))('a cluster created with %s', (_, create) => {
  test('gets its bindings after its load balancer controller', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const vpc = makeVpc(stack);
    addAlb(stack, vpc, TargetBindings.cluster(create(stack, vpc)));
    const [binding = ''] = idsOf(stack, 'TargetGroupBinding');
    expect(awaited(stack, binding)).toMatch(/AlbController/);
  });

  test('may stand in another stack, without a cycle', () => {
    const app = new App();
    const platform = new Stack(app, 'Platform', { env });
    const vpc = makeVpc(platform);
    const cluster = create(platform, vpc);
    const web = new Stack(app, 'Web', { env });
    addAlb(web, vpc, TargetBindings.cluster(cluster));
    expect(() => app.synth()).not.toThrow();
    expect(web.dependencies).toContain(platform);
    expect(platform.dependencies).not.toContain(web);
    expect(idsOf(web, 'TargetGroupBinding')).toHaveLength(1);
  });
});

describe('options of TargetBindings.cluster', () => {
  function bindingText(make: (cluster: interfaces.aws_eks.IClusterRef, stack: Stack) => TargetBindings): { stack: Stack; id: string; text: string } {
    const stack = new Stack(new App(), 'Stack', { env });
    addAlb(stack, makeVpc(stack), make(importCluster(stack), stack));
    const [id = ''] = idsOf(stack, 'TargetGroupBinding');
    return { stack, id, text: JSON.stringify(manifestsOf(stack)[id]?.Properties.Manifest).replaceAll('\\', '') };
  }

  test('the API version is that of the AWS Load Balancer Controller unless another one is given', () => {
    expect(bindingText((cluster) => TargetBindings.cluster(cluster)).text).toContain('"apiVersion":"elbv2.k8s.aws/v1beta1"');
    const { text } = bindingText((cluster) => TargetBindings.cluster(cluster, { apiVersion: 'eks.amazonaws.com/v1' }));
    expect(text).toContain('"apiVersion":"eks.amazonaws.com/v1"');
  });

  test('a role of the other account is written into the binding', () => {
    const { text } = bindingText((cluster) =>
      TargetBindings.cluster(cluster, { iamRoleArnToAssume: 'arn:aws:iam::444455556666:role/targets', assumeRoleExternalId: 'shop' }));
    expect(text).toContain('"assumeRoleExternalId":"shop","iamRoleArnToAssume":"arn:aws:iam::444455556666:role/targets"');
  });

  test('bindings wait for the controller that is given', () => {
    const { stack, id } = bindingText((cluster, scope) =>
      TargetBindings.cluster(cluster, { controller: new ec2.CfnEIP(scope, 'StandsForTheController') }));
    expect(awaited(stack, id)).toContain('StandsForTheController');
  });
});

test('fails for a role of another account with instance targets', () => {
  const stack = new Stack(new App(), 'Stack', { env });
  const text = coffeeShop.replace('selector: { app: coffee }', 'type: NodePort\n  selector: { app: coffee }').replace('targetPort: 8080', 'targetPort: 8080, nodePort: 30080');
  const alb = new GatewayAlb(stack, 'Web', {
    vpc: makeVpc(stack),
    manifests: GatewayManifests.fromText(text),
    bindings: TargetBindings.chart(new cdk8s.Chart(new cdk8s.App(), 'Chart'), {
      backendCidrs: ['10.0.0.0/16'],
      iamRoleArnToAssume: 'arn:aws:iam::444455556666:role/targets',
    }),
  });
  expect(codesOf(alb)).toContain('GW5614');
});

test('fails for instance targets of a ClusterIP Service', () => {
  const stack = new Stack(new App(), 'Stack', { env });
  const alb = new GatewayAlb(stack, 'Web', {
    vpc: makeVpc(stack),
    manifests: GatewayManifests.fromText(coffeeShop),
    bindings: TargetBindings.cluster(importCluster(stack)),
  });
  expect(codesOf(alb)).toContain('GW5401');
});

test.each([
  ['passes', 100_000, []],
  ['warns about updates', 150_000, ['GW5611']],
  ['fails', 260_000, ['GW5610']],
])('%s for a Service of %i bytes', (_, bytes, codes) => {
  const stack = new Stack(new App(), 'Stack', { env });
  const large = coffeeService.replace('namespace: shop }', `namespace: shop, annotations: { note: ${'x'.repeat(bytes)} } }`);
  const alb = addAlb(stack, makeVpc(stack), TargetBindings.cluster(importCluster(stack)), coffeeShop.replace(coffeeService.trim(), large.trim()));
  expect(codesOf(alb).filter((code) => code.startsWith('GW561'))).toEqual(codes);
});

describe('two load balancers for one Service', () => {
  test('the first brings the Service, the binding of the second waits for it', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const vpc = makeVpc(stack);
    const bindings = TargetBindings.cluster(importCluster(stack));
    addAlb(stack, vpc, bindings, coffeeShop, 'First');
    addAlb(stack, vpc, bindings, coffeeShop, 'Second');
    const services = idsOf(stack, 'Service');
    expect(services).toHaveLength(1);
    const bound = idsOf(stack, 'TargetGroupBinding');
    expect(bound).toHaveLength(2);
    for (const id of bound) expect(awaited(stack, id)).toContain(services[0]);
  });

  test('the Service keeps its logical id when the first load balancer goes', () => {
    const serviceIds = ['First', 'Second'].map((id) => {
      const stack = new Stack(new App(), 'Stack', { env });
      addAlb(stack, makeVpc(stack), TargetBindings.cluster(importCluster(stack)), coffeeShop, id);
      return idsOf(stack, 'Service');
    });
    expect(serviceIds[0]).toEqual(serviceIds[1]);
  });

  test('works across stacks', () => {
    const app = new App();
    const [first, second] = ['First', 'Second'].map((id) => {
      const stack = new Stack(app, id, { env });
      addAlb(stack, makeVpc(stack), TargetBindings.cluster(importCluster(stack)));
      return stack;
    });
    expect(() => app.synth()).not.toThrow();
    expect(second?.dependencies).toContain(first);
    expect(second && idsOf(second, 'Service')).toEqual([]);
  });

  test('fails where the two say different things of it', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const vpc = makeVpc(stack);
    const bindings = TargetBindings.cluster(importCluster(stack));
    addAlb(stack, vpc, bindings, coffeeShop, 'First');
    const second = addAlb(stack, vpc, bindings, coffeeShop.replace('app: coffee', 'app: tea'), 'Second');
    expect(codesOf(second)).toContain('GW5613');
  });

  test('fails where both bind target groups of one fixed name', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const vpc = makeVpc(stack);
    const bindings = TargetBindings.cluster(importCluster(stack));
    const named = `${coffeeShop}\n---
apiVersion: gateway.k8s.aws/v1beta1
kind: TargetGroupConfiguration
metadata: { name: coffee, namespace: shop }
spec:
  targetReference: { name: coffee }
  defaultConfiguration: { targetGroupName: coffee }
`;
    addAlb(stack, vpc, bindings, named, 'First');
    expect(codesOf(addAlb(stack, vpc, bindings, named, 'Second'))).toContain('GW5612');
  });
});

describe('TargetBindings.clusters', () => {
  function make(...names: string[]): Stack {
    const stack = new Stack(new App(), 'Stack', { env });
    addAlb(stack, makeVpc(stack), TargetBindings.clusters(...names.map((name) => ({ cluster: importCluster(stack, name) }))));
    return stack;
  }

  test('binds one target group in every cluster, in multi-cluster mode, before the rule', () => {
    const stack = make('blue', 'green');
    const bound = idsOf(stack, 'TargetGroupBinding');
    expect(bound).toHaveLength(2);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::TargetGroup'))).toHaveLength(1);
    const rules = JSON.stringify(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::ListenerRule'));
    for (const id of bound) {
      expect(JSON.stringify(manifestsOf(stack)[id])).toContain('multiClusterTargetGroup');
      expect(rules).toContain(id);
    }
  });

  test('keeps the logical ids of a cluster when another one comes or goes', () => {
    const both = idsOf(make('blue', 'green'), 'TargetGroupBinding');
    expect(both).toEqual(expect.arrayContaining([...idsOf(make('blue'), 'TargetGroupBinding'), ...idsOf(make('green'), 'TargetGroupBinding')]));
  });
});
