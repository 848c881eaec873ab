/** A Gateway with so many rules, ten to a route, two routes to a host. */
export function fleet(rules: number): string {
  const routes = Math.ceil(rules / 10);
  return [start, ...Array.from({ length: routes }, (_, index) => routeText(index, Math.min(10, rules - index * 10)))].join('\n---\n');
}

const start = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: fleet-alb }
spec: { controllerName: gateway.k8s.aws/alb }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: fleet, namespace: apps }
spec:
  gatewayClassName: fleet-alb
  listeners: [{ name: http, protocol: HTTP, port: 80 }]`;

function routeText(index: number, rules: number): string {
  const paths = Array.from({ length: rules }, (_, rule) => `
    - matches: [{ path: { type: PathPrefix, value: /team-${index}/part-${rule} } }]
      backendRefs:
        - { name: app-${index}, port: 80, weight: ${100 - rule} }
        - { name: app-${index}-next, port: 80, weight: ${rule} }`);
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: a-team-with-a-rather-long-name-${index}, namespace: apps }
spec:
  parentRefs: [{ name: fleet }]
  hostnames: [host-${Math.floor(index / 2)}.example.com]
  rules:${paths.join('')}
---
apiVersion: v1
kind: Service
metadata: { name: app-${index}, namespace: apps }
spec: { selector: { app: app-${index} }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: app-${index}-next, namespace: apps }
spec: { selector: { app: app-${index}-next }, ports: [{ port: 80 }] }`;
}
