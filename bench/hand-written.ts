import { App, CfnResource, Fn, Stack, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A template as `Template.toJSON()` gives it. */
export interface SynthesizedTemplate {
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>>; readonly DependsOn?: readonly string[] }>>;
}

/** One resource as a person would write it: class, id, props and what it waits for. */
interface Statement {
  readonly id: string;
  readonly create: (scope: Construct) => CfnResource;
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

/** The same resources by L1 constructs, with all props ready: what an app without a compiler spends. */
export function handWrittenApp(templates: readonly SynthesizedTemplate[]): () => App {
  const stacks = templates.map((template) => Object.entries(template.Resources).map(([id, resource]): Statement => {
    const { Type: type, Properties: properties = {}, DependsOn: waitsFor = [] } = resource;
    const resourceClass = classes[type];
    if (resourceClass === undefined) return { id, create: (scope) => new CfnResource(scope, id, { type, properties }), waitsFor };
    const props = propsOf(properties) as never;
    return { id, create: (scope) => new resourceClass(scope, id, props), waitsFor };
  }));
  return () => {
    const app = new App();
    stacks.forEach((statements, index) => write(new Stack(app, `Stack${index}`), statements));
    return app;
  };
}

function write(stack: Stack, statements: readonly Statement[]): void {
  const created = new Map(statements.map(({ id, create }) => [id, create(stack)]));
  for (const { id, waitsFor } of statements) {
    for (const other of waitsFor) created.get(id)?.addResourceDependency(created.get(other) as CfnResource);
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
