import { z } from 'zod';
import type { Immutable } from './object';
import type { LocalObjectReference } from './references';
import { backendObjectReference, localObjectReference } from './references';
import { headerName, int32, portNumber, preciseHostname, text } from './scalars';

export const httpHeader = z.strictObject({ name: headerName, value: text('headerValue', 4096) });
export type HTTPHeader = Immutable<z.infer<typeof httpHeader>>;

/** Changes of headers; used for requests and for responses. */
export const httpHeaderFilter = z.strictObject({
  set: z.array(httpHeader).max(16).optional(),
  add: z.array(httpHeader).max(16).optional(),
  remove: z.array(z.string()).max(16).optional(),
});
export type HTTPHeaderFilter = Immutable<z.infer<typeof httpHeaderFilter>>;

const pathModifier = z.strictObject({
  type: z.enum(['ReplaceFullPath', 'ReplacePrefixMatch']),
  replaceFullPath: z.string().max(1024).optional(),
  replacePrefixMatch: z.string().max(1024).optional(),
});

/** How a redirect or rewrite changes the path; the member named by `type` is present, the other is not. */
export type HTTPPathModifier =
  | { readonly type: 'ReplaceFullPath'; readonly replaceFullPath: string }
  | { readonly type: 'ReplacePrefixMatch'; readonly replacePrefixMatch: string };

export const httpPathModifier = pathModifier.transform((modifier) => modifier as HTTPPathModifier);

export const httpRequestRedirectFilter = z.strictObject({
  scheme: z.enum(['http', 'https']).optional(),
  hostname: preciseHostname.optional(),
  path: httpPathModifier.optional(),
  port: portNumber.optional(),
  statusCode: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]).default(302),
});
export type HTTPRequestRedirectFilter = Immutable<z.infer<typeof httpRequestRedirectFilter>>;

export const httpURLRewriteFilter = z.strictObject({ hostname: preciseHostname.optional(), path: httpPathModifier.optional() });
export type HTTPURLRewriteFilter = Immutable<z.infer<typeof httpURLRewriteFilter>>;

export const fraction = z.strictObject({ numerator: int32.min(0), denominator: int32.min(1).default(100) });
export type Fraction = Immutable<z.infer<typeof fraction>>;

export const httpRequestMirrorFilter = z.strictObject({
  backendRef: backendObjectReference,
  percent: z.int().min(0).max(100).optional(),
  fraction: fraction.optional(),
});
export type HTTPRequestMirrorFilter = Immutable<z.infer<typeof httpRequestMirrorFilter>>;

export const httpCORSFilter = z.strictObject({
  allowOrigins: z.array(text('corsOrigin', 253)).max(64).optional(),
  allowCredentials: z.boolean().optional(),
  allowMethods: z.array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', '*'])).max(9).optional(),
  allowHeaders: z.array(headerName).max(64).optional(),
  exposeHeaders: z.array(headerName).max(64).optional(),
  maxAge: int32.min(1).default(5),
});
export type HTTPCORSFilter = Immutable<z.infer<typeof httpCORSFilter>>;

/** Experimental channel: asks another service whether a request may pass. */
export const httpExternalAuthFilter = z.strictObject({
  protocol: z.enum(['HTTP', 'GRPC']),
  backendRef: backendObjectReference,
  grpc: z.strictObject({ allowedHeaders: z.array(z.string()).max(64).optional() }).optional(),
  http: z.strictObject({
    path: z.string().optional(),
    allowedHeaders: z.array(z.string()).max(64).optional(),
    allowedResponseHeaders: z.array(z.string()).max(64).optional(),
  }).optional(),
  forwardBody: z.strictObject({ maxSize: z.int().min(0).optional() }).optional(),
});
export type HTTPExternalAuthFilter = Immutable<z.infer<typeof httpExternalAuthFilter>>;

/** A filter; the member that belongs to its `type` is present, the others are not. */
export type HTTPRouteFilter =
  | { readonly type: 'RequestHeaderModifier'; readonly requestHeaderModifier: HTTPHeaderFilter }
  | { readonly type: 'ResponseHeaderModifier'; readonly responseHeaderModifier: HTTPHeaderFilter }
  | { readonly type: 'RequestMirror'; readonly requestMirror: HTTPRequestMirrorFilter }
  | { readonly type: 'RequestRedirect'; readonly requestRedirect: HTTPRequestRedirectFilter }
  | { readonly type: 'URLRewrite'; readonly urlRewrite: HTTPURLRewriteFilter }
  | { readonly type: 'CORS'; readonly cors: HTTPCORSFilter }
  | { readonly type: 'ExternalAuth'; readonly externalAuth: HTTPExternalAuthFilter }
  | { readonly type: 'ExtensionRef'; readonly extensionRef: LocalObjectReference };

export const httpRouteFilter = z.strictObject({
  type: z.enum(['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'RequestRedirect', 'URLRewrite', 'CORS',
    'ExternalAuth', 'ExtensionRef']),
  requestHeaderModifier: httpHeaderFilter.optional(),
  responseHeaderModifier: httpHeaderFilter.optional(),
  requestMirror: httpRequestMirrorFilter.optional(),
  requestRedirect: httpRequestRedirectFilter.optional(),
  urlRewrite: httpURLRewriteFilter.optional(),
  cors: httpCORSFilter.optional(),
  externalAuth: httpExternalAuthFilter.optional(),
  extensionRef: localObjectReference.optional(),
}).transform((filter) => filter as HTTPRouteFilter);

/** Filters of a rule or of one backend, in the order of the file. */
export const httpRouteFilters = z.array(httpRouteFilter).max(16).optional();
