import type { ResolvedBackend } from '../attach/topology';
import { PERSISTENCE_APPROXIMATED } from '../diagnostics/catalogue/filters';
import {
  EXISTING_TARGET_GROUP_UNKNOWN,
  GROUP_STICKINESS_MISSING,
  NOTHING_TO_FORWARD,
  TOO_MANY_TARGET_GROUPS,
  UNRESOLVED_SHARE,
  WEIGHTS_SCALED,
} from '../diagnostics/catalogue/rule-actions';
import type { PlanContext, PortGroup } from './context';
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
 * Backends of weight 0 keep their target groups, so that a canary is warm before it takes traffic.
 *
 * `configuredStickiness`: seconds a client stays with its target group, from a ListenerRuleConfiguration. With session
 * persistence the target groups are sticky, and a client stays with one of several as well: weights decide the first time.
 */
export function planForward(rule: RouteRule, group: PortGroup, context: PlanContext, configuredStickiness?: number): ForwardAction | undefined {
  const persistence = persistenceOf(rule);
  const shares = rule.rule.backends.map((backend) => ({ backend, targetGroup: targetGroupOf(backend, { rule, group, context, persistence }) }));
  const usable = shares.flatMap(({ backend: { weight }, targetGroup }) => (targetGroup ? [{ weight, targetGroup }] : []));
  if (usable.every(({ weight }) => weight === 0)) {
    if (usable.length === shares.length) context.sink.report(NOTHING_TO_FORWARD, { ...rule.who, backends: shares.length }, rule.where('backendRefs'));
    return undefined;
  }
  const lost = shares.reduce((sum, { backend, targetGroup }) => (targetGroup ? sum : sum + backend.weight), 0);
  const targetGroups = scaled(fitting(merged([...usable, ...unresolvedShare(lost, usable, rule, context)])), rule, context);
  const stickinessSeconds = configuredStickiness ?? (targetGroups.length > 1 ? persistence?.durationSeconds : undefined);
  if (stickinessSeconds === undefined) tellMissingStickiness(targetGroups, rule, context);
  return { type: 'forward', targetGroups, ...(stickinessSeconds !== undefined && { stickinessSeconds }) };
}

/** More different target groups with requests than a forward action holds. */
export function forwardObstacles(rule: RouteRule): readonly Obstacle[] {
  const used = rule.rule.backends.filter(({ weight }) => weight > 0);
  const groups = new Set(used.map(identityOf));
  if (groups.size <= limits.targetGroupsPerAction) return [];
  return [obstacle(TOO_MANY_TARGET_GROUPS, { ...rule.who, count: groups.size }, rule.where('backendRefs'))];
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

function targetGroupOf(backend: ResolvedBackend, { rule, group, context, persistence }: Surroundings): TargetGroupRef | undefined {
  switch (backend.kind) {
    case 'unresolved':
      return undefined;
    case 'service': {
      const id = context.targetGroups.idFor(backend, rule.route, group.protocol, persistence);
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

/** Where there are too many, those without requests are left out: that changes nothing for any request. */
function fitting(shares: readonly WeightedTargetGroup[]): readonly WeightedTargetGroup[] {
  return shares.length > limits.targetGroupsPerAction ? shares.filter(({ weight }) => weight > 0) : shares;
}

/** Brings weights up to 1,000,000 into the range of an ALB: exactly where that goes, otherwise to the nearest, never to 0. */
function scaled(shares: readonly WeightedTargetGroup[], rule: RouteRule, { sink }: PlanContext): readonly WeightedTargetGroup[] {
  const weights = shares.map(({ weight }) => weight);
  const largest = Math.max(...weights);
  if (largest <= limits.maximumWeight) return shares;
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  const fits = largest / divisor <= limits.maximumWeight;
  const scale = (weight: number): number => {
    if (fits || weight === 0) return weight / divisor;
    return Math.max(1, Math.round(weight * limits.maximumWeight / largest));
  };
  sink.report(WEIGHTS_SCALED, { ...rule.who, from: weights, to: weights.map(scale) }, rule.where('backendRefs'));
  return shares.map(({ targetGroup, weight }) => ({ targetGroup, weight: scale(weight) }));
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** ELB wants group stickiness on a forward to several groups of which one is sticky. */
function tellMissingStickiness(shares: readonly WeightedTargetGroup[], rule: RouteRule, context: PlanContext): void {
  if (shares.length < 2) return;
  const ids = shares.flatMap(({ targetGroup }) => (targetGroup.kind === 'planned' ? [targetGroup.id] : []));
  const sticky = context.targetGroups.plans().find(({ id, attributes }) =>
    ids.includes(id) && attributes.some(({ key, value }) => key === 'stickiness.enabled' && value === 'true'));
  if (sticky) context.sink.report(GROUP_STICKINESS_MISSING, { ...rule.who, targetGroup: sticky.id }, rule.where('backendRefs'));
}
