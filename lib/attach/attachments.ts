import {
  NO_LISTENER_ON_PORT,
  NO_MATCHING_HOSTNAME,
  NO_SUCH_LISTENER,
  NOT_ALLOWED_BY_LISTENERS,
} from '../diagnostics/catalogue/attachment';
import {
  chosenNamespaces,
  hasListeners,
  list,
  listenersAreOn,
  listenerOfSet,
  listenerWithPort,
  namespaceNotInFiles,
  refusesHostname,
  refusesKind,
  refusesNamespace,
} from '../diagnostics/catalogue/attachment-words';
import type { Note, StatusTarget } from '../diagnostics/diagnostic';
import type { Span } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import { didYouMean } from '../diagnostics/suggest';
import { intersectAll } from './hostnames';
import { placeOf } from './listener-entry';
import { takesNamespace } from './namespaces';
import type { Parent } from './parents';
import type { AttachScope } from './scope';
import type { Attachment, GatewayListener, Route } from './topology';

/** Why a listener refuses a route; the first of the three that applies. */
type Refusal = 'namespace' | 'kind' | 'hostname';

/** A parentRef of a route and the parent that it names. */
interface Request {
  readonly route: Route;
  /** Index of the parentRef. */
  readonly index: number;
  readonly parent: Parent;
}

/** More listeners than these are not worth a note each. */
const MOST_NOTES = 4;

/**
 * Attaches a route through one parentRef to all listeners of the parent that it selects and that take it, valid or not.
 * Reports if there are none: nothing selected (NoMatchingParent), refused by namespace or kind (NotAllowedByListeners),
 * or by hostname (NoMatchingListenerHostname).
 */
export function attachThrough(request: Request, scope: AttachScope): readonly Attachment[] {
  const { route, index, parent } = request;
  if (!parent.allowed) {
    return [];
  }
  const selected = selectListeners(request, scope);
  const refused: { listener: GatewayListener; refusal: Refusal }[] = [];
  const attachments = selected.flatMap((listener) => {
    const hostnames = intersectAll(listener.listener.hostname, route.spec.hostnames ?? []);
    const refusal = refusalOf(listener, route, hostnames, scope);
    if (refusal !== undefined || hostnames === undefined) {
      refused.push({ listener, refusal: refusal ?? 'hostname' });
      return [];
    }
    return [{ listener, parentRef: index, hostnames }];
  });
  if (attachments.length === 0 && refused.length > 0) {
    reportRefusal(request, refused, scope);
  }
  return attachments;
}

function refusalOf(entry: GatewayListener, route: Route, hostnames: readonly string[] | undefined, { namespaces }: AttachScope): Refusal | undefined {
  const { allowedRoutes } = entry.listener;
  if (!takesNamespace(allowedRoutes.namespaces, entry.parent.ref.namespace, route.ref.namespace, namespaces)) {
    return 'namespace';
  }
  if (!entry.supportedKinds.includes(route.ref.kind)) {
    return 'kind';
  }
  return hostnames === undefined ? 'hostname' : undefined;
}

function selectListeners({ route, index, parent }: Request, scope: AttachScope): readonly GatewayListener[] {
  const { sectionName, port } = (route.spec.parentRefs ?? [])[index];
  const named = parent.listeners.filter(({ listener }) => sectionName === undefined || listener.name === sectionName);
  const selected = named.filter(({ listener }) => port === undefined || listener.port === port);
  if (selected.length > 0 || mayBeOmitted(parent, sectionName)) {
    return selected;
  }
  const subject = subjectOf(route.ref);
  const where = { subject: route.ref, about: statusOf(route, index) };
  const at = (field: string): Span => route.object.at('spec', 'parentRefs', index, field);
  if (named.length === 0 && sectionName !== undefined) {
    const hint = didYouMean(sectionName, parent.listeners.map(({ listener }) => listener.name));
    const notes = [noteOnListeners(parent), ...notesOnSets(parent, sectionName)];
    scope.sink.report(NO_SUCH_LISTENER, { subject, parent: subjectOf(parent.object.ref), section: sectionName }, { at: at('sectionName'), hint, notes, ...where });
  } else if (port !== undefined) {
    const listeners = listenersAreOn(parent.object.ref, sectionName);
    scope.sink.report(NO_LISTENER_ON_PORT, { subject, listeners, port }, { at: at('port'), notes: [noteOnListeners(parent)], ...where });
  }
  return [];
}

/** Whether the listener meant could be one that was left out because it is wrong; then enough has been said. */
function mayBeOmitted({ object }: Parent, sectionName: string | undefined): boolean {
  return object.omitted.some(({ path, name }) => path[1] === 'listeners' && (sectionName === undefined || name === undefined || name === sectionName));
}

function statusOf(route: Route, index: number): StatusTarget {
  return { object: route.ref, parent: index };
}

function noteOnListeners({ object, listeners }: Parent): Note {
  const names = listeners.map(({ listener }) => listenerWithPort(listener));
  return { text: hasListeners(object.ref, names), span: object.object.keyAt('spec', 'listeners') };
}

/** A parentRef to a Gateway never reaches the listeners of its sets; many expect that it does. */
function notesOnSets({ object, gateway }: Parent, sectionName: string): Note[] {
  return gateway.listeners
    .filter((entry) => entry.parent !== object && entry.parent !== gateway.gateway && entry.listener.name === sectionName)
    .slice(0, MOST_NOTES)
    .map((entry) => ({ text: listenerOfSet(entry.parent.ref, sectionName), span: placeOf(entry, 'name') }));
}

function reportRefusal(request: Request, refused: readonly { listener: GatewayListener; refusal: Refusal }[], scope: AttachScope): void {
  const { route, index, parent } = request;
  const notes = refused.slice(0, MOST_NOTES).map(({ listener, refusal }) => noteOnRefusal(listener, refusal, route));
  const args = { subject: subjectOf(route.ref), parent: subjectOf(parent.object.ref) };
  const where = { subject: route.ref, about: statusOf(route, index) };
  if (refused.some(({ refusal }) => refusal === 'hostname')) {
    const hostnames = route.spec.hostnames ?? [];
    const at = hostnames.length === 1 ? route.object.at('spec', 'hostnames', 0) : route.object.keyAt('spec', 'hostnames');
    scope.sink.report(NO_MATCHING_HOSTNAME, { ...args, hostnames: list(hostnames) }, { at, notes, ...where });
    return;
  }
  const { sectionName } = (route.spec.parentRefs ?? [])[index];
  const at = route.object.at('spec', 'parentRefs', index, sectionName === undefined ? 'name' : 'sectionName');
  const bySelector = refused.some(({ listener, refusal }) => refusal === 'namespace' && listener.listener.allowedRoutes.namespaces.from === 'Selector');
  const unknown = bySelector && !scope.namespaces.isKnown(route.ref.namespace) ? [{ text: namespaceNotInFiles(route.ref.namespace) }] : [];
  scope.sink.report(NOT_ALLOWED_BY_LISTENERS, { ...args, why: notes[0].text }, { at, notes: [...notes, ...unknown], ...where });
}

function noteOnRefusal(entry: GatewayListener, refusal: Refusal, route: Route): Note {
  const { parent, listener, supportedKinds } = entry;
  const { from } = listener.allowedRoutes.namespaces;
  switch (refusal) {
    case 'namespace':
      return {
        text: refusesNamespace(listener.name, chosenNamespaces(from, parent.ref.namespace), route.ref.namespace),
        span: placeOf(entry, 'allowedRoutes', 'namespaces', 'from'),
      };
    case 'kind':
      return {
        text: refusesKind(listener.name, listener.protocol, supportedKinds, route.ref.kind),
        span: placeOf(entry, ...(listener.allowedRoutes.kinds === undefined ? ['protocol'] : ['allowedRoutes', 'kinds'])),
      };
    case 'hostname':
      return { text: refusesHostname(listener.name, listener.hostname ?? ''), span: placeOf(entry, 'hostname') };
  }
}
