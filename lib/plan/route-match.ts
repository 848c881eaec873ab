import type { Report } from '../diagnostics/diagnostic';
import type { Span } from '../diagnostics/subject';
import type { GRPCRouteMatch } from '../model/grpcroute';
import type { HTTPRouteMatch } from '../model/httproute';
import { sourcePath } from '../model/paths';
import type { PathSegment } from '../source/kube-object';
import type { RouteRule } from './route-rule';

/** A match of a route rule, with what messages about it need. */
export interface RouteMatch {
  /** Index in `matches`; undefined for a rule without matches, which matches everything. */
  readonly index?: number;
  readonly match: HTTPRouteMatch | GRPCRouteMatch;
  /** How messages name it: indexes as they stand in the file. */
  readonly place: { readonly subject: string; readonly rule: number; readonly match?: number };
  /** Span of a value of the match; without a path, of the match. */
  at(...path: readonly PathSegment[]): Span;
  /** Where and about what to report a value of the match. */
  where(...path: readonly PathSegment[]): Report;
}

/** The matches of a rule. A rule without any matches every request; in an HTTPRoute that is the prefix `/`. */
export function matchesOf(rule: RouteRule): readonly RouteMatch[] {
  const matches = rule.rule.rule.matches ?? [];
  if (matches.length === 0) {
    const match: RouteMatch['match'] = rule.route.route.ref.kind === 'HTTPRoute' ? { path: { type: 'PathPrefix', value: '/' } } : {};
    return [{ match, place: rule.who, at: () => rule.at(), where: () => ({ at: rule.at(), subject: rule.route.route.ref }) }];
  }
  const { omitted, ref } = rule.route.route;
  return matches.map((match, index) => {
    const at: RouteMatch['at'] = (...segments) => rule.at('matches', index, ...segments);
    const inFile = Number(sourcePath(['spec', 'rules', rule.rule.index, 'matches', index], omitted).at(-1));
    return { index, match, place: { ...rule.who, match: inFile }, at, where: (...segments) => ({ at: at(...segments), subject: ref }) };
  });
}

/** A decoded match of an HTTPRoute always has a path, one of a GRPCRoute never. */
export function isHttpMatch(match: HTTPRouteMatch | GRPCRouteMatch): match is HTTPRouteMatch {
  return 'path' in match;
}

/** Number of header matches that count: of equivalent names the first does. */
export function headerCount(match: HTTPRouteMatch | GRPCRouteMatch): number {
  return new Set((match.headers ?? []).map(({ name }) => name.toLowerCase())).size;
}
