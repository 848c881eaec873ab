import { z } from 'zod';
import { coreObjectMeta } from './metadata';
import type { Decoded } from './object';

/** A core Namespace has nothing that is read but its labels, and they are in `metadata`. */
export type NamespaceSpec = Readonly<Record<string, never>>;

/** `metadata.labels` has `kubernetes.io/metadata.name`, as every cluster adds it. */
export type Namespace = Decoded<NamespaceSpec>;

/** A core Namespace, with the label that every cluster adds. */
export const namespace = z.object({ metadata: coreObjectMeta }).transform(({ metadata }) => {
  const labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  return { metadata: { ...metadata, labels }, spec: {} };
});
