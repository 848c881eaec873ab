import { z } from 'zod';
import { checkListeners, listeners } from './listener';
import type { Mistake } from './mistakes';
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

/** The rules of the ListenerSet CRD that go over several fields: those of listeners. */
export function checkListenerSet(spec: ListenerSetSpec, mistakes: Mistake[]): void {
  checkListeners(spec.listeners, ['spec', 'listeners'], mistakes);
}
