import { catalogue, type Code } from '../lib/index';

/** A piece of code in running text; nothing for nothing. */
export function span(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** A block of code. */
export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** A table; cells are escaped. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A code as a link to its place in diagnostics.md. */
export function codeLink(code: string): string {
  const entry = catalogue.find((candidate) => candidate.code === code);
  if (entry === undefined) throw new Error(`the catalogue has no ${code}`);
  return `[${code}](diagnostics.md#${anchorOf(entry)})`;
}

/** Heading of a code in diagnostics.md. */
export function headingOf({ code, name }: Code<never>): string {
  return `${code} ${name}`;
}

export function anchorOf(code: Code<never>): string {
  return slug(headingOf(code));
}

/** As GitHub makes anchors from headings. */
export function slug(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9 -]/g, '').replaceAll(' ', '-');
}

/** `error`, `warning` or `note`. */
export function severityOf(code: string): string {
  return catalogue.find((candidate) => candidate.code === code)?.severity ?? '';
}
