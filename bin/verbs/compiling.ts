import type * as Compiler from '../../lib/compiler';
import type { Compilation, CompileOptions } from '../../lib/compiler';
import type * as Library from '../../lib/index';
import type { CompilingOptions } from './options';
import { isColoured } from './terminal';

export type DiagnosticsFormat = 'text' | 'json' | 'github';

/** What a run had to say, and the texts for excerpts. */
type Findings = Pick<Compilation, 'diagnostics' | 'hasErrors' | 'sources'>;

/** The compiler, loaded when a verb runs, so that `--help` does not wait for it. */
export function loadCompiler(): Promise<typeof Compiler> {
  return import('../../lib/compiler.js');
}

/** The compiler and what looks at its plans. */
export function loadLibrary(): Promise<typeof Library> {
  return import('../../lib/index.js');
}

export function compileOptionsOf(options: CompilingOptions): CompileOptions {
  return {
    gateway: options.gateway ?? 'all',
    onInvalidRoute: options.onInvalidRoute,
    defaultTargetType: options.defaultTargetType,
  };
}

export async function printDiagnostics(
  { diagnostics, sources }: Pick<Compilation, 'diagnostics' | 'sources'>,
  format: DiagnosticsFormat,
  stream: NodeJS.WriteStream,
  notes = false,
): Promise<void> {
  const { renderDiagnostics } = await loadCompiler();
  const text = renderDiagnostics(diagnostics, { sources, format, color: isColoured(stream), notes });
  if (text !== '') stream.write(`${text}\n`);
}

/**
 * Diagnostics to stderr, so that stdout holds the result alone. With errors there is no result and the exit code is 1;
 * where a program waits for JSON, it gets what `check --format json` would have said.
 */
export async function reportProblems(findings: Findings, json = false): Promise<boolean> {
  if (findings.diagnostics.some(({ severity }) => severity !== 'note')) await printDiagnostics(findings, 'text', process.stderr);
  if (!findings.hasErrors) return false;
  if (json) await printDiagnostics(findings, 'json', process.stdout);
  process.exitCode = 1;
  return true;
}
