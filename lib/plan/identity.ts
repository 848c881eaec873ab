import { createHash } from 'node:crypto';

/** Lower-case letters, digits and single hyphens of a text, at most `length` characters, no hyphen at the ends. May be empty. */
export function slug(text: string, length: number): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+/, '').slice(0, length).replace(/-+$/, '');
}

/** Ten hexadecimal digits that stand for a value of plain data: equal for equal values on every machine. */
export function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 10);
}
