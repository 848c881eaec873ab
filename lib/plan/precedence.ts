import { compareAge, compareText } from '../attach/age';
import { compareSpecificity } from '../attach/hostnames';
import type { Route } from '../attach/topology';
import { headerCount, isHttpMatch, type RouteMatch } from './route-match';

/**
 * Which rule gets a request that several match.
 *
 * The Gateway API orders by, in this sequence:
 *  - hostname: a precise name before a wildcard, then the one with more characters, a rule for any host last;
 *  - HTTPRoute: an Exact path, then the longest prefix, then a method match, then the number of header matches, then
 *    the number of query parameter matches;
 *  - GRPCRoute: characters of the service, characters of the method, number of header matches;
 *  - the older route, the route that is first by namespace/name, the earlier rule (and within it, the earlier match).
 *
 * It leaves open where regular expressions stand and how the two kinds mix. Both are as in the AWS Load Balancer
 * Controller: regular expressions after all prefixes; a gRPC match with a method is as an Exact path with the length of
 * the service, one without a method comes last, and neither has a method or query parameters.
 *
 * There is one comparator for both kinds. With one for each kind and a third between them, the controller once had an
 * order that was not transitive, so that the priorities depended on the order of the input.
 */
export interface RuleRank {
  /** Isolated listeners: position of the listener, the most specific hostname first. Otherwise 0. */
  readonly block: number;
  /** Empty: any host. */
  readonly hostname: string;
  readonly path: PathClass;
  /** Characters of the path without a slash at the end of a prefix, of the regular expression, or of the gRPC service. */
  readonly length: number;
  /** Characters of the gRPC method. */
  readonly methodLength: number;
  readonly hasMethod: boolean;
  readonly headers: number;
  readonly queryParams: number;
  readonly route: Pick<Route, 'ref' | 'metadata'>;
  /** Index in `spec.rules`. */
  readonly rule: number;
  /** Index in `matches`; 0 for a rule without. */
  readonly match: number;
  /** Position among the parts of one match: paths that are treated apart, alternatives that do not fit in one rule. */
  readonly part: number;
}

/** Kinds of path match, the first to win has the highest number. */
export enum PathClass {
  None,
  Regex,
  Prefix,
  Exact,
}

type Criterion = readonly [name: RankCriterion, compare: (left: RuleRank, right: RuleRank) => number];

/** What can decide between two rules. */
export type RankCriterion = 'listener' | 'hostname' | 'path' | 'method' | 'headers' | 'query parameters' | 'age and name' | 'kind' | 'order';

const criteria: readonly Criterion[] = [
  ['listener', (left, right) => left.block - right.block],
  ['hostname', (left, right) => compareSpecificity(left.hostname, right.hostname)],
  ['path', (left, right) => right.path - left.path],
  ['path', (left, right) => right.length - left.length],
  ['path', (left, right) => right.methodLength - left.methodLength],
  ['method', (left, right) => Number(right.hasMethod) - Number(left.hasMethod)],
  ['headers', (left, right) => right.headers - left.headers],
  ['query parameters', (left, right) => right.queryParams - left.queryParams],
  ['age and name', (left, right) => compareAge(left.route, right.route)],
  // Routes of two kinds may share a name. GRPCRoute first, as in the alphabet.
  ['kind', (left, right) => compareText(left.route.ref.kind, right.route.ref.kind)],
  ['order', (left, right) => left.rule - right.rule],
  ['order', (left, right) => left.match - right.match],
  ['order', (left, right) => left.part - right.part],
  // Names that are equally specific and not equal have no host in common; this only makes the order total.
  ['hostname', (left, right) => compareText(left.hostname, right.hostname)],
];

/** Negative where `left` wins. A total order: zero only for the same part of the same match for the same hostname. */
export function compareRanks(left: RuleRank, right: RuleRank): number {
  for (const [, compare] of criteria) {
    const order = compare(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

/** The first criterion by which two rules differ. */
export function decidingCriterion(left: RuleRank, right: RuleRank): RankCriterion | undefined {
  return criteria.find(([, compare]) => compare(left, right) !== 0)?.[0];
}

/** Whether two rules of different routes differ in nothing that the Gateway API orders by before the names. */
export function isTieByName(left: RuleRank, right: RuleRank): boolean {
  const sameAge = compareAge({ ...left.route, ref: right.route.ref }, right.route) === 0;
  const criterion = decidingCriterion(left, right);
  return (criterion === 'age and name' && sameAge) || criterion === 'kind';
}

/** What of a rank follows from the match alone. */
export type MatchRank = Omit<RuleRank, 'block' | 'hostname' | 'route' | 'rule' | 'part'>;

export function rankOfMatch({ match, index = 0 }: RouteMatch): MatchRank {
  const headers = headerCount(match);
  if (isHttpMatch(match)) {
    const { path, method, queryParams = [] } = match;
    return { ...pathRank(path), methodLength: 0, hasMethod: method !== undefined, headers, queryParams: queryParams.length, match: index };
  }
  const { service = '', method = '', type = 'Exact' } = match.method ?? {};
  const path = match.method === undefined ? PathClass.None : type === 'Exact' ? PathClass.Exact : PathClass.Regex;
  return { path, length: service.length, methodLength: method.length, hasMethod: false, headers, queryParams: 0, match: index };
}

function pathRank({ type, value }: { readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression'; readonly value: string }): Pick<RuleRank, 'path' | 'length'> {
  switch (type) {
    case 'Exact':
      return { path: PathClass.Exact, length: value.length };
    case 'PathPrefix':
      return { path: PathClass.Prefix, length: value.replace(/\/+$/, '').length };
    case 'RegularExpression':
      return { path: PathClass.Regex, length: value.length };
  }
}
