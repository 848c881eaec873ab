import type { NamespacedName, ObjectRef, Span } from '../diagnostics/subject';
import type { BackendTLSPolicy } from '../model/backendtlspolicy';
import type { Gateway, Listener } from '../model/gateway';
import type { GatewayClass } from '../model/gatewayclass';
import type { GRPCBackendRef, GRPCRoute, GRPCRouteRule } from '../model/grpcroute';
import type { HTTPBackendRef, HTTPRoute, HTTPRouteRule } from '../model/httproute';
import type { ListenerRuleConfiguration } from '../model/listenerruleconfiguration';
import type { ListenerSet } from '../model/listenerset';
import type { LoadBalancerConfiguration } from '../model/loadbalancerconfiguration';
import type { Service, ServicePort } from '../model/service';
import type { TargetGroupConfiguration } from '../model/targetgroupconfiguration';

/**
 * How the objects belong together: which routes are attached to which listeners under which hostnames, and what every
 * reference resolved to. All references are followed here and nowhere else; the plan only reads the result.
 * What could not be resolved is marked and has been reported.
 */
export interface Topology {
  /** Gateways of an ALB class, sorted by namespace/name. */
  readonly gateways: readonly AttachedGateway[];
  /** Classes of our controller, for status. */
  readonly gatewayClasses: readonly GatewayClass[];
}

export interface AttachedGateway {
  readonly gateway: Gateway;
  readonly gatewayClass: GatewayClass;
  readonly configurations: GatewayConfigurations;
  /** The Gateway's own listeners in order, then those of its ListenerSets by age and namespace/name. */
  readonly listeners: readonly GatewayListener[];
  readonly listenerSets: readonly AttachedListenerSet[];
  /** Routes with a parentRef that reaches for this Gateway or one of its sets, sorted by kind, namespace/name. */
  readonly routes: readonly AttachedRoute[];
  /** Client certificate validation of the HTTPS ports that have any. */
  readonly frontendValidations: readonly FrontendValidation[];
}

/** LoadBalancerConfigurations and default TargetGroupConfigurations, not merged yet. */
export interface GatewayConfigurations {
  readonly ofClass?: LoadBalancerConfiguration;
  readonly ofGateway?: LoadBalancerConfiguration;
  readonly defaultTargetGroupOfClass?: TargetGroupConfiguration;
  readonly defaultTargetGroupOfGateway?: TargetGroupConfiguration;
}

/** A ListenerSet that names the Gateway as its parent. */
export interface AttachedListenerSet {
  readonly listenerSet: ListenerSet;
  /** False where allowedListeners refuses it. */
  readonly allowed: boolean;
}

export interface GatewayListener {
  /** The Gateway or ListenerSet that declares it. */
  readonly parent: Gateway | ListenerSet;
  /** Index in the parent's `spec.listeners`. */
  readonly index: number;
  readonly listener: Listener;
  /** Whether the load balancer gets it. Routes are attached to invalid listeners as well, for their status. */
  readonly valid: boolean;
  readonly supportedKinds: readonly string[];
  /** Certificates its `tls` names, in order, only those that may be used. */
  readonly certificates: readonly ListenerCertificate[];
}

/** From `certificateRefs` a Secret, from `tls.options` an ARN. */
export type ListenerCertificate =
  | { readonly kind: 'secret'; readonly secret: NamespacedName; readonly span: Span }
  | { readonly kind: 'arn'; readonly arn: string; readonly span: Span };

/** Client certificate validation on a port (Gateway `spec.tls.frontend`). */
export interface FrontendValidation {
  readonly port: number;
  readonly mode: 'AllowValidOnly' | 'AllowInsecureFallback';
  /** CA certificates (PEM) of the references that resolved; empty where none did. */
  readonly certificates: readonly { readonly configMap: NamespacedName; readonly pem: string }[];
  readonly span: Span;
}

export type Route = HTTPRoute | GRPCRoute;

/** A route seen from one Gateway. */
export interface AttachedRoute {
  readonly route: Route;
  /** One for every listener that accepted the route, valid or not. */
  readonly attachments: readonly Attachment[];
  /** Indexes of the parentRefs that reach for this Gateway or its sets, accepted or not. */
  readonly parentRefs: readonly number[];
  /** The route's rules with their references resolved, in order. The same for every Gateway. */
  readonly rules: readonly ResolvedRule[];
}

/** One route on one listener through one parentRef. */
export interface Attachment {
  readonly listener: GatewayListener;
  readonly parentRef: number;
  /** Intersection of the listener's and the route's hostnames; empty means any host. */
  readonly hostnames: readonly string[];
}

export interface ResolvedRule {
  /** Index in `spec.rules`. */
  readonly index: number;
  readonly rule: HTTPRouteRule | GRPCRouteRule;
  readonly backends: readonly ResolvedBackend[];
  /** ListenerRuleConfigurations that ExtensionRef filters name; `unresolved` where one is missing or foreign. */
  readonly extension: ResolvedExtension;
}

export type ResolvedExtension =
  | { readonly kind: 'none' }
  | { readonly kind: 'listener-rule-configuration'; readonly configuration: ListenerRuleConfiguration; readonly span: Span }
  | { readonly kind: 'unresolved'; readonly span: Span };

export type ResolvedBackend = ServiceBackend | ExistingTargetGroupBackend | UnresolvedBackend;

interface BackendOrigin {
  /** Index in the rule's `backendRefs`. */
  readonly index: number;
  readonly backendRef: HTTPBackendRef | GRPCBackendRef;
  /** 0 to 1000000, as written; default 1. */
  readonly weight: number;
  readonly span: Span;
}

export interface ServiceBackend extends BackendOrigin {
  readonly kind: 'service';
  readonly service: Service;
  readonly port: ServicePort;
  /** The TargetGroupConfiguration whose targetReference names the Service. */
  readonly configuration?: TargetGroupConfiguration;
  /** The BackendTLSPolicy that applies: the load balancer must speak TLS to the backend, which it cannot verify (accepted by an option). */
  readonly unverifiedTls?: BackendTLSPolicy;
}

/** `kind: TargetGroupName`: a target group that exists outside. */
export interface ExistingTargetGroupBackend extends BackendOrigin {
  readonly kind: 'target-group-name';
  readonly name: string;
}

/** A backendRef that names nothing usable; its share of the requests is an error by specification. */
export interface UnresolvedBackend extends BackendOrigin {
  readonly kind: 'unresolved';
  readonly reason: 'BackendNotFound' | 'InvalidKind' | 'RefNotPermitted' | 'UnsupportedProtocol';
  readonly target: ObjectRef;
}
