import { existsSync } from 'node:fs';
import { compactLedger, compilePaths, DiagnosticSink, emptyLedger, readLedger, recordPriorities, renderDiagnostics, writeLedger } from '../../lib/compiler';
import type { Compilation, CompileOptions, ManifestInput, PriorityLedger } from '../../lib/compiler';
import { readText, writeOutput } from './mistake';

/** What a verb of `gateway-alb priorities` found, to be printed by the command line. */
export interface LedgerReport {
  readonly compilation: Compilation;
  /** What became of the ledger. Absent where there are errors, which leave it alone. */
  readonly state?: 'current' | 'missing' | 'stale' | 'written';
  /** How many numbers a compaction has dropped. */
  readonly forgotten?: number;
}

/** Whether the ledger knows the numbers of these manifests. Changes nothing. */
export function checkLedger(paths: readonly ManifestInput[], file: string, options: CompileOptions): LedgerReport {
  const { compilation, after, text } = compileWithLedger(paths, file, options);
  if (compilation.hasErrors) return { compilation };
  if (text === after) return { compilation, state: 'current' };
  return { compilation, state: text === undefined ? 'missing' : 'stale' };
}

/** Brings the ledger up to date; what a merge left behind in it is resolved. */
export function updateLedger(paths: readonly ManifestInput[], file: string, options: CompileOptions): LedgerReport {
  const { compilation, after, text } = compileWithLedger(paths, file, options);
  if (compilation.hasErrors) return { compilation };
  if (text !== after) writeOutput(file, after);
  return { compilation, state: text === after ? 'current' : 'written' };
}

/** Forgets numbers that no rule of these manifests uses now. Only safe when every environment has deployed them. */
export function forgetNumbers(paths: readonly ManifestInput[], file: string, options: CompileOptions): LedgerReport {
  const { compilation, ledger, text } = compileWithLedger(paths, file, options);
  if (compilation.hasErrors) return { compilation };
  const plans = compilation.gateways.map((gateway) => gateway.plan);
  const compacted = writeLedger(compactLedger(recordAll(ledger, compilation), plans));
  if (text !== compacted) writeOutput(file, compacted);
  const forgotten = Math.max(lineCount(text) - lineCount(compacted), 0);
  return { compilation, state: text === compacted ? 'current' : 'written', forgotten };
}

/** One sentence for people. Absent where there are errors: they say it all. */
export function summaryOf({ state, forgotten }: LedgerReport, file: string): string | undefined {
  if (state === undefined) return undefined;
  if (forgotten !== undefined) return `${file}: ${forgotten} ${forgotten === 1 ? 'number' : 'numbers'} forgotten`;
  const command = 'run gateway-alb priorities update';
  return {
    current: `${file} is up to date`,
    missing: `${file} is missing; ${command}`,
    stale: `${file} does not know all rules of these manifests; ${command}`,
    written: `${file} written`,
  }[state];
}

/** What `check --format json` would say, with what became of the ledger. */
export function asJson({ compilation, state, forgotten }: LedgerReport, file: string): object {
  const { diagnostics, sources } = compilation;
  const findings = JSON.parse(renderDiagnostics(diagnostics, { sources, format: 'json' })) as object;
  return { ledger: file, ...(state && { state }), ...(forgotten !== undefined && { forgotten }), ...findings };
}

function compileWithLedger(
  paths: readonly ManifestInput[],
  file: string,
  options: CompileOptions,
): { compilation: Compilation; ledger: PriorityLedger; text?: string; after: string } {
  const sink = new DiagnosticSink();
  const text = existsSync(file) ? readText(file) : undefined;
  const ledger = text === undefined ? emptyLedger : readLedger(text, file, sink);
  const compiled = compilePaths(paths, { ...options, ledger });
  const compilation = {
    ...compiled,
    diagnostics: [...sink.diagnostics, ...compiled.diagnostics],
    hasErrors: sink.hasErrors || compiled.hasErrors,
    sources: new Map([...compiled.sources, ...(text === undefined ? [] : [[file, text] as const])]),
  };
  return { compilation, ledger, text, after: writeLedger(recordAll(ledger, compiled)) };
}

function recordAll(ledger: PriorityLedger, { gateways }: Compilation): PriorityLedger {
  return gateways.reduce((recorded, { plan }) => recordPriorities(recorded, plan), ledger);
}

function lineCount(text = ''): number {
  return text.split('\n').length;
}
