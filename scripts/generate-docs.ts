import { outdatedPages, writePages } from './generated-pages';

/** `npm run docs` writes the generated pages of `docs/`, `npm run docs -- --check` only says which are out of date. */
if (process.argv.includes('--check')) {
  for (const path of outdatedPages()) {
    process.stderr.write(`${path} is out of date: run npm run docs\n`);
    process.exitCode = 1;
  }
} else {
  writePages();
}
