import type { AttachedGateway, AttachedRoute, GatewayListener, Route, Topology } from '../attach/topology';
import { ACCEPTED, droppedRules, NOT_ATTACHED_YET, REFERENCES_RESOLVED } from '../diagnostics/catalogue/status-words';
import type { Span } from '../diagnostics/subject';
import type { ObjectStatus, ParentReference, RouteParentStatus } from './conditions';
import type { StatusCondition, Verdict, Verdicts } from './verdicts';
import { concluded, messageOf, negative, observed, on, positive } from './verdicts';

export interface RouteStatuses {
  readonly statuses: readonly ObjectStatus[];
  /** Number of accepted routes by listener. */
  readonly attachedRoutes: ReadonlyMap<GatewayListener, number>;
}

/** Status of the routes that reach for a Gateway of ours, and how many of them each listener has. */
export function routeStatuses({ gateways }: Topology, verdicts: Verdicts): RouteStatuses {
  const parents = new Map<Route, { readonly index: number; readonly status: RouteParentStatus }[]>();
  const attachedRoutes = new Map<GatewayListener, number>();
  for (const gateway of gateways) {
    for (const attached of gateway.routes) {
      const { route } = attached;
      const found = attached.parentRefs.map((index) => ({ index, status: parentStatus(attached, index, gateway, verdicts) }));
      parents.set(route, [...(parents.get(route) ?? []), ...found]);
      const accepted = new Set(found.filter(({ status }) => isAccepted(status)).map(({ index }) => index));
      const listeners = attached.attachments.filter(({ parentRef }) => accepted.has(parentRef)).map(({ listener }) => listener);
      new Set(listeners).forEach((listener) => attachedRoutes.set(listener, (attachedRoutes.get(listener) ?? 0) + 1));
    }
  }
  const statuses = [...parents].map(([route, found]) => {
    const declared = found.sort((left, right) => left.index - right.index).map(({ status }) => status);
    return { object: route.ref, status: { parents: declared } };
  });
  return { statuses, attachedRoutes };
}

function isAccepted({ conditions }: RouteParentStatus): boolean {
  return conditions.some(({ type, status }) => type === 'Accepted' && status === 'True');
}

function parentStatus({ route, attachments }: AttachedRoute, index: number, { gatewayClass }: AttachedGateway, verdicts: Verdicts): RouteParentStatus {
  const general = verdicts({ object: route.ref });
  const isAttached = attachments.some(({ parentRef }) => parentRef === index);
  const resolved = concluded('ResolvedRefs', general) ?? positive('ResolvedRefs', 'ResolvedRefs', REFERENCES_RESOLVED);
  const conditions = [...acceptance(route, isAttached, verdicts({ object: route.ref, parent: index }), general), resolved];
  return {
    parentRef: parentReference(route, index),
    controllerName: gatewayClass.spec.controllerName,
    conditions: observed(conditions, route.metadata.generation),
  };
}

function parentReference(route: Route, index: number): ParentReference {
  const { group, kind, name, namespace = route.ref.namespace, sectionName, port } = (route.spec.parentRefs ?? [])[index];
  return { group, kind, namespace, name, ...(sectionName !== undefined && { sectionName }), ...(port !== undefined && { port }) };
}

/**
 * Accepted, and PartiallyInvalid where only some rules are invalid. A verdict against a rule is one whose place lies in that
 * rule; against all rules it is one against the route.
 */
function acceptance(route: Route, isAttached: boolean, ofParent: readonly Verdict[], general: readonly Verdict[]): readonly StatusCondition[] {
  const refused = concluded('Accepted', ofParent);
  if (refused !== undefined) {
    return [refused];
  }
  if (!isAttached) {
    return [{ type: 'Accepted', status: 'Unknown', reason: 'Pending', message: NOT_ATTACHED_YET }];
  }
  const against = on('Accepted', general);
  const stated = concluded('PartiallyInvalid', general);
  const rules = [...new Set(against.map(({ span }) => ruleAt(route, span)))].sort((left, right) => left - right);
  if (rules.includes(WHOLE_ROUTE) || (rules.length > 0 && rules.length === route.spec.rules.length)) {
    return [negative('Accepted', against[0].condition.reason, messageOf(against))];
  }
  const partial = rules.length > 0 ? positive('PartiallyInvalid', 'UnsupportedValue', droppedRules(messageOf(against))) : stated;
  return [positive('Accepted', 'Accepted', ACCEPTED), ...(partial ? [partial] : [])];
}

const WHOLE_ROUTE = -1;

/** Index of the rule that the place lies in. */
function ruleAt({ object, spec }: Route, place: Span | undefined): number {
  return spec.rules.findIndex((_, index) => place !== undefined && isInside(place, object.at('spec', 'rules', index)));
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && outer.start.offset <= inner.start.offset && inner.end.offset <= outer.end.offset;
}
