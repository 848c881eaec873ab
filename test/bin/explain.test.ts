import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities } from '../../constructs/index';
import { cafe } from '../route-tests/tables';

const cli = join(__dirname, '..', '..', 'build', 'bin', 'gateway-alb.js');
const folder = mkdtempSync(join(tmpdir(), 'explain-'));
const assembly = join(folder, 'cdk.out');

beforeAll(() => {
  const app = new App({ outdir: assembly });
  const stack = new Stack(app, 'Cafe');
  new GatewayAlb(stack, 'Web', {
    vpc: new ec2.Vpc(stack, 'Vpc'),
    manifests: GatewayManifests.fromText(cafe, 'k8s/cafe.yaml'),
    certificates: { 'shop/tls': acm.Certificate.fromCertificateArn(stack, 'Tls', 'arn:aws:acm:eu-central-1:111122223333:certificate/a') },
    defaultTargetType: DefaultTargetType.IP,
    priorities: Priorities.ranked(),
  });
  app.synth();
});

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  return { status, stdout, stderr };
}

const request = ['GET', 'https://cafe.example.com/coffee/1'];

test('a cdk.out folder is explained with routes, Services, and the first condition that failed', () => {
  const { status, stdout } = run('explain', 'cdk.out', ...request);
  expect(status).toBe(0);
  expect(stdout).toMatch(/rule \d+: HTTPRoute shop\/cafe, rule 0 "coffee", match 0 \(k8s\/cafe\.yaml:\d+\)/);
  expect(stdout).toContain('-> forward to shop/coffee:80');
  expect(stdout).toMatch(/almost:\n.*HTTPRoute shop\/cafe, rule 1, match 0.*\n +header x-canary is missing, needs always; 2 of 3 conditions hold/);
});

test('a single template is explained with what it says itself', () => {
  const template = readdirSync(assembly).find((name) => name.endsWith('.template.json')) ?? '';
  const { status, stdout } = run('explain', join('cdk.out', template), ...request);
  expect(status).toBe(0);
  expect(stdout).toMatch(/rule \d+: AWS::ElasticLoadBalancingV2::ListenerRule \w+\n.*path \/coffee or \/coffee\/\*/);
  expect(stdout).toMatch(/forward to \w+ .*90 %/);
});

test('JSON has the rule that wins and those that almost did, with what failed', () => {
  const { stdout } = run('explain', 'cdk.out', ...request, '--json');
  const [explanation] = JSON.parse(stdout) as { almost: object[] }[];
  expect(explanation).toMatchObject({ gateway: 'shop/web', decision: { rule: { origin: { object: { name: 'cafe' }, rule: 0 } } } });
  expect(explanation?.almost[0]).toMatchObject({ rule: { origin: { rule: 1 } }, failed: [{ words: 'header x-canary is missing, needs always' }] });
});

test('route tests run on a cdk.out folder too', () => {
  writeFileSync(join(folder, 'table.yaml'), 'tests:\n  - request: GET https://cafe.example.com/tea\n    expect: shop/tea:80\n');
  expect(run('test', 'cdk.out', '--requests', 'table.yaml', '--coverage')).toMatchObject({ status: 0, stdout: expect.stringContaining('1 of 6 rules') as string });
});

test('a git revision is explained', () => {
  const repository = mkdtempSync(join(tmpdir(), 'revision-'));
  writeFileSync(join(repository, 'cafe.yaml'), cafe);
  const git = (...args: readonly string[]) => spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: repository });
  for (const args of [['init'], ['add', '-A'], ['commit', '-m', 'cafe']]) git(...args);
  const { status, stdout } = spawnSync(process.execPath, [cli, 'explain', 'git:HEAD:cafe.yaml', ...request, '--default-target-type', 'ip'], { encoding: 'utf8', cwd: repository });
  expect(status).toBe(0);
  expect(stdout).toContain('shop/coffee:80');
});

test('fails on a template that has no load balancer', () => {
  writeFileSync(join(folder, 'empty.template.json'), '{"Resources": {}}');
  const { status, stderr } = run('explain', 'empty.template.json', ...request);
  expect(status).toBe(1);
  expect(stderr).toMatch(/error GW03/);
});
