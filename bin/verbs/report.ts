import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { Option } from 'commander';
import type * as Compiler from '../../lib/index';
import type { CompileOptions, ReportedRun } from '../../lib/index';
import { compileOptionsOf, loadCompiler, printDiagnostics } from './compiling';
import { Mistake, readText, writeOutput } from './mistake';
import { outputOption, routingPaths, withCompilingOptions, type CompilingOptions } from './options';
import { readRouting } from './routing';
import { withHelp } from './verb-help';

type ReportFormat = 'markdown' | 'html' | 'json';

interface ReportOptions extends CompilingOptions {
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly ledger?: string;
}

export function addReport(program: Command): void {
  const report = program.command('report')
    .description('show listeners, rules in order, targets, budget and findings, as a page or as Markdown')
    .addArgument(routingPaths())
    .addOption(new Option('--format <format>', 'how the report is printed (default: as --output ends, else markdown)').choices(['markdown', 'html', 'json']))
    .addOption(outputOption())
    .option('--ledger <file>', 'take the priorities from this ledger, as they are deployed')
    .action(writeReport);
  withHelp(withCompilingOptions(report), {
    exitCodes: { 0: 'reported', 1: 'errors in the manifests; the report has them too' },
    examples: ['gateway-alb report k8s/ --output report.html', "gateway-alb report k8s/ --format json | jq '.gateways[].budget'"],
  });
}

async function writeReport(paths: string[], options: ReportOptions): Promise<void> {
  const compiler = await loadCompiler();
  if (options.ledger !== undefined && !existsSync(options.ledger)) throw new Mistake(`there is no ledger ${options.ledger}`);
  const found = await read(paths, options, compiler);
  if (found.diagnostics.some(({ severity }) => severity !== 'note')) await printDiagnostics(found, 'text', process.stderr);
  if (found.diagnostics.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  const text = await render(found, formatOf(options), compiler);
  if (options.output === undefined) process.stdout.write(text);
  else writeOutput(options.output, text);
}

function formatOf({ format, output }: ReportOptions): ReportFormat {
  if (format) return format;
  if (/\.html?$/i.test(output ?? '')) return 'html';
  return /\.json$/i.test(output ?? '') ? 'json' : 'markdown';
}

/** What was read, and the same without compaction where it can be had. */
interface Found extends ReportedRun {
  readonly sources: ReadonlyMap<string, string>;
  readonly uncompacted?: ReportedRun['gateways'];
}

async function read(paths: readonly string[], options: ReportOptions, compiler: typeof Compiler): Promise<Found> {
  const sink = new compiler.DiagnosticSink();
  const compileOptions = withLedger(compileOptionsOf(options), options.ledger, compiler, sink);
  const found = await readPaths(paths, compileOptions, compiler);
  return { ...found, diagnostics: [...sink.diagnostics, ...found.diagnostics] };
}

function withLedger(options: CompileOptions, file: string | undefined, compiler: typeof Compiler, sink: Compiler.DiagnosticSink): CompileOptions {
  if (file === undefined) return options;
  return { ...options, ledger: compiler.readLedger(readText(file), file, sink) };
}

async function readPaths(paths: readonly string[], options: CompileOptions, compiler: typeof Compiler): Promise<Found> {
  const { gateways, diagnostics, sources, compilation } = await readRouting(compiler, paths, options);
  if (!compilation) return { gateways, diagnostics, sources };
  const uncompacted = await readRouting(compiler, paths, { ...options, compaction: false });
  return { gateways: compilation.gateways, status: compilation.status, diagnostics, sources, uncompacted: uncompacted.gateways };
}

async function render(found: Found, format: ReportFormat, compiler: typeof Compiler): Promise<string> {
  const report = compiler.reportOf(found, { ...(found.uncompacted && { uncompacted: found.uncompacted }) });
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'markdown') return compiler.renderMarkdownReport(report);
  const { readPageAssets } = await import('./page-assets.js');
  const assets = readPageAssets();
  if (typeof assets === 'string') throw new Mistake(assets);
  return compiler.renderHtmlReport(report, { ...assets, plans: found.gateways });
}
