import {
  GRPC_REGEX,
  HEADER_ALTERNATIVES,
  HEADER_IGNORES_CASE,
  HEADER_REGEX_CASE,
  HEADER_VALUE_SPACE,
  LITERAL_WILDCARD,
  METHOD_TRACE,
  PATH_ENCODING,
  QUERY_ENCODING,
  QUERY_IGNORES_CASE,
  REGEX_SEARCHED,
} from '../diagnostics/catalogue/routing';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { HTTPHeaderMatch, HTTPPathMatch, HTTPQueryParamMatch } from '../model/httproute';
import { splitAtCommas } from './headers';
import type { QueryPair } from './queries';
import { isSpeltInSeveralWays } from './queries';
import { readRegex, searchBody } from './regex';
import type { RouteMatch } from './route-match';
import { isHttpMatch } from './route-match';

/** Says where a request is compared otherwise than the Gateway API asks, or than the AWS Load Balancer Controller does. */
export function tellPathAndMethod(match: RouteMatch, sink: DiagnosticSink): void {
  const { match: fields, place } = match;
  if (!isHttpMatch(fields)) {
    if (fields.method?.type === 'RegularExpression') sink.report(GRPC_REGEX, place, match.where('method'));
    return;
  }
  if (fields.method === 'TRACE') sink.report(METHOD_TRACE, place, match.where('method'));
  tellPath(match, fields.path, sink);
}

function tellPath(match: RouteMatch, { type, value }: HTTPPathMatch, sink: DiagnosticSink): void {
  const where = () => match.where('path', 'value');
  if (type === 'RegularExpression') {
    if (isSearched(value)) sink.report(REGEX_SEARCHED, { ...match.place, what: 'the path', value }, where());
    return;
  }
  if (value.includes('%')) sink.report(PATH_ENCODING, { ...match.place, value }, where());
  if (value.includes('*')) sink.report(LITERAL_WILDCARD, { ...match.place, what: 'the path', value }, where());
}

export function tellHeader(match: RouteMatch, { name, type, value }: HTTPHeaderMatch, index: number, sink: DiagnosticSink): void {
  const where = () => match.where('headers', index, 'value');
  const what = `header ${name}`;
  if (type === 'RegularExpression') {
    if (isSearched(value)) sink.report(REGEX_SEARCHED, { ...match.place, what, value }, where());
    if (mindsCase(value)) sink.report(HEADER_REGEX_CASE, { ...match.place, name, value }, where());
    return;
  }
  const values = splitAtCommas(value);
  if (values.length > 1 || values[0] !== value) sink.report(HEADER_ALTERNATIVES, { ...match.place, name, values }, where());
  if (/[A-Za-z]/.test(value)) sink.report(HEADER_IGNORES_CASE, { ...match.place, name, value }, where());
  if (/[*?]/.test(value)) sink.report(LITERAL_WILDCARD, { ...match.place, what, value }, where());
  for (const spaced of values.filter((text) => text !== text.trim())) sink.report(HEADER_VALUE_SPACE, { ...match.place, name, value: spaced }, where());
}

export function tellQuery(match: RouteMatch, { name, value }: HTTPQueryParamMatch, index: number, sent: QueryPair, sink: DiagnosticSink): void {
  const where = () => match.where('queryParams', index, 'value');
  if (/[A-Za-z]/.test(name + value)) sink.report(QUERY_IGNORES_CASE, { ...match.place, name, value }, where());
  if (/[*?]/.test(value)) sink.report(LITERAL_WILDCARD, { ...match.place, what: `query parameter ${name}`, value }, where());
  if (isSpeltInSeveralWays(name + value)) {
    const raw = `${sent.key}=${sent.value}`.replace(/\\([^])/g, '$1');
    sink.report(QUERY_ENCODING, { ...match.place, name, value, sent: raw }, where());
  }
}

/** Whether something may stand before or behind what an expression says. */
function isSearched(regex: string): boolean {
  const reading = readRegex(regex);
  return 'alternatives' in reading && reading.alternatives.some((alternative) => searchBody(alternative) !== alternative.core);
}

/** Whether an expression says letters in one case only: neither `(?i)` nor classes such as `[Aa]` and `[A-Za-z]` do. */
function mindsCase(regex: string): boolean {
  if (regex.startsWith('(?i)')) return false;
  const text = regex
    .replace(/\\[^]|\(\?P?<\w+>/g, '')
    .replace(/A-Za-z|a-zA-Z/g, '')
    .replace(/\[([A-Za-z])([A-Za-z])\]/g, (letters, one: string, other: string) => (one !== other && one.toLowerCase() === other.toLowerCase() ? '' : letters));
  return /[A-Za-z]/.test(text);
}
