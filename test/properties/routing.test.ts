import * as fc from 'fast-check';
import { compileDecoded, decodeFiles, type CompileOptions } from '../../lib/compile';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic';
import { defaultAlbSettings, type AlbSettings } from '../../lib/explain/settings';
import { compileSimulator, type Request, type RouteDecision } from '../../lib/explain/simulate';
import type { Resources } from '../../lib/model/resources';
import type { Condition, ListenerRulePlan, LoadBalancerPlan } from '../../lib/plan/ir';
import { inputArbitrary, yamlOf, type GeneratedInput } from '../support/arbitraries';
import { decide, type Verdict } from '../support/oracle';
import { disagreement, isHostUncertain, possibleOmissions } from '../support/oracle-agreement';
import { asOnAnAlb } from '../support/oracle-differences';
import { requestFor, requestSketchArbitrary, type RequestSketch } from '../support/requests-arbitrary';

/**
 * Generated inputs, each asked up to 40 requests, 20 on average. `RUNS=5200 SEED=1 npx jest test/properties/routing` is a
 * long run of more than 100,000 requests that can be repeated.
 */
const runs = Number(process.env.RUNS ?? 60);
const seed = process.env.SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.SEED);
const requestsPerInput = 40;

jest.setTimeout(Math.max(120_000, runs * 1000));

interface Case {
  readonly input: GeneratedInput;
  readonly sketches: readonly RequestSketch[];
  readonly options: Pick<CompileOptions, 'compaction' | 'listenerIsolation'>;
}

const caseArbitrary: fc.Arbitrary<Case> = fc.record({
  input: inputArbitrary,
  sketches: fc.array(requestSketchArbitrary, { minLength: 1, maxLength: requestsPerInput, size: 'max' }),
  options: fc.record({ compaction: fc.boolean(), listenerIsolation: fc.constantFrom(true, true, false) }),
});

interface Compiled {
  readonly resources: Resources;
  readonly plan: LoadBalancerPlan;
  readonly diagnostics: readonly Diagnostic[];
}

function compiled({ input, options }: Case): Compiled {
  const decoded = decodeFiles([{ path: 'input.yaml', text: yamlOf(input) }]);
  const { diagnostics, gateways } = compileDecoded(decoded, { ...options, onInvalidRoute: 'respond-500', defaultTargetType: 'ip' });
  const illFormed = diagnostics.filter(({ code }) => /^GW[019]/.test(code)).map(({ code, message }) => `${code} ${message}`);
  if (illFormed.length > 0) throw new Error(`the input should be well formed: ${illFormed.join('\n')}`);
  return { resources: decoded.resources, plan: gateways[0].plan, diagnostics };
}

/** Runs a property and prints the shrunk input as YAML, with the seed to run it again. */
function check(predicate: (it: Case, compilation: Compiled) => void): void {
  const property = fc.property(caseArbitrary, (it) => predicate(it, compiled(it)));
  const result = fc.check(property, { numRuns: runs, seed });
  if (!result.failed) return;
  const problem = result.errorInstance instanceof Error ? (result.errorInstance.stack ?? '') : String(result.errorInstance);
  throw new Error(`SEED=${result.seed}, after ${result.numRuns} inputs and ${result.numShrinks} shrinks\n${problem}`);
}

/** A counterexample as a person wants to read it. The objects that every input has are left out. */
function counterexample({ input, options }: Case, request: Request, plan: LoadBalancerPlan, parts: Record<string, unknown>): Error {
  const grants = input.others.filter(({ kind }) => kind === 'ReferenceGrant');
  const rules = plan.listeners.find(({ port }) => port === request.port)?.rules ?? [];
  const lines = rules.map(({ priority, conditions }) => `  ${priority} ${JSON.stringify(conditions)}`);
  const shown = { request, options, ...parts };
  const facts = Object.entries(shown).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return new Error([yamlOf({ ...input, others: grants }), ...facts, 'rules:', ...lines].join('\n'));
}

function brief({ winner, expected }: Verdict): object {
  const { kind, namespace, name } = winner?.route.ref ?? { kind: 'no rule' };
  return { rule: winner ? `${kind} ${namespace}/${name} rule ${winner.rule} match ${winner.match}` : kind, expected };
}

function briefly({ rule, outcome }: RouteDecision): object {
  return { priority: rule?.priority, route: rule?.origin.object.name, rule: rule?.origin.rule, matches: rule?.origin.matches, outcome };
}

/** What is wrong with the answers of a load balancer, request by request; none where it does what the specification says. */
function problemsOf(it: Case, { resources, diagnostics }: Compiled, plan: LoadBalancerPlan): readonly (() => Error)[] {
  const simulator = compileSimulator(plan);
  const differences = { ...asOnAnAlb, sharedListeners: it.options.listenerIsolation === false };
  const omissions = possibleOmissions(diagnostics);
  return it.sketches.flatMap((sketch) => {
    const request = requestFor(it.input, sketch);
    if (isHostUncertain(request, diagnostics)) return [];
    const decision = simulator(request);
    const verdicts = omissions.map((isLeftOut) => decide(resources, resources.gateways[0], request, differences, isLeftOut));
    const problems = verdicts.map((verdict) => disagreement(request, verdict, decision, { plan, diagnostics }));
    const [problem, [verdict]] = [problems[0], verdicts];
    if (problem === undefined || problems.includes(undefined)) return [];
    return [() => counterexample(it, request, plan, { problem, oracle: brief(verdict), simulator: briefly(decision) })];
  });
}

test('the load balancer does what the specification says', () => {
  check((it, compilation) => {
    const [problem] = problemsOf(it, compilation, compilation.plan);
    if (problem) throw problem();
  });
});

type Rules = readonly ListenerRulePlan[];

/** The rules without the conditions on one field; a rule always has another one that holds. */
const without = (field: Condition['field']) => (rules: Rules) =>
  rules.map((rule) => ({ ...rule, conditions: rule.conditions.filter((condition) => condition.field !== field) }));

/** Ways in which a compiler could be wrong. */
const mistakes: Readonly<Record<string, (rules: Rules) => Rules>> = {
  'rules in the opposite order': (rules) => rules.map((rule, index) => ({ ...rule, priority: 50_000 - index })),
  'the last rule is missing': (rules) => rules.slice(0, -1),
  'listeners are not closed': (rules) => rules.filter(({ origin }) => origin.rule !== undefined),
  'transforms are missing': (rules) => rules.map((rule) => ({ ...rule, transforms: [] })),
  'one value of several is missing': (rules) =>
    rules.map((rule) => ({
      ...rule,
      conditions: rule.conditions.map((condition) =>
        condition.field === 'path-pattern' && condition.values ? { ...condition, values: condition.values.slice(0, 1) } : condition,
      ),
    })),
  'weights are equal': (rules) =>
    rules.map(({ action, ...rule }) => ({
      ...rule,
      action: action.type === 'forward' ? { ...action, targetGroups: action.targetGroups.map(({ targetGroup }) => ({ targetGroup, weight: 1 })) } : action,
    })),
  'hosts are ignored': without('host-header'),
  'headers are ignored': without('http-header'),
  'query parameters are ignored': without('query-string'),
  'methods are ignored': without('http-request-method'),
  'source addresses are ignored': without('source-ip'),
};

describe('the comparison notices when', () => {
  let cases: readonly { readonly it: Case; readonly compilation: Compiled }[] = [];
  beforeAll(() => {
    cases = fc.sample(caseArbitrary, { numRuns: 60, seed: 1 }).map((it) => ({ it, compilation: compiled(it) }));
  });

  test.each(Object.keys(mistakes))('%s', (mistake) => {
    const noticed = cases.filter(({ it, compilation }) => {
      const listeners = compilation.plan.listeners.map((listener) => ({ ...listener, rules: mistakes[mistake](listener.rules) }));
      return problemsOf(it, compilation, { ...compilation.plan, listeners }).length > 0;
    });
    expect(noticed.length).toBeGreaterThan(0);
  });
});

/** What AWS leaves open and a plan must not depend on: all combinations of regexes, and the rest once each way. */
const openQuestions: readonly Partial<AlbSettings>[] = [true, false].flatMap((host) =>
  (['search', 'full'] as const).flatMap((regexMode) =>
    [true, false].map((flag) => ({
      regexMode,
      regexCaseSensitive: { ...defaultAlbSettings.regexCaseSensitive, host },
      hostKeepsPort: flag,
      hostRewriteSeesPort: !flag,
      urlRewriteSeesQuery: flag,
      redirectPort: flag ? ('listener' as const) : ('host-header' as const),
      wildcardMatchesEmptyHeader: !flag,
      bareQueryKey: flag ? ('empty-value' as const) : ('no-pair' as const),
    })),
  ),
);

test('decisions do not depend on what AWS leaves open', () => {
  check((it, { plan, diagnostics }) => {
    const usual = compileSimulator(plan);
    const others = openQuestions.map((settings) => ({ settings, simulator: compileSimulator(plan, { ...defaultAlbSettings, ...settings }) }));
    for (const sketch of it.sketches) {
      const request = requestFor(it.input, sketch);
      if (isHostUncertain(request, diagnostics)) continue;
      const expected = usual(request);
      for (const { settings, simulator } of others) {
        const decision = simulator(request);
        if (JSON.stringify(decision) === JSON.stringify(expected)) continue;
        throw counterexample(it, request, plan, { settings, usual: briefly(expected), other: briefly(decision) });
      }
    }
  });
});
