import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coffeeShop } from '../support/manifests';

const cli = join(__dirname, '..', '..', 'build', 'bin', 'gateway-alb.js');

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { status, stdout, stderr };
}

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'cli-')), 'cafe.yaml');
  writeFileSync(path, text);
  return path;
}

const good = file(coffeeShop);
const bad = file(coffeeShop.replace('port: 80 }]\n', 'port: 81 }]\n'));

test('check is quiet about what is right and exits with 0', () => {
  expect(run('check', good, '--default-target-type', 'ip')).toEqual({ status: 0, stdout: expect.stringMatching(/^(0 errors.*)?\n?$/) as string, stderr: '' });
});

test.each([
  ['text', /cafe\.yaml:\d+:\d+ - error GW2/],
  ['json', /"code": ?"GW2/],
  ['github', /^::error file=.*,line=\d+/m],
])('check exits with 1 on errors and prints them as %s', (format, expected) => {
  const { status, stdout } = run('check', bad, '--default-target-type', 'ip', '--format', format);
  expect(status).toBe(1);
  expect(stdout).toMatch(expected);
});

test('plan prints JSON', () => {
  const { status, stdout } = run('plan', good, '--default-target-type', 'ip');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ gateway: { namespace: 'infra', name: 'web' }, listeners: [{ port: 80 }] });
});

test('explain names the rule and the backend', () => {
  const { status, stdout } = run('explain', good, 'GET', 'http://cafe.example.com/coffee/1', '--default-target-type', 'ip');
  expect(status).toBe(0);
  expect(stdout).toMatch(/shop\/cafe/);
  expect(stdout).toMatch(/shop\/coffee:80/);
});

test.each([
  ['no arguments', ['explain', good], /PATH.*METHOD.*URL/],
  ['a URL without scheme', ['explain', good, 'GET', 'cafe.example.com/coffee'], /not an absolute URL/],
  ['a header without a colon', ['explain', good, 'GET', 'http://cafe.example.com/', '-H', 'nonsense'], /not a header/],
  ['an unknown verb', ['chekc', good], /unknown command/],
])('fails on %s and says what is possible', (_, args, expected) => {
  const { status, stderr } = run(...args);
  expect(status).not.toBe(0);
  expect(stderr).toMatch(expected);
});
