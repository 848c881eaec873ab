import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import type * as Compiler from '../../lib/index';
import type { Compilation, CompileOptions, ReportedRun } from '../../lib/index';
import type { CompilingOptions } from './compiling';
import { compileOptionsOf, loadCompiler, printDiagnostics, withCompilingOptions } from './compiling';

type ReportFormat = 'markdown' | 'html' | 'json';

interface ReportOptions extends CompilingOptions {
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly ledger?: string;
}

export function addReport(program: Command): void {
  withCompilingOptions(program.command('report'))
    .description('show listeners, rules in order, targets, budget and findings, as a page or as Markdown')
    .addArgument(new Argument('<path...>', 'files or folders; or one template, one cdk.out folder, or git:REVISION:PATH'))
    .addOption(new Option('--format <format>', 'default: by the name of the output file, else markdown').choices(['markdown', 'html', 'json']))
    .option('--output <file>', 'write to this file instead of the standard output')
    .option('--ledger <file>', 'take the priorities from this ledger, as they are deployed')
    .addHelpText('after', '\nExample:\n  $ gateway-alb report k8s/ --output report.html')
    .action(writeReport);
}

async function writeReport(paths: string[], options: ReportOptions, command: Command): Promise<void> {
  const compiler = await loadCompiler();
  if (options.ledger !== undefined && !existsSync(options.ledger)) command.error(`error: there is no ledger ${options.ledger}`);
  const found = await read(paths, options, compiler);
  if (found.diagnostics.some(({ severity }) => severity !== 'note')) await printDiagnostics(found, 'text', process.stderr);
  if (found.diagnostics.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  const text = await render(found, formatOf(options), compiler);
  if (typeof text !== 'string') command.error(`error: ${text.problem}`);
  if (options.output === undefined) process.stdout.write(text);
  else writeFileSync(options.output, text);
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
  return { ...options, ledger: compiler.readLedger(readFileSync(file, 'utf8'), file, sink) };
}

async function readPaths(paths: readonly string[], options: CompileOptions, compiler: typeof Compiler): Promise<Found> {
  const without: CompileOptions = { ...options, compaction: false };
  if (paths.length > 1) {
    const decoded = compiler.decodePaths(paths);
    return foundOf(compiler.compileDecoded(decoded, options), compiler.compileDecoded(decoded, without));
  }
  const { readSide } = await import('./side.js');
  const side = readSide(compiler, paths[0], options);
  if (side.compilation) {
    const uncompacted = readSide(compiler, paths[0], without).compilation;
    return { ...foundOf(side.compilation, uncompacted), diagnostics: side.diagnostics };
  }
  return { gateways: side.loadBalancers, diagnostics: side.diagnostics, sources: side.sources };
}

function foundOf({ gateways, diagnostics, status, sources }: Compilation, uncompacted: Compilation | undefined): Found {
  return { gateways, diagnostics, status, sources, ...(uncompacted && { uncompacted: uncompacted.gateways }) };
}

async function render(found: Found, format: ReportFormat, compiler: typeof Compiler): Promise<string | { readonly problem: string }> {
  const report = compiler.reportOf(found, { ...(found.uncompacted && { uncompacted: found.uncompacted }) });
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'markdown') return compiler.renderMarkdownReport(report);
  const { readPageAssets } = await import('./page-assets.js');
  const assets = readPageAssets();
  return typeof assets === 'string' ? { problem: assets } : compiler.renderHtmlReport(report, { ...assets, plans: found.gateways });
}
