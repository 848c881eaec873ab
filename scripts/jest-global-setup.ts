import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/**
 * Runs once before the tests.
 *
 * - Keeps aws-cdk-lib's template validator off: it costs a second and 300 MB in every test file. The one file that wants it
 *   deletes `CDK_VALIDATION`.
 * - Some tests run the compiled program in a child process, so build/ must not be older than the sources. This compiles with
 *   tsc, which is quicker than jsii and writes the same JavaScript, and does so in spite of type errors: those fail
 *   `npm run typecheck`, and should not keep the tests of other files from running.
 */
export default function setup(): void {
  process.env.CDK_VALIDATION ??= 'false';
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

/** The TypeScript files under a folder, as paths relative to the root. */
function sources(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}
