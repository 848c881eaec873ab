import type { GRPCRouteMatch } from '../../lib/model/grpcroute';
import type { HTTPRouteMatch } from '../../lib/model/httproute';
import type { Gateway, GRPCRoute, HTTPRoute, Resources } from '../../lib/model/resources';
import type { NamedDifferences } from './oracle-differences';
import { commonHostnames, isAttached, isBefore, isHost, listenersOf, mostSpecific } from './oracle-listeners';
import { countedHeaders, countedParams, matchesGrpc, matchesHttp, type ClientRequest } from './oracle-matches';
import { extensionOf, isAdmitted } from './oracle-extensions';
import { nameOfHost, outcomeOf, type Expectation } from './oracle-outcomes';

/** What must happen to a request, and which rule says so. */
export interface Verdict {
  readonly expected: Expectation;
  readonly winner?: Candidate;
}

/** One match of one rule of one route, under the hostname that stands for the request's host. */
export interface Candidate {
  readonly route: HTTPRoute | GRPCRoute;
  readonly rule: number;
  /** Absent for a rule without matches. */
  readonly match?: number;
  readonly hostname: string;
}

/**
 * What the Gateway API says about a request: a naive reading of the specification over the decoded objects. It knows
 * neither the plan nor how routes are attached; all it knows of load balancers are the named differences, and the
 * matches that the compiler has reported to leave out because an ALB cannot express them.
 */
export function decide(
  resources: Resources,
  gateway: Gateway,
  request: ClientRequest,
  differences: NamedDifferences,
  isLeftOut: (candidate: Candidate) => boolean = () => false,
): Verdict {
  const onPort = listenersOf(gateway, resources).filter(({ listener }) => listener.port === request.port);
  if (onPort.length === 0) return { expected: { kind: 'refused' } };
  if (request.method === 'TRACE' && differences.traceIsRefused) return { expected: { kind: 'status', status: 405 } };
  const host = nameOfHost(request.host).toLowerCase();
  const best = mostSpecific(onPort, host);
  let winner: Candidate | undefined;
  for (const listener of differences.sharedListeners ? onPort : best ? [best] : []) {
    for (const route of [...resources.httpRoutes, ...resources.grpcRoutes]) {
      if (!isAttached(route, listener, resources, differences)) continue;
      for (const hostname of commonHostnames(listener.listener.hostname, route.spec.hostnames)) {
        if (!isHost(hostname, host)) continue;
        for (const candidate of candidatesOf(route, hostname, request, differences)) {
          if (!isAdmitted(candidate, request, resources) || isLeftOut(candidate)) continue;
          if (!winner || wins(candidate, winner)) winner = candidate;
        }
      }
    }
  }
  if (!winner) return { expected: { kind: 'status', status: 404 } };
  const rule = winner.route.spec.rules[winner.rule];
  const expected = outcomeOf(winner.route, rule, prefixOf(matchOf(winner)), extensionOf(winner, resources), request, resources, differences);
  return { expected, winner };
}

function candidatesOf(route: HTTPRoute | GRPCRoute, hostname: string, request: ClientRequest, differences: NamedDifferences): readonly Candidate[] {
  const candidates: Candidate[] = [];
  route.spec.rules.forEach(({ matches = [] }, rule) => {
    if (matches.length === 0 && (route.ref.kind === 'HTTPRoute' || request.grpc || differences.grpcRulesTakeAnyRequest)) {
      candidates.push({ route, rule, hostname });
    }
    matches.forEach((match, index) => {
      const fits = isHttp(match) ? matchesHttp(match, request, differences) : matchesGrpc(match, request, differences);
      if (fits) candidates.push({ route, rule, match: index, hostname });
    });
  });
  return candidates;
}

type Match = HTTPRouteMatch | GRPCRouteMatch;

function isHttp(match: Match): match is HTTPRouteMatch {
  return 'path' in match;
}

/** A rule of an HTTPRoute without matches has the prefix `/`. */
function matchOf({ route, rule, match }: Candidate): Match {
  const matches: readonly Match[] | undefined = route.spec.rules[rule].matches;
  if (match !== undefined && matches) return matches[match];
  return route.ref.kind === 'HTTPRoute' ? { path: { type: 'PathPrefix', value: '/' } } : {};
}

function prefixOf(match: Match): string {
  return isHttp(match) && match.path.type === 'PathPrefix' ? match.path.value : '/';
}

/**
 * Precedence: the longest precise hostname, the longest hostname, then by the match, then the older route, the first by
 * name, the first rule, the first match.
 */
function wins(one: Candidate, other: Candidate): boolean {
  const oneRank = [...rankOfHostname(one.hostname), ...rankOfMatch(matchOf(one))];
  const otherRank = [...rankOfHostname(other.hostname), ...rankOfMatch(matchOf(other))];
  for (let at = 0; at < oneRank.length; at += 1) {
    if (oneRank[at] !== otherRank[at]) return oneRank[at] > otherRank[at];
  }
  if (one.route !== other.route) {
    const isSameName = one.route.ref.namespace === other.route.ref.namespace && one.route.ref.name === other.route.ref.name;
    return isSameName && isSameAge(one.route, other.route) ? one.route.ref.kind === 'GRPCRoute' : isBefore(one.route, other.route);
  }
  if (one.rule !== other.rule) return one.rule < other.rule;
  return (one.match ?? 0) < (other.match ?? 0);
}

function isSameAge(one: HTTPRoute | GRPCRoute, other: HTTPRoute | GRPCRoute): boolean {
  return one.metadata.creationTimestamp === other.metadata.creationTimestamp;
}

function rankOfHostname(hostname: string): readonly number[] {
  const precise = hostname.startsWith('*') ? 0 : hostname.length;
  return [precise, hostname.length];
}

/**
 * HTTPRoute: an Exact path, the longest prefix, a method, the most headers, the most query parameters.
 * GRPCRoute: the longest service, the longest method, the most headers.
 * The specification leaves open where regular expressions and the other kind of route stand; docs/differences.md says:
 * regular expressions come after prefixes, and a gRPC match for a method counts as an Exact path.
 */
function rankOfMatch(match: Match): readonly number[] {
  const headers = countedHeaders(match.headers ?? []).length;
  if (!isHttp(match)) {
    const { type, service = '', method = '' } = match.method ?? {};
    const kind = type === undefined ? 0 : type === 'Exact' ? 3 : 1;
    return [kind, service.length, method.length, 0, headers, 0];
  }
  const { path, method, queryParams = [] } = match;
  const kind = { Exact: 3, PathPrefix: 2, RegularExpression: 1 }[path.type];
  const length = path.type === 'PathPrefix' ? path.value.replace(/\/+$/, '').length : path.value.length;
  return [kind, length, 0, method ? 1 : 0, headers, countedParams(queryParams).length];
}
