import { z } from 'zod';
import { BAD_FORMAT } from '../diagnostics/catalogue/shape';
import type { Channel } from './common-route';
import { checkBackendPort, checkCommonRoute } from './common-route';
import { checkAnyOf, checkUnique } from './entries';
import { checkHeaderValues } from './header-values';
import type { HTTPHeaderFilter, HTTPRequestMirrorFilter } from './http-filters';
import { checkFilters, httpHeaderFilter, httpRequestMirrorFilter } from './http-filters';
import type { Mistake } from './mistakes';
import { mistake, shown } from './mistakes';
import type { Decoded, Immutable } from './object';
import type { Path } from './paths';
import type { LocalObjectReference } from './references';
import { backendRef, localObjectReference, parentReference } from './references';
import { headerName, hostname, isOfFormat, sectionName, text } from './scalars';
import { checkSessionPersistence, sessionPersistence } from './session-persistence';

/** At least one of `service` and `method` is present. */
export const grpcMethodMatch = z.strictObject({
  type: z.enum(['Exact', 'RegularExpression']).default('Exact'),
  service: z.string().max(1024).optional(),
  method: z.string().max(1024).optional(),
});
export type GRPCMethodMatch = Immutable<z.infer<typeof grpcMethodMatch>>;

export const grpcHeaderMatch = z.strictObject({
  type: z.enum(['Exact', 'RegularExpression']).default('Exact'),
  name: headerName,
  value: text('headerValue', 4096),
});
export type GRPCHeaderMatch = Immutable<z.infer<typeof grpcHeaderMatch>>;

export const grpcRouteMatch = z.strictObject({
  method: grpcMethodMatch.optional(),
  headers: z.array(grpcHeaderMatch).max(16).optional(),
});
export type GRPCRouteMatch = Immutable<z.infer<typeof grpcRouteMatch>>;

/** A filter; the member that belongs to its `type` is present, the others are not. */
export type GRPCRouteFilter =
  | { readonly type: 'RequestHeaderModifier'; readonly requestHeaderModifier: HTTPHeaderFilter }
  | { readonly type: 'ResponseHeaderModifier'; readonly responseHeaderModifier: HTTPHeaderFilter }
  | { readonly type: 'RequestMirror'; readonly requestMirror: HTTPRequestMirrorFilter }
  | { readonly type: 'ExtensionRef'; readonly extensionRef: LocalObjectReference };

export const grpcRouteFilter = z.strictObject({
  type: z.enum(['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'ExtensionRef']),
  requestHeaderModifier: httpHeaderFilter.optional(),
  responseHeaderModifier: httpHeaderFilter.optional(),
  requestMirror: httpRequestMirrorFilter.optional(),
  extensionRef: localObjectReference.optional(),
}).transform((filter) => filter as GRPCRouteFilter);

const grpcRouteFilters = z.array(grpcRouteFilter).max(16).optional();

export const grpcBackendRef = backendRef.extend({ filters: grpcRouteFilters });
export type GRPCBackendRef = Immutable<z.infer<typeof grpcBackendRef>>;

export const grpcRouteRule = z.strictObject({
  name: sectionName.optional(),
  matches: z.array(grpcRouteMatch).max(64).optional(),
  filters: grpcRouteFilters,
  backendRefs: z.array(grpcBackendRef).max(16).optional(),
  sessionPersistence: sessionPersistence.optional(),
});
export type GRPCRouteRule = Immutable<z.infer<typeof grpcRouteRule>>;

/** Gateway API v1 GRPCRoute. Rules and matches have no defaults in the CRD; `rules` is empty where the file has none. */
export const grpcRouteSpec = z.strictObject({
  parentRefs: z.array(parentReference).max(32).optional(),
  useDefaultGateways: z.enum(['All', 'None']).optional(),
  hostnames: z.array(hostname).max(16).optional(),
  rules: z.array(grpcRouteRule).max(16).default([]),
});

export type GRPCRouteSpec = Immutable<z.infer<typeof grpcRouteSpec>>;
export type GRPCRoute = Decoded<GRPCRouteSpec>;

/** The rules of the GRPCRoute CRD that go over several fields. */
export function checkGRPCRoute(spec: GRPCRouteSpec, mistakes: Mistake[], channel: Channel): void {
  checkCommonRoute(spec, channel, mistakes);
  if (channel === 'experimental') {
    checkHeaderValues(spec.rules, mistakes);
  }
  spec.rules.forEach((rule, index) => checkRule(rule, ['spec', 'rules', index], mistakes));
}

function checkRule(rule: GRPCRouteRule, path: Path, mistakes: Mistake[]): void {
  rule.matches?.forEach((match, index) => {
    const at = [...path, 'matches', index];
    checkMethod(match.method, [...at, 'method'], mistakes);
    checkUnique(match.headers, (header) => header.name, 'name', [...at, 'headers'], mistakes);
  });
  checkFilters(rule.filters, false, [...path, 'filters'], mistakes);
  rule.backendRefs?.forEach((ref, index) => {
    const at = [...path, 'backendRefs', index];
    checkBackendPort(ref, at, mistakes);
    checkFilters(ref.filters, false, [...at, 'filters'], mistakes);
  });
  checkSessionPersistence(rule.sessionPersistence, [...path, 'sessionPersistence'], mistakes);
}

function checkMethod(match: GRPCMethodMatch | undefined, path: Path, mistakes: Mistake[]): void {
  if (match === undefined) {
    return;
  }
  checkAnyOf(match, ['service', 'method'], path, mistakes);
  for (const [field, form] of [['service', 'grpcService'], ['method', 'grpcMethod']] as const) {
    const value = match[field];
    if (match.type === 'Exact' && value !== undefined && !isOfFormat(form, value)) {
      mistakes.push(mistake(BAD_FORMAT, { value: shown(value), form }, { path: [...path, field] }));
    }
  }
}
