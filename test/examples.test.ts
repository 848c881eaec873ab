import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayAlbTesting, RouteTests } from '../constructs/index';
import { compilePaths } from '../lib/index';

const folder = join(__dirname, '..', 'examples');
const examples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

test('there are examples', () => {
  expect(examples).toEqual(expect.arrayContaining(['cluster-swap', 'existing-cluster', 'getting-started', 'gitops', 'secured', 'shared-gateway']));
});

test('an example shows route tests', () => {
  expect(existsSync(join(folder, 'shared-gateway', 'routes.test.yaml'))).toBe(true);
});

describe.each(examples)('example %s', (name) => {
  test('compiles without errors and warnings', () => {
    const { diagnostics } = compilePaths([join(folder, name, 'k8s')]);
    expect(diagnostics.filter(({ severity }) => severity !== 'note').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  test('synthesises as an app of its own', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'example-'));
    execFileSync(process.execPath, ['--import', 'tsx', join(folder, name, 'app.ts')], {
      env: { ...process.env, CDK_OUTDIR: outdir },
      stdio: 'pipe',
    });
    const templates = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
    expect(templates).toHaveLength(1);
    const template = readFileSync(join(outdir, templates[0] ?? ''), 'utf8');
    expect(template).toContain('AWS::ElasticLoadBalancingV2::LoadBalancer');
  });

  test('passes its route tests, which reach every rule', () => {
    const table = join(folder, name, 'routes.test.yaml');
    if (!existsSync(table)) return;
    const web = GatewayAlbTesting.fromDirectory(join(folder, name, 'k8s'));
    expect(web.failures(RouteTests.fromFile(table, { minimumCoverage: 100 })).map(({ text }) => text)).toEqual([]);
  });

  test('has a short README', () => {
    const readme = join(folder, name, 'README.md');
    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, 'utf8').split('\n').length).toBeLessThanOrEqual(40);
  });
});
