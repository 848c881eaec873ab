import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coffeeRoute, coffeeShop } from '../support/manifests';

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

describe('priorities', () => {
  const twoRoutes = `${coffeeShop}\n---\n${coffeeRoute.replace('name: cafe,', 'name: tea,').replace('/coffee', '/tea')}`;
  const ip = ['--default-target-type', 'ip'];

  test('update writes the ledger, check accepts it, and complains when a rule is new', () => {
    const ledger = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'priorities.json');
    expect(run('priorities', 'check', good, '--ledger', ledger, ...ip)).toMatchObject({ status: 1, stdout: expect.stringContaining('is missing') as string });
    expect(run('priorities', 'update', good, '--ledger', ledger, ...ip).status).toBe(0);
    expect(run('priorities', 'check', good, '--ledger', ledger, ...ip).status).toBe(0);
    expect(run('priorities', 'check', file(twoRoutes), '--ledger', ledger, ...ip).status).toBe(1);
  });

  test('update resolves the conflict markers of a merge', () => {
    const ledger = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'priorities.json');
    run('priorities', 'update', good, '--ledger', ledger, ...ip);
    const text = readFileSync(ledger, 'utf8');
    writeFileSync(ledger, text.replace(/^( {4}".*)$/m, '<<<<<<< ours\n$1\n=======\n    "infra/web:80 777": "other-rule"\n>>>>>>> theirs'));
    expect(run('priorities', 'update', good, '--ledger', ledger, ...ip).status).toBe(0);
    const resolved = readFileSync(ledger, 'utf8');
    expect(resolved).not.toContain('<<<<');
    expect(resolved).toContain('other-rule');
  });

  test('compact forgets what no rule uses', () => {
    const ledger = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'priorities.json');
    run('priorities', 'update', file(twoRoutes), '--ledger', ledger, ...ip);
    run('priorities', 'update', good, '--ledger', ledger, ...ip);
    expect(readFileSync(ledger, 'utf8')).toContain('shop-tea');
    expect(run('priorities', 'compact', good, '--ledger', ledger, ...ip)).toMatchObject({ status: 0, stdout: expect.stringContaining('1 number forgotten') as string });
    expect(readFileSync(ledger, 'utf8')).not.toContain('shop-tea');
  });

  test('rules in nested stacks have numbers of their own, which a compaction for the stack keeps', () => {
    const ledger = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'priorities.json');
    const nested = ['--ledger', ledger, '--rule-stacks', '1', ...ip];
    expect(run('priorities', 'update', good, ...nested).status).toBe(0);
    expect(run('priorities', 'check', good, ...nested).status).toBe(0);
    expect(run('priorities', 'check', good, '--ledger', ledger, ...ip)).toMatchObject({ status: 1, stderr: expect.stringContaining('GW5708') as string });
    run('priorities', 'compact', good, '--ledger', ledger, ...ip);
    expect(readFileSync(ledger, 'utf8')).toContain('@1"');
    expect(run('priorities', 'check', good, '--ledger', ledger, '--rule-stacks', 'all')).toMatchObject({ status: 1, stderr: expect.stringContaining('1 to 45') as string });
  });

  test('a file that is no ledger is left alone', () => {
    const ledger = file('not a ledger');
    expect(run('priorities', 'update', good, '--ledger', ledger, ...ip)).toMatchObject({ status: 1, stderr: expect.stringContaining('GW5701') as string });
    expect(readFileSync(ledger, 'utf8')).toBe('not a ledger');
  });
});
