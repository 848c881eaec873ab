import { z } from 'zod';
import { BAD_PATH, REDIRECT_WITH_BACKENDS, TIMEOUTS_REVERSED } from '../diagnostics/catalogue/shape';
import type { PathProblem } from '../diagnostics/catalogue/shape-words';
import type { Channel } from './common-route';
import { checkBackendPort, checkCommonRoute } from './common-route';
import { milliseconds } from './durations';
import { checkUnique } from './entries';
import { checkHeaderValues } from './header-values';
import { checkFilters, httpRouteFilters } from './http-filters';
import type { Mistake } from './mistakes';
import { mistake, shown } from './mistakes';
import type { Decoded, Immutable } from './object';
import type { Path } from './paths';
import { backendRef, parentReference } from './references';
import { duration, headerName, hostname, sectionName, text } from './scalars';
import { checkSessionPersistence, sessionPersistence } from './session-persistence';

export const httpPathMatch = z.strictObject({
  type: z.enum(['Exact', 'PathPrefix', 'RegularExpression']).default('PathPrefix'),
  value: z.string().max(1024).default('/'),
});
export type HTTPPathMatch = Immutable<z.infer<typeof httpPathMatch>>;

export const httpHeaderMatch = z.strictObject({
  type: z.enum(['Exact', 'RegularExpression']).default('Exact'),
  name: headerName,
  value: text('headerValue', 4096),
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

/** The rules of the HTTPRoute CRD that go over several fields. */
export function checkHTTPRoute(spec: HTTPRouteSpec, mistakes: Mistake[], channel: Channel): void {
  checkCommonRoute(spec, channel, mistakes);
  if (channel === 'experimental') {
    checkHeaderValues(spec.rules, mistakes);
  }
  spec.rules.forEach((rule, index) => checkRule(rule, ['spec', 'rules', index], mistakes));
}

function checkRule(rule: HTTPRouteRule, path: Path, mistakes: Mistake[]): void {
  const prefixMatched = rule.matches.length === 1 && rule.matches[0]?.path.type === 'PathPrefix';
  rule.matches.forEach((match, index) => checkMatch(match, [...path, 'matches', index], mistakes));
  checkFilters(rule.filters, prefixMatched, [...path, 'filters'], mistakes);
  const redirect = rule.filters?.findIndex((filter) => filter.type === 'RequestRedirect') ?? -1;
  if (redirect !== -1 && rule.backendRefs !== undefined && rule.backendRefs.length > 0) {
    mistakes.push(mistake(REDIRECT_WITH_BACKENDS, {}, { path: [...path, 'backendRefs'], onKey: true, about: path }));
  }
  rule.backendRefs?.forEach((ref, index) => {
    const at = [...path, 'backendRefs', index];
    checkBackendPort(ref, at, mistakes);
    checkFilters(ref.filters, prefixMatched, [...at, 'filters'], mistakes);
  });
  checkTimeouts(rule.timeouts, [...path, 'timeouts'], mistakes);
  checkSessionPersistence(rule.sessionPersistence, [...path, 'sessionPersistence'], mistakes);
}

function checkMatch(match: HTTPRouteMatch, path: Path, mistakes: Mistake[]): void {
  const problem = match.path.type === 'RegularExpression' ? undefined : pathProblem(match.path.value);
  if (problem !== undefined) {
    mistakes.push(mistake(BAD_PATH, { value: shown(match.path.value), problem }, { path: [...path, 'path', 'value'] }));
  }
  checkUnique(match.headers, (header) => header.name, 'name', [...path, 'headers'], mistakes);
  checkUnique(match.queryParams, (param) => param.name, 'name', [...path, 'queryParams'], mistakes);
}

/** What is wrong with the path of an Exact or PathPrefix match, in the order in which the CRD asks. */
function pathProblem(value: string): PathProblem | undefined {
  const problems: readonly (readonly [RegExp, PathProblem])[] = [
    [/^[^/]|^$/, 'relative'],
    [/\/\//, 'emptyElement'],
    [/\/\.\.?(\/|$)/, 'dotElement'],
    [/%2f/i, 'encodedSlash'],
    [/#/, 'fragment'],
    [/\?/, 'query'],
    [/[^-A-Za-z0-9/._~!$&'()*+,;=:@%]|%(?![0-9a-fA-F]{2})/, 'characters'],
  ];
  return problems.find(([pattern]) => pattern.test(value))?.[1];
}

function checkTimeouts(timeouts: HTTPRouteTimeouts | undefined, path: Path, mistakes: Mistake[]): void {
  const { request, backendRequest } = timeouts ?? {};
  if (request === undefined || backendRequest === undefined) {
    return;
  }
  if (milliseconds(request) !== 0 && milliseconds(backendRequest) > milliseconds(request)) {
    mistakes.push(mistake(TIMEOUTS_REVERSED, { request, backendRequest }, { path: [...path, 'backendRequest'], about: path }));
  }
}
