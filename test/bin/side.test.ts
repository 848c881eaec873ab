import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, aws_ec2 as ec2, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { readSide as read, type Side } from '../../bin/verbs/side';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities } from '../../constructs/index';
import * as compiler from '../../lib/index';
import { coffeeShop } from '../support/manifests';

const options = { defaultTargetType: 'ip' } as const;
const readSide = (argument: string, more: compiler.CompileOptions = {}) => read(compiler, argument, more);
const home = process.cwd();
afterEach(() => process.chdir(home));

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'side-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function git(folder: string, ...args: string[]): void {
  const who = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com', '-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'pipe' });
}

/** A repository with the files committed, as the working directory. */
function repositoryOf(files: Readonly<Record<string, string>>): string {
  const folder = folderOf(files);
  git(folder, 'init');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-m', 'files');
  process.chdir(folder);
  return folder;
}

function addWeb(scope: Stack | NestedStack): void {
  new GatewayAlb(scope, 'Web', {
    vpc: new ec2.Vpc(scope, 'Vpc'),
    manifests: GatewayManifests.fromText(coffeeShop, 'k8s/cafe.yaml'),
    priorities: Priorities.ranked(),
    defaultTargetType: DefaultTargetType.IP,
  });
}

function assembly(): string {
  const app = new App({ outdir: join(mkdtempSync(join(tmpdir(), 'assembly-')), 'cdk.out') });
  addWeb(new Stack(app, 'Shop'));
  return app.synth().directory;
}

const codes = ({ diagnostics }: Side) => diagnostics.filter(({ severity }) => severity !== 'note').map(({ code }) => code);
const brief = ({ kind, hasErrors, loadBalancers }: Side) => ({ kind, hasErrors, names: loadBalancers.map(({ name }) => name) });
const firstRule = ({ loadBalancers }: Side) => loadBalancers[0].plan.listeners[0].rules[0];

test('manifests are read from a folder', () => {
  const side = readSide(folderOf({ 'k8s/cafe.yaml': coffeeShop }), options);
  expect(brief(side)).toEqual({ kind: 'manifests', hasErrors: false, names: ['infra/web'] });
});

describe('a cloud assembly', () => {
  let folder: string;
  let side: Side;
  beforeAll(() => {
    folder = assembly();
    side = readSide(folder);
  });

  test('names the Gateway, the routes and the Services as the manifests do', () => {
    const manifests = readSide(folderOf({ 'cafe.yaml': coffeeShop }), options);
    expect(brief(side)).toEqual({ kind: 'assembly', hasErrors: false, names: ['infra/web'] });
    const [rule, planned] = [firstRule(side), firstRule(manifests)];
    expect({ ...rule, origin: { ...rule.origin, span: undefined } }).toMatchObject({
      id: planned.id,
      conditions: planned.conditions,
      origin: { ...planned.origin, span: undefined },
    });
    expect(rule.origin.span?.file).toBe('k8s/cafe.yaml');
    expect(side.loadBalancers[0].plan.targetGroups.map(({ binding }) => binding)).toEqual(
      manifests.loadBalancers[0].plan.targetGroups.map(({ binding }) => expect.objectContaining({ service: (binding as { service: object }).service }) as object),
    );
    expect(side.loadBalancers[0].servicesKnown).toBe(true);
  });

  test('tells who may reach the load balancer', () => {
    expect(side.loadBalancers[0].plan.securityGroups).toMatchObject({ kind: 'managed', ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80 }] });
  });

  test('a single template of it knows logical ids only', () => {
    const template = readSide(join(folder, 'Shop.template.json'));
    expect(template).toMatchObject({ kind: 'template', hasErrors: false, loadBalancers: [{ name: expect.stringMatching(/^WebLoadBalancer/) as string, servicesKnown: false }] });
  });

  test('nested stacks and Stages are found', () => {
    const app = new App({ outdir: join(mkdtempSync(join(tmpdir(), 'assembly-')), 'cdk.out') });
    addWeb(new NestedStack(new Stack(app, 'Outer'), 'Inner'));
    addWeb(new NestedStack(new Stack(app, 'Other'), 'Inner'));
    addWeb(new Stack(new Stage(app, 'Production'), 'Shop'));
    const all = readSide(app.synth().directory);
    expect(brief(all)).toMatchObject({ kind: 'assembly', hasErrors: false });
    expect(all.loadBalancers.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^assembly-Production\/ProductionShop\w*: infra\/web$/),
      expect.stringMatching(/^OtherInner\w*: infra\/web$/),
      expect.stringMatching(/^OuterInner\w*: infra\/web$/),
    ]);
    expect(all.loadBalancers.every(({ servicesKnown }) => servicesKnown)).toBe(true);
  });
});

describe('a git revision', () => {
  test('is read without a checkout, and messages name it', () => {
    const folder = repositoryOf({ 'k8s/deep/cafe.yaml': coffeeShop, 'k8s/.hidden/bad.yaml': ':', 'k8s/notes.txt': 'no' });
    writeFileSync(join(folder, 'k8s/deep/cafe.yaml'), 'not: committed');
    const side = readSide('git:HEAD:k8s', options);
    expect(brief(side)).toEqual({ kind: 'manifests', hasErrors: false, names: ['infra/web'] });
    expect(firstRule(side).origin.span?.file).toBe('HEAD:k8s/deep/cafe.yaml');
  });

  test.each(['git:main:.', 'git:main:', 'git:main:k8s/', 'git:main:./k8s', 'git:main:k8s/cafe.yaml'])('%s is understood', (argument) => {
    repositoryOf({ 'k8s/cafe.yaml': coffeeShop });
    expect(codes(readSide(argument, options))).toEqual([]);
  });

  test('is relative to the working directory', () => {
    const folder = repositoryOf({ 'apps/k8s/cafe.yaml': coffeeShop });
    process.chdir(join(folder, 'apps'));
    expect(firstRule(readSide('git:HEAD:k8s', options)).origin.span?.file).toBe('HEAD:k8s/cafe.yaml');
  });

  test('may hold a cloud assembly', () => {
    const folder = assembly();
    git(folder, 'init');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-m', 'synthesised');
    process.chdir(folder);
    expect(brief(readSide('git:HEAD:.'))).toMatchObject({ kind: 'assembly', names: ['infra/web'] });
  });

  test('warns about a link', () => {
    const folder = folderOf({ 'k8s/cafe.yaml': coffeeShop });
    symlinkSync('cafe.yaml', join(folder, 'k8s/link.yaml'));
    git(folder, 'init');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-m', 'files');
    process.chdir(folder);
    expect(codes(readSide('git:HEAD:k8s', options))).toEqual(['GW0305']);
  });
});

describe('fails', () => {
  test.each([
    ['a revision without path', 'git:main', 'GW0301'],
    ['a revision that is an option', 'git:--help:k8s', 'GW0301'],
    ['an unknown revision', 'git:nowhere:k8s', 'GW0303'],
    ['a path that the revision does not have', 'git:HEAD:other', 'GW0304'],
  ])('on %s', (_, argument, code) => {
    repositoryOf({ 'k8s/cafe.yaml': coffeeShop });
    const side = readSide(argument, options);
    expect([codes(side), side.hasErrors]).toEqual([[code], true]);
  });

  test('outside of a repository', () => {
    process.chdir(folderOf({}));
    expect(codes(readSide('git:HEAD:.', options))).toEqual(['GW0302']);
  });

  const template = (resources: object) => JSON.stringify({ Resources: resources });
  const balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {} };
  const listener = { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Port: 80, Protocol: 'HTTP' } };

  test.each([
    ['a template that is no JSON', { 'a.template.json': '{' }, 'a.template.json', 'GW0306'],
    ['an assembly without its template', { 'manifest.json': '{"artifacts":{"A":{"type":"aws:cloudformation:stack","properties":{"templateFile":"A.json"}}}}' }, '.', 'GW0306'],
    ['a listener that is not modelled', { 'a.template.json': template({ Balancer: balancer, Listener: listener }) }, 'a.template.json', 'GW0307'],
    ['a template without a load balancer', { 'a.template.json': template({}) }, 'a.template.json', 'GW0308'],
  ])('on %s', (_, files, path, code) => {
    const side = readSide(join(folderOf(files), path));
    expect([codes(side), side.hasErrors]).toEqual([[code], true]);
  });

  test('on a load balancer that is not there', () => {
    const folder = folderOf({ 'a.template.json': template({ Balancer: balancer }) });
    expect(codes(readSide(join(folder, 'a.template.json'), { gateway: 'infra/web' }))).toEqual(['GW2902']);
  });
});
