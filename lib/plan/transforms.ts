import { PATH_REPLACEMENT } from '../diagnostics/catalogue/rule-actions';
import type { HTTPURLRewriteFilter } from '../model/http-filters';
import type { Transform } from './ir';
import { limits } from './limits';
import type { Obstacle } from './obstacles';
import { obstacle } from './obstacles';
import { escapeRegex } from './regex';
import type { PlacedRewrite, RouteRule } from './route-rule';
import { matchedPrefix } from './route-rule';

/**
 * URLRewrite -> transforms.
 *
 * A transform replaces the first match of a regular expression in path and query; where nothing matches, the request
 * stays as it is. So each regex here matches every path that the rule's own condition lets through, and keeps the query.
 * It is anchored at both ends, so it does not matter whether an ALB searches, or replaces all of the text or the match.
 * Source: Gateway API HTTPPathModifier (with its table of results); "Transforms for listener rules" (ELB user guide).
 */
export function planTransforms(rewrites: readonly PlacedRewrite[], rule: RouteRule): readonly Transform[] {
  const transforms = rewrites.flatMap(({ filter: { urlRewrite } }) => transformsOf(urlRewrite, matchedPrefix(rule)));
  return transforms.sort((left, right) => right.type.localeCompare(left.type));
}

function transformsOf({ path, hostname }: HTTPURLRewriteFilter, prefix: string | undefined): readonly Transform[] {
  const host = hostname === undefined ? [] : [hostRewrite(hostname)];
  if (!path) return host;
  if (path.type === 'ReplaceFullPath') return [fullPathRewrite(path.replaceFullPath), ...host];
  return [...prefixRewrite(prefix ?? '', path.replacePrefixMatch), ...host];
}

/** What keeps the rewrites from being said as transforms. */
export function rewriteObstacles(rewrites: readonly PlacedRewrite[], rule: RouteRule): readonly Obstacle[] {
  return rewrites.flatMap(({ filter: { urlRewrite: { path } }, path: place }) => {
    if (!path) return [];
    const [field, value] = path.type === 'ReplaceFullPath'
      ? ['replaceFullPath', path.replaceFullPath] as const
      : ['replacePrefixMatch', path.replacePrefixMatch] as const;
    const problem = replacementProblem(value);
    const where = rule.where(...place, 'urlRewrite', 'path', field);
    return problem === undefined ? [] : [obstacle(PATH_REPLACEMENT, { ...rule.who, value, problem }, where)];
  });
}

const longestReplacement = limits.rewriteLength - '/$1'.length;

/** Why a text cannot stand as the replacement of a path in a transform; undefined where it can. */
export function replacementProblem(path: string): string | undefined {
  if (path.includes('$')) return 'a "$" in a replacement names a group, and AWS documents no way to write it literally';
  if (path.length > longestReplacement) return `it is longer than the ${longestReplacement} characters that fit`;
  return pathProblem(path);
}

/** Why a text is no path of a URL; undefined where it is one. The empty path stands for `/`. */
export function pathProblem(path: string): string | undefined {
  if (path !== '' && !path.startsWith('/')) return 'it does not start with "/"';
  const [strange] = /[^A-Za-z0-9\-._~!$&'()*+,;=:@%/]/u.exec(path) ?? [];
  return strange === undefined ? undefined : `"${strange}" cannot stand in the path of a URL`;
}

/** `[^?]*` is the path in "path?query". */
function fullPathRewrite(path: string): Transform {
  return { type: 'url-rewrite', regex: '^[^?]*(.*)$', replace: `${path === '' ? '/' : path}$1` };
}

/** Drops the port that the client may have written into the Host header. */
function hostRewrite(hostname: string): Transform {
  return { type: 'host-header-rewrite', regex: '^.*$', replace: hostname };
}

/** A path prefix without slashes at its end; the root is empty. */
export function trimmed(prefix: string): string {
  return prefix.replace(/\/+$/, '');
}

/**
 * Replaces a matched prefix. Slashes at the end of both do not count, and the result is neither empty nor has a double
 * slash at the joint. Empty where nothing changes.
 */
export function prefixRewrite(prefix: string, replacement: string): readonly Transform[] {
  const from = escapeRegex(trimmed(prefix));
  const to = trimmed(replacement);
  if (trimmed(prefix) === to) return [];
  if (from === '') return [{ type: 'url-rewrite', regex: '^/(.*)$', replace: `${to}/$1` }];
  if (to === '') return [{ type: 'url-rewrite', regex: `^${from}/?(.*)$`, replace: '/$1' }];
  return [{ type: 'url-rewrite', regex: `^${from}(.*)$`, replace: `${to}$1` }];
}

/** Takes a literal prefix off, so that the rest begins with a slash. For paths below the prefix, not for itself. */
export function prefixRemoval(prefix: string): Transform {
  return { type: 'url-rewrite', regex: `^${escapeRegex(trimmed(prefix))}/(.*)$`, replace: '/$1' };
}
