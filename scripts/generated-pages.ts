import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLinePage } from './command-line-page';
import { diagnosticsPage } from './diagnostics-page';
import { differencesPage } from './differences-page';
import { examplePictures } from './example-pictures';
import { propsPage } from './props-page';
import { supportPage } from './support-page';

/** Generated pages of `docs/`: path and text. */
export const generatedPages: Readonly<Record<string, () => string>> = {
  'docs/command-line.md': commandLinePage,
  'docs/diagnostics.md': diagnosticsPage,
  'docs/differences.md': differencesPage,
  'docs/props.md': propsPage,
  'docs/support.md': supportPage,
  ...examplePictures,
};

/** The pages that are not as they would be written now. */
export function outdatedPages(): readonly string[] {
  const isCurrent = (path: string, text: string): boolean => existsSync(fileOf(path)) && readFileSync(fileOf(path), 'utf8') === text;
  return Object.entries(generatedPages).filter(([path, render]) => !isCurrent(path, render())).map(([path]) => path);
}

export function writePages(): void {
  for (const [path, render] of Object.entries(generatedPages)) writeFileSync(fileOf(path), render());
}

function fileOf(path: string): string {
  return join(__dirname, '..', path);
}
