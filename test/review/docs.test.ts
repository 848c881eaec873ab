import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The jobs of docs/ci.md, run as they stand there with stand-ins for the network: what is written there works. */
const root = join(__dirname, '..', '..');
const cli = join(root, 'build', 'bin', 'gateway-alb.js');

interface Step {
  readonly name?: string;
  readonly run?: string;
}

const blocks = [...readFileSync(join(root, 'docs', 'ci.md'), 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => parse(text) as Record<string, never>);
const steps = (blocks[0] as unknown as { jobs: { review: { steps: Step[] } } }).jobs.review.steps;
const gitlab = (blocks[1] as unknown as { routing: { script: string[] } }).routing.script;

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com', '-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'pipe' });
}

/** A repository with a pull request merged into its target branch, as CI checks it out, and programs that write down what they are called with. */
function checkout(from: string, to: string): { readonly folder: string; readonly env: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'ci-'));
  const bin = join(mkdtempSync(join(tmpdir(), 'ci-bin-')), 'bin');
  mkdirSync(bin);
  cpSync(join(root, 'examples', 'getting-started', 'k8s'), join(folder, 'k8s'), { recursive: true });
  git(folder, 'init');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-m', 'before');
  git(folder, 'checkout', '-q', '-b', 'change');
  const routes = join(folder, 'k8s', 'routes.yaml');
  writeFileSync(routes, readFileSync(routes, 'utf8').replaceAll(from, to));
  git(folder, 'commit', '-q', '-a', '-m', 'change');
  git(folder, 'checkout', '-q', 'main');
  git(folder, 'merge', '-q', '--no-ff', '-m', 'merge', 'change');
  const program = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program('npx', `shift; exec "${process.execPath}" "${cli}" "$@"`);
  program('npm', ':');
  program('gh', 'echo "$@" >> calls; case "$*" in *--jq*) cat known 2>/dev/null || true;; esac');
  program('curl', 'echo "$@" >> calls; case "$*" in *per_page*) cat known 2>/dev/null || echo "[]";; esac');
  const env = { PATH: `${bin}:${process.env.PATH ?? ''}`, GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary'), NO_COLOR: '1' };
  return { folder, env };
}

function bash(folder: string, env: Record<string, string>, script: string): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: folder, env, encoding: 'utf8' });
  return { status, stderr };
}

const scriptOf = (name: string) => steps.find((step) => step.name === name)?.run ?? 'exit 99';

test.each([
  ['lost', 'value: /catalog', 'value: /katalog', 2],
  ['nothing', '# The shop itself', '# The shop', 0],
  ['errors', 'sectionName: https', 'sectionName: htps', 1],
])('GitHub: with %s the comparison gives its code and a summary', (_, from, to, code) => {
  const { folder, env } = checkout(from, to);
  expect(bash(folder, env, scriptOf('Compare')).status).toBe(0);
  expect(readFileSync(join(folder, 'output'), 'utf8')).toBe(`code=${code}\n`);
  expect(existsSync(join(folder, 'summary'))).toBe(code !== 1);
  if (code !== 1) expect(readFileSync(join(folder, 'summary'), 'utf8')).toMatch(/^### .* Routing of `shop\/web`/);
});

test('GitHub: a second run changes the comment of the first', () => {
  const { folder, env } = checkout('value: /catalog', 'value: /katalog');
  const given = { ...env, COMMENTS: 'repos/o/r/issues/7/comments', GITHUB_REPOSITORY: 'o/r' };
  bash(folder, given, scriptOf('Compare'));
  expect(bash(folder, given, scriptOf('Comment'))).toMatchObject({ status: 0 });
  writeFileSync(join(folder, 'known'), '123\n');
  expect(bash(folder, given, scriptOf('Comment'))).toMatchObject({ status: 0 });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').split('\n').filter((line) => line.includes('body=@'));
  expect(calls).toEqual(['api repos/o/r/issues/7/comments --field body=@comment.md --silent', 'api --method PATCH repos/o/r/issues/comments/123 --field body=@comment.md --silent']);
  expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(/^<!-- gateway-alb diff -->\n### /);
});

test.each([
  ['no comment yet', '[]', /--request POST .*body@comment\.md https:\/\/gitlab\/projects\/1\/merge_requests\/2\/notes\n/],
  ['a comment of ours', '[{"id":5,"body":"hello"},{"id":6,"body":"<!-- gateway-alb diff -->\\n"}]', /--request PUT .*body@comment\.md https:\/\/gitlab\/projects\/1\/merge_requests\/2\/notes\/6\n/],
])('GitLab: with %s the job comments and ends with the code', (_, known, expected) => {
  const { folder, env } = checkout('value: /catalog', 'value: /katalog');
  writeFileSync(join(folder, 'known'), known);
  const base = execFileSync('git', ['rev-parse', 'HEAD^1'], { cwd: folder, encoding: 'utf8' }).trim();
  const given = { ...env, ROUTING_TOKEN: 't', CI_API_V4_URL: 'https://gitlab', CI_PROJECT_ID: '1', CI_MERGE_REQUEST_IID: '2', CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
  expect(bash(folder, given, gitlab.join('\n')).status).toBe(2);
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toMatch(expected);
});

test('the example of docs/review.md is what the command prints', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  cpSync(join(root, 'examples', 'getting-started', 'k8s'), join(folder, 'k8s'), { recursive: true });
  git(folder, 'init');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-m', 'routes');
  const routes = join(folder, 'k8s', 'routes.yaml');
  writeFileSync(routes, readFileSync(routes, 'utf8').replace('value: /catalog', 'value: /catalog/beta'));
  const [, command, , output] = /```sh\nnpx gateway-alb ([^\n]*)\n```\n(\n)```\n([^]*?)```/.exec(readFileSync(join(root, 'docs', 'review.md'), 'utf8')) ?? [];
  const { stdout } = spawnSync(process.execPath, [cli, ...command.split(' ')], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  expect(output).toBe(stdout);
});
