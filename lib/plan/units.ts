import type { AttachedRoute, GatewayListener } from '../attach/topology';
import { HOST_ANY_PORT, HOST_LOWER_CASE, HOST_WITHOUT_PORT } from '../diagnostics/catalogue/routing';
import { HOSTNAME_TOO_LONG, TOO_MANY_CONDITIONS } from '../diagnostics/catalogue/unsupported';
import type { ConditionVerdict } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import { planOutcome } from './actions';
import type { MatchReading } from './conditions';
import { readMatch } from './conditions';
import type { OutcomeVariant, PlanContext, PortGroup, RuleOutcome } from './context';
import type { HostUse } from './hosts';
import { hostForm, standardPorts } from './hosts';
import type { Block, ServedRoute } from './isolation';
import { routeHostnameSpan } from './isolation';
import { limits } from './limits';
import { obstacle, tellObstacles } from './obstacles';
import type { PathPattern } from './paths';
import { partOfPrefix } from './paths';
import { compareRanks, rankOfMatch, type RuleRank } from './precedence';
import type { PatternKeys, RequestPattern } from './request-pattern';
import { keysOf, neededConditions, splitToFit } from './request-pattern';
import type { RouteMatch } from './route-match';
import { isHttpMatch, matchesOf } from './route-match';
import type { RouteRule } from './route-rule';
import { routeRule } from './route-rule';

/** The smallest thing that has a place in the order: one match of a rule for one hostname. It fits into one listener rule. */
export interface RuleUnit {
  readonly rank: RuleRank;
  readonly pattern: RequestPattern;
  readonly keys: PatternKeys;
  readonly match: RouteMatch;
  readonly listener: GatewayListener;
  readonly outcome: UnitOutcome;
}

/** What happens to the requests of units. Units that share one (the same object) may become one listener rule. */
export interface UnitOutcome {
  readonly rule: RouteRule;
  readonly use: HostUse;
  readonly whole: RuleOutcome;
  readonly variant: OutcomeVariant;
}

/** A rule of a route on a port: what it matches and what it does. */
export interface PlannedRule {
  readonly rule: RouteRule;
  readonly outcome: RuleOutcome;
  readonly readings: readonly MatchReading[];
}

/** The rules of all routes of a port. Matches that an ALB cannot express are reported and left out. */
export function readRules(group: PortGroup, context: PlanContext): ReadonlyMap<AttachedRoute, readonly PlannedRule[]> {
  const withHost = new Set(group.attachments.filter(({ attachment }) => attachment.hostnames.length > 0).map(({ route }) => route));
  const routes = new Set(group.attachments.map(({ route }) => route));
  return new Map([...routes].map((route) => {
    const rules = route.rules.map((resolved): PlannedRule => {
      const rule = routeRule(resolved, route);
      const outcome = planOutcome(resolved, route, group, context);
      const readings = matchesOf(rule).map((match) => checkSize(readMatch(match, context.sink), outcome, withHost.has(route)));
      return { rule, outcome, readings };
    });
    tellMatchObstacles(rules, route, group, context);
    return [route, rules];
  }));
}

/** A match and its hostname must fit into one rule, with one alternative of each field at least. */
function checkSize(reading: MatchReading, outcome: RuleOutcome, hasHost: boolean): MatchReading {
  const { match, pattern } = reading;
  const addresses = outcome.sourceIp(match.index);
  if (!pattern || addresses === 'never') return reading;
  const needed = neededConditions({ ...pattern, hosts: hasHost ? ['host'] : [''], sourceIps: addresses === 'none' ? [] : addresses.values });
  const sum = [...needed.values()].reduce((total, count) => total + count, 0);
  if (sum <= limits.valuesPerRule) return reading;
  const parts = [...needed].map(([part, count]) => (count > 1 ? `${part} ${count}` : part)).join(', ');
  return { match, obstacles: [obstacle(TOO_MANY_CONDITIONS, { ...match.place, needed: sum, parts }, match.where())] };
}

function tellMatchObstacles(rules: readonly PlannedRule[], route: AttachedRoute, group: PortGroup, context: PlanContext): void {
  const obstaclesOf = ({ readings }: PlannedRule) => readings.flatMap(({ obstacles }) => obstacles);
  for (const planned of rules) {
    tellObstacles(obstaclesOf(planned), route, group, context.sink, (resolved) => {
      const other = rules.find(({ rule }) => rule.rule === resolved);
      const impossible = other?.readings.every(({ pattern }) => !pattern) ?? false;
      return { obstacles: impossible && other ? obstaclesOf(other) : [], broken: false };
    });
  }
}

/** The units of a block in order of precedence. */
export function unitsOf(
  block: Block,
  position: number,
  rules: ReadonlyMap<AttachedRoute, readonly PlannedRule[]>,
  group: PortGroup,
  context: PlanContext,
): readonly RuleUnit[] {
  const units = block.served.flatMap((served) => {
    const use: HostUse = { port: group.port, grpc: served.route.route.ref.kind === 'GRPCRoute' };
    const hostnames = served.hostnames.filter((hostname) => checkHostname(hostname, served, use, group, context));
    tellPort(served, group, context);
    return (rules.get(served.route) ?? []).flatMap((rule) => unitsOfRule(rule, { ...served, hostnames }, position, use));
  });
  return units.sort((left, right) => compareRanks(left.rank, right.rank));
}

function unitsOfRule(planned: PlannedRule, served: ServedRoute, block: number, use: HostUse): readonly RuleUnit[] {
  const { rule, outcome: whole, readings } = planned;
  const outcomes = whole.variants.map((variant): UnitOutcome => ({ rule, use, whole, variant }));
  return readings.flatMap(({ match, pattern }) => {
    const addresses = whole.sourceIp(match.index);
    if (!pattern || addresses === 'never') return [];
    const sourceIps = addresses === 'none' ? [] : addresses.values;
    const rank = { ...rankOfMatch(match), route: served.route.route, rule: rule.rule.index, block };
    const parts = outcomes.flatMap((outcome) => {
      const paths = pathsOf(match, pattern.paths, outcome.variant.path);
      if (paths.length === 0 || served.hostnames.length === 0) return [];
      return fitted({ ...pattern, paths, hosts: [served.hostnames[0]], sourceIps }, use).map((part) => ({ outcome, part, keys: keysOf(part) }));
    });
    return served.hostnames.flatMap((hostname) => parts.map(({ outcome, part, keys }, index): RuleUnit => ({
      rank: { ...rank, hostname, part: index },
      pattern: { ...part, hosts: [hostname] },
      keys: { ...keys, hosts: hostname },
      match,
      listener: served.listener,
      outcome,
    })));
  });
}

/** The paths of a match that a variant is for. */
function pathsOf({ match }: RouteMatch, whole: readonly PathPattern[], part: OutcomeVariant['path']): readonly PathPattern[] {
  const prefix = isHttpMatch(match) && match.path.type === 'PathPrefix' ? match.path.value : undefined;
  return part === 'whole' || prefix === undefined ? whole : partOfPrefix(prefix, part);
}

function fitted(pattern: RequestPattern, use: HostUse): readonly RequestPattern[] {
  const parts = splitToFit(pattern, use);
  if (!parts) throw new Error(`a match passed the size check and does not fit: ${JSON.stringify(pattern)}`);
  return parts;
}

/** Whether a hostname can be compared; reports what is lost otherwise. */
function checkHostname(hostname: string, served: ServedRoute, use: HostUse, group: PortGroup, { sink }: PlanContext): boolean {
  const form = hostname === '' ? 'exact' : hostForm(hostname, use);
  const { route } = served;
  const where = { at: routeHostnameSpan(route, hostname), subject: route.route.ref };
  const args = { subject: subjectOf(route.route.ref), hostname };
  if (form === 'without-port') sink.report(HOST_WITHOUT_PORT, args, where);
  if (form === 'lower-case') sink.report(HOST_LOWER_CASE, args, where);
  if (form !== undefined) return true;
  for (const parent of parentsOn(route, group)) {
    sink.report({ ...HOSTNAME_TOO_LONG, condition: hostnameVerdict(route, group, use) }, args, { ...where, about: { object: route.route.ref, parent } });
  }
  return false;
}

/** Clients name the port of a listener in the Host header where it is not the standard one. */
function tellPort({ route: { route }, hostnames }: ServedRoute, { port }: PortGroup, { sink }: PlanContext): void {
  if (standardPorts.includes(port) || hostnames.every((hostname) => hostname === '')) return;
  sink.report(HOST_ANY_PORT, { subject: subjectOf(route.ref), port }, { at: route.object.at('spec', 'hostnames'), subject: route.ref });
}

function parentsOn(route: AttachedRoute, group: PortGroup): readonly number[] {
  return [...new Set(group.attachments.flatMap((attached) => (attached.route === route ? [attached.attachment.parentRef] : [])))];
}

/** A route with other hostnames is served under those. */
function hostnameVerdict(route: AttachedRoute, group: PortGroup, use: HostUse): ConditionVerdict {
  const hostnames = group.attachments.flatMap((attached) => (attached.route === route ? attached.attachment.hostnames : []));
  const noneLeft = hostnames.every((hostname) => hostForm(hostname, use) === undefined);
  return noneLeft
    ? { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' }
    : { type: 'PartiallyInvalid', status: 'True', reason: 'UnsupportedValue' };
}
