import { attach } from '../../lib/attach/attach';
import type { AttachedGateway } from '../../lib/attach/topology';
import type { Diagnostic, InvalidRoutePolicy } from '../../lib/diagnostics/diagnostic';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { decode } from '../../lib/model/decode';
import type { LoadBalancerConfigurationSpec } from '../../lib/model/loadbalancerconfiguration';
import { planOutcome } from '../../lib/plan/actions';
import type { PlanContext, PlanOptions, RuleOutcome } from '../../lib/plan/context';
import type { Attribute, TargetGroupPlan } from '../../lib/plan/ir';
import { defaultQuotas } from '../../lib/plan/limits';
import { groupByPort } from '../../lib/plan/ports';
import { planResponseHeaders } from '../../lib/plan/response-headers';
import { readText } from '../../lib/source/read';
import { gatewayClass } from '../support/manifests';

export interface Given {
  readonly policy?: InvalidRoutePolicy;
  /** Listeners of the Gateway, by default `HTTP:80`. */
  readonly listeners?: readonly { readonly protocol: 'HTTP' | 'HTTPS'; readonly port: number }[];
  readonly settings?: LoadBalancerConfigurationSpec;
  readonly options?: Partial<PlanOptions>;
  /** Attributes of the target groups by Service name. */
  readonly targetGroupAttributes?: Readonly<Record<string, readonly Attribute[]>>;
}

export interface PortOutcomes {
  readonly port: number;
  /** Outcomes of all rules of all routes, in order. */
  readonly rules: readonly RuleOutcome[];
  readonly attributes: readonly Attribute[];
}

/** What the rules of the routes in a YAML text do, and what the plan reports about it. */
export function outcomesOf(text: string, given: Given = {}): { ports: readonly PortOutcomes[]; diagnostics: readonly Diagnostic[]; text: string } {
  const sink = new DiagnosticSink(given.policy);
  const gateway = attachedGateway(text, given);
  const context = contextOf(gateway, given, sink);
  const ports = groupByPort(gateway).map((group) => ({
    port: group.port,
    rules: [...new Set(group.attachments.map(({ route }) => route))]
      .flatMap((route) => route.rules.map((rule) => planOutcome(rule, route, group, context))),
    attributes: planResponseHeaders(group, context),
  }));
  return { ports, diagnostics: sink.diagnostics, text };
}

/** The text that the diagnostic with this code points at, unquoted where it is one word. */
export function marked(code: string, { diagnostics, text }: { diagnostics: readonly Diagnostic[]; text: string }): string | undefined {
  const span = diagnostics.find((diagnostic) => diagnostic.code === code)?.span;
  return span && text.slice(span.start.offset, span.end.offset).replace(/^"(.*)"$/, '$1');
}

export function codesOf({ diagnostics }: { diagnostics: readonly Diagnostic[] }): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

type Json = Readonly<Record<string, unknown>>;

/** HTTPRoute `shop/cafe` with these rules, and Services `coffee` and `tea`. JSON is YAML. */
export function httpRoute(rules: readonly Json[], spec: Json = {}, ...more: readonly Json[]): string {
  return manifests('HTTPRoute', rules, spec, more);
}

/** GRPCRoute `shop/cafe`, likewise. */
export function grpcRoute(rules: readonly Json[], spec: Json = {}, ...more: readonly Json[]): string {
  return manifests('GRPCRoute', rules, spec, more);
}

/** ListenerRuleConfiguration `shop/login`. */
export function ruleConfiguration(spec: Json): Json {
  return { apiVersion: 'gateway.k8s.aws/v1', kind: 'ListenerRuleConfiguration', metadata: { name: 'login', namespace: 'shop' }, spec };
}

export const toLogin: Json = { type: 'ExtensionRef', extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'login' } };

export function prefixMatch(value: string): Json {
  return { path: { type: 'PathPrefix', value } };
}

export const coffee: Json = { name: 'coffee', port: 80 };
export const tea: Json = { name: 'tea', port: 80 };

function manifests(kind: string, rules: readonly Json[], spec: Json, more: readonly Json[]): string {
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name: 'cafe', namespace: 'shop' },
    spec: { parentRefs: [{ name: 'web', namespace: 'infra' }], ...spec, rules },
  };
  const services = ['coffee', 'tea'].map((name) => ({
    apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { ports: [{ port: 80 }, { port: 81 }, { port: 82 }, { port: 83 }] },
  }));
  return [route, ...services, ...more].map((object) => JSON.stringify(object, null, 1)).join('\n---\n');
}

/** A class and Gateway `infra/web` with listeners `p80` and so on, for routes of all namespaces. */
function gatewayText({ listeners = [{ protocol: 'HTTP', port: 80 }] }: Given): string {
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'web', namespace: 'infra' },
    spec: {
      gatewayClassName: 'alb',
      listeners: listeners.map(({ protocol, port }) => ({
        name: `p${port}`,
        protocol,
        port,
        ...(protocol === 'HTTPS' && { tls: { certificateRefs: [{ name: 'tls' }] } }),
        allowedRoutes: { namespaces: { from: 'All' } },
      })),
    },
  };
  return [gatewayClass, JSON.stringify(gateway)].join('\n---\n');
}

/** The Gateway with its routes. Mistakes of shape are mistakes of the test; what attach reports is a matter of its own tests. */
function attachedGateway(text: string, given: Given): AttachedGateway {
  const sink = new DiagnosticSink(given.policy);
  const objects = [...readText(text, 'routes.yaml', sink), ...readText(gatewayText(given), 'gateway.yaml', sink)];
  const resources = decode(objects, sink, { channel: 'experimental' });
  if (sink.hasErrors) throw new Error(sink.diagnostics.map(({ message }) => message).join('\n'));
  const [gateway] = attach(resources, { certificates: 'any', acceptUnverifiedBackendTls: false }, sink).gateways;
  return gateway;
}

function contextOf(gateway: AttachedGateway, given: Given, sink: DiagnosticSink): PlanContext {
  const ids = new Set<string>();
  const add = (id: string): string => {
    ids.add(id);
    return id;
  };
  const planOf = (id: string): TargetGroupPlan =>
    ({ id, attributes: given.targetGroupAttributes?.[id.split(':')[0]] ?? [] }) as unknown as TargetGroupPlan;
  return {
    gateway,
    settings: given.settings ?? {},
    options: {
      onInvalidRoute: given.policy ?? 'fail',
      defaultTargetType: 'instance',
      listenerIsolation: true,
      compaction: true,
      certificates: 'any',
      defaultCertificate: true,
      oidcClientSecrets: 'any',
      existingTargetGroups: 'any',
      quotas: defaultQuotas,
      namingScope: '',
      ...given.options,
    },
    sink,
    targetGroups: {
      idFor: ({ service, port }, _route, _protocol, _stickiness, cluster) => {
        const id = `${service.ref.name}:${port.port}${cluster ? `@${cluster.name}` : ''}`;
        return service.spec.type === 'ExternalName' ? undefined : add(id);
      },
      unresolvedId: () => add('unresolved'),
      planOf: (id) => (ids.has(id) ? planOf(id) : undefined),
      plans: () => [...ids].sort().map(planOf),
    },
  };
}
