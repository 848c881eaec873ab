import type { Gateway, GRPCRoute, HTTPRoute, ListenerSet, ReferenceGrant, Resources } from '../../lib/model/resources';
import type { Listener } from '../../lib/model/listener';
import type { NamedDifferences } from './oracle-differences';

/** A listener of a Gateway, its own or one of a ListenerSet. */
export interface OracleListener {
  readonly parent: Gateway | ListenerSet;
  readonly listener: Listener;
}

export interface ObjectName {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Older first, then alphabetical by `namespace/name`. An object that is not in a cluster yet is younger than any that is. */
export function isBefore(one: Aged, other: Aged): boolean {
  const ages = [one, other].map(({ metadata }) => (metadata.creationTimestamp ? Date.parse(metadata.creationTimestamp) : Infinity));
  if (ages[0] !== ages[1]) return ages[0] < ages[1];
  return `${one.ref.namespace}/${one.ref.name}` < `${other.ref.namespace}/${other.ref.name}`;
}

export interface Aged {
  readonly ref: ObjectName;
  readonly metadata: { readonly creationTimestamp?: string };
}

/** Whether a reference to another namespace is allowed by a ReferenceGrant there. */
export function isGranted(from: ObjectName, to: ObjectName, grants: readonly ReferenceGrant[]): boolean {
  if (from.namespace === to.namespace) return true;
  for (const grant of grants) {
    if (grant.ref.namespace !== to.namespace) continue;
    const fromFits = grant.spec.from.some((entry) => entry.group === from.group && entry.kind === from.kind && entry.namespace === from.namespace);
    const toFits = grant.spec.to.some((entry) => entry.group === to.group && entry.kind === to.kind && (!entry.name || entry.name === to.name));
    if (fromFits && toFits) return true;
  }
  return false;
}

/** The Gateway's own listeners, then those of its ListenerSets, oldest set first; without those that lose a conflict. */
export function listenersOf(gateway: Gateway, resources: Resources): readonly OracleListener[] {
  const own = gateway.spec.listeners.map((listener) => ({ parent: gateway, listener }));
  const sets = resources.listenerSets.filter((set) => isChildOf(set, gateway) && isAllowed(set, gateway, resources));
  const standing = withoutConflictsInside(own);
  for (const set of [...sets].sort((one, other) => (isBefore(one, other) ? -1 : 1))) {
    for (const candidate of withoutConflictsInside(set.spec.listeners.map((listener) => ({ parent: set, listener })))) {
      if (!own.some((earlier) => conflicts(earlier, candidate)) && !standing.some((earlier) => conflicts(earlier, candidate))) {
        standing.push(candidate);
      }
    }
  }
  return standing.filter((candidate) => isUsable(candidate, resources));
}

function isChildOf(set: ListenerSet, gateway: Gateway): boolean {
  const { parentRef } = set.spec;
  const namespace = parentRef.namespace ?? set.ref.namespace;
  const isGateway = parentRef.group === 'gateway.networking.k8s.io' && parentRef.kind === 'Gateway';
  return isGateway && parentRef.name === gateway.ref.name && namespace === gateway.ref.namespace;
}

function isAllowed(set: ListenerSet, gateway: Gateway, resources: Resources): boolean {
  const { from, selector } = gateway.spec.allowedListeners.namespaces;
  return isNamespaceChosen(from, selector, set.ref.namespace, gateway.ref.namespace, resources);
}

type Selector = NonNullable<Gateway['spec']['allowedListeners']['namespaces']['selector']>;

function isNamespaceChosen(from: string, selector: Selector | undefined, namespace: string, home: string, resources: Resources): boolean {
  if (from === 'All') return true;
  if (from === 'Same') return namespace === home;
  if (from !== 'Selector' || !selector) return false;
  const known = resources.namespaces.find(({ ref }) => ref.name === namespace);
  const labels: Record<string, string> = { ...known?.metadata.labels, 'kubernetes.io/metadata.name': namespace };
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (labels[key] !== value) return false;
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const isIn = labels[key] !== undefined && values.includes(labels[key]);
    if (operator === 'In' && !isIn) return false;
    if (operator === 'NotIn' && isIn) return false;
    if (operator === 'Exists' && labels[key] === undefined) return false;
    if (operator === 'DoesNotExist' && labels[key] !== undefined) return false;
  }
  return true;
}

/** Inside one object nobody wins a conflict. */
function withoutConflictsInside(listeners: readonly OracleListener[]): OracleListener[] {
  return listeners.filter((candidate) => !listeners.some((other) => other !== candidate && conflicts(other, candidate)));
}

function conflicts({ listener: one }: OracleListener, { listener: other }: OracleListener): boolean {
  if (one.port !== other.port) return false;
  return one.protocol !== other.protocol || (one.hostname ?? '') === (other.hostname ?? '');
}

/** HTTPS needs certificates; those of another namespace need a grant. */
function isUsable({ parent, listener }: OracleListener, resources: Resources): boolean {
  if (listener.protocol !== 'HTTP' && listener.protocol !== 'HTTPS') return false;
  return (listener.tls?.certificateRefs ?? []).every(({ group, kind, namespace, name }) => {
    const secret = { group, kind, name, namespace: namespace ?? parent.ref.namespace };
    return isGranted(parent.ref, secret, resources.referenceGrants);
  });
}

/** Whether a route is attached to a listener: a parentRef reaches it, and it lets the route in. Hostnames are another matter. */
export function isAttached(route: HTTPRoute | GRPCRoute, listener: OracleListener, resources: Resources, differences: NamedDifferences): boolean {
  const reaches = (route.spec.parentRefs ?? []).some((parentRef) => {
    const { parent, listener: { name, port } } = listener;
    const namespace = parentRef.namespace ?? route.ref.namespace;
    const isParent = parentRef.group === parent.ref.group && parentRef.kind === parent.ref.kind && parentRef.name === parent.ref.name;
    if (!isParent || namespace !== parent.ref.namespace) return false;
    return (parentRef.sectionName ?? name) === name && (parentRef.port ?? port) === port;
  });
  return reaches && letsIn(route, listener, resources) && takesKind(route, listener, differences);
}

function letsIn(route: HTTPRoute | GRPCRoute, { parent, listener }: OracleListener, resources: Resources): boolean {
  const { from, selector } = listener.allowedRoutes.namespaces;
  return isNamespaceChosen(from, selector, route.ref.namespace, parent.ref.namespace, resources);
}

function takesKind(route: HTTPRoute | GRPCRoute, { listener }: OracleListener, differences: NamedDifferences): boolean {
  if (route.ref.kind === 'GRPCRoute' && listener.protocol === 'HTTP' && differences.grpcNeedsHttps) return false;
  const { kinds } = listener.allowedRoutes;
  return !kinds || kinds.length === 0 || kinds.some(({ group, kind }) => group === route.ref.group && kind === route.ref.kind);
}

/** The hostnames under which a route is on a listener; `*` is any host. Empty where they do not meet. */
export function commonHostnames(listenerHostname: string | undefined, routeHostnames: readonly string[] | undefined): readonly string[] {
  if (!routeHostnames || routeHostnames.length === 0) return [listenerHostname ?? '*'];
  if (!listenerHostname) return routeHostnames;
  const common: string[] = [];
  for (const hostname of routeHostnames) {
    if (covers(listenerHostname, hostname)) common.push(hostname);
    else if (covers(hostname, listenerHostname)) common.push(listenerHostname);
  }
  return common;
}

/** Whether every name that `inner` stands for is one that `outer` stands for. */
function covers(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  return outer.startsWith('*.') && inner.length > outer.length - 1 && inner.endsWith(outer.slice(1));
}

/** Whether a hostname of the specification stands for the name of a request, given in lower case and without port. */
export function isHost(hostname: string, host: string): boolean {
  if (hostname === '*') return true;
  if (!hostname.startsWith('*.')) return hostname === host;
  return host.length > hostname.length - 1 && host.endsWith(hostname.slice(1));
}

/** Of the listeners whose hostname stands for the request's host the most specific: exact, then the longest wildcard, then none. */
export function mostSpecific(listeners: readonly OracleListener[], host: string): OracleListener | undefined {
  let best: OracleListener | undefined;
  for (const candidate of listeners) {
    if (isHost(candidate.listener.hostname ?? '*', host) && (!best || specificity(candidate) > specificity(best))) best = candidate;
  }
  return best;
}

function specificity({ listener: { hostname } }: OracleListener): number {
  if (!hostname) return 0;
  return hostname.startsWith('*.') ? hostname.split('.').length : 1000;
}
