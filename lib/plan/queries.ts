import type { HTTPQueryParamMatch } from '../model/httproute';
import { limits } from './limits';
import { escapeRegex, readRegex } from './regex';

/** One query parameter as the ALB compares it: raw, as clients send it, with `*`, `?` and `\` escaped. */
export interface QueryPair {
  readonly key: string;
  readonly value: string;
}

export type QueryProblem =
  | { readonly kind: 'regex' }
  | { readonly kind: 'too-long'; readonly length: number };

/** Source: Gateway API HTTPQueryParamMatch. A regular expression is possible only where it says one literal value. */
export function readQueryParam({ name, type, value }: HTTPQueryParamMatch): QueryPair | QueryProblem {
  const literal = type === 'RegularExpression' ? literalOf(value) : value;
  if (literal === undefined) return { kind: 'regex' };
  const pair = { key: escapeGlob(encodeKey(name)), value: escapeGlob(encode(literal)) };
  const length = Math.max(pair.key.length, pair.value.length);
  return length > limits.valueLength ? { kind: 'too-long', length } : pair;
}

/** The text that an expression says, where it says one: no metacharacters but anchors and escapes. */
function literalOf(regex: string): string | undefined {
  const reading = readRegex(regex);
  const [only, ...more] = 'problem' in reading ? [] : reading.alternatives;
  return only && more.length === 0 && only.core === escapeRegex(only.literal) ? only.literal : undefined;
}

/** What may stand in a raw query unencoded, as the ALB lists it. A `%` stays where it begins an encoded character. */
const rawCharacters = /%[0-9A-Fa-f]{2}|[A-Za-z0-9_\-.$/~"'@:+()!,;=?*\\]/y;

/** Percent-encodes the characters that cannot stand in a query as they are. */
function encode(text: string): string {
  let encoded = '';
  for (let at = 0; at < text.length;) {
    rawCharacters.lastIndex = at;
    const [taken] = rawCharacters.exec(text) ?? [String.fromCodePoint(text.codePointAt(at) ?? 0)];
    encoded += rawCharacters.lastIndex > at ? taken : percentEncode(taken);
    at += taken.length;
  }
  return encoded;
}

function encodeKey(text: string): string {
  return encode(text).replaceAll('=', '%3D');
}

function percentEncode(character: string): string {
  return [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** `\*`, `\?` and `\\` are the characters themselves. */
function escapeGlob(text: string): string {
  return text.replace(/[*?\\]/g, '\\$&');
}

/** Whether clients may send the text in another spelling: encoded, or a space as `+`. */
export function isSpeltInSeveralWays(text: string): boolean {
  return !/^[A-Za-z0-9_\-.~]*$/.test(text);
}
