import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../lib/compile';
import type { LoadBalancerPlan } from '../../lib/plan/ir';
import { compareRouting } from '../../lib/review/compare';
import { renderReviewMarkdown } from '../../lib/review/render-markdown';
import { renderReviewText } from '../../lib/review/render-text';
import type { Review } from '../../lib/review/review';

/**
 * One edit of an example for each kind of change, and what the review says. `UPDATE_GOLDENS=1 npx jest test/review/goldens`
 * writes what it says now.
 */
const folder = join(__dirname, 'goldens');

type Files = Readonly<Record<string, string>>;

function example(name: string): Files {
  const k8s = join(__dirname, '..', '..', 'examples', name, 'k8s');
  return Object.fromEntries(readdirSync(k8s).map((file) => [`k8s/${file}`, readFileSync(join(k8s, file), 'utf8')]));
}

function planOf(files: Files): LoadBalancerPlan {
  const { gateways, diagnostics } = compile(Object.entries(files).map(([path, text]) => ({ path, text })), { defaultTargetType: 'ip' });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return gateways[0].plan;
}

type Edit = (files: Files) => Files;

const replaced = (file: string, from: string, to: string): Edit => (files) => {
  expect(files[file]).toContain(from);
  return { ...files, [file]: files[file].replace(from, to) };
};
const added = (file: string, text: string): Edit => (files) => ({ ...files, [file]: `${files[file] ?? ''}\n---\n${text}` });
const both = (...edits: readonly Edit[]): Edit => (files) => edits.reduce((result, edit) => edit(result), files);

const canary = '          port: 80\n          weight: 10\n';
const certificate = '      defaultCertificate: arn:aws:acm:eu-central-1:111122223333:certificate/6a1f3f5e-7c1d-4b0e-9a4e-0b8f4d2c9e11\n';

const route = (name: string, rule: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: shop }
spec:
  parentRefs: [{ name: web, sectionName: https }]
  hostnames: [shop.example.com]
  rules:
    - ${rule}
`;

const extension = (name: string, spec: string) => both(
  replaced('k8s/routes.yaml', '    - name: canary\n', `    - name: canary\n      filters:\n        - type: ExtensionRef\n          extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: ${name} }\n`),
  added('k8s/routes.yaml', `apiVersion: gateway.k8s.aws/v1\nkind: ListenerRuleConfiguration\nmetadata: { name: ${name}, namespace: shop }\nspec:\n${spec}`),
);

const fixed = (status: number) => `  actions:
    - type: fixed-response
      fixedResponseConfig: { statusCode: ${status}, contentType: text/plain, messageBody: "back at six" }
`;

const toBeta = 'matches: [{ path: { type: PathPrefix, value: /catalog/beta } }]\n      backendRefs: [{ name: catalog-next, port: 80 }]';
const hooks = 'matches: [{ path: { type: Exact, value: /hooks }, method: POST }]\n      backendRefs: [{ name: catalog, port: 80 }]';
const catalogAgain = 'matches: [{ path: { type: PathPrefix, value: /catalog } }]\n      backendRefs: [{ name: catalog, port: 80 }]';

const cases: readonly (readonly [sentence: string, example: string, edit: Edit])[] = [
  ['moved: a canary gets a larger share', 'getting-started', both(replaced('k8s/routes.yaml', 'weight: 90', 'weight: 50'), replaced('k8s/routes.yaml', 'weight: 10', 'weight: 50'))],
  ['moved: a longer prefix takes part of a route', 'getting-started', added('k8s/routes.yaml', route('beta', toBeta))],
  ['lost: a path is renamed', 'shared-gateway', replaced('k8s/team-orders.yaml', 'value: /v1/prices', 'value: /v2/prices')],
  ['new: a route is added to a public listener', 'getting-started', added('k8s/routes.yaml', route('hooks', hooks))],
  ['changed: a redirect', 'getting-started', replaced('k8s/routes.yaml', 'statusCode: 301', 'statusCode: 302')],
  ['changed: a rewrite', 'getting-started', replaced('k8s/routes.yaml', '    - name: canary\n', '    - name: canary\n      filters:\n        - type: URLRewrite\n          urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /v2 } }\n')],
  ['changed: a login', 'getting-started', extension('login', `  actions:
    - type: jwt-validation
      jwtValidationConfig: { issuer: "https://login.example.com", jwksEndpoint: "https://login.example.com/jwks" }
`)],
  ['changed: a fixed response', 'getting-started', extension('closed', fixed(200))],
  ['lost: a fixed response instead of a backend', 'getting-started', extension('closed', fixed(503))],
  ['changed: TLS policy and a response header', 'getting-started', replaced('k8s/gateway.yaml', certificate, `${certificate}      sslPolicy: ELBSecurityPolicy-TLS13-1-3-2021-06\n      listenerAttributes: [{ key: routing.http.response.strict_transport_security.header_value, value: max-age=600 }]\n`)],
  ['changed: client certificates', 'getting-started', replaced('k8s/gateway.yaml', certificate, `${certificate}      mutualAuthentication: { mode: verify, trustStore: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:truststore/clients/0123456789abcdef" }\n`)],
  ['shadowed: an older route says the same', 'getting-started', added('k8s/routes.yaml', route('a-catalog', catalogAgain))],
  ['public: an internal load balancer faces the internet', 'gitops', both(
    replaced('k8s/gateway.yaml', 'spec:\n  gatewayClassName: aws-alb\n', 'spec:\n  infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: open } }\n  gatewayClassName: aws-alb\n'),
    added('k8s/gateway.yaml', 'apiVersion: gateway.k8s.aws/v1\nkind: LoadBalancerConfiguration\nmetadata: { name: open, namespace: tools }\nspec: { scheme: internet-facing }\n'),
  )],
  ['replaced: nodes instead of pods are targets', 'getting-started', both(
    replaced('k8s/services.yaml', '    targetType: ip\n', '    targetType: instance\n'),
    replaced('k8s/services.yaml', 'spec:\n  selector:\n    app: catalog\n', 'spec:\n  type: NodePort\n  selector:\n    app: catalog\n'),
    replaced('k8s/services.yaml', '      targetPort: 8080\n', '      targetPort: 8080\n      nodePort: 30080\n'),
  )],
  ['lost: a listener is removed', 'getting-started', both(
    replaced('k8s/gateway.yaml', '    - name: http\n      protocol: HTTP\n      port: 80\n', ''),
    replaced('k8s/routes.yaml', '      sectionName: http\n', '      sectionName: https\n'),
    replaced('k8s/routes.yaml', '    - filters:\n', '    - matches: [{ path: { type: Exact, value: /old } }]\n      filters:\n'),
    replaced('k8s/routes.yaml', 'scheme: https\n', 'hostname: www.example.com\n'),
  )],
  ['unchanged: a route is written in another way', 'getting-started', replaced('k8s/routes.yaml', canary, '          port: 80\n          weight: 10\n        - name: catalog\n          port: 80\n          weight: 0\n')],
];

function review(old: LoadBalancerPlan | undefined, latest: LoadBalancerPlan | undefined): Review {
  return { version: 1, old: 'git:main:k8s', new: 'k8s', gateways: [compareRouting(old, latest)] };
}

function expectGolden(sentence: string, it: Review): void {
  for (const [ending, text] of [['txt', renderReviewText(it)], ['md', renderReviewMarkdown(it)]] as const) {
    const path = join(folder, `${sentence.replace(/[^a-z0-9]+/gi, '-')}.${ending}`);
    if (process.env.UPDATE_GOLDENS === '1') writeFileSync(path, `${text}\n`);
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(`${text}\n`);
  }
}

test.each(cases)('%s', (sentence, name, edit) => {
  const files = example(name);
  const it = review(planOf(files), planOf(edit(files)));
  expect(it.gateways[0].unchanged).toMatchObject({ proved: true });
  expectGolden(sentence, it);
});

test('renumbered: the same rules under other numbers are one line', () => {
  const plan = planOf(example('getting-started'));
  const listeners = plan.listeners.map((listener) => ({ ...listener, rules: listener.rules.map((rule) => ({ ...rule, priority: rule.priority * 10 })) }));
  expectGolden('renumbered: the same rules under other numbers', review(plan, { ...plan, listeners }));
});

test('new: the load balancer was not there', () => {
  expectGolden('new: the load balancer was not there', review(undefined, planOf(example('getting-started'))));
});

test('lost: the load balancer goes', () => {
  expectGolden('lost: the load balancer goes', review(planOf(example('shared-gateway')), undefined));
});
