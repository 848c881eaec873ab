import type { ResolvedBackend } from '../attach/topology';
import {
  BACKEND_FILTERS_DIFFER,
  EXTENSION_ON_BACKEND,
  EXTERNAL_AUTH,
  FILTERS_OVERLAP,
  REQUEST_HEADER_MODIFIER,
  REQUEST_MIRROR,
} from '../diagnostics/catalogue/filters';
import type { HTTPHeaderFilter, HTTPRequestMirrorFilter } from '../model/http-filters';
import type { Obstacle } from './obstacles';
import { obstacle } from './obstacles';
import type { PlacedCORS, PlacedFilter, PlacedRedirect, PlacedResponseHeaders, PlacedRewrite, RouteRule } from './route-rule';
import { filtersOfType, placed } from './route-rule';

/** The filters of a rule that an ALB can express in some way, those that all its backends share included. */
export interface RuleFilters {
  readonly redirect?: PlacedRedirect;
  /** At most one changes the host and at most one the path. */
  readonly rewrites: readonly PlacedRewrite[];
  /** Possible for a whole listener only. */
  readonly responseHeaders: readonly PlacedResponseHeaders[];
  readonly cors: readonly PlacedCORS[];
  readonly obstacles: readonly Obstacle[];
}

/**
 * Which filters of a rule are possible.
 *
 * An ALB rule has one list of transforms and one action for all its target groups, so a filter of a backendRef can only
 * be moved up to the rule where that means the same: where every backend that gets requests has the same filters.
 * An ExtensionRef of the rule is no matter of this file: attach resolves it, see `ResolvedRule.extension`.
 */
export function readFilters(rule: RouteRule): RuleFilters {
  const ofRule = placed(rule.rule.rule.filters, ['filters']);
  const ofBackends = rule.rule.backends.flatMap(filtersOf);
  const shared = sharedFilters(rule);
  const filters = [...ofRule, ...shared.filters].filter(changesSomething);
  const redirects = filtersOfType('RequestRedirect', filters);
  const rewrites = filtersOfType('URLRewrite', filters);
  return {
    ...(redirects[0] && { redirect: redirects[0] }),
    rewrites,
    responseHeaders: filtersOfType('ResponseHeaderModifier', filters),
    cors: filtersOfType('CORS', filters),
    obstacles: [
      ...[...ofRule, ...ofBackends].filter(changesSomething).flatMap((filter) => unsupported(filter, rule)),
      ...shared.obstacles,
      ...overlaps(redirects, rewrites, rule),
    ],
  };
}

function filtersOf({ backendRef, index }: ResolvedBackend): readonly PlacedFilter[] {
  return placed(backendRef.filters, ['backendRefs', index, 'filters']);
}

/** False for a filter that is there and does nothing. */
function changesSomething({ filter }: PlacedFilter): boolean {
  switch (filter.type) {
    case 'RequestHeaderModifier':
      return changesHeaders(filter.requestHeaderModifier);
    case 'ResponseHeaderModifier':
      return changesHeaders(filter.responseHeaderModifier);
    case 'RequestMirror':
      return mirrorsSomething(filter.requestMirror);
    default:
      return true;
  }
}

function changesHeaders({ set = [], add = [], remove = [] }: HTTPHeaderFilter): boolean {
  return set.length + add.length + remove.length > 0;
}

function mirrorsSomething({ percent, fraction }: HTTPRequestMirrorFilter): boolean {
  return percent !== 0 && fraction?.numerator !== 0;
}

/** Filters that no ALB has in any form, wherever they stand. */
function unsupported({ filter, path }: PlacedFilter, rule: RouteRule): readonly Obstacle[] {
  const where = rule.where(...path);
  switch (filter.type) {
    case 'RequestHeaderModifier':
      return [obstacle(REQUEST_HEADER_MODIFIER, { ...rule.who, headers: headerNames(filter.requestHeaderModifier) }, where)];
    case 'RequestMirror':
      return [obstacle(REQUEST_MIRROR, rule.who, where)];
    case 'ExternalAuth':
      return [obstacle(EXTERNAL_AUTH, rule.who, where)];
    case 'ExtensionRef':
      return path[0] === 'backendRefs' ? [obstacle(EXTENSION_ON_BACKEND, rule.who, where)] : [];
    default:
      return [];
  }
}

function headerNames({ set = [], add = [], remove = [] }: HTTPHeaderFilter): readonly string[] {
  return [...new Set([...set, ...add].map(({ name }) => name).concat(remove))];
}

interface SharedFilters {
  readonly filters: readonly PlacedFilter[];
  readonly obstacles: readonly Obstacle[];
}

/** The filters that all backends with requests have in common, or the obstacle that they have not the same. */
function sharedFilters(rule: RouteRule): SharedFilters {
  const used = rule.rule.backends.filter(({ weight }) => weight > 0);
  const [first, ...others] = used.filter(({ kind }) => kind !== 'unresolved');
  if (!first) return { filters: [], obstacles: [] };
  const filters = expressible(first);
  const other = others.find((backend) => meaningOf(backend) !== meaningOf(first));
  if (other) return { filters: [], obstacles: [differing(first, other, rule)] };
  // A redirect would answer the share of the backends that are not there as well; that share has to fail.
  const missing = used.find(({ kind }) => kind === 'unresolved');
  const toLoseOne = missing && filtersOfType('RequestRedirect', filters).length > 0;
  return toLoseOne ? { filters: [], obstacles: [differing(first, missing, rule)] } : { filters, obstacles: [] };
}

function expressible(backend: ResolvedBackend): readonly PlacedFilter[] {
  const types = ['RequestRedirect', 'URLRewrite', 'ResponseHeaderModifier', 'CORS'];
  return filtersOf(backend).filter((filter) => types.includes(filter.filter.type) && changesSomething(filter));
}

function meaningOf(backend: ResolvedBackend): string {
  return JSON.stringify(expressible(backend).map(({ filter }) => filter));
}

function differing(one: ResolvedBackend, other: ResolvedBackend, rule: RouteRule): Obstacle {
  const [holder, lacking] = expressible(one).length > 0 ? [one, other] : [other, one];
  const [filter] = expressible(holder);
  return obstacle(BACKEND_FILTERS_DIFFER, { ...rule.who, backend: holder.index, filter: filter.filter.type }, {
    ...rule.where(...filter.path),
    notes: [{ text: `backendRef ${lacking.index} does not have the same filters`, span: lacking.span }],
  });
}

/** Two filters that change the same thing: in Gateway API the one of the rule runs first, an ALB has room for one. */
function overlaps(
  redirects: readonly PlacedRedirect[],
  rewrites: readonly PlacedRewrite[],
  rule: RouteRule,
): readonly Obstacle[] {
  const tell = (one: PlacedFilter, other: PlacedFilter, what: string): Obstacle =>
    obstacle(FILTERS_OVERLAP, { ...rule.who, what }, {
      ...rule.where(...other.path),
      notes: [{ text: 'the other filter', span: rule.at(...one.path) }],
    });
  const hosts = rewrites.filter(({ filter }) => filter.urlRewrite.hostname !== undefined);
  const paths = rewrites.filter(({ filter }) => filter.urlRewrite.path !== undefined);
  return [
    ...hosts.slice(1).map((other) => tell(hosts[0], other, 'the hostname twice')),
    ...paths.slice(1).map((other) => tell(paths[0], other, 'the path twice')),
    ...redirects.slice(1).map((other) => tell(redirects[0], other, 'the redirect twice')),
    ...rewrites.slice(0, redirects.length).map((other) => tell(redirects[0], other, 'a request that it also redirects')),
  ];
}
