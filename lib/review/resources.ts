import type { ListenerRulePlan } from '../plan/ir';
import { serviceOf } from './outcomes';
import type { ReviewedPlan, ReviewedTargetGroup } from './reviewed-plan';
import type { ReplacedTargetGroup, ResourceChanges, RuleRef } from './route-diff';

export interface ResourceOptions {
  /** Why identities of target groups are not compared. */
  readonly notCompared?: string;
  /** Whether priorities are those that are deployed. */
  readonly numbersKnown?: boolean;
}

/** What is made, replaced and removed. Identities are the ids of the plan: they become logical ids. */
export function resourceChanges(old: ReviewedPlan, latest: ReviewedPlan, { notCompared, numbersKnown = true }: ResourceOptions = {}): ResourceChanges {
  return {
    listeners: {
      created: portsOf(latest).filter((port) => !portsOf(old).includes(port)),
      removed: portsOf(old).filter((port) => !portsOf(latest).includes(port)),
    },
    rules: ruleChanges(old, latest, numbersKnown),
    targetGroups: notCompared === undefined ? targetGroupChanges(old, latest) : { created: [], removed: [], replaced: [] },
    ...(notCompared !== undefined && { notCompared }),
  };
}

function portsOf({ listeners }: ReviewedPlan): readonly number[] {
  return listeners.map(({ port }) => port);
}

interface PlacedRule {
  readonly rule: ListenerRulePlan;
  readonly port: number;
}

function rulesOf({ listeners }: ReviewedPlan): ReadonlyMap<string, PlacedRule> {
  return new Map(listeners.flatMap(({ port, rules }) => rules.map((rule) => [`${port} ${rule.id}`, { rule, port }] as const)));
}

function refOf({ rule: { id, priority, origin }, port }: PlacedRule): RuleRef {
  return { id, priority, port, origin };
}

function ruleChanges(old: ReviewedPlan, latest: ReviewedPlan, numbersKnown: boolean): ResourceChanges['rules'] {
  const [before, after] = [rulesOf(old), rulesOf(latest)];
  const pairs = [...after].flatMap(([key, placed]) => {
    const earlier = before.get(key);
    return earlier ? [{ placed, earlier }] : [];
  });
  const staying = pairs.filter(({ placed, earlier }) => !numbersKnown || placed.rule.priority === earlier.rule.priority);
  return {
    created: [...after].filter(([key]) => !before.has(key)).map(([, placed]) => refOf(placed)),
    removed: [...before].filter(([key]) => !after.has(key)).map(([, placed]) => refOf(placed)),
    renumbered: pairs.length - staying.length,
    updated: staying.filter(({ placed, earlier }) => contentOf(placed.rule) !== contentOf(earlier.rule)).map(({ placed }) => refOf(placed)),
  };
}

function contentOf({ conditions, action, transforms, authentication }: ListenerRulePlan): string {
  return JSON.stringify([conditions, action, transforms, authentication]);
}

function targetGroupChanges(old: ReviewedPlan, latest: ReviewedPlan): ResourceChanges['targetGroups'] {
  const missing = (from: ReviewedPlan, groups: readonly ReviewedTargetGroup[]) => groups.filter(({ id }) => from.targetGroups.every((other) => other.id !== id));
  const created = missing(old, latest.targetGroups);
  const removed = missing(latest, old.targetGroups);
  const replaced = created.flatMap((group): ReplacedTargetGroup[] => {
    const service = serviceName(group);
    const earlier = service === undefined ? undefined : (removed.find((other) => serviceName(other) === service) ?? old.targetGroups.find((other) => serviceName(other) === service));
    return earlier && service !== undefined ? [{ service, old: earlier.id, new: group.id }] : [];
  });
  const isReplaced = (id: string) => replaced.some((pair) => pair.old === id || pair.new === id);
  return {
    created: created.map(({ id }) => id).filter((id) => !isReplaced(id)),
    removed: removed.map(({ id }) => id).filter((id) => !isReplaced(id)),
    replaced,
  };
}

function serviceName({ binding }: ReviewedTargetGroup): string | undefined {
  return binding && binding !== 'unknown' ? serviceOf(binding) : undefined;
}
