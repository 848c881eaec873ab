import { listenerSubject } from '../diagnostics/catalogue/attachment-words';
import type { StatusTarget } from '../diagnostics/diagnostic';
import type { Span } from '../diagnostics/subject';
import type { Listener } from '../model/gateway';
import type { Gateway, ListenerSet } from '../model/resources';
import type { PathSegment } from '../source/kube-object';

/** A listener before the verdict over it. */
export interface ListenerEntry {
  readonly parent: Gateway | ListenerSet;
  /** Index in the parent's `spec.listeners`. */
  readonly index: number;
  readonly listener: Listener;
}

export function entriesOf(parent: Gateway | ListenerSet): readonly ListenerEntry[] {
  return parent.spec.listeners.map((listener, index) => ({ parent, index, listener }));
}

/** The span of a part of the listener. */
export function placeOf({ parent, index }: ListenerEntry, ...path: readonly PathSegment[]): Span {
  return parent.object.at('spec', 'listeners', index, ...path);
}

/** `Gateway infra/web, listener "https"` */
export function subjectOfListener({ parent, listener }: ListenerEntry): string {
  return listenerSubject(parent.ref, listener.name);
}

/** The status of the listener, in that of its parent. */
export function statusOf({ parent, listener }: ListenerEntry): StatusTarget {
  return { object: parent.ref, listener: listener.name };
}
