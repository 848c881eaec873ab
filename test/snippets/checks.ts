import { shellProblems } from './command-lines';
import { printedProblems } from './printed';
import { pythonProblems } from './python-names';
import { placeOf, type Snippet } from './snippet';
import { yamlProblems } from './yaml-snippets';

/** TypeScript is checked together, see type-check.ts. */
const none = (): readonly string[] => [];

/** What proves a snippet, by its language. Empty: text that a command prints. */
const checks: Readonly<Record<string, (snippet: Snippet) => readonly string[]>> = {
  '': printedProblems,
  'bash': ({ text }) => shellProblems(text),
  'console': ({ text }) => shellProblems(promptedIn(text)),
  'inline': ({ text }) => shellProblems(text, { mayBePart: true }),
  'inline ts': none,
  'json': ({ text }) => jsonProblems(text),
  'python': pythonProblems,
  'sh': ({ text }) => shellProblems(text),
  'text': printedProblems,
  'ts': none,
  'yaml': yamlProblems,
};

/**
 * Excerpts that do not stand alone. They are generated together with the messages about them, by running the whole that they are
 * taken from (scripts/code-examples), and generated-docs.test.ts compares the page.
 */
export function isGeneratedExcerpt({ page, language }: Snippet): boolean {
  return page === 'docs/diagnostics.md' && ['json', 'ts', 'yaml'].includes(language);
}

export function problemsOf(snippet: Snippet): readonly string[] {
  if (isGeneratedExcerpt(snippet)) return [];
  const check = checks[snippet.language];
  const problems = check ? check(snippet) : [`nobody checks "${snippet.language}"; known are ${Object.keys(checks).filter((name) => name !== '').join(', ')}, and none for output`];
  return problems.map((problem) => `${placeOf(snippet)}: ${problem}`);
}

function promptedIn(text: string): string {
  return text.split('\n').flatMap((line) => /^\$ (.*)$/.exec(line)?.[1] ?? []).join('\n');
}

function jsonProblems(text: string): readonly string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (fault) {
    return [fault instanceof Error ? fault.message : String(fault)];
  }
}
