import type { Decoded } from './object';

/** A core Namespace. Only its labels are read, and they are in `metadata`. */
export type NamespaceSpec = Readonly<Record<string, never>>;

/** `metadata.labels` has `kubernetes.io/metadata.name`, as every cluster adds it. */
export type Namespace = Decoded<NamespaceSpec>;
