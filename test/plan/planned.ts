import { attach } from '../../lib/attach/attach';
import type { AttachedGateway } from '../../lib/attach/topology';
import type { Diagnostic, InvalidRoutePolicy } from '../../lib/diagnostics/diagnostic';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { decode } from '../../lib/model/decode';
import type { PlanOptions } from '../../lib/plan/context';
import type { LoadBalancerPlan, TargetGroupPlan } from '../../lib/plan/ir';
import { emptyLedger } from '../../lib/plan/ledger';
import { defaultQuotas } from '../../lib/plan/limits';
import { plan } from '../../lib/plan/plan';
import { readManifests } from '../../lib/source/read';

/** What the plan makes of a text, with everything that was reported on the way. */
export interface Planned {
  readonly plan: LoadBalancerPlan;
  readonly diagnostics: readonly Diagnostic[];
  /** Codes of the plan's resource half (GW5xxx), in order of report. */
  readonly codes: readonly string[];
}

export const defaultOptions: PlanOptions = {
  onInvalidRoute: 'fail',
  defaultTargetType: 'ip',
  listenerIsolation: true,
  compaction: true,
  certificates: 'any',
  defaultCertificate: true,
  oidcClientSecrets: 'any',
  existingTargetGroups: 'any',
  quotas: defaultQuotas,
  namingScope: 'test',
  ledger: emptyLedger,
};

/** The first ALB Gateway of the manifests, attached. */
export function attached(manifests: string, policy: InvalidRoutePolicy = 'fail'): { gateway: AttachedGateway; sink: DiagnosticSink } {
  const sink = new DiagnosticSink(policy);
  const resources = decode(readManifests([{ path: 'test.yaml', text: manifests }], sink), sink);
  const [gateway] = attach(resources, { certificates: 'any', acceptUnverifiedBackendTls: true }, sink).gateways;
  if (gateway === undefined) throw new Error(`no Gateway: ${sink.diagnostics.map(({ message }) => message).join('; ')}`);
  return { gateway, sink };
}

/** Reads, decodes, attaches and plans. */
export function planned(manifests: string, options: Partial<PlanOptions> = {}): Planned {
  const { gateway, sink } = attached(manifests, options.onInvalidRoute);
  const result = plan(gateway, { ...defaultOptions, ...options }, sink);
  return { plan: result, diagnostics: sink.diagnostics, codes: sink.diagnostics.map(({ code }) => code).filter((code) => code.startsWith('GW5')) };
}

/** The diagnostic of a code; fails where there is none. */
export function reported({ diagnostics }: Planned, code: string): Diagnostic {
  const found = diagnostics.find((diagnostic) => diagnostic.code === code);
  if (found === undefined) throw new Error(`no ${code} among ${diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`).join('\n')}`);
  return found;
}

/** The piece of text that a diagnostic points at. */
export function pointedAt(manifests: string, { span }: Diagnostic): string {
  return manifests.slice(span?.start.offset, span?.end.offset);
}

/** The target group of a Service. */
export function targetGroupOf({ plan: { targetGroups } }: Planned, service: string): TargetGroupPlan {
  const found = targetGroups.find(({ binding }) => binding?.service.name === service);
  if (found === undefined) throw new Error(`no target group for ${service}`);
  return found;
}

/** A class and a Gateway in namespace infra, each with a LoadBalancerConfiguration where `spec` lines are given. */
export function gatewayWith({ ofClass, ofGateway, listeners = ['{name: http, port: 80, protocol: HTTP}'], rest = [] }: {
  readonly ofClass?: string;
  readonly ofGateway?: string;
  readonly listeners?: readonly string[];
  /** Further lines of the Gateway's spec. */
  readonly rest?: readonly string[];
} = {}): string {
  const parameters = (name: string): string => `parametersRef: {group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: ${name}`;
  return [
    'apiVersion: gateway.networking.k8s.io/v1',
    'kind: GatewayClass',
    'metadata: {name: alb}',
    'spec:',
    '  controllerName: gateway.k8s.aws/alb',
    ...(ofClass === undefined ? [] : [`  ${parameters('of-class')}, namespace: infra}`]),
    '---',
    'apiVersion: gateway.networking.k8s.io/v1',
    'kind: Gateway',
    'metadata: {name: web, namespace: infra}',
    'spec:',
    '  gatewayClassName: alb',
    ...(ofGateway === undefined ? rest : withParameters(rest, `    ${parameters('of-gateway')}}`)).map((line) => line),
    '  listeners:',
    ...listeners.map((listener) => `  - ${listener}`),
    ...(ofClass === undefined ? [] : configuration('LoadBalancerConfiguration', 'of-class', ofClass)),
    ...(ofGateway === undefined ? [] : configuration('LoadBalancerConfiguration', 'of-gateway', ofGateway)),
    '',
  ].join('\n');
}

function withParameters(rest: readonly string[], parameters: string): readonly string[] {
  return rest.includes('  infrastructure:')
    ? rest.flatMap((line) => (line === '  infrastructure:' ? [line, parameters] : [line]))
    : [...rest, '  infrastructure:', parameters];
}

/** An object of the AWS controller's CRDs in namespace infra. `spec` is flow style YAML or lines with two spaces. */
export function configuration(kind: string, name: string, spec: string): readonly string[] {
  const body = spec.startsWith('{') ? [`spec: ${spec}`] : ['spec:', spec];
  return ['---', 'apiVersion: gateway.k8s.aws/v1', `kind: ${kind}`, `metadata: {name: ${name}, namespace: infra}`, ...body];
}

/** A Service in namespace infra. */
export function service(name: string, ports: string, rest = ''): string {
  return ['---', 'apiVersion: v1', 'kind: Service', `metadata: {name: ${name}, namespace: infra}`, `spec: {ports: [${ports}]${rest && `, ${rest}`}}`, ''].join('\n');
}

/** A route of namespace infra to a port of a Service, for all listeners. */
export function route(name: string, backend: string, { kind = 'HTTPRoute', rest = '' } = {}): string {
  return [
    '---',
    'apiVersion: gateway.networking.k8s.io/v1',
    `kind: ${kind}`,
    `metadata: {name: ${name}, namespace: infra}`,
    'spec:',
    '  parentRefs: [{name: web}]',
    ...(rest === '' ? [] : [rest]),
    '  rules:',
    `  - backendRefs: [${backend}]`,
    '',
  ].join('\n');
}
