import { z } from 'zod';
import { backendTLSPolicySpec, checkBackendTLSPolicy } from './backendtlspolicy';
import type { Channel } from './common-route';
import { configMap } from './configmap';
import { checkGateway, gatewaySpec } from './gateway';
import { gatewayClassSpec } from './gatewayclass';
import { checkGRPCRoute, grpcRouteSpec } from './grpcroute';
import { checkHTTPRoute, httpRouteSpec } from './httproute';
import { checkListenerRuleConfiguration, listenerRuleConfigurationSpec } from './listenerruleconfiguration';
import { checkListenerSet, listenerSetSpec } from './listenerset';
import { checkLoadBalancerConfiguration, loadBalancerConfigurationSpec } from './loadbalancerconfiguration';
import type { coreObjectMeta } from './metadata';
import { objectMeta } from './metadata';
import type { Mistake } from './mistakes';
import { namespace } from './namespace';
import type { Decoded } from './object';
import type { Separable } from './parts';
import { referenceGrantSpec } from './referencegrant';
import type { Resources } from './resources';
import { secret } from './secret';
import { checkService, service } from './service';
import { checkTargetGroupConfiguration, targetGroupConfigurationSpec } from './targetgroupconfiguration';

export const GATEWAY_API = 'gateway.networking.k8s.io';
export const LOAD_BALANCER_CONTROLLER = 'gateway.k8s.aws';

/** The lists of `Resources` that hold decoded objects. */
export type DecodedList = Exclude<keyof Resources, 'unsupportedRoutes' | 'others' | 'invalid'>;

/** The spec of the objects in a list of `Resources`. */
type SpecIn<List extends DecodedList> = Resources[List][number] extends Decoded<infer Spec> ? Spec : never;

/** What a schema of a whole object makes of it. */
export interface ReadValue<Spec> {
  readonly metadata: z.infer<typeof coreObjectMeta>;
  readonly spec: Spec;
}

/** How objects of one kind are decoded. */
export interface Kind<Spec = unknown> {
  /** Where in `Resources` the objects go. */
  readonly list: DecodedList;
  readonly group: string;
  readonly kind: string;
  /** Served versions, the preferred one first. All have the same schema. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
  /** Schema of the whole object. */
  readonly schema: z.ZodType<ReadValue<Spec>>;
  /** What can be left out of `spec` if it is wrong; without it a wrong object is of no use at all. */
  readonly separable?: Separable;
  /** Adds what breaks a rule that goes over several fields. */
  check?(spec: Spec, mistakes: Mistake[], channel: Channel): void;
}

function strict<Spec extends z.ZodType>(spec: Spec) {
  return z.strictObject({ apiVersion: z.string(), kind: z.string(), metadata: objectMeta, spec, status: z.unknown().optional() });
}

const ROUTE_PARTS: Separable = { parentRefs: 'element', hostnames: 'element', rules: 'element' };

const kinds: { readonly [List in DecodedList]: Omit<Kind<SpecIn<List>>, 'list'> } = {
  gatewayClasses: {
    group: GATEWAY_API, kind: 'GatewayClass', versions: ['v1', 'v1beta1'], namespaced: false,
    schema: strict(gatewayClassSpec),
  },
  gateways: {
    group: GATEWAY_API, kind: 'Gateway', versions: ['v1', 'v1beta1'], namespaced: true,
    schema: strict(gatewaySpec),
    check: checkGateway,
    separable: {
      'listeners': 'element', 'addresses': 'field', 'infrastructure.labels': 'field', 'infrastructure.annotations': 'field', 'tls': 'field',
      'defaultScope': 'field',
    },
  },
  httpRoutes: {
    group: GATEWAY_API, kind: 'HTTPRoute', versions: ['v1', 'v1beta1'], namespaced: true,
    schema: strict(httpRouteSpec),
    check: checkHTTPRoute,
    separable: ROUTE_PARTS,
  },
  grpcRoutes: {
    group: GATEWAY_API, kind: 'GRPCRoute', versions: ['v1'], namespaced: true,
    schema: strict(grpcRouteSpec),
    check: checkGRPCRoute,
    separable: ROUTE_PARTS,
  },
  listenerSets: {
    group: GATEWAY_API, kind: 'ListenerSet', versions: ['v1'], namespaced: true,
    schema: strict(listenerSetSpec),
    check: checkListenerSet,
    separable: { listeners: 'element' },
  },
  referenceGrants: {
    group: GATEWAY_API, kind: 'ReferenceGrant', versions: ['v1', 'v1beta1'], namespaced: true,
    schema: strict(referenceGrantSpec),
  },
  backendTLSPolicies: {
    group: GATEWAY_API, kind: 'BackendTLSPolicy', versions: ['v1'], namespaced: true,
    schema: strict(backendTLSPolicySpec),
    check: checkBackendTLSPolicy,
  },
  loadBalancerConfigurations: {
    group: LOAD_BALANCER_CONTROLLER, kind: 'LoadBalancerConfiguration', versions: ['v1', 'v1beta1'], namespaced: true,
    schema: strict(loadBalancerConfigurationSpec.prefault({})),
    check: checkLoadBalancerConfiguration,
  },
  targetGroupConfigurations: {
    group: LOAD_BALANCER_CONTROLLER, kind: 'TargetGroupConfiguration', versions: ['v1', 'v1beta1'], namespaced: true,
    schema: strict(targetGroupConfigurationSpec.prefault({})),
    check: checkTargetGroupConfiguration,
  },
  listenerRuleConfigurations: {
    group: LOAD_BALANCER_CONTROLLER, kind: 'ListenerRuleConfiguration', versions: ['v1', 'v1beta1'], namespaced: true,
    schema: strict(listenerRuleConfigurationSpec.prefault({})),
    check: checkListenerRuleConfiguration,
  },
  namespaces: { group: '', kind: 'Namespace', versions: ['v1'], namespaced: false, schema: namespace },
  services: { group: '', kind: 'Service', versions: ['v1'], namespaced: true, schema: service, check: checkService },
  secrets: { group: '', kind: 'Secret', versions: ['v1'], namespaced: true, schema: secret },
  configMaps: { group: '', kind: 'ConfigMap', versions: ['v1'], namespaced: true, schema: configMap },
};

/** All kinds that are decoded. */
export const KINDS: readonly Kind[] = Object.entries(kinds).map(([list, kind]) => ({ ...kind, list: list as DecodedList }));
