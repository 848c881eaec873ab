import type { Diagnostic } from '../../lib/diagnostics/diagnostic';
import type { ForwardOutcome, Outcome, RouteDecision, TargetGroupShare } from '../../lib/explain/decision';
import type { SimulatedPlan } from '../../lib/explain/simulate';
import type { Candidate, Verdict } from './oracle';
import type { ClientRequest } from './oracle-matches';
import { nameOfHost, type BackendShare, type Expectation, type Location } from './oracle-outcomes';

/** A plan and what has been reported about it. */
export interface Planned {
  readonly plan: SimulatedPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/** Rounding of weights to the range of an ALB. */
const tolerance = 0.005;

/**
 * What the load balancer would do against what the specification says: undefined where they agree, else what differs.
 * A rule that an ALB cannot serve may answer 500 instead, where a code says so about it.
 */
export function disagreement(request: ClientRequest, verdict: Verdict, decision: RouteDecision, planned: Planned): string | undefined {
  return ruleDisagreement(verdict, decision) ?? outcomeDisagreement(request, verdict, decision.outcome, planned);
}

/** The same without asking which rule decides: a template does not say where its rules come from. */
export function outcomeDisagreement(request: ClientRequest, verdict: Verdict, outcome: Outcome, planned: Planned): string | undefined {
  const { expected } = verdict;
  if (isExcused(verdict, outcome, request, planned.diagnostics)) return undefined;
  switch (expected.kind) {
    case 'refused':
      return outcome.type === 'refused' && outcome.reason === 'no-listener' ? undefined : 'nothing should listen there';
    case 'status':
      return (outcome.type === 'fixed-response' || outcome.type === 'error') && outcome.statusCode === expected.status ? undefined : 'another status';
    case 'redirect':
      if (outcome.type !== 'redirect') return 'no redirect';
      if (outcome.statusCode !== expected.status) return 'another redirect status';
      return isSameUrl(expected.location, outcome.location) ? undefined : 'another Location';
    case 'backends':
      return outcome.type === 'forward' ? shareDisagreement(expected.shares, expected.lost, outcome, planned.plan) : 'no forward';
  }
}

function ruleDisagreement({ winner }: Verdict, { rule }: RouteDecision): string | undefined {
  if (!winner) return rule?.origin.rule === undefined ? undefined : 'a rule decides where none should';
  if (rule?.origin.rule === undefined) return 'no rule decides where one should';
  const { kind, namespace, name } = rule.origin.object;
  const { ref } = winner.route;
  const isSame = ref.kind === kind && ref.namespace === namespace && ref.name === name && rule.origin.rule === winner.rule;
  return isSame ? undefined : 'another rule decides';
}

/** What an ALB cannot do, by the code that must be reported about the rule, and whether it is true of what is expected. */
const excuses: Readonly<Record<string, (expected: Expectation, request: ClientRequest) => boolean>> = {
  GW3301: (expected) => expected.kind === 'redirect' && expected.status !== 301 && expected.status !== 302,
  GW3302: (expected, request) => expected.kind === 'redirect' && request.scheme === 'https' && expected.location.scheme === 'http',
  // A redirect to the same URL would never end.
  GW3303: (expected, request) => expected.kind === 'redirect' && isSameUrl(expected.location, urlOf(request)),
  // The prefix is taken off and nothing else changes: no field of the redirect can say so.
  GW3304: (expected) => expected.kind === 'redirect',
  // Rewrites of several backends that are not the same.
  GW3212: (expected) => expected.kind === 'backends',
  GW3213: (expected) => expected.kind === 'backends',
  GW3311: (expected) => expected.kind === 'backends' && expected.shares.length + (expected.lost > 0 ? 1 : 0) > 5,
};

/** How messages name a match. */
function placeOf({ route: { ref }, rule, match }: Candidate): string {
  return `${ref.kind} ${ref.namespace}/${ref.name}, rule ${rule}${match === undefined ? '' : `, match ${match}`}`;
}

/**
 * Whether a request falls under GW4107 or GW4108: its host is too long for an exact condition, and it is not spelt
 * plainly, so that it may not match.
 */
export function isHostUncertain(request: ClientRequest, diagnostics: readonly Diagnostic[]): boolean {
  const name = nameOfHost(request.host).toLowerCase();
  const isReported = diagnostics.some(({ code, message }) => (code === 'GW4107' || code === 'GW4108') && message.includes(`"${name}"`));
  return isReported && request.host !== name;
}

export type LeftOut = (candidate: Candidate) => boolean;

/**
 * What the compiler may have left out: an ALB cannot express a match with more than five values, which is reported. The
 * report does not say for which ports and hostnames, so that every selection of the reported matches is possible.
 */
export function possibleOmissions(diagnostics: readonly Diagnostic[]): readonly LeftOut[] {
  const reported = new Set(diagnostics.filter(({ code }) => code === 'GW3109').map(({ message }) => /^.*?, rule \d+(, match \d+)?/.exec(message)?.[0] ?? ''));
  const places = [...reported].slice(0, 6);
  return Array.from({ length: 2 ** places.length }, (_, selection): LeftOut => {
    const selected = places.filter((_place, index) => (selection >> index) % 2 === 1);
    return (candidate) => selected.includes(placeOf(candidate));
  });
}

/** Whether the rule answers with an error because it must, and that has been reported about this rule. */
function isExcused({ expected, winner }: Verdict, outcome: Outcome, request: ClientRequest, diagnostics: readonly Diagnostic[]): boolean {
  if (!winner || outcome.type !== 'fixed-response' || outcome.statusCode !== 500) return false;
  const { kind, namespace, name } = winner.route.ref;
  const reported = diagnostics.filter(({ message }) => new RegExp(`^${kind} ${namespace}/${name}, rule ${winner.rule}\\b`).test(message));
  return reported.some(({ code }) => Object.hasOwn(excuses, code) && excuses[code](expected, request));
}

function urlOf({ scheme, host, port, path }: ClientRequest): string {
  return `${scheme}://${nameOfHost(host)}:${port}${path}`;
}

function isSameUrl(expected: Location, actual: string): boolean {
  const { scheme, host, port, path } = expected;
  const found = /^(https?):\/\/(.*?)(?::(\d+))?(\/.*)$/.exec(actual);
  if (!found) return false;
  const [, actualScheme, actualHost, actualPort = actualScheme === 'https' ? '443' : '80', actualPath] = found;
  return actualScheme === scheme && actualHost.toLowerCase() === host.toLowerCase() && Number(actualPort) === port && actualPath === path;
}

function shareDisagreement(expected: readonly BackendShare[], lost: number, outcome: ForwardOutcome, plan: SimulatedPlan): string | undefined {
  const actual = new Map<string | undefined, number>();
  for (const share of outcome.shares) {
    const backend = backendOf(share, plan);
    actual.set(backend, (actual.get(backend) ?? 0) + share.share);
  }
  if (Math.abs((actual.get(undefined) ?? 0) - lost) > tolerance) return 'another share of requests is lost';
  for (const { backend, share, host, path } of expected) {
    if (Math.abs((actual.get(backend) ?? 0) - share) > tolerance) return `another share for ${backend}`;
    if (outcome.rewritten.path !== path) return 'another path at the backend';
    if (nameOfHost(outcome.rewritten.host) !== nameOfHost(host)) return 'another host at the backend';
  }
  const named = expected.map(({ backend }) => backend);
  const extra = [...actual].find(([backend, share]) => backend !== undefined && share > 0 && !named.includes(backend));
  return extra ? `${extra[0]} should get nothing` : undefined;
}

/** The Service behind a target group; undefined for the group whose requests fail. */
function backendOf({ targetGroup }: TargetGroupShare, plan: SimulatedPlan): string | undefined {
  const binding = plan.targetGroups.find(({ id }) => targetGroup.kind === 'planned' && id === targetGroup.id)?.binding;
  return binding && binding !== 'unknown' ? `${binding.service.namespace}/${binding.service.name}:${binding.servicePort}` : undefined;
}
