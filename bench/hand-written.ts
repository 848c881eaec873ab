import type { CfnResource } from 'aws-cdk-lib';
import { App, Fn, Stack, aws_ec2 as ec2, aws_eks_v2 as eks, aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { clusterFor } from './cluster';

/** A template as `Template.toJSON()` gives it. */
export interface SynthesizedTemplate {
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, SynthesizedResource>>;
}

interface SynthesizedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

/** One construct as a person would write it: class, id, props and what it waits for. */
interface Statement {
  readonly id: string;
  readonly create: (scope: Construct, cluster: eks.ICluster) => IConstruct;
  readonly waitsFor: readonly string[];
}

type ResourceClass = new (scope: Construct, id: string, props: never) => CfnResource;

const classes: Readonly<Record<string, ResourceClass>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': elbv2.CfnLoadBalancer,
  'AWS::ElasticLoadBalancingV2::Listener': elbv2.CfnListener,
  'AWS::ElasticLoadBalancingV2::ListenerRule': elbv2.CfnListenerRule,
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': elbv2.CfnListenerCertificate,
  'AWS::ElasticLoadBalancingV2::TargetGroup': elbv2.CfnTargetGroup,
  'AWS::EC2::SecurityGroup': ec2.CfnSecurityGroup,
};

/**
 * The same resources by L1 constructs, with all props ready: what an app without a compiler spends. CDK has no L1 construct
 * for an object in a cluster; there `KubernetesManifest` stands.
 */
export function handWrittenApp(templates: readonly SynthesizedTemplate[]): () => App {
  const stacks = templates.map(({ Resources: resources }) => Object.entries(resources).map(([id, resource]): Statement =>
    ({ id, create: constructOf(id, resource), waitsFor: resource.DependsOn ?? [] })));
  return () => {
    const app = new App();
    stacks.forEach((statements, index) => write(new Stack(app, `Stack${index}`), statements));
    return app;
  };
}

function constructOf(id: string, { Type: type, Properties: properties = {} }: SynthesizedResource): Statement['create'] {
  if (type === eks.KubernetesManifest.RESOURCE_TYPE) {
    const manifest = JSON.parse(textOf(properties.Manifest)) as Record<string, unknown>[];
    return (scope, cluster) => new eks.KubernetesManifest(scope, id, { cluster, manifest, prune: false, overwrite: true });
  }
  const resourceClass = classes[type];
  if (resourceClass === undefined) throw new Error(`the hand-written app has no class for ${type}`);
  const props = propsOf(properties) as never;
  return (scope) => new resourceClass(scope, id, props);
}

function write(stack: Stack, statements: readonly Statement[]): void {
  const cluster = clusterFor(stack);
  const created = new Map(statements.map(({ id, create }) => [id, create(stack, cluster)]));
  for (const { id, waitsFor } of statements) {
    for (const other of waitsFor) created.get(id)?.node.addDependency(created.get(other) as IConstruct);
  }
}

/** CloudFormation's names to those of the L1 classes; references to tokens. */
function propsOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => propsOf(item));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  if (ref !== undefined) return Fn.ref(ref);
  if (attribute !== undefined) return Fn.getAtt(...attribute).toString();
  const isMap = key === 'Tags';
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [isMap ? name : name.charAt(0).toLowerCase() + name.slice(1), propsOf(item, name)]));
}

/** A text that may be a join of texts and references. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [, parts] = (value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts.map((part) => propsOf(part)).join('');
}
