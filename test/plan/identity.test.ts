import * as fc from 'fast-check';
import { brief, exact, gateway, header, prefix, route, rulesOf, type RuleOptions } from './routes';

const one = (...matches: NonNullable<RuleOptions['matches']>): RuleOptions => ({ matches });
const idsOf = (...objects: Parameters<typeof rulesOf>[0]): readonly string[] => rulesOf([...gateway(), ...objects]).rules.map(({ id }) => id);
const bare = (id: string): string => id.replace(/[^A-Za-z0-9]/g, '');

test('an id is readable: kind, namespace, name, name of the rule, and a hash', () => {
  expect(idsOf(route([{ name: 'list' }]))).toEqual([expect.stringMatching(/^httproute-infra-cafe-list-[0-9a-f]{10}$/)]);
  expect(idsOf(route([{}]))).toEqual([expect.stringMatching(/^httproute-infra-cafe-[0-9a-f]{10}$/)]);
});

test('a long name is cut, and the hash stays', () => {
  const [id] = idsOf(route([{ name: 'r'.repeat(63) }], { name: 'n'.repeat(63) }));
  expect(id).toHaveLength(60);
  expect(id).toMatch(/^httproute-infra-n+-[0-9a-f]{10}$/);
});

const original = [
  one(prefix('/a', { headers: [header('X', '1'), header('y', 'b,a')], method: 'GET' }), exact('/b')),
  one(prefix('/c')),
];

test.each<readonly [string, ReturnType<typeof route>]>([
  ['of the hostnames', route(original, { hostnames: ['b.io', 'a.io'] })],
  ['of matches and headers', route([one(exact('/b'), prefix('/a/', { method: 'GET', headers: [header('y', 'a,b'), header('x', '1')] })), one(prefix('/c'))], { hostnames: ['a.io', 'b.io'] })],
  ['of backends and weights', route([{ ...original[0], to: 'green' }, original[1]], { hostnames: ['a.io', 'b.io'] })],
  ['of filters', route([{ ...original[0], filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'z.io' } }] }, original[1]], { hostnames: ['a.io', 'b.io'] })],
])('ids do not depend on the order or kind %s', (_, changed) => {
  expect([...idsOf(changed)].sort()).toEqual([...idsOf(route(original, { hostnames: ['a.io', 'b.io'] }))].sort());
});

test('rules that are inserted before, and routes with other hostnames, rename nothing', () => {
  const before = idsOf(route(original, { hostnames: ['a.io'] }));
  const inserted = idsOf(route([one(prefix('/new')), ...original], { hostnames: ['a.io'] }), route([{}], { name: 'aaa', hostnames: ['z.io'] }));
  expect(inserted).toEqual(expect.arrayContaining([...before]));
});

test.each<readonly [string, ReturnType<typeof route>]>([
  ['a path', route([one(prefix('/b'))])],
  ['the type of a path', route([one(exact('/a'))])],
  ['a hostname', route([one(prefix('/a'))], { hostnames: ['b.io'] })],
  ['a method', route([one(prefix('/a', { method: 'GET' }))])],
  ['a header', route([one(prefix('/a', { headers: [header('x', '1')] }))])],
  ['the name of the rule', route([{ ...one(prefix('/a')), name: 'x' }])],
  ['the name of the route', route([one(prefix('/a'))], { name: 'tea' })],
])('another rule has another id: %s', (_, changed) => {
  expect(idsOf(changed)).not.toEqual(idsOf(route([one(prefix('/a'))])));
});

test('the port is a part of the identity', () => {
  const on = (port: number): readonly string[] => rulesOf([...gateway([''], { port }), route([{}])]).rules.map(({ id }) => id);
  expect(on(80)).not.toEqual(on(8080));
});

test('the same rule twice has two ids and a warning', () => {
  const { rules, diagnostics } = rulesOf([...gateway(), route([one(prefix('/a')), one(prefix('/a'))])]);
  const [first, second] = rules.map(({ id }) => id);
  expect(first).toBe(idsOf(route([one(prefix('/a'))]))[0]);
  expect(second).not.toBe(first);
  expect(diagnostics.map(({ code }) => code)).toContain('GW4101');
});

test('ids are unique in a listener, also as logical ids', () => {
  const names = fc.constantFrom('a', 'a-b', 'b', 'ab');
  const rule = fc.record({ path: fc.constantFrom('/a', '/b', '/a/b'), name: fc.option(fc.constantFrom('x', 'y', 'x-y'), { nil: undefined }) });
  const routes = fc.array(fc.tuple(names, fc.uniqueArray(rule, { selector: ({ path, name }) => name ?? path, minLength: 1, maxLength: 4 })), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(routes, fc.boolean(), (list, compaction) => {
    const objects = new Map(list.map(([name, rules]) => [name, route(rules.map(({ path, name: ruleName }) =>
      ({ ...one(prefix(path)), ...(ruleName !== undefined && { name: ruleName }) })), { name, hostnames: ['a.io', 'b.io'] })]));
    const { rules } = rulesOf([...gateway(), ...objects.values()], { compaction });
    const ids = rules.map(({ id }) => bare(id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(rules.map(brief).length).toBeGreaterThan(0);
  }), { numRuns: 40 });
});
