import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from './documentation';
import { check, devDependencies, expect, root, run, temporary } from './trial';

/** Bytes of the tarball. A change that needs more says so here. */
const sizeBudget = 4_000_000;

export function pack(): string {
  const folder = temporary();
  const [{ filename, size }] = JSON.parse(run(root, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder)) as [{ filename: string; size: number }];
  check(`the tarball has ${(size / 1e6).toFixed(2)} MB, at most ${(sizeBudget / 1e6).toFixed(2)}`, () => {
    if (size > sizeBudget) throw new Error('it has grown; look at what is in it');
  });
  return join(folder, filename);
}

/** TypeScript samples of the README that are whole programs. */
export function samples(): readonly string[] {
  return blocksOf('README.md', 'ts').filter((text) => text.includes('new App()'));
}

/** An empty project with the tarball and the peers. */
export function project(tarball: string, peers: Readonly<Record<string, string>>): string {
  const folder = temporary();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const tools = [`typescript@${devDependencies.typescript}`, `@types/node@${devDependencies['@types/node']}`];
  const named = Object.entries(peers).map(([name, version]) => `${name}@${version}`);
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', tarball, ...named, ...tools);
  cpSync(join(root, 'examples', 'getting-started', 'k8s'), join(folder, 'k8s'), { recursive: true });
  return folder;
}

export function trySamples(folder: string): void {
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

export function tryCommandLine(folder: string): void {
  check('  gateway-alb check accepts the example', () => void run(folder, 'npx', '--no', 'gateway-alb', 'check', 'k8s'));
  check('  gateway-alb report writes a page with the simulator in it', () => {
    run(folder, 'npx', '--no', 'gateway-alb', 'report', 'k8s', '--format', 'html', '--output', 'report.html');
    expect(readFileSync(join(folder, 'report.html'), 'utf8'), /<script/);
  });
  check('  gateway-alb diff says that nothing has changed', () => expect(run(folder, 'npx', '--no', 'gateway-alb', 'diff', 'k8s', 'k8s'), /every request is answered as before/));
  check('  gateway-alb complete writes completions for a shell', () => expect(run(folder, 'npx', '--no', 'gateway-alb', 'complete', 'zsh'), /#compdef gateway-alb/));
  check('  the compiler has a door of its own', () => {
    const program = "const { compilePaths } = require('cdk-gateway-alb/compiler'); console.log(compilePaths(['k8s']).gateways.length)";
    expect(run(folder, process.execPath, '-e', program), /^1$/m);
  });
}
