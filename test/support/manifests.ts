/** Small manifests for tests of the constructs: one Gateway, one route, two Services. */

export const gatewayClass = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: alb }
spec: { controllerName: gateway.k8s.aws/alb }
`;

/** Gateway `infra/web` with an HTTP listener on port 80. */
export const httpGateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: infra }
spec:
  gatewayClassName: alb
  listeners:
    - { name: http, protocol: HTTP, port: 80, allowedRoutes: { namespaces: { from: All } } }
`;

/** Gateway `infra/web` with an HTTPS listener on port 443 whose certificate is Secret `infra/web-tls`. */
export const httpsGateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: infra }
spec:
  gatewayClassName: alb
  listeners:
    - name: https
      protocol: HTTPS
      port: 443
      hostname: cafe.example.com
      tls: { certificateRefs: [{ name: web-tls }] }
      allowedRoutes: { namespaces: { from: All } }
`;

/** HTTPRoute `shop/cafe`: /coffee to `shop/coffee:80`. */
export const coffeeRoute = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cafe, namespace: shop }
spec:
  parentRefs: [{ name: web, namespace: infra }]
  hostnames: [cafe.example.com]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /coffee } }]
      backendRefs: [{ name: coffee, port: 80 }]
`;

export const coffeeService = `
apiVersion: v1
kind: Service
metadata: { name: coffee, namespace: shop }
spec:
  selector: { app: coffee }
  ports: [{ port: 80, targetPort: 8080 }]
`;

/** Several documents as one text. */
export function documents(...texts: readonly string[]): string {
  return texts.map((text) => text.trim()).join('\n---\n');
}

export const coffeeShop = documents(gatewayClass, httpGateway, coffeeRoute, coffeeService);
