import type { Span } from '../diagnostics/subject';

/** A text with the name under which diagnostics show it. */
export interface SourceFile {
  /** As shown to the user: relative to the working directory where possible, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Largest file that is read, in bytes (10 MB). */
export const MAX_FILE_BYTES = 10_000_000;

/** Order of files: by the bytes of their paths, the same on every machine. */
export function comparePaths(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** The place to point at when a file as a whole is to blame. */
export function startOf(path: string): Span {
  const start = { line: 1, column: 1, offset: 0 };
  return { file: path, start, end: start };
}
