import {
  HEADER_HOST,
  HEADER_NAME_TOO_LONG,
  HEADER_VALUE,
  PATH_TOO_LONG,
  QUERY_REGEX,
  QUERY_TOO_LONG,
  REGEX_UNSUPPORTED,
} from '../diagnostics/catalogue/unsupported';
import {
  DUPLICATE_HEADER,
  HEADER_ALTERNATIVES,
  HEADER_IGNORES_CASE,
  HEADER_VALUE_SPACE,
  METHOD_TRACE,
  PATH_ENCODING,
  QUERY_ENCODING,
  QUERY_IGNORES_CASE,
} from '../diagnostics/catalogue/routing';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { Span } from '../diagnostics/subject';
import type { GRPCRouteMatch } from '../model/grpcroute';
import type { HTTPHeaderMatch, HTTPQueryParamMatch, HTTPRouteMatch } from '../model/httproute';
import { sourcePath } from '../model/paths';
import type { PathSegment } from '../source/kube-object';
import type { HeaderPattern, HeaderProblem } from './headers';
import { readHeader, splitAtCommas } from './headers';
import type { Obstacle } from './obstacles';
import { obstacle } from './obstacles';
import type { PathPattern, PathReading } from './paths';
import { pathValues, readGrpcMethod, readPath } from './paths';
import type { QueryPair } from './queries';
import { isSpeltInSeveralWays, readQueryParam } from './queries';
import type { RequestPattern } from './request-pattern';
import type { RouteRule } from './route-rule';

/** A match of a route rule, with what messages about it need. */
export interface RouteMatch {
  /** Index in `matches`; undefined for a rule without matches, which matches everything. */
  readonly index?: number;
  readonly match: HTTPRouteMatch | GRPCRouteMatch;
  readonly place: { readonly subject: string; readonly rule: number; readonly match?: number };
  at(...path: readonly PathSegment[]): Span;
}

/** What a match asks of a request, but for the host and the source address. */
export type MatchPattern = Omit<RequestPattern, 'hosts' | 'sourceIps'>;

/** A match as an ALB can express it, or why it cannot. */
export interface MatchReading {
  readonly match: RouteMatch;
  /** Present where there are no obstacles. */
  readonly pattern?: MatchPattern;
  readonly obstacles: readonly Obstacle[];
}

/** The matches of a rule. A rule without any matches every request; in an HTTPRoute that is the prefix `/`. */
export function matchesOf(rule: RouteRule): readonly RouteMatch[] {
  const matches = rule.rule.rule.matches ?? [];
  if (matches.length === 0) {
    const match: RouteMatch['match'] = rule.route.route.ref.kind === 'HTTPRoute' ? { path: { type: 'PathPrefix', value: '/' } } : {};
    return [{ match, place: rule.who, at: () => rule.at() }];
  }
  const { omitted } = rule.route.route;
  return matches.map((match, index) => ({
    index,
    match,
    place: { ...rule.who, match: Number(sourcePath(['spec', 'rules', rule.rule.index, 'matches', index], omitted).at(-1)) },
    at: (...segments) => rule.at('matches', index, ...segments),
  }));
}

/**
 * Reads a match. All of its fields must hold; what an ALB cannot compare is an obstacle, what it compares otherwise than
 * the Gateway API says is reported as a note.
 */
export function readMatch(match: RouteMatch, sink: DiagnosticSink): MatchReading {
  const { match: fields } = match;
  const isHttp = isHttpMatch(fields);
  const path = isHttp ? readPath(fields.path) : readGrpcMethod(fields.method);
  const headers = countedHeaders(match, sink).map(({ header, index }) => ({ index, header, reading: readHeader(header) }));
  const queries = (isHttp ? fields.queryParams ?? [] : []).map((param, index) => ({ index, param, reading: readQueryParam(param) }));
  const method = isHttp ? fields.method : undefined;
  const obstacles = [
    ...pathObstacles(match, path),
    ...headers.flatMap(({ header, index, reading }) => ('kind' in reading ? [headerObstacle(match, header, index, reading)] : [])),
    ...queries.flatMap(({ param, index, reading }) => ('kind' in reading ? [queryObstacle(match, param, index, reading)] : [])),
  ];
  tellPath(match, sink);
  if (method === 'TRACE') sink.report(METHOD_TRACE, match.place, { at: match.at('method') });
  for (const { header, index } of headers) tellHeader(match, header, index, sink);
  for (const { param, index, reading } of queries) if ('key' in reading) tellQuery(match, param, index, reading, sink);
  if (obstacles.length > 0 || 'problem' in path) return { match, obstacles };
  const pattern: MatchPattern = {
    paths: path,
    methods: method ? [method] : [],
    headers: headers.flatMap(({ reading }): readonly HeaderPattern[] => ('kind' in reading ? [] : [reading])),
    queries: queries.flatMap(({ reading }): readonly (readonly QueryPair[])[] => ('kind' in reading ? [] : [[reading]])),
  };
  return { match, pattern, obstacles };
}

export function isHttpMatch(match: HTTPRouteMatch | GRPCRouteMatch): match is HTTPRouteMatch {
  return 'path' in match;
}

/** Of headers with an equivalent name the first counts (Gateway API, HTTPRouteMatch.headers). */
function countedHeaders(match: RouteMatch, sink: DiagnosticSink): readonly { readonly header: HTTPHeaderMatch; readonly index: number }[] {
  const first = new Map<string, string>();
  return (match.match.headers ?? []).flatMap((header, index) => {
    const known = first.get(header.name.toLowerCase());
    if (known === undefined) {
      first.set(header.name.toLowerCase(), header.name);
      return [{ header, index }];
    }
    sink.report(DUPLICATE_HEADER, { ...match.place, name: header.name, first: known }, { at: match.at('headers', index, 'name') });
    return [];
  });
}

/** Number of header matches that count. */
export function headerCount(match: HTTPRouteMatch | GRPCRouteMatch): number {
  return new Set((match.headers ?? []).map(({ name }) => name.toLowerCase())).size;
}

function pathObstacles(match: RouteMatch, reading: PathReading): readonly Obstacle[] {
  const { match: fields, place } = match;
  const [what, value, at] = isHttpMatch(fields)
    ? ['the path', fields.path.value, match.at('path', 'value')] as const
    : ['the gRPC method', grpcText(fields), match.at('method')] as const;
  if ('problem' in reading) return [obstacle(REGEX_UNSUPPORTED, { ...place, what, value, problem: reading.problem }, { at })];
  return reading.every(fits) ? [] : [obstacle(PATH_TOO_LONG, { ...place, value }, { at })];
}

function fits(pattern: PathPattern): boolean {
  return pathValues([pattern]).next().done === false;
}

function grpcText(match: GRPCRouteMatch): string {
  return `${match.method?.service ?? '*'}/${match.method?.method ?? '*'}`;
}

function headerObstacle(match: RouteMatch, { name, value }: HTTPHeaderMatch, index: number, found: HeaderProblem): Obstacle {
  const { place } = match;
  const ofName = { at: match.at('headers', index, 'name') };
  const ofValue = { at: match.at('headers', index, 'value') };
  switch (found.kind) {
    case 'name-is-host':
      return obstacle(HEADER_HOST, place, ofName);
    case 'name-too-long':
      return obstacle(HEADER_NAME_TOO_LONG, { ...place, name }, ofName);
    case 'value':
      return obstacle(HEADER_VALUE, { ...place, name, value: found.value, problem: found.problem }, ofValue);
    case 'regex':
      return obstacle(REGEX_UNSUPPORTED, { ...place, what: `header ${name}`, value, problem: found.problem }, ofValue);
  }
}

function queryObstacle(
  match: RouteMatch,
  { name, value }: HTTPQueryParamMatch,
  index: number,
  found: Exclude<ReturnType<typeof readQueryParam>, QueryPair>,
): Obstacle {
  const where = { at: match.at('queryParams', index, 'value') };
  return found.kind === 'regex'
    ? obstacle(QUERY_REGEX, { ...match.place, name, value }, where)
    : obstacle(QUERY_TOO_LONG, { ...match.place, name, length: found.length }, where);
}

function tellPath(match: RouteMatch, sink: DiagnosticSink): void {
  const { match: fields, place } = match;
  if (!isHttpMatch(fields) || fields.path.type === 'RegularExpression' || !fields.path.value.includes('%')) return;
  sink.report(PATH_ENCODING, { ...place, value: fields.path.value }, { at: match.at('path', 'value') });
}

function tellHeader(match: RouteMatch, { name, type, value }: HTTPHeaderMatch, index: number, sink: DiagnosticSink): void {
  if (type !== 'Exact') return;
  const at = match.at('headers', index, 'value');
  const values = splitAtCommas(value);
  if (values.length > 1 || values[0] !== value) sink.report(HEADER_ALTERNATIVES, { ...match.place, name, values }, { at });
  if (/[A-Za-z]/.test(value)) sink.report(HEADER_IGNORES_CASE, { ...match.place, name, value }, { at });
  for (const spaced of values.filter((text) => text !== text.trim())) sink.report(HEADER_VALUE_SPACE, { ...match.place, name, value: spaced }, { at });
}

function tellQuery(match: RouteMatch, { name, value }: HTTPQueryParamMatch, index: number, sent: QueryPair, sink: DiagnosticSink): void {
  const at = match.at('queryParams', index, 'value');
  if (/[A-Za-z]/.test(name + value)) sink.report(QUERY_IGNORES_CASE, { ...match.place, name, value }, { at });
  if (isSpeltInSeveralWays(name + value)) {
    const raw = `${sent.key}=${sent.value}`.replace(/\\([^])/g, '$1');
    sink.report(QUERY_ENCODING, { ...match.place, name, value, sent: raw }, { at });
  }
}
