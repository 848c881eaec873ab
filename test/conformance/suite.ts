import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The conformance cases as data: the shape of `cases.json`, as far as the runner reads it.
 * The tests come from the Gateway API conformance suite; the manifests they apply lie beside the file.
 */
export interface Suite {
  readonly directory: string;
  readonly tests: readonly ConformanceTest[];
}

export interface ConformanceTest {
  readonly shortName: string;
  readonly baseManifests: readonly string[];
  readonly manifests: readonly string[];
  readonly gatewayRefs: readonly NamespacedName[];
  readonly acceptedAssertions: readonly AcceptedAssertion[];
  readonly statusAssertions: readonly StatusAssertion[];
  /** Writes to the API while the test runs, in order. */
  readonly mutations: readonly Mutation[];
  readonly weights: readonly ExpectedWeights[];
  readonly cases: readonly RequestCase[];
  /** Published result of AWS Load Balancer Controller v3.5.0. */
  readonly lbcV350?: string;
  /** What a load balancer that is defined in CloudFormation alone can reach: YES, YES+, COND, PART n/m, NO, NLB. */
  readonly albVerdict?: string;
}

export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

export interface Mutation {
  readonly op: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Shares of the requests by backend. */
export interface ExpectedWeights {
  readonly expected: Readonly<Record<string, number>>;
}

/** Routes that must be accepted by a parent (a Gateway unless `parentKind` says otherwise), on all of its listeners or the named ones. */
export interface AcceptedAssertion {
  readonly kind: string;
  readonly gateway?: NamespacedName;
  readonly parentKind?: string;
  readonly parent?: NamespacedName;
  readonly listeners: readonly string[];
  readonly routes: readonly NamespacedName[];
}

/** `assert` is the name of the suite's own check; which of the other fields are there follows from it. */
export interface StatusAssertion {
  readonly assert: string;
  /** `namespace/name` or `name`; empty where the suite finds the object otherwise. */
  readonly object: string;
  /** `namespace/name` of the parent whose entry of a route's status is meant. */
  readonly parent?: string;
  readonly condition?: ExpectedCondition;
  readonly conditions?: readonly ExpectedCondition[];
  readonly listenerNames?: readonly string[];
  readonly listeners?: readonly ExpectedListener[];
  readonly attachedListenerSets?: number;
  readonly parents?: readonly ExpectedParent[];
}

/** An entry of a route's `status.parents`. */
export interface ExpectedParent {
  readonly parentRef: { readonly kind?: string; readonly namespace?: string; readonly name: string; readonly sectionName?: string };
  readonly conditions?: readonly ExpectedCondition[];
}

export interface ExpectedCondition {
  readonly type: string;
  readonly status: string;
  /** `(any)` and the empty text stand for any reason. */
  readonly reason?: string;
}

export interface ExpectedListener {
  readonly name: string;
  readonly supportedKinds?: readonly (string | { readonly kind: string })[];
  readonly attachedRoutes?: number;
  readonly conditions?: readonly ExpectedCondition[];
}

export interface RequestCase {
  readonly id: string;
  readonly gateway?: NamespacedName & { readonly listener?: string };
  readonly assertion: string;
  readonly request: CaseRequest;
  /** What must arrive at the backend. Default: the request itself. */
  readonly expectedRequest?: ExpectedRequest;
  readonly response?: ExpectedResponse;
  readonly redirect?: ExpectedRedirect;
  /** Prefix of the name of the pod that must answer. */
  readonly backend?: string;
  readonly namespace?: string;
  /** Headers the backend is asked to set on its response. */
  readonly backendSetResponseHeaders?: Readonly<Record<string, string>>;
  readonly mirroredTo?: readonly NamespacedName[];
  readonly expectedBackendTLS?: unknown;
  /** The mutations made before this case. Default: none. */
  readonly afterMutations?: readonly Mutation[];
}

export interface CaseRequest {
  readonly scheme: string;
  /** Default: the address of the Gateway, with the port where it is not the scheme's own. */
  readonly host?: string;
  readonly port: number;
  readonly path: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Such as `H2`, `H2C_PRIOR_KNOWLEDGE` or `grpc (...)`. Default: HTTP/1.1. */
  readonly protocol?: string;
  readonly sni?: string;
  /** The one server certificate that the client trusts, such as `secret:namespace/name#tls.crt`. */
  readonly trustServerCert?: string;
  /** Client certificate, written alike, under either name. */
  readonly clientCert?: string;
  readonly clientCertificate?: string;
}

export interface ExpectedRequest {
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly absentHeaders?: readonly string[];
  readonly backendSNI?: string;
}

export interface ExpectedResponse {
  readonly statusCode?: number;
  readonly statusCodes?: readonly number[];
  readonly grpcCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly validHeaderValues?: Readonly<Record<string, readonly string[]>>;
  readonly absentHeaders?: readonly string[];
  readonly ignoreWhitespace?: boolean;
}

export interface ExpectedRedirect {
  readonly scheme?: string;
  readonly host?: string;
  readonly port?: string;
  readonly path?: string;
}

/** Reads a directory with `cases.json` and `manifests/`. Throws where it is none. */
export function loadSuite(directory: string): Suite {
  const path = join(directory, 'cases.json');
  if (!existsSync(path)) throw new Error(`${path} does not exist: expected a directory with cases.json and manifests/`);
  const { tests } = JSON.parse(readFileSync(path, 'utf8')) as { tests?: unknown };
  if (!Array.isArray(tests) || tests.length === 0) throw new Error(`${path} holds no tests`);
  return { directory, tests: tests.map(withDefaults) };
}

function withDefaults(test: Partial<ConformanceTest>): ConformanceTest {
  if (!test.shortName) throw new Error(`a test without shortName: ${JSON.stringify(test).slice(0, 200)}`);
  const { shortName, lbcV350, albVerdict } = test;
  return {
    shortName,
    baseManifests: test.baseManifests ?? [],
    manifests: test.manifests ?? [],
    gatewayRefs: test.gatewayRefs ?? [],
    acceptedAssertions: test.acceptedAssertions ?? [],
    statusAssertions: test.statusAssertions ?? [],
    mutations: test.mutations ?? [],
    weights: test.weights ?? [],
    cases: test.cases ?? [],
    ...(lbcV350 && { lbcV350 }),
    ...(albVerdict && { albVerdict }),
  };
}

/** `namespace/name`, as the suite writes objects. */
export function nameOf({ namespace, name }: NamespacedName): string {
  return `${namespace}/${name}`;
}
