import type { AttachOptions } from '../../lib/attach/attach';
import { attach } from '../../lib/attach/attach';
import type { AttachedGateway, AttachedRoute, GatewayListener, Topology } from '../../lib/attach/topology';
import type { Diagnostic, InvalidRoutePolicy } from '../../lib/diagnostics/diagnostic';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { decode } from '../../lib/model/decode';
import type { Resources } from '../../lib/model/resources';
import { readManifests } from '../../lib/source/read';

export const CLASS = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: alb }
spec: { controllerName: gateway.k8s.aws/alb }
`;

/** Object of the Gateway API (v1) in namespace `infra`, unless the name says another: `shop/cafe`. */
export function gatewayApi(kind: string, name: string, spec: string, metadata = ''): string {
  return object('gateway.networking.k8s.io/v1', kind, name, spec, metadata);
}

/** Object of the AWS Load Balancer Controller. */
export function aws(kind: string, name: string, spec: string): string {
  return object('gateway.k8s.aws/v1', kind, name, spec);
}

export function object(apiVersion: string, kind: string, path: string, spec: string, metadata = ''): string {
  const [name, namespace = 'infra'] = path.split('/').reverse();
  const lines = spec.trim().split('\n').map((line) => `  ${line}`);
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace}${metadata && `, ${metadata}`} }\nspec:\n${lines.join('\n')}\n`;
}

/** Gateway `infra/web` of the ALB class with these listeners (YAML lines of a list) and further fields. */
export function gateway(listeners: string, more = ''): string {
  return gatewayApi('Gateway', 'infra/web', `gatewayClassName: alb\nlisteners:\n${listeners.trim()}\n${more.trim()}`);
}

export const HTTP = '- { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }';

export function service(path: string, ports = '- { port: 80, targetPort: 8080 }', more = ''): string {
  return object('v1', 'Service', path, `ports:\n${ports.trim()}\n${more.trim()}`);
}

export function namespace(name: string, labels: string): string {
  return `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { ${labels} } }\n`;
}

/** What the stage makes of manifests, and what was reported on the way. */
export interface Attached {
  readonly resources: Resources;
  readonly topology: Topology;
  readonly diagnostics: readonly Diagnostic[];
  /** Codes in order of report, with repetitions. */
  readonly codes: readonly string[];
  /** The text at the span of each report of a code. */
  readonly places: (code: string) => readonly string[];
  readonly only: (code: string) => Diagnostic;
  readonly gateway: AttachedGateway;
  readonly listener: (name: string) => GatewayListener;
  readonly route: (name: string) => AttachedRoute;
  /** `listener: hostnames` for each attachment of a route. */
  readonly attachments: (route: string) => readonly string[];
}

export function attached(manifests: string, options: Partial<AttachOptions> = {}, policy: InvalidRoutePolicy = 'fail'): Attached {
  const sink = new DiagnosticSink(policy);
  const text = `${CLASS}${manifests}`;
  const resources = decode(readManifests([{ path: 'k8s.yaml', text }], sink), sink);
  const topology = attach(resources, { certificates: 'any', ...options }, sink);
  const { diagnostics } = sink;
  const found = (code: string): readonly Diagnostic[] => diagnostics.filter((diagnostic) => diagnostic.code === code);
  const first = <T>(items: readonly T[], what: string): T => {
    if (items.length === 0) throw new Error(`no ${what}; reported: ${diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n')}`);
    return items[0];
  };
  const gatewayOf = (): AttachedGateway => first(topology.gateways, 'gateway');
  const routeOf = (name: string): AttachedRoute => first(gatewayOf().routes.filter(({ route }) => route.ref.name === name), `route ${name}`);
  return {
    resources,
    topology,
    diagnostics,
    codes: diagnostics.map(({ code }) => code),
    places: (code) => found(code).map(({ span }) => (span === undefined ? '' : text.slice(span.start.offset, span.end.offset))),
    only: (code) => {
      expect(found(code)).toHaveLength(1);
      return first(found(code), code);
    },
    get gateway() {
      return gatewayOf();
    },
    listener: (name) => first(gatewayOf().listeners.filter(({ listener }) => listener.name === name), `listener ${name}`),
    route: routeOf,
    attachments: (name) => routeOf(name).attachments.map(({ listener, hostnames }) => `${listener.listener.name}: ${hostnames.join(' ')}`.trim()),
  };
}
