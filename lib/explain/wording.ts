import type { Condition } from '../plan/ir';
import type { Request } from './request';
import { splitTarget } from './request-facts';

/** A condition in words, such as `path /coffee or /coffee/*`. */
export function describeCondition(condition: Condition): string {
  const { part, is } = wordsOf(condition);
  return `${part} ${is}`;
}

/** What of a request a condition looks at, and what it accepts: `path` and `/coffee or /coffee/*`. */
export interface ConditionWords {
  readonly part: string;
  readonly is: string;
}

export function wordsOf(condition: Condition): ConditionWords {
  return { part: subjectName(condition), is: acceptedValues(condition) };
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

const anyPort = '(:[0-9]+)?';
const orBelow = '(/.*)?';

/**
 * What the anchored expressions say that the compiler writes for hostnames and prefixes: `(cafe|tea).example.com`,
 * `/coffee and below`. Others as they are, marked with `~`.
 */
export function readableRegex(regex: string): string {
  if (!/^\^.*\$$/s.test(regex)) return `~${regex}`;
  const text = regex.slice(1, -1);
  const body = text.endsWith(anyPort) ? text.slice(0, -anyPort.length) : text;
  const words = body
    .replace(/\[([A-Z])([a-z])\]/g, (letters, upper: string, lower: string) => (upper.toLowerCase() === lower ? lower : letters))
    .replace(/^(\(?)\.\+/, '$1\0*')
    .replaceAll('|.+', '|\0*')
    .replaceAll(orBelow, ' and below')
    .replace(/\\([^A-Za-z0-9])/g, '\0$1');
  return /(?<!\0)[\\^$.*+?[\]{}]/.test(words) ? `~${regex}` : words.replaceAll('\0', '');
}
