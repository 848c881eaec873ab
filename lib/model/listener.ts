import { z } from 'zod';
import type { Immutable } from './object';
import { labelSelector } from './object';
import { secretObjectReference } from './references';
import { group, hostname, kind, portNumber, sectionName, text } from './scalars';

export const listenerTLSConfig = z.strictObject({
  mode: z.enum(['Terminate', 'Passthrough']).default('Terminate'),
  certificateRefs: z.array(secretObjectReference).max(64).optional(),
  options: z.record(text('qualifiedName', 253), z.string().max(4096)).optional(),
});
export type ListenerTLSConfig = Immutable<z.infer<typeof listenerTLSConfig>>;

/** Which namespaces may attach routes; a ListenerSet's `Same` is its own namespace. */
export const routeNamespaces = z.strictObject({
  from: z.enum(['All', 'Selector', 'Same']).default('Same'),
  selector: labelSelector.optional(),
});
export type RouteNamespaces = Immutable<z.infer<typeof routeNamespaces>>;

export const routeGroupKind = z.strictObject({ group: group.default('gateway.networking.k8s.io'), kind });
export type RouteGroupKind = Immutable<z.infer<typeof routeGroupKind>>;

export const allowedRoutes = z.strictObject({
  namespaces: routeNamespaces.default({ from: 'Same' }),
  kinds: z.array(routeGroupKind).max(8).optional(),
});
export type AllowedRoutes = Immutable<z.infer<typeof allowedRoutes>>;

/** A listener of a Gateway or an entry of a ListenerSet; both have the same fields. */
export const listener = z.strictObject({
  name: sectionName,
  hostname: hostname.optional(),
  port: portNumber,
  protocol: text('protocol', 255),
  tls: listenerTLSConfig.optional(),
  allowedRoutes: allowedRoutes.default({ namespaces: { from: 'Same' } }),
});
export type Listener = Immutable<z.infer<typeof listener>>;

/** 1 to 64 listeners with unique names. */
export const listeners = z.array(listener).min(1).max(64);
