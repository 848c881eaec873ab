import * as fc from 'fast-check';
import { compileSimulator, type Request } from '../../lib/explain/simulate';
import type { ListenerRulePlan } from '../../lib/plan/ir';
import { planned } from '../plan/planned';
import { exact, gateway, header, prefix, regex, route, type RuleOptions } from '../plan/routes';

/**
 * A match that is said to never match really gets no request. Few paths, headers and methods, so that rules cover each
 * other often, alone or together. `RUNS=3000 SEED=1 npx jest test/properties/shadowing` is a longer run.
 */
const runs = Number(process.env.RUNS ?? 120);
const seed = process.env.SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.SEED);

jest.setTimeout(Math.max(120_000, runs * 1000));

type Json = Readonly<Record<string, unknown>>;

const paths = ['/', '/a', '/a/b', '/b'];
const values = ['one', 'two', 'three', 'one,two', 'two,three', 'one,two,three', 'One'];

const conditionsArbitrary: fc.Arbitrary<Json> = fc.record({
  method: fc.constantFrom('GET', 'PUT'),
  headers: fc.array(fc.record({ name: fc.constantFrom('x', 'y'), value: fc.constantFrom(...values) }), { minLength: 1, maxLength: 2 })
    .map((all) => [...new Map(all.map(({ name, value }) => [name, header(name, value)])).values()]),
}, { requiredKeys: [] });

const matchArbitrary = fc.tuple(fc.constantFrom(prefix, prefix, exact, regex), fc.constantFrom(...paths), conditionsArbitrary).map(([kind, path, rest]) => {
  if (kind === regex) return regex(path === '/' ? '^/a/b$|^/b' : `^${path}$|^${path}/c`, rest);
  return kind(path, rest);
});

const redirect = { filters: [{ type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } } }] };

const ruleArbitrary: fc.Arbitrary<RuleOptions> = fc.oneof(
  { weight: 3, arbitrary: fc.array(matchArbitrary, { minLength: 1, maxLength: 3 }).map((matches) => ({ matches })) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('/a', '/b'), conditionsArbitrary).map(([path, rest]) => ({ matches: [prefix(path, rest)], ...redirect })) },
);

const requestArbitrary: fc.Arbitrary<Request> = fc.record({
  scheme: fc.constant('http' as const),
  port: fc.constant(80),
  host: fc.constant('x.io'),
  method: fc.constantFrom('GET', 'PUT', 'POST'),
  path: fc.constantFrom(...paths, '/a/', '/a/c', '/a/b/c', '/b/', '/b/y', '/b/c', '/a/x'),
  headers: fc.array(fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('one', 'two', 'three', 'ONE', 'four')), { maxLength: 3 }),
  sourceIp: fc.constant('198.51.100.1'),
});

test('a match that is said to never match gets no request', () => {
  let flagged = 0;
  fc.assert(fc.property(
    fc.array(ruleArbitrary, { minLength: 2, maxLength: 6 }),
    fc.array(ruleArbitrary, { maxLength: 3 }),
    fc.array(requestArbitrary, { minLength: 60, maxLength: 60, size: 'max' }),
    (rules, others, requests) => {
      const routes = [route(rules, { hostnames: ['x.io'] }), ...(others.length > 0 ? [route(others, { name: 'other', hostnames: ['x.io'] })] : [])];
      const { plan, diagnostics } = planned([...gateway(), ...routes].map((object) => JSON.stringify(object, null, 1)).join('\n---\n'), { compaction: false });
      const dead = new Set(diagnostics.filter(({ code }) => code === 'GW4101' || code === 'GW4109').map(({ span }) => span?.start.offset));
      flagged += dead.size;
      if (dead.size === 0) return;
      const simulate = compileSimulator(plan);
      const variants = variantsOf(plan.listeners[0].rules);
      for (const request of requests) {
        const { rule } = simulate(request);
        // A redirect whose prefix is parted is two rules, of which one may be taken alone.
        if (rule && variants.get(rule.origin.span?.start.offset) === 1) expect(dead).not.toContain(rule.origin.span?.start.offset);
      }
    },
  ), { numRuns: runs, seed });
  expect(flagged).toBeGreaterThan(runs / 4);
});

/** How many rules each match has become. */
function variantsOf(rules: readonly ListenerRulePlan[]): ReadonlyMap<number | undefined, number> {
  const counts = new Map<number | undefined, number>();
  for (const { origin: { span } } of rules) counts.set(span?.start.offset, (counts.get(span?.start.offset) ?? 0) + 1);
  return counts;
}
