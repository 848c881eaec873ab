import type { HTTPPathModifier, HTTPRequestRedirectFilter, HTTPURLRewriteFilter } from '../../lib/model/http-filters';
import type { GRPCBackendRef, GRPCRouteRule } from '../../lib/model/grpcroute';
import type { HTTPBackendRef, HTTPRouteRule } from '../../lib/model/httproute';
import type { GRPCRoute, HTTPRoute, Resources } from '../../lib/model/resources';
import type { NamedDifferences } from './oracle-differences';
import type { Extension } from './oracle-extensions';
import { isGranted } from './oracle-listeners';
import { pathOf, type ClientRequest } from './oracle-matches';

/** What the specification says that a client gets. */
export type Expectation =
  | { readonly kind: 'refused' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: Location }
  /** `lost`: share of the requests whose backend is not there; they get an error. */
  | { readonly kind: 'backends'; readonly shares: readonly BackendShare[]; readonly lost: number };

export interface Location {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
}

export interface BackendShare {
  /** `namespace/name:port` of a Service. */
  readonly backend: string;
  readonly share: number;
  /** Host header and path with query that the backend sees. */
  readonly host: string;
  readonly path: string;
}

/** Filters that the oracle knows: a rule with any other one is not served, and the requests for it get an error. */
const knownFilters = ['RequestRedirect', 'URLRewrite', 'ExtensionRef'];

type Rule = HTTPRouteRule | GRPCRouteRule;
type Filter = NonNullable<HTTPRouteRule['filters']>[number];

/** What a rule does with a request that it has won. `prefix` is the path prefix of the match that matched. */
export function outcomeOf(
  route: HTTPRoute | GRPCRoute,
  rule: Rule,
  prefix: string,
  extension: Extension,
  request: ClientRequest,
  resources: Resources,
  differences: NamedDifferences,
): Expectation {
  const unavailable = { kind: 'status', status: route.ref.kind === 'GRPCRoute' && differences.grpcUnavailableIs503 ? 503 : 500 } as const;
  const filters = (rule.filters ?? []);
  if (filters.some(({ type }) => !knownFilters.includes(type)) || extension.kind === 'missing') return unavailable;
  const fixed = extension.kind === 'found' ? extension.configuration.spec.actions?.find(({ type }) => type === 'fixed-response') : undefined;
  if (fixed?.type === 'fixed-response') return { kind: 'status', status: fixed.fixedResponseConfig.statusCode };
  for (const filter of filters) {
    if (filter.type === 'RequestRedirect') return redirect(filter.requestRedirect, prefix, request);
  }
  const backendRefs = (rule.backendRefs ?? []) as readonly (HTTPBackendRef | GRPCBackendRef)[];
  const total = backendRefs.reduce((sum, { weight }) => sum + weight, 0);
  const shares: BackendShare[] = [];
  let lost = 0;
  for (const backendRef of backendRefs) {
    if (backendRef.weight === 0) continue;
    const backend = resolve(route, backendRef, resources);
    const rewrites = [...filters, ...((backendRef.filters ?? []))];
    if (backend) shares.push({ backend, share: backendRef.weight / total, ...rewritten(rewrites, prefix, request) });
    else lost += backendRef.weight / total;
  }
  return shares.length === 0 ? unavailable : { kind: 'backends', shares: merged(shares), lost };
}

function merged(shares: readonly BackendShare[]): readonly BackendShare[] {
  const byBackend = new Map<string, BackendShare>();
  for (const share of shares) {
    byBackend.set(share.backend, { ...share, share: share.share + (byBackend.get(share.backend)?.share ?? 0) });
  }
  return [...byBackend.values()];
}

/** A Service with that port, in the route's namespace or one that grants it. */
function resolve(route: HTTPRoute | GRPCRoute, backendRef: HTTPBackendRef | GRPCBackendRef, resources: Resources): string | undefined {
  const namespace = backendRef.namespace ?? route.ref.namespace;
  const target = { group: backendRef.group, kind: backendRef.kind, namespace, name: backendRef.name };
  if (target.group !== '' || target.kind !== 'Service') return undefined;
  if (!isGranted(route.ref, target, resources.referenceGrants)) return undefined;
  const service = resources.services.find(({ ref }) => ref.namespace === namespace && ref.name === backendRef.name);
  if (!service || service.spec.type === 'ExternalName' || !service.spec.ports.some(({ port }) => port === backendRef.port)) return undefined;
  return `${namespace}/${backendRef.name}:${backendRef.port}`;
}

function rewritten(filters: readonly Filter[], prefix: string, request: ClientRequest): { readonly host: string; readonly path: string } {
  let rewrite: HTTPURLRewriteFilter = {};
  for (const filter of filters) if (filter.type === 'URLRewrite') rewrite = { ...rewrite, ...filter.urlRewrite };
  return { host: rewrite.hostname ?? request.host, path: modified(rewrite.path, prefix, request) };
}

/** Path and query after a path modifier; without one as they are. */
function modified(modifier: HTTPPathModifier | undefined, prefix: string, request: ClientRequest): string {
  const path = pathOf(request);
  const query = request.path.slice(path.length);
  if (!modifier) return request.path;
  if (modifier.type === 'ReplaceFullPath') return modifier.replaceFullPath + query;
  const rest = path.slice(withoutSlash(prefix).length);
  const result = withoutSlash(modifier.replacePrefixMatch) + rest;
  return (result.startsWith('/') ? result : `/${result}`) + query;
}

function withoutSlash(prefix: string): string {
  return prefix.endsWith('/') ? withoutSlash(prefix.slice(0, -1)) : prefix;
}

function redirect(filter: HTTPRequestRedirectFilter, prefix: string, request: ClientRequest): Expectation {
  const scheme = filter.scheme ?? request.scheme;
  const wellKnown = scheme === 'https' ? 443 : 80;
  const port = filter.port ?? (filter.scheme ? wellKnown : request.port);
  const host = filter.hostname ?? nameOfHost(request.host);
  return { kind: 'redirect', status: filter.statusCode, location: { scheme, host, port, path: modified(filter.path, prefix, request) } };
}

/** The Host header without its port. */
export function nameOfHost(host: string): string {
  return host.replace(/:[0-9]*$/, '');
}
