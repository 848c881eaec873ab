import * as fc from 'fast-check';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { defaultAlbSettings, type AlbSettings } from '../../lib/explain/settings';
import { compileSimulator } from '../../lib/explain/simulate';
import type { ListenerRulePlan } from '../../lib/plan/ir';
import { compact } from '../../lib/plan/compaction';
import { compareRanks } from '../../lib/plan/precedence';
import { tellNamespaceOverlaps } from '../../lib/plan/namespace-overlaps';
import { tellShadowed } from '../../lib/plan/shadowing';
import { fleet, type FleetKind } from './fleet';
import { brief, exact, gateway, header, prefix, regex, route, rulesOf, type RuleOptions } from './routes';

const one = (...matches: NonNullable<RuleOptions['matches']>): RuleOptions => ({ matches });
type Routes = Parameters<typeof rulesOf>[0];
const compacted = (...routes: Routes): readonly string[] => rulesOf([...gateway(), ...routes]).rules.map(brief);
const query = (name: string, value: string) => ({ queryParams: [{ name, value }] });

/** Random inputs; `RUNS=5000 npx jest test/plan/compaction` for a long run. */
const runs = Number(process.env.RUNS ?? 50);

jest.setTimeout(Math.max(60_000, runs * 1_000));

test.each<readonly [string, ReturnType<typeof route>, readonly string[]]>([
  ['hostnames', route([{}], { hostnames: ['b.io', 'a.io', '*.c.io'] }), ['*.c.io|a.io|b.io -> cafe/0']],
  ['methods', route([one(exact('/a', { method: 'GET' }), exact('/a', { method: 'POST' }))]), ['/a GET|POST -> cafe/0']],
  ['a method and any method', route([one(exact('/a', { method: 'GET' }), exact('/a'))]), ['/a -> cafe/0']],
  ['exact paths', route([one(exact('/a'), exact('/b'))]), ['/a|/b -> cafe/0']],
  ['prefixes', route([one(prefix('/api/users'), prefix('/api/orders'))]), ['^/api/(orders|users)(/.*)?$ -> cafe/0']],
  ['prefixes and exact paths', route([one(prefix('/a'), exact('/b'))]), ['/b|/a|/a/* -> cafe/0']],
  ['a prefix and one below it', route([one(prefix('/a'), prefix('/a/b'))]), ['/a|/a/* -> cafe/0']],
  ['values of a header', route([one(...['1', '2'].map((value) => prefix('/', { headers: [header('x', value)] })))]), ['x=1|2 -> cafe/0']],
  ['values of a query parameter', route([one(prefix('/', query('x', '1')), prefix('/', query('x', '2')))]), ['?x=1|?x=2 -> cafe/0']],
  [
    'hostnames, paths and methods together',
    route([one(...['GET', 'PUT'].flatMap((method) => [exact('/a', { method }), prefix('/b/c', { method })]))], { hostnames: ['a.io', 'b.io'] }),
    ['a.io|b.io ^(/a|/b/c(/.*)?)$ GET|PUT -> cafe/0'],
  ],
  ['many paths', route([one(...Array.from({ length: 12 }, (_, index) => prefix(`/p${index}`)))]), ['^/(p0|p1|p10|p11|p2|p3|p4|p5|p6|p7|p8|p9)(/.*)?$ -> cafe/0']],
  ['regular expressions', route([one(regex('^/a[0-9]$'), regex('^/b[0-9]$'))]), ['^(/a[0-9]|/b[0-9])$ -> cafe/0']],
])('one rule for %s', (_, object, expected) => {
  expect(compacted(object)).toEqual(expected);
});

test.each<readonly [string, Routes, readonly string[]]>([
  ['matches of other rules', [route([one(exact('/a')), one(exact('/b'))])], ['/a -> cafe/0', '/b -> cafe/1']],
  ['matches that differ in two fields', [route([one(exact('/a', { method: 'GET' }), exact('/b', { method: 'PUT' }))])], ['/a GET -> cafe/0', '/b PUT -> cafe/0']],
  ['matches with other headers', [route([one(prefix('/', { headers: [header('x', '1')] }), prefix('/', { headers: [header('y', '1')] }))])], ['x=1 -> cafe/0', 'y=1 -> cafe/0']],
  ['more than fits', [route([one(...['GET', 'PUT', 'POST', 'PATCH'].map((method) => exact('/a', { method })))])], ['/a GET|POST|PUT -> cafe/0', '/a PATCH -> cafe/0']],
])('%s stay apart', (_, objects, expected) => {
  expect([...compacted(...objects)].sort()).toEqual([...expected].sort());
});

test('a rule never moves past one of another outcome that could take the same requests', () => {
  const rules = compacted(
    route([one(prefix('/a/b/c'), prefix('/a'))], { name: 'long' }),
    route([one(prefix('/a/b'))], { name: 'between' }),
  );
  expect(rules).toEqual(['/a/b/c|/a/b/c/* -> long/0', '/a/b|/a/b/* -> between/0', '/a|/a/* -> long/0']);
});

test.each<readonly [string, Routes, readonly string[]]>([
  [
    'has other paths',
    [route([one(prefix('/long/path'), prefix('/z'))], { name: 'a' }), route([one(prefix('/other'))], { name: 'b' })],
    ['^/(long/path|z)(/.*)?$ -> a/0', '/other|/other/* -> b/0'],
  ],
  [
    'has other methods',
    [route([one(prefix('/a/b', { method: 'GET' }), prefix('/', { method: 'GET' }))], { name: 'a' }), route([one(prefix('/a', { method: 'PUT' }))], { name: 'b' })],
    ['GET -> a/0', '/a|/a/* PUT -> b/0'],
  ],
  [
    'has other hosts',
    [route([{}], { name: 'a', hostnames: ['long.example.io', 'x.io'] }), route([{}], { name: 'b', hostnames: ['y.example.io'] })],
    ['long.example.io|x.io -> a/0', 'y.example.io -> b/0'],
  ],
  [
    'has a regular expression for paths in another folder',
    [route([one(regex('^/x/[0-9]+/long/long$'), regex('^/x/[a-z]+$'))], { name: 'a' }), route([one(regex('^/y/[0-9]+/long$'))], { name: 'b' })],
    ['^(/x/[0-9]+/long/long|/x/[a-z]+)$ -> a/0', '^/y/[0-9]+/long$ -> b/0'],
  ],
])('a rule moves past one that %s', (_, objects, expected) => {
  expect(compacted(...objects)).toEqual(expected);
});

test('a rule moves down where it cannot move up', () => {
  const rules = compacted(
    route([one(prefix('/'))], { name: 'a', hostnames: ['api.x.io', '*.x.io'] }),
    route([one(prefix('/'))], { name: 'b', hostnames: ['foo.x.io'] }),
  );
  expect(rules).toEqual(['foo.x.io -> b/0', '*.x.io|api.x.io -> a/0']);
});

test('compaction can be turned off', () => {
  const { rules } = rulesOf([...gateway(), route([one(exact('/a'), exact('/b'))], { hostnames: ['a.io', 'b.io'] })], { compaction: false });
  expect(rules.map(brief)).toEqual(['a.io /a -> cafe/0', 'b.io /a -> cafe/0', 'a.io /b -> cafe/0', 'b.io /b -> cafe/0']);
});

describe('for random routes', () => {
  const pieces = {
    path: fc.constantFrom(prefix('/'), prefix('/a'), prefix('/a/b'), prefix('/b'), exact('/a'), exact('/a/'), exact('/b*'), regex('^/a/[bc]'), regex('/b$|^/c')),
    method: fc.option(fc.constantFrom('GET', 'PUT'), { nil: undefined }),
    headers: fc.subarray([header('x', '1'), header('y', '1,2')], { maxLength: 2 }),
    other: fc.option(fc.constantFrom(header('x', '2'), header('z', '[12]', 'RegularExpression')), { nil: undefined }),
    query: fc.option(fc.constantFrom({ name: 'q', value: '1' }, { name: 'q', value: '2' }, { name: 'r', value: '1' }), { nil: undefined }),
  };
  const match = fc.record(pieces).map(({ path, method, headers, other, query: param }) => ({
    ...path,
    ...(method && { method }),
    headers: other && !headers.some(({ name }) => name === other.name) ? [...headers, other] : headers,
    ...(param && { queryParams: [param] }),
  }));
  const rule = fc.array(match, { minLength: 1, maxLength: 5 }).map((matches) => one(...matches));
  const someRoute = fc.record({
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    hostnames: fc.subarray(['a.io', 'b.io', 'x.a.io', '*.a.io', '*.io']),
  });
  const input = fc.record({ routes: fc.array(someRoute, { minLength: 1, maxLength: 4 }), listenerIsolation: fc.boolean(), isolated: fc.subarray(['a.io', '*.a.io']) });
  const request = fc.record({
    host: fc.constantFrom('a.io', 'B.io', 'x.a.io:8080', 'y.a.io', 'z.com'),
    path: fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/b', '/b*', '/b/x', '/c', '/x/b'),
    query: fc.constantFrom('', '?q=1', '?q=2&r=1', '?Q=1&q=2'),
    method: fc.constantFrom('GET', 'PUT', 'POST'),
    headers: fc.array(fc.constantFrom(['x', '1'], ['X', '2'], ['y', '1'], ['y', '2'], ['z', '1']) as fc.Arbitrary<readonly [string, string]>, { maxLength: 3 }),
  });
  const settings = fc.record({
    regexMode: fc.constantFrom('search' as const, 'full' as const),
    regexCaseSensitive: fc.record({ host: fc.boolean(), path: fc.constant(true), header: fc.boolean() }),
  }).map((some): AlbSettings => ({ ...defaultAlbSettings, ...some }));

  const objectsOf = ({ routes, isolated }: typeof input extends fc.Arbitrary<infer Input> ? Input : never) => [
    ...gateway(['', ...isolated]),
    ...routes.map(({ rules, hostnames }, index) => route(rules, { name: `r${index}`, ...(hostnames.length > 0 && { hostnames }) })),
  ];
  const decider = (rules: readonly ListenerRulePlan[], how: AlbSettings) => compileSimulator({
    attributes: [], targetGroups: [],
    listeners: [{ id: '80', port: 80, protocol: 'HTTP', certificates: [], attributes: [], tags: [], fallback: { type: 'fixed-response', statusCode: 404 }, rules }],
  }, how);

  test('every request meets the same rule with and without compaction', () => {
    fc.assert(fc.property(input, fc.array(request, { minLength: 30, maxLength: 30 }), settings, (given, requests, how) => {
      const objects = objectsOf(given);
      const packed = decider(rulesOf(objects, { listenerIsolation: given.listenerIsolation }).rules, how);
      const naive = decider(rulesOf(objects, { listenerIsolation: given.listenerIsolation, compaction: false }).rules, how);
      for (const { query: text, ...rest } of requests) {
        const sent = { ...rest, path: rest.path + text, scheme: 'http' as const, port: 80, sourceIp: '10.0.0.1' };
        const decided = ({ rule: found, outcome }: ReturnType<typeof packed>) => [sent, found && `${found.origin.object.name}/${found.origin.rule}`, outcome.type];
        expect(decided(packed(sent))).toEqual(decided(naive(sent)));
      }
    }), { numRuns: runs });
  });

  test('there are never more rules than one for each match and hostname, and origins add up to all of them', () => {
    fc.assert(fc.property(input, (given) => {
      const objects = objectsOf(given);
      const packed = rulesOf(objects).rules;
      const naive = rulesOf(objects, { compaction: false }).rules;
      expect(packed.length).toBeLessThanOrEqual(naive.length);
      const units = (rules: readonly ListenerRulePlan[]) => new Set(rules.flatMap(({ origin: { object, rule: index, matches, hostnames, listener } }) =>
        matches.flatMap((number) => (hostnames.length > 0 ? hostnames : ['']).map((hostname) => `${listener} ${object.name}/${index}.${number}@${hostname}`))));
      for (const unit of units(naive)) expect(units(packed)).toContain(unit);
    }), { numRuns: runs / 2 });
  });
});

describe('work grows with the number of rules, not with its square', () => {
  test.each<FleetKind>(['hosts', 'prefixes', 'nested prefixes', 'headers', 'wildcards', 'any host', 'methods', 'one owner'])('for a fleet of %s', (kind) => {
    const steps = (size: number): Record<string, number> => {
      const counted = fleet(kind, size);
      const units = [...counted.units];
      const count = (work: () => void): number => {
        const before = counted.looks();
        work();
        return counted.looks() - before;
      };
      return {
        order: count(() => units.sort((left, right) => compareRanks(left.rank, right.rank))),
        compaction: count(() => compact(units)),
        shadowing: count(() => tellShadowed(units, new DiagnosticSink())),
        namespaces: count(() => tellNamespaceOverlaps(units, new DiagnosticSink())),
      };
    };
    const [small, large] = [steps(1_000), steps(10_000)];
    for (const [stage, looks] of Object.entries(large)) {
      expect([stage, looks / small[stage] < 14]).toEqual([stage, true]);
      expect([stage, looks < 10_000 * 200]).toEqual([stage, true]);
    }
  });
});
