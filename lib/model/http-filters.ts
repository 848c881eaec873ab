import { z } from 'zod';
import {
  FILTER_REPEATED, FRACTION_ABOVE_ONE, PREFIX_NOT_MATCHED, REDIRECT_WITH_REWRITE, WILDCARD_NOT_ALONE,
} from '../diagnostics/catalogue/shape';
import { checkBackendPort } from './common-route';
import { checkMember, checkNotBoth, checkUnique } from './entries';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Immutable } from './object';
import type { Path } from './paths';
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
  statusCode: z.literal([301, 302, 303, 307, 308]).default(302),
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
    path: text('path', 1024).optional(),
    allowedHeaders: z.array(z.string()).max(64).optional(),
    allowedResponseHeaders: z.array(z.string()).max(64).optional(),
  }).optional(),
  forwardBody: z.strictObject({ maxSize: z.int().min(0).max(65535).optional() }).optional(),
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

/** The member of each type of filter. */
const FILTER_MEMBERS = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  CORS: 'cors',
  ExternalAuth: 'externalAuth',
  ExtensionRef: 'extensionRef',
};

const PATH_MEMBERS = { ReplaceFullPath: 'replaceFullPath', ReplacePrefixMatch: 'replacePrefixMatch' };

const REPEATABLE = ['RequestMirror', 'ExtensionRef'];

/**
 * The rules over a list of filters, of a rule or of one backend (CEL of HTTPRoute; GRPCRoute has a part of the types).
 * `prefixMatched` says whether the rule has exactly one match, of type PathPrefix.
 */
export function checkFilters(filters: readonly HTTPRouteFilter[] | undefined, prefixMatched: boolean, path: Path, mistakes: Mistake[]): void {
  filters?.forEach((filter, index) => {
    const at = [...path, index];
    checkMember(filter, FILTER_MEMBERS, at, mistakes);
    checkSettings(filter, at, prefixMatched, mistakes);
    if (!REPEATABLE.includes(filter.type) && filters.findIndex(({ type }) => type === filter.type) < index) {
      mistakes.push(mistake(FILTER_REPEATED, { type: filter.type }, { path: [...at, 'type'], about: path }));
    }
  });
  const rewrite = filters?.findIndex(({ type }) => type === 'URLRewrite') ?? -1;
  if (rewrite !== -1 && filters?.some(({ type }) => type === 'RequestRedirect') === true) {
    mistakes.push(mistake(REDIRECT_WITH_REWRITE, {}, { path: [...path, rewrite, 'type'], about: path }));
  }
}

function checkSettings(filter: HTTPRouteFilter, path: Path, prefixMatched: boolean, mistakes: Mistake[]): void {
  const settings = filter as Partial<Record<string, unknown>> & {
    readonly requestHeaderModifier?: HTTPHeaderFilter;
    readonly responseHeaderModifier?: HTTPHeaderFilter;
    readonly requestMirror?: HTTPRequestMirrorFilter;
    readonly requestRedirect?: HTTPRequestRedirectFilter;
    readonly urlRewrite?: HTTPURLRewriteFilter;
    readonly cors?: HTTPCORSFilter;
    readonly externalAuth?: HTTPExternalAuthFilter;
  };
  checkHeaders(settings.requestHeaderModifier, [...path, 'requestHeaderModifier'], mistakes);
  checkHeaders(settings.responseHeaderModifier, [...path, 'responseHeaderModifier'], mistakes);
  checkMirror(settings.requestMirror, [...path, 'requestMirror'], mistakes);
  checkPath(settings.requestRedirect?.path, prefixMatched, [...path, 'requestRedirect', 'path'], mistakes);
  checkPath(settings.urlRewrite?.path, prefixMatched, [...path, 'urlRewrite', 'path'], mistakes);
  checkCORS(settings.cors, [...path, 'cors'], mistakes);
  checkExternalAuth(settings.externalAuth, [...path, 'externalAuth'], mistakes);
}

function checkHeaders(headers: HTTPHeaderFilter | undefined, path: Path, mistakes: Mistake[]): void {
  checkUnique(headers?.set, (header) => header.name, 'name', [...path, 'set'], mistakes);
  checkUnique(headers?.add, (header) => header.name, 'name', [...path, 'add'], mistakes);
  checkUnique(headers?.remove, (name) => name, '', [...path, 'remove'], mistakes);
}

function checkMirror(mirror: HTTPRequestMirrorFilter | undefined, path: Path, mistakes: Mistake[]): void {
  if (mirror === undefined) {
    return;
  }
  checkBackendPort(mirror.backendRef, [...path, 'backendRef'], mistakes);
  checkNotBoth(mirror, ['percent', 'fraction'], path, mistakes);
  if (mirror.fraction !== undefined && mirror.fraction.numerator > mirror.fraction.denominator) {
    mistakes.push(mistake(FRACTION_ABOVE_ONE, mirror.fraction, { path: [...path, 'fraction', 'numerator'], about: [...path, 'fraction'] }));
  }
}

function checkPath(modifier: HTTPPathModifier | undefined, prefixMatched: boolean, path: Path, mistakes: Mistake[]): void {
  if (modifier === undefined) {
    return;
  }
  checkMember(modifier, PATH_MEMBERS, path, mistakes);
  if (modifier.type === 'ReplacePrefixMatch' && !prefixMatched) {
    mistakes.push(mistake(PREFIX_NOT_MATCHED, {}, { path: [...path, 'type'], about: path }));
  }
}

function checkCORS(cors: HTTPCORSFilter | undefined, path: Path, mistakes: Mistake[]): void {
  const lists = ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders'] as const;
  for (const list of cors === undefined ? [] : lists) {
    const entries: readonly string[] = cors?.[list] ?? [];
    checkUnique(entries, (entry) => entry, '', [...path, list], mistakes);
    if (list !== 'exposeHeaders' && entries.includes('*') && entries.length > 1) {
      mistakes.push(mistake(WILDCARD_NOT_ALONE, {}, { path: [...path, list, entries.indexOf('*')], about: [...path, list] }));
    }
  }
}

function checkExternalAuth(auth: HTTPExternalAuthFilter | undefined, path: Path, mistakes: Mistake[]): void {
  if (auth !== undefined) {
    checkMember(auth, { HTTP: 'http', GRPC: 'grpc' }, path, mistakes, 'protocol');
    checkBackendPort(auth.backendRef, [...path, 'backendRef'], mistakes);
  }
}
