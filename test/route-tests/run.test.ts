import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { renderDiagnostics } from '../../lib/diagnostics/render';
import { coverageOf, decidedRequests } from '../../lib/route-tests/coverage';
import { readRouteTests } from '../../lib/route-tests/read-table';
import { runRouteTests } from '../../lib/route-tests/run';
import { cafe, expecting, gatewaysOf, marked, tryTable } from './tables';
import { documents } from '../support/manifests';

const canary = '{ url: "https://cafe.example.com/coffee", headers: { x-canary: always } }';
const at = (path: string) => `GET https://cafe.example.com${path}`;

test.each([
  ['a backend that gets all requests', canary, 'shop/canary:80'],
  ['shares', at('/coffee/1'), '{ backend: { shop/coffee:80: 90, shop/canary:80: 10 } }'],
  ['one of several shares', at('/coffee'), '{ backend: { shop/coffee:80: 90.0 } }'],
  ['a share of 0', at('/tea'), '{ backend: { shop/coffee:80: 0, shop/tea:80: 100 } }'],
  ['the status of a fixed response', at('/gone'), '410'],
  ['the status of the default action', at('/'), '404'],
  ['a redirect without the default port', 'GET http://cafe.example.com/coffee?a=b', '{ redirect: "https://cafe.example.com/coffee?a=b" }'],
  ['a redirect as the load balancer writes it', 'GET http://x.io/', '{ redirect: { location: "https://x.io:443/", status: 301 }, status: 301 }'],
  ['a rewrite', at('/tea/green?hot=1'), '{ backend: shop/tea:80, rewrite: { host: tea.internal, path: /v2/green?hot=1 } }'],
  ['what the backend sees without a rewrite', at('/coffee'), '{ rewrite: { host: cafe.example.com, path: /coffee } }'],
  ['any rule of a route', at('/tea'), '{ rule: shop/cafe }'],
  ['a rule by its name', at('/coffee'), '{ rule: shop/cafe/coffee }'],
  ['a rule by its index', at('/coffee'), '{ rule: shop/cafe/0 }'],
  ['a rule with the kind of its route', canary, '{ rule: HTTPRoute shop/cafe/1 }'],
  ['no rule', at('/'), '{ rule: none }'],
  ['what follows a login', at('/staff'), '{ authentication: cognito, backend: shop/staff:80 }'],
  ['no login', at('/tea'), '{ authentication: none }'],
  ['a refused connection', 'GET http://cafe.example.com:8080/', '{ refused: true }'],
  ['a refused connection with its reason', 'GET https://cafe.example.com:8443/', '{ refused: no-listener }'],
  ['a connection that is not refused', at('/'), '{ refused: false }'],
  ['a response header that nobody sets', at('/'), '{ responseHeaders: { x-frame-options: null } }'],
])('passes: %s', (_, request, expected) => {
  const { results, diagnostics } = tryTable(expecting(request, expected));
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  expect(results.map(({ verdict }) => verdict)).toEqual(['passed']);
});

test.each([
  ['another backend', canary, 'shop/coffee:80', 'expected backend shop/coffee:80, got shop/canary:80', 'shop/coffee:80'],
  ['a backend that gets a part only', at('/coffee'), 'shop/coffee:80', 'got shop/coffee:80 with 90 % and shop/canary:80 with 10 %', 'shop/coffee:80'],
  ['another share', at('/coffee'), '{ backend: { shop/coffee:80: 80 } }', 'expected backend shop/coffee:80 with 80 %, got 90 %', '80'],
  ['a share that is nearly 0', at('/coffee'), '{ backend: { shop/canary:80: 0 } }', 'got 10 %', '0'],
  ['a share of a backend that gets none', at('/tea'), '{ backend: { shop/canary:80: 10 } }', 'got shop/tea:80', '10'],
  ['a backend where the default action answers', at('/'), 'shop/tea:80', 'got 404 from the load balancer', 'shop/tea:80'],
  ['a share of 0 where no backend gets the request', at('/'), '{ backend: { shop/tea:80: 0 } }', 'got 404', '0'],
  ['a status where a backend answers', at('/tea'), '200', 'expected status 200, got shop/tea:80', '200'],
  ['another status', at('/gone'), '404', 'expected status 404, got 410', '404'],
  ['another redirect', 'GET http://x.io/', '{ redirect: "https://x.io:8443/" }', 'expected a redirect to https://x.io:8443/, got https://x.io/', '"https://x.io:8443/"'],
  ['a redirect where there is none', at('/tea'), '{ redirect: "https://x.io/" }', 'got shop/tea:80', '"https://x.io/"'],
  ['another path at the backend', at('/tea'), '{ rewrite: { path: /tea } }', 'expected path /tea at the backend, got /v2', '/tea'],
  ['another host at the backend', at('/gone'), '{ rewrite: { host: a } }', 'expected host a at the backend, got 410 from the load balancer', 'a'],
  ['another rule', at('/tea'), '{ rule: shop/cafe/coffee }', 'expected rule shop/cafe/coffee, got HTTPRoute shop/cafe, rule 2, match 0', 'shop/cafe/coffee'],
  ['a rule of a route of another kind', at('/tea'), '{ rule: GRPCRoute shop/cafe }', 'expected rule GRPCRoute shop/cafe', 'GRPCRoute shop/cafe'],
  ['a rule of another namespace', at('/tea'), '{ rule: cafe/cafe }', 'expected rule cafe/cafe', 'cafe/cafe'],
  ['no rule where one matches', at('/tea'), '{ rule: none }', 'expected no rule', 'none'],
  ['a rule where none matches', at('/'), '{ rule: shop/cafe }', 'got none', 'shop/cafe'],
  ['no login where there is one', at('/staff'), '{ authentication: none }', 'expected authentication none, got cognito', 'none'],
  ['a status behind a login', at('/staff'), '{ status: 404 }', 'got shop/staff:80 after authentication (cognito)', '404'],
  ['a refusal where there is none', at('/tea'), '{ refused: true }', 'expected no HTTP response, got shop/tea:80', 'true'],
  ['a refusal for another reason', 'GET http://a:99/', '{ refused: client-certificate }', 'expected no HTTP response (client-certificate), got no HTTP response (no-listener)', 'client-certificate'],
  ['an answer where the connection is refused', 'GET http://a:99/', '{ refused: false }', 'expected an HTTP response', 'false'],
  ['a response header that is not set', at('/'), '{ responseHeaders: { server: a } }', 'expected response header server with "a", got none', 'a'],
])('fails: %s', (_, request, expected, words, place) => {
  const tried = tryTable(expecting(request, expected));
  expect(tried.diagnostics).toMatchObject([{ code: 'GW6101', severity: 'error' }]);
  expect(tried.diagnostics[0]?.message).toContain(words);
  expect(marked(tried, 'GW6101')).toBe(place);
  expect(tried.results.map(({ verdict }) => verdict)).toEqual(['failed']);
});

test('only what is written is compared, and all that differs is named', () => {
  const { diagnostics } = tryTable(expecting(at('/tea'), '{ rule: shop/cafe/0, status: 404, backend: shop/tea:80 }'));
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.message).toContain('expected rule shop/cafe/0, got HTTPRoute shop/cafe, rule 2, match 0; expected status 404, got shop/tea:80');
});

test('a failure says which rule took the request and which almost did, with their places', () => {
  const text = `tests:\n  - name: canary users\n    request: ${at('/coffee')}\n    expect: shop/canary:80\n`;
  const { diagnostics } = tryTable(text);
  const shown = renderDiagnostics(diagnostics, { sources: new Map([['table.yaml', text]]), format: 'text' });
  expect(shown).toContain('table.yaml:4:13 - error GW6101: "canary users" (GET https://cafe.example.com/coffee): expected backend shop/canary:80');
  expect(diagnostics[0]?.notes).toMatchObject([
    { text: 'HTTPRoute shop/cafe, rule 0 "coffee", match 0 takes the request', span: { file: 'cafe.yaml' } },
    { text: expect.stringContaining('almost: HTTPRoute shop/cafe, rule 1, match 0: header x-canary is missing') as string, span: { file: 'cafe.yaml' } },
    { text: expect.stringContaining('almost: ') as string },
  ]);
});

test('a backend that is misspelt is suggested', () => {
  const { diagnostics } = tryTable(expecting(at('/tea'), 'shop/te:80'));
  expect(diagnostics[0]?.hint).toBe('did you mean "shop/tea:80"?');
});

test('where no rule matches, the default action is named', () => {
  const { diagnostics } = tryTable(expecting(at('/'), 'shop/tea:80'));
  expect(diagnostics[0]?.notes[0]?.text).toBe('no rule of the listener on port 443 takes the request, so its default action answers');
});

describe('several Gateways', () => {
  const two = documents(cafe, `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: other, namespace: shop }
spec: { gatewayClassName: alb, listeners: [{ name: http, protocol: HTTP, port: 80 }] }
`);
  const table = (gateway: string) => `${gateway}${expecting('GET http://x.io/', '301')}`;

  test('a table names the Gateway', () => {
    expect(tryTable(table('gateway: shop/web\n'), two).results).toMatchObject([{ verdict: 'passed', gateway: { name: 'shop/web' } }]);
    expect(tryTable(table('gateway: shop/other\n'), two).results).toMatchObject([{ verdict: 'failed', gateway: { name: 'shop/other' } }]);
  });

  test('fails where none is named', () => {
    const { results, diagnostics } = tryTable(table(''), two);
    expect(results).toMatchObject([{ verdict: 'invalid' }]);
    expect(diagnostics).toMatchObject([{ code: 'GW6007', message: expect.stringContaining('shop/other, shop/web') as string }]);
  });

  test('fails where there is no such Gateway', () => {
    const { diagnostics } = tryTable(table('gateway: shop/wbe\n'), two);
    expect(diagnostics).toMatchObject([{ code: 'GW6008', hint: 'did you mean "shop/web"?' }]);
  });

  test('a test holds for every Gateway of its name, as in a cdk.out folder with several stacks', () => {
    const sink = new DiagnosticSink();
    const [web] = gatewaysOf(cafe);
    const tests = readRouteTests([{ path: 'table.yaml', text: expecting('GET http://x.io/', '301') }], sink);
    const empty = { name: web.name, plan: { ...web.plan, listeners: [] } };
    expect(runRouteTests(tests, [web, empty], [web.name], sink).map(({ verdict }) => verdict)).toEqual(['passed', 'failed']);
    expect(coverageOf(decidedRequests(runRouteTests(tests, [web, { ...web }], [web.name], sink)), [web, empty])).toMatchObject({ reached: 1 });
  });

  test('tests of a Gateway that is not looked at are skipped', () => {
    const { results, diagnostics } = tryTable(table('gateway: shop/other\n'), two, { gateway: 'shop/web' });
    expect(diagnostics).toEqual([]);
    expect(results).toMatchObject([{ verdict: 'skipped' }]);
  });
});
