import { nameOf } from '../diagnostics/subject';
import type { Condition } from '../plan/ir';
import type { DecidingRule, Outcome, RouteDecision } from './decision';
import { compileRule, type CompiledRule } from './matching';
import type { Request } from './request';
import { factsOf, splitTarget, type RequestFacts } from './request-facts';
import { defaultAlbSettings, type AlbSettings } from './settings';
import { inOrder, simulate, type SimulatedPlan } from './simulate';
import { describeFailure } from './wording';

export { renderExplanation } from './render-explanation';

/** A decision with its reasons. */
export interface Explanation {
  readonly request: Request;
  readonly decision: RouteDecision;
  /** Conditions of the deciding rule; empty where none decided. */
  readonly conditions: readonly Condition[];
  /** `namespace/name:port` of the Service behind each target group that gets a share, by the target group's id. */
  readonly services: Readonly<Record<string, string>>;
  /** The rules that came closest, closest first; at most five. */
  readonly almost: readonly AlmostMatch[];
}

/** A rule that would have taken the request but for little. */
export interface AlmostMatch {
  readonly rule: DecidingRule;
  /** In the order of the rule; empty where the rule matches too and only comes later. */
  readonly failed: readonly FailedCondition[];
  /** How many conditions hold. */
  readonly satisfied: number;
}

export interface FailedCondition {
  readonly condition: Condition;
  /** What the request has and what the condition needs. */
  readonly words: string;
}

/** How many rules an explanation names besides the one that decides. */
const almostLimit = 5;

/**
 * Which rule decides a request, what it does, and which rules almost did: those for the same host, and others that
 * fail in one condition only. Where no rule matches, the nearest are named whatever they are for.
 */
export function explain(plan: SimulatedPlan, request: Request, settings: AlbSettings = defaultAlbSettings): Explanation {
  const decision = simulate(plan, request, settings);
  const listener = plan.listeners.find((candidate) => candidate.id === decision.listener?.id);
  const asked = decision.outcome.type !== 'refused' && (decision.rule !== undefined || decision.outcome.type !== 'error');
  const rules = listener && asked ? inOrder(listener.rules) : [];
  const conditions = rules.find((rule) => rule.id === decision.rule?.id)?.conditions ?? [];
  const facts = factsOf(request, settings);
  const almost = rules
    .filter((rule) => rule.id !== decision.rule?.id && rule.origin.rule !== undefined)
    .map((rule) => nearnessOf(compileRule(rule, settings), facts, request))
    .filter((nearness) => !decision.rule || nearness.hostHolds || (nearness.match.failed.length === 1 && nearness.match.satisfied > 0))
    .sort(compareNearness)
    .slice(0, almostLimit)
    .map(({ match }) => match);
  return { request, decision, conditions, services: servicesOf(decision.outcome, plan), almost };
}

function servicesOf(outcome: Outcome, plan: SimulatedPlan): Readonly<Record<string, string>> {
  const action = outcome.type === 'authenticate' ? outcome.then : outcome;
  if (action.type !== 'forward') return {};
  const entries = action.shares.flatMap(({ targetGroup }) => {
    const binding = plan.targetGroups.find((candidate) => targetGroup.kind === 'planned' && candidate.id === targetGroup.id)?.binding;
    const isNamed = targetGroup.kind === 'planned' && binding !== undefined && binding !== 'unknown';
    if (!isNamed) return [];
    const { cluster, service, servicePort } = binding;
    return [[targetGroup.id, `${nameOf(service)}:${servicePort}${cluster === undefined ? '' : ` in cluster ${cluster}`}`]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

interface Nearness {
  readonly match: AlmostMatch;
  readonly hostHolds: boolean;
  /** Characters that the request's path shares with the path the rule asks for; all of them where the path fits. */
  readonly sharedPath: number;
}

function nearnessOf({ rule, tests }: CompiledRule, facts: RequestFacts, request: Request): Nearness {
  const failing = rule.conditions.filter((_, index) => !tests[index](facts));
  const { id, priority, origin } = rule;
  const failed = failing.map((condition) => ({ condition, words: describeFailure(condition, request) }));
  return {
    match: { rule: { id, priority, origin }, failed, satisfied: tests.length - failed.length },
    hostHolds: failing.every((condition) => condition.field !== 'host-header'),
    sharedPath: sharedPath(failing, splitTarget(request.path).path),
  };
}

/** Same host first, then the fewest failures, then the nearest path, then the most conditions that hold, then the order of the rules. */
function compareNearness(one: Nearness, other: Nearness): number {
  return (
    Number(other.hostHolds) - Number(one.hostHolds) ||
    one.match.failed.length - other.match.failed.length ||
    other.sharedPath - one.sharedPath ||
    other.match.satisfied - one.match.satisfied ||
    one.match.rule.priority - other.match.rule.priority
  );
}

function sharedPath(failing: readonly Condition[], path: string): number {
  const unmet = failing.find((condition) => condition.field === 'path-pattern');
  if (!unmet) return path.length;
  const wanted = [...(unmet.values ?? []), ...(unmet.regexValues ?? []).map((regex) => regex.replace(/^\^/, ''))];
  return wanted.reduce((longest, text) => Math.max(longest, commonPrefix(text, path)), 0);
}

function commonPrefix(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.charAt(length) === other.charAt(length)) length += 1;
  return length;
}
