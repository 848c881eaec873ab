import type { AttachedGateway, AttachedListenerSet, GatewayListener } from '../attach/topology';
import {
  ACCEPTED,
  classNotAccepted,
  listenersNotResolved,
  listenersNotValid,
  NO_CONFLICTS,
  parentNotAccepted,
  PROGRAMMED,
  REFERENCES_RESOLVED,
} from '../diagnostics/catalogue/status-words';
import type { Diagnostic } from '../diagnostics/diagnostic';
import type { ObjectRef } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import type { ListenerStatus, ObjectStatus } from './conditions';
import type { StatusCondition, Verdicts } from './verdicts';
import { concluded, messageOf, negative, observed, on, positive } from './verdicts';

export interface GatewayFacts {
  readonly diagnostics: readonly Diagnostic[];
  readonly verdicts: Verdicts;
  /** Accepted routes by listener. */
  readonly attachedRoutes: ReadonlyMap<GatewayListener, number>;
}

/** Status of a Gateway and of the ListenerSets that name it. */
export function gatewayStatuses(attached: AttachedGateway, facts: GatewayFacts): readonly ObjectStatus[] {
  const { gateway, listeners, listenerSets } = attached;
  const accepted = gatewayAccepted(attached, facts);
  const byParent = new Map<GatewayListener['parent'], ListenerStatus[]>();
  for (const listener of listeners) {
    byParent.set(listener.parent, byParent.get(listener.parent) ?? []);
    byParent.get(listener.parent)?.push(listenerStatus(listener, accepted, facts));
  }
  const own = byParent.get(gateway) ?? [];
  const sets = listenerSets.map((set) => setStatus(set, byParent.get(set.listenerSet) ?? [], accepted, attached, facts));
  const conditions = [
    accepted,
    gatewayProgrammed(gateway.ref, accepted, facts),
    gatewayResolved(gateway.ref, own, facts),
    ...[concluded('InsecureFrontendValidationMode', facts.verdicts({ object: gateway.ref }))].filter((condition) => condition !== undefined),
  ];
  const attachedListenerSets = sets.filter(({ status }) => isTrue(status.conditions ?? [], 'Accepted')).length;
  const status = { conditions: observed(conditions, gateway.metadata.generation), listeners: own, attachedListenerSets };
  return [{ object: gateway.ref, status }, ...sets];
}

function isTrue(conditions: readonly StatusCondition[], type: StatusCondition['type']): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}

function gatewayAccepted({ gateway, gatewayClass, listeners }: AttachedGateway, { verdicts }: GatewayFacts): StatusCondition {
  const own = concluded('Accepted', verdicts({ object: gateway.ref }));
  if (own !== undefined) {
    return own;
  }
  if (on('Accepted', verdicts({ object: gatewayClass.ref })).length > 0) {
    return negative('Accepted', 'Invalid', classNotAccepted(gatewayClass.ref.name));
  }
  const broken = listeners.filter(({ parent, valid }) => parent === gateway && !valid).map(({ listener }) => listener.name);
  return broken.length > 0 ? positive('Accepted', 'ListenersNotValid', listenersNotValid(broken)) : positive('Accepted', 'Accepted', ACCEPTED);
}

/** An error about the Gateway itself stops the synthesis of its load balancer, also where no condition is named for it. */
function gatewayProgrammed(ref: ObjectRef, accepted: StatusCondition, { diagnostics, verdicts }: GatewayFacts): StatusCondition {
  const own = concluded('Programmed', verdicts({ object: ref }));
  if (own !== undefined) {
    return own;
  }
  if (accepted.status !== 'True') {
    return negative('Programmed', 'Invalid', accepted.message);
  }
  const errors = diagnostics.filter(({ severity, condition, subject }) => severity === 'error' && condition === undefined && isSame(subject, ref));
  return errors.length > 0 ? negative('Programmed', 'Invalid', messageOf(errors)) : positive('Programmed', 'Programmed', PROGRAMMED);
}

function isSame(left: ObjectRef | undefined, right: ObjectRef): boolean {
  return left?.group === right.group && left.kind === right.kind && left.namespace === right.namespace && left.name === right.name;
}

function gatewayResolved(ref: ObjectRef, listeners: readonly ListenerStatus[], { verdicts }: GatewayFacts): StatusCondition {
  const unresolved = listeners.filter(({ conditions }) => !isTrue(conditions, 'ResolvedRefs')).map(({ name }) => name);
  return (
    concluded('ResolvedRefs', verdicts({ object: ref })) ??
    (unresolved.length > 0
      ? negative('ResolvedRefs', 'ListenersNotResolved', listenersNotResolved(unresolved))
      : positive('ResolvedRefs', 'ResolvedRefs', REFERENCES_RESOLVED))
  );
}

function listenerStatus(listener: GatewayListener, gateway: StatusCondition, { verdicts, attachedRoutes }: GatewayFacts): ListenerStatus {
  const { parent, supportedKinds } = listener;
  const { name } = listener.listener;
  const own = verdicts({ object: parent.ref, listener: name });
  const conflict = concluded('Conflicted', own);
  const accepted = (conflict && negative('Accepted', conflict.reason, conflict.message)) ?? concluded('Accepted', own) ?? positive('Accepted', 'Accepted', ACCEPTED);
  const resolved = concluded('ResolvedRefs', own) ?? positive('ResolvedRefs', 'ResolvedRefs', REFERENCES_RESOLVED);
  const overlapping = concluded('OverlappingTLSConfig', own);
  const conditions = [
    conflict ?? negative('Conflicted', 'NoConflicts', NO_CONFLICTS),
    accepted,
    resolved,
    concluded('Programmed', own) ?? listenerProgrammed(listener, conflict, accepted.status === 'True' ? resolved : accepted, gateway),
    ...(overlapping ? [overlapping] : []),
  ];
  return {
    name,
    supportedKinds: supportedKinds.map((kind) => ({ group: 'gateway.networking.k8s.io', kind })),
    attachedRoutes: attachedRoutes.get(listener) ?? 0,
    conditions: observed(conditions, parent.metadata.generation),
  };
}

function listenerProgrammed(
  { valid }: GatewayListener,
  conflict: StatusCondition | undefined,
  cause: StatusCondition,
  gateway: StatusCondition,
): StatusCondition {
  if (!valid) {
    return negative('Programmed', conflict?.reason ?? 'Invalid', cause.message);
  }
  return gateway.status === 'True' ? positive('Programmed', 'Programmed', PROGRAMMED) : negative('Programmed', 'Pending', gateway.message);
}

function setStatus(
  { listenerSet }: AttachedListenerSet,
  listeners: readonly ListenerStatus[],
  gateway: StatusCondition,
  { gateway: parent }: AttachedGateway,
  { verdicts }: GatewayFacts,
): ObjectStatus {
  const { ref, metadata } = listenerSet;
  const refusal = concluded('Accepted', verdicts({ object: ref }));
  const conditions = refusal
    ? [refusal, negative('Programmed', refusal.reason, refusal.message)]
    : setConditions(listeners, gateway, subjectOf(parent.ref));
  return { object: ref, status: { conditions: observed(conditions, metadata.generation), listeners } };
}

/** One good listener is enough for a set. */
function setConditions(listeners: readonly ListenerStatus[], gateway: StatusCondition, parent: string): readonly StatusCondition[] {
  if (gateway.status !== 'True' && gateway.reason !== 'ListenersNotValid') {
    const message = parentNotAccepted(parent);
    return [negative('Accepted', 'ParentNotAccepted', message), negative('Programmed', 'ParentNotProgrammed', message)];
  }
  const broken = listeners.filter(({ conditions }) => !isTrue(conditions, 'Programmed')).map(({ name }) => name);
  const message = listenersNotValid(broken);
  if (broken.length === listeners.length) {
    return [negative('Accepted', 'ListenersNotValid', message), negative('Programmed', 'ListenersNotValid', message)];
  }
  const accepted = broken.length > 0 ? positive('Accepted', 'ListenersNotValid', message) : positive('Accepted', 'Accepted', ACCEPTED);
  return [accepted, positive('Programmed', 'Programmed', PROGRAMMED)];
}
