import type { Answer, BackendView } from './client';
import type { Deployment } from './deployment';
import type { ExpectedRedirect, ExpectedWeights, RequestCase } from './suite';
import { nameOf } from './suite';
import { allOf, fail, notModelled, pass, type Result } from './verdict';

/**
 * Compares the answers to a request with what a case expects, as the suite does: status always, a redirect's Location for
 * redirects, and backend, request and headers for 200, 204 and gRPC only. With weights every answer must fit.
 */
export function compare(testCase: RequestCase, answers: readonly Answer[], deployment: Pick<Deployment, 'preservesHost'>): Result {
  return allOf(answers.map((answer) => compareOne(testCase, answer, deployment)));
}

function compareOne(testCase: RequestCase, answer: Answer, deployment: Pick<Deployment, 'preservesHost'>): Result {
  switch (testCase.assertion) {
    case 'response':
      return testCase.response?.grpcCode === undefined ? compareHttp(testCase, answer, deployment) : compareGrpc(testCase, answer, testCase.response.grpcCode);
    case 'websocket-echo':
      return compareWebSocket(testCase, answer);
    case 'tls-or-connection-error':
      return answer.from === 'none' ? pass : fail('no HTTP response', described(answer));
    case 'any-status-except-200-or-timeout':
      return answer.status !== 200 ? pass : fail('any status but 200', described(answer));
    case 'any-grpc-code-except-OK':
      return answer.from === 'backend' ? fail('any gRPC code but OK', described(answer)) : pass;
    default:
      return notModelled(`assertion "${testCase.assertion}"`);
  }
}

function compareHttp(testCase: RequestCase, answer: Answer, deployment: Pick<Deployment, 'preservesHost'>): Result {
  const { response = {} } = testCase;
  const allowed = response.statusCodes ?? [response.statusCode ?? 200];
  if (answer.status === undefined || !allowed.includes(answer.status)) return fail(`status ${allowed.join(' or ')}`, described(answer));
  if (testCase.redirect) return compareRedirect(testCase, testCase.redirect, answer);
  const headers = compareResponseHeaders(testCase, answer);
  const isCompared = answer.status === 200 || answer.status === 204;
  if (!isCompared) return headers;
  return allOf([headers, compareBackend(testCase, answer), compareArrival(testCase, answer, deployment), compareBackendTls(testCase), compareMirrors(testCase)]);
}

/** The load balancer passes WebSocket connections on to targets that speak HTTP/1.1. */
function compareWebSocket(testCase: RequestCase, answer: Answer): Result {
  if (answer.status !== 101 || !answer.backend) return fail('status 101 from a backend', described(answer));
  if (answer.backend.protocolVersion !== 'HTTP1') return fail('a target group of HTTP1', answer.backend.protocolVersion);
  return compareBackend(testCase, answer);
}

/** How a gRPC client reads the status of a response that is none of gRPC (grpc: "HTTP to gRPC Status Code Mapping"). */
const GRPC_CODES: Readonly<Record<number, string>> = {
  400: 'Internal', 401: 'Unauthenticated', 403: 'PermissionDenied', 404: 'Unimplemented', 429: 'Unavailable', 502: 'Unavailable', 503: 'Unavailable', 504: 'Unavailable',
};

function compareGrpc(testCase: RequestCase, answer: Answer, expected: string): Result {
  if (answer.from === 'none') return fail(`gRPC ${expected}`, described(answer));
  const code = answer.from === 'backend' ? 'OK' : GRPC_CODES[answer.status ?? 0] ?? 'Unknown';
  if (code !== expected) return fail(`gRPC ${expected}`, `gRPC ${code} (${described(answer)})`);
  return expected === 'OK' ? compareBackend({ ...testCase, namespace: undefined }, answer) : pass;
}

function compareBackend({ backend, namespace }: RequestCase, answer: Answer): Result {
  const { backend: found } = answer;
  if (found === undefined) return backend === undefined && namespace === undefined ? pass : fail(`an answer of ${backend ?? 'a backend'}`, described(answer));
  if (namespace !== undefined && found.service.namespace !== namespace) return fail(`a backend in ${namespace}`, nameOf(found.service));
  if (backend === undefined) return pass;
  if (found.pods === 'unknown') return notModelled(`pods of Service ${nameOf(found.service)}, which selects none`);
  return found.pods.every((pod) => pod.startsWith(backend)) ? pass : fail(`backend ${backend}`, `${nameOf(found.service)} (${answer.because})`);
}

/** What arrives at the backend. Without an expectation that is the request itself. */
function compareArrival(testCase: RequestCase, { backend }: Answer, { preservesHost }: Pick<Deployment, 'preservesHost'>): Result {
  if (backend === undefined) return pass;
  const expected = testCase.expectedRequest ?? { host: testCase.request.host, headers: testCase.request.headers };
  const { host, path = testCase.request.path, method = testCase.request.method, headers = {}, absentHeaders = [] } = expected;
  // The suite leaves the path out (as '') where it does not care.
  if (path !== '' && backend.path !== path) return fail(`path ${path} at the backend`, backend.path);
  if (backend.method !== method) return fail(`method ${method} at the backend`, backend.method);
  if (host !== undefined && !arrivesAs(host, testCase, backend, preservesHost)) return fail(`host ${host} at the backend`, backend.host);
  return compareHeaders('at the backend', headers, absentHeaders, backend.headers);
}

/** Without `preserve_host_header` the load balancer may add its port to a host that no rule rewrites. */
function arrivesAs(host: string, { request }: RequestCase, backend: BackendView, preservesHost: boolean): boolean {
  const isUntouched = backend.host === request.host;
  return backend.host === host && (!isUntouched || preservesHost || request.port === 80 || request.port === 443);
}

function compareResponseHeaders({ response = {} }: RequestCase, { headers }: Answer): Result {
  const squeezed = (value: string): string => (response.ignoreWhitespace ? value.replace(/\s/g, '') : value);
  for (const [name, values] of Object.entries(response.validHeaderValues ?? {})) {
    const got = headers[name.toLowerCase()];
    if (got === undefined || !values.some((value) => squeezed(value) === squeezed(got))) {
      return fail(`response header ${name}: ${values.join(' or ')}`, got ?? 'no such header');
    }
  }
  return compareHeaders('in the response', response.headers ?? {}, response.absentHeaders ?? [], headers);
}

function compareHeaders(
  where: string,
  expected: Readonly<Record<string, string>>,
  absent: readonly string[],
  got: Readonly<Record<string, string>>,
): Result {
  const wrong = Object.entries(expected).find(([name, value]) => got[name.toLowerCase()] !== value);
  if (wrong) return fail(`header ${wrong[0]}: ${wrong[1]} ${where}`, got[wrong[0].toLowerCase()] ?? 'no such header');
  const surplus = absent.find((name) => name.toLowerCase() in got);
  return surplus === undefined ? pass : fail(`no header ${surplus} ${where}`, got[surplus.toLowerCase()]);
}

function compareBackendTls({ expectedBackendTLS, expectedRequest }: RequestCase): Result {
  const isExpected = expectedBackendTLS !== undefined || expectedRequest?.backendSNI !== undefined;
  return isExpected ? notModelled('TLS between the load balancer and the backend') : pass;
}

function compareMirrors({ mirroredTo = [] }: RequestCase): Result {
  return mirroredTo.length === 0 ? pass : fail(`copies of the request at ${mirroredTo.map(({ name }) => name).join(', ')}`, 'a load balancer sends no copies');
}

/** What a case leaves out of a redirect: any host, scheme and path of the request, no port or that of the scheme. */
function compareRedirect({ request }: RequestCase, expected: ExpectedRedirect, answer: Answer): Result {
  if (answer.location === undefined) return fail('a Location', described(answer));
  const { protocol, hostname, port, pathname } = parts(answer.location);
  const wellKnown = protocol === 'https' ? '443' : '80';
  const wrong = (what: string, wanted: string): Result => fail(`redirect to ${what} ${wanted}`, answer.location ?? '');
  if (protocol !== (expected.scheme ?? request.scheme)) return wrong('scheme', expected.scheme ?? request.scheme);
  if (expected.host !== undefined && hostname !== expected.host) return wrong('host', expected.host);
  if (expected.port !== undefined && expected.port !== '' && port !== expected.port) return wrong('port', expected.port);
  if ((expected.port ?? '') === '' && port !== '' && port !== wellKnown) return wrong('port', `none or ${wellKnown}`);
  const path = expected.path ?? request.path.split('?', 1)[0];
  return pathname === path ? pass : wrong('path', path ?? '');
}

/** Not `new URL`, which drops the default port and changes the path. */
function parts(location: string): { protocol: string; hostname: string; port: string; pathname: string } {
  const [, protocol = '', hostname = '', port = '', pathname = ''] = /^([a-z]+):\/\/(.*?)(?::([0-9]+))?(\/[^?]*)?(?:\?.*)?$/.exec(location) ?? [];
  return { protocol, hostname, port, pathname };
}

/** Shares of the requests by backend; those of the model are exact, so hardly any tolerance. */
export function compareWeights({ expected }: ExpectedWeights, answers: readonly Answer[]): Result {
  const got = new Map<string, number>();
  for (const answer of answers) {
    const [pod, ...others] = Array.isArray(answer.backend?.pods) ? (answer.backend.pods as readonly string[]) : [];
    const name = pod === undefined || others.length > 0 ? described(answer) : pod;
    got.set(name, (got.get(name) ?? 0) + answer.share);
  }
  const names = new Set([...Object.keys(expected), ...got.keys()]);
  const fits = [...names].every((name) => Math.abs((expected[name] ?? 0) - (got.get(name) ?? 0)) < 0.002);
  const list = (shares: Iterable<readonly [string, number]>): string => [...shares].map(([name, share]) => `${name} ${share}`).join(', ');
  return fits ? pass : fail(`shares ${list(Object.entries(expected))}`, list(got));
}

function described({ from, status, because, backend }: Pick<Answer, 'from' | 'status' | 'because' | 'backend'>): string {
  if (from === 'none') return `no response: ${because}`;
  return `${status ?? ''} from ${backend ? nameOf(backend.service) : from} (${because})`;
}
