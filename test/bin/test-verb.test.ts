import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cafe } from '../route-tests/tables';

const cli = join(__dirname, '..', '..', 'build', 'bin', 'gateway-alb.js');
const folder = mkdtempSync(join(tmpdir(), 'route-tests-'));
const manifests = file('cafe.yaml', cafe);

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'test', ...args, '--default-target-type', 'ip'], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

const good = file('good.yaml', 'tests:\n  - request: GET https://cafe.example.com/gone\n    expect: 410\n');
const bad = file('bad.yaml', 'tests:\n  - name: <tea> & "more"\n    request: GET https://cafe.example.com/tea\n    expect: 404\n');

test('tests that pass are counted, exit code 0', () => {
  expect(run(manifests, '--requests', good)).toEqual({ status: 0, stdout: '1 test: 1 passed, 0 failed\n', stderr: '' });
});

test('fails with the place in the table, what happened and the rule, exit code 1', () => {
  const { status, stdout } = run(manifests, '--requests', good, '--requests', bad);
  expect(status).toBe(1);
  expect(stdout).toMatch(/bad\.yaml:4:13 - error GW6101: .*expected status 404, got shop\/tea:80/);
  expect(stdout).toMatch(/cafe\.yaml:\d+ HTTPRoute shop\/cafe, rule 2, match 0 takes the request/);
  expect(stdout).toContain('2 tests: 1 passed, 1 failed');
});

test.each([
  ['json', /"verdict": "failed"[^]*"expected": "status 404"/],
  ['github', /^::error file=.*bad\.yaml,line=4/m],
  ['junit', /<testcase name="&quot;&lt;tea&gt; &amp; &quot;more&quot;&quot; \(GET .* line="3"><failure message="expected status 404, got shop\/tea:80"\/>/],
])('fails in format %s too', (format, expected) => {
  const { status, stdout } = run(manifests, '--requests', bad, '--format', format);
  expect(status).toBe(1);
  expect(stdout).toMatch(expected);
  if (format === 'json') expect(JSON.parse(stdout)).toMatchObject({ summary: { tests: 1, failed: 1 } });
});

test('coverage lists what no test reaches, and may fail the run', () => {
  expect(run(manifests, '--requests', good, '--coverage')).toMatchObject({ status: 0, stdout: expect.stringContaining('1 of 6 rules') as string });
  expect(run(manifests, '--requests', good, '--fail-under', '16')).toMatchObject({ status: 0, stdout: expect.stringContaining('not reached:') as string });
  expect(run(manifests, '--requests', good, '--fail-under', '50')).toMatchObject({ status: 1, stdout: expect.stringContaining('GW6102') as string });
  expect(run(manifests, '--requests', good, '--fail-under', 'half')).toMatchObject({ status: 1, stderr: expect.stringContaining('from 0 to 100') as string });
});

test('write makes a table, adds what is missing, and then has nothing to add', () => {
  const table = join(folder, 'proposed.yaml');
  expect(run(manifests, '--write', table)).toMatchObject({ status: 0, stderr: expect.stringContaining('6 tests added') as string });
  expect(run(manifests, '--requests', table, '--fail-under', '100').status).toBe(0);
  expect(run(manifests, '--write', table)).toMatchObject({ status: 0, stderr: expect.stringContaining('nothing to add') as string });
  const mine = file('mine.yaml', readFileSync(good, 'utf8'));
  expect(run(manifests, '--write', mine).stderr).toContain('5 tests added');
  expect(readFileSync(mine, 'utf8')).toMatch(/^tests:\n {2}- request: GET https:\/\/cafe.example.com\/gone\n {4}expect: 410\n {2}# HTTPRoute/);
});

test('fails on manifests with errors without running tests', () => {
  const broken = file('broken.yaml', cafe.replace('name: tea, port: 80', 'name: tee, port: 80'));
  const table = join(folder, 'never.yaml');
  const { status, stdout } = run(broken, '--requests', bad, '--write', table);
  expect(status).toBe(1);
  expect(stdout).toContain('GW2502');
  expect(stdout).not.toContain('GW6101');
  expect(existsSync(table)).toBe(false);
});

test('fails without a table, and on a table that is not there', () => {
  expect(run(manifests)).toMatchObject({ status: 1, stderr: expect.stringContaining('--requests FILE') as string });
  expect(run(manifests, '--requests', join(folder, 'nowhere.yaml'))).toMatchObject({ status: 1, stdout: expect.stringContaining('GW0001') as string });
});
