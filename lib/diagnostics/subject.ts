/**
 * What a diagnostic or a plan can point at: a place in a file, an object in the cluster.
 * This file imports nothing, so that the plan can name its origins without knowing any other stage.
 */

/** A place in a text: `line` and `column` count from 1, `offset` from 0 (UTF-16 code units). */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A stretch of one file, from `start` up to but not including `end`. */
export interface Span {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** Name of a namespaced object. Printed as `namespace/name`. */
export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

/** An object of the Kubernetes API. `namespace` is empty for cluster-scoped kinds, `group` for the core group. */
export interface ObjectRef extends NamespacedName {
  readonly group: string;
  readonly kind: string;
}

/** `namespace/name`, or `name` where there is no namespace. */
export function nameOf(ref: NamespacedName): string {
  return ref.namespace === '' ? ref.name : `${ref.namespace}/${ref.name}`;
}

/** `Kind namespace/name`: how every message names an object. */
export function subjectOf(ref: ObjectRef): string {
  return `${ref.kind} ${nameOf(ref)}`;
}
