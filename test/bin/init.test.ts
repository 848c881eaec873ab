import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cli = join(__dirname, '..', '..', 'build', 'bin', 'gateway-alb.js');

function run(folder: string, ...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { status, stdout, stderr };
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'init-'));
}

test('init writes an app whose manifests have no mistake and whose requests are answered as its table says', () => {
  const app = folder();
  expect(run(app, 'init', 'web')).toMatchObject({ status: 0, stdout: expect.stringContaining('cd web && npm install && npx cdk synth') as string });
  const web = join(app, 'web');
  expect(run(web, 'check', 'k8s')).toMatchObject({ status: 0 });
  expect(run(web, 'test', 'k8s', '--requests', 'routes.test.yaml')).toMatchObject({ status: 0, stdout: expect.stringMatching(/2/) as string });
});

test('init names versions that npm can resolve', () => {
  const app = folder();
  run(app, 'init');
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(['aws-cdk-lib', 'cdk-gateway-alb', 'cdk8s', 'cdk8s-plus-28', 'constructs']));
  expect(Object.values({ ...dependencies, ...devDependencies })).not.toContain('');
});

test('fails where a file exists, and writes none', () => {
  const app = folder();
  writeFileSync(join(app, 'cdk.json'), '{}');
  expect(run(app, 'init')).toMatchObject({ status: 1, stderr: expect.stringContaining('cdk.json exists already') as string });
  expect(readdirSync(app)).toEqual(['cdk.json']);
});

test('--version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string };
  expect(run('.', '--version').stdout.trim()).toBe(version);
});
