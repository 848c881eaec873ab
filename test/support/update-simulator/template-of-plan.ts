import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../../constructs/kubernetes';
import { constructIdOf, targetGroupBinding } from '../../../constructs/kubernetes';
import { actionsOf, fixedResponseOf } from '../../../constructs/rule-actions';
import type { RuleOrder } from '../../../constructs/rule-order';
import { orderOf } from '../../../constructs/rule-order';
import type { Condition, ListenerPlan, ListenerRulePlan, LoadBalancerPlan, TargetGroupPlan } from '../../../lib/plan/ir';
import { kubernetesManifest } from './replacement';
import type { Properties, Resource, Template } from './template';
import { types } from './world';

/** Where the template is deployed; `synthesis.ts` uses the same. */
export const surroundings = {
  stackName: 'Stack',
  constructId: 'Web',
  clusterName: 'production',
  kubectl: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl',
  certificate: 'arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
  vpcId: 'vpc-0123456789abcdef0',
  zones: { 'example.com': 'Z1', 'other.test': 'Z2' },
  subnets: { internal: ['subnet-1', 'subnet-2'], 'internet-facing': ['subnet-3', 'subnet-4'] },
} as const;

type Entries = readonly (readonly [logicalId: string, Resource])[];

/**
 * The resources that `GatewayAlb` makes of a plan, without CDK: a hundred times faster. It is only trusted because the
 * constructs' own template of sampled versions must be equal to it.
 */
export function templateOfPlan(plan: LoadBalancerPlan, services: readonly KubernetesObject[]): Template {
  const securityGroup = logicalId('SecurityGroup');
  const loadBalancer = logicalId('LoadBalancer');
  const orders = new Map(plan.listeners.map((listener) => [listener, orderOf(listener.rules)]));
  const entries: Entries = [
    [securityGroup, { Type: 'AWS::EC2::SecurityGroup', Properties: securityGroupProperties(plan) }],
    [loadBalancer, { Type: types.loadBalancer, Properties: loadBalancerProperties(plan, securityGroup) }],
    ...plan.targetGroups.map((group) =>
      [targetGroupId(group.id), { Type: types.targetGroup, Properties: targetGroupProperties(group) }] as const),
    ...manifests(plan, services, securityGroup),
    ...[...orders].flatMap(([listener, order]) => listenerResources(listener, order, plan, loadBalancer)),
    ...aliasRecords(orders, loadBalancer),
  ];
  return { Resources: Object.fromEntries(entries) };
}

/** Of something in the construct. */
export function logicalId(...path: readonly string[]): string {
  return logicalIdOf([surroundings.constructId, ...path]);
}

/** As CDK makes it of the path below the stack: everything readable, then a hash of the path. */
function logicalIdOf(components: readonly string[]): string {
  const hash = createHash('md5').update(components.join('/')).digest('hex').slice(0, 8).toUpperCase();
  const distinct = components.filter((component, index) => index === 0 || !components[index - 1].endsWith(component));
  const readable = distinct.filter((component) => component !== 'Resource').map((component) => component.replace(/[^A-Za-z0-9]/g, ''));
  return readable.join('').slice(0, 240) + hash;
}

function targetGroupId(id: string): string {
  return logicalId(`TargetGroup-${id}`);
}

function serviceId(object: KubernetesObject): string {
  return logicalIdOf([`GatewayAlbServices-${surroundings.clusterName}`, constructIdOf(object), 'Resource']);
}

function bindingId(object: KubernetesObject): string {
  return logicalId(`Bindings-${surroundings.clusterName}`, constructIdOf(object), 'Resource');
}

function securityGroupProperties({ gateway, securityGroups }: LoadBalancerPlan): Properties {
  const name = `${gateway.namespace}/${gateway.name}`;
  return capitalised({
    groupDescription: `Load balancer of Gateway ${name}`,
    vpcId: surroundings.vpcId,
    securityGroupIngress: securityGroups.ingress.map(({ cidr, fromPort, protocol, toPort }) => ({
      ipProtocol: protocol,
      fromPort,
      toPort,
      description: `Gateway ${name}`,
      cidrIp: cidr,
    })),
  });
}

function loadBalancerProperties({ attributes, ipAddressType, scheme }: LoadBalancerPlan, securityGroup: string): Properties {
  return {
    ...capitalised({ type: 'application', scheme, ipAddressType, subnets: surroundings.subnets[scheme], loadBalancerAttributes: attributes }),
    SecurityGroups: [{ 'Fn::GetAtt': [securityGroup, 'GroupId'] }],
  };
}

function targetGroupProperties(plan: TargetGroupPlan): Properties {
  const { binding: _binding, healthCheck, id: _id, ipAddressType, attributes, tags: _tags, ...group } = plan;
  const { port, protocol, path, intervalSeconds, timeoutSeconds, ...counts } = healthCheck;
  return capitalised({
    ...group,
    ...(ipAddressType === 'ipv6' && { ipAddressType }),
    vpcId: surroundings.vpcId,
    healthCheckEnabled: true,
    healthCheckPort: port,
    healthCheckProtocol: protocol,
    healthCheckPath: path,
    healthCheckIntervalSeconds: intervalSeconds,
    healthCheckTimeoutSeconds: timeoutSeconds,
    ...counts,
    targetGroupAttributes: attributes,
  });
}

/** Stand for values that CloudFormation knows, inside the JSON text of a manifest. */
const hole = { targetGroup: '\u0001', securityGroup: '\u0002' };

function manifests(plan: LoadBalancerPlan, services: readonly KubernetesObject[], securityGroup: string): Entries {
  const bindings = plan.targetGroups.flatMap((group) => {
    const object = targetGroupBinding(group, {
      targetGroup: { arn: hole.targetGroup },
      vpcId: surroundings.vpcId,
      peers: [{ securityGroup: { groupID: hole.securityGroup } }],
    });
    return object ? [{ group, object }] : [];
  });
  const serviceOf = ({ binding }: TargetGroupPlan): KubernetesObject | undefined =>
    services.find(({ metadata }) => metadata.namespace === binding?.service.namespace && metadata.name === binding?.service.name);
  return [
    ...services.map((object) => {
      const dependencies = bindings.filter(({ group }) => serviceOf(group) === object).map(({ group }) => targetGroupId(group.id));
      return [serviceId(object), manifestOf(manifestText(object), dependencies)] as const;
    }),
    ...bindings.map(({ group, object }) => {
      const service = serviceOf(group);
      const values = { [hole.targetGroup]: { Ref: targetGroupId(group.id) }, [hole.securityGroup]: { 'Fn::GetAtt': [securityGroup, 'GroupId'] } };
      // The holes have been escaped by JSON.
      const valueOf = (part: string): unknown => (part.startsWith('\\u000') ? values[JSON.parse(`"${part}"`) as string] : part);
      const parts = manifestText(object).split(/(\\u000[12])/).map(valueOf);
      const dependencies = [targetGroupId(group.id), ...(service ? [serviceId(service)] : [])];
      return [bindingId(object), manifestOf({ 'Fn::Join': ['', parts] }, dependencies)] as const;
    }),
  ];
}

function manifestOf(manifest: unknown, dependencies: readonly string[]): Resource {
  const { clusterName, kubectl } = surroundings;
  return {
    Type: kubernetesManifest,
    Properties: { ServiceToken: kubectl, Manifest: manifest, ClusterName: clusterName, Overwrite: true },
    DependsOn: [...dependencies].sort(),
  };
}

/** As cdk8s writes objects: keys sorted. */
function manifestText(object: KubernetesObject): string {
  return JSON.stringify([sorted(object)]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]));
}

function listenerResources(listener: ListenerPlan, order: RuleOrder, plan: LoadBalancerPlan, loadBalancer: string): Entries {
  const listenerId = logicalId(`Listener${listener.id}`);
  const { attributes, fallback, port, protocol, sslPolicy, mutualAuthentication } = listener;
  const properties = {
    ...capitalised({
      port,
      protocol,
      ...(protocol === 'HTTPS' && { certificates: [{ certificateArn: surroundings.certificate }] }),
      ...(sslPolicy !== undefined && { sslPolicy }),
      ...(mutualAuthentication && { mutualAuthentication }),
      ...(attributes.length > 0 && { listenerAttributes: attributes }),
      defaultActions: [{ type: fallback.type, fixedResponseConfig: fixedResponseOf(fallback) }],
    }),
    LoadBalancerArn: { Ref: loadBalancer },
  };
  return [
    [listenerId, { Type: types.listener, Properties: properties }],
    ...listener.rules.map((rule) => {
      const before = ruleIds(listener, order.predecessors.get(rule.id) ?? []);
      return [ruleId(listener, rule), ruleResource(rule, plan, listenerId, before)] as const;
    }),
  ];
}

function aliasRecords(orders: ReadonlyMap<ListenerPlan, RuleOrder>, loadBalancer: string): Entries {
  const hostnames = new Set([...orders.keys()].flatMap(({ certificates, rules }) => [
    ...rules.flatMap(({ origin }) => origin.hostnames),
    ...certificates.flatMap((certificate) => (certificate.kind === 'hostnames' ? certificate.hostnames : [])),
  ]));
  return [...hostnames].flatMap((hostname) => {
    const zone = Object.entries(surroundings.zones).find(([name]) => hostname === name || hostname.endsWith(`.${name}`));
    if (!zone) return [];
    const dependencies = [...orders].flatMap(([listener, order]) => ruleIds(listener, order.rulesFor(hostname)));
    const properties = {
      Name: `${hostname}.`,
      Type: 'A',
      HostedZoneId: zone[1],
      AliasTarget: {
        DNSName: { 'Fn::Join': ['', ['dualstack.', { 'Fn::GetAtt': [loadBalancer, 'DNSName'] }]] },
        HostedZoneId: { 'Fn::GetAtt': [loadBalancer, 'CanonicalHostedZoneID'] },
      },
    };
    const waits = dependencies.length > 0 && { DependsOn: [...dependencies].sort() };
    return [[logicalId(`Alias-${hostname}`, 'A', 'Resource'), { Type: types.record, Properties: properties, ...waits }] as const];
  });
}

function ruleIds(listener: ListenerPlan, ids: readonly string[]): readonly string[] {
  return listener.rules.filter(({ id }) => ids.includes(id)).map((rule) => ruleId(listener, rule));
}

function ruleId(listener: ListenerPlan, { id, priority }: ListenerRulePlan): string {
  return logicalId(`Listener${listener.id}`, `${id}-${priority}`);
}

function ruleResource(rule: ListenerRulePlan, plan: LoadBalancerPlan, listenerId: string, before: readonly string[]): Resource {
  const references = new Map(plan.targetGroups.map(({ id }) => [id, targetGroupId(id)]));
  const actions = actionsOf(rule, {
    targetGroupArn: (group) => (group.kind === 'planned' ? references.get(group.id) : undefined),
    oidcClient: () => undefined,
  });
  const bound = rule.action.type === 'forward' ? rule.action.targetGroups.map(({ targetGroup }) => targetGroup) : [];
  const bindings = bound.flatMap((ref) => {
    const group = plan.targetGroups.find(({ id }) => ref.kind === 'planned' && id === ref.id);
    const object = group && targetGroupBinding(group, { targetGroup: { arn: '' }, peers: [] });
    return object ? [bindingId(object)] : [];
  });
  const dependencies = [...before, ...bindings];
  return {
    Type: types.rule,
    Properties: {
      ...capitalised({
        priority: rule.priority,
        conditions: rule.conditions.map(conditionOf),
        actions,
        ...(rule.transforms.length > 0 && { transforms: rule.transforms }),
      }, (key, value) => (key === 'targetGroupArn' ? { Ref: value } : undefined)),
      ListenerArn: { Ref: listenerId },
    },
    ...(dependencies.length > 0 && { DependsOn: [...new Set(dependencies)].sort() }),
  };
}

function conditionOf(condition: Condition): object {
  const { field, ...config } = condition;
  const name = field.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const { name: httpHeaderName, ...values } = config as { name?: string };
  return { field, [`${name}Config`]: { ...(httpHeaderName !== undefined && { httpHeaderName }), ...values } };
}

/** With the keys that CloudFormation has for them. `instead` may give another value for a key. */
function capitalised(value: object, instead: (key: string, value: unknown) => unknown = () => undefined): Properties {
  const change = (child: unknown): unknown => {
    if (Array.isArray(child)) return child.map(change);
    if (typeof child !== 'object' || child === null) return child;
    return Object.fromEntries(Object.entries(child).filter(([, one]) => one !== undefined)
      .map(([key, one]) => [`${key.charAt(0).toUpperCase()}${key.slice(1)}`, instead(key, one) ?? change(one)]));
  };
  return change(value) as Properties;
}
