import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type * as Library from '../../lib/index';
import type { Coverage, Diagnostic, DiagnosticSink, RouteTestResult, SourceFile, TestedGateway } from '../../lib/index';
import { compileOptionsOf, loadLibrary, type DiagnosticsFormat } from './compiling';
import { writeOutput } from './mistake';
import { formatOption, routingPaths, withCompilingOptions, type CompilingOptions } from './options';
import { readRouting } from './routing';
import { isColoured, printJson } from './terminal';
import { withHelp } from './verb-help';

interface TestOptions extends CompilingOptions {
  readonly requests: readonly string[];
  readonly coverage?: boolean;
  readonly failUnder?: number;
  readonly write?: string;
  readonly format: DiagnosticsFormat | 'junit';
}

export function addTest(program: Command): void {
  const test = program.command('test')
    .description('try requests of a table and compare what happens with what is expected')
    .addArgument(routingPaths())
    .addOption(new Option('--requests <file>', 'table of requests, may be given several times').argParser(collect).default([], 'none'))
    .option('--coverage', 'list the rules that no request reaches')
    .addOption(new Option('--fail-under <percent>', 'fail when fewer rules are reached; implies --coverage').argParser(readPercent))
    .option('--write <file>', 'add tests for the rules that no request reaches to this table, which may be new')
    .addOption(formatOption(['text', 'json', 'github', 'junit']))
    .action(testRoutes);
  withHelp(withCompilingOptions(test), {
    exitCodes: { 0: 'every request went where it should', 1: 'one did not, or too few rules are reached, or there are errors' },
    examples: [
      'gateway-alb test k8s/ --requests routes.test.yaml --coverage',
      'gateway-alb test k8s/ --write routes.test.yaml   # propose a table',
    ],
  });
}

function collect(file: string, all: readonly string[]): readonly string[] {
  return [...all, file];
}

function readPercent(text: string): number {
  const percent = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && percent <= 100) return percent;
  throw new InvalidArgumentError('Give a number from 0 to 100.');
}

/** What a run is about, and what it has found. */
interface Run {
  readonly library: typeof Library;
  readonly sink: DiagnosticSink;
  readonly gateways: readonly TestedGateway[];
  /** Names of all Gateways, also of those that are not tested now. */
  readonly existing: readonly string[];
  readonly sources: Map<string, string>;
}

async function testRoutes(paths: string[], options: TestOptions, command: Command): Promise<void> {
  if (options.requests.length === 0 && options.write === undefined) command.error('error: give --requests FILE, or --write FILE to have one proposed');
  const library = await loadLibrary();
  const run = await runOn(paths, options, library);
  const { sink, gateways } = run;
  const { files, extended } = readTables(options, run);
  const tests = library.readRouteTests(files, sink);
  const results = gateways.length === 0 ? [] : library.runRouteTests(tests, gateways, run.existing, sink);
  const coverage = library.coverageOf(library.decidedRequests(results), gateways);
  if (options.failUnder !== undefined) library.checkCoverage(coverage, options.failUnder, sink);
  const written = extended && gateways.length > 0 ? writeProposals(extended, results, run) : undefined;
  show(results, options.coverage || options.failUnder !== undefined ? coverage : undefined, options.format, run);
  if (written !== undefined) process.stderr.write(`${written}\n`);
  process.exitCode = sink.hasErrors ? 1 : 0;
}

/** The table that --write adds to; no text where it is new. */
interface ExtendedTable {
  readonly file: string;
  readonly text?: string;
}

/** All tables with requests. `extended` is absent where nothing is to be written, or the file cannot be read. */
function readTables({ requests, write }: TestOptions, { library, sink, sources }: Run): { files: readonly SourceFile[]; extended?: ExtendedTable } {
  const given = requests.length === 0 ? [] : library.loadFiles(requests, sink);
  const before = write !== undefined && existsSync(write) ? library.loadFiles([write], sink) : [];
  const files = [...given, ...before.filter(({ path }) => !given.some((file) => file.path === path))];
  for (const { path, text } of files) sources.set(path, text);
  if (write === undefined || (before.length === 0 && existsSync(write))) return { files };
  return { files, extended: { file: write, ...(before[0] && { text: before[0].text }) } };
}

/** With errors in the manifests there is nothing to test: their plan is not what would be deployed. Warnings are left to `check`. */
async function runOn(paths: readonly string[], options: TestOptions, library: typeof Library): Promise<Run> {
  const { gateways, diagnostics, hasErrors, sources, compilation } = await readRouting(library, paths, compileOptionsOf(options));
  const names = gateways.map(({ name }) => name);
  return {
    library,
    sink: new library.DiagnosticSink(options.onInvalidRoute, diagnostics.filter(({ severity }) => severity === 'error')),
    gateways: hasErrors ? [] : gateways,
    existing: options.gateway === undefined ? names : [...names, ...(compilation?.resources.gateways ?? []).map(({ ref }) => library.nameOf(ref))],
    sources: new Map(sources),
  };
}

/** Adds to a table, or makes one; never touches what a person wrote. */
function writeProposals({ file, text: before }: ExtendedTable, results: readonly RouteTestResult[], { library, gateways, sink }: Run): string | undefined {
  const naming = gateways.length > 1 || results.some(({ test }) => test.gateway !== undefined);
  const proposed = library.proposeRouteTests(library.decidedRequests(results), gateways, naming, sink);
  const without = proposed.without.length === 0 ? '' : `; ${proposed.without.length} rules without a request that reaches them`;
  if (proposed.entries.length === 0) return `${file}: nothing to add${without}`;
  const text = library.extendRouteTests(before, proposed, file, sink);
  if (text === undefined) return undefined;
  writeOutput(file, text);
  return `${file}: ${proposed.entries.length} tests added${without}`;
}

function show(results: readonly RouteTestResult[], coverage: Coverage | undefined, format: TestOptions['format'], { library, sink, sources }: Run): void {
  const { diagnostics } = sink;
  if (format === 'json') {
    printJson(asJson(results, coverage, diagnostics, library));
    return;
  }
  if (format === 'junit') {
    process.stdout.write(`${library.renderJunit(results, diagnostics)}\n`);
    return;
  }
  const told = library.renderDiagnostics(diagnostics, { sources, format, color: isColoured(process.stdout), notes: true, summary: false });
  const parts = [told, summaryOf(results), ...(coverage ? [library.renderCoverage(coverage)] : [])].filter((part) => part !== '');
  process.stdout.write(`${parts.join('\n\n')}\n`);
}

function countsOf(results: readonly RouteTestResult[]): Readonly<Record<RouteTestResult['verdict'], number>> {
  const count = (verdict: RouteTestResult['verdict']) => results.filter((result) => result.verdict === verdict).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), invalid: count('invalid') };
}

function summaryOf(results: readonly RouteTestResult[]): string {
  if (results.length === 0) return 'no test was run';
  const { passed, failed, skipped, invalid } = countsOf(results);
  const parts = [`${passed} passed`, `${failed + invalid} failed`, ...(skipped > 0 ? [`${skipped} skipped, they are for other Gateways`] : [])];
  return `${results.length} ${results.length === 1 ? 'test' : 'tests'}: ${parts.join(', ')}`;
}

function asJson(results: readonly RouteTestResult[], coverage: Coverage | undefined, diagnostics: readonly Diagnostic[], { titleOf }: typeof Library): object {
  return {
    version: 1,
    summary: { tests: results.length, ...countsOf(results) },
    tests: results.map(({ test, ...result }) => ({
      title: titleOf(test),
      ...(test.name !== undefined && { name: test.name }),
      at: test.at,
      request: test.request,
      verdict: result.verdict,
      ...('gateway' in result && { gateway: result.gateway.name, observed: result.observed, differences: result.differences }),
    })),
    ...(coverage && {
      coverage: {
        percent: coverage.percent,
        reached: coverage.reached,
        rules: coverage.rules.map(({ gateway, port, rule: { id, origin }, requests }) => ({ gateway, port, id, origin, requests })),
      },
    }),
    diagnostics,
  };
}
