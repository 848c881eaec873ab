import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { Option } from 'commander';
import type * as Library from '../../lib/index';
import type { CompileOptions, GatewayReport, Report, ReportedRun } from '../../lib/index';
import { compileOptionsOf, loadLibrary, printDiagnostics } from './compiling';
import { Mistake, readText, writeOutput } from './mistake';
import { outputOption, routingPaths, withCompilingOptions, type CompilingOptions } from './options';
import { readRouting } from './routing';
import { withHelp } from './verb-help';

type ReportFormat = 'markdown' | 'html' | 'svg' | 'json';

interface ReportOptions extends CompilingOptions {
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly ledger?: string;
}

export function addReport(program: Command): void {
  const report = program.command('report')
    .description('show listeners, rules in order, targets, budget and findings, as a page, as Markdown or as a picture')
    .addArgument(routingPaths())
    .addOption(new Option('--format <format>', 'how the report is printed (default: as --output ends, else markdown)').choices(['markdown', 'html', 'svg', 'json']))
    .addOption(outputOption())
    .option('--ledger <file>', 'take the priorities from this ledger, as they are deployed')
    .action(writeReport);
  withHelp(withCompilingOptions(report), {
    exitCodes: { 0: 'reported', 1: 'errors in the manifests; the report has them too' },
    examples: ['gateway-alb report k8s/ --output report.html', 'gateway-alb report k8s/ --gateway infra/web --output routing.svg', "gateway-alb report k8s/ --format json | jq '.gateways[].budget'"],
  });
}

async function writeReport(paths: string[], options: ReportOptions): Promise<void> {
  const library = await loadLibrary();
  if (options.ledger !== undefined && !existsSync(options.ledger)) throw new Mistake(`there is no ledger ${options.ledger}`);
  const found = await read(paths, options, library);
  if (found.diagnostics.some(({ severity }) => severity !== 'note')) await printDiagnostics(found, 'text', process.stderr);
  if (found.diagnostics.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  const text = await render(found, formatOf(options), library);
  if (options.output === undefined) process.stdout.write(text);
  else writeOutput(options.output, text);
}

function formatOf({ format, output }: ReportOptions): ReportFormat {
  if (format) return format;
  if (/\.html?$/i.test(output ?? '')) return 'html';
  if (/\.svg$/i.test(output ?? '')) return 'svg';
  return /\.json$/i.test(output ?? '') ? 'json' : 'markdown';
}

/** What was read, and the same without compaction where it can be had. */
interface Found extends ReportedRun {
  readonly sources: ReadonlyMap<string, string>;
  readonly uncompacted?: ReportedRun['gateways'];
}

async function read(paths: readonly string[], options: ReportOptions, library: typeof Library): Promise<Found> {
  const sink = new library.DiagnosticSink();
  const compileOptions = withLedger(compileOptionsOf(options), options.ledger, library, sink);
  const found = await readPaths(paths, compileOptions, library);
  return { ...found, diagnostics: [...sink.diagnostics, ...found.diagnostics] };
}

function withLedger(options: CompileOptions, file: string | undefined, library: typeof Library, sink: Library.DiagnosticSink): CompileOptions {
  if (file === undefined) return options;
  return { ...options, ledger: library.readLedger(readText(file), file, sink) };
}

async function readPaths(paths: readonly string[], options: CompileOptions, library: typeof Library): Promise<Found> {
  const { gateways, diagnostics, sources, compilation } = await readRouting(library, paths, options);
  if (!compilation) return { gateways, diagnostics, sources };
  const uncompacted = await readRouting(library, paths, { ...options, compaction: false });
  return { gateways: compilation.gateways, status: compilation.status, diagnostics, sources, uncompacted: uncompacted.gateways };
}

async function render(found: Found, format: ReportFormat, library: typeof Library): Promise<string> {
  const report = library.reportOf(found, { ...(found.uncompacted && { uncompacted: found.uncompacted }) });
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'markdown') return library.renderMarkdownReport(report);
  if (format === 'svg') return library.renderSvg(onlyOf(report));
  const { readPageAssets } = await import('./page-assets.js');
  const assets = readPageAssets();
  if (typeof assets === 'string') throw new Mistake(assets);
  return library.renderHtmlReport(report, { ...assets, plans: found.gateways });
}

/** A picture shows one Gateway. */
function onlyOf({ gateways }: Report): GatewayReport {
  const [only, ...others] = gateways;
  if (only === undefined) throw new Mistake('there is no Gateway that a picture could show');
  if (others.length > 0) throw new Mistake(`a picture shows one Gateway; name it with --gateway: ${gateways.map(({ name }) => name).join(', ')}`);
  return only;
}
