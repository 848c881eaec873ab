import type { ObjectRef, Span } from '../diagnostics/subject';

/** A key of a mapping or an index of a sequence. */
export type PathSegment = string | number;

/**
 * One object of the Kubernetes API as it stands in a file.
 *
 * `value` is plain JSON data (aliases expanded, no prototypes with behaviour, safe keys only).
 * Positions are looked up on demand: `at('spec', 'rules', 0)` is the span of that value, and where there is no such
 * node (a default, a value behind an alias) the span of the nearest ancestor that has one.
 */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** group, kind, namespace as written (empty if absent) and name. */
  readonly ref: ObjectRef;
  readonly value: Readonly<Record<string, unknown>>;
  /** Position of the object among all objects read, in the sorted order of files: a stable tie-breaker. */
  readonly order: number;
  /** Span of the value at `path`. */
  at(...path: PathSegment[]): Span;
  /** Span of the key that leads to the value at `path`; of the value itself in a sequence. */
  keyAt(...path: PathSegment[]): Span;
}
