import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompileOptions, Report } from '../../lib/index';
import { compile, reportOf, renderMarkdownReport } from '../../lib/index';
import type { TemplatePlan } from '../../lib/explain/template';
import { listenerOf, targetGroupOf } from '../explain/hand-made-plan';
import { coffeeRoute, coffeeService, documents, gatewayClass, httpGateway } from '../support/manifests';

function reportOn(text: string, options: CompileOptions = {}): Report {
  const files = [{ path: 'k8s/shop.yaml', text }];
  const run = compile(files, { defaultTargetType: 'ip', ...options });
  return reportOf(run, { uncompacted: compile(files, { defaultTargetType: 'ip', ...options, compaction: false }).gateways });
}

const shopText = readFileSync(join(__dirname, 'shop.yaml'), 'utf8');

describe('the shop', () => {
  const report = reportOn(shopText);
  const [gateway] = report.gateways;

  test('as Markdown is as it was', () => {
    const golden = join(__dirname, 'shop.md');
    const text = renderMarkdownReport(report);
    if (process.env.UPDATE_GOLDENS === '1' || !existsSync(golden)) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('names each listener with certificates, TLS policy and mutual TLS', () => {
    expect(gateway.listeners.map(({ port, protocol, certificates, mutualTls }) => ({ port, protocol, certificates, mutualTls }))).toEqual([
      { port: 80, protocol: 'HTTP', certificates: [], mutualTls: undefined },
      { port: 443, protocol: 'HTTPS', certificates: ['given in props for Secret shop/shop-tls'], mutualTls: 'off' },
      {
        port: 8443,
        protocol: 'HTTPS',
        certificates: ['given in props for Secret shop/partners-tls'],
        mutualTls: expect.stringMatching(/^verified with trust store arn:/) as string,
      },
    ]);
  });

  test('has the rules in order, with what they match, what they do, and where they come from', () => {
    const { rules } = gateway.listeners[1];
    expect(rules.map(({ position }) => position)).toEqual(rules.map((_, index) => index + 1));
    expect(rules[2]).toMatchObject({
      matches: [{ part: 'host', is: 'www.shop.example.com' }, { part: 'path', is: '/checkout or /checkout/*' }],
      rewrites: ['path prefix /checkout becomes /v2', 'host becomes checkout.internal'],
      action: {
        type: 'forward',
        targets: [{ name: 'payments/checkout:443', share: 1 }, { name: 'payments/checkout-next:443', weight: 0, share: 0 }],
      },
      origin: { subject: 'HTTPRoute payments/checkout', rule: 0, matches: [0], place: { file: 'k8s/shop.yaml', line: 88 } },
    });
    expect(rules[1].authentication).toBe('log in at https://login.example.com (OIDC)');
    expect(rules[5].action).toMatchObject({ targets: [{ name: 'shop/catalog:80', share: 0.9 }, { name: 'shop/catalog-next:80', share: 0.1 }] });
  });

  test('marks the rules that there are warnings about', () => {
    expect(gateway.listeners[1].rules.map(({ findings }) => findings)).toEqual([[], [], ['GW5307'], [], [], [], [], [], [], ['GW4101']]);
  });

  test('says which target groups get no requests', () => {
    expect(gateway.targetGroups.filter(({ cold }) => cold).map(({ service }) => service)).toEqual(['payments/checkout-next:443']);
  });

  test('counts the budget and what compaction saves', () => {
    expect(gateway.budget.map(({ name, used, allowed }) => `${name} ${used}/${allowed}`)).toEqual([
      'listener rules 12/100',
      'target groups 8/100',
      'listeners 3/50',
      'certificates beside the default ones 0/25',
      'listeners that verify client certificates 1/2',
    ]);
    expect(gateway.compaction).toEqual({ rules: 12, rulesWithout: 22, saved: 10 });
    expect(gateway.evaluations[1]).toEqual({ port: 443, rules: 10, billedAtMost: 0, billedOnAverage: 0, billedAtMostWithout: 9 });
  });

  test('says which conditions the objects would have', () => {
    expect(gateway.status.every(({ good }) => good)).toBe(true);
    expect(gateway.status.map(({ subject }) => subject)).toContain('HTTPRoute payments/checkout on Gateway shop/web, listener https');
  });

  test('holds the findings of the run', () => {
    expect([...new Set(gateway.findings.map(({ code }) => code))].sort()).toEqual(expect.arrayContaining(['GW4101', 'GW4157', 'GW5307']));
    expect(gateway.findings.find(({ code }) => code === 'GW4101')).toMatchObject({ severity: 'warning', place: { file: 'k8s/shop.yaml', line: 74 } });
  });
});

describe('evaluations that AWS bills for', () => {
  const rules = (count: number) => listenerOf(80, Array.from({ length: count }, () => ({})));
  const plan = (count: number): TemplatePlan => ({
    gateway: { namespace: '', name: 'Alb' },
    scheme: 'internal',
    ipAddressType: 'ipv4',
    attributes: [],
    tags: [],
    securityGroups: { kind: 'existing', ingress: [], ids: ['sg-1'], names: [] },
    listeners: [rules(count)],
    targetGroups: [{ ...targetGroupOf('web'), binding: 'unknown' }],
  });
  const of = (count: number) => reportOf({ gateways: [{ name: 'Alb', plan: plan(count) }], diagnostics: [] }).gateways[0];

  test.each([
    [0, { billedAtMost: 0, billedOnAverage: 0 }],
    [10, { billedAtMost: 0, billedOnAverage: 0 }],
    [11, { billedAtMost: 1, billedOnAverage: 0.1, requestsPerUnit: 1000 }],
    [12, { billedAtMost: 2, billedOnAverage: 0.3, requestsPerUnit: 500 }],
    [60, { billedAtMost: 50, billedOnAverage: 21.3, requestsPerUnit: 20 }],
  ])('of %d rules the first ten of a request are free', (count, expected) => {
    expect(of(count).evaluations).toEqual([{ port: 80, rules: count, ...expected }]);
  });

  test('a template is reported as far as it goes', () => {
    const report = of(2);
    expect(report).toMatchObject({ status: [], findings: [], targetGroups: [{ id: 'web', service: 'web', rules: 2 }] });
    expect(report.compaction).toBeUndefined();
    expect(report.facts).toContainEqual({ label: 'Security groups', value: 'sg-1' });
    expect(renderMarkdownReport({ version: 1, gateways: [report], findings: [] })).toContain('## Listener 80 (HTTP), 2 rules');
  });
});

describe('several Gateways', () => {
  const second = httpGateway.replace('name: web', 'name: other');
  const report = reportOn(documents(gatewayClass, httpGateway, second, coffeeRoute, coffeeService));

  test('have reports of their own, with the status of their own routes', () => {
    expect(report.gateways.map(({ name }) => name)).toEqual(['infra/other', 'infra/web']);
    expect(report.gateways.map(({ status }) => status.some(({ subject }) => subject.startsWith('HTTPRoute')))).toEqual([false, true]);
  });

  test('share no findings; what is said of none of them stands apart', () => {
    const unused = coffeeService.replaceAll('coffee', 'tea');
    const { gateways, findings } = reportOn(documents(gatewayClass, httpGateway, second, coffeeRoute, coffeeService, unused, 'kind: Broken'));
    expect(findings.length).toBeGreaterThan(0);
    for (const { name, findings: own } of gateways) {
      expect(own.filter(({ subject }) => subject?.startsWith('Gateway') && subject !== `Gateway ${name}`)).toEqual([]);
    }
  });
});

describe('what is wrong is in the report', () => {
  const broken = documents(gatewayClass, httpGateway, coffeeRoute.replace('port: 80', 'port: 81'), coffeeService);
  const [gateway] = reportOn(broken).gateways;

  test('fails the status of the route', () => {
    const bad = gateway.status.filter(({ good }) => !good);
    expect(bad.map(({ subject, type, status }) => `${subject}: ${type}=${status}`)).toContain('HTTPRoute shop/cafe on Gateway infra/web: ResolvedRefs=False');
  });

  test('fails as a finding with its fix', () => {
    expect(gateway.findings[0]).toMatchObject({ severity: 'error', subject: 'HTTPRoute shop/cafe', fix: expect.any(String) as string });
  });

  test('fails visibly in Markdown', () => {
    const text = renderMarkdownReport(reportOn(broken));
    expect(text).toMatch(/^\*\*Not to be deployed: 1 error/);
    expect(text).toMatch(/\| HTTPRoute shop\/cafe on Gateway infra\/web \| ResolvedRefs=False \|/);
    expect(text).toMatch(/- \*\*error GW\d{4}\*\*/);
  });

  test('a run without any Gateway has a report too', () => {
    expect(renderMarkdownReport(reportOn(coffeeService))).toMatch(/No Gateway was found[^]*\*\*error GW29/);
  });
});
