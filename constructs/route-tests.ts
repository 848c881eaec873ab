import type { DiagnosticSink, RouteTestResult, SourceFile, TestedGateway } from '../lib/index';
import { checkCoverage, coverageOf, decidedRequests, loadFiles, readRouteTests, runRouteTests } from '../lib/index';

/** How strict route tests are. */
export interface RouteTestsOptions {
  /**
   * Percentage of the listener rules that requests of the table must reach, 0 to 100.
   *
   * @default - rules that no request reaches do no harm
   */
  readonly minimumCoverage?: number;
}

/**
 * A table of requests and of what the load balancer must do with them, tried at synthesis: no AWS account is needed.
 * A request that is answered otherwise fails the synthesis with its line in the table, what happened, and the rule that
 * took it. The form of a table is described in docs/route-tests.md.
 *
 * @example
 *
 * new GatewayAlb(this, 'Web', { vpc, manifests, routeTests: RouteTests.fromFile('routes.test.yaml') });
 */
export class RouteTests {
  /**
   * A table in a file.
   *
   * @param path YAML file, relative to the working directory or absolute
   * @param options how strict the tests are
   *
   * @example
   *
   * RouteTests.fromFile('routes.test.yaml', { minimumCoverage: 80 });
   */
  public static fromFile(path: string, options: RouteTestsOptions = {}): RouteTests {
    return new RouteTests((sink) => loadFiles([path], sink), options);
  }

  /**
   * A table as text.
   *
   * @param text YAML
   * @param name shown in diagnostics in place of a file name
   * @param options how strict the tests are
   *
   * @example
   *
   * RouteTests.fromText(`
   *   tests:
   *     - request: GET https://cafe.example.com/coffee
   *       expect: shop/coffee:80
   * `);
   */
  public static fromText(text: string, name = 'routes.test.yaml', options: RouteTestsOptions = {}): RouteTests {
    return new RouteTests(() => [{ path: name, text }], options);
  }

  private constructor(private readonly load: (sink: DiagnosticSink) => readonly SourceFile[], private readonly options: RouteTestsOptions) {}

  /**
   * Reads the table and tries it; mistakes and failures are reported. With errors in the manifests only the table is read.
   *
   * @internal
   */
  public _run(run: RouteTestRun): readonly SourceFile[] {
    const { gateway, gatewayNames, sink } = run;
    const wasBroken = sink.hasErrors;
    const files = this.load(sink);
    const tests = readRouteTests(files, sink);
    if (wasBroken || gateway === undefined) return files;
    const others = tests.some((test) => test.gateway !== undefined && test.gateway !== gateway.name) ? gatewayNames() : [];
    const results: readonly RouteTestResult[] = runRouteTests(tests, [gateway], [gateway.name, ...others], sink);
    const { minimumCoverage } = this.options;
    if (minimumCoverage !== undefined) checkCoverage(coverageOf(decidedRequests(results), [gateway]), minimumCoverage, sink);
    return files;
  }
}

/**
 * What route tests are tried on.
 *
 * @internal
 */
export interface RouteTestRun {
  /** Absent where the manifests have none. */
  readonly gateway?: TestedGateway;
  /** Names of all Gateways of the manifests; tests for the others are skipped. */
  readonly gatewayNames: () => readonly string[];
  readonly sink: DiagnosticSink;
}
