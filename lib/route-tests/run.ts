import { TEST_FAILED, TEST_GATEWAY_NEEDED, TEST_GATEWAY_UNKNOWN, testNotes } from '../diagnostics/catalogue/route-tests';
import type { DiagnosticSink, Note } from '../diagnostics/diagnostic';
import { didYouMean } from '../diagnostics/suggest';
import type { RouteDecision } from '../explain/decision';
import { explain } from '../explain/explain';
import type { AlmostMatch } from '../explain/explain';
import { describeOrigin } from '../explain/render-explanation';
import { compileSimulator, type SimulatedPlan, type Simulator } from '../explain/simulate';
import type { Difference } from './compare';
import { compare } from './compare';
import type { Observation } from './observation';
import { observe } from './observation';
import type { RouteTest } from './table';
import { titleOf } from './table';

/** A Gateway whose plan is tested. */
export interface TestedGateway {
  /** `namespace/name` */
  readonly name: string;
  readonly plan: SimulatedPlan;
}

/** What became of one test. `skipped`: it is for a Gateway that is not tested now; `invalid`: for none, which has been reported. */
export type RouteTestResult =
  | { readonly test: RouteTest; readonly verdict: 'skipped' | 'invalid' }
  | {
    readonly test: RouteTest;
    readonly verdict: 'passed' | 'failed';
    readonly gateway: TestedGateway;
    readonly decision: RouteDecision;
    readonly observed: Observation;
    readonly differences: readonly Difference[];
  };

/**
 * Runs tests on the plans of Gateways. A test that fails is reported at the place of what it expected, with the rule that
 * took the request and those that almost did (GW6101).
 *
 * `existing`: names of all Gateways of the manifests; tests for those that are not among `gateways` are skipped.
 * A test without a Gateway is for the only one of `gateways`, or for all that share one name.
 */
export function runRouteTests(
  tests: readonly RouteTest[],
  gateways: readonly TestedGateway[],
  existing: readonly string[],
  sink: DiagnosticSink,
): readonly RouteTestResult[] {
  const simulators = new Map<TestedGateway, Simulator>();
  return tests.flatMap((test): readonly RouteTestResult[] => {
    const meant = gatewaysOf(test, gateways, existing, sink);
    if (typeof meant === 'string') return [{ test, verdict: meant }];
    return meant.map((gateway) => {
      const simulate = simulators.get(gateway) ?? compileSimulator(gateway.plan);
      simulators.set(gateway, simulate);
      const decision = simulate(test.request);
      const observed = observe(decision, gateway.plan);
      const differences = compare(test.expectations, observed);
      if (differences.length > 0) tellFailure(test, gateway, differences, sink);
      return { test, verdict: differences.length > 0 ? 'failed' : 'passed', gateway, decision, observed, differences };
    });
  });
}

/** Several where a cdk.out folder has the same Gateway in several stacks: a test must hold for all of them. */
function gatewaysOf(
  test: RouteTest,
  gateways: readonly TestedGateway[],
  existing: readonly string[],
  sink: DiagnosticSink,
): readonly TestedGateway[] | 'skipped' | 'invalid' {
  const { gateway } = test;
  const where = { at: test.at };
  if (gateway === undefined) {
    const names = [...new Set(gateways.map(({ name }) => name))];
    if (names.length === 1) return gateways;
    sink.report(TEST_GATEWAY_NEEDED, { test: titleOf(test), existing: names }, where);
    return 'invalid';
  }
  const found = gateways.filter(({ name }) => name === gateway);
  if (found.length > 0) return found;
  if (existing.includes(gateway)) return 'skipped';
  const hint = didYouMean(gateway, existing);
  sink.report(TEST_GATEWAY_UNKNOWN, { test: titleOf(test), gateway, existing }, { ...where, ...(hint !== undefined && { hint }) });
  return 'invalid';
}

/** How many of the rules that almost took a request are named. */
const namedRules = 2;

function tellFailure(test: RouteTest, { plan }: TestedGateway, differences: readonly Difference[], sink: DiagnosticSink): void {
  const { decision, almost } = explain(plan, test.request);
  const hint = backendHint(differences, plan);
  sink.report(TEST_FAILED, { test: titleOf(test), differences }, {
    at: differences[0].expectation.at,
    notes: [...takenBy(decision), ...almost.slice(0, namedRules).map(almostNote)],
    ...(hint !== undefined && { hint }),
  });
}

function takenBy({ rule, listener, outcome }: RouteDecision): readonly Note[] {
  if (rule) return [{ text: testNotes.takenBy(describeOrigin(rule.origin)), ...(rule.origin.span && { span: rule.origin.span }) }];
  return listener && outcome.type === 'fixed-response' ? [{ text: testNotes.takenByNone(listener.port) }] : [];
}

function almostNote({ rule: { origin }, failed }: AlmostMatch): Note {
  const why = failed.length === 0 ? testNotes.later : failed[0].words;
  return { text: testNotes.almost(describeOrigin(origin), why), ...(origin.span && { span: origin.span }) };
}

/** A backend that no target group is for is probably misspelt. */
function backendHint(differences: readonly Difference[], { targetGroups }: SimulatedPlan): string | undefined {
  const known = targetGroups.flatMap(({ binding }) =>
    (binding === undefined || binding === 'unknown' ? [] : [`${binding.service.namespace}/${binding.service.name}:${binding.servicePort}`]));
  const [wanted] = differences.flatMap(({ expectation }) => (expectation.fact === 'backend' ? [expectation.backend] : []));
  return wanted === undefined || known.includes(wanted) ? undefined : didYouMean(wanted, known);
}
