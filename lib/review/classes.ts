import type { Request } from '../explain/request';
import type { ListenerRulePlan } from '../plan/ir';
import { refOf, type Confrontation, type Version } from './confrontation';
import { nextMatch, originOf, witnessOf } from './evidence';
import { beforeRules, defaultAction, type ListenerSide } from './listener-side';
import { isServed, type RoutedOutcome } from './outcomes';
import { isPublic } from './reachability';
import { exceptionsOf, regionOf, regionTexts } from './regions';
import type { ClassKind, Decision, RequestClass } from './route-diff';
import type { RuleList } from './rule-lists';
import type { Meeting } from './walk';

/** One class for all meetings of the same route rules with the same outcomes. */
export function classesOf(meetings: readonly Meeting[], confrontation: Confrontation): readonly RequestClass[] {
  const groups = new Map<string, Meeting[]>();
  for (const meeting of meetings) {
    const key = groupKey(meeting, confrontation);
    groups.set(key, [...(groups.get(key) ?? []), meeting]);
  }
  const withExceptions = groups.size * (confrontation.old.rules.length + confrontation.latest.rules.length) <= exceptionBudget;
  return [...groups.values()].map((group) => classOf(group, confrontation, withExceptions));
}

function groupKey(meeting: Meeting, { old, latest }: Confrontation): string {
  return JSON.stringify([meeting.oldOutcome, meeting.newOutcome, originKey(meeting.old, old.rules), originKey(meeting.new, latest.rules)]);
}

/** Rules of one rule of one route belong together. */
function originKey(position: number, rules: readonly ListenerRulePlan[]): unknown {
  return position < 0 ? position : originOf(rules[position]);
}

function classOf(meetings: readonly Meeting[], confrontation: Confrontation, withExceptions: boolean): RequestClass {
  const { client, books, old, latest } = confrontation;
  const outcomes = { old: books.outcomes.outcome(meetings[0].oldOutcome), new: books.outcomes.outcome(meetings[0].newOutcome) };
  const found = witnessOf(meetings, confrontation);
  const kind = kindOf(outcomes.old, outcomes.new);
  return {
    kind,
    port: client.port,
    scheme: client.scheme,
    ...((verifies(old) || verifies(latest)) && { clientCertificate: client.clientCertificate }),
    public: isServed(outcomes.new) && isNewlyPublic(meetings, outcomes.old, confrontation),
    served: isServed(outcomes.old) || isServed(outcomes.new),
    ...regionsOf(meetings, confrontation, withExceptions),
    old: decisionOf(meetings.map((meeting) => meeting.old), old, outcomes.old, found?.witness.request),
    new: decisionOf(meetings.map((meeting) => meeting.new), latest, outcomes.new, found?.witness.request),
    ...(found && { witness: found.witness }),
  };
}

function verifies({ listener }: ListenerSide): boolean {
  return listener?.mutualAuthentication?.mode === 'verify';
}

function kindOf(old: RoutedOutcome, latest: RoutedOutcome): ClassKind {
  if (isServed(old) && !isServed(latest)) return 'lost';
  if (!isServed(old) && isServed(latest)) return 'new';
  if (old.type !== 'forward' || latest.type !== 'forward') return 'changed';
  return sameTargets(old, latest) ? 'changed' : 'moved';
}

type Forwarded = RoutedOutcome & { type: 'forward' };

/** Whether the same Services get the same shares, whatever else is different. */
function sameTargets(old: Forwarded, latest: Forwarded): boolean {
  const shares = ({ targets }: Forwarded) => JSON.stringify(targets.map(({ target, share }) => [target, share]));
  return shares(old) === shares(latest);
}

function isNewlyPublic(meetings: readonly Meeting[], oldOutcome: RoutedOutcome, { client, old, latest }: Confrontation): boolean {
  const ruleOf = (side: ListenerSide, position: number) => (position >= 0 ? side.rules[position] : undefined);
  return meetings.some((meeting) => {
    const before = isServed(oldOutcome) && isPublic(old.plan, client.port, ruleOf(old, meeting.old));
    return !before && isPublic(latest.plan, client.port, ruleOf(latest, meeting.new));
  });
}

interface Region {
  readonly texts: readonly string[];
  readonly exceptions: readonly string[];
}

/** Exceptions are worked out for so many pairs of classes and rules; beyond that they would take longer than all the rest. */
const exceptionBudget = 20_000;

function regionsOf(meetings: readonly Meeting[], { books, old, latest }: Confrontation, withExceptions: boolean): Pick<RequestClass, 'regions' | 'exceptions'> {
  const regions = meetings.map((meeting): Region => {
    const region = regionOf(conditionsAt(old, meeting.old), conditionsAt(latest, meeting.new), books.conditions);
    const earlier = withExceptions ? [...before(old, meeting.old), ...before(latest, meeting.new)] : [];
    return { texts: regionTexts(region, books.conditions), exceptions: exceptionsOf(region, earlier, books.conditions) };
  });
  const texts = new Map(regions.map((region) => [JSON.stringify(region.texts), region.texts]));
  return { regions: [...texts.values()], exceptions: [...new Set(regions.flatMap(({ exceptions }) => exceptions))] };
}

/** The rules of a side that come before one of them, or before the default action. */
function before({ list }: ListenerSide, position: number): RuleList {
  if (position === beforeRules) return [];
  return list.filter(({ rule }) => rule >= 0 && (position === defaultAction || rule < position));
}

function conditionsAt(side: ListenerSide, position: number): ListenerRulePlan['conditions'] {
  return position >= 0 ? side.rules[position].conditions : [];
}

function decisionOf(positions: readonly number[], side: ListenerSide & Version, outcome: RoutedOutcome, request: Request | undefined): Decision {
  const rules = [...new Set(positions)].filter((position) => position >= 0).sort((one, other) => one - other);
  const by = rules.length > 0 ? 'rules' : positions.includes(defaultAction) ? 'default-action' : 'before-rules';
  const beats = request && rules.length > 0 ? nextMatch(side, request) : undefined;
  return { outcome, by, rules: rules.map((position) => refOf(side.rules[position], side)), ...(beats && { beats }) };
}
