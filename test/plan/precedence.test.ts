import * as fc from 'fast-check';
import { compareRanks, decidingCriterion, isTieByName, PathClass, type RuleRank } from '../../lib/plan/precedence';
import { exact, gateway, header, prefix, regex, route, rulesOf, type RouteOptions, type RuleOptions } from './routes';

/** `route/rule.match@hostname` in order of precedence, one for each listener rule. */
function order(routes: readonly (readonly [RouteOptions, ...(readonly RuleOptions[])])[], { https = false } = {}): readonly string[] {
  const listener = https ? gateway([''], { port: 443, protocol: 'HTTPS' }) : gateway();
  const { rules } = rulesOf([...listener, ...routes.map(([options, ...rules_]) => route(rules_, options))], { compaction: false });
  return rules.map(({ origin }) => {
    const host = origin.hostnames.length === 0 ? '' : `@${origin.hostnames.join()}`;
    return `${origin.object.name}/${origin.rule}${origin.matches.length === 0 ? '' : `.${origin.matches.join()}`}${host}`;
  });
}

const one = (...matches: NonNullable<RuleOptions['matches']>): RuleOptions => ({ matches });
const grpc = (service?: string, method?: string, rest = {}) => ({ method: { ...(service !== undefined && { service }), ...(method !== undefined && { method }) }, ...rest });
const headers = (count: number) => ({ headers: Array.from({ length: count }, (_, index) => header(`h${index}`, '1')) });
const params = (count: number) => ({ queryParams: Array.from({ length: count }, (_, index) => ({ name: `q${index}`, value: '1' })) });

test.each<readonly [string, Parameters<typeof order>[0], readonly string[]]>([
  [
    'an Exact path, the longer prefix, the shorter one, a regular expression',
    [[{}, one(regex('^/api/users/[0-9]+$')), one(prefix('/')), one(prefix('/api')), one(exact('/api/users'))]],
    ['cafe/3.0', 'cafe/2.0', 'cafe/1.0', 'cafe/0.0'],
  ],
  ['a slash at the end of a prefix does not make it longer', [[{}, one(prefix('/a')), one(prefix('/b/'))]], ['cafe/0.0', 'cafe/1.0']],
  [
    'a longer path before a method, a method before headers, headers before query parameters',
    [[{}, one(prefix('/a', params(2))), one(prefix('/a', headers(1))), one(prefix('/a', { method: 'GET' })), one(prefix('/aa'))]],
    ['cafe/3.0', 'cafe/2.0', 'cafe/1.0', 'cafe/0.0'],
  ],
  ['more headers, then more query parameters', [[{}, one(prefix('/a', { ...headers(1), ...params(1) })), one(prefix('/a', { ...headers(1), ...params(2) })), one(prefix('/a', headers(2)))]], ['cafe/2.0', 'cafe/1.0', 'cafe/0.0']],
  [
    'headers with an equivalent name count once',
    [[{}, one(prefix('/a', { headers: [header('x', '1'), header('X', '2')] })), one(prefix('/a', { ...headers(1), ...params(1) }))]],
    ['cafe/1.0', 'cafe/0.0'],
  ],
  ['matches of one rule have places of their own', [[{}, one(prefix('/a'), exact('/z')), one(prefix('/aa'))]], ['cafe/0.1', 'cafe/1.0', 'cafe/0.0']],
  ['the earlier rule, then the earlier match', [[{}, one(prefix('/a'), prefix('/b')), one(prefix('/c'))]], ['cafe/0.0', 'cafe/0.1', 'cafe/1.0']],
  ['namespace/name', [[{ name: 'b' }, one(prefix('/x'))], [{ name: 'a' }, one(prefix('/y'))]], ['a/0.0', 'b/0.0']],
  [
    'the older route before the name, one without a timestamp last',
    [
      [{ name: 'a' }, one(prefix('/x'))],
      [{ name: 'b', creationTimestamp: '2025-01-01T00:00:00Z' }, one(prefix('/y'))],
      [{ name: 'c', creationTimestamp: '2024-01-01T00:00:00Z' }, one(prefix('/z'))],
    ],
    ['c/0.0', 'b/0.0', 'a/0.0'],
  ],
  [
    'hostnames before anything else: precise, longer wildcard, shorter wildcard, none',
    [
      [{ name: 'd' }, one(exact('/long/path', { method: 'GET' }))],
      [{ name: 'c', hostnames: ['*.example.com'] }, one(exact('/long', headers(2)))],
      [{ name: 'b', hostnames: ['*.sub.example.com'] }, one(prefix('/a'))],
      [{ name: 'a', hostnames: ['x.io', 'a.sub.example.com'] }, one(prefix('/'))],
    ],
    ['a/0.0@a.sub.example.com', 'a/0.0@x.io', 'b/0.0@*.sub.example.com', 'c/0.0@*.example.com', 'd/0.0'],
  ],
  [
    'each hostname of a route has its own place',
    [[{ hostnames: ['*.example.com', 'example.com', 'a.b.example.com'] }, one(exact('/health'), prefix('/'))]],
    ['cafe/0.0@a.b.example.com', 'cafe/0.1@a.b.example.com', 'cafe/0.0@example.com', 'cafe/0.1@example.com', 'cafe/0.0@*.example.com', 'cafe/0.1@*.example.com'],
  ],
  ['hostnames that are equally long, by the alphabet', [[{ hostnames: ['foo.com', 'baz.com', 'bar.com'] }, {}]], ['cafe/0.0@bar.com', 'cafe/0.0@baz.com', 'cafe/0.0@foo.com']],
  [
    'two routes that share a hostname (as in the conformance test on matching across routes)',
    [
      [{ name: 'part1', hostnames: ['example.com', 'example.net'] }, one(prefix('/'), prefix('/', { headers: [header('version', 'one')] }))],
      [{ name: 'part2', hostnames: ['example.com'] }, one(prefix('/v2'), prefix('/', { headers: [header('version', 'two')] }))],
    ],
    ['part2/0.0@example.com', 'part1/0.1@example.com', 'part1/0.1@example.net', 'part2/0.1@example.com', 'part1/0.0@example.com', 'part1/0.0@example.net'],
  ],
])('order: %s', (_, routes, expected) => {
  expect(order(routes)).toEqual(expected);
});

const grpcRoute = (name: string): RouteOptions => ({ kind: 'GRPCRoute', name, hostnames: ['x.io'] });
const httpRoute = (name: string): RouteOptions => ({ name, hostnames: ['x.io'] });

test.each<readonly [string, Parameters<typeof order>[0], readonly string[]]>([
  [
    'the longer service, then the longer method, no method last',
    [[grpcRoute('g'), {}, one(grpc('pkg.MyService', 'Do')), one(grpc('pkg.MyService', 'DoWork')), one(grpc('com.longpkg.MyService', 'X'))]],
    ['g/3.0@x.io', 'g/2.0@x.io', 'g/1.0@x.io', 'g/0@x.io'],
  ],
  [
    'a method counts as an Exact path as long as its service',
    [[grpcRoute('g'), one(grpc('my.EchoService', 'Echo'))], [httpRoute('h'), one(exact('/status')), one(prefix('/'))]],
    ['g/0.0@x.io', 'h/0.0@x.io', 'h/1.0@x.io'],
  ],
  [
    'a longer path, a method, headers, over both kinds',
    [[grpcRoute('g'), one(grpc('api.Items', 'Get', headers(3)))], [httpRoute('h'), one(exact('/api/items', headers(3))), one(exact('/api/items', { method: 'POST' }))]],
    ['h/1.0@x.io', 'h/0.0@x.io', 'g/0.0@x.io'],
  ],
  [
    'regular expressions after prefixes, and no method at the end',
    [
      [grpcRoute('g'), {}, one({ method: { type: 'RegularExpression', service: 'com.api.*', method: 'Get.*' } }), one(grpc('com.company.api.OrderService', 'Create'))],
      [httpRoute('h'), one(prefix('/api/v2/orders')), one(exact('/search', params(2)))],
    ],
    ['g/2.0@x.io', 'h/1.0@x.io', 'h/0.0@x.io', 'g/1.0@x.io', 'g/0@x.io'],
  ],
])('order with gRPC: %s', (_, routes, expected) => {
  expect(order(routes, { https: true })).toEqual(expected);
});

const rank = (change: Partial<Omit<RuleRank, 'route'>> & { readonly kind?: string; readonly name?: string; readonly age?: string } = {}): RuleRank => {
  const { kind = 'HTTPRoute', name = 'cafe', age, ...rest } = change;
  return {
    block: 0, hostname: 'x.io', path: PathClass.Prefix, length: 4, methodLength: 0, hasMethod: false, headers: 0, queryParams: 0, rule: 0, match: 0, part: 0,
    route: {
      ref: { group: 'gateway.networking.k8s.io', kind, namespace: 'shop', name },
      metadata: { name, namespace: 'shop', labels: {}, annotations: {}, ...(age !== undefined && { creationTimestamp: age }) },
    },
    ...rest,
  };
};

const ranks = fc.record({
  block: fc.nat(1),
  hostname: fc.constantFrom('', '*.io', '*.x.io', 'x.io', 'y.io', 'a.x.io'),
  path: fc.constantFrom(PathClass.None, PathClass.Regex, PathClass.Prefix, PathClass.Exact),
  length: fc.nat(2), methodLength: fc.nat(1), hasMethod: fc.boolean(), headers: fc.nat(1), queryParams: fc.nat(1), rule: fc.nat(1), match: fc.nat(1), part: fc.nat(1),
  kind: fc.constantFrom('HTTPRoute', 'GRPCRoute'),
  name: fc.constantFrom('a', 'b'),
  age: fc.constantFrom(undefined, '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'never'),
}).map(rank);

test('compareRanks is a total order', () => {
  fc.assert(fc.property(ranks, ranks, ranks, (a, b, c) => {
    expect(Math.sign(compareRanks(a, b))).toBe(-Math.sign(compareRanks(b, a)) + 0);
    if (compareRanks(a, b) <= 0 && compareRanks(b, c) <= 0) expect(compareRanks(a, c)).toBeLessThanOrEqual(0);
    if (compareRanks(a, b) === 0) expect(decidingCriterion(a, b)).toBeUndefined();
  }), { numRuns: 5000 });
});

test.each([
  ['the kind, where two routes share a name', rank({ kind: 'GRPCRoute' }), rank({}), 'kind', true],
  ['the name', rank({ name: 'a' }), rank({ name: 'b' }), 'age and name', true],
  ['the age', rank({ name: 'b', age: '2024-01-01T00:00:00Z' }), rank({ name: 'a' }), 'age and name', false],
  ['the number of headers', rank({ name: 'b', headers: 1 }), rank({ name: 'a' }), 'headers', false],
  ['the block of the listener', rank({ headers: 0 }), rank({ block: 1, headers: 1 }), 'listener', false],
  ['the order in the route', rank({ rule: 0 }), rank({ rule: 1 }), 'order', false],
])('what decides is %s', (_, winner, loser, criterion, tie) => {
  expect(compareRanks(winner, loser)).toBeLessThan(0);
  expect(decidingCriterion(winner, loser)).toBe(criterion);
  expect(isTieByName(winner, loser)).toBe(tie);
});
