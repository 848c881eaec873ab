import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from './documentation';
import { mustEqual, templateOf, typescriptTemplate } from './starter';
import { check, expect, root, run, runWith } from './trial';

const [page, heading] = ['docs/getting-started.md', 'In Python'];
const python = join('.venv', 'bin', 'python');

/** Goes the way of the Python part of docs/getting-started.md in the starting app. Fetches from PyPI, takes minutes. */
export function tryPython(web: string): void {
  check('Python: the package builds', () => void run(root, process.execPath, join('scripts', 'package.mjs'), 'python'));
  check('  it installs as docs/getting-started.md says', () => install(web));
  check('  its examples are in Python', () => {
    const docstring = 'import cdk_gateway_alb as it; print(it.GatewayAlb.__doc__, it.RouteTests.__doc__)';
    expect(run(web, python, '-c', docstring), /manifests=GatewayManifests\.from_directory\("k8s"\)/);
  });
  const [app, tests] = blocksOf(page, 'python', heading);
  const [settings] = blocksOf(page, 'json', heading);
  check('  the app of docs/getting-started.md makes the template of the same app in TypeScript', () => {
    writeFileSync(join(web, 'app.py'), app);
    mustEqual(templateOf(web, 'python', python, 'app.py'), typescriptTemplate(web, installedVersion(web, 'aws-cdk-lib')));
  });
  blocksOf('README.md', 'python').forEach((sample, index) => check(`  sample ${index + 1} of the README in Python synthesises`, () => {
    writeFileSync(join(web, 'sample.py'), `${sample}\napp.synth()\n`);
    expect(templateOf(web, 'sample', python, 'sample.py'), /AWS::ElasticLoadBalancingV2::ListenerRule/);
  }));
  check('  cdk synth takes the app with the cdk.json of docs/getting-started.md', () => {
    writeFileSync(join(web, 'cdk.json'), settings);
    expect(run(web, 'npx', '--no', 'cdk', 'synth'), /Type: AWS::ElasticLoadBalancingV2::ListenerRule/);
  });
  check('  the tests of docs/getting-started.md pass, and fail where a route is gone', () => {
    writeFileSync(join(web, 'test_routes.py'), tests);
    run(web, join('.venv', 'bin', 'pip'), 'install', '--quiet', 'pytest');
    run(web, python, '-m', 'pytest', '--quiet');
    withMistake(web, 'value: /catalog', 'value: /products', () => expect(complaint(web, '-m', 'pytest', '--quiet'), /GW6101.*\n[^]*2 failed/));
  });
  check('  a mistake in the manifests ends in its message', () => {
    withMistake(web, '- name: catalog\n', '- name: catalogue\n', () => {
      expect(complaint(web, 'app.py'), /Validation failed with the following errors:\n.*\nk8s\/catalog\.yaml:17:17 - error GW2502: [^]*correct the backendRef\n$/);
    });
  });
}

/** The commands of the page, with the wheel in place of what PyPI would give. */
function install(web: string): void {
  const folder = join(root, 'dist', 'packages', 'python');
  const wheel = readdirSync(folder).find((file) => file.endsWith('.whl')) ?? 'no wheel';
  const constraint = join(web, 'constraint.txt');
  writeFileSync(constraint, `cdk-gateway-alb @ file://${join(folder, wheel)}\n`);
  const [commands] = blocksOf(page, 'sh', heading);
  runWith({ PIP_CONSTRAINT: constraint }, web, 'sh', '-ec', commands);
}

function installedVersion(web: string, name: string): string {
  return run(web, python, '-c', `from importlib.metadata import version; print(version("${name}"))`).trim();
}

/** What a program says that must fail. */
function complaint(web: string, ...args: readonly string[]): string {
  try {
    run(web, python, ...args);
  } catch (problem) {
    const { stdout = '', stderr = '' } = problem as { stdout?: string; stderr?: string };
    return stdout + stderr;
  }
  throw new Error(`python ${args.join(' ')} does not fail`);
}

function withMistake(web: string, right: string, wrong: string, run: () => void): void {
  const file = join(web, 'k8s', 'catalog.yaml');
  const text = readFileSync(file, 'utf8');
  if (!text.includes(right)) throw new Error(`${file} has no ${right}`);
  writeFileSync(file, text.replace(right, wrong));
  try {
    run();
  } finally {
    writeFileSync(file, text);
  }
}
