import type { ObjectRef } from '../diagnostics/subject';
import type { KubeObject } from '../source/kube-object';
import type { BackendTLSPolicy } from './backendtlspolicy';
import type { ConfigMap } from './configmap';
import type { Gateway } from './gateway';
import type { GatewayClass } from './gatewayclass';
import type { GRPCRoute } from './grpcroute';
import type { HTTPRoute } from './httproute';
import type { ListenerRuleConfiguration } from './listenerruleconfiguration';
import type { ListenerSet } from './listenerset';
import type { LoadBalancerConfiguration } from './loadbalancerconfiguration';
import type { Namespace } from './namespace';
import type { ReferenceGrant } from './referencegrant';
import type { Secret } from './secret';
import type { Service } from './service';
import type { TargetGroupConfiguration } from './targetgroupconfiguration';

/** All objects of one compilation, typed, in the order of the input. */
export interface Resources {
  readonly gatewayClasses: readonly GatewayClass[];
  readonly gateways: readonly Gateway[];
  readonly httpRoutes: readonly HTTPRoute[];
  readonly grpcRoutes: readonly GRPCRoute[];
  readonly listenerSets: readonly ListenerSet[];
  readonly referenceGrants: readonly ReferenceGrant[];
  readonly backendTLSPolicies: readonly BackendTLSPolicy[];
  readonly namespaces: readonly Namespace[];
  readonly services: readonly Service[];
  readonly secrets: readonly Secret[];
  readonly configMaps: readonly ConfigMap[];
  readonly loadBalancerConfigurations: readonly LoadBalancerConfiguration[];
  readonly targetGroupConfigurations: readonly TargetGroupConfiguration[];
  readonly listenerRuleConfigurations: readonly ListenerRuleConfiguration[];
  /** TCPRoute, UDPRoute and TLSRoute: known, but they need a Network Load Balancer. */
  readonly unsupportedRoutes: readonly KubeObject[];
  /** Objects that are none of ours. */
  readonly others: readonly KubeObject[];
  /** Objects of our kinds that cannot be used; they are reported, and in none of the lists above. */
  readonly invalid: readonly ObjectRef[];
}

export type { BackendTLSPolicy } from './backendtlspolicy';
export type { ConfigMap } from './configmap';
export type { Gateway } from './gateway';
export type { GatewayClass } from './gatewayclass';
export type { GRPCRoute } from './grpcroute';
export type { HTTPRoute } from './httproute';
export type { ListenerRuleConfiguration } from './listenerruleconfiguration';
export type { ListenerSet } from './listenerset';
export type { LoadBalancerConfiguration } from './loadbalancerconfiguration';
export type { Namespace } from './namespace';
export type { ReferenceGrant } from './referencegrant';
export type { Secret } from './secret';
export type { Service } from './service';
export type { TargetGroupConfiguration } from './targetgroupconfiguration';
