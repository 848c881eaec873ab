import { emptyLedger } from '../../lib/plan/ledger';
import { Claims } from '../support/update-simulator/claims';
import { firstFleet } from '../support/update-simulator/edits';
import type { Fleet, FleetRule } from '../support/update-simulator/fleet';
import { ofType } from '../support/update-simulator/mistakes';
import { randomFrom } from '../support/update-simulator/random';
import { synthesise } from '../support/update-simulator/synthesis';
import { deploy, newEnvironment } from '../support/update-simulator/transition';
import { isVersion, versionOf, type Version } from '../support/update-simulator/versions';
import { types } from '../support/update-simulator/world';

/** Rules in the stack of the load balancer, in one nested stack for each listener, in two. */
const places = [undefined, 1, 2] as const;

/** Synthesised with the constructs; nested stacks are laid out flat. */
function version(fleet: Fleet, ruleStacks: (typeof places)[number], { ledger } = { ledger: emptyLedger }): Version {
  const result = versionOf(fleet, ledger, ruleStacks === undefined ? {} : { ruleStacks });
  if (!isVersion(result)) throw new Error(result.errors.join('\n'));
  const props = ruleStacks === undefined ? {} : { rulesInNestedStacks: true, nestedStacksPerListener: ruleStacks };
  return { ...result, template: synthesise(result, props) };
}

const rule = (path: string, header: string, service: 'coffee' | 'tea'): FleetRule => ({
  matches: [{ path, exact: false, ...(header !== '' && { header: [header, '1'] as const }) }],
  action: { type: 'forward', backends: [{ service, port: service === 'coffee' ? 80 : 8080, weight: 1 }] },
});
const refused = (path: string): FleetRule => ({ matches: [{ path, exact: false }], action: { type: 'answer', status: 404 } });
const withRules = (...rules: FleetRule[]): Fleet => ({ ...firstFleet, routes: [{ ...firstFleet.routes[0], rules }] });
const [a, b, c] = ['x-a', 'x-b', 'x-c'];
const fleets = [
  withRules(rule('/a', a, 'tea'), rule('/a', b, 'coffee'), rule('/a', '', 'tea'), rule('/', c, 'coffee'), rule('/', '', 'tea')),
  // Other order, a rule less, and one more that takes requests from a rule which from now on refuses its own.
  withRules(rule('/a', b, 'coffee'), rule('/a', a, 'tea'), rule('/a/b', '', 'tea'), refused('/a'), rule('/', '', 'tea')),
];

const versions: Version[] = [];
const numbers = fleets.flatMap((_, fleet) => places.map((_place, place) => fleet * places.length + place));

beforeAll(() => {
  for (const fleet of fleets) {
    for (const place of places) versions.push(version(fleet, place, versions.at(-1)));
  }
});

test('rules move between stacks', () => {
  const rulesOf = ({ template }: Version): number => Object.values(template.Resources).filter(({ Type }) => Type === types.rule).length;
  const nested = versions.map(({ template }) => Object.keys(template.Resources).filter((id) => id.includes('.')).length);
  expect(versions.map(rulesOf)).toEqual([10, 10, 10, 10, 10, 10]);
  expect(nested).toEqual([0, 10, 10, 0, 10, 10]);
});

test('no number, name or object belongs to two resources, wherever the rules stand', () => {
  const claims = new Claims();
  expect(versions.flatMap(({ template }) => claims.add(template))).toEqual([]);
});

test('fails when rules wait for no other rule', () => {
  const [from, to] = [versions[0], versions[5]].map((one): Version => ({
    ...one,
    template: ofType(types.rule, ({ DependsOn: dependencies = [], ...resource }) =>
      ({ ...resource, DependsOn: [dependencies].flat().filter((id) => !id.includes('WebListener')) }))(one.template),
  }));
  const found = Array.from({ length: 10 }, (_, seed) => {
    const random = randomFrom(seed);
    return deploy(deploy(newEnvironment(), from, random, 0).environment, to, random, 0).violations.map(({ kind }) => kind);
  });
  expect(found.flat()).toContain('lost request');
});

test.each(numbers.flatMap((from) => numbers.filter((to) => to !== from).map((to) => [from, to])))(
  'no request notices the way from version %i to version %i',
  (from, to) => {
    for (let seed = 0; seed < 4; seed += 1) {
      const random = randomFrom(seed);
      const before = deploy(newEnvironment(), versions[from], random, 0);
      const after = deploy(before.environment, versions[to], random, seed % 3 === 0 ? 1 : 0);
      expect([...before.violations, ...after.violations]).toEqual([]);
      expect([...after.announcements]).toEqual([]);
    }
  },
);
