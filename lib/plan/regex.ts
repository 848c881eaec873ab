import { type AST, RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';

/**
 * Regular expressions of a route -> regular expressions that every candidate dialect of the ALB reads alike.
 *
 * AWS names no dialect, only what it refuses: look-around, back-references, atomic groups, possessive quantifiers, Unicode
 * classes (ELB user guide, "Regex matching"). Whether a regex is searched for or must cover the whole text is not said
 * either. So the expression is read, written anew from the parts that are common to RE2, Hyperscan, PCRE and JavaScript, and
 * always anchored at both ends. Meaning: as in a search, which is what users of the AWS Load Balancer Controller see.
 */

/** One alternative of an expression at its top level, without the anchors it had. */
export interface RegexAlternative {
  /** What stands between the anchors. */
  readonly core: string;
  /** Whether nothing may precede or follow the core. */
  readonly fromStart: boolean;
  readonly toEnd: boolean;
  /** Literal text with which the core begins. */
  readonly literal: string;
}

/** The alternatives of an expression, or why it cannot be used. */
export type RegexReading =
  | { readonly alternatives: readonly RegexAlternative[] }
  | { readonly problem: string };

/** Reads an expression. A leading `(?i)` is spelled out: dialects differ in it, character classes are the same everywhere. */
export function readRegex(source: string): RegexReading {
  const ignoreCase = source.startsWith('(?i)');
  const refused = refusedByName(source);
  if (refused !== undefined) return { problem: refused };
  try {
    const text = withoutPythonNames(ignoreCase ? source.slice(4) : source);
    const pattern = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(text, 0, text.length);
    const writer: Writer = { ignoreCase, problems: [] };
    const alternatives = topLevel(pattern.alternatives).map((alternative) => readAlternative(alternative, writer));
    const [problem] = writer.problems;
    return problem === undefined ? { alternatives } : { problem };
  } catch (fault) {
    if (fault instanceof RegExpSyntaxError) return { problem: syntaxProblem(fault) };
    throw fault;
  }
}

/** Body of an alternative in a search: what a regex between `^` and `$` has to be. */
export function searchBody({ core, fromStart, toEnd }: RegexAlternative): string {
  const head = fromStart || /^\.\*(?!\?)/.test(core) ? '' : '.*';
  const tail = toEnd || /(^|[^\\])(\\\\)*\.\*$/.test(core) ? '' : '.*';
  return head !== '' && core === '' ? '.*' : `${head}${core}${tail}`;
}

/** `^body$`, or `^(body|body)$`. */
export function anchored(bodies: readonly string[]): string {
  return bodies.length === 1 ? `^${bodies[0]}$` : `^(${bodies.join('|')})$`;
}

/** Text that stands for itself. */
export function escapeRegex(literal: string): string {
  return /[\\^$.|?*+()[\]{}]/.test(literal) ? literal.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') : literal;
}

interface Writer {
  readonly ignoreCase: boolean;
  readonly problems: string[];
}

/** Constructs that the parser, which reads JavaScript, would take for something else. */
function refusedByName(source: string): string | undefined {
  const bare = source.replace(/\\[^]/g, '__');
  if (/\(\?<?[=!]/.test(bare)) return 'look-ahead and look-behind are not supported';
  if (bare.includes('(?>')) return 'atomic groups are not supported';
  if (/(?:[*+?]|\{\d+(?:,\d*)?\})\+/.test(bare)) return 'possessive quantifiers are not supported';
  if (/\[:\w+:\]/.test(bare)) return 'POSIX classes such as [:alpha:] are not documented for it';
  if (/\(\?(?:R|&|\d|P>)/.test(bare)) return 'recursion is not supported';
  if (/\(\?(?!:|<|P<|i\))/.test(bare) || bare.indexOf('(?i)') > 0) return 'of inline flags only a leading (?i) can be used';
  return undefined;
}

/** RE2 and Python write `(?P<name>` for what others write `(?<name>`. */
function withoutPythonNames(source: string): string {
  return source.replace(/\\[^]|\(\?P</g, (found) => (found === '(?P<' ? '(?<' : found));
}

function syntaxProblem(fault: RegExpSyntaxError): string {
  return fault.message.replace(/^Invalid regular expression: \/[^]*\/: /, '').replace(/^./, (letter) => letter.toLowerCase());
}

/** A group around everything adds nothing; its alternatives are those of the expression. */
function topLevel(alternatives: readonly AST.Alternative[]): readonly AST.Alternative[] {
  return alternatives.flatMap((alternative) => {
    const [only, ...more] = alternative.elements;
    const isGroup = only !== undefined && more.length === 0 && (only.type === 'Group' || only.type === 'CapturingGroup');
    return isGroup ? topLevel(only.alternatives) : [alternative];
  });
}

function readAlternative({ elements }: AST.Alternative, writer: Writer): RegexAlternative {
  const fromStart = isAnchor(elements[0], 'start');
  const toEnd = isAnchor(elements.at(-1), 'end');
  const inner = elements.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined);
  return { core: writeAll(inner, writer), fromStart, toEnd, literal: writer.ignoreCase ? '' : leadingLiteral(inner) };
}

function isAnchor(element: AST.Element | undefined, kind: 'start' | 'end'): boolean {
  return element?.type === 'Assertion' && element.kind === kind;
}

function leadingLiteral(elements: readonly AST.Element[]): string {
  const end = elements.findIndex(({ type }) => type !== 'Character');
  const characters = (end < 0 ? elements : elements.slice(0, end)).filter((element) => element.type === 'Character');
  return characters.map(({ value }) => String.fromCodePoint(value)).join('');
}

function writeAll(elements: readonly AST.Element[], writer: Writer): string {
  return elements.map((element) => write(element, writer)).join('');
}

function write(element: AST.Element, writer: Writer): string {
  switch (element.type) {
    case 'Character':
      return writeCharacter(element, writer);
    case 'CharacterSet':
      return element.kind === 'any' ? '.' : writeSet(element, writer);
    case 'CharacterClass':
      return writeClass(element, writer);
    case 'Group':
    case 'CapturingGroup':
      return `(${element.alternatives.map((alternative) => writeAll(alternative.elements, writer)).join('|')})`;
    case 'Quantifier':
      return `${write(element.element, writer)}${writeQuantifier(element)}`;
    case 'Assertion':
      return writeAssertion(element, writer);
    case 'Backreference':
      return refuse(writer, `the back-reference ${element.raw} is not supported`);
    case 'ExpressionCharacterClass':
      return refuse(writer, `the class ${element.raw} is not supported`);
  }
}

function refuse(writer: Writer, problem: string): string {
  writer.problems.push(problem);
  return '';
}

function writeAssertion(element: AST.Assertion, writer: Writer): string {
  switch (element.kind) {
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'word':
      return refuse(writer, `the word boundary ${element.raw} is not documented for it`);
    default:
      return refuse(writer, 'look-ahead and look-behind are not supported');
  }
}

/** Lazy or greedy makes no difference to whether a text matches. */
function writeQuantifier({ min, max }: AST.Quantifier): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function writeSet(element: AST.CharacterSet, writer: Writer): string {
  return element.kind === 'property' ? refuse(writer, `the Unicode class ${element.raw} is not supported`) : element.raw;
}

function writeCharacter(character: AST.Character, writer: Writer): string {
  const text = characterOf(character, writer);
  return writer.ignoreCase && /[A-Za-z]/.test(text) ? `[${text.toUpperCase()}${text.toLowerCase()}]` : escapeRegex(text);
}

/** The character, which must be one that can stand in a request and mean the same in every dialect. */
function characterOf({ value, raw }: AST.Character, writer: Writer): string {
  if (/^\\[1-9k]/.test(raw)) return refuse(writer, `the back-reference ${raw} is not supported`);
  if (/^\\[pP]/.test(raw)) return refuse(writer, `the Unicode class ${raw} is not supported`);
  if (/^\\[A-Za-z]$/.test(raw)) return refuse(writer, `${raw} is not documented for it`);
  if (value < 0x20 || value > 0x7e) return refuse(writer, `the character ${raw} is not printable ASCII`);
  return String.fromCodePoint(value);
}

function writeClass(element: AST.CharacterClass, writer: Writer): string {
  if (element.elements.length === 0) return refuse(writer, `the class ${element.raw} is not supported`);
  const items = element.elements.map((item) => writeClassItem(item, writer));
  return `[${element.negate ? '^' : ''}${items.join('')}]`;
}

function writeClassItem(item: AST.CharacterClassElement, writer: Writer): string {
  switch (item.type) {
    case 'Character':
      return cases(characterOf(item, writer), writer).map(escapeInClass).join('');
    case 'CharacterClassRange':
      return writeRange(characterOf(item.min, writer), characterOf(item.max, writer), writer);
    case 'CharacterSet':
      return writeSet(item, writer);
    default:
      return refuse(writer, `the class ${item.raw} is not supported`);
  }
}

function cases(text: string, { ignoreCase }: Writer): readonly string[] {
  return ignoreCase ? [...new Set([text.toUpperCase(), text.toLowerCase()])] : [text];
}

function writeRange(min: string, max: string, writer: Writer): string {
  const range = `${escapeInClass(min)}-${escapeInClass(max)}`;
  if (!writer.ignoreCase) return range;
  const alphabet = [/^[a-z]{2}$/, /^[A-Z]{2}$/].some((letters) => letters.test(min + max));
  if (alphabet) return `${min.toUpperCase()}-${max.toUpperCase()}${min.toLowerCase()}-${max.toLowerCase()}`;
  return /[A-Za-z]/.test(charactersBetween(min, max)) ? refuse(writer, `(?i) with the range ${range} cannot be spelled out`) : range;
}

function charactersBetween(min: string, max: string): string {
  const first = min.charCodeAt(0);
  return String.fromCharCode(...Array.from({ length: Math.max(0, max.charCodeAt(0) - first) + 1 }, (_, offset) => first + offset));
}

/** Dialects give `[`, `&` and `~` inside a class meanings of their own. */
function escapeInClass(text: string): string {
  return text.replace(/[\\\]^[\-&~]/g, '\\$&');
}
