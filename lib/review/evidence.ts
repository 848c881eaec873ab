import { compileRule, type CompiledRule } from '../explain/matching';
import type { Request } from '../explain/request';
import { factsOf } from '../explain/request-facts';
import { defaultAlbSettings } from '../explain/settings';
import type { ListenerRulePlan } from '../plan/ir';
import { answerOf } from './answers';
import { refOf, type Confrontation, type Version } from './confrontation';
import { beforeRules, type ListenerSide } from './listener-side';
import type { Reason, RuleRef, Witness } from './route-diff';
import type { Meeting } from './walk';
import { requestOf } from './witnesses';

/** The first example that the simulator confirms and for which the answers differ; failing that, the best there is. */
export function witnessOf(meetings: readonly Meeting[], confrontation: Confrontation): { readonly witness: Witness } | undefined {
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

/** What the id of a rule comes from, without what it matches. */
export function originOf({ origin: { object, rule, listener } }: ListenerRulePlan): unknown {
  return [object.kind, object.namespace, object.name, rule, listener];
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

/** The rule that would decide if the first one did not. */
export function nextMatch(side: ListenerSide & Version, request: Request): RuleRef | undefined {
  const next = matchesOf(side, request)[1];
  return next && refOf(next, side);
}
