import type { Condition } from '../plan/ir';
import type { Request } from './request';
import { splitTarget } from './request-facts';

/** A condition in words, such as `path /coffee or /coffee/*`. */
export function describeCondition(condition: Condition): string {
  return `${subjectName(condition)} ${acceptedValues(condition)}`;
}

/** Why a condition does not hold for a request, such as `path is "/tea", needs /coffee or /coffee/*`. */
export function describeFailure(condition: Condition, request: Request): string {
  return `${actualValue(condition, request)}, needs ${acceptedValues(condition)}`;
}

function subjectName(condition: Condition): string {
  switch (condition.field) {
    case 'host-header':
      return 'host';
    case 'path-pattern':
      return 'path';
    case 'http-header':
      return `header ${condition.name}`;
    case 'query-string':
      return 'query parameter';
    case 'http-request-method':
      return 'method';
    case 'source-ip':
      return 'source address';
  }
}

function acceptedValues(condition: Condition): string {
  switch (condition.field) {
    case 'host-header':
    case 'path-pattern':
    case 'http-header':
      return joined([...(condition.values ?? []), ...(condition.regexValues ?? []).map(readableRegex)]);
    case 'query-string':
      return joined(condition.values.map(({ key, value }) => (key === undefined ? value : `${key}=${value}`)));
    case 'http-request-method':
      return joined(condition.values);
    case 'source-ip':
      return joined(condition.values.map((cidr) => `in ${cidr}`));
  }
}

function actualValue(condition: Condition, request: Request): string {
  const { path, query } = splitTarget(request.path);
  switch (condition.field) {
    case 'host-header':
      return `host is ${JSON.stringify(request.host)}`;
    case 'path-pattern':
      return `path is ${JSON.stringify(path)}`;
    case 'http-header': {
      const wanted = condition.name.toLowerCase();
      const lines = request.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => JSON.stringify(value));
      return lines.length === 0 ? `header ${condition.name} is missing` : `header ${condition.name} is ${joined(lines, 'and')}`;
    }
    case 'query-string':
      return query ? `query is ${JSON.stringify(query)}` : 'there is no query';
    case 'http-request-method':
      return `method is ${request.method}`;
    case 'source-ip':
      return `source address is ${request.sourceIp}`;
  }
}

function joined(words: readonly string[], last = 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;
}

const portSuffix = '(:[0-9]+)?$';
const belowSuffix = '(/.*)?$';

/**
 * The plain text behind the anchored expressions that the compiler writes for hosts and prefixes; others as they are,
 * marked with `~`.
 */
export function readableRegex(regex: string): string {
  const suffix = [portSuffix, belowSuffix, '$'].find((candidate) => regex.endsWith(candidate));
  if (!regex.startsWith('^') || suffix === undefined) return `~${regex}`;
  const body = regex
    .slice(1, -suffix.length)
    .replace(/\[([A-Z])([a-z])\]/g, (letters, upper: string, lower: string) => (upper.toLowerCase() === lower ? lower : letters));
  const star = body.startsWith('.+') ? '*' : '';
  const literal = body.slice(star === '' ? 0 : 2).replace(/\\([^A-Za-z0-9])/g, '\0$1');
  if (/(?<!\0)[\\^$.*+?()[\]{}|]/.test(literal)) return `~${regex}`;
  return star + literal.replaceAll('\0', '') + (suffix === belowSuffix ? ' and below' : '');
}
