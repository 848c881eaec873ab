import { compareText } from '../attach/age';
import type { AttachedGateway, AttachedRoute, ServiceBackend } from '../attach/topology';
import {
  SETTING_WITHOUT_EFFECT,
  TARGET_GROUP_NAME_FIXED,
  TARGET_GROUP_NAME_INVALID,
  TARGET_GROUP_NAME_TAKEN,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { nameOf } from '../diagnostics/subject';
import { planTargetGroupAttributes } from './attributes';
import type { ClusterShare, PlanOptions, TargetGroupRegistry, TargetStickiness } from './context';
import { planHealthCheck } from './health-checks';
import { shortHash, slug } from './identity';
import type { HealthCheckPlan, LoadBalancerPlan, TargetGroupBindingPlan, TargetGroupPlan } from './ir';
import type { Sourced } from './sourced';
import { subjectFor, where, whereKey } from './sourced';
import type { Infrastructure } from './tags';
import { planTags, withInfrastructure } from './tags';
import type { TargetGroupProperties, TargetGroupRequest } from './target-group-properties';
import { targetGroupProperties } from './target-group-properties';
import { propertyOf, targetGroupSettings } from './target-group-settings';

/** What the target groups of a Gateway have in common. */
export interface TargetGroupSurroundings {
  readonly gateway: AttachedGateway;
  readonly loadBalancer: Pick<LoadBalancerPlan, 'name' | 'scheme' | 'ipAddressType'>;
  readonly infrastructure: Infrastructure;
  readonly options: Pick<PlanOptions, 'defaultTargetType' | 'namingScope'>;
  readonly sink: DiagnosticSink;
}

/** The registry, with the place that asked for each group first. */
export interface PlannedTargetGroups extends TargetGroupRegistry {
  /** In the order in which the groups were asked for. */
  firstUses(): readonly { readonly id: string; readonly backend: ServiceBackend; readonly route: AttachedRoute }[];
}

/**
 * One target group for each Service port, protocol and set of properties on one load balancer, shared by all routes; where
 * clusters have weights, one for each cluster.
 * Entries of TargetGroupConfigurations for certain routes, and stickiness, make groups of their own.
 *
 * Id and name carry a hash of everything that CloudFormation cannot change in place, of this group and of the load
 * balancer, so that such a change makes a new group beside the old one.
 */
export function planTargetGroups(surroundings: TargetGroupSurroundings): PlannedTargetGroups {
  const { gateway, sink } = surroundings;
  const ids = new Map<string, string | undefined>();
  const planned = new Map<string, TargetGroupPlan>();
  const holders = new Map<string, string>();
  const uses = new Map<string, { id: string; backend: ServiceBackend; route: AttachedRoute }>();
  let inOrder: readonly TargetGroupPlan[] | undefined;
  let unresolved: string | undefined;
  const add = (group: TargetGroupPlan): string => {
    planned.set(group.id, group);
    if (!holders.has(group.name)) holders.set(group.name, group.id);
    inOrder = undefined;
    return group.id;
  };
  return {
    idFor: (backend, route, listenerProtocol, stickiness, cluster) => {
      const settings = targetGroupSettings(backend.configuration, gateway.configurations, route, sink);
      const request = { backend, route, listenerProtocol, settings, stickiness, cluster };
      const key = requestKey(request);
      if (ids.has(key)) return ids.get(key);
      const group = planTargetGroup(request, holders, surroundings);
      if (group !== undefined) {
        add(group);
        if (!uses.has(group.id)) uses.set(group.id, { id: group.id, backend, route });
      }
      ids.set(key, group?.id);
      return group?.id;
    },
    unresolvedId: () => (unresolved ??= add(emptyTargetGroup(surroundings))),
    planOf: (id) => planned.get(id),
    plans: () => (inOrder ??= [...planned.values()].sort((left, right) => compareText(left.id, right.id))),
    firstUses: () => [...uses.values()],
  };
}

interface PlacedRequest extends TargetGroupRequest {
  readonly stickiness: TargetStickiness | undefined;
  readonly cluster: ClusterShare | undefined;
}

/** Everything a group depends on; of the route only its kind and the entries that are meant for it. */
function requestKey({ backend, route, listenerProtocol, settings, stickiness, cluster }: PlacedRequest): string {
  const parts = [nameOf(backend.service.ref), backend.port.port, route.route.ref.kind, settings.variant, listenerProtocol, stickiness, cluster?.name];
  return JSON.stringify(parts);
}

function planTargetGroup(
  request: PlacedRequest,
  holders: ReadonlyMap<string, string>,
  surroundings: TargetGroupSurroundings,
): TargetGroupPlan | undefined {
  const { backend, settings, stickiness, cluster } = request;
  const { gateway, infrastructure, loadBalancer, options, sink } = surroundings;
  const defaults = { targetType: options.defaultTargetType, loadBalancerIpAddressType: loadBalancer.ipAddressType };
  const properties = targetGroupProperties(request, defaults, sink);
  const healthCheck = properties && planHealthCheck(propertyOf(settings, 'healthCheckConfig'), properties, backend, sink);
  if (properties === undefined || healthCheck === undefined) return undefined;
  const { namespace, name } = backend.service.ref;
  const configuredName = targetGroupName(request, sink);
  const owner = cluster === undefined || cluster.keepsTargetGroups ? [] : [cluster.name];
  const hash = hashOf([namespace, name, backend.port.port, properties, configuredName?.value, settings.variant, stickiness, ...owner], surroundings);
  const id = `${slug([namespace, name, backend.port.port, ...owner].join('-'), 50)}-${hash}`;
  const isFree = configuredName === undefined || isNameFree(configuredName, id, holders, sink);
  return {
    id,
    name: configuredName !== undefined && isFree ? configuredName.value : `${slug(namespace, 8)}-${slug(name, 12)}-${hash}`,
    ...properties,
    healthCheck,
    attributes: planTargetGroupAttributes(settings.attributes, stickiness, sink),
    tags: withInfrastructure(planTags(settings.tags, sink), infrastructure, gateway, sink),
    binding: planBinding(request, properties, healthCheck, surroundings),
  };
}

/** The group without targets; what is sent there is answered with 503. */
function emptyTargetGroup(surroundings: TargetGroupSurroundings): TargetGroupPlan {
  const { gateway, infrastructure, sink } = surroundings;
  const hash = hashOf(['unresolved'], surroundings);
  return {
    id: `unresolved-${hash}`,
    name: `unresolved-${hash}`,
    targetType: 'ip',
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    ipAddressType: 'ipv4',
    port: 80,
    healthCheck: {
      port: 'traffic-port',
      protocol: 'HTTP',
      path: '/',
      intervalSeconds: 15,
      timeoutSeconds: 5,
      healthyThresholdCount: 3,
      unhealthyThresholdCount: 3,
      matcher: { httpCode: '200-399' },
    },
    attributes: planTargetGroupAttributes([], undefined, sink),
    tags: withInfrastructure([], infrastructure, gateway, sink),
  };
}

/** A target group belongs to one load balancer: what replaces that replaces its groups. */
function hashOf(identity: readonly unknown[], { gateway, loadBalancer, options }: TargetGroupSurroundings): string {
  const { scheme, name } = loadBalancer;
  return shortHash([options.namingScope, nameOf(gateway.gateway.ref), scheme, name, ...identity]);
}

function planBinding(
  { backend, settings, cluster }: PlacedRequest,
  { targetType, port, targetControlPort }: TargetGroupProperties,
  healthCheck: HealthCheckPlan,
  { infrastructure, sink }: TargetGroupSurroundings,
): TargetGroupBindingPlan {
  const { namespace, name } = backend.service.ref;
  const dataPort = targetType === 'instance' ? port : backend.port.targetPort;
  const healthCheckPort = healthCheck.port === 'traffic-port' ? dataPort : Number(healthCheck.port);
  const selector = propertyOf(settings, 'nodeSelector');
  if (selector !== undefined && targetType === 'ip') {
    sink.report(SETTING_WITHOUT_EFFECT, { subject: subjectFor(selector), field: 'nodeSelector', because: 'ip-targets' }, whereKey(selector));
  }
  return {
    ...(cluster && { cluster: cluster.name, ...(cluster.keepsTargetGroups && { fromBefore: true }) }),
    service: { namespace, name },
    servicePort: backend.port.port,
    openPorts: [...new Set([dataPort, healthCheckPort, ...(targetControlPort === undefined ? [] : [targetControlPort])])],
    ...(selector !== undefined && targetType === 'instance' && { nodeSelector: { ...selector.value } }),
    multiCluster: propertyOf(settings, 'enableMultiCluster')?.value ?? false,
    labels: infrastructure.labels,
    annotations: infrastructure.annotations,
  };
}

/** The name that a configuration fixes. An empty one counts as none, as in the AWS controller. */
function targetGroupName({ settings }: TargetGroupRequest, sink: DiagnosticSink): Sourced<string> | undefined {
  const name = propertyOf(settings, 'targetGroupName');
  if (name === undefined || name.value === '') return undefined;
  const valid = /^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name.value);
  sink.report(valid ? TARGET_GROUP_NAME_FIXED : TARGET_GROUP_NAME_INVALID, { subject: subjectFor(name), name: name.value }, where(name));
  return valid ? name : undefined;
}

function isNameFree(name: Sourced<string>, id: string, holders: ReadonlyMap<string, string>, sink: DiagnosticSink): boolean {
  const holder = holders.get(name.value);
  if (holder === undefined || holder === id) return true;
  sink.report(TARGET_GROUP_NAME_TAKEN, { subject: subjectFor(name), name: name.value, others: [holder, id] }, where(name));
  return false;
}
