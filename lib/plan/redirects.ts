import {
  REDIRECT_FIELD,
  REDIRECT_LOOP,
  REDIRECT_STATUS,
  REDIRECT_STRIPS_PREFIX,
  REDIRECT_TO_HTTP,
} from '../diagnostics/catalogue/rule-actions';
import type { Report } from '../diagnostics/diagnostic';
import type { HTTPRequestRedirectFilter } from '../model/http-filters';
import type { PathSegment } from '../source/kube-object';
import type { OutcomeVariant, PortGroup } from './context';
import type { RedirectAction } from './ir';
import { limits } from './limits';
import type { Obstacle } from './obstacles';
import { listenerObstacle, obstacle } from './obstacles';
import type { PlacedRedirect, RouteRule } from './route-rule';
import { matchedPrefix, matchesOnly } from './route-rule';
import { pathProblem, prefixRemoval, prefixRewrite, replacementProblem, trimmed } from './transforms';

/** A redirect of a rule on the listener of a port. */
export interface RedirectOnPort {
  readonly redirect: PlacedRedirect;
  readonly rule: RouteRule;
  readonly group: PortGroup;
  /** `redirectConfig.query` of a ListenerRuleConfiguration. */
  readonly query?: string;
}

/** Outcomes, or why there are none. */
export interface PlannedRedirect {
  readonly variants: readonly OutcomeVariant[];
  readonly obstacles: readonly Obstacle[];
}

/**
 * RequestRedirect -> redirect action.
 *
 * The port is always written: the one of the filter, else the default port of its scheme, else the listener's (Gateway
 * API, HTTPRequestRedirectFilter.Port). `#{port}` would leave it to the ALB where that comes from.
 *
 * A prefix is replaced by a transform, which runs before `#{path}` is expanded. But ELB refuses a redirect that leaves
 * protocol, host, port and path at their keywords, so where only the path changes the new prefix stands in `Path`, the
 * transform takes the old one off, and the prefix itself, which has nothing behind it, is a variant of its own.
 * Source: "Redirect actions" (ELB user guide), RedirectActionConfig (ELB API).
 */
export function planRedirect(it: RedirectOnPort): PlannedRedirect {
  const obstacles = [...fieldObstacles(it), ...protocolObstacles(it)];
  if (obstacles.length > 0) return { variants: [], obstacles };
  const { path } = it.redirect.filter.requestRedirect;
  if (!path) return leavesRequest(it) ? plain(it) : loop(it);
  if (path.type === 'ReplacePrefixMatch') return prefixRedirect(it, trimmed(matchedPrefix(it.rule) ?? ''), trimmed(path.replacePrefixMatch));
  const target = path.replaceFullPath === '' ? '/' : path.replaceFullPath;
  return leavesRequest(it) || !matchesOnly(target, it.rule) ? plain(it, { path: target }) : loop(it);
}

function prefixRedirect(it: RedirectOnPort, prefix: string, replacement: string): PlannedRedirect {
  if (prefix === replacement) return leavesRequest(it) ? plain(it) : loop(it);
  if (prefix === '') return plain(it, { path: `${replacement}/#{path}` });
  const whole = (host?: string): PlannedRedirect => {
    const action = { ...actionOf(it), ...(host !== undefined && { host }) };
    return { variants: [{ path: 'whole', transforms: prefixRewrite(prefix, replacement), action }], obstacles: [] };
  };
  if (leavesRequest(it)) return whole();
  if (replacement === '') {
    const host = onlyHost(it);
    return host === undefined ? refused(listenerObstacle(REDIRECT_STRIPS_PREFIX, { ...it.rule.who, prefix }, whereIs(it, 'path'))) : whole(host);
  }
  return {
    variants: [
      { path: 'prefix-itself', transforms: [], action: { ...actionOf(it), path: replacement } },
      { path: 'below-prefix', transforms: [prefixRemoval(prefix)], action: { ...actionOf(it), path: `${replacement}/#{path}` } },
    ],
    obstacles: [],
  };
}

function plain(it: RedirectOnPort, change: Pick<RedirectAction, 'path'> = {}): PlannedRedirect {
  return { variants: [{ path: 'whole', transforms: [], action: { ...actionOf(it), ...change } }], obstacles: [] };
}

function refused(...obstacles: readonly Obstacle[]): PlannedRedirect {
  return { variants: [], obstacles };
}

function loop(it: RedirectOnPort): PlannedRedirect {
  return refused(listenerObstacle(REDIRECT_LOOP, { ...it.rule.who, protocol: it.group.protocol, port: it.group.port }, whereIs(it)));
}

function whereIs({ redirect, rule }: RedirectOnPort, ...path: readonly PathSegment[]): Report {
  return rule.where(...redirect.path, 'requestRedirect', ...path);
}

function actionOf({ redirect: { filter: { requestRedirect } }, group, query }: RedirectOnPort): RedirectAction {
  const { scheme, hostname, statusCode } = requestRedirect;
  return {
    type: 'redirect',
    statusCode: statusCode === 301 ? 'HTTP_301' : 'HTTP_302',
    ...(scheme && { protocol: protocolOf(scheme) }),
    ...(hostname !== undefined && { host: hostname }),
    port: String(portOf(requestRedirect, group)),
    ...(query !== undefined && query !== '#{query}' && { query }),
  };
}

function protocolOf(scheme: 'http' | 'https'): 'HTTP' | 'HTTPS' {
  return scheme === 'http' ? 'HTTP' : 'HTTPS';
}

function portOf({ port, scheme }: HTTPRequestRedirectFilter, group: PortGroup): number {
  if (port !== undefined) return port;
  return scheme ? { http: 80, https: 443 }[scheme] : group.port;
}

/** Whether protocol, host or port make another URL of every request, whatever its path. */
function leavesRequest({ redirect: { filter: { requestRedirect } }, group }: RedirectOnPort): boolean {
  const { scheme, hostname } = requestRedirect;
  return hostname !== undefined || portOf(requestRedirect, group) !== group.port || (scheme !== undefined && protocolOf(scheme) !== group.protocol);
}

/** The one host whose requests the rule gets on this port; then it can stand for `#{host}`. */
function onlyHost({ rule: { route }, group }: RedirectOnPort): string | undefined {
  const attachments = group.attachments.filter((attached) => attached.route === route);
  const [host, ...others] = new Set(attachments.flatMap(({ attachment: { hostnames } }) => (hostnames.length > 0 ? hostnames : ['*'])));
  return others.length > 0 || host === undefined || host.includes('*') ? undefined : host;
}

function protocolObstacles(it: RedirectOnPort): readonly Obstacle[] {
  const { statusCode, scheme } = it.redirect.filter.requestRedirect;
  return [
    ...(statusCode === 301 || statusCode === 302 ? [] : [obstacle(REDIRECT_STATUS, { ...it.rule.who, statusCode }, whereIs(it, 'statusCode'))]),
    ...(scheme === 'http' && it.group.protocol === 'HTTPS' ? [listenerObstacle(REDIRECT_TO_HTTP, it.rule.who, whereIs(it, 'scheme'))] : []),
  ];
}

function fieldObstacles(it: RedirectOnPort): readonly Obstacle[] {
  const { hostname = '', path } = it.redirect.filter.requestRedirect;
  const wrong = (value: string, problem: string | undefined, ...place: readonly PathSegment[]): readonly Obstacle[] =>
    (problem === undefined ? [] : [listenerObstacle(REDIRECT_FIELD, { ...it.rule.who, value, problem }, whereIs(it, ...place))]);
  const ofHost = wrong(hostname, hostname.length > limits.redirectFieldLength ? tooLong : undefined, 'hostname');
  if (!path) return ofHost;
  if (path.type === 'ReplaceFullPath') return [...ofHost, ...wrong(path.replaceFullPath, literalProblem(path.replaceFullPath), 'path', 'replaceFullPath')];
  const value = path.replacePrefixMatch;
  return [...ofHost, ...wrong(value, prefixProblem(it, value), 'path', 'replacePrefixMatch')];
}

const tooLong = `a redirect has room for ${limits.redirectFieldLength} characters`;

/** A new prefix goes into a transform or, with a keyword behind it, into the path of the action. */
function prefixProblem(it: RedirectOnPort, value: string): string | undefined {
  const viaTransform = leavesRequest(it) && trimmed(matchedPrefix(it.rule) ?? '') !== '';
  return viaTransform ? replacementProblem(value) : literalProblem(value, '/#{path}'.length);
}

function literalProblem(path: string, more = 0): string | undefined {
  if (path.length + more > limits.redirectFieldLength) return tooLong;
  return path.includes('%') ? 'AWS does not take percent-encoded text in the path of a redirect' : pathProblem(path);
}

/** Problems of the query that a ListenerRuleConfiguration gives a redirect. */
export function queryProblem(query: string): string | undefined {
  if (query.length > limits.redirectFieldLength) return tooLong;
  if (query.startsWith('?')) return 'the "?" is added by the ALB';
  const unknown = /#\{(?!(protocol|host|port|path|query)\})[^}]*\}?/.exec(query);
  if (unknown) return `"${unknown[0]}" is no keyword; there are #{protocol}, #{host}, #{port}, #{path} and #{query}`;
  return /[^\x21-\x7e]/.test(query) ? 'it has characters that cannot stand in a URL' : undefined;
}

