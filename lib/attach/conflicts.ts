import { HOSTNAME_CONFLICT, PROTOCOL_CONFLICT } from '../diagnostics/catalogue/attachment';
import { list, listenerWithHostname, otherListener } from '../diagnostics/catalogue/attachment-words';
import type { Note } from '../diagnostics/diagnostic';
import type { ListenerEntry } from './listener-entry';
import { placeOf, statusOf, subjectOfListener } from './listener-entry';
import { append } from './object-index';
import type { AttachScope } from './scope';

/** What the objects so far have claimed of one port. */
interface Claims {
  readonly byProtocol: Map<string, ListenerEntry>;
  readonly byHostname: Map<string, ListenerEntry>;
}

interface Rivals {
  readonly reason: 'protocol' | 'hostname';
  readonly listeners: readonly ListenerEntry[];
}

/** More rivals than these are not worth a note each. */
const MOST_NOTES = 3;

/**
 * Listeners that cannot be told apart from others on their port. One AWS listener per port has one protocol, and of
 * listeners that differ in nothing but their routes the specification allows none.
 * Inside one object all indistinct listeners lose. Across objects the earlier one wins: the Gateway, then its
 * ListenerSets in the given order.
 */
export function findConflicts(groups: readonly (readonly ListenerEntry[])[], scope: AttachScope): ReadonlySet<ListenerEntry> {
  const claims = new Map<number, Claims>();
  const conflicted = new Map<ListenerEntry, Rivals>();
  for (const group of groups) {
    const byPort = new Map<number, ListenerEntry[]>();
    group.forEach((entry) => append(byPort, entry.listener.port, entry));
    for (const [port, entries] of byPort) {
      const earlier = claims.get(port) ?? { byProtocol: new Map<string, ListenerEntry>(), byHostname: new Map<string, ListenerEntry>() };
      claims.set(port, earlier);
      const rest = entries.filter((entry) => !note(entry, rivalsInClaims(entry, earlier), conflicted));
      rest.forEach((entry) => note(entry, rivalsAmong(entry, rest), conflicted));
      rest.forEach((entry) => claim(entry, earlier));
    }
  }
  conflicted.forEach((rivals, entry) => reportConflict(entry, rivals, scope));
  return new Set(conflicted.keys());
}

/** Remembers the rivals of a listener; whether there are any. */
function note(entry: ListenerEntry, rivals: Rivals | undefined, conflicted: Map<ListenerEntry, Rivals>): boolean {
  if (rivals !== undefined) {
    conflicted.set(entry, rivals);
  }
  return rivals !== undefined;
}

function hostnameOf({ listener }: ListenerEntry): string {
  return listener.hostname ?? '';
}

function claim(entry: ListenerEntry, { byProtocol, byHostname }: Claims): void {
  const hostname = hostnameOf(entry);
  byProtocol.set(entry.listener.protocol, byProtocol.get(entry.listener.protocol) ?? entry);
  byHostname.set(hostname, byHostname.get(hostname) ?? entry);
}

function rivalsInClaims(entry: ListenerEntry, { byProtocol, byHostname }: Claims): Rivals | undefined {
  return rivalsOf(entry, [...byProtocol.values()], byHostname.get(hostnameOf(entry)));
}

function rivalsAmong(entry: ListenerEntry, siblings: readonly ListenerEntry[]): Rivals | undefined {
  const others = siblings.filter((other) => other !== entry);
  return rivalsOf(entry, others, others.find((other) => hostnameOf(other) === hostnameOf(entry)));
}

/** Protocols first, since they clash whatever the hostname. */
function rivalsOf(entry: ListenerEntry, others: readonly ListenerEntry[], sameHostname: ListenerEntry | undefined): Rivals | undefined {
  const otherProtocol = others.filter((other) => other.listener.protocol !== entry.listener.protocol);
  if (otherProtocol.length > 0) {
    return { reason: 'protocol', listeners: otherProtocol };
  }
  return sameHostname && { reason: 'hostname', listeners: [sameHostname] };
}

function reportConflict(entry: ListenerEntry, { reason, listeners }: Rivals, { sink }: AttachScope): void {
  const { port, protocol } = entry.listener;
  const subject = subjectOfListener(entry);
  const notes = listeners.slice(0, MOST_NOTES).map((rival) => noteOn(rival, reason));
  const where = { subject: entry.parent.ref, about: statusOf(entry), notes };
  if (reason === 'protocol') {
    const protocols = list([...new Set([protocol, ...listeners.map((rival) => rival.listener.protocol)])]);
    sink.report(PROTOCOL_CONFLICT, { subject, port, protocols }, { at: placeOf(entry, 'protocol'), ...where });
  } else {
    const hostname = hostnameOf(entry);
    const at = placeOf(entry, hostname === '' ? 'port' : 'hostname');
    sink.report(HOSTNAME_CONFLICT, { subject, port, hostname }, { at, ...where });
  }
}

function noteOn(rival: ListenerEntry, reason: Rivals['reason']): Note {
  const { parent, listener } = rival;
  return reason === 'protocol'
    ? { text: otherListener(parent.ref, listener.name, listener.protocol, listener.port), span: placeOf(rival, 'protocol') }
    : { text: listenerWithHostname(parent.ref, listener.name, hostnameOf(rival)), span: placeOf(rival, 'name') };
}
