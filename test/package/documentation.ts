import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './trial';

/** Code of a page, by its language, in order. */
export function blocksOf(page: string, language: string, heading?: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const part = heading === undefined ? text : sectionOf(text, heading);
  return [...part.matchAll(/^```(\w+)\n([^]*?)^```/gm)].flatMap(([, found, code]) => (found === language ? [code] : []));
}

function sectionOf(text: string, heading: string): string {
  return text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}
