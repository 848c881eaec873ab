import { NO_VALID_LISTENER, ROUTE_KIND_NOT_SUPPORTED, SELECTOR_IGNORED, SELECTOR_MISSING, UNSUPPORTED_PROTOCOL } from '../diagnostics/catalogue/attachment';
import { unsupportedRouteKind } from '../diagnostics/catalogue/attachment-words';
import { subjectOf } from '../diagnostics/subject';
import { didYouMean } from '../diagnostics/suggest';
import type { Gateway, ListenerSet } from '../model/resources';
import { certificatesOf } from './certificates';
import { findConflicts } from './conflicts';
import { resolveFrontend } from './frontend-tls';
import type { ListenerEntry } from './listener-entry';
import { entriesOf, placeOf, statusOf, subjectOfListener } from './listener-entry';
import { reportOverlaps } from './overlaps';
import type { AttachScope } from './scope';
import type { FrontendValidation, GatewayConfigurations, GatewayListener } from './topology';

export interface JudgedListeners {
  readonly listeners: readonly GatewayListener[];
  readonly frontendValidations: readonly FrontendValidation[];
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/** The kinds of routes that an ALB can serve by listener protocol. ALBs speak HTTP/2, and so gRPC, on HTTPS only. */
const KINDS_BY_PROTOCOL: Readonly<Record<string, readonly string[]>> = { HTTP: ['HTTPRoute'], HTTPS: ['HTTPRoute', 'GRPCRoute'] };

/**
 * Which listeners of a Gateway and of the ListenerSets it allows (in order of precedence) the load balancer gets,
 * and which routes they are open to. Reports what is wrong with each.
 */
export function judgeListeners(
  gateway: Gateway,
  listenerSets: readonly ListenerSet[],
  configurations: GatewayConfigurations,
  scope: AttachScope,
): JudgedListeners {
  const groups = [gateway, ...listenerSets].map(entriesOf);
  const served = groups.map((entries) => entries.filter((entry) => hasServedProtocol(entry, scope)));
  const conflicted = findConflicts(served, scope);
  const distinct = served.flat().filter((entry) => !conflicted.has(entry));
  const frontend = resolveFrontend(gateway, served.flat().filter(isHttps), scope);
  reportOverlaps(distinct.filter(isHttps), scope);
  const candidates = new Set(distinct);
  const listeners = groups.flat().map((entry) => {
    const supportedKinds = supportedKindsOf(entry, scope);
    reportSelector(entry, scope);
    const { certificates, sound } = certificatesOf(entry, configurations, scope);
    const closed = isHttps(entry) && frontend.closedPorts.has(entry.listener.port);
    const valid = candidates.has(entry) && supportedKinds.length > 0 && sound && !closed;
    return { ...entry, valid, supportedKinds, certificates };
  });
  reportIfNoneIsValid(gateway, listeners, scope);
  return { listeners, frontendValidations: frontend.validations };
}

function isHttps({ listener }: ListenerEntry): boolean {
  return listener.protocol === 'HTTPS';
}

function hasServedProtocol(entry: ListenerEntry, { sink }: AttachScope): boolean {
  const { protocol } = entry.listener;
  if (Object.hasOwn(KINDS_BY_PROTOCOL, protocol)) {
    return true;
  }
  const hint = didYouMean(protocol, Object.keys(KINDS_BY_PROTOCOL));
  sink.report(
    UNSUPPORTED_PROTOCOL,
    { subject: subjectOfListener(entry), protocol },
    { at: placeOf(entry, 'protocol'), subject: entry.parent.ref, about: statusOf(entry), hint },
  );
  return false;
}

function supportedKindsOf(entry: ListenerEntry, { sink }: AttachScope): readonly string[] {
  const { allowedRoutes, protocol } = entry.listener;
  const supported = Object.hasOwn(KINDS_BY_PROTOCOL, protocol) ? KINDS_BY_PROTOCOL[protocol] : [];
  const named = allowedRoutes.kinds ?? [];
  if (named.length === 0 || supported.length === 0) {
    return supported;
  }
  const isSupported = (kind: { group: string; kind: string }): boolean => kind.group === GATEWAY_API && supported.includes(kind.kind);
  named.forEach((kind, index) => {
    if (!isSupported(kind)) {
      const wrong = kind.group === GATEWAY_API ? 'kind' : 'group';
      sink.report(
        ROUTE_KIND_NOT_SUPPORTED,
        { subject: subjectOfListener(entry), kind: kind.kind, supported, why: unsupportedRouteKind(kind.group, kind.kind, protocol) },
        {
          at: placeOf(entry, 'allowedRoutes', 'kinds', index, wrong),
          subject: entry.parent.ref,
          about: statusOf(entry),
          hint: /^(TCP|UDP|TLS)Route$/.test(kind.kind) ? undefined : didYouMean(kind.kind, supported),
        },
      );
    }
  });
  return [...new Set(named.filter(isSupported).map((kind) => kind.kind))];
}

/** A selector that is missing, or there for nothing. */
function reportSelector(entry: ListenerEntry, { sink }: AttachScope): void {
  const { from, selector } = entry.listener.allowedRoutes.namespaces;
  const args = { subject: subjectOfListener(entry), field: 'allowedRoutes.namespaces' };
  if (from === 'Selector' && selector === undefined) {
    const at = placeOf(entry, 'allowedRoutes', 'namespaces', 'from');
    sink.report(SELECTOR_MISSING, args, { at, subject: entry.parent.ref });
  } else if (from !== 'Selector' && selector !== undefined) {
    const at = entry.parent.object.keyAt('spec', 'listeners', entry.index, 'allowedRoutes', 'namespaces', 'selector');
    sink.report(SELECTOR_IGNORED, { ...args, from }, { at, subject: entry.parent.ref });
  }
}

function reportIfNoneIsValid(gateway: Gateway, listeners: readonly GatewayListener[], { sink }: AttachScope): void {
  if (!listeners.some((listener) => listener.valid)) {
    const at = gateway.object.keyAt('spec', 'listeners');
    sink.report(NO_VALID_LISTENER, { subject: subjectOf(gateway.ref) }, { at, subject: gateway.ref, about: { object: gateway.ref } });
  }
}
