import type { ServiceBackend } from '../attach/topology';
import {
  HEALTH_CHECK_INVALID,
  HEALTH_CHECK_NODE_PORT,
  HEALTH_CHECK_PORT_NAMED,
  HEALTH_CHECK_PORT_UNKNOWN,
  HEALTH_CHECK_TIMEOUT,
  SETTING_WITHOUT_EFFECT,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { didYouMean } from '../diagnostics/suggest';
import type { HealthCheckConfiguration } from '../model/targetgroupconfiguration';
import type { HealthCheckPlan, TargetGroupPlan } from './ir';
import type { Sourced } from './sourced';
import { part, subjectFor, where, whereKey } from './sourced';

/** What of a target group decides about its health check. */
export type Checked = Pick<TargetGroupPlan, 'targetType' | 'protocol' | 'protocolVersion'>;

type Configured = Sourced<HealthCheckConfiguration> | undefined;

/**
 * The health check of a target group, all fields written out with the defaults of the AWS controller: traffic port,
 * the group's own protocol, `/` with 200-399 (gRPC: `/AWS.ALB/healthcheck` with 12), every 15 s, timeout 5 s,
 * 3 successes and 3 failures. Undefined where its port cannot be known; that has been reported then.
 */
export function planHealthCheck(
  configured: Configured,
  checked: Checked,
  backend: ServiceBackend,
  sink: DiagnosticSink,
): HealthCheckPlan | undefined {
  const port = healthCheckPort(configured && part(configured, 'healthCheckPort'), checked, backend, sink);
  const intervalSeconds = count(configured, 'healthCheckInterval', [5, 300], 15, sink);
  const timeoutSeconds = count(configured, 'healthCheckTimeout', [2, 120], 5, sink);
  if (configured !== undefined && timeoutSeconds >= intervalSeconds) {
    const args = { subject: subjectFor(configured), timeout: timeoutSeconds, interval: intervalSeconds };
    sink.report(HEALTH_CHECK_TIMEOUT, args, where(configured));
  }
  const others = {
    protocol: healthCheckProtocol(configured, checked, sink),
    path: healthCheckPath(configured, checked, sink),
    intervalSeconds,
    timeoutSeconds,
    healthyThresholdCount: count(configured, 'healthyThresholdCount', [2, 10], 3, sink),
    unhealthyThresholdCount: count(configured, 'unhealthyThresholdCount', [2, 10], 3, sink),
    matcher: matcher(configured, checked, sink),
  };
  return port === undefined ? undefined : { port, ...others };
}

/** `traffic-port`, a number, or the name of a port of the Service: for nodes its nodePort, for pods its numeric targetPort. */
function healthCheckPort(
  configured: Sourced<string> | undefined,
  { targetType }: Checked,
  { service }: ServiceBackend,
  sink: DiagnosticSink,
): string | undefined {
  if (configured === undefined || configured.value === 'traffic-port') return 'traffic-port';
  const { value: port } = configured;
  const subject = subjectFor(configured);
  if (/^\d+$/.test(port)) return checkedValue(configured, 'healthCheckPort', Number(port) >= 1 && Number(port) <= 65_535, '1 to 65535', sink);
  const named = service.spec.ports.find(({ name }) => name === port);
  if (named === undefined) {
    const existing = service.spec.ports.flatMap(({ name }) => name ?? []);
    const hint = didYouMean(port, [...existing, 'traffic-port']);
    sink.report(HEALTH_CHECK_PORT_UNKNOWN, { subject, port, existing }, { ...where(configured), ...(hint !== undefined && { hint }) });
    return undefined;
  }
  if (targetType === 'instance') {
    if (!named.nodePort) sink.report(HEALTH_CHECK_NODE_PORT, { subject, port }, where(configured));
    return named.nodePort ? String(named.nodePort) : undefined;
  }
  if (typeof named.targetPort === 'number') return String(named.targetPort);
  sink.report(HEALTH_CHECK_PORT_NAMED, { subject, port, targetPort: named.targetPort }, where(configured));
  return undefined;
}

function healthCheckProtocol(configured: Configured, { protocol }: Checked, sink: DiagnosticSink): 'HTTP' | 'HTTPS' {
  const own = configured && part(configured, 'healthCheckProtocol');
  if (own === undefined) return protocol;
  if (own.value !== 'TCP') return own.value;
  checkedValue(own, 'healthCheckProtocol', false, '"HTTP" or "HTTPS"', sink);
  return protocol;
}

function healthCheckPath(configured: Configured, { protocolVersion }: Checked, sink: DiagnosticSink): string {
  const byDefault = protocolVersion === 'GRPC' ? '/AWS.ALB/healthcheck' : '/';
  const path = configured && part(configured, 'healthCheckPath');
  if (path === undefined) return byDefault;
  const valid = path.value.startsWith('/') && path.value.length <= 1024;
  return checkedValue(path, 'healthCheckPath', valid, 'a path that begins with "/", at most 1024 characters', sink) ?? byDefault;
}

type CountField = 'healthCheckInterval' | 'healthCheckTimeout' | 'healthyThresholdCount' | 'unhealthyThresholdCount';

function count(
  configured: Configured,
  field: CountField,
  [minimum, maximum]: readonly [number, number],
  byDefault: number,
  sink: DiagnosticSink,
): number {
  const value = configured && part(configured, field);
  if (value === undefined) return byDefault;
  const valid = value.value >= minimum && value.value <= maximum;
  return checkedValue(value, field, valid, `${minimum} to ${maximum}`, sink) ?? byDefault;
}

function matcher(configured: Configured, { protocolVersion }: Checked, sink: DiagnosticSink): HealthCheckPlan['matcher'] {
  const own = configured && part(configured, 'matcher');
  const [used, useless] = protocolVersion === 'GRPC' ? (['grpcCode', 'httpCode'] as const) : (['httpCode', 'grpcCode'] as const);
  const ignored = own && part(own, useless);
  if (ignored !== undefined) {
    const because = useless === 'grpcCode' ? 'http-codes' : 'grpc-codes';
    sink.report(SETTING_WITHOUT_EFFECT, { subject: subjectFor(ignored), field: useless, because }, whereKey(ignored));
  }
  const codes = own && part(own, used);
  const [low, high, byDefault] = used === 'grpcCode' ? ([0, 99, '12'] as const) : ([200, 499, '200-399'] as const);
  if (codes === undefined) return { [used]: byDefault };
  const allowed = `codes from ${low} to ${high}, such as "${low},${low + 2}" or "${low}-${low + 9}"`;
  return { [used]: checkedValue(codes, used, isCodeList(codes.value, low, high), allowed, sink) ?? byDefault };
}

function isCodeList(text: string, low: number, high: number): boolean {
  return text.split(',').every((range) => {
    const bounds = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(range)?.slice(1).filter((bound) => bound !== undefined).map(Number);
    return bounds !== undefined && bounds.every((bound) => bound >= low && bound <= high) && bounds[0] <= bounds[bounds.length - 1];
  });
}

/** The value, or undefined after reporting that it is not allowed. */
function checkedValue<T extends string | number>(
  own: Sourced<T>,
  field: string,
  valid: boolean,
  allowed: string,
  sink: DiagnosticSink,
): T | undefined {
  if (valid) return own.value;
  sink.report(HEALTH_CHECK_INVALID, { subject: subjectFor(own), field, value: own.value, allowed }, where(own));
  return undefined;
}
