import * as fc from 'fast-check';
import { compileDecoded, decodeFiles } from '../../lib/compile';
import type { Request } from '../../lib/explain/request';
import type { Condition, LoadBalancerPlan } from '../../lib/plan/ir';
import { compareRouting } from '../../lib/review/compare';
import type { RouteDiff } from '../../lib/review/route-diff';
import { yamlOf, type GeneratedInput } from '../support/arbitraries';
import { requestFor, requestSketchArbitrary } from '../support/requests-arbitrary';
import { inputPairArbitrary } from '../support/review/inputs-arbitrary';
import { problemsOf } from '../support/review/laws';
import { planPairArbitrary, type PlanPair } from '../support/review/plans-arbitrary';
import { guidedRequests, requestsArbitrary } from '../support/review/requests';

/**
 * Pairs of load balancers, each asked up to 150 requests: random ones, and mutations and combinations of the witnesses of the
 * report. `RUNS=10000 SEED=1 npx jest test/properties/review` is a long run of 20,000 pairs that can be repeated.
 */
const runs = Number(process.env.RUNS ?? 120);
const seed = process.env.SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.SEED);

jest.setTimeout(Math.max(120_000, runs * 1000));

/** Runs a property and prints the shrunk counterexample, with the seed to run it again. */
function check<T>(arbitrary: fc.Arbitrary<T>, predicate: (it: T) => void): void {
  const result = fc.check(fc.property(arbitrary, predicate), { numRuns: runs, seed });
  if (!result.failed) return;
  const problem = result.errorInstance instanceof Error ? (result.errorInstance.stack ?? '') : String(result.errorInstance);
  throw new Error(`SEED=${result.seed}, after ${result.numRuns} pairs and ${result.numShrinks} shrinks\n${problem}`);
}

function briefly({ listeners }: LoadBalancerPlan): readonly string[] {
  return listeners.flatMap(({ port, rules }) => rules.map(({ id, priority, conditions, action, transforms }) => `${port} ${priority} ${id} ${JSON.stringify({ conditions, action, transforms })}`));
}

function expectTruth(diff: RouteDiff, { old, latest }: PlanPair, requests: readonly Request[]): void {
  const problems = problemsOf(diff, old, latest, requests);
  const unproved = diff.unchanged.proved ? [] : diff.unchanged.gaps;
  if (problems.length + unproved.length === 0) return;
  throw new Error([...problems.slice(0, 3), ...unproved, 'old:', ...briefly(old), 'new:', ...briefly(latest)].join('\n'));
}

const handMade = fc.record({ pair: planPairArbitrary, random: requestsArbitrary });

test('hand-made pairs: the report names every request that changes, and only such', () => {
  check(handMade, ({ pair, random }) => {
    const diff = compareRouting(pair.old, pair.latest);
    expectTruth(diff, pair, [...random, ...guidedRequests(diff)]);
  });
});

function planned(input: GeneratedInput): LoadBalancerPlan {
  const decoded = decodeFiles([{ path: 'input.yaml', text: yamlOf(input) }]);
  return compileDecoded(decoded, { onInvalidRoute: 'respond-500', defaultTargetType: 'ip' }).gateways[0].plan;
}

test('edited manifests: the report names every request that changes, and only such', () => {
  const sketches = fc.array(requestSketchArbitrary, { minLength: 1, maxLength: 30, size: 'max' });
  check(fc.record({ inputs: inputPairArbitrary, sketches }), ({ inputs, sketches: choices }) => {
    const pair = { old: planned(inputs.old), latest: planned(inputs.latest) };
    const diff = compareRouting(pair.old, pair.latest);
    const asked = choices.flatMap((sketch) => [inputs.old, inputs.latest].map((input) => requestFor(input, sketch)));
    expectTruth(diff, pair, [...asked, ...guidedRequests(diff)]);
  });
});

test('a load balancer does not differ from itself', () => {
  check(planPairArbitrary, ({ old }) => {
    const { classes, shadowed, settings } = compareRouting(old, structuredClone(old));
    expect({ classes, shadowed, settings }).toEqual({ classes: [], shadowed: [], settings: [] });
  });
});

type Change = (plan: LoadBalancerPlan) => LoadBalancerPlan;

const withRules = (change: (rules: LoadBalancerPlan['listeners'][number]['rules']) => LoadBalancerPlan['listeners'][number]['rules']): Change => (plan) => ({
  ...plan,
  listeners: plan.listeners.map((listener) => ({ ...listener, rules: change(listener.rules) })),
});

/** A condition that always holds takes the place of those that are ignored. */
const blindTo = (field: Condition['field']): Change =>
  withRules((rules) => rules.map((rule) => ({ ...rule, conditions: [...rule.conditions.filter((condition) => condition.field !== field), { field: 'path-pattern', values: ['/*'] }] })));

/** Ways in which a comparison could be wrong: what it sees of a plan, or what it says in the end. */
const blindnesses: Readonly<Record<string, Change>> = {
  'hosts are ignored': blindTo('host-header'),
  'paths are ignored': blindTo('path-pattern'),
  'headers are ignored': blindTo('http-header'),
  'the query is ignored': blindTo('query-string'),
  'methods are ignored': blindTo('http-request-method'),
  'source addresses are ignored': blindTo('source-ip'),
  'the last rule is overlooked': withRules((rules) => rules.slice(0, -1)),
  'the order of rules is ignored': withRules((rules) => [...rules].sort((one, other) => (one.id < other.id ? -1 : 1)).map((rule, index) => ({ ...rule, priority: index + 1 }))),
  'transforms are ignored': withRules((rules) => rules.map((rule) => ({ ...rule, transforms: [] }))),
  'expressions are taken for globs': withRules((rules) =>
    rules.map((rule) => ({ ...rule, conditions: rule.conditions.map((condition) => ('regexValues' in condition ? { ...condition, values: condition.regexValues, regexValues: undefined } : condition)) }))),
};

describe('the search notices when', () => {
  let cases: readonly { readonly pair: PlanPair; readonly random: readonly Request[] }[] = [];
  beforeAll(() => {
    cases = fc.sample(handMade, { numRuns: 150, seed: 1 });
  });

  const isNoticed = (report: (pair: PlanPair) => RouteDiff) => cases.some(({ pair, random }) => {
    const diff = report(pair);
    return problemsOf(diff, pair.old, pair.latest, [...random, ...guidedRequests(diff)]).length > 0;
  });

  test.each(Object.entries(blindnesses))('%s', (_, blind) => {
    expect(isNoticed(({ old, latest }) => compareRouting(blind(old), blind(latest)))).toBe(true);
  });

  test.each(['first', 'last'])('the %s class is dropped', (which) => {
    expect(isNoticed(({ old, latest }) => {
      const diff = compareRouting(old, latest);
      return { ...diff, classes: which === 'first' ? diff.classes.slice(1) : diff.classes.slice(0, -1) };
    })).toBe(true);
  });

  test('a witness is another request', () => {
    expect(isNoticed(({ old, latest }) => {
      const diff = compareRouting(old, latest);
      return { ...diff, classes: diff.classes.map((it) => ({ ...it, ...(it.witness && { witness: { ...it.witness, request: { ...it.witness.request, path: '/other' } } }) })) };
    })).toBe(true);
  });
});
