import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { BAD_ADDRESS } from '../diagnostics/catalogue/shape';
import { checkEntries, checkUnique } from './entries';
import { checkListeners, listeners } from './listener';
import type { Mistake } from './mistakes';
import { mistake, shown } from './mistakes';
import type { Decoded, Immutable } from './object';
import { checkLabelSelector, labelSelector } from './object';
import type { Path } from './paths';
import { localParametersReference, objectReference, secretObjectReference } from './references';
import { isOfFormat, objectName, portNumber, text } from './scalars';

export type { Listener } from './listener';

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

/** The rules of the Gateway CRD that go over several fields. */
export function checkGateway(spec: GatewaySpec, mistakes: Mistake[]): void {
  checkListeners(spec.listeners, ['spec', 'listeners'], mistakes);
  spec.addresses?.forEach((address, index) => checkAddress(address, ['spec', 'addresses', index], mistakes));
  for (const type of ['IPAddress', 'Hostname']) {
    const valueOf = (address: GatewaySpecAddress) => (address.type === type ? address.value : undefined);
    checkUnique(spec.addresses, valueOf, 'value', ['spec', 'addresses'], mistakes);
  }
  checkEntries(spec.infrastructure?.labels, 8, ['spec', 'infrastructure', 'labels'], mistakes);
  checkEntries(spec.infrastructure?.annotations, 16, ['spec', 'infrastructure', 'annotations'], mistakes);
  checkLabelSelector(spec.allowedListeners.namespaces.selector, ['spec', 'allowedListeners', 'namespaces', 'selector'], mistakes);
  checkUnique(spec.tls?.frontend?.perPort, (entry) => entry.port, 'port', ['spec', 'tls', 'frontend', 'perPort'], mistakes);
}

function checkAddress({ type, value }: GatewaySpecAddress, path: Path, mistakes: Mistake[]): void {
  if (value === undefined) {
    return;
  }
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(value) || (ipaddr.IPv6.isValid(value) && !value.includes('%'));
  const isHostname = value === '' || isOfFormat('hostname', value);
  if ((type === 'IPAddress' && !isAddress) || (type === 'Hostname' && !isHostname)) {
    mistakes.push(mistake(BAD_ADDRESS, { value: shown(value), type }, { path: [...path, 'value'] }));
  }
}
