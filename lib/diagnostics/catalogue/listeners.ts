/** GW22xx: listeners of Gateways and ListenerSets: protocols, kinds of routes, conflicts. */
import { error, warning } from '../diagnostic';

export const NO_VALID_LISTENER = error<{ subject: string }>('GW2201', 'attach/no-valid-listener', {
  message: ({ subject }) => `${subject}: none of its listeners can be used, so the load balancer would listen on no port`,
  fix: 'correct at least one listener; each has a message of its own',
  cause: 'Every listener of a Gateway, those of its ListenerSets included, is refused.',
  condition: { type: 'Accepted', status: 'False', reason: 'ListenersNotValid' },
});

export const UNSUPPORTED_PROTOCOL = error<{ subject: string; protocol: string }>('GW2202', 'attach/unsupported-protocol', {
  message: ({ subject, protocol }) => `${subject}: an ALB has no protocol ${protocol}; it has HTTP and HTTPS`,
  fix: ({ protocol }) =>
    /^(TLS|TCP|UDP|TCP_UDP|QUIC)$/i.test(protocol)
      ? 'move the listener to a Gateway of a class with controllerName: gateway.k8s.aws/nlb (Network Load Balancer)'
      : 'write HTTP or HTTPS, in upper case',
  advice: 'write HTTP or HTTPS, or move the listener to a Gateway of a class with controllerName: gateway.k8s.aws/nlb (Network Load Balancer)',
  cause: 'A listener has a protocol other than HTTP and HTTPS.',
  condition: { type: 'Accepted', status: 'False', reason: 'UnsupportedProtocol' },
});

export const ROUTE_KIND_NOT_SUPPORTED = error<{ subject: string; kind: string; supported: readonly string[]; why: string }>(
  'GW2203',
  'attach/route-kind-not-supported',
  {
    message: ({ subject, kind, why }) => `${subject}: allowedRoutes.kinds names ${kind}: ${why}`,
    fix: ({ supported }) => `name ${supported.join(' or ')}, or leave kinds out`,
    advice: 'name HTTPRoute, or on an HTTPS listener GRPCRoute, or leave kinds out',
    cause: 'A listener allows a kind of route that its protocol, or an ALB, cannot serve. GRPCRoute needs HTTPS.',
    condition: { type: 'ResolvedRefs', status: 'False', reason: 'InvalidRouteKinds' },
  },
);

export const PROTOCOL_CONFLICT = error<{ subject: string; port: number; protocols: string }>('GW2204', 'attach/protocol-conflict', {
  message: ({ subject, port, protocols }) => `${subject}: port ${port} cannot speak ${protocols} at the same time`,
  fix: 'give the listeners of each protocol a port of their own',
  cause: 'Listeners with different protocols share a port. Inside one object all of them lose; a Gateway wins over its ListenerSets, an older ListenerSet over a newer.',
  condition: { type: 'Conflicted', status: 'True', reason: 'ProtocolConflict' },
});

export const HOSTNAME_CONFLICT = error<{ subject: string; port: number; hostname: string }>('GW2205', 'attach/hostname-conflict', {
  message: ({ subject, port, hostname }) =>
    `${subject}: port ${port} is taken ${hostname === '' ? 'for any hostname' : `for hostname "${hostname}"`} by another listener`,
  fix: 'give the listener another hostname or port, or attach the routes to the other listener',
  cause: 'Two listeners have the same port, protocol and hostname. Inside one object both lose; a Gateway wins over its ListenerSets, an older ListenerSet over a newer.',
  condition: { type: 'Conflicted', status: 'True', reason: 'HostnameConflict' },
});

export const OVERLAPPING_TLS = warning<{ subject: string; others: string }>('GW2206', 'attach/overlapping-tls', {
  message: ({ subject, others }) => `${subject}: its hostname overlaps with that of ${others} on the same port`,
  fix: 'acknowledge this if one certificate may serve both; clients may send requests for either host over one connection',
  cause: 'Hostnames of HTTPS listeners on one port overlap. HTTP/2 clients may reuse a connection for both; an ALB cannot answer 421.',
  condition: { type: 'OverlappingTLSConfig', status: 'True', reason: 'OverlappingHostnames' },
  runtime: false,
});

export const SELECTOR_MISSING = error<{ subject: string; field: string }>('GW2207', 'attach/selector-missing', {
  message: ({ subject, field }) => `${subject}: ${field} has from: Selector but no selector, so it selects no namespace`,
  fix: 'add a selector (matchLabels or matchExpressions) beside from: Selector',
  cause: 'allowedRoutes or allowedListeners says from: Selector without a selector.',
  runtime: true,
});

export const SELECTOR_IGNORED = warning<{ subject: string; field: string; from: string }>('GW2208', 'attach/selector-ignored', {
  message: ({ subject, field, from }) => `${subject}: ${field} has from: ${from}, so its selector is ignored`,
  fix: 'write from: Selector, or remove the selector',
  cause: 'allowedRoutes or allowedListeners has a selector and says (or has by default) something else than from: Selector.',
});
