import type { GRPCRouteMatch } from '../../lib/model/grpcroute';
import type { HTTPHeaderMatch, HTTPPathMatch, HTTPQueryParamMatch, HTTPRouteMatch } from '../../lib/model/httproute';
import type { NamedDifferences } from './oracle-differences';

/** A request as a client sends it. */
export interface ClientRequest {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly sourceIp: string;
  readonly grpc?: boolean;
}

export function pathOf(request: ClientRequest): string {
  return request.path.split('?')[0];
}

export function matchesHttp(match: HTTPRouteMatch, request: ClientRequest, differences: NamedDifferences): boolean {
  if (!matchesPath(match.path, pathOf(request))) return false;
  if (match.method && match.method !== request.method) return false;
  if (!matchesHeaders(match.headers ?? [], request, differences)) return false;
  return matchesQuery(match.queryParams ?? [], request, differences);
}

/** Every gRPC call is for `/service/method`. Regular expressions describe the whole service and the whole method. */
export function matchesGrpc(match: GRPCRouteMatch, request: ClientRequest, differences: NamedDifferences): boolean {
  if (!request.grpc && !differences.grpcRulesTakeAnyRequest) return false;
  if (match.method && !matchesMethod(match.method, pathOf(request), differences)) return false;
  return matchesHeaders(match.headers ?? [], request, differences);
}

function matchesMethod({ type, service, method }: NonNullable<GRPCRouteMatch['method']>, path: string, differences: NamedDifferences): boolean {
  if (type === 'RegularExpression' && differences.grpcRulesTakeAnyRequest) {
    // One expression for the whole path: in a request that is no gRPC call a dot may also stand for a slash.
    return new RegExp(`^/(?:${service ?? '[^/]+'})/(?:${method ?? '[^/]+'})$`).test(path);
  }
  const parts = path.split('/');
  if (parts.length !== 3 || parts[0] !== '' || parts[1] === '' || parts[2] === '') return false;
  const fits = (wanted: string | undefined, actual: string) => {
    if (!wanted) return true;
    return type === 'Exact' ? wanted === actual : new RegExp(`^(?:${wanted})$`).test(actual);
  };
  return fits(service, parts[1]) && fits(method, parts[2]);
}

function matchesPath({ type, value }: HTTPPathMatch, path: string): boolean {
  if (type === 'Exact') return path === value;
  if (type === 'RegularExpression') return regex(value, false).test(path);
  const wanted = value.split('/');
  while (wanted.length > 1 && wanted[wanted.length - 1] === '') wanted.pop();
  const elements = path.split('/');
  return wanted.every((element, index) => elements[index] === element);
}

/** A leading `(?i)` ignores case. */
function regex(source: string, ignoreCase: boolean): RegExp {
  return source.startsWith('(?i)') ? new RegExp(source.slice(4), 'i') : new RegExp(source, ignoreCase ? 'i' : '');
}

/** Of several entries with the same name, whatever its case, only the first counts. */
export function countedHeaders(headers: readonly HTTPHeaderMatch[]): readonly HTTPHeaderMatch[] {
  return headers.filter((header, index) => !headers.slice(0, index).some((earlier) => earlier.name.toLowerCase() === header.name.toLowerCase()));
}

function matchesHeaders(wanted: readonly HTTPHeaderMatch[], request: ClientRequest, differences: NamedDifferences): boolean {
  for (const header of countedHeaders(wanted)) {
    const sent = request.headers.filter(([name]) => name.toLowerCase() === header.name.toLowerCase()).map(([, value]) => value);
    const lines = differences.anyHeaderLine || sent.length === 0 ? sent : [sent.join(',')];
    if (!lines.some((line) => matchesValue(header, line, differences))) return false;
  }
  return true;
}

function matchesValue({ type, value }: HTTPHeaderMatch, line: string, differences: NamedDifferences): boolean {
  const ignoreCase = differences.headerValuesIgnoreCase;
  if (type === 'RegularExpression') return regex(value, ignoreCase).test(line);
  const alternatives = differences.commaMeansOr ? splitAlternatives(value) : [value];
  return alternatives.some((alternative) => (ignoreCase ? alternative.toLowerCase() === line.toLowerCase() : alternative === line));
}

function splitAlternatives(value: string): readonly string[] {
  const alternatives: string[] = [];
  let current = '';
  let escaped = false;
  for (const character of value) {
    if (escaped) {
      current += character;
      escaped = false;
    } else if (character === '\\') {
      escaped = true;
    } else if (character === ',') {
      alternatives.push(current);
      current = '';
    } else {
      current += character;
    }
  }
  return [...alternatives, escaped ? `${current}\\` : current];
}

/** Of several entries with the same name only the first counts. */
export function countedParams(params: readonly HTTPQueryParamMatch[]): readonly HTTPQueryParamMatch[] {
  return params.filter((param, index) => !params.slice(0, index).some((earlier) => earlier.name === param.name));
}

function matchesQuery(wanted: readonly HTTPQueryParamMatch[], request: ClientRequest, differences: NamedDifferences): boolean {
  const [, ...rest] = request.path.split('?');
  const pairs = rest.join('?').split('&').map((pair) => [pair.split('=')[0], pair.split('=').slice(1).join('=')].map(decodeURIComponent));
  const same = (one: string, other: string) => (differences.queryIgnoresCase ? one.toLowerCase() === other.toLowerCase() : one === other);
  for (const { name, type, value } of countedParams(wanted)) {
    const sent = pairs.filter(([key]) => same(key, name)).map(([, text]) => text);
    const counted = differences.anyRepeatedQueryParameter ? sent : sent.slice(0, 1);
    const fits = (text: string) => (type === 'Exact' ? same(text, value) : regex(value, differences.queryIgnoresCase).test(text));
    if (!counted.some(fits)) return false;
  }
  return true;
}
