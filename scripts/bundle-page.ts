import { buildSync } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** Writes `build/page/page.js` and `page.css`: what `gateway-alb report --format html` puts into its page. */
export function bundlePage(): void {
  const folder = join(ROOT, 'build', 'page');
  mkdirSync(folder, { recursive: true });
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['page/page.ts', 'page/page.css'],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    charset: 'ascii',
    tsconfig: 'page/tsconfig.json',
    logLevel: 'warning',
    metafile: true,
  });
  const script = join(folder, 'page.js');
  writeFileSync(script, `${licences(Object.keys(metafile.inputs))}${readFileSync(script, 'utf8')}`);
}

/** The page is given to others, so the licences of the libraries in it go with it. */
function licences(inputs: readonly string[]): string {
  const packages = new Set(inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []));
  return [...packages].sort().map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const file = readdirSync(folder).find((candidate) => /^licen[cs]e(\.|$)/i.test(candidate));
    if (file === undefined) throw new Error(`${name} comes without a licence`);
    return `/*\n${name}\n\n${readFileSync(join(folder, file), 'utf8').trim().replaceAll('*/', '* /')}\n*/\n`;
  }).join('');
}

if (require.main === module) bundlePage();
