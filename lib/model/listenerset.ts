import { z } from 'zod';
import { listeners } from './listener';
import type { Decoded, Immutable } from './object';
import { group, kind, namespaceName, objectName } from './scalars';

export const parentGatewayReference = z.strictObject({
  group: group.default('gateway.networking.k8s.io'),
  kind: kind.default('Gateway'),
  name: objectName,
  namespace: namespaceName.optional(),
});
export type ParentGatewayReference = Immutable<z.infer<typeof parentGatewayReference>>;

/** Gateway API v1 ListenerSet: further listeners for a Gateway. */
export const listenerSetSpec = z.strictObject({ parentRef: parentGatewayReference, listeners });

export type ListenerSetSpec = Immutable<z.infer<typeof listenerSetSpec>>;
export type ListenerSet = Decoded<ListenerSetSpec>;
