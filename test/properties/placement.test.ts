import { ruleStackOf } from '../../lib/plan/rule-stacks';
import { dependenciesOf } from '../support/update-simulator/template';
import type { Template } from '../support/update-simulator/template';
import type { CompileOptions } from '../../lib/compile';
import type { Fleet } from '../support/update-simulator/fleet';
import { historyOf, versionsOf } from '../support/update-simulator/history';
import type { Random } from '../support/update-simulator/random';
import { randomFrom } from '../support/update-simulator/random';
import type { Environment } from '../support/update-simulator/transition';
import { deploy, newEnvironment } from '../support/update-simulator/transition';
import type { Version } from '../support/update-simulator/versions';
import { isVersion, versionOf } from '../support/update-simulator/versions';
import { types } from '../support/update-simulator/world';

/**
 * Histories of edits in which, besides the manifests, something changes that is decided outside them: in which stack rules
 * stand, and how requests are divided between clusters. `RUNS=200 SEED=7 npx jest test/properties/placement` is a longer run.
 */
const runs = Number(process.env.RUNS ?? 4);
const seed = process.env.SEED === undefined ? Date.now() % 1_000_000 : Number(process.env.SEED);

jest.setTimeout(Math.max(120_000, runs * 8000));

type Choice = (step: number, random: Random) => CompileOptions;

/**
 * Nested stacks as CloudFormation sees them: a nested stack waits for all that any of its rules waits for, and what waits for
 * one of its rules waits for all of them.
 */
function inNestedStacks(template: Template, stacks: number | undefined): Template {
  if (stacks === undefined) return template;
  const stackOf = new Map(Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) =>
    (Type === types.rule ? [[id, `${JSON.stringify(Properties.ListenerArn)} ${ruleStackOf(Number(Properties.Priority), stacks)}`]] : [])));
  const members = new Map<string, string[]>();
  for (const [id, stack] of stackOf) members.set(stack, [...members.get(stack) ?? [], id]);
  const dependencies = dependenciesOf(template);
  const all = (id: string): readonly string[] => members.get(stackOf.get(id) ?? '') ?? [id];
  const Resources = Object.fromEntries(Object.entries(template.Resources).map(([id, resource]) => {
    const own = stackOf.get(id);
    const inside = [...dependencies.get(id) ?? []].filter((other) => own !== undefined && stackOf.get(other) === own);
    const outside = all(id).flatMap((member) => [...dependencies.get(member) ?? []]).filter((other) => own === undefined || stackOf.get(other) !== own);
    return [id, { ...resource, DependsOn: [...new Set([...inside, ...outside.flatMap(all)])] }];
  }));
  return { Resources };
}

/** The manifests of a history, each compiled with what is chosen for its step, all with one ledger. */
function chosen(fleets: readonly Fleet[], choice: Choice, random: Random): Version[] {
  const versions: Version[] = [];
  fleets.forEach((fleet, step) => {
    const options = choice(step, random);
    const version = versionOf(fleet, versions.at(-1)?.ledger, options);
    if (isVersion(version)) versions.push({ ...version, template: inNestedStacks(version.template, options.ruleStacks) });
  });
  return versions;
}

/** Deploys each version after the other, then some in any order, with failures, and says what went wrong. */
function live(versions: readonly Version[], random: Random): { found: string[]; probes: number } {
  let environment: Environment = newEnvironment();
  let probes = 0;
  const jumps = Array.from({ length: 4 }, () => random.pick(versions));
  for (const version of [...versions, ...jumps]) {
    const transition = deploy(environment, version, random);
    probes += transition.probes;
    environment = transition.environment;
    if (transition.violations.length > 0) return { found: transition.violations.map(({ kind, detail }) => `${kind}: ${detail}`), probes };
    if (transition.outcome === 'stuck') break;
  }
  return { found: [], probes };
}

const names = ['blue', 'green', 'red'];

/** One step of the recipe after the other, over and over: alone, warm, shared, drained, the next cluster alone. */
const recipe: Choice = (step, random) => {
  const turn = Math.floor(step / 5);
  const [old, next] = [names[turn % 3], names[(turn + 1) % 3]].map((name) => ({ name, keepsTargetGroups: turn === 0 && name === 'blue' }));
  const shares = [
    [{ ...old, weight: 1 }],
    [{ ...old, weight: 1 }, { ...next, weight: 0 }],
    [{ ...old, weight: 1 + random.below(99) }, { ...next, weight: 1 + random.below(99) }],
    [{ ...old, weight: 0 }, { ...next, weight: 1 }],
    [{ ...next, weight: 1 }],
  ][step % 5];
  return step === 0 ? {} : { clusters: shares };
};

test.each<[string, Choice]>([
  ['rules go from stack to stack', (_, random) => ({ ruleStacks: random.pick([undefined, 1, 2, 7]) })],
  ['clusters come and go', recipe],
  ['both at once', (step, random) => ({ ...recipe(step, random), ruleStacks: random.pick([undefined, 1, 3]) })],
])('%s: no collision, nothing left over, no lost or stray request, in whatever order', (_, choice) => {
  let [changes, requests] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const random = randomFrom(seed * 1000 + run);
    const versions = chosen(versionsOf(historyOf(seed * 1000 + run)).map(({ fleet }) => fleet), choice, random);
    if (versions.length === 0) continue;
    const { found, probes } = live(versions, random);
    if (found.length > 0) throw new Error(`SEED=${seed}, history ${run}\n${found.slice(0, 3).join('\n')}`);
    changes += versions.length;
    requests += probes;
  }
  // A tenth of the usual: fewer would mean that hardly anything was tried.
  expect(changes).toBeGreaterThan(runs);
  expect(requests).toBeGreaterThan(runs * 10);
});

test('a switch that kept the numbers would be noticed', () => {
  const fleets = versionsOf(historyOf(1)).map(({ fleet }) => fleet);
  const first = versionOf(fleets[0]);
  if (!isVersion(first)) throw new Error(first.errors.join('\n'));
  // As if the rules stood in another stack: new resources with the numbers of those that are there.
  const renamed = Object.entries(first.template.Resources).map(([id, resource]) => [resource.Type === types.rule ? `Nested${id}` : id, resource]);
  const text = JSON.stringify(Object.fromEntries(renamed)).replaceAll(/"(WebListener\d+(?:http|grpc|gateway)\w+)"/g, '"Nested$1"');
  const random = randomFrom(1);
  const before = deploy(newEnvironment(), first, random, 0).environment;
  const { violations } = deploy(before, { ...first, template: { Resources: JSON.parse(text) as Template['Resources'] } }, random, 0);
  expect(violations.map(({ kind }) => kind)).toContain('priority-in-use');
});
