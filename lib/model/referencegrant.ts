import { z } from 'zod';
import type { Decoded, Immutable } from './object';
import { group, kind, namespaceName, objectName } from './scalars';

export const referenceGrantFrom = z.strictObject({ group, kind, namespace: namespaceName });
export type ReferenceGrantFrom = Immutable<z.infer<typeof referenceGrantFrom>>;

/** Without `name`: all objects of the kind in the grant's namespace. */
export const referenceGrantTo = z.strictObject({ group, kind, name: objectName.optional() });
export type ReferenceGrantTo = Immutable<z.infer<typeof referenceGrantTo>>;

/** Gateway API ReferenceGrant (v1 and v1beta1 are the same). */
export const referenceGrantSpec = z.strictObject({
  from: z.array(referenceGrantFrom).min(1).max(16),
  to: z.array(referenceGrantTo).min(1).max(16),
});

export type ReferenceGrantSpec = Immutable<z.infer<typeof referenceGrantSpec>>;
export type ReferenceGrant = Decoded<ReferenceGrantSpec>;
