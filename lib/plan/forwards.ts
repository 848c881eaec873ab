import { compareText } from '../attach/age';
import type { ResolvedBackend } from '../attach/topology';
import { PERSISTENCE_APPROXIMATED } from '../diagnostics/catalogue/filters';
import {
  EXISTING_TARGET_GROUP_UNKNOWN,
  GROUP_STICKINESS_MISSING,
  NOTHING_TO_FORWARD,
  TOO_MANY_CLUSTER_TARGET_GROUPS,
  TOO_MANY_TARGET_GROUPS,
  UNRESOLVED_SHARE,
  WEIGHTS_SCALED,
} from '../diagnostics/catalogue/rule-actions';
import type { ClusterShare, PlanContext, PortGroup } from './context';
import type { ForwardAction, TargetGroupRef, WeightedTargetGroup } from './ir';
import { limits } from './limits';
import type { Obstacle } from './obstacles';
import { obstacle } from './obstacles';
import type { Persistence } from './persistence';
import { persistenceOf } from './persistence';
import type { RouteRule } from './route-rule';

/**
 * backendRefs -> forward action, or undefined where nothing is left to forward to: the rule answers with an error then.
 *
 * A share of the requests that belongs to backends which are not there must fail. An ALB mixes no fixed responses into
 * weights, so that share goes to a target group without targets, which answers 503 where the specification says 500.
 * Backends of weight 0 keep their target groups, so that a canary is warm before it takes traffic. Where clusters have
 * weights, each backend Service has a target group in every cluster, and its weight is divided by theirs.
 *
 * `configuredStickiness`: seconds a client stays with its target group, from a ListenerRuleConfiguration. With session
 * persistence the target groups are sticky, and a client stays with one of several as well: weights decide the first time.
 */
export function planForward(rule: RouteRule, group: PortGroup, context: PlanContext, configuredStickiness?: number): ForwardAction | undefined {
  const persistence = persistenceOf(rule);
  const clusters = clustersOf(context);
  const parts = clusters.reduce((sum, { weight }) => sum + weight, 0);
  const shares = rule.rule.backends.map((backend) => ({ backend, part: partOf(backend, clusters, { rule, group, context, persistence }) }));
  const usable = shares.flatMap(({ part }) => part ?? []);
  if (usable.every(({ weight }) => weight === 0)) {
    if (shares.every(({ part }) => part)) context.sink.report(NOTHING_TO_FORWARD, { ...rule.who, backends: shares.length }, rule.where('backendRefs'));
    return undefined;
  }
  const lost = shares.reduce((sum, { backend, part }) => (part ? sum : sum + backend.weight * parts), 0);
  const failing = unresolvedShare(lost, usable, rule, context);
  const all = merged([...usable, ...failing]);
  // Where there are too many, backends without requests are left out: that changes nothing for any request.
  const used = shares.flatMap(({ backend, part }) => (backend.weight > 0 ? part ?? [] : []));
  const targetGroups = scaled(all.length > limits.targetGroupsPerAction ? merged([...used, ...failing]) : all, rule, context);
  const stickinessSeconds = configuredStickiness ?? (targetGroups.length > 1 ? persistence?.durationSeconds : undefined);
  if (stickinessSeconds === undefined) tellMissingStickiness(targetGroups, rule, context);
  return { type: 'forward', targetGroups, ...(stickinessSeconds !== undefined && { stickinessSeconds }) };
}

/** More different target groups with requests than a forward action holds. Clusters of weight 0 count: theirs are to be warm. */
export function forwardObstacles(rule: RouteRule, { options: { clusters = [] } }: Pick<PlanContext, 'options'>): readonly Obstacle[] {
  const groups = new Map(rule.rule.backends.filter(({ weight }) => weight > 0).map((backend) => [identityOf(backend), backend.kind]));
  const where = rule.where('backendRefs');
  if (groups.size > limits.targetGroupsPerAction) return [obstacle(TOO_MANY_TARGET_GROUPS, { ...rule.who, count: groups.size }, where)];
  const count = [...groups.values()].reduce((sum, kind) => sum + (kind === 'service' ? Math.max(1, clusters.length) : 1), 0);
  if (count <= limits.targetGroupsPerAction) return [];
  const args = { ...rule.who, backends: groups.size, clusters: clusters.length, count };
  return [obstacle(TOO_MANY_CLUSTER_TARGET_GROUPS, args, where)];
}

/** The clusters with weights that have nothing in common; one that stands for all where they are not told apart. */
function clustersOf({ options: { clusters } }: PlanContext): readonly { readonly cluster?: ClusterShare; readonly weight: number }[] {
  if (clusters === undefined || clusters.length === 0) return [{ weight: 1 }];
  const divisor = clusters.reduce((common, { weight }) => greatestCommonDivisor(common, weight), 0) || 1;
  return clusters.map((cluster) => ({ cluster, weight: cluster.weight / divisor }));
}

/** The weight of a backend, divided by the clusters; undefined where the backend is not there. */
function partOf(
  backend: ResolvedBackend,
  clusters: ReturnType<typeof clustersOf>,
  surroundings: Surroundings,
): readonly WeightedTargetGroup[] | undefined {
  const found = clusters.flatMap(({ cluster, weight }) => {
    const targetGroup = targetGroupOf(backend, surroundings, cluster);
    return targetGroup === undefined ? [] : [{ targetGroup, weight: backend.weight * weight }];
  });
  return found.length === clusters.length ? found : undefined;
}

/** Backends with the same identity come to the same target group within one rule. */
function identityOf(backend: ResolvedBackend): string {
  switch (backend.kind) {
    case 'service':
      return JSON.stringify([backend.service.ref.namespace, backend.service.ref.name, backend.port.port]);
    case 'target-group-name':
      return backend.name;
    case 'unresolved':
      return 'unresolved';
  }
}

interface Surroundings {
  readonly rule: RouteRule;
  readonly group: PortGroup;
  readonly context: PlanContext;
  readonly persistence: Persistence | undefined;
}

function targetGroupOf(
  backend: ResolvedBackend,
  { rule, group, context, persistence }: Surroundings,
  cluster: ClusterShare | undefined,
): TargetGroupRef | undefined {
  switch (backend.kind) {
    case 'unresolved':
      return undefined;
    case 'service': {
      const id = context.targetGroups.idFor(backend, rule.route, group.protocol, persistence, cluster);
      return id === undefined ? undefined : { kind: 'planned', id };
    }
    case 'target-group-name':
      if (persistence !== undefined) tellExisting(backend.index, rule, context);
      return isKnown(backend.name, context) ? { kind: 'existing', name: backend.name } : unknownGroup(backend.name, backend.index, rule, context);
  }
}

function isKnown(name: string, { options: { existingTargetGroups } }: PlanContext): boolean {
  return existingTargetGroups === 'any' || existingTargetGroups.includes(name);
}

function tellExisting(index: number, rule: RouteRule, { sink }: PlanContext): void {
  sink.report(PERSISTENCE_APPROXIMATED, { ...rule.who, how: 'existing-target-group' }, rule.where('backendRefs', index, 'name'));
}

function unknownGroup(name: string, index: number, rule: RouteRule, { sink }: PlanContext): undefined {
  const where = { ...rule.where('backendRefs', index, 'name'), about: { object: rule.route.route.ref } };
  sink.report(EXISTING_TARGET_GROUP_UNKNOWN, { ...rule.who, name }, where);
  return undefined;
}

/** Only where the policy lets such a rule pass; otherwise the missing backend itself fails the run. */
function unresolvedShare(
  lost: number,
  usable: readonly WeightedTargetGroup[],
  rule: RouteRule,
  context: PlanContext,
): readonly WeightedTargetGroup[] {
  if (lost === 0) return [];
  const total = usable.reduce((sum, { weight }) => sum + weight, lost);
  if (context.options.onInvalidRoute === 'respond-500') {
    context.sink.report(UNRESOLVED_SHARE, { ...rule.who, percent: Math.round(100 * lost / total) }, rule.where('backendRefs'));
  }
  return [{ targetGroup: { kind: 'planned', id: context.targetGroups.unresolvedId() }, weight: lost }];
}

/** AWS takes a target group once per action. */
function merged(shares: readonly WeightedTargetGroup[]): readonly WeightedTargetGroup[] {
  const byGroup = new Map<string, WeightedTargetGroup>();
  for (const { targetGroup, weight } of shares) {
    const key = JSON.stringify(targetGroup);
    byGroup.set(key, { targetGroup, weight: weight + (byGroup.get(key)?.weight ?? 0) });
  }
  return [...byGroup.values()];
}

/** Brings weights into the range of an ALB: exactly where that goes, otherwise to the nearest, never to 0. */
function scaled(shares: readonly WeightedTargetGroup[], rule: RouteRule, { options, sink }: PlanContext): readonly WeightedTargetGroup[] {
  const weights = shares.map(({ weight }) => weight);
  const largest = Math.max(...weights);
  if (largest <= limits.maximumWeight) return shares;
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  const fits = largest / divisor <= limits.maximumWeight;
  const scale = (weight: number): number => {
    if (fits || weight === 0) return weight / divisor;
    return Math.max(1, Math.round(weight * limits.maximumWeight / largest));
  };
  const given = options.clusters === undefined || rule.rule.backends.some(({ weight }) => weight > limits.maximumWeight);
  if (!fits || given) sink.report(WEIGHTS_SCALED, { ...rule.who, from: weights, to: weights.map(scale) }, rule.where('backendRefs'));
  return shares.map(({ targetGroup, weight }) => ({ targetGroup, weight: scale(weight) }));
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** ELB wants group stickiness on a forward to several groups of which one is sticky. */
function tellMissingStickiness(shares: readonly WeightedTargetGroup[], rule: RouteRule, context: PlanContext): void {
  if (shares.length < 2) return;
  const groups = shares.flatMap(({ targetGroup }) => (targetGroup.kind === 'planned' ? context.targetGroups.planOf(targetGroup.id) ?? [] : []));
  const sticky = groups
    .filter(({ attributes }) => attributes.some(({ key, value }) => key === 'stickiness.enabled' && value === 'true'))
    .sort((left, right) => compareText(left.id, right.id))
    .at(0);
  if (sticky) context.sink.report(GROUP_STICKINESS_MISSING, { ...rule.who, targetGroup: sticky.id }, rule.where('backendRefs'));
}
