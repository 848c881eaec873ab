import { z } from 'zod';
import { httpRouteFilters } from './http-filters';
import type { Decoded, Immutable } from './object';
import { backendRef, parentReference } from './references';
import { duration, headerName, hostname, sectionName } from './scalars';
import { sessionPersistence } from './session-persistence';

export const httpPathMatch = z.strictObject({
  type: z.enum(['Exact', 'PathPrefix', 'RegularExpression']).default('PathPrefix'),
  value: z.string().max(1024).default('/'),
});
export type HTTPPathMatch = Immutable<z.infer<typeof httpPathMatch>>;

export const httpHeaderMatch = z.strictObject({
  type: z.enum(['Exact', 'RegularExpression']).default('Exact'),
  name: headerName,
  value: z.string().min(1).max(4096),
});
export type HTTPHeaderMatch = Immutable<z.infer<typeof httpHeaderMatch>>;

export const httpQueryParamMatch = z.strictObject({
  type: z.enum(['Exact', 'RegularExpression']).default('Exact'),
  name: headerName,
  value: z.string().min(1).max(1024),
});
export type HTTPQueryParamMatch = Immutable<z.infer<typeof httpQueryParamMatch>>;

export const httpMethod = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);
export type HTTPMethod = z.infer<typeof httpMethod>;

/** All fields of a match must hold. A match without `path` has the prefix `/`. */
export const httpRouteMatch = z.strictObject({
  path: httpPathMatch.default({ type: 'PathPrefix', value: '/' }),
  headers: z.array(httpHeaderMatch).max(16).optional(),
  queryParams: z.array(httpQueryParamMatch).max(16).optional(),
  method: httpMethod.optional(),
});
export type HTTPRouteMatch = Immutable<z.infer<typeof httpRouteMatch>>;

export const httpBackendRef = backendRef.extend({ filters: httpRouteFilters });
export type HTTPBackendRef = Immutable<z.infer<typeof httpBackendRef>>;

export const httpRouteTimeouts = z.strictObject({ request: duration.optional(), backendRequest: duration.optional() });
export type HTTPRouteTimeouts = Immutable<z.infer<typeof httpRouteTimeouts>>;

/** Experimental channel (GEP-1731). */
export const httpRouteRetry = z.strictObject({
  codes: z.array(z.int().min(400).max(599)).optional(),
  attempts: z.int().optional(),
  backoff: duration.optional(),
});
export type HTTPRouteRetry = Immutable<z.infer<typeof httpRouteRetry>>;

const anyPath = { path: { type: 'PathPrefix' as const, value: '/' } };

export const httpRouteRule = z.strictObject({
  name: sectionName.optional(),
  matches: z.array(httpRouteMatch).max(64).default([anyPath]),
  filters: httpRouteFilters,
  backendRefs: z.array(httpBackendRef).max(16).optional(),
  timeouts: httpRouteTimeouts.optional(),
  retry: httpRouteRetry.optional(),
  sessionPersistence: sessionPersistence.optional(),
});
export type HTTPRouteRule = Immutable<z.infer<typeof httpRouteRule>>;

/** Gateway API v1 HTTPRoute. Without `rules` there is one rule that matches every path. `matches: []` stays empty. */
export const httpRouteSpec = z.strictObject({
  parentRefs: z.array(parentReference).max(32).optional(),
  useDefaultGateways: z.enum(['All', 'None']).optional(),
  hostnames: z.array(hostname).max(16).optional(),
  rules: z.array(httpRouteRule).min(1).max(16).default([{ matches: [anyPath] }]),
});

export type HTTPRouteSpec = Immutable<z.infer<typeof httpRouteSpec>>;
export type HTTPRoute = Decoded<HTTPRouteSpec>;
