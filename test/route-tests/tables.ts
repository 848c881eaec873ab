import type { Diagnostic } from '../../lib/diagnostics/diagnostic';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import type { CompileOptions } from '../../lib/index';
import { compile } from '../../lib/index';
import { readRouteTests } from '../../lib/route-tests/read-table';
import type { RouteTestResult, TestedGateway } from '../../lib/route-tests/run';
import { runRouteTests } from '../../lib/route-tests/run';
import { documents, gatewayClass } from '../support/manifests';

/** Two listeners, a redirect, weights, a rewrite, a login, headers, response headers, and a hostname of its own listener. */
export const cafe = documents(
  gatewayClass,
  `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  gatewayClassName: alb
  listeners:
    - { name: http, protocol: HTTP, port: 80 }
    - { name: https, protocol: HTTPS, port: 443, hostname: "*.example.com", tls: { certificateRefs: [{ name: tls }] } }
`,
  `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: to-https, namespace: shop }
spec:
  parentRefs: [{ name: web, sectionName: http }]
  rules:
    - filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }]
`,
  `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cafe, namespace: shop }
spec:
  parentRefs: [{ name: web, sectionName: https }]
  hostnames: [cafe.example.com]
  rules:
    - name: coffee
      matches: [{ path: { type: PathPrefix, value: /coffee } }]
      backendRefs: [{ name: coffee, port: 80, weight: 9 }, { name: canary, port: 80, weight: 1 }]
    - matches: [{ path: { type: PathPrefix, value: /coffee }, headers: [{ name: x-canary, value: always }] }]
      backendRefs: [{ name: canary, port: 80 }]
    - matches: [{ path: { type: PathPrefix, value: /tea } }]
      filters: [{ type: URLRewrite, urlRewrite: { hostname: tea.internal, path: { type: ReplacePrefixMatch, replacePrefixMatch: /v2 } } }]
      backendRefs: [{ name: tea, port: 80 }]
    - matches: [{ path: { type: PathPrefix, value: /staff } }]
      filters: [{ type: ExtensionRef, extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: login } }]
      backendRefs: [{ name: staff, port: 80 }]
    - matches: [{ path: { type: Exact, value: /gone } }]
      filters: [{ type: ExtensionRef, extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: gone } }]
`,
  `
apiVersion: gateway.k8s.aws/v1
kind: ListenerRuleConfiguration
metadata: { name: login, namespace: shop }
spec:
  actions:
    - type: authenticate-cognito
      authenticateCognitoConfig: { userPoolArn: "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_a", userPoolClientId: b, userPoolDomain: c }
`,
  `
apiVersion: gateway.k8s.aws/v1
kind: ListenerRuleConfiguration
metadata: { name: gone, namespace: shop }
spec:
  actions:
    - type: fixed-response
      fixedResponseConfig: { statusCode: 410 }
`,
  ...['coffee', 'canary', 'tea', 'staff'].map((name) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: 8080 }] }
`),
);

export interface Tried {
  readonly results: readonly RouteTestResult[];
  readonly diagnostics: readonly Diagnostic[];
  readonly gateways: readonly TestedGateway[];
  readonly text: string;
}

export function gatewaysOf(manifests: string, options: CompileOptions = {}): readonly TestedGateway[] {
  const { gateways, diagnostics } = compile([{ path: 'cafe.yaml', text: manifests }], { defaultTargetType: 'ip', ...options });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return gateways;
}

/** Reads a table and runs it. */
export function tryTable(text: string, manifests = cafe, options: CompileOptions = {}): Tried {
  const sink = new DiagnosticSink();
  const gateways = gatewaysOf(manifests, options);
  const tests = readRouteTests([{ path: 'table.yaml', text }], sink);
  const results = runRouteTests(tests, gateways, gatewaysOf(manifests).map(({ name }) => name), sink);
  return { results, diagnostics: sink.diagnostics, gateways, text };
}

/** What a diagnostic points at in the table. */
export function marked({ text, diagnostics }: Pick<Tried, 'text' | 'diagnostics'>, code: string): string {
  const span = diagnostics.find((diagnostic) => diagnostic.code === code)?.span;
  return text.slice(span?.start.offset, span?.end.offset);
}

/** A table with one entry, whose `expect` is given. */
export function expecting(request: string, expected: string): string {
  return `tests:\n  - request: ${request}\n    expect: ${expected}\n`;
}
