import { z } from 'zod';
import {
  HOSTNAME_FORBIDDEN, LISTENERS_NOT_DISTINCT, TLS_FORBIDDEN, TLS_MODE_WRONG, TLS_WITHOUT_CERTIFICATE,
} from '../diagnostics/catalogue/shape';
import { firstUse } from '../diagnostics/catalogue/shape-words';
import { checkEntries, checkUnique } from './entries';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Immutable } from './object';
import { checkLabelSelector, labelSelector } from './object';
import type { Path } from './paths';
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

/** The rules over the listeners of a Gateway or ListenerSet (CEL of both CRDs). */
export function checkListeners(list: readonly Listener[], path: Path, mistakes: Mistake[]): void {
  checkUnique(list, (entry) => entry.name, 'name', path, mistakes);
  checkDistinct(list, path, mistakes);
  list.forEach((entry, index) => {
    const at = [...path, index];
    checkProtocol(entry, at, mistakes);
    checkEntries(entry.tls?.options, 16, [...at, 'tls', 'options'], mistakes);
    checkLabelSelector(entry.allowedRoutes.namespaces.selector, [...at, 'allowedRoutes', 'namespaces', 'selector'], mistakes);
  });
}

function checkDistinct(list: readonly Listener[], path: Path, mistakes: Mistake[]): void {
  const first = new Map<string, number>();
  list.forEach(({ port, protocol, hostname: host = '' }, index) => {
    const key = JSON.stringify([port, protocol, host]);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return;
    }
    const notes = [{ text: firstUse(`${protocol}:${port}`), path: [...path, earlier, 'port'] }];
    const place = { path: [...path, index, 'port'], about: [...path, index], notes };
    mistakes.push(mistake(LISTENERS_NOT_DISTINCT, { port, protocol, hostname: host }, place));
  });
}

function checkProtocol({ protocol, hostname: host, tls }: Listener, path: Path, mistakes: Mistake[]): void {
  if (host !== undefined && ['TCP', 'UDP'].includes(protocol)) {
    mistakes.push(mistake(HOSTNAME_FORBIDDEN, { protocol }, { path: [...path, 'hostname'], onKey: true, about: path }));
  }
  if (tls === undefined) {
    if (protocol === 'TLS') {
      mistakes.push(mistake(TLS_MODE_WRONG, { protocol, mode: '' }, { path: [...path, 'protocol'], about: path }));
    }
    return;
  }
  if (['HTTP', 'TCP', 'UDP'].includes(protocol)) {
    mistakes.push(mistake(TLS_FORBIDDEN, { protocol }, { path: [...path, 'tls'], onKey: true, about: path }));
  } else if (protocol === 'HTTPS' && tls.mode !== 'Terminate') {
    mistakes.push(mistake(TLS_MODE_WRONG, { protocol, mode: tls.mode }, { path: [...path, 'tls', 'mode'], about: path }));
  } else if (tls.mode === 'Terminate' && (tls.certificateRefs ?? []).length === 0 && Object.keys(tls.options ?? {}).length === 0) {
    mistakes.push(mistake(TLS_WITHOUT_CERTIFICATE, {}, { path: [...path, 'tls'], onKey: true, about: path }));
  }
}
