import { compileRule, type CompiledRule } from '../explain/matching';
import type { Request } from '../explain/request';
import { factsOf } from '../explain/request-facts';
import { defaultAlbSettings } from '../explain/settings';
import type { Simulator } from '../explain/simulate';
import type { ListenerRulePlan } from '../plan/ir';
import { answerOf } from './answers';
import { beforeRules, defaultAction, type Books, type Client, type ListenerSide } from './listener-side';
import { isServed, type RoutedOutcome } from './outcomes';
import { isPublic } from './reachability';
import { exceptionsOf, regionOf, regionTexts } from './regions';
import type { ReviewedPlan } from './reviewed-plan';
import type { ClassKind, Decision, Reason, RequestClass, RuleRef, Witness } from './route-diff';
import type { RuleList } from './rule-lists';
import type { Meeting } from './walk';
import { requestOf } from './witnesses';

/** One version, made ready to be asked. */
export interface Version {
  readonly plan: ReviewedPlan;
  readonly simulate: Simulator;
}

/** Both versions as one kind of client sees them. */
export interface Confrontation {
  readonly client: Client;
  readonly books: Books;
  readonly old: ListenerSide & Version;
  readonly latest: ListenerSide & Version;
}

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

function originOf({ origin: { object, rule, listener } }: ListenerRulePlan): unknown {
  return [object.kind, object.namespace, object.name, rule, listener];
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

export function refOf({ id, priority, origin }: ListenerRulePlan, { listener }: ListenerSide): RuleRef {
  return { id, priority, port: listener?.port ?? 0, origin };
}

/** The rules of a side that match a request, in order. */
function matchesOf(side: ListenerSide, request: Request): readonly ListenerRulePlan[] {
  const facts = factsOf(request, defaultAlbSettings);
  return side.rules.filter((rule) => compiled(rule).tests.every((test) => test(facts)));
}

const ready = new WeakMap<ListenerRulePlan, CompiledRule>();

function compiled(rule: ListenerRulePlan): CompiledRule {
  const known = ready.get(rule) ?? compileRule(rule, defaultAlbSettings);
  ready.set(rule, known);
  return known;
}

function nextMatch(side: ListenerSide & Version, request: Request): RuleRef | undefined {
  const next = matchesOf(side, request)[1];
  return next && refOf(next, side);
}

/** The first example that the simulator confirms and for which the answers differ; failing that, the best there is. */
function witnessOf(meetings: readonly Meeting[], confrontation: Confrontation): { readonly witness: Witness } | undefined {
  const { client, books } = confrontation;
  let best: Witness | undefined;
  for (const meeting of meetings) {
    for (const example of meeting.examples) {
      const request = requestOf(example, client, books.conditions);
      if (!request) continue;
      const witness = tried(request, meeting, confrontation);
      if (witness.confirmed && witness.differs) return { witness };
      if (!best || (witness.confirmed && !best.confirmed)) best = witness;
    }
  }
  return best && { witness: best };
}

function tried(request: Request, meeting: Meeting, confrontation: Confrontation): Witness {
  const { old, latest } = confrontation;
  const pretty = prettier(request, meeting, confrontation).find((candidate) => isConfirmed(candidate, meeting, confrontation));
  const chosen = pretty ?? request;
  return {
    request: chosen,
    confirmed: pretty !== undefined,
    differs: answerOf(old.simulate(chosen), old.plan, chosen) !== answerOf(latest.simulate(chosen), latest.plan, chosen),
    reason: reasonOf(chosen, meeting, confrontation),
  };
}

function isConfirmed(request: Request, meeting: Meeting, { old, latest }: Confrontation): boolean {
  return decides(old, request, meeting.old) && decides(latest, request, meeting.new);
}

function decides(side: ListenerSide & Version, request: Request, position: number): boolean {
  const { rule, outcome } = side.simulate(request);
  if (position >= 0) return rule?.id === side.rules[position].id && rule.priority === side.rules[position].priority;
  const stopped = outcome.type === 'refused' || outcome.type === 'error';
  return rule === undefined && stopped === (position === beforeRules);
}

/** The same request with a host that says what it is, and as a call where a gRPC target group takes it; the request itself last. */
function prettier(request: Request, { newOutcome, oldOutcome }: Meeting, { books }: Confrontation): readonly Request[] {
  const isCall = [oldOutcome, newOutcome].some((number) => {
    const outcome = books.outcomes.outcome(number);
    return outcome.type === 'forward' && outcome.targets.some(({ protocolVersion }) => protocolVersion === 'GRPC');
  });
  const hosts = request.host.length < 4 && !request.host.includes('.') ? ['www.example.com', 'www.example.org'] : [];
  const named = [...hosts.map((host) => ({ ...request, host })), request];
  return isCall && request.scheme === 'https' ? [...named.map((one): Request => ({ ...one, method: 'POST', grpc: true })), ...named] : named;
}

function reasonOf(request: Request, meeting: Meeting, { old, latest }: Confrontation): Reason {
  if (meeting.old === beforeRules || meeting.new === beforeRules) return 'listener';
  const [decided, decides] = [old.rules.at(meeting.old), latest.rules.at(meeting.new)].map((rule, index) => ([meeting.old, meeting.new][index] < 0 ? undefined : rule));
  if (!decided) return decides ? (old.rules.some((rule) => isSame(rule, decides)) ? 'same-rule' : 'new-rule') : 'listener';
  if (decides && isSame(decided, decides)) return 'same-rule';
  if (!latest.rules.some((rule) => isSame(rule, decided))) return 'old-rule-gone';
  return matchesOf(latest, request).some((rule) => isSame(rule, decided)) ? 'now-first' : 'no-longer-matches';
}

/** The same rule of the same route, whatever it matches: its id is what it matches as well. */
function isSame(one: ListenerRulePlan, other: ListenerRulePlan): boolean {
  return one.id === other.id || (one.origin.rule !== undefined && JSON.stringify(originOf(one)) === JSON.stringify(originOf(other)));
}
