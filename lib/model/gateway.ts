import { z } from 'zod';
import { listeners } from './listener';
export type { Listener } from './listener';
import type { Decoded, Immutable } from './object';
import { labelSelector } from './object';
import { localParametersReference, objectReference, secretObjectReference } from './references';
import { objectName, portNumber, text } from './scalars';

export const gatewaySpecAddress = z.strictObject({
  type: text('addressType', 253).default('IPAddress'),
  value: z.string().max(253).optional(),
});
export type GatewaySpecAddress = Immutable<z.infer<typeof gatewaySpecAddress>>;

export const gatewayInfrastructure = z.strictObject({
  labels: z.record(text('qualifiedName', 253), text('labelValue', 63, 0)).optional(),
  annotations: z.record(text('qualifiedName', 253), z.string().max(4096)).optional(),
  parametersRef: localParametersReference.optional(),
});
export type GatewayInfrastructure = Immutable<z.infer<typeof gatewayInfrastructure>>;

/** Which namespaces may add ListenerSets; none unless said. */
export const listenerNamespaces = z.strictObject({
  from: z.enum(['All', 'Selector', 'Same', 'None']).default('None'),
  selector: labelSelector.optional(),
});
export type ListenerNamespaces = Immutable<z.infer<typeof listenerNamespaces>>;

export const allowedListeners = z.strictObject({ namespaces: listenerNamespaces.default({ from: 'None' }) });
export type AllowedListeners = Immutable<z.infer<typeof allowedListeners>>;

/** Validation of client certificates. */
export const frontendTLSValidation = z.strictObject({
  caCertificateRefs: z.array(objectReference).min(1).max(16),
  mode: z.enum(['AllowValidOnly', 'AllowInsecureFallback']).default('AllowValidOnly'),
});
export type FrontendTLSValidation = Immutable<z.infer<typeof frontendTLSValidation>>;

export const tlsConfig = z.strictObject({ validation: frontendTLSValidation.optional() });
export type TLSConfig = Immutable<z.infer<typeof tlsConfig>>;

export const tlsPortConfig = z.strictObject({ port: portNumber, tls: tlsConfig });
export type TLSPortConfig = Immutable<z.infer<typeof tlsPortConfig>>;

/** `default` is for all HTTPS listeners; an entry of `perPort` replaces it entirely for its port. */
export const frontendTLSConfig = z.strictObject({ default: tlsConfig, perPort: z.array(tlsPortConfig).max(64).optional() });
export type FrontendTLSConfig = Immutable<z.infer<typeof frontendTLSConfig>>;

export const gatewayBackendTLS = z.strictObject({ clientCertificateRef: secretObjectReference.optional() });
export type GatewayBackendTLS = Immutable<z.infer<typeof gatewayBackendTLS>>;

export const gatewayTLSConfig = z.strictObject({ frontend: frontendTLSConfig.optional(), backend: gatewayBackendTLS.optional() });
export type GatewayTLSConfig = Immutable<z.infer<typeof gatewayTLSConfig>>;

/** Gateway API v1 Gateway. */
export const gatewaySpec = z.strictObject({
  gatewayClassName: objectName,
  listeners,
  addresses: z.array(gatewaySpecAddress).max(16).optional(),
  infrastructure: gatewayInfrastructure.optional(),
  allowedListeners: allowedListeners.default({ namespaces: { from: 'None' } }),
  tls: gatewayTLSConfig.optional(),
  defaultScope: z.enum(['All', 'None']).optional(),
});

export type GatewaySpec = Immutable<z.infer<typeof gatewaySpec>>;
export type Gateway = Decoded<GatewaySpec>;
