import type { Compilation } from '../../lib/index';
import type { KubernetesObject } from './manifests';
import type { StatusView, ViewedParent, ViewedStatus } from './status-assertions';

type ComputedStatus = Compilation['status'][number];

/** The computed status of a compilation, as the checks of the suite read it. `objects` are those that were compiled. */
export function statusOf({ status }: Compilation, objects: readonly KubernetesObject[]): StatusView {
  const generations = new Map(objects.map(({ kind, metadata }) => [keyOf({ namespace: '', ...metadata, kind }), metadata.generation ?? 0]));
  const byName = new Map(status.map((computed) => [keyOf(computed.object), viewOf(computed, generations)]));
  return { of: (kind, name) => byName.get(`${kind} ${name}`) };
}

function viewOf({ object, status }: ComputedStatus, generations: ReadonlyMap<string, number>): ViewedStatus {
  return {
    generation: generations.get(keyOf(object)) ?? 0,
    conditions: status.conditions ?? [],
    listeners: (status.listeners ?? []).map((listener) => ({ ...listener, supportedKinds: listener.supportedKinds.map(({ kind }) => kind) })),
    parents: parentsOf(status),
    attachedListenerSets: status.attachedListenerSets ?? 0,
  };
}

function parentsOf({ parents = [], ancestors = [] }: ComputedStatus['status']): ViewedParent[] {
  return [
    ...parents.map(({ parentRef, conditions }) => ({
      kind: parentRef.kind,
      name: nameOf(parentRef),
      conditions,
      ...(parentRef.sectionName !== undefined && { sectionName: parentRef.sectionName }),
    })),
    ...ancestors.map(({ ancestorRef, conditions }) => ({ kind: ancestorRef.kind, name: nameOf(ancestorRef), conditions })),
  ];
}

function keyOf(ref: { readonly kind: string; readonly namespace: string; readonly name: string }): string {
  return `${ref.kind} ${nameOf(ref)}`;
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
