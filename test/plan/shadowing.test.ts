import { exact, gateway, header, marked, prefix, regex, route, routingCodes, rulesOf, type RouteOptions, type RuleOptions } from './routes';

const one = (...matches: NonNullable<RuleOptions['matches']>): RuleOptions => ({ matches });
const hosts = (...hostnames: readonly string[]): RouteOptions => ({ hostnames });
const sourceIp = (values: readonly string[]) => ({
  apiVersion: 'gateway.k8s.aws/v1', kind: 'ListenerRuleConfiguration', metadata: { name: 'office', namespace: 'infra' },
  spec: { conditions: [{ field: 'source-ip', sourceIPConfig: { values } }] },
});
const fromOffice = { filters: [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'office' } }] };

type Routes = readonly (readonly [RouteOptions, ...(readonly RuleOptions[])])[];

function warnings(routes: Routes, more: Parameters<typeof rulesOf>[0] = []) {
  return rulesOf([...gateway(), ...routes.map(([options, ...rules]) => route(rules, options)), ...more]);
}

test.each<readonly [string, Routes, string]>([
  ['the same match earlier in the route', [[{}, one(prefix('/a')), one(prefix('/a/'))]], 'HTTPRoute infra/cafe, rule 0 wins; it has the same conditions and stands earlier in the route'],
  ['the same match in a route whose name comes first', [[{ name: 'a' }, {}], [{ name: 'b' }, {}]], 'HTTPRoute infra/a, rule 0 wins; it has the same conditions and comes first by namespace/name'],
  [
    'the same match in an older route',
    [[{ name: 'a' }, {}], [{ name: 'b', creationTimestamp: '2024-01-01T00:00:00Z' }, {}]],
    'HTTPRoute infra/b, rule 0 wins; it comes first and takes all these requests',
  ],
  ['a prefix before a regular expression', [[hosts('x.io'), one(regex('^/api/v[0-9]+$')), one(prefix('/api'))]], 'rule 1 wins; it comes first'],
  ['the prefix / before a regular expression with a header', [[{}, one(regex('/x', { headers: [header('h', '1')] })), {}]], 'rule 1 wins; it comes first'],
  [
    'a value that differs only in case',
    [[{}, one(prefix('/', { headers: [header('X', 'One')] })), one(prefix('/', { headers: [header('x', 'one')] }))]],
    'rule 0 wins; it differs only in case, which an ALB ignores',
  ],
  [
    'a query parameter that differs only in case',
    [[{}, one(prefix('/', { queryParams: [{ name: 'K', value: 'v' }] })), one(prefix('/', { queryParams: [{ name: 'k', value: 'V' }] }))]],
    'rule 0 wins; it differs only in case, which an ALB ignores',
  ],
])('a rule that can never match is reported: %s', (_, routes, winner) => {
  const planned = warnings(routes);
  const found = planned.diagnostics.filter(({ code }) => code === 'GW4101');
  expect(found).toHaveLength(1);
  expect(found[0].message).toContain(winner);
  expect(found[0].notes[0].span).toBeDefined();
  expect(found[0].subject).toMatchObject({ kind: 'HTTPRoute' });
});

test('both places are shown: the match, and the match that wins', () => {
  const planned = warnings([[{ hostnames: ['x.io', 'y.io'] }, one(prefix('/a')), one(prefix('/b'), prefix('/a', {}))]]);
  const [found] = planned.diagnostics.filter(({ code }) => code === 'GW4101');
  expect(found.message).toContain('HTTPRoute infra/cafe, rule 1, match 1 can never match for x.io, y.io: HTTPRoute infra/cafe, rule 0 wins');
  expect(marked(planned, 'GW4101')).toBe('{ "path": { "type": "PathPrefix", "value": "/a" } }');
  expect(found.notes[0].span?.start.line).toBeLessThan(found.span?.start.line ?? 0);
});

test('only the hostnames under which a match is lost are named', () => {
  const planned = warnings([[{ name: 'a', hostnames: ['x.io'] }, {}], [{ name: 'b', hostnames: ['x.io', 'y.io'] }, {}]]);
  expect(planned.diagnostics.find(({ code }) => code === 'GW4101')?.message).toContain('can never match for x.io:');
});

test('a source address does not make a rule come first', () => {
  const planned = warnings([[{}, one(prefix('/a')), { ...one(prefix('/a')), ...fromOffice }]], [sourceIp(['10.0.0.0/8'])]);
  expect(planned.diagnostics.find(({ code }) => code === 'GW4101')?.message).toContain('source addresses do not count in the order');
});

test.each<readonly [string, Routes]>([
  ['a longer prefix', [[{}, one(prefix('/')), one(prefix('/a'))]]],
  ['a regular expression and a prefix beside it', [[{}, one(regex('^/api/v1$')), one(prefix('/app'))]]],
  ['a regular expression and a prefix with a method', [[{}, one(regex('^/api/v1$')), one(prefix('/api', { method: 'GET' }))]]],
  ['an exact path and a prefix', [[{}, one(exact('/a')), one(prefix('/a'))]]],
  ['another hostname', [[{ name: 'a', hostnames: ['x.io'] }, {}], [{ name: 'b', hostnames: ['y.io'] }, {}], [{ name: 'c', hostnames: ['*.io'] }, {}], [{ name: 'd' }, {}]]],
  ['another method', [[{}, one(prefix('/', { method: 'GET' })), one(prefix('/', { method: 'PUT' }))]]],
  ['the same match twice in one rule', [[{}, one(prefix('/a'), prefix('/a'))]]],
  ['regular expressions that differ only in case', [[{}, one(prefix('/', { headers: [header('x', 'A', 'RegularExpression')] })), one(prefix('/', { headers: [header('x', 'a', 'RegularExpression')] }))]]],
])('nothing is reported for %s', (_, routes) => {
  expect(routingCodes(warnings(routes), 'warning')).toEqual([]);
});

const headers = (...pairs: readonly (readonly [string, string])[]) => ({ headers: pairs.map(([name, value]) => header(name, value)) });

test('a tie that only names decide is reported with the rule that wins', () => {
  const planned = warnings([
    [{ name: 'b', hostnames: ['x.io'] }, one(prefix('/', headers(['beta', '1'])))],
    [{ name: 'a', hostnames: ['x.io'] }, one(prefix('/', headers(['debug', '1'])))],
  ]);
  const [found] = planned.diagnostics.filter(({ code }) => code === 'GW4102');
  expect(found.message).toContain('HTTPRoute infra/b, rule 0, match 0 and HTTPRoute infra/a, rule 0 match common requests for x.io with equal precedence');
  expect(marked(planned, 'GW4102')).toContain('"beta"');
  expect(found.notes[0].span).toBeDefined();
});

test.each<readonly [string, Routes, readonly string[]]>([
  [
    'headers that share a name and its value',
    [[{ name: 'a' }, one(prefix('/', headers(['x', '1'], ['y', '1'])))], [{ name: 'b' }, one(prefix('/', headers(['x', '1'], ['z', '1'])))]],
    ['GW4102'],
  ],
  ['query parameters', [
    [{ name: 'a' }, one(prefix('/', { queryParams: [{ name: 'x', value: '1' }] }))],
    [{ name: 'b' }, one(prefix('/', { queryParams: [{ name: 'y', value: '1' }] }))],
  ], ['GW4102']],
  ['headers with different values', [[{ name: 'a' }, one(prefix('/', headers(['x', '1'])))], [{ name: 'b' }, one(prefix('/', headers(['x', '2'])))]], []],
  [
    'headers that share a name with another value',
    [[{ name: 'a' }, one(prefix('/', headers(['x', '1'], ['y', '1'])))], [{ name: 'b' }, one(prefix('/', headers(['x', '2'], ['z', '1'])))]],
    [],
  ],
  ['rules of one route', [[{}, one(prefix('/', headers(['x', '1']))), one(prefix('/', headers(['y', '1'])))]], []],
  ['routes of different age', [[{ name: 'a', creationTimestamp: '2024-01-01T00:00:00Z' }, one(prefix('/', headers(['x', '1'])))], [{ name: 'b' }, one(prefix('/', headers(['y', '1'])))]], []],
  ['another number of headers', [[{ name: 'a' }, one(prefix('/', headers(['x', '1'])))], [{ name: 'b' }, one(prefix('/', headers(['y', '1'], ['z', '1'])))]], []],
  ['another path', [[{ name: 'a' }, one(prefix('/a', headers(['x', '1'])))], [{ name: 'b' }, one(prefix('/b', headers(['y', '1'])))]], []],
])('ties: %s', (_, routes, codes) => {
  expect(routingCodes(warnings(routes), 'warning')).toEqual(codes);
});
