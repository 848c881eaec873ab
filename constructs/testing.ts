import type { Compilation, CompiledGateway, DecidedRequest, Observation } from '../lib/index';
import { coverageOf, DiagnosticSink, explain, nameOf, observe, parseRequest, renderExplanation, simulate, describeOrigin } from '../lib/index';
import { gatewayDiagnostics } from './feedback';
import type { DefaultTargetType, InvalidRoutePolicy } from './gateway-alb-props';
import type { GatewayDiagnostic } from './gateway-diagnostic';
import { DiagnosticSeverity } from './gateway-diagnostic';
import { GatewayManifests } from './gateway-manifests';
import type { RouteTests } from './route-tests';

/** How manifests are compiled for a test. The same choices as in `GatewayAlbProps`. */
export interface GatewayAlbTestingOptions {
  /**
   * Which Gateway of the manifests, as `namespace/name`.
   *
   * @default - the only one
   */
  readonly gateway?: string;

  /**
   * What happens to a route that cannot be served as it is written.
   *
   * @default InvalidRoutePolicy.FAIL
   */
  readonly onInvalidRoute?: InvalidRoutePolicy;

  /**
   * Target type of Services for which no TargetGroupConfiguration says one.
   *
   * @default DefaultTargetType.INSTANCE
   */
  readonly defaultTargetType?: DefaultTargetType;

  /**
   * Whether a request belongs to the most specific listener of its port only.
   *
   * @default true
   */
  readonly listenerIsolation?: boolean;

  /**
   * Whether backends with a BackendTLSPolicy are reached over HTTPS without verifying them.
   *
   * @default false
   */
  readonly acceptUnverifiedBackendTls?: boolean;
}

/** The certificate that a client shows. */
export enum ClientCertificate {
  /** It shows none. */
  NONE = 'none',
  /** One that the trust store of the listener knows. */
  VALID = 'valid',
  /** One that it does not know, or that has expired. */
  INVALID = 'invalid',
}

/** What a request has beside its method and URL. */
export interface TestRequestOptions {
  /**
   * Headers by name.
   *
   * @default - none but Host
   */
  readonly headers?: { readonly [name: string]: string };

  /**
   * Address of the client.
   *
   * @default 198.51.100.1
   */
  readonly sourceIp?: string;

  /**
   * Certificate of the client, where the listener asks for one.
   *
   * @default ClientCertificate.NONE
   */
  readonly clientCertificate?: ClientCertificate;
}

/** What the load balancer does with a request. */
export interface RouteResult {
  /**
   * The backend that gets all requests like this one, such as `shop/coffee:80`; the name of a target group that exists
   * outside; or `unresolved`.
   *
   * @default - the load balancer answers itself, or several backends share the requests
   */
  readonly backend?: string;

  /** Percentage of the requests that each backend gets, those with 0 included; empty where none gets any. */
  readonly shares: { [backend: string]: number };

  /**
   * Status of an answer that the load balancer gives itself: a redirect, a fixed response, an error.
   *
   * @default - a backend answers, or the connection is refused
   */
  readonly status?: number;

  /**
   * Location of a redirect as a load balancer writes it, always with a port.
   *
   * @default - no redirect
   */
  readonly location?: string;

  /**
   * Host that the backend sees.
   *
   * @default - no backend gets the request
   */
  readonly backendHost?: string;

  /**
   * Path and query that the backend sees.
   *
   * @default - no backend gets the request
   */
  readonly backendPath?: string;

  /** What a client must pass first: `none`, `oidc`, `cognito` or `jwt`. The rest is what follows for one that has. */
  readonly authentication: string;

  /**
   * Why there is no HTTP response at all: `no-listener`, `tls-without-listener`, `client-certificate` or `http2-without-tls`.
   *
   * @default - the connection is not refused
   */
  readonly refused?: string;

  /**
   * The route of the rule that takes the request, as `namespace/name`.
   *
   * @default - no rule of a route takes it
   */
  readonly route?: string;

  /**
   * Index of the rule in its route.
   *
   * @default - no rule of a route takes the request
   */
  readonly rule?: number;

  /**
   * Name of the rule in its route.
   *
   * @default - the rule has none
   */
  readonly ruleName?: string;

  /** Headers that the listener sets on the response, by name in lower case. */
  readonly responseHeaders: { [name: string]: string };

  /** The same in words, with the rules that almost took the request and why they did not. */
  readonly explanation: string;
}

/** A rule that no request has reached. */
export interface UnreachedRule {
  /** Where it comes from, such as `HTTPRoute shop/cafe, rule 1, match 0`. */
  readonly description: string;

  /** Port of its listener. */
  readonly port: number;

  /**
   * File of the route.
   *
   * @default - not known
   */
  readonly file?: string;

  /**
   * Line of the rule in the file, from 1.
   *
   * @default - not known
   */
  readonly line?: number;
}

/**
 * Tries the routing of manifests in unit tests: no stack, no AWS account.
 *
 * @example
 *
 * const web = GatewayAlbTesting.fromDirectory('k8s');
 * const backend = web.route('GET', 'https://cafe.example.com/coffee').backend; // shop/coffee:80
 * const codes = web.codes(); // empty where all is well
 */
export class GatewayAlbTesting {
  /**
   * All manifests below a folder.
   *
   * @param path folder, relative to the working directory or absolute
   * @param options how they are compiled
   *
   * @example
   *
   * GatewayAlbTesting.fromDirectory('k8s', { defaultTargetType: DefaultTargetType.IP });
   */
  public static fromDirectory(path: string, options: GatewayAlbTestingOptions = {}): GatewayAlbTesting {
    return new GatewayAlbTesting(GatewayManifests.fromDirectory(path), options);
  }

  /**
   * Single files or folders.
   *
   * @param paths relative to the working directory or absolute
   * @param options how they are compiled
   *
   * @example
   *
   * GatewayAlbTesting.fromFiles(['k8s/gateway.yaml', 'k8s/routes'], { gateway: 'infra/web' });
   */
  public static fromFiles(paths: string[], options: GatewayAlbTestingOptions = {}): GatewayAlbTesting {
    return new GatewayAlbTesting(GatewayManifests.fromFiles(...paths), options);
  }

  /**
   * YAML or JSON text.
   *
   * @param text one or several documents
   * @param options how they are compiled
   *
   * @example
   *
   * // `rendered` is what `helm template` has printed.
   * GatewayAlbTesting.fromText(rendered);
   */
  public static fromText(text: string, options: GatewayAlbTestingOptions = {}): GatewayAlbTesting {
    return new GatewayAlbTesting(GatewayManifests.fromText(text), options);
  }

  /**
   * Manifests as they are given to a `GatewayAlb`.
   *
   * @param manifests they are read once
   * @param options how they are compiled
   *
   * @example
   *
   * GatewayAlbTesting.fromManifests(manifests);
   */
  public static fromManifests(manifests: GatewayManifests, options: GatewayAlbTestingOptions = {}): GatewayAlbTesting {
    return new GatewayAlbTesting(manifests, options);
  }

  /** Everything the compiler has to say about the manifests. */
  public readonly diagnostics: GatewayDiagnostic[];

  private readonly compilation: Compilation;
  private readonly decided: DecidedRequest[] = [];

  private constructor(private readonly manifests: GatewayManifests, options: GatewayAlbTestingOptions) {
    this.compilation = manifests._compile({ ...options, gateway: options.gateway ?? 'only' });
    this.diagnostics = gatewayDiagnostics(this.compilation);
  }

  /** Codes of all errors and warnings, each once, sorted. */
  public codes(): string[] {
    const serious = this.diagnostics.filter(({ severity }) => severity !== DiagnosticSeverity.NOTE);
    return [...new Set(serious.map(({ code }) => code))].sort();
  }

  /**
   * What the load balancer does with a request. Throws where the manifests have errors, and for what is no request.
   *
   * @param method such as GET
   * @param url absolute, such as `https://cafe.example.com/coffee?size=large`
   * @param options headers and the client
   *
   * @example
   *
   * const answer = web.route('GET', 'https://cafe.example.com/tea', { headers: { 'x-canary': 'always' } });
   * const percent = answer.shares['shop/tea-next:80']; // 10
   */
  public route(method: string, url: string, options: TestRequestOptions = {}): RouteResult {
    const gateway = this.gateway();
    const headers = Object.entries(options.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
    const parsed = parseRequest(method, url, headers, options.sourceIp);
    if (typeof parsed === 'string') throw new Error(`no request: ${parsed}`);
    const request = { ...parsed, ...(options.clientCertificate && { clientCertificate: options.clientCertificate }) };
    const decision = simulate(gateway.plan, request);
    this.decided.push({ gateway, decision });
    return resultOf(observe(decision, gateway.plan), renderExplanation(explain(gateway.plan, request)));
  }

  /**
   * The listener rules that no call of `route` has reached so far, in their order.
   *
   * @example
   *
   * const rules = web.unreachedRules(); // empty where every rule was reached
   */
  public unreachedRules(): UnreachedRule[] {
    return coverageOf(this.decided, [this.gateway()]).rules
      .filter(({ requests }) => requests === 0)
      .map(({ port, rule: { origin } }) => ({
        description: describeOrigin(origin),
        port,
        ...(origin.span && { file: origin.span.file, line: origin.span.start.line }),
      }));
  }

  /**
   * Tries a table of route tests.
   *
   * @param routeTests the table
   * @returns mistakes in the table and tests that fail; empty where all is well
   *
   * @example
   *
   * const failures = web.failures(RouteTests.fromFile('routes.test.yaml')); // empty where all is well
   */
  public failures(routeTests: RouteTests): GatewayDiagnostic[] {
    const sink = new DiagnosticSink();
    const files = routeTests._run({ gateway: this.gateway(), gatewayNames: () => this.manifests.gatewayNames(), sink });
    const sources = new Map([...this.compilation.sources, ...files.map(({ path, text }) => [path, text] as const)]);
    return gatewayDiagnostics({ ...this.compilation, diagnostics: sink.diagnostics, sources });
  }

  private gateway(): CompiledGateway {
    const errors = this.diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.ERROR);
    const [gateway] = this.compilation.gateways;
    if (errors.length === 0 && gateway) return gateway;
    throw new Error(['the manifests have errors', ...errors.map(({ text }) => text)].join('\n\n'));
  }
}

function resultOf(observed: Observation, explanation: string): RouteResult {
  const { backends, rewritten, origin, status, location, refused, authentication, responseHeaders } = observed;
  const only = backends.find(({ percent }) => percent === 100);
  return {
    shares: Object.fromEntries(backends.map(({ backend, percent }) => [backend, percent])),
    authentication,
    responseHeaders: Object.fromEntries(responseHeaders.map(({ name, value }) => [name.toLowerCase(), value])),
    explanation,
    ...(only && { backend: only.backend }),
    ...(status !== undefined && { status }),
    ...(location !== undefined && { location }),
    ...(rewritten && { backendHost: rewritten.host, backendPath: rewritten.path }),
    ...(refused !== undefined && { refused }),
    ...(origin?.rule !== undefined && { route: nameOf(origin.object), rule: origin.rule }),
    ...(origin?.ruleName !== undefined && { ruleName: origin.ruleName }),
  };
}
