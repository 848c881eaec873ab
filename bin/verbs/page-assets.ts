import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageAsset } from '../../lib/index';

/** Script and style of the page, or a sentence that says how to make them. `here`: the folder of this file. */
export function readPageAssets(here = __dirname): { readonly script: PageAsset; readonly style: PageAsset } | string {
  const folder = foldersOf(here).find((candidate) => existsSync(join(candidate, 'page.js')));
  if (folder === undefined) return 'the script of the page is not built yet; run npm run build:page';
  return { script: assetOf(join(folder, 'page.js')), style: assetOf(join(folder, 'page.css')) };
}

/** Beside the compiled program; for the program in TypeScript, where the build puts them. */
function foldersOf(here: string): readonly string[] {
  return [join(here, '..', '..', 'page'), join(here, '..', '..', 'build', 'page')];
}

function assetOf(file: string): PageAsset {
  const text = readFileSync(file, 'utf8').trimEnd();
  if (/<\/(script|style)/i.test(text)) throw new Error(`${file} would end its own element`);
  return { text, integrity: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}
