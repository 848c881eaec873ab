/**
 * The regular expressions of listener rules, read into a tree.
 * AWS names no dialect. What is read here is what all candidates (RE2, Hyperscan, PCRE, JavaScript) agree on; what AWS
 * excludes (look-around, back-references, atomic groups, possessive quantifiers, Unicode classes) is refused.
 */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'alternation'; readonly branches: readonly RegexNode[] }
  | { readonly kind: 'repetition'; readonly item: RegexNode; readonly min: number; readonly max: number }
  | { readonly kind: 'assertion'; readonly assertion: RegexAssertion };

export type RegexAssertion = 'start' | 'end' | 'word-boundary' | 'no-word-boundary';

/** 129 flags: one for each ASCII code, and at 128 one for all other characters together. */
export type CharacterSet = Uint8Array;

/** Index in a CharacterSet of every character that is not ASCII. */
export const otherCharacters = 128;

/** A regular expression that the model of the ALB cannot read, or that an ALB refuses. */
export class UnsupportedRegexError extends Error {
  public constructor(
    public readonly regex: string,
    public readonly reason: string,
  ) {
    super(`regular expression ${JSON.stringify(regex)}: ${reason}`);
    this.name = 'UnsupportedRegexError';
  }
}

interface Cursor {
  readonly source: string;
  at: number;
  readonly ignoreCase: boolean;
}

/** Reads a regular expression. A leading `(?i)` ignores case as well. Throws UnsupportedRegexError. */
export function parseRegex(source: string, ignoreCase: boolean): RegexNode {
  const flagged = source.startsWith('(?i)');
  const cursor: Cursor = { source, at: flagged ? 4 : 0, ignoreCase: ignoreCase || flagged };
  const node = readAlternation(cursor);
  if (cursor.at < source.length) throw refuse(cursor, 'unmatched )');
  return node;
}

/** Set of the characters for which `includes` holds; it is asked for codes 0 to 127 and `otherCharacters`. */
function setOf(includes: (code: number) => boolean): CharacterSet {
  return Uint8Array.from({ length: otherCharacters + 1 }, (_, code) => (includes(code) ? 1 : 0));
}

const digits = setOf((code) => code >= 48 && code <= 57);
const letters = setOf((code) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122));
const spaces = setOf((code) => code === 32 || (code >= 9 && code <= 13));
/** Characters of `\w`. */
export const wordCharacters: CharacterSet = setOf((code) => letters[code] === 1 || digits[code] === 1 || code === 95);
const anyCharacter = setOf((code) => code !== 10);

const posixClasses: Readonly<Record<string, CharacterSet>> = {
  alpha: letters,
  digit: digits,
  alnum: setOf((code) => letters[code] === 1 || digits[code] === 1),
  upper: setOf((code) => code >= 65 && code <= 90),
  lower: setOf((code) => code >= 97 && code <= 122),
  space: spaces,
  word: wordCharacters,
  xdigit: setOf((code) => digits[code] === 1 || (code >= 65 && code <= 70) || (code >= 97 && code <= 102)),
  punct: setOf((code) => code > 32 && code < 127 && letters[code] === 0 && digits[code] === 0),
};

function complement(set: CharacterSet): CharacterSet {
  return setOf((code) => set[code] === 0);
}

function union(sets: readonly CharacterSet[]): CharacterSet {
  return setOf((code) => sets.some((set) => set[code] === 1));
}

function folded(set: CharacterSet): CharacterSet {
  return setOf((code) => set[code] === 1 || (letters[code] === 1 && set[code ^ 32] === 1));
}

function readAlternation(cursor: Cursor): RegexNode {
  const branches = [readSequence(cursor)];
  while (peek(cursor) === '|') {
    cursor.at += 1;
    branches.push(readSequence(cursor));
  }
  return branches.length === 1 ? branches[0] : { kind: 'alternation', branches };
}

function readSequence(cursor: Cursor): RegexNode {
  const items: RegexNode[] = [];
  for (let next = peek(cursor); next !== '' && next !== '|' && next !== ')'; next = peek(cursor)) {
    items.push(readRepetition(cursor, readAtom(cursor)));
  }
  return { kind: 'sequence', items };
}

const quantifier = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/y;

function readRepetition(cursor: Cursor, item: RegexNode): RegexNode {
  quantifier.lastIndex = cursor.at;
  const found = quantifier.exec(cursor.source);
  if (!found) return item;
  if (item.kind === 'assertion') throw refuse(cursor, 'a repeated anchor');
  cursor.at += found[0].length;
  if (peek(cursor) === '?') cursor.at += 1;
  else if (peek(cursor) === '+') throw refuse(cursor, 'possessive quantifiers are not supported by an ALB');
  if (/[*+?]/.test(peek(cursor))) throw refuse(cursor, 'nothing to repeat');
  return { kind: 'repetition', item, ...repetitionBounds(cursor, found) };
}

function repetitionBounds(cursor: Cursor, found: RegExpExecArray): { min: number; max: number } {
  const [text, first, comma, last] = found as readonly (string | undefined)[];
  if (first === undefined) return { min: text === '+' ? 1 : 0, max: text === '?' ? 1 : Infinity };
  const min = Number(first);
  const max = comma === undefined ? min : last === '' || last === undefined ? Infinity : Number(last);
  if (max < min) throw refuse(cursor, 'numbers out of order in a repetition');
  return { min, max };
}

function readAtom(cursor: Cursor): RegexNode {
  const character = take(cursor);
  switch (character) {
    case '(':
      return readGroup(cursor);
    case '[':
      return { kind: 'set', set: readClass(cursor) };
    case '.':
      return { kind: 'set', set: anyCharacter };
    case '^':
      return { kind: 'assertion', assertion: 'start' };
    case '$':
      return { kind: 'assertion', assertion: 'end' };
    case '*':
    case '+':
    case '?':
      throw refuse(cursor, 'nothing to repeat');
    case '\\':
      return readEscape(cursor);
    default:
      return { kind: 'set', set: literal(cursor, character.charCodeAt(0)) };
  }
}

function readGroup(cursor: Cursor): RegexNode {
  if (peek(cursor) === '?') {
    const opening = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(cursor.source.slice(cursor.at));
    if (!opening) throw refuse(cursor, 'look-around, atomic groups and inline flags are not supported by an ALB');
    cursor.at += opening[0].length;
  }
  const node = readAlternation(cursor);
  if (take(cursor) !== ')') throw refuse(cursor, 'missing )');
  // A group of its own, so that a quantifier behind it never repeats a bare anchor.
  return { kind: 'sequence', items: [node] };
}

function readEscape(cursor: Cursor): RegexNode {
  const letter = peek(cursor);
  if (letter === 'b' || letter === 'B') {
    cursor.at += 1;
    return { kind: 'assertion', assertion: letter === 'b' ? 'word-boundary' : 'no-word-boundary' };
  }
  return { kind: 'set', set: readEscapedSet(cursor) };
}

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };

function readEscapedSet(cursor: Cursor): CharacterSet {
  const character = take(cursor);
  if (Object.hasOwn(controls, character)) return literal(cursor, controls[character]);
  switch (character) {
    case 'd':
      return digits;
    case 'D':
      return complement(digits);
    case 'w':
      return wordCharacters;
    case 'W':
      return complement(wordCharacters);
    case 's':
      return spaces;
    case 'S':
      return complement(spaces);
    case 'x':
      return literal(cursor, readHexadecimal(cursor, 2));
    case 'u':
      return literal(cursor, readHexadecimal(cursor, 4));
    case '':
      throw refuse(cursor, '\\ at the end');
    default:
      if (/[1-9k]/.test(character)) throw refuse(cursor, 'back-references are not supported by an ALB');
      if (/[A-Za-z]/.test(character)) throw refuse(cursor, `\\${character} is not supported`);
      return literal(cursor, character.charCodeAt(0));
  }
}

function readHexadecimal(cursor: Cursor, length: number): number {
  const text = cursor.source.slice(cursor.at, cursor.at + length);
  if (!/^[0-9A-Fa-f]+$/.test(text) || text.length < length) throw refuse(cursor, `${length} hexadecimal digits expected`);
  cursor.at += length;
  return parseInt(text, 16);
}

function readClass(cursor: Cursor): CharacterSet {
  const negated = peek(cursor) === '^';
  if (negated) cursor.at += 1;
  if (peek(cursor) === ']') throw refuse(cursor, 'dialects differ about ] as the first character of a class');
  const sets: CharacterSet[] = [];
  while (peek(cursor) !== ']') {
    if (peek(cursor) === '') throw refuse(cursor, 'missing ]');
    sets.push(readClassItem(cursor));
  }
  cursor.at += 1;
  const set = cursor.ignoreCase ? folded(union(sets)) : union(sets);
  return negated ? complement(set) : set;
}

/** One POSIX class, one escaped set, one character, or a range. */
function readClassItem(cursor: Cursor): CharacterSet {
  const posix = /^\[:(\w+):\]/.exec(cursor.source.slice(cursor.at));
  if (posix) {
    if (!Object.hasOwn(posixClasses, posix[1])) throw refuse(cursor, `unknown class ${posix[0]}`);
    cursor.at += posix[0].length;
    return posixClasses[posix[1]];
  }
  const first = readClassCharacter(cursor);
  const isRange = peek(cursor) === '-' && !['', ']'].includes(cursor.source.charAt(cursor.at + 1));
  if (!isRange) return typeof first === 'number' ? codeSet(first) : first;
  cursor.at += 1;
  const last = readClassCharacter(cursor);
  if (typeof first !== 'number' || typeof last !== 'number') throw refuse(cursor, 'a range needs a character at both ends');
  if (last < first) throw refuse(cursor, 'range out of order in a class');
  return setOf((code) => (code === otherCharacters ? last >= otherCharacters : code >= first && code <= last));
}

/** The code of a single character, or the set of an escape such as `\d`. */
function readClassCharacter(cursor: Cursor): number | CharacterSet {
  if (peek(cursor) !== '\\') return take(cursor).charCodeAt(0);
  cursor.at += 1;
  if (peek(cursor) === 'b') {
    cursor.at += 1;
    return 8;
  }
  const sensitive: Cursor = { source: cursor.source, at: cursor.at, ignoreCase: false };
  const set = readEscapedSet(sensitive);
  cursor.at = sensitive.at;
  const only = set.indexOf(1);
  return only === set.lastIndexOf(1) && only !== otherCharacters ? only : set;
}

function literal(cursor: Cursor, code: number): CharacterSet {
  return cursor.ignoreCase ? folded(codeSet(code)) : codeSet(code);
}

function codeSet(code: number): CharacterSet {
  const index = Math.min(code, otherCharacters);
  return setOf((candidate) => candidate === index);
}

function peek(cursor: Cursor): string {
  return cursor.source.charAt(cursor.at);
}

function take(cursor: Cursor): string {
  const character = cursor.source.charAt(cursor.at);
  cursor.at += 1;
  return character;
}

function refuse(cursor: Cursor, reason: string): UnsupportedRegexError {
  return new UnsupportedRegexError(cursor.source, reason);
}
