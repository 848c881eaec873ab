import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { blocksOf } from './documentation';
import { check, expect, run, runWith, temporary } from './trial';

const page = 'docs/getting-started.md';

/** Goes the way of docs/getting-started.md in an empty folder, with the tarball in place of what npm would give; the app's folder. */
export function starter(tarball: string): string {
  const folder = temporary();
  const web = join(folder, 'web');
  const [commands] = blocksOf(page, 'sh', 'A new app');
  check('docs/getting-started.md: the starting app is made, installs and synthesises', () => {
    for (const command of commands.trim().split('\n')) {
      if (command === 'cd web') continue;
      if (command === 'npm install') depend(web, 'cdk-gateway-alb', `file:${tarball}`);
      const said = run(command.includes(' init ') ? folder : web, 'sh', '-c', command.replace('npx --package=cdk-gateway-alb', `npx --yes --package=${tarball}`));
      if (command === 'npx cdk synth') expect(said, /Type: AWS::ElasticLoadBalancingV2::ListenerRule/);
    }
  });
  check('  its tests pass', () => void run(web, 'npm', 'test'));
  return web;
}

function depend(web: string, name: string, range: string): void {
  const file = join(web, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { dependencies: Record<string, string> };
  manifest.dependencies[name] = range;
  writeFileSync(file, JSON.stringify(manifest));
}

/** The template of the app in TypeScript, with the CDK that another language has found: registries differ by days. */
export function typescriptTemplate(web: string, cdkVersion: string): string {
  depend(web, 'aws-cdk-lib', cdkVersion);
  for (const made of ['node_modules', 'package-lock.json']) rmSync(join(web, made), { recursive: true });
  run(web, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error');
  return templateOf(web, 'typescript', process.execPath, '--import', pathToFileURL(require.resolve('tsx')).href, 'app.ts');
}

/** What a program synthesises in the folder of the app. */
export function templateOf(web: string, language: string, command: string, ...args: readonly string[]): string {
  const outdir = join(web, `cdk.out-${language}`);
  runWith({ CDK_OUTDIR: outdir }, web, command, ...args);
  return readFileSync(join(outdir, 'Web.template.json'), 'utf8');
}

export function mustEqual(template: string, typescript: string): void {
  expect(template, /AWS::ElasticLoadBalancingV2::ListenerRule/);
  if (template !== typescript) throw new Error('the templates differ');
}
