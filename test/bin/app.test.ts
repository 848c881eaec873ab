import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coffeeShop, documents, httpGateway } from '../support/manifests';

const app = join(__dirname, '..', '..', 'build', 'bin', 'app.js');

interface Run {
  readonly outdir: string;
  readonly status: number | null;
  readonly stderr: string;
  readonly files: string[];
}

/** Runs the app as the CDK CLI would, without the CLI. */
function run(context: Record<string, string>): Run {
  const outdir = join(mkdtempSync(join(tmpdir(), 'app-')), 'out');
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context), NO_COLOR: '1' };
  const { status, stderr } = spawnSync(process.execPath, [app], { env, encoding: 'utf8' });
  return { outdir, status, stderr, files: existsSync(outdir) ? readdirSync(outdir, { recursive: true }).map(String).sort() : [] };
}

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  mkdirSync(join(folder, 'nested'));
  writeFileSync(join(folder, 'nested', 'all.yaml'), text);
  return folder;
}

test('without context it builds the main example: template and Kubernetes YAML', () => {
  const { status, stderr, outdir, files } = run({});
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('k8s/shop-web.k8s.yaml') as string });
  expect(files).toEqual(expect.arrayContaining(['shop-web.template.json', join('k8s', 'shop-web.k8s.yaml')]));
  const template = JSON.parse(readFileSync(join(outdir, 'shop-web.template.json'), 'utf8')) as { Parameters: object };
  expect(Object.keys(template.Parameters)).toEqual(expect.arrayContaining(['VpcId', 'SubnetIds']));
});

test('every Gateway of a folder gets a stack', () => {
  const { files } = run({ manifests: folderWith(documents(coffeeShop, httpGateway.replace('name: web', 'name: other'))), defaultTargetType: 'ip' });
  expect(files.filter((file) => file.endsWith('.template.json'))).toEqual(['infra-other.template.json', 'infra-web.template.json']);
});

test('one Gateway can be named', () => {
  const { files } = run({
    manifests: folderWith(documents(coffeeShop, httpGateway.replace('name: web', 'name: other'))),
    gateway: 'infra/other',
    defaultTargetType: 'ip',
  });
  expect(files.filter((file) => file.endsWith('.template.json'))).toEqual(['infra-other.template.json']);
});

test('a cluster in context gets the objects applied by the stack', () => {
  const { status, files, outdir } = run({
    manifests: folderWith(coffeeShop),
    defaultTargetType: 'ip',
    cluster: 'production',
    kubectlRoleArn: 'arn:aws:iam::111122223333:role/kubectl',
  });
  expect(status).toBe(0);
  expect(files.some((file) => file.includes('k8s.yaml'))).toBe(false);
  expect(readFileSync(join(outdir, 'infra-web.template.json'), 'utf8')).toContain('TargetGroupBinding');
});

const mistakes: readonly (readonly [name: string, context: () => Record<string, string>, expected: RegExp])[] = [
  ['a mistake in the YAML', () => ({ manifests: folderWith(coffeeShop.replace('gatewayClassName: alb', 'gatewayClassNmae: alb')) }), /all\.yaml:\d+:\d+ - error GW1/],
  ['an empty folder', () => ({ manifests: mkdtempSync(join(tmpdir(), 'empty-')) }), /error GW0/],
  ['a path that is not there', () => ({ manifests: '/no/such/folder' }), /error GW0/],
  ['an unknown Gateway', () => ({ manifests: folderWith(coffeeShop), defaultTargetType: 'ip', gateway: 'infra/wbe' }), /error GW2902.*\n?.*did you mean "infra\/web"/s],
  ['an unknown policy', () => ({ onInvalidRoute: 'ignore' }), /onInvalidRoute is "ignore"/],
  ['a cluster without a role', () => ({ cluster: 'production' }), /kubectlRoleArn is missing/],
];

test.each(mistakes)('fails on %s: says so, exits with 1 and writes nothing', (_, context, expected) => {
  const { status, stderr, files } = run(context());
  expect(status).toBe(1);
  expect(stderr).toMatch(expected);
  expect(stderr).not.toMatch(/^\s+at .*\.js:\d+/m);
  expect(files.filter((file) => /template|k8s/.test(file))).toEqual([]);
});
