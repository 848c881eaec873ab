import { buildSync } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** Writes `build/page/page.js` and `page.css`: what `gateway-alb report --format html` puts into its page. */
export function bundlePage(): void {
  const folder = join(ROOT, 'build', 'page');
  mkdirSync(folder, { recursive: true });
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['page/page.ts', 'page/page.css'],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    charset: 'ascii',
    legalComments: 'eof',
    tsconfig: 'page/tsconfig.json',
    logLevel: 'warning',
  });
}

if (require.main === module) bundlePage();
