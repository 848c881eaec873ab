import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { checkCoverage, coverageOf, decidedRequests, renderCoverage } from '../../lib/route-tests/coverage';
import { expecting, tryTable } from './tables';

function coverage(text: string) {
  const { results, gateways } = tryTable(text);
  return coverageOf(decidedRequests(results), gateways);
}

const first = expecting('GET https://cafe.example.com/coffee', '404');

test('counts the rules that requests reach, whether their tests pass or not', () => {
  const { rules, reached, percent } = coverage(`${first}  - {request: GET http://a/, expect: 301}\n  - {request: GET http://b/, expect: 301}\n`);
  expect(rules.map(({ port, requests, rule: { origin } }) => [port, origin.rule, requests])).toEqual([
    [80, 0, 2], [443, 4, 0], [443, 1, 0], [443, 0, 1], [443, 3, 0], [443, 2, 0],
  ]);
  expect([reached, percent]).toEqual([2, 33.3]);
});

test('shows what no test reaches, with its place and what it asks for', () => {
  const text = renderCoverage(coverage(first));
  expect(text).toContain('1 of 6 rules are reached by a test (16.6 %)');
  expect(text).toMatch(/shop\/web:443 {2}HTTPRoute shop\/cafe, rule 2, match 0 +cafe\.yaml:\d+\n {4}host .*path \/tea or \/tea\/\*/);
  expect(text).not.toContain('rule 0 "coffee"');
});

test.each([
  [16.6, []],
  [16.7, ['GW6102']],
  [100, ['GW6102']],
])('%d percent asked for', (wanted, codes) => {
  const sink = new DiagnosticSink();
  checkCoverage(coverage(first), wanted, sink);
  expect(sink.diagnostics.map(({ code }) => code)).toEqual(codes);
});

test('no rules are covered in full', () => {
  expect(coverageOf([], [])).toMatchObject({ percent: 100, reached: 0 });
});
