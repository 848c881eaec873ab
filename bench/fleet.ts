import type { SourceFile } from '../lib/index';

/** A generated application landscape: one team's routes to a file, as people keep them. */
export interface Fleet {
  readonly name: string;
  /** Rules of routes, not of the load balancer. */
  readonly routeRules: number;
  readonly gateways: number;
  readonly files: readonly SourceFile[];
}

/** Gives the next of a repeatable sequence, from 0 to below `limit`. */
type Draw = (limit: number) => number;

const teams = ['shop', 'search', 'billing', 'media', 'account', 'stock', 'mail', 'maps'];
const words = ['catalog', 'cart', 'orders', 'users', 'login', 'images', 'reviews', 'prices', 'offers', 'stores', 'events', 'status'];
const verbs = ['Get', 'List', 'Create', 'Update', 'Delete'];

/**
 * `routeRules` rules on `gateways` Gateways. Of ten routes eight are HTTPRoutes with prefixes on one or two hosts, some with
 * exact paths, methods, header or query matches, canaries, redirects or rewrites; one is a GRPCRoute; one is for the hostname of its listener.
 */
export function fleetOf(routeRules: number, gateways = 1): Fleet {
  const draw = sequence(routeRules * 31 + gateways);
  const files: SourceFile[] = Array.from({ length: gateways }, (_, index) => ({ path: `k8s/gateway-${index}.yaml`, text: gatewayText(index) }));
  for (let made = 0, route = 0; made < routeRules; route += 1) {
    const count = Math.min(1 + draw(6), routeRules - made);
    const gateway = Math.floor((made * gateways) / routeRules);
    files.push({ path: `k8s/${teamOf(route)}/route-${route}.yaml`, text: routeText(route, count, gateway, draw) });
    made += count;
  }
  return { name: `${routeRules} rules`, routeRules, gateways, files };
}

/** A linear congruential generator: the same fleet on every machine. */
function sequence(seed: number): Draw {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function teamOf(route: number): string {
  return teams[route % teams.length];
}

function gatewayText(index: number): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge-${index}, namespace: infra }
spec:
  gatewayClassName: alb
  listeners:
    - name: https
      port: 443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: edge-tls }] }
      allowedRoutes: { namespaces: { from: All } }
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes: { namespaces: { from: All } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: alb }
spec: { controllerName: gateway.k8s.aws/alb }
`.replace(index === 0 ? /$^/ : /---\n[^]*/, '');
}

function routeText(route: number, rules: number, gateway: number, draw: Draw): string {
  const namespace = teamOf(route);
  const name = `${words[route % words.length]}-${route}`;
  const isGrpc = route % 10 === 9;
  const ruleTexts = Array.from({ length: rules }, (_, index) => (isGrpc ? grpcRule(name, index, draw) : httpRule(name, index, draw)));
  return `apiVersion: gateway.networking.k8s.io/v1
kind: ${isGrpc ? 'GRPCRoute' : 'HTTPRoute'}
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${namespace}
spec:
  parentRefs:
    - name: edge-${gateway}
      namespace: infra
      sectionName: https
  hostnames:
${hostnamesOf(route, namespace, name).map((hostname) => `    - '${hostname}'\n`).join('')}  rules:
${ruleTexts.join('')}${serviceTexts(name, namespace, ruleTexts.some((text) => text.includes(`${name}-next`)))}`;
}

function hostnamesOf(route: number, namespace: string, name: string): readonly string[] {
  if (route % 10 === 8) return [`*.${namespace}.example.com`];
  const own = `${route % 3 === 0 ? name : namespace}.example.com`;
  return route % 4 === 0 ? [own, `${name}.example.org`] : [own];
}

function httpRule(name: string, index: number, draw: Draw): string {
  const path = `/${name}/${words[draw(words.length)]}${index === 0 ? '' : `-${index}`}`;
  const matches = matchesOf(path, draw);
  const isOnePrefix = matches.split('path:').length === 2;
  return `    - matches:
${matches}${isOnePrefix ? filtersOf(draw) : ''}      backendRefs:
${backendsOf(name, draw)}`;
}

function matchesOf(path: string, draw: Draw): string {
  const prefix = `        - path: { type: PathPrefix, value: ${path} }\n`;
  const exact = `        - path: { type: Exact, value: ${path}/healthz }\n`;
  switch (draw(8)) {
    case 0:
      return prefix + exact;
    case 1:
      return `${prefix}          headers: [{ name: x-tenant, value: gold }]\n${prefix}          headers: [{ name: x-tenant, value: silver }]\n`;
    case 2:
      return ['GET', 'HEAD'].map((method) => `${prefix}          method: ${method}\n`).join('');
    case 3:
      return `${prefix}          queryParams: [{ name: version, value: '2' }]\n`;
    case 4:
      return `        - path: { type: PathPrefix, value: ${path}/v1 }\n        - path: { type: PathPrefix, value: ${path}/v2 }\n`;
    default:
      return prefix;
  }
}

function filtersOf(draw: Draw): string {
  switch (draw(12)) {
    case 0:
      return '      filters:\n        - type: URLRewrite\n          urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /internal } }\n';
    case 1:
      return '      filters:\n        - type: URLRewrite\n          urlRewrite: { hostname: backend.internal.example }\n';
    default:
      return '';
  }
}

function backendsOf(name: string, draw: Draw): string {
  const canary = draw(6) === 0;
  return canary
    ? `        - { name: ${name}, port: 80, weight: 95 }\n        - { name: ${name}-next, port: 80, weight: 5 }\n`
    : `        - { name: ${name}, port: 80 }\n`;
}

function grpcRule(name: string, index: number, draw: Draw): string {
  return `    - matches:
        - method: { service: ${name.replace('-', '')}.v1.Api${index}, method: ${verbs[draw(verbs.length)]} }
      backendRefs:
        - { name: ${name}, port: 80 }
`;
}

function serviceTexts(name: string, namespace: string, hasCanary: boolean): string {
  const service = (own: string) => `---
apiVersion: v1
kind: Service
metadata: { name: ${own}, namespace: ${namespace} }
spec:
  type: NodePort
  selector: { app: ${own} }
  ports:
    - { name: http, port: 80, targetPort: 8080, nodePort: ${30_000 + (own.length * 37) % 2_000} }
`;
  return hasCanary ? service(name) + service(`${name}-next`) : service(name);
}
