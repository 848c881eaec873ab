import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { readManifests } from '../../lib/source/read';
import { readRouteTests } from '../../lib/route-tests/read-table';
import { expecting, marked } from './tables';

function read(text: string) {
  const sink = new DiagnosticSink();
  const tests = readRouteTests([{ path: 'table.yaml', text }], sink);
  return { tests, diagnostics: sink.diagnostics, codes: sink.diagnostics.map(({ code }) => code), text };
}

const coffee = 'GET https://cafe.example.com/coffee';

describe('requests', () => {
  test.each([
    ['in short', coffee, { method: 'GET', scheme: 'https', port: 443, host: 'cafe.example.com', path: '/coffee', sourceIp: '198.51.100.1' }],
    ['with a port', 'post http://cafe.example.com:8080/?a=b', { method: 'POST', scheme: 'http', port: 8080, host: 'cafe.example.com:8080', path: '/?a=b' }],
    ['as a mapping', '{ url: "https://cafe.example.com/coffee" }', { method: 'GET', path: '/coffee', headers: [] }],
    [
      'with headers, address, certificate and version',
      '{ method: PUT, url: "https://a.b/", headers: { x-canary: always, n: 1, twice: [a, b] }, sourceIp: 10.0.0.1, clientCertificate: valid, httpVersion: 2 }',
      {
        method: 'PUT', sourceIp: '10.0.0.1', clientCertificate: 'valid', httpVersion: '2',
        headers: [['x-canary', 'always'], ['n', '1'], ['twice', 'a'], ['twice', 'b']],
      },
    ],
    ['with a Host header of its own', '{ url: "https://10.0.0.1/", headers: { Host: cafe.example.com } }', { host: 'cafe.example.com', headers: [] }],
  ])('%s', (_, request, expected) => {
    const { tests, codes } = read(expecting(request, '404'));
    expect(codes).toEqual([]);
    expect(tests[0]?.request).toMatchObject(expected);
  });

  test('with the base of the table a path is enough', () => {
    const { tests } = read('base: https://cafe.example.com:8443\ntests:\n- {request: GET /coffee, expect: 404}\n- {request: {url: /tea}, expect: 404}\n- {request: GET http://other/, expect: 404}');
    expect(tests.map(({ request: { host, path, port } }) => [host, path, port])).toEqual([
      ['cafe.example.com:8443', '/coffee', 8443], ['cafe.example.com:8443', '/tea', 8443], ['other', '/', 80],
    ]);
  });
});

describe('expectations', () => {
  test.each([
    ['a backend in short', 'shop/coffee:80', [{ fact: 'backend', backend: 'shop/coffee:80', percent: 100 }]],
    ['a status in short', '404', [{ fact: 'status', status: 404 }]],
    ['shares', '{ backend: { shop/coffee:80: 90, "shop/canary:80": 10%, legacy: 0.5 } }', [
      { backend: 'shop/coffee:80', percent: 90 }, { backend: 'shop/canary:80', percent: 10 }, { backend: 'legacy', percent: 0.5 },
    ]],
    ['a redirect in short', '{ redirect: "https://a.b/" }', [{ fact: 'location', location: 'https://a.b/' }]],
    ['a redirect', '{ redirect: { location: "https://a.b/", status: 301 } }', [{ fact: 'location' }, { fact: 'status', status: 301 }]],
    ['a rewrite', '{ rewrite: { host: inner, path: /v2 } }', [{ fact: 'host', text: 'inner' }, { fact: 'path', text: '/v2' }]],
    ['a route', '{ rule: shop/cafe }', [{ fact: 'rule', rule: { namespace: 'shop', name: 'cafe' } }]],
    ['a rule with the kind of its route', '{ rule: GRPCRoute shop/cafe/1 }', [{ rule: { kind: 'GRPCRoute', namespace: 'shop', name: 'cafe', rule: '1' } }]],
    ['no rule', '{ rule: none }', [{ fact: 'rule', rule: undefined }]],
    ['authentication and refusal', '{ authentication: oidc, refused: client-certificate }', [{ kind: 'oidc' }, { refused: 'client-certificate' }]],
    ['response headers', '{ responseHeaders: { server: null, x: 1 } }', [{ fact: 'header', name: 'server', value: null }, { name: 'x', value: '1' }]],
  ])('%s', (_, expected, facts) => {
    const { tests, codes } = read(expecting(coffee, expected));
    expect(codes).toEqual([]);
    expect(tests[0]?.expectations).toMatchObject(facts);
    expect(tests[0]?.expectations).toHaveLength(facts.length);
  });
});

test('every document is a table, and an entry may name another Gateway than its table', () => {
  const { tests } = read(`gateway: a/b\n${expecting(coffee, '404')}  - {gateway: c/d, name: other, request: ${coffee}, expect: 404}\n---\n${expecting(coffee, '404')}`);
  expect(tests.map(({ gateway, name }) => [gateway, name])).toEqual([['a/b', undefined], ['c/d', 'other'], [undefined, undefined]]);
});

test.each([
  ['an empty file', '', 'GW6001', ''],
  ['a list', '- request: x', 'GW6001', '- request: x'],
  ['a table without tests', 'gateway: a/b', 'GW6004', 'gateway: a/b'],
  ['an empty list of tests', 'tests: []', 'GW6006', '[]'],
  ['tests that are no list', 'tests: {}', 'GW6003', '{}'],
  ['an unknown key of the table', 'test: []\ntests: [{request: GET http://a/, expect: 404}]', 'GW6002', 'test'],
  ['an unknown key of an entry', `tests:\n- request: ${coffee}\n  expected: 404\n  expect: 404`, 'GW6002', 'expected'],
  ['an entry without a request', 'tests:\n- expect: 404', 'GW6004', 'expect: 404'],
  ['an entry without an expectation', `tests:\n- request: ${coffee}`, 'GW6004', `request: ${coffee}`],
  ['an entry that is a text', `tests:\n- ${coffee}`, 'GW6003', coffee],
  ['an expectation that expects nothing', expecting(coffee, '{}'), 'GW6006', '{}'],
  ['an expectation that is empty', expecting(coffee, ''), 'GW6003', 'expect'],
  ['a URL without a scheme', expecting('GET cafe.example.com/coffee', '404'), 'GW6005', 'GET cafe.example.com/coffee'],
  ['a path without a base', expecting('GET /coffee', '404'), 'GW6005', 'GET /coffee'],
  ['a request without a method', expecting('https://cafe.example.com/', '404'), 'GW6005', 'https://cafe.example.com/'],
  ['a request without a URL', expecting('{ method: GET }', '404'), 'GW6004', '{ method: GET }'],
  ['an unknown key of a request', expecting('{ uri: "http://a/", url: "http://a/" }', '404'), 'GW6002', 'uri'],
  ['a base with a path', `base: https://a/b\n${expecting(coffee, '404')}`, 'GW6003', 'https://a/b'],
  ['a Gateway without a namespace', `gateway: web\n${expecting(coffee, '404')}`, 'GW6003', 'web'],
  ['headers that are a list', expecting('{ url: "http://a/", headers: [a] }', '404'), 'GW6003', '[a]'],
  ['a header value that is a mapping', expecting('{ url: "http://a/", headers: { a: {} } }', '404'), 'GW6003', '{}'],
  ['an HTTP version that does not exist', expecting('{ url: "http://a/", httpVersion: 4 }', '404'), 'GW6003', '4'],
  ['a source address that is none', expecting('{ url: "http://a/", sourceIp: 10.0.0.0/8 }', '404'), 'GW6003', '10.0.0.0/8'],
  ['a misspelt certificate', expecting('{ url: "http://a/", clientCertificate: vald }', '404'), 'GW6003', 'vald'],
  ['a backend without a port', expecting(coffee, 'shop/coffee'), 'GW6003', 'shop/coffee'],
  ['a share above 100', expecting(coffee, '{ backend: { shop/coffee:80: 110 } }'), 'GW6003', '110'],
  ['an empty mapping of backends', expecting(coffee, '{ backend: {} }'), 'GW6003', '{}'],
  ['a status that is a text', expecting(coffee, '{ status: ok }'), 'GW6003', 'ok'],
  ['a status that does not exist', expecting(coffee, '999'), 'GW6003', '999'],
  ['an unknown expectation', expecting(coffee, '{ backends: shop/coffee:80 }'), 'GW6002', 'backends'],
  ['an unknown key of a redirect', expecting(coffee, '{ redirect: { url: "https://a/" } }'), 'GW6002', 'url'],
  ['an empty redirect', expecting(coffee, '{ redirect: {} }'), 'GW6003', '{}'],
  ['an empty rewrite', expecting(coffee, '{ rewrite: {} }'), 'GW6003', '{}'],
  ['a rule without a namespace', expecting(coffee, '{ rule: cafe }'), 'GW6003', 'cafe'],
  ['a misspelt authentication', expecting(coffee, '{ authentication: OICD }'), 'GW6003', 'OICD'],
  ['empty response headers', expecting(coffee, '{ responseHeaders: {} }'), 'GW6003', '{}'],
  ['a response header that is a list', expecting(coffee, '{ responseHeaders: { a: [] } }'), 'GW6003', '[]'],
])('fails on %s', (_, text, code, place) => {
  const result = read(text);
  expect(result.codes).toContain(code);
  expect(marked(result, code)).toBe(place);
});

test.each([
  ['a key', expecting(coffee, '{ backends: shop/coffee:80 }'), 'did you mean "backend"?'],
  ['a word', expecting(coffee, '{ authentication: cognitto }'), 'did you mean "cognito"?'],
])('says what was probably meant by %s', (_, text, hint) => {
  expect(read(text).diagnostics.map((diagnostic) => diagnostic.hint)).toContain(hint);
});

test('fails on YAML that cannot be read, with its place, and reads the other documents', () => {
  const { tests, diagnostics } = read(`tests: [\n---\n${expecting(coffee, '404')}`);
  expect(diagnostics).toMatchObject([{ code: 'GW0101', span: { start: { line: 1 } } }]);
  expect(tests).toHaveLength(1);
});

test('an entry with a mistake is left out, the others are read', () => {
  const { tests } = read(`${expecting(coffee, '{ backends: a }')}  - request: ${coffee}\n    expect: 404\n`);
  expect(tests).toHaveLength(1);
});

test('a table among manifests is not taken for one', () => {
  const sink = new DiagnosticSink();
  expect(readManifests([{ path: 'k8s/anything.yaml', text: expecting(coffee, '404') }], sink)).toEqual([]);
  expect(sink.diagnostics).toMatchObject([{ code: 'GW0206', severity: 'note' }]);
});

test('the tables of the documentation can be read', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'route-tests.md'), 'utf8');
  const tables = [...page.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text]) => read(text));
  expect(tables.length).toBeGreaterThan(0);
  expect(tables.flatMap(({ codes }) => codes)).toEqual([]);
});
