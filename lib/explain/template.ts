import type {
  Attribute,
  CertificateRef,
  FixedResponseAction,
  HealthCheckPlan,
  ListenerPlan,
  ListenerRulePlan,
  LoadBalancerPlan,
  MutualAuthentication,
  RoutingAction,
  SecurityGroupsPlan,
  Tag,
  TargetGroupBindingPlan,
  TargetGroupPlan,
} from '../plan/ir';
import type { RouteDecision } from './decision';
import { isGivenTo } from './nested-rules';
import type { Request } from './request';
import type { AlbSettings } from './settings';
import { simulate } from './simulate';
import { actionsOf } from './template-actions';
import { conditionOf, transformOf } from './template-conditions';
import { securityGroupsOf, webAclOf } from './template-network';
import type { TemplateValue } from './template-values';
import { expectKeys, integer, isAbsent, items, member, oneOf, optionalText, reference, TemplateError, text } from './template-values';

/** A CloudFormation template as JSON, as CDK writes it. */
export interface CloudFormationTemplate {
  readonly Resources?: Readonly<Record<string, CloudFormationResource>>;
}

export interface CloudFormationResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What a template says about one load balancer, in the terms of the plan. Ids are logical ids. */
export interface TemplatePlan
  extends Pick<LoadBalancerPlan, 'gateway' | 'name' | 'scheme' | 'ipAddressType' | 'attributes' | 'tags' | 'listeners'> {
  readonly targetGroups: readonly TemplateTargetGroup[];
  readonly securityGroups: TemplateSecurityGroups;
  /** As written, or the logical id of a web ACL of the template. */
  readonly webAclArn?: string;
}

/** Ingress of the groups that the template makes itself; `ids` are those that it only names. */
export type TemplateSecurityGroups = Pick<SecurityGroupsPlan, 'kind' | 'ingress' | 'ids' | 'names'>;

/** Who registers the targets is not in the load balancer's half of the template; the metadata beside it may say so. */
export interface TemplateTargetGroup
  extends Pick<TargetGroupPlan, 'id' | 'targetType' | 'protocol' | 'protocolVersion' | 'ipAddressType' | 'port' | 'attributes' | 'tags'> {
  /** Absent: CloudFormation makes one up. */
  readonly name?: string;
  /** Absent where one of its fields is left to CloudFormation. */
  readonly healthCheck?: HealthCheckPlan;
  /** Absent: nothing ever registers targets. */
  readonly binding?: 'unknown' | Pick<TargetGroupBindingPlan, 'cluster' | 'service' | 'servicePort'>;
}

const type = (name: string) => `AWS::ElasticLoadBalancingV2::${name}`;

/** Logical ids of the Application Load Balancers of a template. */
export function loadBalancersOf(template: CloudFormationTemplate): readonly string[] {
  return resourcesOf(template, 'LoadBalancer')
    .filter(({ properties }) => !['network', 'gateway'].includes(String(member(properties, 'Type').value)))
    .map(({ id }) => id);
}

/**
 * Reads a load balancer of a synthesised template back, so that the simulator tells what was emitted, not what was meant.
 * `loadBalancer` is its logical id; it may be left out where there is only one.
 * Throws TemplateError at everything that decides about requests and is not understood.
 */
export function planOf(template: CloudFormationTemplate, loadBalancer?: string): TemplatePlan {
  const { id, properties } = loadBalancerOf(template, loadBalancer);
  const listeners = resourcesOf(template, 'Listener')
    .filter((listener) => reference(member(listener.properties, 'LoadBalancerArn')) === id)
    .map((listener) => listenerOf(listener, template))
    .sort((one, other) => one.port - other.port);
  const used = new Set(listeners.flatMap(({ rules }) => rules.flatMap(({ action }) => targetGroupIds(action))));
  const name = optionalText(member(properties, 'Name'));
  const webAclArn = webAclOf(template, id);
  return {
    gateway: { namespace: '', name: id },
    ...(name !== undefined && { name }),
    scheme: wordOf(properties, 'Scheme', ['internal', 'internet-facing'], 'internet-facing'),
    ipAddressType: wordOf(properties, 'IpAddressType', ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'], 'ipv4'),
    attributes: pairsOf(member(properties, 'LoadBalancerAttributes'), text),
    tags: tagsOf(properties),
    listeners,
    targetGroups: resourcesOf(template, 'TargetGroup').filter((group) => used.has(group.id)).map(targetGroupOf),
    securityGroups: securityGroupsOf(template, member(properties, 'SecurityGroups')),
    ...(webAclArn !== undefined && { webAclArn }),
  };
}

/** What the load balancer of a template does with a request. */
export function simulateTemplate(template: CloudFormationTemplate, request: Request, settings?: AlbSettings): RouteDecision {
  return simulate(planOf(template), request, settings);
}

interface Resource {
  readonly id: string;
  readonly properties: TemplateValue;
}

function resourcesOf(template: CloudFormationTemplate, name: string): readonly Resource[] {
  return Object.entries(template.Resources ?? {})
    .filter(([, resource]) => resource.Type === type(name))
    .map(([id, resource]) => ({ id, properties: { value: resource.Properties ?? {}, at: `${id}.Properties` } }));
}

function loadBalancerOf(template: CloudFormationTemplate, id: string | undefined): Resource {
  const all = resourcesOf(template, 'LoadBalancer');
  const found = id === undefined && all.length === 1 ? all[0] : all.find((candidate) => candidate.id === id);
  if (found) return found;
  const existing = all.length === 0 ? 'it has none' : `it has ${all.map((candidate) => candidate.id).join(', ')}`;
  throw new TemplateError('Resources', id === undefined ? `one load balancer expected, ${existing}` : `no load balancer ${id}, ${existing}`);
}

const listenerKeys = [
  'LoadBalancerArn',
  'Port',
  'Protocol',
  'Certificates',
  'SslPolicy',
  'DefaultActions',
  'MutualAuthentication',
  'ListenerAttributes',
  'Tags',
];

function listenerOf({ id, properties }: Resource, template: CloudFormationTemplate): ListenerPlan {
  expectKeys(properties, listenerKeys);
  const divided = Object.entries(template.Resources ?? {}).find(([, resource]) => isGivenTo(resource, id));
  if (divided) throw new TemplateError(divided[0], `rules of listener ${id} may stand in this nested stack; read the cloud assembly (cdk.out) instead`);
  const isOfListener = (resource: Resource) => reference(member(resource.properties, 'ListenerArn')) === id;
  const sni = resourcesOf(template, 'ListenerCertificate').filter(isOfListener).flatMap((resource) => certificatesOf(resource.properties));
  const rules = resourcesOf(template, 'ListenerRule')
    .filter(isOfListener)
    .map((rule) => ruleOf(rule, id, template))
    .sort((one, other) => one.priority - other.priority);
  const sslPolicy = optionalText(member(properties, 'SslPolicy'));
  const mutualAuthentication = mutualAuthenticationOf(member(properties, 'MutualAuthentication'), template);
  return {
    id,
    port: integer(member(properties, 'Port')),
    protocol: oneOf(member(properties, 'Protocol'), ['HTTP', 'HTTPS']),
    certificates: [...certificatesOf(properties), ...sni],
    ...(sslPolicy !== undefined && { sslPolicy }),
    ...(mutualAuthentication && { mutualAuthentication }),
    attributes: pairsOf(member(properties, 'ListenerAttributes'), text),
    tags: tagsOf(properties),
    fallback: fallbackOf(member(properties, 'DefaultActions'), template),
    rules,
  };
}

function fallbackOf(actions: TemplateValue, template: CloudFormationTemplate): FixedResponseAction {
  const { action, authentication } = actionsOf(actions, targetGroupIdsOf(template));
  if (action.type === 'fixed-response' && !authentication) return action;
  throw new TemplateError(actions.at, 'the model knows only a fixed response as default action');
}

function ruleOf({ id, properties }: Resource, listener: string, template: CloudFormationTemplate): ListenerRulePlan {
  expectKeys(properties, ['ListenerArn', 'Priority', 'Conditions', 'Actions', 'Transforms', 'Tags']);
  return {
    id,
    priority: integer(member(properties, 'Priority')),
    conditions: items(member(properties, 'Conditions')).map(conditionOf),
    transforms: items(member(properties, 'Transforms')).map(transformOf),
    ...actionsOf(member(properties, 'Actions'), targetGroupIdsOf(template)),
    tags: tagsOf(properties),
    origin: {
      object: { group: '', kind: type('ListenerRule'), namespace: '', name: id },
      matches: [],
      hostnames: [],
      listener,
    },
  };
}

function certificatesOf(properties: TemplateValue): readonly CertificateRef[] {
  const arns = items(member(properties, 'Certificates')).map((certificate) => reference(member(certificate, 'CertificateArn')));
  return arns.map((arn) => ({ kind: 'arn', arn }));
}

function mutualAuthenticationOf(value: TemplateValue, template: CloudFormationTemplate): MutualAuthentication | undefined {
  if (isAbsent(value)) return undefined;
  expectKeys(value, ['Mode', 'TrustStoreArn', 'IgnoreClientCertificateExpiry', 'AdvertiseTrustStoreCaNames']);
  const trustStore = isAbsent(member(value, 'TrustStoreArn')) ? undefined : reference(member(value, 'TrustStoreArn'));
  const isPlanned = resourcesOf(template, 'TrustStore').some(({ id }) => id === trustStore);
  const ignoreExpiry = optionalText(member(value, 'IgnoreClientCertificateExpiry'));
  const advertise = member(value, 'AdvertiseTrustStoreCaNames');
  return {
    mode: oneOf(member(value, 'Mode'), ['off', 'passthrough', 'verify']),
    ...(trustStore !== undefined && { trustStore: isPlanned ? { kind: 'planned', id: trustStore } : { kind: 'arn', arn: trustStore } }),
    ...(ignoreExpiry !== undefined && { ignoreClientCertificateExpiry: ignoreExpiry === 'true' }),
    ...(!isAbsent(advertise) && { advertiseTrustStoreCaNames: oneOf(advertise, ['on', 'off']) }),
  };
}

function targetGroupOf({ id, properties }: Resource): TemplateTargetGroup {
  const name = optionalText(member(properties, 'Name'));
  return {
    id,
    ...(name !== undefined && { name }),
    targetType: wordOf(properties, 'TargetType', ['instance', 'ip'], 'instance'),
    protocol: oneOf(member(properties, 'Protocol'), ['HTTP', 'HTTPS']),
    protocolVersion: wordOf(properties, 'ProtocolVersion', ['HTTP1', 'HTTP2', 'GRPC'], 'HTTP1'),
    ipAddressType: wordOf(properties, 'IpAddressType', ['ipv4', 'ipv6'], 'ipv4'),
    port: integer(member(properties, 'Port')),
    attributes: pairsOf(member(properties, 'TargetGroupAttributes'), text),
    tags: tagsOf(properties),
    ...healthCheckOf(properties),
    binding: 'unknown',
  };
}

/** As the constructs write it: every field, or none is taken. */
function healthCheckOf(properties: TemplateValue): { readonly healthCheck?: HealthCheckPlan } {
  const fields = ['Port', 'Protocol', 'Path', 'IntervalSeconds', 'TimeoutSeconds'].map((field) => member(properties, `HealthCheck${field}`));
  const counts = ['HealthyThresholdCount', 'UnhealthyThresholdCount'].map((field) => member(properties, field));
  if ([...fields, ...counts].some(isAbsent)) return {};
  const [port, protocol, path, intervalSeconds, timeoutSeconds] = fields;
  const matcher = member(properties, 'Matcher');
  const [httpCode, grpcCode] = [optionalText(member(matcher, 'HttpCode')), optionalText(member(matcher, 'GrpcCode'))];
  return {
    healthCheck: {
      port: reference(port),
      protocol: oneOf(protocol, ['HTTP', 'HTTPS']),
      path: reference(path),
      intervalSeconds: integer(intervalSeconds),
      timeoutSeconds: integer(timeoutSeconds),
      healthyThresholdCount: integer(counts[0]),
      unhealthyThresholdCount: integer(counts[1]),
      matcher: { ...(httpCode !== undefined && { httpCode }), ...(grpcCode !== undefined && { grpcCode }) },
    },
  };
}

function wordOf<const Word extends string>(properties: TemplateValue, key: string, words: readonly Word[], absent: Word): Word {
  const value = member(properties, key);
  return isAbsent(value) ? absent : oneOf(value, words);
}

function targetGroupIdsOf(template: CloudFormationTemplate): ReadonlySet<string> {
  return new Set(resourcesOf(template, 'TargetGroup').map(({ id }) => id));
}

function targetGroupIds(action: RoutingAction): readonly string[] {
  if (action.type !== 'forward') return [];
  return action.targetGroups.flatMap(({ targetGroup }) => (targetGroup.kind === 'planned' ? [targetGroup.id] : []));
}

function pairsOf(list: TemplateValue, read: (value: TemplateValue) => string): readonly Attribute[] {
  return items(list).map((pair) => ({ key: text(member(pair, 'Key')), value: read(member(pair, 'Value')) }));
}

/** Tag values may be intrinsics (a stack name); attribute values that decide about requests are texts. */
function tagsOf(properties: TemplateValue): readonly Tag[] {
  return pairsOf(member(properties, 'Tags'), reference);
}
