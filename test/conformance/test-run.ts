import { defaultAlbSettings, type AlbSettings } from '../../lib/explain/settings';
import { compile, type SourceFile } from '../../lib/index';
import { backendsIn, type Backends } from './backends';
import { statesOf, type State } from './changes';
import { send, type Answer } from './client';
import { compare, compareWeights } from './comparison';
import { deploy, type Deployment } from './deployment';
import { inventoryOf } from './inventory';
import { fileOf, objectsOf } from './manifests';
import { evaluate, evaluateAccepted, holdsAlways, type StatusView } from './status-assertions';
import { statusOf } from './status-view';
import type { ConformanceTest, NamespacedName, RequestCase, StatusAssertion, Suite } from './suite';
import { nameOf } from './suite';
import { allOf, fail, notModelled, pass, type Result } from './verdict';

/** What became of one test. */
export interface TestResult {
  readonly test: ConformanceTest;
  /** One per request case. */
  readonly cases: readonly NamedResult[];
  /** Acceptance, status, weights, and whether what is called programmed can be synthesised. */
  readonly checks: readonly NamedResult[];
  readonly outcome: 'pass' | 'fail' | 'not modelled';
}

export interface NamedResult {
  readonly name: string;
  readonly result: Result;
}

/** Runs one test; a fault of the runner itself fails the test, not the run. */
export function runTest(test: ConformanceTest, suite: Suite, settings: AlbSettings = defaultAlbSettings): TestResult {
  try {
    return resultsOf(test, suite, settings);
  } catch (fault) {
    return { test, cases: [], checks: [{ name: 'the runner', result: fail('a result', messageOf(fault)) }], outcome: 'fail' };
  }
}

function messageOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  return fault.name === 'Error' ? fault.message : `${fault.name}: ${fault.message}`;
}

/** Compiles the manifests, synthesises the Gateways that the test talks to, sends its requests, reads its statuses. */
function resultsOf(test: ConformanceTest, { directory }: Suite, settings: AlbSettings): TestResult {
  const objects = objectsOf(test, directory);
  const inventory = inventoryOf(test, objects);
  const moments = statesOf(test, objects, inventory.objects).map((state) => new Moment(test, state, inventory.certificates, settings));
  const cases = test.cases.map((testCase): NamedResult => ({ name: testCase.id, result: resultOf(testCase, momentOf(testCase, moments)) }));
  const checks = [...acceptanceOf(test, moments), ...statusesOf(test, moments), ...weightsOf(test, moments), ...programmedOf(test, moments)];
  return { test, cases, checks, outcome: outcomeOf(test, [...cases, ...checks]) };
}

/**
 * Where everything passes although the data says that an ALB cannot pass, the suite asserts something that the data does
 * not hold: then nothing is claimed.
 */
function outcomeOf({ albVerdict }: ConformanceTest, results: readonly NamedResult[]): TestResult['outcome'] {
  const { kind } = allOf(results.map(({ result }) => result));
  const isImpossible = albVerdict === 'NO' || albVerdict === 'NLB';
  return kind === 'pass' && (isImpossible || results.length === 0) ? 'not modelled' : kind;
}

/** One state of the objects, compiled; Gateways are synthesised when they are first asked. */
class Moment {
  public readonly status: StatusView;
  public readonly backends: Backends;
  private readonly file: SourceFile;
  private readonly deployments = new Map<string, Deployment | string>();

  public constructor(
    test: ConformanceTest,
    public readonly state: State,
    private readonly certificates: readonly string[],
    private readonly settings: AlbSettings,
  ) {
    this.file = fileOf(state.objects, `${test.shortName}.yaml`);
    this.backends = backendsIn(state.objects);
    const compilation = compile([this.file], { onInvalidRoute: 'respond-500', certificates, defaultCertificate: false, defaultTargetType: 'ip' });
    this.status = statusOf(compilation, state.objects);
  }

  /** The synthesised Gateway, or why there is none. */
  public deployment(gateway: NamespacedName): Deployment | string {
    const name = nameOf(gateway);
    const known = this.deployments.get(name) ?? this.tryToDeploy(gateway);
    this.deployments.set(name, known);
    return known;
  }

  private tryToDeploy(gateway: NamespacedName): Deployment | string {
    try {
      return deploy(this.file, gateway, this.certificates, this.settings);
    } catch (fault) {
      return messageOf(fault);
    }
  }
}

function momentOf({ afterMutations = [] }: RequestCase, moments: readonly Moment[]): Moment {
  return moments[Math.min(afterMutations.length, moments.length - 1)];
}

function resultOf(testCase: RequestCase, moment: Moment): Result {
  const { gateway } = testCase;
  if (gateway === undefined) return notModelled('a request to no Gateway');
  if (moment.state.gap !== undefined) return notModelled(moment.state.gap);
  if (!/^(https?|wss?)$/.test(testCase.request.scheme)) return notModelled(`requests over ${testCase.request.scheme}`);
  const deployment = moment.deployment(gateway);
  if (typeof deployment === 'string') return fail(`Gateway ${nameOf(gateway)} synthesises`, deployment);
  return compare(testCase, answersOf(testCase, moment, deployment), deployment);
}

function answersOf(testCase: RequestCase, { backends }: Moment, deployment: Deployment): readonly Answer[] {
  return send(testCase, deployment, backends);
}

function acceptanceOf({ acceptedAssertions }: ConformanceTest, [first]: readonly Moment[]): NamedResult[] {
  return acceptedAssertions.map((assertion) => ({
    name: `${assertion.kind} accepted: ${assertion.routes.map(nameOf).join(', ')}`,
    result: evaluateAccepted(assertion, (first).status),
  }));
}

/**
 * Checks come in the order in which the suite makes them, and so do the writes between them; the data does not say where.
 * So each check has to hold at the moment of the one before it or later.
 */
function statusesOf({ statusAssertions }: ConformanceTest, moments: readonly Moment[]): NamedResult[] {
  let earliest = 0;
  return statusAssertions.map((assertion) => {
    const name = `${assertion.assert} ${assertion.object}`;
    const results = moments.map((moment) => statusAt(assertion, moment));
    if (holdsAlways(assertion)) return { name, result: allOf(results) };
    const holds = results.findIndex(({ kind }, index) => index >= earliest && kind === 'pass');
    if (holds < 0) return { name, result: results[earliest] };
    earliest = holds;
    return { name, result: pass };
  });
}

function statusAt(assertion: StatusAssertion, { state, status }: Moment): Result {
  return state.gap === undefined ? evaluate(assertion, status) : notModelled(state.gap);
}

/** The shares belong to the first case, the one whose request the suite repeats. */
function weightsOf({ weights, cases }: ConformanceTest, moments: readonly Moment[]): NamedResult[] {
  return weights.map((expected) => {
    const [testCase] = cases;
    const moment = testCase && momentOf(testCase, moments);
    const deployment = testCase?.gateway && moment?.deployment(testCase.gateway);
    if (testCase === undefined || moment === undefined || deployment === undefined) return { name: 'weights', result: notModelled('weights without a case') };
    const result = typeof deployment === 'string' ? fail('a synthesised Gateway', deployment) : compareWeights(expected, answersOf(testCase, moment, deployment));
    return { name: 'weights', result };
  });
}

/** A Gateway whose status says that it is programmed must synthesise, also where the test sends no request to it. */
function programmedOf({ gatewayRefs }: ConformanceTest, moments: readonly Moment[]): NamedResult[] {
  const names = new Set(gatewayRefs.map(nameOf));
  return moments.flatMap((moment) =>
    [...names].flatMap((name): NamedResult[] => {
      const isProgrammed = moment.status
        .of('Gateway', name)
        ?.conditions.some(({ type, status }) => type === 'Programmed' && status === 'True');
      if (!isProgrammed) return [];
      const [namespace = '', gateway = ''] = name.split('/');
      const deployment = moment.deployment({ namespace, name: gateway });
      return [{ name: `Gateway ${name} synthesises`, result: typeof deployment === 'string' ? fail('a template', deployment) : pass }];
    }),
  );
}
