import { catalogue } from '../../lib/index';
import type { Snippet } from './snippet';

const known = new Map(catalogue.map((code) => [code.code, code]));

/** What is wrong with text that a command is said to print: codes, severities and names are those of the catalogue. */
export function printedProblems({ text }: Pick<Snippet, 'text'>): readonly string[] {
  return text.split('\n').flatMap((line) => [...messageProblems(line), ...codesOf(line), ...commandProblems(line)]);
}

function messageProblems(line: string): readonly string[] {
  return [...line.matchAll(/\b(error|warning|note) (GW\d{4}):(?:.* \[([a-z0-9-]+\/[a-z0-9-]+)\]$)?/g)].flatMap(([, severity, number, name]) => {
    const code = known.get(number);
    if (!code) return [];
    return [
      ...(code.severity === severity ? [] : [`${number} is not a ${severity}, it is a ${code.severity}`]),
      ...(name === undefined || code.name === name ? [] : [`${number} is not [${name}], it is [${code.name}]`]),
    ];
  });
}

function codesOf(line: string): readonly string[] {
  return [...line.matchAll(/\bGW\d{4}\b/g)].flatMap(([code]) => (known.has(code) ? [] : [`${code} is not in the catalogue`]));
}

/** Commands that hide in plain text would not be tried. */
function commandProblems(line: string): readonly string[] {
  return /^\s*(\$ )?(\w+=\S+ )*(npx|npm|gateway-alb) \S/.test(line) ? [`"${line.trim()}" is a command: give the block the language sh`] : [];
}
