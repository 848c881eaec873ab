import { z } from 'zod';
import type { Decoded, Immutable } from './object';
import { parametersReference } from './references';
import { text } from './scalars';

/** Gateway API v1 GatewayClass. Cluster-scoped. */
export const gatewayClassSpec = z.strictObject({
  controllerName: text('controllerName', 253),
  parametersRef: parametersReference.optional(),
  description: z.string().max(64).optional(),
});

export type GatewayClassSpec = Immutable<z.infer<typeof gatewayClassSpec>>;
export type GatewayClass = Decoded<GatewayClassSpec>;
