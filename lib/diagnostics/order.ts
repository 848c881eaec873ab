import type { Diagnostic, Severity } from './diagnostic';

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** The order of display: what has no place first, then by file and position; at one place errors before warnings before notes. */
export function inDisplayOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted((left, right) =>
    compare(left.span?.file ?? '', right.span?.file ?? '') ||
    compare(left.span?.start.offset ?? 0, right.span?.start.offset ?? 0) ||
    compare(ranks[left.severity], ranks[right.severity]) ||
    compare(left.code, right.code) ||
    compare(left.message, right.message));
}

function compare<T extends string | number>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
