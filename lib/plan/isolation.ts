import { compareSpecificity } from '../attach/hostnames';
import type { AttachedRoute, GatewayListener } from '../attach/topology';
import { HOSTNAME_ISOLATED } from '../diagnostics/catalogue/routing';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { Span } from '../diagnostics/subject';
import type { PortGroup } from './context';
import { enclosingHosts } from './hosts';

/** Routes whose rules stand in one order of precedence. */
export interface Block {
  /** Hostname whose requests belong to the block alone; absent for a listener for any host, and without isolation. */
  readonly hostname?: string;
  /** The listener of the block; the first of the port without isolation. */
  readonly listener: GatewayListener;
  readonly served: readonly ServedRoute[];
}

/** A route on a listener with the hostnames of which requests can arrive there; the empty one is any host. */
export interface ServedRoute {
  readonly route: AttachedRoute;
  readonly listener: GatewayListener;
  readonly hostnames: readonly string[];
}

/**
 * A request belongs to the listener with the most specific hostname (Gateway API, Listener.hostname), so each listener
 * of a port is a block of rules, the most specific first. What a more specific listener owns completely is left out of
 * the others: such requests never arrive there.
 */
export function isolatedBlocks(group: PortGroup, sink: DiagnosticSink): readonly Block[] {
  const owners = new Map(group.listeners.map((listener) => [hostnameOf(listener), listener]));
  const listeners = [...group.listeners].sort((left, right) => compareSpecificity(hostnameOf(left), hostnameOf(right)));
  const attached = routesByListener(group);
  return listeners.map((listener) => {
    const served = [...attached.get(listener) ?? []].map(([route, hostnames]): ServedRoute => ({
      route,
      listener,
      hostnames: [...hostnames].filter((hostname) => {
        const owner = ownerOf(hostname, owners) ?? listener;
        if (owner !== listener && !attached.get(owner)?.has(route)) tellIsolated({ route, hostname, listener, owner }, sink);
        return owner === listener;
      }),
    }));
    const hostname = hostnameOf(listener);
    return { listener, served, ...(hostname !== '' && { hostname }) };
  });
}

/** All routes of the port in one block; a hostname that several listeners give a route is served once. */
export function mixedBlock(group: PortGroup): Block {
  const seen = new Map<AttachedRoute, Set<string>>();
  const served = [...routesByListener(group)].flatMap(([listener, routes]) => [...routes].map(([route, hostnames]): ServedRoute => {
    const known = seen.get(route) ?? new Set<string>();
    seen.set(route, known);
    const fresh = [...hostnames].filter((hostname) => !known.has(hostname));
    fresh.forEach((hostname) => known.add(hostname));
    return { route, listener, hostnames: fresh };
  }));
  return { listener: group.listeners[0], served };
}

export function hostnameOf({ listener }: GatewayListener): string {
  return listener.hostname ?? '';
}

type RoutesOfListener = Map<AttachedRoute, Set<string>>;

/** In the order of the listeners. A route may be attached to a listener through several parentRefs. */
function routesByListener(group: PortGroup): ReadonlyMap<GatewayListener, RoutesOfListener> {
  const byListener = new Map<GatewayListener, RoutesOfListener>(group.listeners.map((listener) => [listener, new Map()]));
  for (const { route, attachment } of group.attachments) {
    const routes = byListener.get(attachment.listener);
    const known = routes?.get(route) ?? new Set<string>();
    for (const hostname of attachment.hostnames.length > 0 ? attachment.hostnames : ['']) known.add(hostname);
    routes?.set(route, known);
  }
  return byListener;
}

/** The most specific listener whose hostname contains this one. */
function ownerOf(hostname: string, owners: ReadonlyMap<string, GatewayListener>): GatewayListener | undefined {
  const enclosing = enclosingHosts(hostname).find((candidate) => owners.has(candidate));
  return enclosing === undefined ? undefined : owners.get(enclosing);
}

interface IsolatedHostname {
  readonly route: AttachedRoute;
  readonly hostname: string;
  readonly listener: GatewayListener;
  readonly owner: GatewayListener;
}

function tellIsolated({ route, hostname, listener, owner }: IsolatedHostname, sink: DiagnosticSink): void {
  const subject = subjectOf(route.route.ref);
  const args = { subject, hostname, listener: `"${listener.listener.name}"`, owner: `"${owner.listener.name}"` };
  const note = { text: `listener "${owner.listener.name}" of ${subjectOf(owner.parent.ref)}`, span: hostnameSpan(owner) };
  sink.report(HOSTNAME_ISOLATED, args, { at: routeHostnameSpan(route, hostname), subject: route.route.ref, notes: [note] });
}

/** Where a listener says its hostname. */
export function hostnameSpan({ parent, index }: GatewayListener): Span {
  return parent.object.at('spec', 'listeners', index, 'hostname');
}

/** Where a route says a hostname; its list where the hostname comes from the listener. */
export function routeHostnameSpan({ route }: AttachedRoute, hostname: string): Span {
  const index = (route.spec.hostnames ?? []).indexOf(hostname);
  return index < 0 ? route.object.at('spec', 'hostnames') : route.object.at('spec', 'hostnames', index);
}
