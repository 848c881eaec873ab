import { z } from 'zod';
import type { Attribute } from './loadbalancerconfiguration';
import { attribute } from './loadbalancerconfiguration';
import type { Mistake } from './mistakes';
import type { Decoded, Immutable } from './object';
import { checkLabelSelector, labelSelector } from './object';
import { int32, tags } from './scalars';

export type TargetGroupAttribute = Attribute;

export const healthCheckMatcher = z.strictObject({ httpCode: z.string().optional(), grpcCode: z.string().optional() });
export type HealthCheckMatcher = Immutable<z.infer<typeof healthCheckMatcher>>;

/** Intervals and timeouts in seconds. */
export const healthCheckConfiguration = z.strictObject({
  healthyThresholdCount: int32.optional(),
  healthCheckInterval: int32.optional(),
  healthCheckPath: z.string().optional(),
  healthCheckPort: z.string().optional(),
  healthCheckProtocol: z.enum(['HTTP', 'HTTPS', 'TCP']).optional(),
  healthCheckTimeout: int32.optional(),
  unhealthyThresholdCount: int32.optional(),
  matcher: healthCheckMatcher.optional(),
});
export type HealthCheckConfiguration = Immutable<z.infer<typeof healthCheckConfiguration>>;

export const targetGroupProps = z.strictObject({
  targetGroupName: z.string().optional(),
  ipAddressType: z.enum(['ipv4', 'ipv6']).optional(),
  healthCheckConfig: healthCheckConfiguration.optional(),
  nodeSelector: labelSelector.optional(),
  targetGroupAttributes: z.array(attribute).optional(),
  targetType: z.enum(['instance', 'ip']).optional(),
  protocol: z.enum(['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP']).optional(),
  protocolVersion: z.enum(['HTTP1', 'HTTP2', 'GRPC']).optional(),
  targetControlPort: int32.optional(),
  enableMultiCluster: z.boolean().optional(),
  tags: tags.optional(),
});
export type TargetGroupProps = Immutable<z.infer<typeof targetGroupProps>>;

/** What the settings are for: by default a Service of the same namespace. */
export const targetReference = z.strictObject({ group: z.string().default(''), kind: z.string().default('Service'), name: z.string() });
export type TargetReference = Immutable<z.infer<typeof targetReference>>;

export const routeIdentifier = z.strictObject({
  kind: z.string().optional(),
  namespace: z.string().optional(),
  name: z.string().optional(),
});
export type RouteIdentifier = Immutable<z.infer<typeof routeIdentifier>>;

export const routeConfiguration = z.strictObject({ routeIdentifier, targetGroupProps });
export type RouteConfiguration = Immutable<z.infer<typeof routeConfiguration>>;

/** gateway.k8s.aws TargetGroupConfiguration (v1 and v1beta1 are the same). */
export const targetGroupConfigurationSpec = z.strictObject({
  targetReference: targetReference.optional(),
  defaultConfiguration: targetGroupProps.default({}),
  routeConfigurations: z.array(routeConfiguration).optional(),
});

export type TargetGroupConfigurationSpec = Immutable<z.infer<typeof targetGroupConfigurationSpec>>;
export type TargetGroupConfiguration = Decoded<TargetGroupConfigurationSpec>;

/** What the CRD leaves to the controller and no controller could use: selectors that cannot be read. */
export function checkTargetGroupConfiguration(spec: TargetGroupConfigurationSpec, mistakes: Mistake[]): void {
  checkLabelSelector(spec.defaultConfiguration.nodeSelector, ['spec', 'defaultConfiguration', 'nodeSelector'], mistakes);
  spec.routeConfigurations?.forEach(({ targetGroupProps: props }, index) => {
    checkLabelSelector(props.nodeSelector, ['spec', 'routeConfigurations', index, 'targetGroupProps', 'nodeSelector'], mistakes);
  });
}
