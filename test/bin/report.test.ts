import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities } from '../../constructs/index';
import { coffeeRoute, coffeeService, coffeeShop, documents, gatewayClass, httpGateway } from '../support/manifests';

const cli = join(__dirname, '..', '..', 'build', 'bin', 'gateway-alb.js');
const folder = mkdtempSync(join(tmpdir(), 'report-cli-'));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [cli, 'report', ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const good = file('cafe.yaml', coffeeShop);

test('report prints Markdown', () => {
  const { status, stdout, stderr } = run(good, '--default-target-type', 'ip');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^# Gateway infra\/web$/m);
});

test.each([
  ['report.html', [], /^<!doctype html>/],
  ['report.json', [], /^\{\n {2}"version": 1/],
  ['routing.svg', [], /^<svg [^]*Routing of Gateway infra\/web/],
  ['report.txt', ['--format', 'json'], /^\{\n {2}"version": 1/],
])('report writes %s', (name, options, expected) => {
  const output = join(folder, name);
  expect(run(good, '--default-target-type', 'ip', '--output', output, ...options)).toMatchObject({ status: 0, stdout: '' });
  expect(readFileSync(output, 'utf8')).toMatch(expected);
});

test.each([
  ['several Gateways', documents(coffeeShop, httpGateway.replace('name: web', 'name: other')), 'name it with --gateway: infra/other, infra/web'],
  ['no Gateway', gatewayClass, 'there is no Gateway that a picture could show'],
])('report makes no picture of %s', (_, text, problem) => {
  const { status, stdout, stderr } = run(file('several.yaml', text), '--default-target-type', 'ip', '--format', 'svg');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(problem);
});

test('report takes several paths as one', () => {
  const [route, service] = [file('route.yaml', documents(gatewayClass, httpGateway, coffeeRoute)), file('service.yaml', coffeeService)];
  const { status, stdout } = run(route, service, '--default-target-type', 'ip', '--format', 'json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ gateways: [{ compaction: { rules: 1, saved: 0 } }] });
});

test('report takes the numbers of a ledger', () => {
  const ledger = join(folder, 'ledger.json');
  spawnSync(process.execPath, [cli, 'priorities', 'update', good, '--ledger', ledger, '--default-target-type', 'ip']);
  writeFileSync(ledger, readFileSync(ledger, 'utf8').replace(/(?<="infra\/web:80 )\d+/, '77'));
  const { stdout } = run(good, '--default-target-type', 'ip', '--format', 'json', '--ledger', ledger);
  expect(JSON.parse(stdout)).toMatchObject({ gateways: [{ listeners: [{ rules: [{ priority: 77 }] }] }] });
});

test('report reads a cdk.out folder', () => {
  const app = new App({ outdir: join(folder, 'cdk.out') });
  const stack = new Stack(app, 'Cafe');
  new GatewayAlb(stack, 'Web', {
    vpc: new ec2.Vpc(stack, 'Vpc'),
    manifests: GatewayManifests.fromText(coffeeShop, 'cafe.yaml'),
    defaultTargetType: DefaultTargetType.IP,
    priorities: Priorities.ranked(),
  });
  app.synth();
  const { status, stdout } = run(join(folder, 'cdk.out'), '--format', 'json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    gateways: [{ name: 'infra/web', listeners: [{ rules: [{ origin: { subject: 'HTTPRoute shop/cafe' } }] }], targetGroups: [{ service: 'shop/coffee:80', rules: 1 }] }],
  });
  expect(run(join(folder, 'cdk.out'), '--format', 'html').stdout).toContain('HTTPRoute shop/cafe');
});

test('fails with the errors on stderr and in the report', () => {
  const bad = file('bad.yaml', coffeeShop.replace('port: 80 }]\n', 'port: 81 }]\n'));
  const { status, stdout, stderr } = run(bad, '--default-target-type', 'ip');
  expect(status).toBe(1);
  expect(stderr).toMatch(/error GW2/);
  expect(stdout).toMatch(/\*\*error GW2/);
});

test('fails on a ledger that does not exist', () => {
  const { status, stderr } = run(good, '--ledger', join(folder, 'nowhere.json'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/nowhere\.json/);
});

test('fails where the output cannot be written, with one sentence', () => {
  const { status, stderr } = run(good, '--default-target-type', 'ip', '--output', join(folder, 'missing', 'report.html'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^error: .*report\.html cannot be written: ENOENT/);
  expect(stderr).not.toMatch(/\n +at /);
});
