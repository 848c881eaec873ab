import { ROUTE_KIND_NEEDS_NLB } from '../diagnostics/catalogue/attachment';
import type { ObjectRef } from '../diagnostics/subject';
import { nameOf, subjectOf } from '../diagnostics/subject';
import type { Resources } from '../model/resources';
import { isMapping, valueAt } from '../model/paths';
import type { KubeObject } from '../source/kube-object';
import type { ParentIndex } from './parents';
import type { AttachScope } from './scope';

/** What matters of a TCPRoute, UDPRoute or TLSRoute. They are not decoded, so nothing is certain to have its type. */
interface UnsupportedRoute {
  readonly object: KubeObject;
  readonly ref: ObjectRef;
  /** Gateways and ListenerSets it names, with the index of the parentRef. */
  readonly parents: readonly { readonly index: number; readonly target: ObjectRef }[];
  /** `Kind namespace/name` */
  readonly backends: readonly string[];
}

export function unsupportedRoutes(resources: Resources): readonly UnsupportedRoute[] {
  return resources.unsupportedRoutes.map((object) => {
    const ref = { ...object.ref, namespace: object.ref.namespace || 'default' };
    const rules = elementsAt(object.value, 'spec', 'rules');
    return {
      object,
      ref,
      parents: elementsAt(object.value, 'spec', 'parentRefs').map((value, index) => ({ index, target: targetOf(value, 'Gateway', ref.namespace) })),
      backends: rules
        .flatMap((rule) => elementsAt(rule, 'backendRefs'))
        .map((value) => targetOf(value, 'Service', ref.namespace))
        .map((target) => `${target.kind} ${nameOf(target)}`),
    };
  });
}

/** Reports routes that name a Gateway of ours, but need a Network Load Balancer. Those of other Gateways are none of our business. */
export function reportUnsupportedRoutes({ ours }: ParentIndex, { resources, references, sink }: AttachScope): void {
  for (const { object, ref, parents } of unsupportedRoutes(resources)) {
    for (const { index, target } of parents) {
      const parent = target.kind === 'ListenerSet' ? references.listenerSets.find(target) : references.gateways.find(target);
      if (parent !== undefined && ours.has(parent)) {
        const args = { subject: subjectOf(ref), kind: ref.kind, parent: subjectOf(parent.ref) };
        sink.report(ROUTE_KIND_NEEDS_NLB, args, { at: object.at('spec', 'parentRefs', index, 'name'), subject: ref });
      }
    }
  }
}

function elementsAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

function targetOf(value: unknown, defaultKind: string, defaultNamespace: string): ObjectRef {
  const text = (field: string, otherwise: string): string => {
    const found = isMapping(value) && Object.hasOwn(value, field) ? value[field] : undefined;
    return typeof found === 'string' ? found : otherwise;
  };
  return { group: text('group', ''), kind: text('kind', defaultKind), namespace: text('namespace', defaultNamespace), name: text('name', '') };
}
