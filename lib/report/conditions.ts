import type { Topology } from '../attach/topology';
import { ACCEPTED } from '../diagnostics/catalogue/status-words';
import type { Diagnostic } from '../diagnostics/diagnostic';
import type { ObjectRef } from '../diagnostics/subject';
import type { GatewayClass, Resources } from '../model/resources';
import { gatewayStatuses } from './gateway-conditions';
import { policyStatuses } from './policy-conditions';
import { routeStatuses } from './route-conditions';
import type { StatusCondition, Verdicts } from './verdicts';
import { concluded, indexVerdicts, observed, positive } from './verdicts';

export type { StatusCondition } from './verdicts';

/** The computed `status` of one object. */
export interface ObjectStatus {
  readonly object: ObjectRef;
  readonly status: KubernetesStatus;
}

/** `status` in the shape that Kubernetes gives it; each kind has its own of the members. */
export interface KubernetesStatus {
  /** GatewayClass, Gateway, ListenerSet. */
  readonly conditions?: readonly StatusCondition[];
  /** Gateway, ListenerSet. */
  readonly listeners?: readonly ListenerStatus[];
  /** Gateway: number of ListenerSets that are accepted. */
  readonly attachedListenerSets?: number;
  /** Routes: one for each parentRef that reaches for a Gateway of ours. */
  readonly parents?: readonly RouteParentStatus[];
  /** BackendTLSPolicy: one for each Gateway of ours with a route to its Service. */
  readonly ancestors?: readonly PolicyAncestorStatus[];
}

export interface ListenerStatus {
  readonly name: string;
  readonly supportedKinds: readonly { readonly group: string; readonly kind: string }[];
  /** Number of accepted routes. */
  readonly attachedRoutes: number;
  readonly conditions: readonly StatusCondition[];
}

export interface RouteParentStatus {
  readonly parentRef: ParentReference;
  readonly controllerName: string;
  readonly conditions: readonly StatusCondition[];
}

export interface ParentReference extends ObjectRef {
  readonly sectionName?: string;
  readonly port?: number;
}

export interface PolicyAncestorStatus {
  readonly ancestorRef: ObjectRef;
  readonly controllerName: string;
  readonly conditions: readonly StatusCondition[];
}

/**
 * The conditions that an implementation of the Gateway API would write into the status of the objects: a fold over the
 * diagnostics (`condition` and `about`), nothing is judged here again. The topology says only whose status there is and what
 * is attached. `Programmed` means: part of the load balancer that is synthesised. Addresses are known after deployment only.
 */
export function conditionsOf(resources: Resources, topology: Topology, diagnostics: readonly Diagnostic[]): readonly ObjectStatus[] {
  const verdicts = indexVerdicts(diagnostics);
  const classes = topology.gatewayClasses.map((gatewayClass) => classStatus(gatewayClass, verdicts));
  const routes = routeStatuses(topology, verdicts);
  const gateways = topology.gateways.flatMap((gateway) => gatewayStatuses(gateway, { diagnostics, verdicts, attachedRoutes: routes.attachedRoutes }));
  return [...classes, ...gateways, ...routes.statuses, ...policyStatuses(resources, topology, verdicts)];
}

function classStatus({ ref, metadata }: GatewayClass, verdicts: Verdicts): ObjectStatus {
  const accepted = concluded('Accepted', verdicts({ object: ref })) ?? positive('Accepted', 'Accepted', ACCEPTED);
  return { object: ref, status: { conditions: observed([accepted], metadata.generation) } };
}
