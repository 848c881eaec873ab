import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnosticsPage } from './diagnostics-page';

/** Generated pages of `docs/`: path and text. `npm run docs` writes them, `npm run docs -- --check` compares. */
const pages: Readonly<Record<string, () => string>> = {
  'docs/diagnostics.md': diagnosticsPage,
};

const check = process.argv.includes('--check');
for (const [path, render] of Object.entries(pages)) {
  const file = join(__dirname, '..', path);
  if (!check) writeFileSync(file, render());
  else if (readFileSync(file, 'utf8') !== render()) {
    process.stderr.write(`${path} is out of date: run npm run docs\n`);
    process.exitCode = 1;
  }
}
