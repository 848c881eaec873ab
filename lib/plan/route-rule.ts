import type { AttachedRoute, ResolvedRule } from '../attach/topology';
import type { Report } from '../diagnostics/diagnostic';
import type { Span } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import type { GRPCRouteFilter } from '../model/grpcroute';
import type { HTTPRouteFilter } from '../model/http-filters';
import type { ListenerRuleConfiguration } from '../model/listenerruleconfiguration';
import { sourcePath } from '../model/paths';
import type { PathSegment } from '../source/kube-object';

/** A rule of a route, with what messages about it need. */
export interface RouteRule {
  readonly rule: ResolvedRule;
  readonly route: AttachedRoute;
  /** How messages name it: the route, and the index of the rule as it stands in the file. */
  readonly who: { readonly subject: string; readonly rule: number };
  /** Span of a value of the rule; without a path, of the rule. */
  at(...path: readonly PathSegment[]): Span;
  /** Where and about what to report a value of the rule. */
  where(...path: readonly PathSegment[]): Report;
}

export function routeRule(rule: ResolvedRule, route: AttachedRoute): RouteRule {
  const { object, ref, omitted } = route.route;
  const place = ['spec', 'rules', rule.index] as const;
  return {
    rule,
    route,
    who: { subject: subjectOf(ref), rule: Number(sourcePath(place, omitted).at(-1)) },
    at: (...path) => object.at(...place, ...path),
    where: (...path) => ({ at: object.at(...place, ...path), subject: ref }),
  };
}

/** Where and about what to report a value of a configuration that the rule names. */
export function whereConfigured({ object, ref }: ListenerRuleConfiguration, path: readonly PathSegment[], rule: RouteRule): Report {
  const user = { text: `used by ${rule.who.subject}, rule ${rule.who.rule}`, span: rule.at('filters') };
  return { at: object.at(...path), subject: ref, notes: [user] };
}

/** Filters of both route kinds; those of a GRPCRoute are a part of those of an HTTPRoute. */
export type RouteFilter = HTTPRouteFilter | GRPCRouteFilter;

/** A filter and its path in the rule: `filters, 0` or `backendRefs, 1, filters, 0`. */
export interface PlacedFilter<Filter extends RouteFilter = RouteFilter> {
  readonly filter: Filter;
  readonly path: readonly PathSegment[];
}

export type PlacedRedirect = PlacedFilter<Extract<HTTPRouteFilter, { type: 'RequestRedirect' }>>;
export type PlacedRewrite = PlacedFilter<Extract<HTTPRouteFilter, { type: 'URLRewrite' }>>;
export type PlacedResponseHeaders = PlacedFilter<Extract<HTTPRouteFilter, { type: 'ResponseHeaderModifier' }>>;
export type PlacedCORS = PlacedFilter<Extract<HTTPRouteFilter, { type: 'CORS' }>>;

/** The filters of one type. */
export function filtersOfType<Type extends HTTPRouteFilter['type']>(
  type: Type,
  filters: readonly PlacedFilter[],
): readonly PlacedFilter<Extract<HTTPRouteFilter, { type: Type }>>[] {
  return filters.filter((it): it is PlacedFilter<Extract<HTTPRouteFilter, { type: Type }>> => it.filter.type === type);
}

/** Filters of a list with their places. `path` leads to the list. */
export function placed(filters: readonly RouteFilter[] | undefined, path: readonly PathSegment[]): readonly PlacedFilter[] {
  return (filters ?? []).map((filter, index) => ({ filter, path: [...path, index] }));
}

/** Value of the prefix that the rule matches, or undefined where it does not match by exactly one path prefix. */
export function matchedPrefix({ rule: { rule } }: RouteRule): string | undefined {
  const [match, ...more] = rule.matches ?? [];
  return match && 'path' in match && match.path.type === 'PathPrefix' && more.length === 0 ? match.path.value : undefined;
}

/** Whether every request of the rule has this very path. */
export function matchesOnly(path: string, { rule: { rule } }: RouteRule): boolean {
  const matches = rule.matches ?? [];
  return matches.length > 0 && matches.every((match) => 'path' in match && match.path.type === 'Exact' && match.path.value === path);
}
