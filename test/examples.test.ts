import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayAlbTesting, RouteTests } from '../constructs/index';
import type { LoadBalancerPlan } from '../lib/index';
import { compile, compilePaths, compareRouting, renderReviewText } from '../lib/index';
import { examplePictures } from '../scripts/example-pictures';

const folder = join(__dirname, '..', 'examples');
const examples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** The README of an example, or of them all. */
function readmeOf(name = '.'): string {
  return readFileSync(join(folder, name, 'README.md'), 'utf8');
}

/** Folder with what an example's app writes. */
function synthesise(name: string, context: Readonly<Record<string, unknown>> = {}): string {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  execFileSync(process.execPath, ['--import', 'tsx', join(folder, name, 'app.ts')], {
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: 'pipe',
  });
  return outdir;
}

function resourceTypes(template: string): readonly string[] {
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as { Resources: Record<string, { Type: string }> };
  return Object.values(Resources).map(({ Type }) => Type);
}

test('the table of examples leads to each of them once', () => {
  const linked = [...readmeOf().matchAll(/\]\(([a-z-]+)\/?\)/g)].map(([, name]) => name);
  expect(linked.sort()).toEqual(examples.toSorted());
});

describe.each(examples)('example %s', (name) => {
  test('compiles without errors and warnings', () => {
    const { diagnostics } = compilePaths([join(folder, name, 'k8s')]);
    expect(diagnostics.filter(({ severity }) => severity !== 'note').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  test('synthesises as an app of its own, which makes what its picture shows', () => {
    const outdir = synthesise(name);
    const templates = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
    expect(templates).toHaveLength(1);
    const types = resourceTypes(join(outdir, templates[0]));
    const picture = examplePictures[`examples/${name}/routing.svg`]();
    for (const [type, kind] of [['LoadBalancer', 'gateway'], ['Listener', 'listener'], ['ListenerRule', 'rule'], ['TargetGroup', 'target-group']]) {
      const made = types.filter((found) => found === `AWS::ElasticLoadBalancingV2::${type}`).length;
      expect([type, picture.split(`<g class="${kind}">`).length - 1]).toEqual([type, made]);
    }
  });

  test('has a short README with a picture and the command that runs it', () => {
    const readme = readmeOf(name);
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(32);
    expect(readme).toMatch(/!\[[^\]]+\]\(routing\.svg\)/);
    expect(readme).toContain(`npx cdk synth --app 'npx tsx examples/${name}/app.ts'`);
  });
});

const tested = examples.filter((name) => existsSync(join(folder, name, 'routes.test.yaml')));

test.each(tested)('example %s passes its route tests, which reach every rule', (name) => {
  const web = GatewayAlbTesting.fromDirectory(join(folder, name, 'k8s'));
  const table = RouteTests.fromFile(join(folder, name, 'routes.test.yaml'), { minimumCoverage: 100 });
  expect(web.failures(table).map(({ text }) => text)).toEqual([]);
});

test('the examples about who gets in have route tests', () => {
  expect(tested).toEqual(expect.arrayContaining(['canary', 'mutual-tls', 'shared-gateway', 'sign-in', 'waf']));
});

test('gitops: the folder that Argo CD watches holds what the app writes', () => {
  const written = join(synthesise('gitops'), 'gitops');
  const watched = join(folder, 'gitops', 'deploy');
  expect(readdirSync(watched)).toEqual(readdirSync(written));
  for (const file of readdirSync(written)) expect(readFileSync(join(watched, file), 'utf8')).toBe(readFileSync(join(written, file), 'utf8'));
});

describe('existing-cluster by lookup', () => {
  const ledger = join(folder, 'existing-cluster', 'gateway-alb.priorities.json');
  const before = readFileSync(ledger, 'utf8');
  const outdir = synthesise('existing-cluster', { lookup: 'true' });
  const { missing } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as { missing: readonly { key: string; provider: string }[] };

  test('asks for the VPC and the function, and leaves the priorities alone', () => {
    expect(missing.map(({ provider }) => provider).sort()).toEqual(['ssm', 'vpc-provider']);
    expect(readFileSync(ledger, 'utf8')).toBe(before);
  });

  test('uses the answers', () => {
    const subnets = ['a', 'b'].map((zone) => ({ subnetId: `subnet-0000000${zone}`, availabilityZone: `eu-central-1${zone}`, routeTableId: `rtb-0000000${zone}` }));
    const answers: Record<string, unknown> = {
      'vpc-provider': { vpcId: 'vpc-0000000c', vpcCidrBlock: '10.0.0.0/16', availabilityZones: [], subnetGroups: [{ name: 'Private', type: 'Private', subnets }] },
      'ssm': 'arn:aws:lambda:eu-central-1:111122223333:function:found',
    };
    const known = Object.fromEntries(missing.map(({ key, provider }) => [key, answers[provider]]));
    const template = readFileSync(join(synthesise('existing-cluster', { lookup: 'true', ...known }), 'ExistingCluster.template.json'), 'utf8');
    for (const found of ['vpc-0000000c', 'subnet-0000000a', 'subnet-0000000b', 'function:found']) expect(template).toContain(found);
  });
});

describe('canary: a step is what the README says', () => {
  const route = readFileSync(join(folder, 'canary', 'k8s', 'route.yaml'), 'utf8');
  const services = readFileSync(join(folder, 'canary', 'k8s', 'services.yaml'), 'utf8');
  const gateway = readFileSync(join(folder, 'canary', 'k8s', 'gateway.yaml'), 'utf8');

  function planAt(weights: readonly [number, number]): LoadBalancerPlan {
    const [site, next] = weights;
    const changed = route.replace(/weight: 90([^]*)weight: 10$/m, `weight: ${site}$1weight: ${next}`);
    const files = [gateway, changed, services].map((text, index) => ({ path: `${index}.yaml`, text }));
    const { gateways, diagnostics } = compile(files);
    expect(diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
    return gateways[0].plan;
  }

  const steps = [...readmeOf('canary').matchAll(/^ *(\d+), *(\d+) {2,}(.*)$/gm)].map(([, site, next, words]) => ({ weights: [Number(site), Number(next)] as const, words }));

  test('from all to none', () => {
    expect(steps.map(({ weights }) => weights)).toEqual([[100, 0], [90, 10], [0, 100]]);
  });

  test('with weight 0 the next version has a target group already', () => {
    expect(planAt([100, 0]).targetGroups.map(({ binding }) => binding?.service.name).sort()).toEqual(['site', 'site-next']);
  });

  test.each(steps.slice(1).map((step, index) => ({ ...step, before: steps[index].weights })))('to $weights', ({ before, weights, words }) => {
    const diff = compareRouting(planAt(before), planAt(weights));
    const text = renderReviewText({ version: 1, old: 'before', new: 'after', gateways: [diff] });
    expect(text).toContain(words);
    expect(text).toContain('rules: 1 changed in place\n proved');
  });
});
