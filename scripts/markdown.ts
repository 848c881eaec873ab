import { catalogue } from '../lib/index';

/** A table; cells are escaped. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A code as a link to its place in diagnostics.md. */
export function codeLink(code: string): string {
  const entry = catalogue.find((candidate) => candidate.code === code);
  if (entry === undefined) throw new Error(`the catalogue has no ${code}`);
  return `[${code}](diagnostics.md#${code.toLowerCase()}-${entry.name.replace('/', '')})`;
}

/** `error`, `warning` or `note`. */
export function severityOf(code: string): string {
  return catalogue.find((candidate) => candidate.code === code)?.severity ?? '';
}
