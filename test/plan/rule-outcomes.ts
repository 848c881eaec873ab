import type { AttachedGateway, AttachedRoute, GatewayListener, ResolvedBackend, ResolvedExtension, ResolvedRule, Route } from '../../lib/attach/topology';
import type { Diagnostic, InvalidRoutePolicy } from '../../lib/diagnostics/diagnostic';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { decode } from '../../lib/model/decode';
import type { LoadBalancerConfigurationSpec } from '../../lib/model/loadbalancerconfiguration';
import type { Resources } from '../../lib/model/resources';
import { planOutcome } from '../../lib/plan/actions';
import type { PlanContext, PlanOptions, PortGroup, RuleOutcome } from '../../lib/plan/context';
import type { Attribute, TargetGroupPlan } from '../../lib/plan/ir';
import { defaultQuotas } from '../../lib/plan/limits';
import { planResponseHeaders } from '../../lib/plan/response-headers';
import { readText } from '../../lib/source/read';

export interface Given {
  readonly policy?: InvalidRoutePolicy;
  /** Ports of the Gateway, by default `HTTP:80`. Every route is attached to all of them through its parentRefs in turn. */
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

/** What the rules of the routes in a YAML text do, and everything that was reported on the way. */
export function outcomesOf(text: string, given: Given = {}): { ports: readonly PortOutcomes[]; diagnostics: readonly Diagnostic[]; text: string } {
  const sink = new DiagnosticSink(given.policy);
  const resources = decode([...readText(text, 'routes.yaml', sink), ...readText(gatewayYaml(given), 'gateway.yaml', sink)], sink, { channel: 'experimental' });
  const gateway = attachAll(resources);
  const context = contextOf(gateway, given, sink);
  const ports = groupsOf(gateway).map((group) => ({
    port: group.port,
    rules: gateway.routes.flatMap((route) => route.rules.map((rule) => planOutcome(rule, route, group, context))),
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

function gatewayYaml({ listeners = [{ protocol: 'HTTP', port: 80 }] }: Given): string {
  return JSON.stringify({
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
      })),
    },
  });
}

function attachAll(resources: Resources): AttachedGateway {
  const [gateway] = resources.gateways;
  const listeners = gateway.spec.listeners.map((listener, index): GatewayListener => ({
    parent: gateway, index, listener, valid: true, supportedKinds: ['HTTPRoute', 'GRPCRoute'], certificates: [],
  }));
  const routes = [...resources.httpRoutes, ...resources.grpcRoutes].map((route): AttachedRoute => {
    const parents = route.spec.parentRefs?.length ?? 1;
    return {
      route,
      attachments: listeners.map((listener, index) => ({ listener, parentRef: index % parents, hostnames: route.spec.hostnames ?? [] })),
      parentRefs: [...Array(parents).keys()],
      rules: route.spec.rules.map((rule, index): ResolvedRule => ({
        index,
        rule,
        backends: (rule.backendRefs ?? []).map((_, at) => backendOf(route, index, at, resources)),
        extension: extensionOf(route, index, resources),
      })),
    };
  });
  return {
    gateway,
    gatewayClass: resources.gatewayClasses[0],
    configurations: {},
    listeners,
    listenerSets: [],
    routes,
    frontendValidations: [],
  };
}

function backendOf(route: Route, rule: number, index: number, resources: Resources): ResolvedBackend {
  const backendRef = route.spec.rules[rule].backendRefs![index];
  const span = route.object.at('spec', 'rules', rule, 'backendRefs', index);
  const origin = { index, backendRef, weight: backendRef.weight, span };
  if (backendRef.kind === 'TargetGroupName') return { kind: 'target-group-name', name: backendRef.name, ...origin };
  const service = resources.services.find(({ ref }) => ref.name === backendRef.name);
  const port = service?.spec.ports.find((candidate) => candidate.port === backendRef.port);
  const target = { group: '', kind: 'Service', namespace: route.ref.namespace, name: backendRef.name };
  return service && port ? { kind: 'service', service, port, ...origin } : { kind: 'unresolved', reason: 'BackendNotFound', target, ...origin };
}

function extensionOf(route: Route, rule: number, resources: Resources): ResolvedExtension {
  const filter = route.spec.rules[rule].filters?.find(({ type }) => type === 'ExtensionRef');
  if (filter?.type !== 'ExtensionRef') return { kind: 'none' };
  const span = route.object.at('spec', 'rules', rule, 'filters');
  const configuration = resources.listenerRuleConfigurations.find(({ ref }) => ref.name === filter.extensionRef.name);
  return configuration ? { kind: 'listener-rule-configuration', configuration, span } : { kind: 'unresolved', span };
}

function groupsOf(gateway: AttachedGateway): readonly PortGroup[] {
  return gateway.listeners.map((listener) => ({
    port: listener.listener.port,
    protocol: listener.listener.protocol as PortGroup['protocol'],
    listeners: [listener],
    attachments: gateway.routes.flatMap((route) =>
      route.attachments.filter((attachment) => attachment.listener === listener).map((attachment) => ({ route, attachment }))),
  }));
}

function contextOf(gateway: AttachedGateway, given: Given, sink: DiagnosticSink): PlanContext {
  const ids = new Set<string>();
  const add = (id: string): string => {
    ids.add(id);
    return id;
  };
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
      idFor: ({ service, port }) => (service.spec.type === 'ExternalName' ? undefined : add(`${service.ref.name}:${port.port}`)),
      unresolvedId: () => add('unresolved'),
      plans: () => [...ids].sort().map((id) => ({ id, attributes: given.targetGroupAttributes?.[id.split(':')[0]] ?? [] }) as unknown as TargetGroupPlan),
    },
  };
}
