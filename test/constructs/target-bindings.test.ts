import { App, aws_ec2 as ec2, aws_eks as eks, aws_eks_v2 as eksv2, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cdk8s from 'cdk8s';
import { DefaultTargetType, GatewayAlb, GatewayManifests, TargetBindings } from '../../constructs/index';
import { coffeeShop } from '../support/manifests';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: Record<string, unknown>;
}

function makeVpc(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'] });
}

function addAlb(stack: Stack, vpc: ec2.IVpc, bindings: TargetBindings, text = coffeeShop): GatewayAlb {
  const manifests = GatewayManifests.fromText(text);
  return new GatewayAlb(stack, 'Web', { vpc, manifests, bindings, defaultTargetType: DefaultTargetType.IP });
}

const importers: Record<string, (stack: Stack, vpc: ec2.IVpc) => TargetBindings> = {
  'an imported aws-eks cluster': (stack, vpc) =>
    TargetBindings.cluster(
      eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
        clusterName: 'production',
        vpc,
        kubectlProvider: eks.KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', {
          functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl',
          kubectlRoleArn: 'arn:aws:iam::111122223333:role/kubectl',
          handlerRole: lambdaRole(stack),
        }),
      }),
    ),
  'an imported aws-eks-v2 cluster': (stack, vpc) =>
    TargetBindings.cluster(
      eksv2.Cluster.fromClusterAttributes(stack, 'Cluster', {
        clusterName: 'production',
        vpc,
        kubectlProvider: eksv2.KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', {
          serviceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl',
        }),
      }),
    ),
};

function lambdaRole(stack: Stack): lambda.Function['role'] & object {
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
  if (handler.role === undefined) throw new Error('a function has a role');
  return handler.role;
}

describe.each(Object.entries(importers))('TargetBindings.cluster with %s', (name, make) => {
  const stack = new Stack(new App(), 'Stack');
  const vpc = makeVpc(stack);
  addAlb(stack, vpc, make(stack, vpc));
  const resources = Template.fromStack(stack).findResources('Custom::AWSCDK-EKS-KubernetesResource');
  const ids = Object.keys(resources);

  test('applies one manifest for the Service and one for the binding', () => {
    expect(ids).toHaveLength(2);
    expect(ids.filter((id) => id.includes('Serviceshopcoffee'))).toHaveLength(1);
    expect(ids.filter((id) => id.includes('TargetGroupBindingshop'))).toHaveLength(1);
  });

  test('uses the manifests of its own module', () => {
    const module = name.includes('aws-eks-v2') ? eksv2 : eks;
    expect(stack.node.findAll().filter((construct) => construct instanceof module.KubernetesManifest)).toHaveLength(2);
  });

  test('creates target group, Service, binding and rule in this order', () => {
    const rules = Object.values(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::ListenerRule'));
    const bindingId = ids.find((id) => id.includes('TargetGroupBinding')) ?? '';
    const serviceId = ids.find((id) => id.includes('Serviceshop')) ?? '';
    expect(rules[0]?.DependsOn).toContain(bindingId);
    expect(resources[bindingId]?.DependsOn).toContain(serviceId);
    expect((resources[serviceId]?.DependsOn as string[]).some((id) => id.includes('TargetGroup'))).toBe(true);
  });

  test('opens exactly the target port from the security group of the load balancer', () => {
    const text = JSON.stringify(resources[ids.find((id) => id.includes('TargetGroupBinding')) ?? '']);
    expect(text).toMatch(/\\"ports\\+":\[\{\\+"port\\+":8080,\\+"protocol\\+":\\+"TCP\\+"\}\]/);
    expect(text).toContain('GroupId');
    expect(text).not.toContain('Token[');
  });
});

describe('TargetBindings.chart', () => {
  function makeChart(options?: { backendCidrs: string[] }): { objects: Manifest[]; codes: string[] } {
    const stack = new Stack(new App(), 'Stack');
    const chart = new cdk8s.Chart(new cdk8s.App(), 'Chart');
    const alb = addAlb(stack, makeVpc(stack), TargetBindings.chart(chart, options));
    return { objects: chart.toJson() as Manifest[], codes: alb.diagnostics.map(({ code }) => code) };
  }

  test('writes static objects that find the target group by its name', () => {
    const { objects } = makeChart();
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['Service', 'TargetGroupBinding']);
    const binding = objects.find(({ kind }) => kind === 'TargetGroupBinding');
    expect(binding?.spec.targetGroupName).toMatch(/^[A-Za-z0-9-]{1,32}$/);
    expect(JSON.stringify(objects)).not.toContain('Token');
  });

  test('keeps every field of a Service, also those the typed class does not know', () => {
    const stack = new Stack(new App(), 'Stack');
    const chart = new cdk8s.Chart(new cdk8s.App(), 'Chart');
    addAlb(stack, makeVpc(stack), TargetBindings.chart(chart), coffeeShop.replace('selector: { app: coffee }', 'selector: { app: coffee }\n  trafficDistribution: PreferClose'));
    const service = (chart.toJson() as Manifest[]).find(({ kind }) => kind === 'Service');
    expect(service?.spec).toEqual({ selector: { app: 'coffee' }, trafficDistribution: 'PreferClose', ports: [{ port: 80, targetPort: 8080 }] });
  });

  test('warns when nothing opens the targets', () => {
    expect(makeChart().codes).toContain('GW5601');
    expect(makeChart({ backendCidrs: ['10.0.0.0/16'] }).codes).not.toContain('GW5601');
  });
});

test('without bindings nothing of Kubernetes is in the template', () => {
  const stack = new Stack(new App(), 'Stack');
  addAlb(stack, makeVpc(stack), TargetBindings.none());
  expect(Object.keys(Template.fromStack(stack).findResources('Custom::AWSCDK-EKS-KubernetesResource'))).toEqual([]);
});

test('backendSecurityGroups are opened by CloudFormation, and then the bindings leave them alone', () => {
  const stack = new Stack(new App(), 'Stack');
  const vpc = makeVpc(stack);
  const chart = new cdk8s.Chart(new cdk8s.App(), 'Chart');
  new GatewayAlb(stack, 'Web', {
    vpc,
    manifests: GatewayManifests.fromText(coffeeShop),
    defaultTargetType: DefaultTargetType.IP,
    bindings: TargetBindings.chart(chart),
    backendSecurityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Nodes', 'sg-0123456789abcdef0')],
  });
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-0123456789abcdef0', FromPort: 8080, ToPort: 8080 });
  const binding = (chart.toJson() as Manifest[]).find(({ kind }) => kind === 'TargetGroupBinding');
  expect(binding?.spec.networking).toBeUndefined();
});
