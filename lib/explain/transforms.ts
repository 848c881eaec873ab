import type { Transform } from '../plan/ir';
import { parseRegex, UnsupportedRegexError } from './regex-syntax';
import { splitHost, splitTarget } from './request-facts';
import type { Request } from './request';
import type { RewrittenRequest } from './decision';
import type { AlbSettings } from './settings';

/** What a rule makes of host and target; undefined where a transform fails, which an ALB answers with 500. */
export type Rewrite = (request: Request) => RewrittenRequest | undefined;

/**
 * Reads the transforms of a rule once for many requests. Only the first match of a regex is replaced, the rest of the
 * subject stays; a regex that does not match changes nothing. Throws UnsupportedRegexError.
 * Source: "Transforms for listener rules" (ELB user guide); subject and replacement as AWS Load Balancer Controller relies on them.
 */
export function compileTransforms(transforms: readonly Transform[], settings: AlbSettings): Rewrite {
  const host = compileTransform(transforms, 'host-header-rewrite');
  const url = compileTransform(transforms, 'url-rewrite');
  return (request) => {
    const rewritten = {
      host: host ? rewriteHost(request.host, host, settings) : request.host,
      path: url ? rewriteUrl(request.path, url, settings) : request.path,
    };
    return rewritten.path.startsWith('/') && rewritten.host !== '' ? rewritten : undefined;
  };
}

type Substitution = (subject: string) => string;

function compileTransform(transforms: readonly Transform[], type: Transform['type']): Substitution | undefined {
  const transform = transforms.find((candidate) => candidate.type === type);
  if (!transform) return undefined;
  if (transform.regex.startsWith('(?i)')) throw new UnsupportedRegexError(transform.regex, 'flags in a transform are not modelled');
  parseRegex(transform.regex, false);
  const regex = new RegExp(transform.regex.replaceAll('(?P<', '(?<'));
  return (subject) => {
    const match = regex.exec(subject);
    return match ? subject.slice(0, match.index) + fill(transform.replace, match) + subject.slice(match.index + match[0].length) : subject;
  };
}

/** `$1` to `$9` are groups, empty where the group took no part; `$0` is the whole match. Every other `$` stands for itself. */
function fill(replace: string, match: RegExpExecArray): string {
  return replace.replace(/\$([0-9])/g, (_, digit: string) => (match as readonly (string | undefined)[])[Number(digit)] ?? '');
}

function rewriteHost(host: string, substitute: Substitution, settings: AlbSettings): string {
  return substitute(settings.hostRewriteSeesPort ? host : splitHost(host).name);
}

function rewriteUrl(target: string, substitute: Substitution, settings: AlbSettings): string {
  if (settings.urlRewriteSeesQuery) return substitute(target);
  const { path, query } = splitTarget(target);
  return substitute(path) + (query === undefined ? '' : `?${query}`);
}
