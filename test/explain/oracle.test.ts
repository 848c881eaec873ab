import { decodeFiles } from '../../lib/compile';
import { decide } from '../support/oracle';
import { asOnAnAlb, asSpecified, type NamedDifferences } from '../support/oracle-differences';
import { commonHostnames } from '../support/oracle-listeners';
import type { Expectation } from '../support/oracle-outcomes';
import { requestTo } from '../support/requests';
import type { Request } from '../../lib/explain/request';

/** The oracle is what the compiler is measured by, so it is held to the worked examples of the specification. */

const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: infra }
spec:
  gatewayClassName: alb
  listeners:
    - { name: any, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
    - { name: named, port: 80, protocol: HTTP, hostname: "*.example.com", allowedRoutes: { namespaces: { from: All } } }
    - { name: tls, port: 443, protocol: HTTPS, allowedRoutes: { namespaces: { from: All } } }
`;

const services = ['one', 'two', 'three'].map((name) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { ports: [{ port: 80 }] }
`);

function route(name: string, spec: string, kind = 'HTTPRoute', listener = 'any'): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
  parentRefs: [{ name: web, namespace: infra, sectionName: ${listener} }]
${spec}
`;
}

const to = (name: string, more = '') => `{ backendRefs: [{ name: ${name}, port: 80 }]${more && `, ${more}`} }`;

function ask(routes: readonly string[], request: Request, differences: NamedDifferences = asSpecified): Expectation {
  const { resources, diagnostics } = decodeFiles([{ path: 'x.yaml', text: [gateway, ...services, ...routes].join('---\n') }]);
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return decide(resources, resources.gateways[0], request, differences).expected;
}

function backendOf(routes: readonly string[], request: Request, differences?: NamedDifferences): string | number {
  const expected = ask(routes, request, differences);
  if (expected.kind === 'backends') return expected.shares.map(({ backend }) => backend.replace(/^shop\/|:80$/g, '')).join(' ');
  return expected.kind === 'status' || expected.kind === 'redirect' ? expected.status : 0;
}

test.each<[string | undefined, string[] | undefined, string[]]>([
  ['test.example.com', ['test.example.com', '*.example.com', 'other.org'], ['test.example.com', 'test.example.com']],
  ['*.example.com', ['*.example.com', 'a.b.example.com', '*.com', 'example.com', 'test.example.net'], ['*.example.com', 'a.b.example.com', '*.example.com']],
  ['*.example.com', undefined, ['*.example.com']],
  [undefined, ['a.io', '*.b.io'], ['a.io', '*.b.io']],
  [undefined, undefined, ['*']],
])('hostnames of listener %s and route %j have %j in common', (listener, hostnames, expected) => {
  expect(commonHostnames(listener, hostnames)).toEqual(expected);
});

test.each([
  ['/foo', '/xyz', '/foo/bar', '/xyz/bar'],
  ['/foo', '/xyz/', '/foo/bar', '/xyz/bar'],
  ['/foo/', '/xyz', '/foo/bar', '/xyz/bar'],
  ['/foo', '/xyz', '/foo', '/xyz'],
  ['/foo', '/xyz', '/foo/', '/xyz/'],
  ['/foo', '', '/foo/bar', '/bar'],
  ['/foo', '', '/foo/', '/'],
  ['/foo', '', '/foo', '/'],
  ['/foo', '/', '/foo/', '/'],
  ['/foo', '/', '/foo', '/'],
  ['/', '/xyz', '/a?b=c', '/xyz/a?b=c'],
])('prefix %s replaced by "%s" makes of %s %s', (prefix, replacement, path, expected) => {
  const filter = `filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: "${replacement}" } } }]`;
  const rule = to('one', `matches: [{ path: { type: PathPrefix, value: ${prefix} } }], ${filter}`);
  expect(ask([route('r', `  rules: [${rule}]`)], requestTo(`GET http://a.io${path}`))).toMatchObject({ kind: 'backends', shares: [{ path: expected }] });
});

describe('the winner', () => {
  const rules = (...list: string[]) => `  rules: [${list.join(', ')}]`;
  const match = (text: string) => `matches: [{ ${text} }]`;

  test.each([
    ['an Exact path before a longer prefix', 'GET http://a.io/a/b', match('path: { value: /a/b }'), match('path: { type: Exact, value: /a/b }'), 'two'],
    ['the longer prefix', 'GET http://a.io/a/b', match('path: { value: /a }'), match('path: { value: /a/b }'), 'two'],
    ['a path before a method', 'GET http://a.io/a', match('method: GET'), match('path: { value: /a }'), 'two'],
    ['a method before none', 'GET http://a.io/a', match('path: { value: /a }'), match('path: { value: /a }, method: GET'), 'two'],
    ['the earlier rule', 'GET http://a.io/a', match('path: { value: /a }'), match('path: { value: /a }'), 'one'],
    ['whole elements only', 'GET http://a.io/abc', match('path: { value: / }'), match('path: { value: /ab }'), 'one'],
  ])('has %s', (_, line, first, second, winner) => {
    expect(backendOf([route('r', rules(to('one', first), to('two', second)))], requestTo(line))).toBe(winner);
  });

  test('has the more specific hostname, whatever its path', () => {
    const routes = [
      route('a', `  hostnames: ["*.b.io"]\n${rules(to('one', match('path: { type: Exact, value: /a }')))}`),
      route('b', `  hostnames: [a.b.io]\n${rules(to('two'))}`),
    ];
    expect(backendOf(routes, requestTo('GET http://a.b.io/a'))).toBe('two');
    expect(backendOf(routes, requestTo('GET http://A.B.io:80/a'))).toBe('two');
    expect(backendOf(routes, requestTo('GET http://x.b.io/a'))).toBe('one');
    expect(backendOf(routes, requestTo('GET http://b.io/a'))).toBe(404);
  });

  test('is the first route by name', () => {
    expect(backendOf([route('b', rules(to('one'))), route('a', rules(to('two')))], requestTo('GET http://a.io/'))).toBe('two');
  });

  test('belongs to the most specific listener, even where that has no route', () => {
    const routes = [route('a', rules(to('one')))];
    expect(backendOf(routes, requestTo('GET http://a.example.com/'))).toBe(404);
    expect(backendOf(routes, requestTo('GET http://a.example.com/'), { ...asSpecified, sharedListeners: true })).toBe('one');
  });

  test('of gRPC calls has the longer service, then the longer method', () => {
    const grpc = (text: string) => match(`method: { ${text} }`);
    const routes = [route('g', rules(to('one', grpc('method: Add')), to('two', grpc('service: Cart')), to('three', grpc('service: Cart, method: Add'))), 'GRPCRoute', 'tls')];
    expect(backendOf(routes, requestTo('POST https://a.io/Cart/Add', { grpc: true }))).toBe('three');
    expect(backendOf(routes, requestTo('POST https://a.io/Cart/Get', { grpc: true }))).toBe('two');
    expect(backendOf(routes, requestTo('POST https://a.io/Shop/Add', { grpc: true }))).toBe('one');
    expect(backendOf(routes, requestTo('POST https://a.io/Cart/Add'))).toBe(404);
    expect(backendOf(routes, requestTo('POST https://a.io/Cart/Add'), asOnAnAlb)).toBe('three');
  });
});

describe('the named differences', () => {
  const headers = (value: string) => [route('r', `  rules: [${to('one', `matches: [{ headers: [{ name: x, value: "${value}" }] }]`)}]`)];
  const query = [route('r', `  rules: [${to('one', 'matches: [{ queryParams: [{ name: q, value: a }] }]')}]`)];
  const sent = (...values: string[]) => requestTo('GET http://a.io/', { headers: values.map((value) => ['X', value] as const) });

  test.each<[string, readonly string[], Request]>([
    ['headerValuesIgnoreCase', headers('a'), sent('A')],
    ['commaMeansOr', headers('a,b'), sent('b')],
    ['anyHeaderLine', headers('a'), sent('b', 'a')],
    ['queryIgnoresCase', query, requestTo('GET http://a.io/?Q=A')],
    ['anyRepeatedQueryParameter', query, requestTo('GET http://a.io/?q=b&q=a')],
  ])('%s makes a match of what is none', (name, routes, request) => {
    expect(backendOf(routes, request)).toBe(404);
    expect(backendOf(routes, request, { ...asSpecified, [name]: true })).toBe('one');
  });

  test('an escaped comma is a comma', () => {
    expect(backendOf(headers('a\\\\,b'), sent('a,b'), asOnAnAlb)).toBe('one');
  });
});

test.each([
  ['backends that are not there', '[{ name: ghost, port: 80 }]', { kind: 'status', status: 500 }],
  ['a port that is not there', '[{ name: one, port: 81 }]', { kind: 'status', status: 500 }],
  ['no backends', '[]', { kind: 'status', status: 500 }],
  ['weights that are all zero', '[{ name: one, port: 80, weight: 0 }]', { kind: 'status', status: 500 }],
  ['another namespace without a grant', '[{ name: one, port: 80, namespace: infra }]', { kind: 'status', status: 500 }],
  [
    'a part that is not there',
    '[{ name: one, port: 80, weight: 3 }, { name: ghost, port: 80 }, { name: two, port: 80, weight: 0 }]',
    { kind: 'backends', lost: 0.25, shares: [{ backend: 'shop/one:80', share: 0.75 }] },
  ],
])('%s', (_, backendRefs, expected) => {
  expect(ask([route('r', `  rules: [{ backendRefs: ${backendRefs} }]`)], requestTo('GET http://a.io/'))).toMatchObject(expected);
});

test.each([
  ['{ scheme: https }', { scheme: 'https', host: 'a.io', port: 443, path: '/x?q' }],
  ['{ port: 8080 }', { scheme: 'http', host: 'a.io', port: 8080, path: '/x?q' }],
  ['{ scheme: https, port: 8443, hostname: b.io }', { scheme: 'https', host: 'b.io', port: 8443, path: '/x?q' }],
  ['{ hostname: b.io, path: { type: ReplaceFullPath, replaceFullPath: /y } }', { scheme: 'http', host: 'b.io', port: 80, path: '/y?q' }],
])('a redirect %s', (filter, location) => {
  const rule = `{ filters: [{ type: RequestRedirect, requestRedirect: ${filter} }] }`;
  const expected = ask([route('r', `  rules: [${rule}]`)], requestTo('GET http://a.io/x?q', { host: 'a.io:80' }));
  expect(expected).toEqual({ kind: 'redirect', status: 302, location });
});
