import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { compileSimulator } from '../../lib/explain/simulate';
import { compilePaths } from '../../lib/index';
import { coverageOf, decidedRequests } from '../../lib/route-tests/coverage';
import { extendRouteTests, proposeRouteTests } from '../../lib/route-tests/propose';
import { readRouteTests } from '../../lib/route-tests/read-table';
import { regexExamples } from '../../lib/route-tests/regex-example';
import { runRouteTests } from '../../lib/route-tests/run';
import { caseNames, compileCase } from '../support/cases';
import { documents } from '../support/manifests';
import { cafe, expecting, tryTable } from './tables';

function propose(text: string | undefined, manifests = cafe, naming = false) {
  const sink = new DiagnosticSink();
  const { results, gateways } = tryTable(text ?? expecting('GET http://nobody:99/', '{ refused: true }'), manifests);
  const proposed = proposeRouteTests(decidedRequests(results), gateways, naming, sink);
  return { proposed, table: extendRouteTests(text, proposed, 'table.yaml', sink), diagnostics: sink.diagnostics };
}

test('a new table has one test for each rule, and they all pass', () => {
  const { table = '', proposed } = propose(undefined);
  expect(proposed.entries).toHaveLength(6);
  const { results, diagnostics, gateways } = tryTable(table);
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  expect(coverageOf(decidedRequests(results), gateways).percent).toBe(100);
  expect(table).toMatchInlineSnapshot(`
"# Requests, and what the load balancer must do with them: docs/route-tests.md.
# Proposed by \`gateway-alb test --write\` from the rules as they are; check whether that is what you want.
tests:
  # HTTPRoute shop/to-https, rule 0, match 0 (cafe.yaml)
  - request: GET http://any.example.net/
    expect:
      redirect:
        location: https://any.example.net/
        status: 301
  # HTTPRoute shop/cafe, rule 4, match 0 (cafe.yaml)
  - request: GET https://cafe.example.com/gone
    expect: 410
  # HTTPRoute shop/cafe, rule 1, match 0 (cafe.yaml)
  - request:
      url: https://cafe.example.com/coffee
      headers:
        x-canary: always
    expect: shop/canary:80
  # HTTPRoute shop/cafe, rule 0 "coffee", match 0 (cafe.yaml)
  - request: GET https://cafe.example.com/coffee
    expect:
      backend:
        shop/coffee:80: 90
        shop/canary:80: 10
  # HTTPRoute shop/cafe, rule 3, match 0 (cafe.yaml)
  - request: GET https://cafe.example.com/staff
    expect:
      authentication: cognito
      backend: shop/staff:80
  # HTTPRoute shop/cafe, rule 2, match 0 (cafe.yaml)
  - request: GET https://cafe.example.com/tea
    expect:
      backend: shop/tea:80
      rewrite:
        host: tea.internal
        path: /v2
"
`);
});

test('what a person wrote stays, and only what is missing is added', () => {
  const mine = `# mine\nbase: https://cafe.example.com\ntests:\n    # the usual\n    - request:   GET /coffee\n      expect: { backend: { shop/coffee:80: 90 } } # not more\n\n`;
  const { table = '', proposed } = propose(mine);
  expect(table.startsWith(mine.trimEnd())).toBe(true);
  expect(proposed.entries).toHaveLength(5);
  const { results, gateways } = tryTable(table);
  expect(results.every(({ verdict }) => verdict === 'passed')).toBe(true);
  expect(coverageOf(decidedRequests(results), gateways).percent).toBe(100);
});

test.each([
  ['whose tests are in flow style', 'tests: [{ request: GET http://a/, expect: 301 }]\n'],
  ['that goes on after its tests', 'tests:\n  - request: GET http://a/\n    expect: 301\nbase: http://a\n'],
  ['that has mistakes', 'tests:\n  - request: GET http://a/\n    expect: 999\n'],
])('fails on a table %s, and leaves it alone', (_, text) => {
  const { table, diagnostics } = propose(text);
  expect(table).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toContain('GW6104');
});

test('a rule that no request reaches is named', () => {
  const twice = documents(cafe, `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shadowed, namespace: shop }
spec:
  parentRefs: [{ name: web, sectionName: https }]
  hostnames: [cafe.example.com]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /tea } }]
      backendRefs: [{ name: coffee, port: 80 }]
`);
  const { proposed, diagnostics } = propose(undefined, twice);
  expect(proposed.without).toMatchObject([{ port: 443, rule: { origin: { object: { name: 'shadowed' } } } }]);
  expect(diagnostics).toMatchObject([{ code: 'GW6103', severity: 'note', subject: { name: 'shadowed' } }]);
});

test('entries name their Gateway where that is asked for', () => {
  expect(propose(undefined, cafe, true).table).toContain('  - gateway: shop/web\n    request: GET http://');
});

test.each([
  ['^/api/v[0-9]+/.*$', ['/api/v0/', '/api/v0/a', '/api/v00/aa']],
  ['^[Cc]af[éx]$', ['cafx']],
  ['^(/a|/b(/.*)?)$', ['/a', '/b', '/b/a', '/b/aa']],
  ['x{2,3}y?', ['xx', 'xxy']],
])('texts for %s', (regex, expected) => {
  expect(regexExamples(regex)).toEqual(expected);
});

const folder = join(__dirname, '..', '..', 'examples');
const inputs = [
  ...readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => [name, () => compilePaths([join(folder, name, 'k8s')])] as const),
  ...caseNames().map((name) => [name, () => compileCase(name)] as const),
];

test.each(inputs)('proposals for %s pass, and reach every rule that has a witness', (_, compiled) => {
  const sink = new DiagnosticSink();
  const { gateways } = compiled();
  const names = gateways.map(({ name }) => name);
  const proposed = proposeRouteTests([], gateways, true, sink);
  const table = extendRouteTests(undefined, proposed, 'table.yaml', sink) ?? '';
  const tests = proposed.entries.length === 0 ? [] : readRouteTests([{ path: 'table.yaml', text: table }], sink);
  const results = runRouteTests(tests, gateways, names, sink);
  expect(sink.diagnostics.filter(({ severity }) => severity !== 'note').map(({ message }) => message)).toEqual([]);
  const { rules, reached } = coverageOf(decidedRequests(results), gateways);
  expect(reached).toBe(rules.length - proposed.without.length);
  for (const { plan } of gateways) expect(() => compileSimulator(plan)).not.toThrow();
});
