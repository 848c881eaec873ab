import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Tries the tarball as its users get it: packs it, installs it into empty projects with the lowest and the newest peers,
 * type-checks and runs the samples of the README there, and calls the command line. Needs the npm registry and a build.
 */
const root = join(__dirname, '..', '..');
const { peerDependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;

/** Bytes of the tarball. A change that needs more says so here. */
const sizeBudget = 4_000_000;

/** A new user's machine is no CI, where the first synthesis must not write a priority ledger. */
delete process.env.CI;

let [passed, failed] = [0, 0];

function check(name: string, run: () => void): void {
  try {
    run();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (problem) {
    failed += 1;
    const { stdout = '', stderr = '', message } = problem as { stdout?: string; stderr?: string; message: string };
    console.log(`FAILED  ${name}\n${message}\n${stdout}${stderr}`);
  }
}

function run(folder: string, command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
}

function expect(actual: string, pattern: RegExp): void {
  if (!pattern.test(actual)) throw new Error(`expected ${String(pattern)} in:\n${actual}`);
}

function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'package-'));
}

function pack(): string {
  const folder = temporary();
  const [{ filename, size }] = JSON.parse(run(root, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder)) as [{ filename: string; size: number }];
  check(`the tarball has ${(size / 1e6).toFixed(2)} MB, at most ${(sizeBudget / 1e6).toFixed(2)}`, () => {
    if (size > sizeBudget) throw new Error('it has grown; look at what is in it');
  });
  return join(folder, filename);
}

/** TypeScript samples of the README that are whole programs. */
function samples(): readonly string[] {
  const blocks = readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```ts\n([^]*?)^```/gm);
  return [...blocks].map(([, text]) => text).filter((text) => text.includes('new App()'));
}

function lowest(range: string): string {
  return range.replace(/^[^\d]*/, '');
}

/** An empty project with the tarball and the peers. */
function project(tarball: string, peers: Readonly<Record<string, string>>): string {
  const folder = temporary();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const tools = [`typescript@${devDependencies.typescript}`, `@types/node@${devDependencies['@types/node']}`];
  const named = Object.entries(peers).map(([name, version]) => `${name}@${version}`);
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', tarball, ...named, ...tools);
  cpSync(join(root, 'examples', 'getting-started', 'k8s'), join(folder, 'k8s'), { recursive: true });
  return folder;
}

function trySamples(folder: string): void {
  mkdirSync(join(folder, 'app'));
  samples().forEach((text, index) => {
    const file = join('app', `sample-${index}.ts`);
    writeFileSync(join(folder, file), `${text}\napp.synth();\n`);
    check(`  sample ${index + 1} of the README passes the type checker`, () => {
      run(folder, 'npx', 'tsc', '--strict', '--skipLibCheck', '--module', 'node20', '--target', 'es2023', '--types', 'node', file);
    });
    check(`  sample ${index + 1} of the README synthesises`, () => {
      const outdir = join(folder, `cdk.out-${index}`);
      execFileSync(process.execPath, [file.replace(/ts$/, 'js')], { cwd: folder, stdio: 'pipe', env: { ...process.env, CDK_OUTDIR: outdir } });
      expect(readFileSync(join(outdir, 'Web.template.json'), 'utf8'), /AWS::ElasticLoadBalancingV2::ListenerRule/);
      statSync(join(folder, 'gateway-alb.priorities.json'));
    });
  });
}

function tryCommandLine(folder: string): void {
  check('  gateway-alb check accepts the example', () => void run(folder, 'npx', '--no', 'gateway-alb', 'check', 'k8s'));
  check('  gateway-alb report writes a page with the simulator in it', () => {
    run(folder, 'npx', '--no', 'gateway-alb', 'report', 'k8s', '--format', 'html', '--output', 'report.html');
    expect(readFileSync(join(folder, 'report.html'), 'utf8'), /<script/);
  });
  check('  gateway-alb diff says that nothing has changed', () => expect(run(folder, 'npx', '--no', 'gateway-alb', 'diff', 'k8s', 'k8s'), /every request is answered as before/));
  check('  the compiler has a door of its own', () => {
    const program = "const { compilePaths } = require('cdk-gateway-alb/compiler'); console.log(compilePaths(['k8s']).gateways.length)";
    expect(run(folder, process.execPath, '-e', program), /^1$/m);
  });
}

/** A CDK app in Python must make the template of the same app in TypeScript. Fetches from PyPI, takes minutes. */
function tryPython(): void {
  const folder = temporary();
  cpSync(join(root, 'examples', 'getting-started', 'k8s'), join(folder, 'k8s'), { recursive: true });
  writeFileSync(join(folder, 'app.py'), pythonApp);
  check('Python: the package builds and installs', () => {
    run(root, process.execPath, join('scripts', 'package.mjs'), 'python');
    run(folder, 'python3', '-m', 'venv', 'venv');
    const wheels = readdirSync(join(root, 'dist', 'packages', 'python')).filter((file) => file.endsWith('.whl'));
    run(folder, join('venv', 'bin', 'pip'), 'install', '--quiet', ...wheels.map((wheel) => join(root, 'dist', 'packages', 'python', wheel)));
  });
  check('Python: the template equals that of the TypeScript app', () => {
    const environment = (outdir: string) => ({ cwd: folder, stdio: 'pipe', env: { ...process.env, CDK_OUTDIR: join(folder, outdir) } }) as const;
    execFileSync(join(folder, 'venv', 'bin', 'python'), ['app.py'], environment('python'));
    execFileSync(process.execPath, ['--import', 'tsx', join(root, 'examples', 'getting-started', 'app.ts')], { ...environment('typescript'), cwd: root });
    const [python, typescript] = ['python', 'typescript'].map((outdir) => readFileSync(join(folder, outdir, 'GettingStarted.template.json'), 'utf8'));
    if (python !== typescript) throw new Error('the templates differ');
  });
}

const pythonApp = `import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from cdk_gateway_alb import GatewayAlb, GatewayManifests

app = cdk.App()
stack = cdk.Stack(app, "GettingStarted")
GatewayAlb(stack, "Web", vpc=ec2.Vpc(stack, "Vpc"), manifests=GatewayManifests.from_directory("k8s"))
app.synth()
`;

const tarball = pack();
const newest = Object.fromEntries(Object.keys(peerDependencies).map((name) => [name, 'latest']));
const oldest = Object.fromEntries(Object.entries(peerDependencies).map(([name, range]) => [name, lowest(range)]));
for (const [name, peers] of [['lowest', oldest], ['newest', newest]] as const) {
  let folder: string | undefined;
  check(`installs with the ${name} peers (${Object.entries(peers).map((peer) => peer.join(' ')).join(', ')})`, () => {
    folder = project(tarball, peers);
  });
  if (folder === undefined) continue;
  trySamples(folder);
  tryCommandLine(folder);
}
if (process.argv.includes('--python')) tryPython();
else console.log('skipped Python, Java, .NET and Go: --python tries the first, `npm run package` builds what this machine can build');
if (samples().length === 0) check('the README has a sample', () => expect('', /./));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
