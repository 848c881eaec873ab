import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePage } from './bundle-page';

const ROOT = join(__dirname, '..');

/**
 * Runs once before the tests.
 *
 * - Keeps aws-cdk-lib's template validator off: it costs a second and 300 MB in every test file. The one file that wants it
 *   deletes `CDK_VALIDATION`.
 * - Some tests run the compiled program in a child process, so build/ must not be older than the sources. This compiles with
 *   tsc, which is quicker than jsii and writes the same JavaScript, and does so in spite of type errors: those fail
 *   `npm run typecheck`, and should not keep the tests of other files from running. The script of the report's page likewise.
 */
export default function setup(): void {
  process.env.CDK_VALIDATION ??= 'false';
  if (pageIsStale()) bundlePage();
  if (!buildIsStale()) return;
  const tsc = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.json', '--noEmitOnError', 'false'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (tsc.error) throw tsc.error;
  if (tsc.status !== 0) process.stderr.write('The sources have type errors, see `npm run typecheck`. Running the tests anyway.\n');
}

function buildIsStale(): boolean {
  return ['bin', 'constructs', 'lib'].flatMap(sources).some((source) => {
    const output = join(ROOT, 'build', source.replace(/\.ts$/, '.js'));
    return !existsSync(output) || statSync(output).mtimeMs < statSync(join(ROOT, source)).mtimeMs;
  });
}

/** The bundle holds parts of lib too; it takes less than a tenth of a second. */
function pageIsStale(): boolean {
  const bundle = join(ROOT, 'build', 'page', 'page.js');
  if (!existsSync(bundle) || !existsSync(join(ROOT, 'build', 'page', 'page.css'))) return true;
  const { mtimeMs } = statSync(bundle);
  return [...['lib', 'page'].flatMap(sources), join('page', 'page.css')].some((source) => statSync(join(ROOT, source)).mtimeMs > mtimeMs);
}

/** The TypeScript files under a folder, as paths relative to the root. */
function sources(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}
