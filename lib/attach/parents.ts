import { MESH_PARENT, PARENT_KIND, PARENT_NOT_FOUND, PARENT_OF_OTHER_CONTROLLER, PARENT_SET_NOT_ATTACHED } from '../diagnostics/catalogue/attachment';
import { kindOfGroup } from '../diagnostics/catalogue/attachment-words';
import type { ObjectRef, Span } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import type { Gateway, ListenerSet } from '../model/resources';
import { ownershipOf } from './classes';
import type { ObjectIndex } from './object-index';
import { append } from './object-index';
import { nearbyNames } from './references';
import type { AttachScope } from './scope';
import type { AttachedGateway, GatewayListener, Route } from './topology';

/** A Gateway of ours with everything but its routes. */
export type JudgedGateway = Omit<AttachedGateway, 'routes'>;

/** A Gateway or ListenerSet that a route can name, with the listeners it finds there. */
export interface Parent {
  readonly object: Gateway | ListenerSet;
  /** The Gateway whose load balancer the listeners are on. */
  readonly gateway: JudgedGateway;
  readonly listeners: readonly GatewayListener[];
  /** False for a ListenerSet that its Gateway does not allow. */
  readonly allowed: boolean;
}

export interface ParentIndex {
  readonly ours: ReadonlyMap<Gateway | ListenerSet, Parent>;
  readonly gatewayOfSet: ReadonlyMap<ListenerSet, Gateway>;
}

/** Parents of a service mesh (GAMMA), as `group/kind`. */
const MESH_KINDS: readonly string[] = ['/Service', 'multicluster.x-k8s.io/ServiceImport'];

/** `elsewhere`: another controller or a mesh serves it. `nowhere`: there is no such parent; that has been reported. */
export type FoundParent = Parent | 'elsewhere' | 'nowhere';

export function indexParents(gateways: readonly JudgedGateway[], setsByGateway: ReadonlyMap<Gateway, readonly ListenerSet[]>): ParentIndex {
  const ours = new Map<Gateway | ListenerSet, Parent>();
  for (const gateway of gateways) {
    const listeners = new Map<Gateway | ListenerSet, GatewayListener[]>();
    gateway.listeners.forEach((listener) => append(listeners, listener.parent, listener));
    const add = (object: Gateway | ListenerSet, allowed: boolean): void => {
      ours.set(object, { object, gateway, allowed, listeners: listeners.get(object) ?? [] });
    };
    add(gateway.gateway, true);
    gateway.listenerSets.forEach(({ listenerSet, allowed }) => add(listenerSet, allowed));
  }
  const gatewayOfSet = new Map([...setsByGateway].flatMap(([gateway, sets]) => sets.map((set) => [set, gateway] as const)));
  return { ours, gatewayOfSet };
}

/** What the parentRef with this index names. Reports what is not served by a Gateway of ours. */
export function findParent(route: Route, index: number, parents: ParentIndex, scope: AttachScope): FoundParent {
  const { group, kind, name, namespace = route.ref.namespace } = (route.spec.parentRefs ?? [])[index];
  const target = { group, kind, namespace, name };
  const at = (field: string): Span => route.object.at('spec', 'parentRefs', index, field);
  const isKindOfOurs = kind === 'Gateway' || kind === 'ListenerSet';
  if (group === 'gateway.networking.k8s.io' && isKindOfOurs) {
    return findServing(route, index, target, parents, scope);
  }
  if (MESH_KINDS.includes(`${group}/${kind}`)) {
    const args = { subject: subjectOf(route.ref), service: subjectOf(target) };
    scope.sink.report(MESH_PARENT, args, { at: at('name'), subject: route.ref });
    return 'elsewhere';
  }
  const args = { subject: subjectOf(route.ref), kind: kindOfGroup(target) };
  scope.sink.report(PARENT_KIND, args, { at: at(isKindOfOurs ? 'group' : 'kind'), subject: route.ref });
  return 'nowhere';
}

function findServing(route: Route, index: number, target: ObjectRef, parents: ParentIndex, scope: AttachScope): FoundParent {
  const { references, sink } = scope;
  const named: ObjectIndex<Gateway | ListenerSet> = target.kind === 'Gateway' ? references.gateways : references.listenerSets;
  const resolution = references.lookUp(target, named);
  const args = { subject: subjectOf(route.ref), parent: subjectOf(target) };
  const where = { at: route.object.at('spec', 'parentRefs', index, 'name'), subject: route.ref };
  if (resolution.verdict !== 'found') {
    if (resolution.verdict === 'missing') {
      sink.report(PARENT_NOT_FOUND, args, { ...where, ...nearbyNames(target, named) });
    }
    return 'nowhere';
  }
  const parent = parents.ours.get(resolution.object);
  if (parent === undefined) {
    return reportForeign(route, index, resolution.object, parents, scope);
  }
  if (!parent.allowed) {
    sink.report(PARENT_SET_NOT_ATTACHED, args, { ...where, about: { object: route.ref, parent: index } });
  }
  return parent;
}

/** A parent that is there, but not ours: of another controller, or of a class or Gateway that is not in the files. */
function reportForeign(route: Route, index: number, object: Gateway | ListenerSet, { gatewayOfSet }: ParentIndex, scope: AttachScope): FoundParent {
  const gateway = 'gatewayClassName' in object.spec ? (object as Gateway) : gatewayOfSet.get(object as ListenerSet);
  const ownership = gateway && ownershipOf(gateway, scope);
  if (ownership?.whose !== 'other') {
    return 'nowhere';
  }
  const args = { subject: subjectOf(route.ref), parent: subjectOf(object.ref), controller: ownership.controller };
  scope.sink.report(PARENT_OF_OTHER_CONTROLLER, args, { at: route.object.at('spec', 'parentRefs', index, 'name'), subject: route.ref });
  return 'elsewhere';
}
