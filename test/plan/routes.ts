import type { Diagnostic, InvalidRoutePolicy } from '../../lib/diagnostics/diagnostic';
import type { PlanOptions } from '../../lib/plan/context';
import type { ListenerRulePlan } from '../../lib/plan/ir';
import { planned } from './planned';

type Json = Readonly<Record<string, unknown>>;

/** A Gateway `infra/web` on port 80 with listeners of these hostnames (empty: any), named `any`, `a-example-com` and so on. */
export function gateway(hostnames: readonly string[] = [''], { port = 80, protocol = 'HTTP' } = {}): readonly Json[] {
  const listeners = hostnames.map((hostname) => ({
    name: hostname === '' ? 'any' : hostname.replace('*', 'w').replaceAll('.', '-'),
    port,
    protocol,
    ...(hostname !== '' && { hostname }),
    ...(protocol === 'HTTPS' && { tls: { options: { 'gateway.k8s.aws/certificate-arn': 'arn:aws:acm:eu-west-1:111122223333:certificate/a' } } }),
    allowedRoutes: { namespaces: { from: 'All' } },
  }));
  return [
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'alb' }, spec: { controllerName: 'gateway.k8s.aws/alb' } },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'web', namespace: 'infra' }, spec: { gatewayClassName: 'alb', listeners } },
    ...['red', 'green', 'blue'].map((name) => ({
      apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'infra' }, spec: { ports: [{ port: 80 }] },
    })),
  ];
}

export interface RouteOptions {
  readonly kind?: 'HTTPRoute' | 'GRPCRoute';
  readonly name?: string;
  readonly hostnames?: readonly string[];
  readonly sectionNames?: readonly string[];
  readonly creationTimestamp?: string;
}

/** A route `infra/cafe`. A rule without `to` goes to the Service `red`. */
export function route(rules: readonly RuleOptions[], { kind = 'HTTPRoute', name = 'cafe', hostnames, sectionNames, creationTimestamp }: RouteOptions = {}): Json {
  const parent = { name: 'web', namespace: 'infra' };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name, namespace: 'infra', ...(creationTimestamp !== undefined && { creationTimestamp }) },
    spec: {
      parentRefs: sectionNames?.map((sectionName) => ({ ...parent, sectionName })) ?? [parent],
      ...(hostnames && { hostnames }),
      rules: rules.map(({ matches, to = 'red', ...rest }) => ({
        ...(matches && { matches }),
        ...('filters' in rest && JSON.stringify(rest.filters).includes('RequestRedirect') ? {} : { backendRefs: [{ name: to, port: 80 }] }),
        ...rest,
      })),
    },
  };
}

export interface RuleOptions {
  readonly matches?: readonly Json[];
  readonly to?: 'red' | 'green' | 'blue';
  readonly name?: string;
  readonly filters?: readonly Json[];
}

export const prefix = (value: string, rest: Json = {}): Json => ({ path: { type: 'PathPrefix', value }, ...rest });
export const exact = (value: string, rest: Json = {}): Json => ({ path: { type: 'Exact', value }, ...rest });
export const regex = (value: string, rest: Json = {}): Json => ({ path: { type: 'RegularExpression', value }, ...rest });
export const header = (name: string, value: string, type?: string): Json => ({ name, value, ...(type !== undefined && { type }) });

export interface PlannedRules {
  /** Rules of the first listener. */
  readonly rules: readonly ListenerRulePlan[];
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}

/** The rules of the load balancer for these objects. JSON is YAML. */
export function rulesOf(objects: readonly Json[], options: Partial<PlanOptions> & { readonly onInvalidRoute?: InvalidRoutePolicy } = {}): PlannedRules {
  const text = objects.map((object) => JSON.stringify(object, null, 1)).join('\n---\n');
  const { plan, diagnostics } = planned(text, options);
  return { rules: plan.listeners.flatMap(({ rules }) => rules), diagnostics, text };
}

/** Codes of the routing half (GW31xx, GW41xx), in order of report. */
export function routingCodes({ diagnostics }: PlannedRules, severity?: string): readonly string[] {
  return diagnostics
    .filter((diagnostic) => /^GW(31|41)/.test(diagnostic.code) && (severity === undefined || diagnostic.severity === severity))
    .map(({ code }) => code);
}

/** The text that the diagnostic with this code points at, in one line. */
export function marked({ diagnostics, text }: PlannedRules, code: string): string | undefined {
  const span = diagnostics.find((diagnostic) => diagnostic.code === code)?.span;
  return span && text.slice(span.start.offset, span.end.offset).replace(/\s+/g, ' ').replace(/^"(.*)"$/, '$1');
}

/** A rule in one line: values of its conditions, then where it goes. */
export function brief({ conditions, action, origin }: ListenerRulePlan): string {
  const values = conditions.map((condition) => {
    switch (condition.field) {
      case 'http-header':
        return `${condition.name}=${[...condition.values ?? [], ...condition.regexValues ?? []].join('|')}`;
      case 'query-string':
        return condition.values.map(({ key, value }) => `?${key}=${value}`).join('|');
      case 'host-header':
        return origin.hostnames.join('|');
      case 'path-pattern':
        return [...condition.values ?? [], ...condition.regexValues ?? []].join('|');
      default:
        return condition.values.join('|');
    }
  });
  const target = action.type === 'forward' ? origin.object.name : action.type === 'redirect' ? 'redirect' : String(action.statusCode);
  return `${values.join(' ')} -> ${target}${action.type === 'forward' ? `/${origin.rule}` : ''}`;
}
