import { z } from 'zod';
import type { Immutable } from './object';
import { group, kind, namespaceName, objectName, portNumber, sectionName } from './scalars';

/** Reference to an object of the same namespace; group and kind are required. */
export const localObjectReference = z.strictObject({ group, kind, name: objectName });
export type LocalObjectReference = Immutable<z.infer<typeof localObjectReference>>;

/** Reference to an object of any namespace; group and kind are required (CA certificates). */
export const objectReference = z.strictObject({ group, kind, name: objectName, namespace: namespaceName.optional() });
export type ObjectReference = Immutable<z.infer<typeof objectReference>>;

/** Reference to certificates; a core Secret unless said otherwise. */
export const secretObjectReference = z.strictObject({
  group: group.default(''),
  kind: kind.default('Secret'),
  name: objectName,
  namespace: namespaceName.optional(),
});
export type SecretObjectReference = Immutable<z.infer<typeof secretObjectReference>>;

/** Reference of a Gateway or its class to its parameters. */
export const localParametersReference = localObjectReference;
export type LocalParametersReference = LocalObjectReference;
export const parametersReference = objectReference;
export type ParametersReference = ObjectReference;

/** The fields of a reference to a backend, without its weight. */
export const backendObjectReference = z.strictObject({
  group: group.default(''),
  kind: kind.default('Service'),
  name: objectName,
  namespace: namespaceName.optional(),
  port: portNumber.optional(),
});
export type BackendObjectReference = Immutable<z.infer<typeof backendObjectReference>>;

/** A backend with its share of the requests: `weight` over the sum of all weights of the rule. */
export const backendRef = backendObjectReference.extend({ weight: z.int().min(0).max(1_000_000).default(1) });
export type BackendRef = Immutable<z.infer<typeof backendRef>>;

/** What a route or a ListenerSet attaches to. */
export const parentReference = z.strictObject({
  group: group.default('gateway.networking.k8s.io'),
  kind: kind.default('Gateway'),
  name: objectName,
  namespace: namespaceName.optional(),
  sectionName: sectionName.optional(),
  port: portNumber.optional(),
});
export type ParentReference = Immutable<z.infer<typeof parentReference>>;
