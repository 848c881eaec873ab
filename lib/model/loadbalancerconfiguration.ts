import { z } from 'zod';
import { MUTUAL_TLS_FIELDS } from '../diagnostics/catalogue/shape';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Decoded, Immutable } from './object';
import type { Path } from './paths';
import { int32, tags, text } from './scalars';

/** A key and a value, both text: attributes of load balancers, listeners and target groups. */
export const attribute = z.strictObject({ key: z.string(), value: z.string() });
export type Attribute = Immutable<z.infer<typeof attribute>>;
export type LoadBalancerAttribute = Attribute;
export type ListenerAttribute = Attribute;

/** Everything but `identifier` is for Network Load Balancers. */
export const subnetConfiguration = z.strictObject({
  identifier: z.string().optional(),
  eipAllocation: z.string().optional(),
  privateIPv4Allocation: z.string().optional(),
  ipv6Allocation: z.string().optional(),
  sourceNatIPv6Prefix: z.string().optional(),
});
export type SubnetConfiguration = Immutable<z.infer<typeof subnetConfiguration>>;

export const mutualAuthenticationAttributes = z.strictObject({
  mode: z.enum(['off', 'passthrough', 'verify']),
  trustStore: z.string().optional(),
  ignoreClientCertificateExpiry: z.boolean().optional(),
  advertiseTrustStoreCaNames: z.enum(['on', 'off']).optional(),
});
export type MutualAuthenticationAttributes = Immutable<z.infer<typeof mutualAuthenticationAttributes>>;

/** Settings of the listener that `protocolPort` (`HTTPS:443`) names. */
export const listenerConfiguration = z.strictObject({
  protocolPort: text('protocolPort', 20, 0),
  defaultCertificate: z.string().optional(),
  certificates: z.array(z.string()).optional(),
  sslPolicy: z.string().optional(),
  alpnPolicy: z.enum(['HTTP1Only', 'HTTP2Only', 'HTTP2Optional', 'HTTP2Preferred', 'None']).default('None'),
  targetGroupStickiness: z.boolean().optional(),
  mutualAuthentication: mutualAuthenticationAttributes.optional(),
  listenerAttributes: z.array(attribute).optional(),
  quicEnabled: z.boolean().optional(),
});
export type ListenerConfiguration = Immutable<z.infer<typeof listenerConfiguration>>;

export const minimumLoadBalancerCapacity = z.strictObject({ capacityUnits: int32 });
export type MinimumLoadBalancerCapacity = Immutable<z.infer<typeof minimumLoadBalancerCapacity>>;

export const wafV2Configuration = z.strictObject({ webACL: z.string() });
export type WAFv2Configuration = Immutable<z.infer<typeof wafV2Configuration>>;

export const shieldConfiguration = z.strictObject({ enabled: z.boolean().default(false) });
export type ShieldConfiguration = Immutable<z.infer<typeof shieldConfiguration>>;

/** gateway.k8s.aws LoadBalancerConfiguration (v1 and v1beta1 are the same). A field that is not set has no value here. */
export const loadBalancerConfigurationSpec = z.strictObject({
  mergingMode: z.enum(['prefer-gateway', 'prefer-gateway-class']).optional(),
  loadBalancerName: z.string().min(1).max(32).optional(),
  scheme: z.enum(['internal', 'internet-facing']).optional(),
  ipAddressType: z.enum(['ipv4', 'dualstack', 'dualstack-without-public-ipv4']).optional(),
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: z.string().optional(),
  customerOwnedIpv4Pool: z.string().optional(),
  ipv4IPAMPoolId: z.string().optional(),
  loadBalancerSubnets: z.array(subnetConfiguration).optional(),
  loadBalancerSubnetsSelector: z.record(z.string(), z.array(z.string())).optional(),
  listenerConfigurations: z.array(listenerConfiguration).optional(),
  disableSecurityGroup: z.boolean().optional(),
  securityGroups: z.array(z.string()).optional(),
  securityGroupPrefixes: z.array(z.string()).optional(),
  sourceRanges: z.array(z.string()).optional(),
  loadBalancerAttributes: z.array(attribute).optional(),
  tags: tags.optional(),
  enableICMP: z.boolean().optional(),
  manageBackendSecurityGroupRules: z.boolean().optional(),
  minimumLoadBalancerCapacity: minimumLoadBalancerCapacity.optional(),
  wafV2: wafV2Configuration.optional(),
  shieldConfiguration: shieldConfiguration.optional(),
  defaultTargetGroupConfiguration: z.strictObject({ name: z.string() }).optional(),
});

export type LoadBalancerConfigurationSpec = Immutable<z.infer<typeof loadBalancerConfigurationSpec>>;
export type LoadBalancerConfiguration = Decoded<LoadBalancerConfigurationSpec>;

/** The rules of the LoadBalancerConfiguration CRD that go over several fields. */
export function checkLoadBalancerConfiguration(spec: LoadBalancerConfigurationSpec, mistakes: Mistake[]): void {
  spec.listenerConfigurations?.forEach(({ mutualAuthentication }, index) => {
    checkMutualAuthentication(mutualAuthentication, ['spec', 'listenerConfigurations', index, 'mutualAuthentication'], mistakes);
  });
}

function checkMutualAuthentication(settings: MutualAuthenticationAttributes | undefined, path: Path, mistakes: Mistake[]): void {
  if (settings === undefined) {
    return;
  }
  const { mode } = settings;
  if (mode === 'verify' && settings.trustStore === undefined) {
    mistakes.push(mistake(MUTUAL_TLS_FIELDS, { mode, member: 'trustStore', needed: true }, { path: [...path, 'mode'], about: path }));
  }
  for (const member of ['trustStore', 'ignoreClientCertificateExpiry', 'advertiseTrustStoreCaNames'] as const) {
    if (mode !== 'verify' && settings[member] !== undefined) {
      const place = { path: [...path, member], onKey: true, about: path };
      mistakes.push(mistake(MUTUAL_TLS_FIELDS, { mode, member, needed: false }, place));
    }
  }
}
