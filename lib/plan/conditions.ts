import {
  HEADER_HOST,
  HEADER_NAME_TOO_LONG,
  HEADER_VALUE,
  PATH_TOO_LONG,
  QUERY_REGEX,
  QUERY_TOO_LONG,
  REGEX_UNSUPPORTED,
} from '../diagnostics/catalogue/unsupported';
import { DUPLICATE_HEADER } from '../diagnostics/catalogue/routing';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { GRPCRouteMatch } from '../model/grpcroute';
import type { HTTPHeaderMatch, HTTPQueryParamMatch } from '../model/httproute';
import type { HeaderPattern, HeaderProblem } from './headers';
import { readHeader } from './headers';
import { tellHeader, tellPathAndMethod, tellQuery } from './match-notes';
import type { Obstacle } from './obstacles';
import { obstacle } from './obstacles';
import type { PathPattern, PathReading } from './paths';
import { pathValues, readGrpcMethod, readPath } from './paths';
import type { QueryPair } from './queries';
import { readQueryParam } from './queries';
import type { RequestPattern } from './request-pattern';
import type { RouteMatch } from './route-match';
import { isHttpMatch } from './route-match';

/** What a match asks of a request, but for the host and the source address. */
export type MatchPattern = Omit<RequestPattern, 'hosts' | 'sourceIps'>;

/** A match as an ALB can express it, or why it cannot. */
export interface MatchReading {
  readonly match: RouteMatch;
  /** Present where there are no obstacles. */
  readonly pattern?: MatchPattern;
  readonly obstacles: readonly Obstacle[];
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
  tellPathAndMethod(match, sink);
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

/** Of headers with an equivalent name the first counts (Gateway API, HTTPRouteMatch.headers). */
function countedHeaders(match: RouteMatch, sink: DiagnosticSink): readonly { readonly header: HTTPHeaderMatch; readonly index: number }[] {
  const first = new Map<string, string>();
  return (match.match.headers ?? []).flatMap((header, index) => {
    const known = first.get(header.name.toLowerCase());
    if (known === undefined) {
      first.set(header.name.toLowerCase(), header.name);
      return [{ header, index }];
    }
    sink.report(DUPLICATE_HEADER, { ...match.place, name: header.name, first: known }, match.where('headers', index, 'name'));
    return [];
  });
}

function pathObstacles(match: RouteMatch, reading: PathReading): readonly Obstacle[] {
  const { match: fields, place } = match;
  const [what, value, where] = isHttpMatch(fields)
    ? ['the path', fields.path.value, match.where('path', 'value')] as const
    : ['the gRPC method', grpcText(fields), match.where('method')] as const;
  if ('problem' in reading) return [obstacle(REGEX_UNSUPPORTED, { ...place, what, value, problem: reading.problem }, where)];
  return reading.every(fits) ? [] : [obstacle(PATH_TOO_LONG, { ...place, value }, where)];
}

function fits(pattern: PathPattern): boolean {
  return pathValues([pattern]).next().done === false;
}

function grpcText(match: GRPCRouteMatch): string {
  return `${match.method?.service ?? '*'}/${match.method?.method ?? '*'}`;
}

function headerObstacle(match: RouteMatch, { name, value }: HTTPHeaderMatch, index: number, found: HeaderProblem): Obstacle {
  const { place } = match;
  const ofName = match.where('headers', index, 'name');
  const ofValue = match.where('headers', index, 'value');
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
  const where = match.where('queryParams', index, 'value');
  return found.kind === 'regex'
    ? obstacle(QUERY_REGEX, { ...match.place, name, value }, where)
    : obstacle(QUERY_TOO_LONG, { ...match.place, name, length: found.length }, where);
}
