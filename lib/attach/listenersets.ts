import { LISTENER_SET_NOT_ALLOWED, LISTENER_SET_PARENT_KIND, LISTENER_SET_PARENT_NOT_FOUND, SELECTOR_IGNORED, SELECTOR_MISSING } from '../diagnostics/catalogue/attachment';
import { chosenNamespaces, kindOfGroup, namespaceNotInFiles, takesNamespaces } from '../diagnostics/catalogue/attachment-words';
import type { Note } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { Gateway, ListenerSet } from '../model/resources';
import { compareAge } from './age';
import { takesNamespace } from './namespaces';
import { append } from './object-index';
import { nearbyNames } from './references';
import type { AttachScope } from './scope';
import type { AttachedListenerSet } from './topology';

/** ListenerSets by the Gateway they name, older first, then by namespace/name. Reports those whose Gateway is not there. */
export function listenerSetsByGateway(scope: AttachScope): ReadonlyMap<Gateway, readonly ListenerSet[]> {
  const sets = new Map<Gateway, ListenerSet[]>();
  for (const listenerSet of [...scope.resources.listenerSets].sort(compareAge)) {
    const gateway = gatewayOf(listenerSet, scope);
    if (gateway !== undefined) {
      append(sets, gateway, listenerSet);
    }
  }
  return sets;
}

/** Which of the sets the Gateway allows. Reports the others. */
export function judgeListenerSets(gateway: Gateway, sets: readonly ListenerSet[], scope: AttachScope): readonly AttachedListenerSet[] {
  const { namespaces } = gateway.spec.allowedListeners;
  reportSelector(gateway, scope);
  return sets.map((listenerSet) => {
    const allowed = takesNamespace(namespaces, gateway.ref.namespace, listenerSet.ref.namespace, scope.namespaces);
    if (!allowed) {
      reportRefusal(gateway, listenerSet, scope);
    }
    return { listenerSet, allowed };
  });
}

/** A selector that is missing, or there for nothing. */
function reportSelector({ object, ref, spec }: Gateway, { sink }: AttachScope): void {
  const { from, selector } = spec.allowedListeners.namespaces;
  const args = { subject: subjectOf(ref), field: 'allowedListeners.namespaces' };
  const path = ['spec', 'allowedListeners', 'namespaces'];
  if (from === 'Selector' && selector === undefined) {
    sink.report(SELECTOR_MISSING, args, { at: object.at(...path, 'from'), subject: ref });
  } else if (from !== 'Selector' && selector !== undefined) {
    sink.report(SELECTOR_IGNORED, { ...args, from }, { at: object.keyAt(...path, 'selector'), subject: ref });
  }
}

function gatewayOf(listenerSet: ListenerSet, { references, sink }: AttachScope): Gateway | undefined {
  const { object, ref, spec } = listenerSet;
  const { group, kind, name, namespace = ref.namespace } = spec.parentRef;
  const target = { group, kind, namespace, name };
  if (group !== 'gateway.networking.k8s.io' || kind !== 'Gateway') {
    const at = object.at('spec', 'parentRef', kind === 'Gateway' ? 'group' : 'kind');
    sink.report(LISTENER_SET_PARENT_KIND, { subject: subjectOf(ref), kind: kindOfGroup(target) }, { at, subject: ref });
    return undefined;
  }
  const resolution = references.lookUp(target, references.gateways);
  if (resolution.verdict === 'missing') {
    const where = { at: object.at('spec', 'parentRef', 'name'), subject: ref, ...nearbyNames(target, references.gateways) };
    sink.report(LISTENER_SET_PARENT_NOT_FOUND, { subject: subjectOf(ref), parent: subjectOf(target) }, where);
  }
  return resolution.verdict === 'found' ? resolution.object : undefined;
}

function reportRefusal(gateway: Gateway, { object, ref }: ListenerSet, { namespaces, sink }: AttachScope): void {
  const { from } = gateway.spec.allowedListeners.namespaces;
  const why = takesNamespaces(chosenNamespaces(from, gateway.ref.namespace));
  const notes: Note[] = [{ text: `${subjectOf(gateway.ref)}: ${why}`, span: gateway.object.at('spec', 'allowedListeners', 'namespaces', 'from') }];
  if (from === 'Selector' && !namespaces.isKnown(ref.namespace)) {
    notes.push({ text: namespaceNotInFiles(ref.namespace) });
  }
  sink.report(
    LISTENER_SET_NOT_ALLOWED,
    { subject: subjectOf(ref), parent: subjectOf(gateway.ref), why },
    { at: object.at('spec', 'parentRef', 'name'), subject: ref, about: { object: ref }, notes },
  );
}
