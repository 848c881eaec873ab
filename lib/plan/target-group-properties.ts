import type { AttachedRoute, ServiceBackend } from '../attach/topology';
import {
  APP_PROTOCOL_IGNORED,
  BACKEND_PROTOCOL_INVALID,
  CONTROL_PORT_HONOURED,
  CONTROL_PORT_INSTANCE,
  CONTROL_PORT_INVALID,
  IPV6_NEEDS_DUALSTACK,
  IP_ADDRESS_TYPE_HONOURED,
  NODE_PORT_MISSING,
  PROTOCOL_VERSION_NEEDS_HTTPS,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink, Report } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { LoadBalancerIpAddressType, TargetGroupPlan } from './ir';
import { subjectFor, where } from './sourced';
import type { TargetGroupSettings } from './target-group-settings';
import { propertyOf } from './target-group-settings';

/** What forces a new target group when it changes. */
export type TargetGroupProperties = Pick<
  TargetGroupPlan,
  'targetType' | 'protocol' | 'protocolVersion' | 'ipAddressType' | 'port' | 'targetControlPort'
>;

/** A backend as it is to be reached: of which route, behind a listener of which protocol, with which settings. */
export interface TargetGroupRequest {
  readonly backend: ServiceBackend;
  readonly route: AttachedRoute;
  readonly listenerProtocol: 'HTTP' | 'HTTPS';
  readonly settings: TargetGroupSettings;
}

/** What the compilation decides for all target groups. */
export interface TargetGroupDefaults {
  readonly targetType: 'instance' | 'ip';
  readonly loadBalancerIpAddressType: LoadBalancerIpAddressType;
}

/**
 * Target type, protocol, version, address type and port of a backend, inferred as by the AWS controller where no
 * configuration says them. Undefined where no target group can be made of it. Reports GW54xx.
 */
export function targetGroupProperties(
  request: TargetGroupRequest,
  defaults: TargetGroupDefaults,
  sink: DiagnosticSink,
): TargetGroupProperties | undefined {
  const targetType = propertyOf(request.settings, 'targetType')?.value ?? defaults.targetType;
  const protocol = backendProtocol(request, sink);
  const ipAddressType = targetIpAddressType(request, defaults, sink);
  const port = targetPort(request, targetType, sink);
  const control = controlPort(request, targetType, sink);
  const protocolVersion = backendProtocolVersion(request, sink);
  if (protocol === undefined || ipAddressType === undefined || port === undefined || control === 'invalid') return undefined;
  return { targetType, protocol, protocolVersion, ipAddressType, port, ...(control !== undefined && { targetControlPort: control }) };
}

/** Where the Service has the port of a backend. */
export function servicePortReport({ service, port }: ServiceBackend, ...path: readonly string[]): Report {
  return { at: service.object.at('spec', 'ports', service.spec.ports.indexOf(port), ...path), subject: service.ref };
}

/** Port 1 stands for a named container port: the binding registers every target with its own number. */
function targetPort({ backend }: TargetGroupRequest, targetType: 'instance' | 'ip', sink: DiagnosticSink): number | undefined {
  const { service, port, span } = backend;
  if (targetType === 'ip') return typeof port.targetPort === 'number' ? port.targetPort : 1;
  if (port.nodePort) return port.nodePort;
  const notes = [{ text: 'used as a backend here', span }];
  const args = { subject: subjectOf(service.ref), port: port.port, type: service.spec.type };
  sink.report(NODE_PORT_MISSING, args, { ...servicePortReport(backend), notes });
  return undefined;
}

/** A BackendTLSPolicy that was accepted without verification means HTTPS. */
function backendProtocol({ backend, settings }: TargetGroupRequest, sink: DiagnosticSink): 'HTTP' | 'HTTPS' | undefined {
  const protocol = propertyOf(settings, 'protocol');
  if (protocol === undefined) return backend.unverifiedTls === undefined ? 'HTTP' : 'HTTPS';
  if (protocol.value === 'HTTP' || protocol.value === 'HTTPS') return protocol.value;
  sink.report(BACKEND_PROTOCOL_INVALID, { subject: subjectFor(protocol), protocol: protocol.value }, where(protocol));
  return undefined;
}

/** HTTP listeners speak HTTP/1.1 to targets whatever is asked for; a GRPCRoute is not attached to them at all. */
function backendProtocolVersion(request: TargetGroupRequest, sink: DiagnosticSink): 'HTTP1' | 'HTTP2' | 'GRPC' {
  const { backend, listenerProtocol, route: { route }, settings } = request;
  const configured = propertyOf(settings, 'protocolVersion');
  const h2c = backend.port.appProtocol?.toLowerCase() === 'kubernetes.io/h2c';
  const grpc = route.ref.kind === 'GRPCRoute';
  reportAppProtocol(request, sink);
  const version = configured?.value ?? (grpc ? 'GRPC' : h2c ? 'HTTP2' : 'HTTP1');
  if (listenerProtocol === 'HTTPS' || version === 'HTTP1') return version;
  if (configured !== undefined) {
    sink.report(PROTOCOL_VERSION_NEEDS_HTTPS, { subject: subjectFor(configured), version, because: 'configuration' }, where(configured));
  } else if (h2c) {
    const report = servicePortReport(backend, 'appProtocol');
    sink.report(PROTOCOL_VERSION_NEEDS_HTTPS, { subject: subjectOf(backend.service.ref), version, because: 'app-protocol' }, report);
  }
  return 'HTTP1';
}

/** What is spoken anyway, or decides the version. The AWS controller understands no more; a configuration says the rest. */
const UNDERSTOOD = ['http', 'ws', 'kubernetes.io/h2c', 'kubernetes.io/ws'];

function reportAppProtocol({ backend, settings, route }: TargetGroupRequest, sink: DiagnosticSink): void {
  const { appProtocol } = backend.port;
  const understood = route.route.ref.kind === 'GRPCRoute' ? [...UNDERSTOOD, 'grpc'] : UNDERSTOOD;
  if (appProtocol === undefined || understood.includes(appProtocol.toLowerCase()) || backend.unverifiedTls !== undefined) return;
  if (propertyOf(settings, 'protocol') !== undefined || propertyOf(settings, 'protocolVersion') !== undefined) return;
  sink.report(APP_PROTOCOL_IGNORED, { subject: subjectOf(backend.service.ref), appProtocol }, servicePortReport(backend, 'appProtocol'));
}

function targetIpAddressType(
  { backend: { service }, settings }: TargetGroupRequest,
  { loadBalancerIpAddressType }: TargetGroupDefaults,
  sink: DiagnosticSink,
): 'ipv4' | 'ipv6' | undefined {
  const configured = propertyOf(settings, 'ipAddressType');
  const inferred = service.spec.ipFamilies?.includes('IPv6') ? 'ipv6' : 'ipv4';
  const used = configured?.value ?? inferred;
  if (configured !== undefined && used !== inferred) {
    sink.report(IP_ADDRESS_TYPE_HONOURED, { subject: subjectFor(configured), used, inferred }, where(configured));
  }
  if (used === 'ipv4' || loadBalancerIpAddressType !== 'ipv4') return used;
  const report = configured === undefined ? { at: service.object.at('spec', 'ipFamilies'), subject: service.ref } : where(configured);
  const subject = configured === undefined ? subjectOf(service.ref) : subjectFor(configured);
  sink.report(IPV6_NEEDS_DUALSTACK, { subject }, report);
  return undefined;
}

function controlPort({ settings }: TargetGroupRequest, targetType: 'instance' | 'ip', sink: DiagnosticSink): number | 'invalid' | undefined {
  const control = propertyOf(settings, 'targetControlPort');
  if (control === undefined) return undefined;
  const { value: port } = control;
  const subject = subjectFor(control);
  if (port < 1 || port > 65_535) {
    sink.report(CONTROL_PORT_INVALID, { subject, port }, where(control));
  } else if (targetType === 'instance') {
    sink.report(CONTROL_PORT_INSTANCE, { subject }, where(control));
  } else {
    sink.report(CONTROL_PORT_HONOURED, { subject, port }, where(control));
    return port;
  }
  return 'invalid';
}
