import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Option } from 'commander';
import type * as Compiler from '../../lib/index';
import type { CompileOptions, ReportedRun } from '../../lib/index';
import type { CompilingOptions } from './compiling';
import { compileOptionsOf, loadCompiler, printDiagnostics, withCompilingOptions } from './compiling';
import { readRouting, routingPaths } from './routing';

type ReportFormat = 'markdown' | 'html' | 'json';

interface ReportOptions extends CompilingOptions {
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly ledger?: string;
}

export function addReport(program: Command): void {
  withCompilingOptions(program.command('report'))
    .description('show listeners, rules in order, targets, budget and findings, as a page or as Markdown')
    .addArgument(routingPaths())
    .addOption(new Option('--format <format>', 'default: by the name of the output file, else markdown').choices(['markdown', 'html', 'json']))
    .option('--output <file>', 'write to this file instead of the standard output')
    .option('--ledger <file>', 'take the priorities from this ledger, as they are deployed')
    .addHelpText('after', '\nExample:\n  $ gateway-alb report k8s/ --output report.html')
    .action(writeReport);
}

async function writeReport(paths: string[], options: ReportOptions, command: Command): Promise<void> {
  const compiler = await loadCompiler();
  if (options.ledger !== undefined && !existsSync(options.ledger)) command.error(`error: there is no ledger ${options.ledger}`);
  const found = read(paths, options, compiler);
  if (found.diagnostics.some(({ severity }) => severity !== 'note')) await printDiagnostics(found, 'text', process.stderr);
  if (found.diagnostics.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  const text = await render(found, formatOf(options), compiler);
  if (typeof text !== 'string') command.error(`error: ${text.problem}`);
  if (options.output === undefined) process.stdout.write(text);
  else write(options.output, text, command);
}

function write(file: string, text: string, command: Command): void {
  try {
    writeFileSync(file, text);
  } catch (fault) {
    command.error(`error: ${file} cannot be written: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
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

function read(paths: readonly string[], options: ReportOptions, compiler: typeof Compiler): Found {
  const sink = new compiler.DiagnosticSink();
  const compileOptions = withLedger(compileOptionsOf(options), options.ledger, compiler, sink);
  const found = readPaths(paths, compileOptions, compiler);
  return { ...found, diagnostics: [...sink.diagnostics, ...found.diagnostics] };
}

function withLedger(options: CompileOptions, file: string | undefined, compiler: typeof Compiler, sink: Compiler.DiagnosticSink): CompileOptions {
  if (file === undefined) return options;
  return { ...options, ledger: compiler.readLedger(readFileSync(file, 'utf8'), file, sink) };
}

function readPaths(paths: readonly string[], options: CompileOptions, compiler: typeof Compiler): Found {
  const { gateways, diagnostics, sources, compilation } = readRouting(compiler, paths, options);
  if (!compilation) return { gateways, diagnostics, sources };
  const uncompacted = readRouting(compiler, paths, { ...options, compaction: false }).gateways;
  return { gateways: compilation.gateways, status: compilation.status, diagnostics, sources, uncompacted };
}

async function render(found: Found, format: ReportFormat, compiler: typeof Compiler): Promise<string | { readonly problem: string }> {
  const report = compiler.reportOf(found, { ...(found.uncompacted && { uncompacted: found.uncompacted }) });
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'markdown') return compiler.renderMarkdownReport(report);
  const { readPageAssets } = await import('./page-assets.js');
  const assets = readPageAssets();
  return typeof assets === 'string' ? { problem: assets } : compiler.renderHtmlReport(report, { ...assets, plans: found.gateways });
}
