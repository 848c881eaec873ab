import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities } from '../../constructs/index';
import type { Review } from '../../lib/review/review';

const cli = join(__dirname, '..', '..', 'build', 'bin', 'gateway-alb.js');
const example = join(__dirname, '..', '..', 'examples', 'getting-started', 'k8s');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(cwd: string, ...args: string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'diff', ...args], { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { status, stdout, stderr };
}

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com', '-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'pipe' });
}

/** A repository with the example on `main`, and an edit of its routes in the working copy. */
function repository(edit: (routes: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'diff-'));
  cpSync(example, join(folder, 'k8s'), { recursive: true });
  git(folder, 'init');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-m', 'routes');
  const routes = join(folder, 'k8s', 'routes.yaml');
  writeFileSync(routes, edit(readFileSync(routes, 'utf8')));
  return folder;
}

const sides = ['git:main:k8s', 'k8s'];
const toBeta = (routes: string) => routes.replaceAll('value: /catalog', 'value: /katalog');

describe('a change since main', () => {
  let folder: string;
  beforeAll(() => {
    folder = repository(toBeta);
  });

  test('is shown as text with places on both sides', () => {
    const { status, stdout, stderr } = run(folder, ...sides);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Routing of shop\/web: 2 lost, 2 new, 2 open to the internet\n/);
    expect(stdout).toContain('before main:k8s/routes.yaml:33 HTTPRoute shop/catalog, rule 0 "testers"');
    expect(stdout).toContain('after  k8s/routes.yaml:33 HTTPRoute shop/catalog, rule 0 "testers"');
  });

  test('is shown as JSON', () => {
    const { gateways, ...rest } = JSON.parse(run(folder, ...sides, '--format', 'json').stdout) as Review;
    expect(rest).toEqual({ version: 1, old: 'git:main:k8s', new: 'k8s' });
    expect(gateways.map(({ classes }) => classes.map(({ kind }) => kind).sort())).toEqual([['lost', 'lost', 'new', 'new']]);
  });

  test.each([['markdown', /^### 🔴 Routing of `shop\/web`/], ['html', /^<!doctype html>[^]*<\/html>\n$/]])('is shown as %s', (format, expected) => {
    expect(run(folder, ...sides, '--format', format).stdout).toMatch(expected);
  });

  test('is written to a file', () => {
    expect(run(folder, ...sides, '--output', 'review.txt')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'review.txt'), 'utf8')).toBe(run(folder, ...sides).stdout);
  });

  test.each([
    ['lost', 2, '--fail-on: lost\n'],
    ['public,shadowed', 2, '--fail-on: public\n'],
    ['shadowed,moved', 0, ''],
  ])('with --fail-on %s exits with %i', (gates, status, stderr) => {
    expect(run(folder, ...sides, '--fail-on', gates)).toMatchObject({ status, stderr });
  });
});

test('nothing has changed', () => {
  const { status, stdout } = run(repository((routes) => `${routes}\n# a comment\n`), ...sides, '--fail-on', 'lost,new,moved,changed,shadowed,public,replaced,unproved');
  expect({ status, first: stdout.split('\n')[0] }).toEqual({ status: 0, first: 'Routing of shop/web: every request is answered as before' });
});

test('a Gateway that was not there is new', () => {
  const folder = repository((routes) => routes);
  git(folder, 'checkout', '-q', '-b', 'empty');
  writeFileSync(join(folder, 'k8s', 'gateway.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n');
  writeFileSync(join(folder, 'k8s', 'routes.yaml'), '# nothing yet\n');
  git(folder, 'commit', '-q', '-a', '-m', 'empty');
  const { status, stdout } = run(folder, 'git:empty:k8s', 'git:main:k8s');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Routing of shop\/web \(new load balancer\)/);
});

describe('synthesised templates', () => {
  const synthesised = (edit: (routes: string) => string): string => {
    const folder = join(repository(edit), 'k8s');
    const app = new App({ outdir: join(mkdtempSync(join(tmpdir(), 'diff-')), 'cdk.out') });
    const stack = new Stack(app, 'Shop');
    new GatewayAlb(stack, 'Web', { vpc: new ec2.Vpc(stack, 'Vpc'), manifests: GatewayManifests.fromDirectory(folder), priorities: Priorities.ranked(), defaultTargetType: DefaultTargetType.IP });
    return app.synth().directory;
  };
  let old: string;
  let latest: string;
  beforeAll(() => {
    old = synthesised((routes) => routes);
    latest = synthesised((routes) => routes.replace('weight: 90', 'weight: 40').replace('weight: 10', 'weight: 60'));
  });

  test('of two cloud assemblies name Services and routes', () => {
    const { status, stdout } = run(tmpdir(), old, latest);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Routing of shop\/web: 1 moved\n/);
    expect(stdout).toContain('shop/catalog:80 90 % | shop/catalog-next:80 10 %  ->  shop/catalog-next:80 60 % | shop/catalog:80 40 %');
    expect(stdout).toMatch(/routes\.yaml:44 HTTPRoute shop\/catalog, rule 1 "canary"/);
  });

  test('are compared with manifests as far as both say the same', () => {
    const { status, stdout } = run(tmpdir(), example, old);
    expect({ status, first: stdout.split('\n')[0] }).toEqual({ status: 0, first: 'Routing of shop/web: every request is answered as before' });
    expect(stdout).toMatch(/not compared: one side is manifests/);
  });

  test('alone have logical ids', () => {
    const { status, stdout } = run(tmpdir(), join(old, 'Shop.template.json'), join(latest, 'Shop.template.json'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/moved .*\n.*WebTargetGroupshopcatalog\w+ 90 %/);
  });

  test('of which one is known by logical ids only are compared by these', () => {
    const { status, stdout } = run(tmpdir(), old, join(latest, 'Shop.template.json'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Routing of WebLoadBalancer\w+: 1 moved\n/);
  });

  test('fails on a template alone against manifests', () => {
    const { status, stdout, stderr } = run(tmpdir(), example, join(old, 'Shop.template.json'));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('error GW0309');
  });
});

test.each([
  ['an error on the new side', (routes: string) => routes.replace('sectionName: https', 'sectionName: htps'), sides, 1, /^new: k8s\nk8s\/routes\.yaml:\d+:\d+ - error GW2/],
  ['an unknown revision', toBeta, ['git:nowhere:k8s', 'k8s'], 1, /^old: git:nowhere:k8s\nerror GW0303/],
  ['a Gateway that neither side has', toBeta, [...sides, '--gateway', 'shop/wbe'], 1, /GW2902/],
  ['an unknown gate', toBeta, [...sides, '--fail-on', 'lots'], 1, /"lots" is none of lost, /],
  ['one side only', toBeta, ['k8s'], 1, /missing required argument 'new'/],
])('fails on %s', (_, edit, args, status, expected) => {
  const result = run(repository(edit), ...args);
  expect(result).toMatchObject({ status, stdout: '' });
  expect(result.stderr).toMatch(expected);
});

test('--help says what the exit codes mean', () => {
  expect(run(tmpdir(), '--help').stdout).toMatch(/Exit codes:\n {2}0 {2}compared\n {2}1 .*\n {2}2 .*--fail-on/);
});
