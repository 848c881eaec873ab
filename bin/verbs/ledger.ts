import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { compactLedger, compilePaths, DiagnosticSink, emptyLedger, readLedger, recordPriorities, writeLedger } from '../../lib/index';
import type { Compilation, CompileOptions, PriorityLedger } from '../../lib/index';

/** What a verb of `gateway-alb priorities` found, to be printed by the command line. */
export interface LedgerReport {
  readonly compilation: Compilation;
  /** One sentence for people. Absent where there are errors: they say it all. */
  readonly summary?: string;
  readonly ok: boolean;
}

/** Whether the ledger knows the numbers of these manifests. Changes nothing. */
export function checkLedger(paths: readonly string[], file: string, options: CompileOptions): LedgerReport {
  const { compilation, after, text } = compileWithLedger(paths, file, options);
  if (compilation.hasErrors) return { compilation, ok: false };
  const current = text === after;
  const problem = text === undefined ? 'is missing' : 'does not know all rules of these manifests';
  return { compilation, ok: current, summary: current ? `${file} is up to date` : `${file} ${problem}; run gateway-alb priorities update` };
}

/** Brings the ledger up to date; what a merge left behind in it is resolved. */
export function updateLedger(paths: readonly string[], file: string, options: CompileOptions): LedgerReport {
  const { compilation, after, text } = compileWithLedger(paths, file, options);
  if (compilation.hasErrors) return { compilation, ok: false };
  if (text !== after) writeFileSync(file, after);
  return { compilation, ok: true, summary: text === after ? `${file} is up to date` : `${file} written` };
}

/** Forgets numbers that no rule of these manifests uses now. Only safe when every environment has deployed them. */
export function forgetNumbers(paths: readonly string[], file: string, options: CompileOptions): LedgerReport {
  const { compilation, ledger, text } = compileWithLedger(paths, file, options);
  if (compilation.hasErrors) return { compilation, ok: false };
  const plans = compilation.gateways.map((gateway) => gateway.plan);
  const compacted = writeLedger(compactLedger(recordAll(ledger, compilation), plans));
  if (text !== compacted) writeFileSync(file, compacted);
  const forgotten = lineCount(text) - lineCount(compacted);
  return { compilation, ok: true, summary: `${file}: ${Math.max(forgotten, 0)} numbers forgotten` };
}

function compileWithLedger(
  paths: readonly string[],
  file: string,
  options: CompileOptions,
): { compilation: Compilation; ledger: PriorityLedger; text?: string; after: string } {
  const sink = new DiagnosticSink();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
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
