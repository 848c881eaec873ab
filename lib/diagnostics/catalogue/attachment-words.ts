/** Words of the GW2xxx messages: names of parts, reasons, and notes beside a message. */
import type { NamespacedName, ObjectRef } from '../subject';
import { nameOf, subjectOf } from '../subject';

/** `Gateway infra/web, listener "https"` */
export function listenerSubject(parent: ObjectRef, listener: string): string {
  return `${subjectOf(parent)}, listener "${listener}"`;
}

/** `HTTPRoute shop/cafe, rule 2`: rules count from 0, as in paths. */
export function ruleSubject(route: ObjectRef, rule: number): string {
  return `${subjectOf(route)}, rule ${rule}`;
}

/** `a`, `a and b`, `a, b and c` */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** `http (80)` */
export function listenerWithPort({ name, port }: { readonly name: string; readonly port: number }): string {
  return `${name} (${port})`;
}

export function kindOfGroup(ref: { readonly group: string; readonly kind: string }): string {
  return ref.group === '' ? ref.kind : `${ref.kind} of ${ref.group}`;
}

export const existsElsewhere = (kind: string, name: NamespacedName): string => `there is ${kind} ${nameOf(name)}`;
export const hasListeners = (parent: ObjectRef, listeners: readonly string[]): string => `${subjectOf(parent)} has listeners ${listeners.join(', ')}`;
/** Begins `... not on port 8080`. */
export const listenersAreOn = (parent: ObjectRef, section: string | undefined): string =>
  section === undefined ? `the listeners of ${subjectOf(parent)} are` : `${listenerSubject(parent, section)} is`;
export const listenerOfSet = (set: ObjectRef, listener: string): string =>
  `${subjectOf(set)} has a listener "${listener}"; a parentRef with kind: ListenerSet reaches it`;

/** Why a listener refuses a route. */
export const refusesNamespace = (listener: string, choice: string, namespace: string): string =>
  `listener "${listener}" takes routes of ${choice}, not of namespace ${namespace}`;
export const refusesKind = (listener: string, protocol: string, supported: readonly string[], kind: string): string => {
  const grpc = kind === 'GRPCRoute' && protocol === 'HTTP' ? '; gRPC needs HTTPS on an ALB' : '';
  return `listener "${listener}" takes ${supported.length > 0 ? supported.join(' and ') : 'no routes'}, no ${kind}${grpc}`;
};
export const refusesHostname = (listener: string, hostname: string): string => `listener "${listener}" serves ${hostname}`;

/** Which namespaces a choice takes, in words. */
export function chosenNamespaces(from: string, home: string): string {
  switch (from) {
    case 'All':
      return 'all namespaces';
    case 'Same':
      return `its own namespace ${home}`;
    case 'Selector':
      return 'the namespaces that its selector matches';
    default:
      return 'no namespace';
  }
}

export const namespaceNotInFiles = (namespace: string): string =>
  `Namespace ${namespace} is not in the manifests, so a selector can only see its name`;
export const takesNamespaces = (choice: string): string => `allowedListeners takes ${choice}`;
export const withoutSelector = 'from: Selector without a selector selects nothing';

/** Why a kind of route cannot be allowed on a listener. */
export function unsupportedRouteKind(group: string, kind: string, protocol: string): string {
  if (group !== 'gateway.networking.k8s.io') {
    return `its group ${group || '""'} is not gateway.networking.k8s.io`;
  }
  switch (kind) {
    case 'GRPCRoute':
      return `gRPC needs HTTPS on an ALB, and the listener speaks ${protocol}`;
    case 'TCPRoute':
    case 'UDPRoute':
    case 'TLSRoute':
      return 'it needs a Network Load Balancer';
    default:
      return 'there is no such kind of route';
  }
}

export const otherListener = (parent: ObjectRef, listener: string, protocol: string, port: number): string =>
  `${listenerSubject(parent, listener)} has ${protocol} on port ${port}`;
export const listenerWithHostname = (parent: ObjectRef, listener: string, hostname: string): string =>
  `${listenerSubject(parent, listener)} has ${hostname === '' ? 'no hostname' : `hostname "${hostname}"`}`;

/** What is wrong with a certificate. */
export const isOfKind = (kind: string): string => `is a ${kind}, not a Secret of the core group`;
export const isNoConfigMap = (kind: string): string => `is a ${kind}, not a ConfigMap of the core group`;
export const isMissing = 'is not in the manifests';
export const isUnreadable = 'cannot be read';
export const isNoPem = 'has no PEM certificates under the key ca.crt';
export const hasSecretType = (type: string): string => `is of type ${type}, not kubernetes.io/tls`;
export const hasNoCertificate = 'has no certificate and key in PEM form under tls.crt and tls.key';

/** ReferenceGrants that nearly fit. */
export const grantsTargets = (grant: ObjectRef, targets: readonly { readonly kind: string; readonly name?: string }[]): string =>
  `${subjectOf(grant)} permits ${list(targets.map(({ kind, name }) => (name === undefined ? `every ${kind}` : `${kind} ${name}`)))} only`;
export const grantsSource = (grant: ObjectRef, source: Omit<ObjectRef, 'name'>, from: ObjectRef): string =>
  `${subjectOf(grant)} permits it to ${kindOfGroup(source)} in namespace ${source.namespace}, not to ${kindOfGroup(from)} in namespace ${from.namespace}`;
export const grantMisplaced = (grant: ObjectRef, namespace: string): string =>
  `${subjectOf(grant)} has no effect there: a grant belongs into the namespace of the target, ${namespace}`;

/** Ports of a Service: `http 80 -> 8080`. */
export function servicePort(port: { readonly name?: string; readonly port: number; readonly targetPort: number | string }): string {
  return `${port.name === undefined ? '' : `${port.name} `}${port.port} -> ${port.targetPort}`;
}
export const hasPorts = (service: ObjectRef, ports: readonly string[]): string =>
  ports.length === 0 ? `${subjectOf(service)} has no ports` : `${subjectOf(service)} has ports ${ports.join(', ')} (port -> targetPort)`;
export const meantServicePort = (port: number): string => `that is a targetPort; its Service port is ${port}`;

/** Why a kind cannot be a backend. */
export function unsupportedBackend(group: string, kind: string): string {
  switch (`${group}/${kind}`) {
    case 'multicluster.x-k8s.io/ServiceImport':
      return 'multi-cluster Services are not supported; TargetGroupConfiguration.enableMultiCluster shares a target group between clusters';
    case 'gateway.networking.k8s.io/Gateway':
      return 'a load balancer can only be chained behind a Network Load Balancer';
    default:
      return kind === 'Service' || kind === 'TargetGroupName' ? `its group is "${group}"` : 'an ALB forwards to Services only';
  }
}

export const firstOne = (ref: ObjectRef): string => `${subjectOf(ref)} is here`;
export const targetIsMissing = (target: string): string => `${target} is not in the manifests`;
