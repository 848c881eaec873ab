import { servicesOf } from '../../constructs/binding';
import { targetGroupBinding } from '../../constructs/kubernetes';
import type { Compilation, ListenerRulePlan, LoadBalancerPlan } from '../../lib/index';

const ELB = 'AWS::ElasticLoadBalancingV2';

type Rule = ListenerRulePlan & { readonly port: number };

const rules =
  <T>(select: (rule: Rule) => T) =>
  ({ listeners }: LoadBalancerPlan): readonly T[] =>
    listeners.flatMap(({ port, rules: ofPort }) => ofPort.map((rule) => select({ ...rule, port })));
const listeners =
  <T>(select: (listener: LoadBalancerPlan['listeners'][number]) => T) =>
  (plan: LoadBalancerPlan): readonly T[] =>
    plan.listeners.map(select);
const groups =
  <T>(select: (group: LoadBalancerPlan['targetGroups'][number]) => T) =>
  (plan: LoadBalancerPlan): readonly T[] =>
    plan.targetGroups.map(select);

interface PlaceDefinition {
  /** The part of the plan that a field of this place decides. */
  readonly inPlan?: (plan: LoadBalancerPlan) => unknown;
  /** The same in what is made for the cluster. */
  readonly inCluster?: (compilation: Compilation) => unknown;
  /** Where it comes to stand in the template: resource types, and a property if not the whole resource counts. */
  readonly inTemplate?: readonly (readonly [type: string, property?: string])[];
}

const define = (definition: PlaceDefinition): PlaceDefinition => definition;
const inElb = (resource: string, property?: string): PlaceDefinition['inTemplate'] => [[`${ELB}::${resource}`, property]];

/** Everything that a field can decide, by the name it has in docs/support.md. */
export const places = {
  'LoadBalancer': define({
    inPlan: ({ gateway, name, scheme, ipAddressType }) => ({ gateway, name, scheme, ipAddressType }),
    inTemplate: inElb('LoadBalancer'),
  }),
  'LoadBalancer Name': define({ inPlan: ({ name }) => name, inTemplate: inElb('LoadBalancer', 'Name') }),
  'LoadBalancer Scheme': define({ inPlan: ({ scheme }) => scheme, inTemplate: inElb('LoadBalancer', 'Scheme') }),
  'LoadBalancer IpAddressType': define({
    inPlan: ({ ipAddressType }) => ipAddressType,
    inTemplate: inElb('LoadBalancer', 'IpAddressType'),
  }),
  'LoadBalancer Subnets': define({ inPlan: ({ subnets }) => subnets, inTemplate: inElb('LoadBalancer', 'Subnets') }),
  'LoadBalancer SecurityGroups': define({
    inPlan: ({ securityGroups: { kind, ids, names } }) => [kind, ids, names],
    inTemplate: inElb('LoadBalancer', 'SecurityGroups'),
  }),
  'LoadBalancer LoadBalancerAttributes': define({
    inPlan: ({ attributes }) => attributes,
    inTemplate: inElb('LoadBalancer', 'LoadBalancerAttributes'),
  }),
  'LoadBalancer MinimumLoadBalancerCapacity': define({
    inPlan: ({ minimumCapacityUnits }) => minimumCapacityUnits,
    inTemplate: inElb('LoadBalancer', 'MinimumLoadBalancerCapacity'),
  }),
  'LoadBalancer Ipv4IpamPoolId': define({
    inPlan: ({ ipv4IpamPoolId }) => ipv4IpamPoolId,
    inTemplate: inElb('LoadBalancer', 'Ipv4IpamPoolId'),
  }),
  'LoadBalancer Tags': define({ inPlan: ({ tags }) => tags, inTemplate: inElb('LoadBalancer', 'Tags') }),
  'SecurityGroup SecurityGroupIngress': define({
    inPlan: ({ securityGroups }) => securityGroups.ingress,
    inTemplate: [['AWS::EC2::SecurityGroup', 'SecurityGroupIngress']],
  }),
  'WebACLAssociation': define({ inPlan: ({ webAclArn }) => webAclArn, inTemplate: [['AWS::WAFv2::WebACLAssociation']] }),
  'Shield Protection': define({ inPlan: ({ shieldProtection }) => shieldProtection, inTemplate: [['AWS::Shield::Protection']] }),
  'TrustStore': define({ inPlan: ({ trustStores }) => trustStores, inTemplate: inElb('TrustStore') }),

  'Listener': define({ inPlan: listeners(({ id }) => id), inTemplate: inElb('Listener') }),
  'Listener Port': define({ inPlan: listeners(({ port }) => port), inTemplate: inElb('Listener', 'Port') }),
  'Listener Protocol': define({ inPlan: listeners(({ protocol }) => protocol), inTemplate: inElb('Listener', 'Protocol') }),
  'Listener Certificates': define({
    inPlan: listeners(({ certificates }) => certificates),
    inTemplate: [[`${ELB}::Listener`, 'Certificates'], [`${ELB}::ListenerCertificate`]],
  }),
  'Listener SslPolicy': define({ inPlan: listeners(({ sslPolicy }) => sslPolicy), inTemplate: inElb('Listener', 'SslPolicy') }),
  'Listener MutualAuthentication': define({
    inPlan: listeners(({ mutualAuthentication }) => mutualAuthentication),
    inTemplate: inElb('Listener', 'MutualAuthentication'),
  }),
  'Listener ListenerAttributes': define({
    inPlan: listeners(({ attributes }) => attributes),
    inTemplate: inElb('Listener', 'ListenerAttributes'),
  }),

  'ListenerRule': define({
    inPlan: rules(({ port, conditions, action, origin }) => [port, conditions, action.type, origin.listener]),
    inTemplate: inElb('ListenerRule'),
  }),
  'ListenerRule LogicalId': define({ inPlan: rules(({ id }) => id), inTemplate: inElb('ListenerRule') }),
  'ListenerRule Conditions': define({ inPlan: rules(({ conditions }) => conditions), inTemplate: inElb('ListenerRule', 'Conditions') }),
  'ListenerRule Actions': define({
    inPlan: rules(({ authentication, action }) => [authentication, action]),
    inTemplate: inElb('ListenerRule', 'Actions'),
  }),
  'ListenerRule Transforms': define({ inPlan: rules(({ transforms }) => transforms), inTemplate: inElb('ListenerRule', 'Transforms') }),
  'ListenerRule Tags': define({ inPlan: rules(({ tags }) => tags), inTemplate: inElb('ListenerRule', 'Tags') }),

  'TargetGroup': define({ inPlan: groups(({ id: _id, name: _name, ...properties }) => properties), inTemplate: inElb('TargetGroup') }),
  'TargetGroup Name': define({ inPlan: groups(({ name }) => name), inTemplate: inElb('TargetGroup', 'Name') }),
  'TargetGroup TargetType': define({ inPlan: groups(({ targetType }) => targetType), inTemplate: inElb('TargetGroup', 'TargetType') }),
  'TargetGroup Port': define({ inPlan: groups(({ port }) => port), inTemplate: inElb('TargetGroup', 'Port') }),
  'TargetGroup Protocol': define({ inPlan: groups(({ protocol }) => protocol), inTemplate: inElb('TargetGroup', 'Protocol') }),
  'TargetGroup ProtocolVersion': define({
    inPlan: groups(({ protocolVersion }) => protocolVersion),
    inTemplate: inElb('TargetGroup', 'ProtocolVersion'),
  }),
  'TargetGroup IpAddressType': define({
    inPlan: groups(({ ipAddressType }) => ipAddressType),
    inTemplate: inElb('TargetGroup', 'IpAddressType'),
  }),
  'TargetGroup TargetControlPort': define({
    inPlan: groups(({ targetControlPort }) => targetControlPort),
    inTemplate: inElb('TargetGroup', 'TargetControlPort'),
  }),
  'TargetGroup HealthCheckPath': define({
    inPlan: groups(({ healthCheck }) => healthCheck.path),
    inTemplate: inElb('TargetGroup', 'HealthCheckPath'),
  }),
  'TargetGroup HealthCheckPort': define({
    inPlan: groups(({ healthCheck }) => healthCheck.port),
    inTemplate: inElb('TargetGroup', 'HealthCheckPort'),
  }),
  'TargetGroup HealthCheckProtocol': define({
    inPlan: groups(({ healthCheck }) => healthCheck.protocol),
    inTemplate: inElb('TargetGroup', 'HealthCheckProtocol'),
  }),
  'TargetGroup HealthCheckIntervalSeconds': define({
    inPlan: groups(({ healthCheck }) => healthCheck.intervalSeconds),
    inTemplate: inElb('TargetGroup', 'HealthCheckIntervalSeconds'),
  }),
  'TargetGroup HealthCheckTimeoutSeconds': define({
    inPlan: groups(({ healthCheck }) => healthCheck.timeoutSeconds),
    inTemplate: inElb('TargetGroup', 'HealthCheckTimeoutSeconds'),
  }),
  'TargetGroup HealthyThresholdCount': define({
    inPlan: groups(({ healthCheck }) => healthCheck.healthyThresholdCount),
    inTemplate: inElb('TargetGroup', 'HealthyThresholdCount'),
  }),
  'TargetGroup UnhealthyThresholdCount': define({
    inPlan: groups(({ healthCheck }) => healthCheck.unhealthyThresholdCount),
    inTemplate: inElb('TargetGroup', 'UnhealthyThresholdCount'),
  }),
  'TargetGroup Matcher': define({ inPlan: groups(({ healthCheck }) => healthCheck.matcher), inTemplate: inElb('TargetGroup', 'Matcher') }),
  'TargetGroup TargetGroupAttributes': define({
    inPlan: groups(({ attributes }) => attributes),
    inTemplate: inElb('TargetGroup', 'TargetGroupAttributes'),
  }),
  'TargetGroup Tags': define({ inPlan: groups(({ tags }) => tags), inTemplate: inElb('TargetGroup', 'Tags') }),

  'TargetGroupBinding': define({ inCluster: bindingsOf }),
  'Service': define({ inCluster: (compilation) => compilation.gateways.map(({ plan }) => servicesOf(plan, compilation)) }),
} as const;

export type Place = keyof typeof places;

function bindingsOf({ gateways }: Compilation): unknown {
  return gateways.flatMap(({ plan }) => {
    const peers = plan.securityGroups.openBackends ? [{ securityGroup: { groupID: 'sg' } }] : [];
    return plan.targetGroups.map((group) => targetGroupBinding(group, { targetGroup: { arn: 'arn' }, vpcId: 'vpc', peers }));
  });
}

/** What a compilation says at a place, without the places in files. */
export function partAt(place: Place, compilation: Compilation): unknown {
  const { inCluster, inPlan } = places[place];
  if (inCluster !== undefined) return inCluster(compilation);
  return compilation.gateways.map(({ plan }) => inPlan?.(plan));
}

/** Everything that a compilation makes: plans and Kubernetes objects. */
export function everythingOf(compilation: Compilation): unknown {
  const parts = (Object.keys(places) as Place[]).map((place) => [place, partAt(place, compilation)]);
  const plans = compilation.gateways.map(({ plan }) => plan);
  const withoutSpans = JSON.stringify([parts, plans], (key, value: unknown) => (key === 'span' ? undefined : value));
  return JSON.parse(withoutSpans) as unknown;
}
