import { OVERLAPPING_TLS } from '../diagnostics/catalogue/attachment';
import { list, listenerWithHostname } from '../diagnostics/catalogue/attachment-words';
import { widerHostnames } from './hostnames';
import type { ListenerEntry } from './listener-entry';
import { placeOf, statusOf, subjectOfListener } from './listener-entry';
import { append } from './object-index';
import type { AttachScope } from './scope';

/** More of them are not worth naming. */
const MOST_NAMES = 3;

/** Warns of HTTPS listeners on one port whose hostnames have hosts in common. */
export function reportOverlaps(entries: readonly ListenerEntry[], { sink }: AttachScope): void {
  const byPlace = new Map<string, ListenerEntry[]>();
  entries.forEach((entry) => append(byPlace, `${entry.listener.port} ${entry.listener.hostname ?? ''}`, entry));
  const overlapping = new Map<ListenerEntry, ListenerEntry[]>();
  for (const entry of entries) {
    const wider = widerHostnames(entry.listener.hostname ?? '').flatMap((hostname) => byPlace.get(`${entry.listener.port} ${hostname}`) ?? []);
    for (const other of wider) {
      append(overlapping, entry, other);
      append(overlapping, other, entry);
    }
  }
  for (const [entry, others] of overlapping) {
    const named = others.slice(0, MOST_NAMES);
    const notes = named.map((other) => ({
      text: listenerWithHostname(other.parent.ref, other.listener.name, other.listener.hostname ?? ''),
      span: placeOf(other, 'name'),
    }));
    sink.report(
      OVERLAPPING_TLS,
      { subject: subjectOfListener(entry), others: list(named.map((other) => `"${other.listener.name}"`)) },
      {
        at: entry.listener.hostname === undefined ? placeOf(entry, 'name') : placeOf(entry, 'hostname'),
        subject: entry.parent.ref,
        about: statusOf(entry),
        notes,
      },
    );
  }
}
