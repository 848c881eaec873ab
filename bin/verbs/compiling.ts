import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import type * as Compiler from '../../lib/index';
import type { Compilation, CompileOptions } from '../../lib/index';

/** Options of every verb that compiles manifests. */
export interface CompilingOptions {
  readonly gateway?: string;
  readonly onInvalidRoute: 'fail' | 'respond-500';
  readonly defaultTargetType: 'instance' | 'ip';
}

export type DiagnosticsFormat = 'text' | 'json' | 'github';

/** The compiler, loaded when a verb runs, so that `--help` does not wait for it. */
export function loadCompiler(): Promise<typeof Compiler> {
  return import('../../lib/index.js');
}

export function isColoured(stream: NodeJS.WriteStream): boolean {
  return process.env.NO_COLOR === undefined && stream.isTTY;
}

export function withCompilingOptions(command: Command): Command {
  return command
    .option('--gateway <namespace/name>', 'only this Gateway (default: every Gateway of an ALB class)')
    .addOption(
      new Option('--on-invalid-route <policy>', 'what a route that cannot be served does').choices(['fail', 'respond-500']).default('fail'),
    )
    .addOption(
      new Option('--default-target-type <type>', 'for Services without a TargetGroupConfiguration').choices(['instance', 'ip']).default('instance'),
    );
}

export function manifestPaths(): Argument {
  return new Argument('<path...>', 'files or folders');
}

export function compileOptionsOf(options: CompilingOptions): CompileOptions {
  return {
    gateway: options.gateway ?? 'all',
    onInvalidRoute: options.onInvalidRoute,
    defaultTargetType: options.defaultTargetType,
  };
}

export async function printDiagnostics(
  compilation: Pick<Compilation, 'diagnostics' | 'sources'>,
  format: DiagnosticsFormat,
  stream: NodeJS.WriteStream,
  notes = false,
): Promise<void> {
  const { renderDiagnostics } = await loadCompiler();
  const text = renderDiagnostics(compilation.diagnostics, { sources: compilation.sources, format, color: isColoured(stream), notes });
  if (text !== '') stream.write(`${text}\n`);
}

/** Diagnostics to stderr, so that stdout holds the result alone. Exit code 1 when there is an error. */
export async function reportProblems(compilation: Pick<Compilation, 'diagnostics' | 'hasErrors' | 'sources'>): Promise<boolean> {
  if (compilation.diagnostics.some((diagnostic) => diagnostic.severity !== 'note')) await printDiagnostics(compilation, 'text', process.stderr);
  if (compilation.hasErrors) process.exitCode = 1;
  return compilation.hasErrors;
}
