import type { RedirectAction } from '../plan/ir';
import type { RedirectOutcome, RewrittenRequest } from './decision';
import type { Request } from './request';
import { splitHost, splitTarget } from './request-facts';
import type { AlbSettings } from './settings';

/**
 * The answer of a redirect action. `rewritten` is the request after the transforms of the rule.
 * Source: "RedirectActionConfig" (ELB API); that Location always carries the port is observed.
 */
export function redirect(action: RedirectAction, request: Request, rewritten: RewrittenRequest, settings: AlbSettings): RedirectOutcome {
  const keywords = keywordsOf(request, settings.rewriteBeforeRedirect ? rewritten : request, settings);
  const expand = (template: string) => template.replace(/#\{(protocol|host|port|path|query)\}/g, (_, name: keyof Keywords) => keywords[name]);
  const protocol = expand(action.protocol ?? '#{protocol}').toLowerCase();
  const host = expand(action.host ?? '#{host}');
  const port = expand(action.port ?? '#{port}');
  const path = expand(action.path ?? '/#{path}');
  const query = expand(action.query ?? '#{query}');
  const isDefaultPort = port === (protocol === 'https' ? '443' : '80');
  const authority = isDefaultPort && !settings.locationKeepsDefaultPort ? host : `${host}:${port}`;
  return {
    type: 'redirect',
    statusCode: action.statusCode === 'HTTP_301' ? 301 : 302,
    location: `${protocol}://${authority}${path}${query === '' ? '' : `?${query}`}`,
  };
}

interface Keywords {
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  /** Without the leading slash. */
  readonly path: string;
  readonly query: string;
}

function keywordsOf(request: Request, subject: RewrittenRequest, settings: AlbSettings): Keywords {
  const { path, query = '' } = splitTarget(subject.path);
  const named = splitHost(request.host).port;
  return {
    protocol: request.scheme,
    host: splitHost(subject.host).name,
    port: settings.redirectPort === 'host-header' && named ? named : String(request.port),
    path: path.replace(/^\//, ''),
    query,
  };
}
