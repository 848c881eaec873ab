import { jsonShapes, sharedShapes } from '../../scripts/command-line-shapes';
import { coffeeShop } from '../support/manifests';
import { folderOf, run, type Run } from './running';

const cwd = folderOf({
  'good.yaml': coffeeShop,
  'changed.yaml': coffeeShop.replace('/coffee', '/espresso'),
  'bad.yaml': coffeeShop.replace('port: 80 }]\n', 'port: 81 }]\n'),
  'table.yaml': 'tests:\n  - request: GET http://cafe.example.com/coffee\n    expect: shop/coffee:80\n',
  'failing.yaml': 'tests:\n  - request: GET http://cafe.example.com/coffee\n    expect: 404\n',
  'no-ledger.json': 'not a ledger',
});
const ip = ['--default-target-type', 'ip'];
const json = ['--format', 'json'];
const request = ['GET', 'http://cafe.example.com/coffee'];

function parsed({ stdout }: Run): unknown {
  return JSON.parse(stdout);
}

function called(args: readonly string[]): Run {
  return run(args, { cwd });
}

/** One that does not say which Service its target group stands for. */
const bareTemplate = {
  Resources: {
    Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {} },
    Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Port: 80, Protocol: 'HTTP' } },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }] },
    },
    Rule: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: { Ref: 'Listener' },
        Priority: 1,
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/tea'] } }],
        Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
      },
    },
  },
};

/** What check says about the file with a mistake. */
const findings = { version: 1, summary: { errors: 1 }, diagnostics: [{ code: 'GW2503', severity: 'error' }] };

describe('a verb that is asked for JSON', () => {
  test.each([
    ['check', ['check', 'good.yaml', ...ip, ...json], { version: 1, summary: { errors: 0 } }],
    ['plan', ['plan', 'good.yaml', ...ip], { gateway: { namespace: 'infra', name: 'web' } }],
    ['diff', ['diff', 'good.yaml', 'changed.yaml', ...ip, ...json], { old: 'good.yaml', new: 'changed.yaml' }],
    ['explain', ['explain', 'good.yaml', ...request, ...ip, ...json], [{ gateway: 'infra/web' }]],
    ['explain --json', ['explain', 'good.yaml', ...request, ...ip, '--json'], [{ gateway: 'infra/web' }]],
    ['test', ['test', 'good.yaml', '--requests', 'table.yaml', '--coverage', ...ip, ...json], { summary: { passed: 1 } }],
    ['report', ['report', 'good.yaml', ...ip, ...json], { gateways: [{ name: 'infra/web' }] }],
    ['priorities update', ['priorities', 'update', 'good.yaml', ...ip, ...json], { ledger: 'gateway-alb.priorities.json', state: 'written', summary: { errors: 0 } }],
    ['priorities check', ['priorities', 'check', 'good.yaml', ...ip, ...json], { state: 'current' }],
    ['priorities compact', ['priorities', 'compact', 'good.yaml', ...ip, ...json], { state: 'current', forgotten: 0 }],
    ['init', ['init', 'app', ...json], { next: 'cd app && npm install && npx cdk synth' }],
  ])('%s prints it and nothing else', (_, args, expected) => {
    const result = called(args);
    expect(parsed(result)).toMatchObject(expected);
    expect(result).toMatchObject({ status: 0, stderr: '' });
  });

  test.each([
    ['check', ['check', 'bad.yaml', ...ip, ...json], findings],
    ['plan', ['plan', 'bad.yaml', ...ip], findings],
    ['diff', ['diff', 'good.yaml', 'bad.yaml', ...ip, ...json], { ...findings, diagnostics: [{ code: 'GW2503', side: 'new' }] }],
    ['explain', ['explain', 'bad.yaml', ...request, ...ip, ...json], findings],
    ['test', ['test', 'bad.yaml', '--requests', 'table.yaml', ...ip, ...json], { summary: { tests: 0, failed: 0 }, diagnostics: [{ code: 'GW2503' }] }],
    ['report', ['report', 'bad.yaml', ...ip, ...json], { gateways: [{ findings: [{ code: 'GW2503' }] }] }],
    ['priorities update', ['priorities', 'update', 'bad.yaml', ...ip, ...json], { ledger: 'gateway-alb.priorities.json', ...findings }],
  ])('fails with JSON too where manifests have errors: %s', (_, args, expected) => {
    const result = called(args);
    expect(parsed(result)).toMatchObject(expected);
    expect(result.status).toBe(1);
  });

  test.each([
    ['no such path', ['check', 'nowhere', ...json], { diagnostics: [{ code: 'GW0001' }] }],
    ['nothing on the standard input', ['plan', '-'], { diagnostics: [{ code: 'GW0007' }] }],
    ['a test that fails', ['test', 'good.yaml', '--requests', 'failing.yaml', ...ip, ...json], { summary: { failed: 1 }, diagnostics: [{ code: 'GW6101' }] }],
    ['a ledger that is missing', ['priorities', 'check', 'good.yaml', '--ledger', 'none.json', ...ip, ...json], { ledger: 'none.json', state: 'missing' }],
    ['a ledger that is none', ['priorities', 'update', 'good.yaml', '--ledger', 'no-ledger.json', ...ip, ...json], { diagnostics: [{ code: 'GW5701' }] }],
    ['an unknown option', ['check', 'good.yaml', '--gatway', 'infra/web', ...json], { error: "unknown option '--gatway'\n(Did you mean --gateway?)" }],
    ['an unknown command', ['chekc', 'good.yaml', '--format=json'], { error: expect.stringContaining('unknown command') as string }],
    ['a request that is none', ['explain', 'good.yaml', 'GET', 'cafe', ...ip, '--json'], { error: expect.stringContaining('not an absolute URL') as string }],
    ['a ledger that the report does not find', ['report', 'good.yaml', '--ledger', 'none.json', ...json], { error: 'there is no ledger none.json' }],
    ['a ledger that is a folder', ['priorities', 'check', 'good.yaml', '--ledger', '.', ...ip, ...json], { error: expect.stringMatching(/^\. cannot be read: EISDIR/) as string }],
    ['an output that cannot be written', ['diff', 'good.yaml', 'changed.yaml', ...ip, ...json, '--output', 'no/where.json'], { error: expect.stringContaining('no/where.json cannot be written') as string }],
    ['an app that exists', ['init', 'app', ...json], { error: expect.stringContaining('exist already; nothing was written') as string }],
  ])('fails with JSON on %s', (_, args, expected) => {
    const result = called(args);
    expect(parsed(result)).toMatchObject(expected);
    expect(result.status).toBe(1);
  });

  test('of two sides that cannot be compared says so in JSON', () => {
    const result = run(['diff', 'good.yaml', '-', ...ip, ...json], { cwd, input: JSON.stringify(bareTemplate) });
    expect(parsed(result)).toMatchObject({ summary: { errors: 1 }, diagnostics: [{ code: 'GW0309' }] });
    expect(result.status).toBe(1);
  });
});

/** `a`, `a.b`: the keys of an output down to a depth; those of a list are those of its elements. */
function keysOf(value: unknown, depth: number): readonly string[] {
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => keysOf(each, depth)))];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner, depth - 1)]);
}

describe('the documented shape', () => {
  test.each([
    ['check', ['check', 'bad.yaml', ...ip, ...json], 3],
    ['plan', ['plan', 'good.yaml', ...ip], 2],
    ['diff', ['diff', 'good.yaml', 'changed.yaml', ...ip, ...json], 3],
    ['explain', ['explain', 'good.yaml', ...request, ...ip, ...json], 1],
    ['test', ['test', 'good.yaml', '--requests', 'failing.yaml', '--coverage', ...ip, ...json], 2],
    ['report', ['report', 'good.yaml', ...ip, ...json], 2],
    ['priorities', ['priorities', 'check', 'bad.yaml', ...ip, ...json], 2],
    ['init', ['init', 'other', ...json], 1],
  ])('of %s has every key that is printed', (verb, args, depth) => {
    const shape = `${jsonShapes[verb].shape}\n${sharedShapes}`;
    const keys = keysOf(parsed(called(args)), depth);
    const inside = verb === 'plan' ? planDetails : [];
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.filter((key) => !inside.includes(key) && !new RegExp(`\\b${key}\\??:`).test(shape))).toEqual([]);
  });

  test('is there for every verb with JSON', () => {
    expect(Object.keys(jsonShapes).sort()).toEqual(['check', 'diff', 'explain', 'init', 'plan', 'priorities', 'report', 'test']);
  });
});

/** Keys of objects that the shape leaves to the type LoadBalancerPlan. */
const planDetails = ['kind', 'ingress', 'ids', 'names', 'openBackends'];
