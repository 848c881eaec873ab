import {
  BACKEND_APP_PROTOCOL,
  BACKEND_EXTERNAL_NAME,
  BACKEND_KIND,
  BACKEND_NOT_FOUND,
  BACKEND_NOT_PERMITTED,
  BACKEND_PORT_NOT_FOUND,
  BACKEND_TLS_POLICY,
  BACKEND_TLS_UNVERIFIED,
  BACKEND_TRANSPORT,
} from '../diagnostics/catalogue/attachment';
import { hasPorts, kindOfGroup, list, meantServicePort, ruleSubject, servicePort, unsupportedBackend } from '../diagnostics/catalogue/attachment-words';
import type { Code, Report } from '../diagnostics/diagnostic';
import type { ObjectRef, Span } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import { didYouMean } from '../diagnostics/suggest';
import type { Service } from '../model/resources';
import type { ServicePort } from '../model/service';
import type { PathSegment } from '../source/kube-object';
import { nearbyNames } from './references';
import { ruleNumber } from './rule-number';
import type { AttachScope } from './scope';
import type { ServiceSettings } from './service-settings';
import type { ResolvedBackend, Route, ServiceBackend, UnresolvedBackend } from './topology';

/** Values of `appProtocol` that an ALB can speak to its targets in one of its protocol versions; case does not count. */
const APP_PROTOCOLS = [
  'http',
  'https',
  'http2',
  'h2c',
  'grpc',
  'ws',
  'wss',
  'kubernetes.io/h2c',
  'kubernetes.io/ws',
  'kubernetes.io/wss',
];

/** Kinds that can be backends, for suggestions. */
const KINDS = ['Service', 'TargetGroupName'];

/** One backendRef on its way. */
interface Context {
  readonly route: Route;
  readonly rule: number;
  readonly index: number;
  readonly target: ObjectRef;
  readonly origin: Pick<ServiceBackend, 'index' | 'backendRef' | 'weight' | 'span'>;
}

/** Follows the backendRefs of a rule: kind, then grant, then existence, port and protocol. Reports what leads nowhere. */
export function resolveBackends(route: Route, rule: number, settings: ServiceSettings, scope: AttachScope): readonly ResolvedBackend[] {
  return (route.spec.rules[rule].backendRefs ?? []).map((backendRef, index) => {
    const { group, kind, name, namespace = route.ref.namespace } = backendRef;
    const span = route.object.at('spec', 'rules', rule, 'backendRefs', index);
    const origin = { index, backendRef, weight: backendRef.weight, span };
    const context = { route, rule, index, origin, target: { group, kind, namespace, name } };
    if (kind === 'TargetGroupName' && (group === '' || group === 'gateway.k8s.aws')) {
      return { ...origin, kind: 'target-group-name', name };
    }
    return group === '' && kind === 'Service' ? resolveService(context, settings, scope) : refuseKind(context, scope);
  });
}

function resolveService(context: Context, settings: ServiceSettings, scope: AttachScope): ResolvedBackend {
  const { route, target } = context;
  const { references } = scope;
  const resolution = references.follow(route.ref, target, references.services);
  switch (resolution.verdict) {
    case 'found':
      return resolvePort(context, resolution.object, settings, scope);
    case 'unreadable':
      return unresolved(context, 'BackendNotFound');
    case 'missing':
      report(BACKEND_NOT_FOUND, { target: subjectOf(target) }, context, { at: at(context, 'name'), ...nearbyNames(target, references.services) }, scope);
      return unresolved(context, 'BackendNotFound');
    case 'forbidden': {
      const args = { target: subjectOf(target), fromKind: route.ref.kind, from: route.ref.namespace, namespace: target.namespace };
      const notes = references.grants.nearMisses(route.ref, target);
      report(BACKEND_NOT_PERMITTED, args, context, { at: at(context, 'namespace'), notes }, scope);
      return unresolved(context, 'RefNotPermitted');
    }
  }
}

function resolvePort(context: Context, service: Service, settings: ServiceSettings, scope: AttachScope): ResolvedBackend {
  const target = subjectOf(service.ref);
  if (service.spec.type === 'ExternalName') {
    const notes = [{ text: 'type: ExternalName', span: service.object.at('spec', 'type') }];
    report(BACKEND_EXTERNAL_NAME, { target }, context, { at: at(context, 'name'), notes }, scope);
    return unresolved(context, 'InvalidKind');
  }
  const candidates = service.spec.ports.filter((port) => port.port === context.origin.backendRef.port);
  const port = candidates.find((candidate) => candidate.protocol === 'TCP');
  if (port !== undefined) {
    return resolveProtocol(context, service, port, settings, scope);
  }
  if (candidates.length > 0) {
    const named = `${target}, port ${candidates[0].port}`;
    report(BACKEND_TRANSPORT, { target: named, protocol: candidates[0].protocol }, context, { at: at(context, 'port') }, scope);
    return unresolved(context, 'UnsupportedProtocol');
  }
  reportPort(context, service, scope);
  return unresolved(context, 'BackendNotFound');
}

function resolveProtocol(context: Context, service: Service, port: ServicePort, settings: ServiceSettings, scope: AttachScope): ResolvedBackend {
  const target = `${subjectOf(service.ref)}, port ${port.port}`;
  const { appProtocol } = port;
  if (appProtocol !== undefined && !APP_PROTOCOLS.includes(appProtocol.toLowerCase())) {
    const hint = didYouMean(appProtocol, APP_PROTOCOLS);
    const notes = [{ text: `appProtocol: ${appProtocol}`, span: service.object.at('spec', 'ports', service.spec.ports.indexOf(port), 'appProtocol') }];
    const args = { target, appProtocol, allowed: list(APP_PROTOCOLS) };
    report(BACKEND_APP_PROTOCOL, args, context, { at: at(context, 'port'), hint, notes }, scope);
    return unresolved(context, 'UnsupportedProtocol');
  }
  const configuration = settings.configurationOf(service.ref);
  const backend: ServiceBackend = { ...context.origin, kind: 'service', service, port, ...(configuration && { configuration }) };
  const policy = settings.policyOf(service, port);
  if (policy === undefined) {
    return backend;
  }
  const where = { at: at(context, 'name'), notes: [{ text: subjectOf(policy.ref), span: policy.object.at('metadata', 'name') }] };
  const args = { target, policy: subjectOf(policy.ref) };
  if (scope.options.acceptUnverifiedBackendTls === true) {
    report(BACKEND_TLS_UNVERIFIED, args, context, where, scope);
    return { ...backend, unverifiedTls: policy };
  }
  report(BACKEND_TLS_POLICY, args, context, where, scope);
  return unresolved(context, 'UnsupportedProtocol');
}

function refuseKind(context: Context, scope: AttachScope): UnresolvedBackend {
  const { group, kind } = context.target;
  const wrong = KINDS.includes(kind) ? 'group' : 'kind';
  const hint = didYouMean(kind, KINDS);
  report(BACKEND_KIND, { kind: kindOfGroup(context.target), why: unsupportedBackend(group, kind) }, context, { at: at(context, wrong), hint }, scope);
  return unresolved(context, 'InvalidKind');
}

function reportPort(context: Context, service: Service, scope: AttachScope): void {
  const wanted = context.origin.backendRef.port ?? 0;
  const ports = service.spec.ports.map(servicePort);
  const meant = service.spec.ports.find((port) => port.targetPort === wanted);
  report(
    BACKEND_PORT_NOT_FOUND,
    { target: subjectOf(service.ref), port: wanted, ports: list(service.spec.ports.map((port) => String(port.port))) },
    context,
    {
      at: at(context, 'port'),
      notes: [{ text: hasPorts(service.ref, ports), span: service.object.keyAt('spec', 'ports') }],
      ...(meant && { hint: meantServicePort(meant.port) }),
    },
    scope,
  );
}

/** Reports a code whose message begins with the rule, about the status of the route under all its parents. */
function report<A extends object>(code: Code<A & { subject: string }>, args: A, { route, rule }: Context, where: Report, { sink }: AttachScope): void {
  sink.report(code, { ...args, subject: ruleSubject(route.ref, ruleNumber(route, rule)) }, { ...where, subject: route.ref, about: { object: route.ref } });
}

function at({ route, rule, index }: Context, ...path: readonly PathSegment[]): Span {
  return route.object.at('spec', 'rules', rule, 'backendRefs', index, ...path);
}

function unresolved({ origin, target }: Context, reason: UnresolvedBackend['reason']): UnresolvedBackend {
  return { ...origin, kind: 'unresolved', reason, target };
}
