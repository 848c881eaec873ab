import fc from 'fast-check';
import { recordPriorities } from '../../lib/plan/ledger';
import { defaultQuotas } from '../../lib/plan/limits';
import type { LoadBalancerPlan } from '../../lib/plan/ir';
import { gatewayWith, planned, reported, route, service } from './planned';

const rulesOf = ({ listeners }: LoadBalancerPlan, port = 80) => listeners.find((listener) => listener.port === port)?.rules ?? [];

/** `count` routes with a path of their own. */
const routes = (count: number, from = 0): string => Array.from({ length: count }, (_, index) => [
  '---',
  'apiVersion: gateway.networking.k8s.io/v1',
  'kind: HTTPRoute',
  `metadata: {name: r${from + index}, namespace: infra}`,
  'spec:',
  '  parentRefs: [{name: web}]',
  '  rules:',
  `  - {matches: [{path: {type: Exact, value: /p${from + index}}}], backendRefs: [{name: s, port: 80}]}`,
  '',
].join('\n')).join('');

const base = gatewayWith({
  ofGateway: `{tags: {team: web}, loadBalancerSubnetsSelector: {tier: [web]}, ipAddressType: dualstack,
    listenerConfigurations: [{protocolPort: "HTTPS:443", defaultCertificate: "arn:aws:acm:eu-west-1:1:certificate/a"}]}`,
  listeners: ['{name: http, port: 80, protocol: HTTP}', '{name: https, port: 443, protocol: HTTPS}'],
  rest: ['  infrastructure:', '    labels: {env: test}'],
}) + service('s', '{port: 80}') + service('t', '{port: 80, appProtocol: kubernetes.io/h2c}');
const example = base + routes(3) + route('all', '{name: s, port: 80, weight: 9}, {name: t, port: 80}', { rest: '  hostnames: [a.example.com, b.example.com]' });

describe('the plan', () => {
  test('is plain JSON', () => {
    const { plan } = planned(example);
    expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
    expect(plan.targetGroups.length).toBeGreaterThan(1);
    expect(rulesOf(plan).length).toBeGreaterThan(3);
  });

  test('does not depend on the order of documents', () => {
    const documents = example.split('---\n');
    const withoutPositions = (manifests: readonly string[]): unknown =>
      JSON.parse(JSON.stringify(planned(manifests.join('---\n')).plan, (key, value: unknown) => (key === 'span' ? undefined : value)));
    const expected = withoutPositions(documents);
    fc.assert(fc.property(fc.shuffledSubarray(documents, { minLength: documents.length }), (shuffled) => {
      expect(withoutPositions(shuffled.map((document) => document.trimEnd() + '\n'))).toEqual(expected);
    }), { numRuns: 25 });
  });

  test('gives infrastructure tags to rules as well', () => {
    expect(rulesOf(planned(example).plan)[0].tags).toEqual([{ key: 'env', value: 'test' }]);
  });

  test('numbers rules in order of precedence on each listener', () => {
    const { plan } = planned(example);
    for (const port of [80, 443]) {
      const priorities = rulesOf(plan, port).map(({ priority }) => priority);
      expect(priorities).toEqual(priorities.toSorted((left, right) => left - right));
      expect(new Set(priorities).size).toBe(priorities.length);
    }
  });

  test('keeps the numbers of its ledger when a route comes and goes', () => {
    const first = planned(base + routes(5)).plan;
    const ledger = recordPriorities(undefined, first);
    const second = planned(base + routes(6, 0), { ledger }).plan;
    const third = planned(base + routes(4, 1), { ledger: recordPriorities(ledger, second) }).plan;
    const numbers = new Map(rulesOf(first).map(({ id, priority }) => [id, priority]));
    const kept = [...rulesOf(second), ...rulesOf(third)].filter(({ id }) => numbers.has(id));
    expect(kept).toHaveLength(9);
    expect(kept.every(({ id, priority }) => numbers.get(id) === priority)).toBe(true);
  });

  test('numbers by rank without a ledger', () => {
    expect(rulesOf(planned(base + routes(3), { ledger: undefined }).plan).map(({ priority }) => priority)).toEqual([1, 2, 3]);
  });

  test('fails where the ledger has no room', () => {
    const numbers = Object.fromEntries(Array.from({ length: 45_000 }, (_, index) => [index + 1, { owners: ['gone'], moved: false }]));
    const result = planned(base + routes(2), { ledger: { version: 1, listeners: { 'infra/web:80': numbers } } });
    expect(reported(result, 'GW5706').fix).toContain('gateway-alb priorities compact');
    expect(rulesOf(result.plan).map(({ priority }) => priority)).toEqual([1, 2]);
  });

  test('of a Gateway without routes has its listeners', () => {
    const { plan } = planned(gatewayWith());
    expect(plan).toMatchObject({ gateway: { namespace: 'infra', name: 'web' }, listeners: [{ port: 80, rules: [] }], targetGroups: [], trustStores: [] });
  });

  test('warns of a host rewrite where Host headers are preserved', () => {
    const rewrite = '{type: URLRewrite, urlRewrite: {hostname: inner.example.com}}';
    const manifests = gatewayWith({ listeners: ['{name: other, port: 8080, protocol: HTTP}'] }) + service('s', '{port: 80}')
      + route('r', '{name: s, port: 80}').replace('  - backendRefs', `  - filters: [${rewrite}]\n    backendRefs`);
    expect(reported(planned(manifests), 'GW5307').subject).toMatchObject({ kind: 'HTTPRoute', name: 'r' });
    expect(planned(manifests.replace('8080', '80')).codes).not.toContain('GW5307');
  });
});

describe('quotas', () => {
  const quotas = (changes: object) => ({ quotas: { ...defaultQuotas, ...changes } });

  test('fails on more listener rules than the quota, and names the route that does not fit', () => {
    const manifests = gatewayWith() + service('s', '{port: 80}') + routes(4) + route('all', '{name: s, port: 80}');
    expect(planned(manifests, quotas({ rules: 5 })).codes).not.toContain('GW5501');
    const diagnostic = reported(planned(manifests, quotas({ rules: 4 })), 'GW5501');
    expect(diagnostic.message).toContain('HTTPRoute infra/all');
    expect(diagnostic.notes[0].text).toContain('HTTPRoute infra/r0: 1');
  });

  test('counts the rules of all listeners', () => {
    const manifests = gatewayWith({ listeners: ['{name: a, port: 80, protocol: HTTP}', '{name: b, port: 81, protocol: HTTP}'] }) + service('s', '{port: 80}') + routes(3);
    expect(reported(planned(manifests, quotas({ rules: 5 })), 'GW5501').message).toContain('6 listener rules');
  });

  test('fails on more listeners than the quota, and names the port', () => {
    const listeners = [80, 81, 82].map((port) => `{name: p${port}, port: ${port}, protocol: HTTP}`);
    expect(reported(planned(gatewayWith({ listeners }), quotas({ listeners: 2 })), 'GW5504').message).toContain('port 82');
  });

  test('fails on more target groups than a load balancer takes, and names the route', () => {
    const ports = Array.from({ length: 101 }, (_, index) => `{name: p${index}, port: ${index + 1}}`).join(', ');
    const backends = Array.from({ length: 101 }, (_, index) => route(`r${index}`, `{name: s, port: ${index + 1}}`, { rest: `  hostnames: [h${index}.example.com]` }));
    const result = planned(gatewayWith() + service('s', ports) + backends.join(''), quotas({ rules: 1000 }));
    expect(result.plan.targetGroups).toHaveLength(101);
    expect(reported(result, 'GW5502').message).toMatch(/HTTPRoute infra\/r\d+/);
    expect(planned(gatewayWith() + service('s', ports) + backends.slice(1).join(''), quotas({ rules: 1000 })).codes).not.toContain('GW5502');
  });
});
