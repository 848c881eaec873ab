import type { Decoded } from './object';

/** A core Namespace. Only its labels are read, and they are in `metadata`. */
export interface NamespaceSpec {}

/** `metadata.labels` has `kubernetes.io/metadata.name`, as every cluster adds it. */
export interface Namespace extends Decoded<NamespaceSpec> {}
