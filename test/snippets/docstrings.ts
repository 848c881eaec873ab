import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, root, snippetsIn, type Snippet } from './snippet';

export const sources: readonly string[] = [...filesBelow('constructs', '.ts'), ...filesBelow('lib', '.ts')];

export function examplesOf(source: string): readonly Snippet[] {
  return examplesIn(readFileSync(join(root, source), 'utf8'), source);
}

/** What stands behind `@example` in docstrings, and fenced blocks in them. */
export function examplesIn(text: string, source: string): readonly Snippet[] {
  return [...text.matchAll(/^[ \t]*\/\*\*[^]*?\*\//gm)].flatMap(({ 0: comment, index }) => {
    const line = text.slice(0, index).split('\n').length;
    const lines = comment.split('\n').map((each) => each.replace(/^\s*(\/\*\*|\*\/|\*) ?/, '').replace(/\s*\*\/$/, ''));
    return [...examplesAfterTags(lines, source, line), ...snippetsIn(lines.join('\n'), source).map((block) => ({ ...block, line: block.line + line - 1 }))];
  }).filter(({ language }) => !language.startsWith('inline'));
}

function examplesAfterTags(lines: readonly string[], page: string, line: number): readonly Snippet[] {
  return lines.flatMap((first, index) => {
    const [, sameLine] = /^@example\b(.*)$/.exec(first) ?? [];
    if (sameLine === undefined) return [];
    const rest = lines.slice(index + 1);
    const next = rest.findIndex((each) => each.startsWith('@'));
    const text = [sameLine.trim(), ...rest.slice(0, next === -1 ? undefined : next)].join('\n').trimEnd();
    return [{ page, line: line + index, language: 'ts', codes: [], text: `${text}\n` }];
  });
}
