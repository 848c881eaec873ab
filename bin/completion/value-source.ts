import type { Argument, Option } from 'commander';

export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** The word that is completed, and what stands before it on the line. */
export interface Place {
  readonly word: string;
  /** Arguments before the word, without verbs and options. */
  readonly operands: readonly string[];
}

/** Where values come from: the shell lists files or folders itself; `noSpace` leaves the cursor at the end of the value. */
export type ValueSource =
  | 'files'
  | 'folders'
  | ((place: Place) => readonly Candidate[] | 'files' | 'none' | Promise<readonly Candidate[]>)
  | { readonly noSpace: (place: Place) => readonly Candidate[] };

const sources = new WeakMap<Argument | Option, ValueSource>();

/** Says where the values of an option or argument come from. Without it: its choices, or files where it takes a path. */
export function completedBy<T extends Argument | Option>(parameter: T, source: ValueSource): T {
  sources.set(parameter, source);
  return parameter;
}

export function valuesOf(parameter: Argument | Option): ValueSource | undefined {
  const source = sources.get(parameter);
  if (source !== undefined) return source;
  if (parameter.argChoices) return () => (parameter.argChoices ?? []).map((value) => ({ value }));
  return 'flags' in parameter && parameter.flags.includes('<file>') ? 'files' : undefined;
}
