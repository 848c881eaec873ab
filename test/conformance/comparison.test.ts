import type { Answer } from './client';
import { compare, compareWeights } from './comparison';
import type { RequestCase } from './suite';

const service = { namespace: 'shop', name: 'coffee' };
const request = { scheme: 'http', host: 'cafe.example.com', port: 80, path: '/x?a=1', method: 'GET', headers: { 'X-Kept': '1' } };
const testCase: RequestCase = { id: 'a#1', assertion: 'response', request, backend: 'coffee', namespace: 'shop', response: { statusCode: 200 } };
const seen = { service, pods: ['coffee'], protocolVersion: 'HTTP1', host: 'cafe.example.com', path: '/x?a=1', method: 'GET', headers: { 'x-kept': '1' } };
const answer: Answer = { share: 1, from: 'backend', status: 200, headers: {}, backend: seen, because: 'rule 1' };
const refusal: Answer = { share: 1, from: 'none', headers: {}, because: 'no-listener' };
const fixed = (status: number): Answer => ({ share: 1, from: 'load balancer', status, headers: {}, because: 'rule 1' });

function resultOf(expected: Partial<RequestCase>, answers: readonly Answer[], preservesHost = true): string {
  return compare({ ...testCase, ...expected }, answers, { preservesHost }).kind;
}

describe('a response', () => {
  test.each<[string, Partial<RequestCase>, Answer]>([
    ['that is as expected', {}, answer],
    ['of one of the expected statuses', { response: { statusCodes: [500, 503] }, backend: undefined, namespace: undefined }, fixed(503)],
    ['whose path was rewritten as expected', { expectedRequest: { path: '/y' } }, { ...answer, backend: { ...seen, path: '/y' } }],
    ['of a pod whose name begins as expected', { backend: 'cof' }, answer],
    ['with one of the valid header values', { response: { validHeaderValues: { A: ['x, y'] }, ignoreWhitespace: true } }, { ...answer, headers: { a: 'x,y' } }],
  ])('%s passes', (_, expected, got) => {
    expect(resultOf(expected, [got])).toBe('pass');
  });

  test.each<[string, Partial<RequestCase>, Answer]>([
    ['another status', {}, fixed(404)],
    ['no response', {}, refusal],
    ['another backend', { backend: 'tea' }, answer],
    ['another namespace', { namespace: 'infra' }, answer],
    ['another path at the backend', {}, { ...answer, backend: { ...seen, path: '/y' } }],
    ['another method at the backend', { expectedRequest: { method: 'PUT' } }, answer],
    ['another host at the backend', { expectedRequest: { host: 'other.example.com' } }, answer],
    ['a lost request header', {}, { ...answer, backend: { ...seen, headers: {} } }],
    ['a request header that should be gone', { expectedRequest: { absentHeaders: ['X-Kept'] } }, answer],
    ['a missing response header', { response: { headers: { A: 'x' } } }, answer],
    ['a response header that should be gone', { response: { absentHeaders: ['A'] } }, { ...answer, headers: { a: 'x' } }],
    ['the load balancer itself answering 200', {}, fixed(200)],
    ['mirrors, which an ALB does not have', { mirroredTo: [service] }, answer],
  ])('fails with %s', (_, expected, got) => {
    expect(resultOf(expected, [got])).toBe('fail');
  });

  test('fails if one of several backends does not fit', () => {
    const tea = { ...answer, share: 0.1, backend: { ...seen, pods: ['tea'] } };
    expect(resultOf({}, [{ ...answer, share: 0.9 }, tea])).toBe('fail');
  });

  test('fails with a host that the load balancer does not preserve on a port of its own', () => {
    const onPort = { request: { ...request, port: 8080 } };
    expect(resultOf(onPort, [answer], false)).toBe('fail');
    expect(resultOf(onPort, [answer], true)).toBe('pass');
  });

  test.each<[string, Partial<RequestCase>, Answer]>([
    ['TLS to the backend', { expectedBackendTLS: { sni: 'x' } }, answer],
    ['pods of a Service without selector', {}, { ...answer, backend: { ...seen, pods: 'unknown' } }],
    ['an assertion of another kind', { assertion: 'smells-good' }, answer],
  ])('is not modelled for %s', (_, expected, got) => {
    expect(resultOf(expected, [got])).toBe('not modelled');
  });
});

describe('a redirect', () => {
  const to = (location: string): Answer => ({ ...fixed(302), location });
  const found = { response: { statusCode: 302 } };

  test.each([
    ['keeps scheme, port and path unless asked', {}, 'http://lb.example.com:80/x'],
    ['may leave out the port', {}, 'http://lb.example.com/x'],
    ['may name the port of its scheme', { scheme: 'https' }, 'https://lb.example.com:443/x'],
    ['has the port it is asked for', { port: '8080' }, 'http://lb.example.com:8080/x'],
    ['has the host and path it is asked for', { host: 'a.org', path: '/y' }, 'http://a.org:80/y?a=1'],
  ])('%s', (_, redirect, location) => {
    expect(resultOf({ ...found, redirect }, [to(location)])).toBe('pass');
  });

  test.each([
    ['another scheme', {}, 'https://lb.example.com:443/x'],
    ['another port', {}, 'http://lb.example.com:8080/x'],
    ['the port of the other scheme', { scheme: 'https' }, 'https://lb.example.com:80/x'],
    ['no port where one is asked for', { port: '8080' }, 'http://lb.example.com/x'],
    ['another host', { host: 'a.org' }, 'http://b.org/x'],
    ['another path', {}, 'http://lb.example.com/y'],
  ])('fails with %s', (_, redirect, location) => {
    expect(resultOf({ ...found, redirect }, [to(location)])).toBe('fail');
  });
});

describe('other protocols', () => {
  test.each<[string, string, Partial<RequestCase>, Answer]>([
    ['a gRPC call that a backend answers', 'pass', { response: { grpcCode: 'OK' } }, answer],
    ['a gRPC call that nobody serves', 'pass', { response: { grpcCode: 'Unimplemented' }, backend: undefined }, fixed(404)],
    ['a gRPC call without a connection', 'fail', { response: { grpcCode: 'Unimplemented' } }, refusal],
    ['a gRPC call of another backend', 'fail', { response: { grpcCode: 'OK' }, backend: 'tea' }, answer],
    ['a gRPC call that should not succeed', 'fail', { assertion: 'any-grpc-code-except-OK' }, answer],
    ['a WebSocket to targets of HTTP/1.1', 'pass', { assertion: 'websocket-echo' }, { ...answer, status: 101 }],
    ['a WebSocket to targets of HTTP/2', 'fail', { assertion: 'websocket-echo' }, { ...answer, status: 101, backend: { ...seen, protocolVersion: 'HTTP2' } }],
    ['a refused connection that should be refused', 'pass', { assertion: 'tls-or-connection-error' }, refusal],
    ['an answer where the connection should be refused', 'fail', { assertion: 'tls-or-connection-error' }, answer],
    ['a success that should be an error', 'fail', { assertion: 'any-status-except-200-or-timeout' }, answer],
  ])('%s: %s', (_, kind, expected, got) => {
    expect(resultOf(expected, [got])).toBe(kind);
  });
});

describe('weights', () => {
  const tea = { ...answer, share: 0.3, backend: { ...seen, pods: ['tea'] } };
  const coffee = { ...answer, share: 0.7 };

  test('pass with exactly the expected shares; a backend without share stands for 0', () => {
    expect(compareWeights({ expected: { coffee: 0.7, tea: 0.3, milk: 0 } }, [coffee, tea]).kind).toBe('pass');
  });

  test.each([
    ['other shares', { coffee: 0.5, tea: 0.5 }, [coffee, tea]],
    ['a share for a backend that is not expected', { coffee: 0.7 }, [coffee, tea]],
    ['a backend that gets nothing', { coffee: 0.7, tea: 0.3 }, [{ ...coffee, share: 1 }]],
  ])('fail with %s', (_, expected, answers) => {
    expect(compareWeights({ expected }, answers).kind).toBe('fail');
  });
});
