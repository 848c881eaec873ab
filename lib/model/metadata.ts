import { z } from 'zod';
import type { ObjectMeta } from './object';
import { text } from './scalars';

/** What the standard asks of names; the names of some kinds are shorter, which only a cluster checks. */
const objectMetaName = text('subdomain', 253);

/** An empty namespace is none. */
const namespace = text('namespace', 63, 0).optional();

const ignored = z.unknown().optional();

/** `metadata` of kinds that are read strictly: every standard field is accepted, an unknown one is not. */
export const objectMeta = z.strictObject({
  name: objectMetaName,
  namespace,
  labels: z.record(text('qualifiedName', 317), text('labelValue', 63, 0)).optional(),
  annotations: z.record(text('annotationKey', 317), z.string()).optional(),
  creationTimestamp: z.string().nullish(),
  generation: z.int().optional(),
  generateName: ignored,
  uid: ignored,
  resourceVersion: ignored,
  selfLink: ignored,
  clusterName: ignored,
  deletionTimestamp: ignored,
  deletionGracePeriodSeconds: ignored,
  ownerReferences: ignored,
  finalizers: ignored,
  managedFields: ignored,
});

/** `metadata` of core kinds: what is read must be readable, the rest may be anything. */
export const coreObjectMeta = z.object({
  name: objectMetaName,
  namespace,
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  creationTimestamp: z.string().nullish(),
  generation: z.int().optional(),
});

/** What is kept of `metadata`, with its defaults. */
export function metadataOf(read: z.infer<typeof coreObjectMeta>, namespaced: boolean): ObjectMeta {
  return {
    name: read.name,
    namespace: namespaced ? read.namespace || 'default' : '',
    labels: read.labels ?? {},
    annotations: read.annotations ?? {},
    ...(typeof read.creationTimestamp === 'string' && { creationTimestamp: read.creationTimestamp }),
    ...(read.generation !== undefined && { generation: read.generation }),
  };
}
