/** GW21xx: parentRefs of routes: which listeners take which route. */
import { error, note, warning } from '../diagnostic';

export const ROUTE_WITHOUT_PARENT = error<{ subject: string }>('GW2101', 'attach/route-without-parent', {
  message: ({ subject }) => `${subject} has no parentRefs, so no Gateway serves it`,
  fix: 'name a Gateway or ListenerSet in parentRefs, or remove the route',
  cause: 'A route names no parent. It is valid, but no load balancer ever gets it.',
  runtime: true,
});

export const PARENT_NOT_FOUND = error<{ subject: string; parent: string }>('GW2102', 'attach/parent-not-found', {
  message: ({ subject, parent }) => `${subject}: ${parent} is not in the manifests`,
  fix: 'add it to the manifests, or correct name and namespace in parentRefs',
  cause: 'A parentRef names a Gateway or ListenerSet that is not in the files. In a cluster the route would be ignored silently.',
  runtime: true,
});

export const PARENT_KIND = error<{ subject: string; kind: string }>('GW2103', 'attach/parent-kind', {
  message: ({ subject, kind }) => `${subject}: a route cannot be attached to a ${kind}`,
  fix: 'name a Gateway or a ListenerSet of gateway.networking.k8s.io',
  cause: 'A parentRef has a kind that is neither Gateway nor ListenerSet (nor Service, for a mesh).',
  runtime: true,
});

export const NO_SUCH_LISTENER = error<{ subject: string; parent: string; section: string }>('GW2104', 'attach/no-such-listener', {
  message: ({ subject, parent, section }) => `${subject}: ${parent} has no listener "${section}"`,
  fix: 'name one of its listeners, or leave sectionName out to attach to all of them',
  cause: 'The sectionName of a parentRef names no listener of the parent.',
  condition: { type: 'Accepted', status: 'False', reason: 'NoMatchingParent' },
});

export const NO_LISTENER_ON_PORT = error<{ subject: string; listeners: string; port: number }>('GW2105', 'attach/no-listener-on-port', {
  message: ({ subject, listeners, port }) => `${subject}: ${listeners} not on port ${port}`,
  fix: 'correct the port in the parentRef, or leave it out',
  cause: 'The port of a parentRef is the port of none of the listeners that the parentRef selects.',
  condition: { type: 'Accepted', status: 'False', reason: 'NoMatchingParent' },
});

export const NOT_ALLOWED_BY_LISTENERS = error<{ subject: string; parent: string; why: string }>(
  'GW2106',
  'attach/not-allowed-by-listeners',
  {
    message: ({ subject, parent, why }) => `${subject}: ${parent} does not take it: ${why}`,
    fix: 'change allowedRoutes of a listener (namespaces, kinds), or attach the route elsewhere',
    cause: 'allowedRoutes or the protocol of every selected listener refuses the namespace or the kind of the route.',
    condition: { type: 'Accepted', status: 'False', reason: 'NotAllowedByListeners' },
  },
);

export const NO_MATCHING_HOSTNAME = error<{ subject: string; parent: string; hostnames: string }>('GW2107', 'attach/no-matching-hostname', {
  message: ({ subject, parent, hostnames }) => `${subject}: no listener of ${parent} that it may use has a hostname that fits ${hostnames}`,
  fix: 'change the hostnames of the route so that they lie within the hostname of a listener, or add a listener for them',
  cause: 'The hostnames of a route and those of all listeners that would take it have no host in common.',
  condition: { type: 'Accepted', status: 'False', reason: 'NoMatchingListenerHostname' },
});

export const HOSTNAME_NOT_SERVED = warning<{ subject: string; hostname: string }>('GW2108', 'attach/hostname-not-served', {
  message: ({ subject, hostname }) => `${subject}: no listener of its parents serves hostname "${hostname}", so it is ignored`,
  fix: 'remove the hostname, or add a listener for it',
  cause: 'One of several hostnames of a route lies outside the hostnames of all listeners that the route is attached to.',
});

export const PARENT_OF_OTHER_CONTROLLER = note<{ subject: string; parent: string; controller: string }>(
  'GW2109',
  'attach/parent-of-other-controller',
  {
    message: ({ subject, parent, controller }) => `${subject}: ${parent} belongs to the controller ${controller}; this attachment is left to it`,
    fix: 'nothing to do, unless the Gateway should become an Application Load Balancer',
    cause: 'A parentRef names a Gateway of a class of another controller.',
  },
);

export const MESH_PARENT = note<{ subject: string; service: string }>('GW2110', 'attach/mesh-parent', {
  message: ({ subject, service }) => `${subject}: the parent ${service} is for a service mesh; a load balancer has no part in it`,
  fix: 'nothing to do, unless the route should be served by a Gateway: then name one in parentRefs',
  cause: 'A parentRef names a Service or ServiceImport (GAMMA, east-west traffic).',
});

export const ROUTE_KIND_NEEDS_NLB = error<{ subject: string; kind: string; parent: string }>('GW2111', 'attach/route-kind-needs-nlb', {
  message: ({ subject, kind, parent }) => `${subject}: ${parent} is an Application Load Balancer, which cannot serve a ${kind}`,
  fix: 'attach it to a Gateway of a class with controllerName: gateway.k8s.aws/nlb (Network Load Balancer)',
  cause: 'A TCPRoute, UDPRoute or TLSRoute names a Gateway of an ALB class. An ALB understands HTTP and HTTPS only.',
  runtime: true,
});

export const PARENT_SET_NOT_ATTACHED = error<{ subject: string; parent: string }>('GW2112', 'attach/parent-set-not-attached', {
  message: ({ subject, parent }) => `${subject}: ${parent} has no part in its Gateway, so it serves no routes`,
  fix: 'allow the ListenerSet in allowedListeners of its Gateway, or attach the route elsewhere',
  cause: 'A parentRef names a ListenerSet that its Gateway does not allow.',
  condition: { type: 'Accepted', status: 'False', reason: 'NoMatchingParent' },
});

export const MIXED_ROUTE_KINDS = note<{ subject: string; other: string; listener: string; hostname: string }>(
  'GW2113',
  'attach/mixed-route-kinds',
  {
    message: ({ subject, other, listener, hostname }) =>
      `${subject} and ${other} share ${hostname === '' ? 'their hosts' : `host ${hostname}`} on ${listener}; both are served`,
    fix: 'nothing to do for an ALB; other implementations may refuse the younger of the two, so give each its own hostname to stay portable',
    cause: 'An HTTPRoute and a GRPCRoute are attached to one listener with hostnames in common. The specification lets only one of them win.',
  },
);
