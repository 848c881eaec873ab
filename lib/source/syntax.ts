import { Composer, Lexer, Parser, Schema, type Document, type ErrorCode, type ParsedNode, type YAMLError } from 'yaml';
import type { SyntaxProblem } from '../diagnostics/catalogue/yaml-words';

/** Deepest nesting of lists and mappings that is read. Manifests need a dozen levels, the schemas of CRDs some forty. */
export const MAX_DEPTH = 200;

/** Most lexical tokens of one document. Typical YAML has one token per three characters, so a file of the largest size may be one document. */
export const MAX_TOKENS = 4_000_000;

/** A mistake in the syntax. Offsets count from the start of the document's text. */
export interface SyntaxFault {
  readonly problem: SyntaxProblem;
  readonly start: number;
  readonly end: number;
  /** Where the mistake came to light, if that is somewhere else: for an unclosed bracket, the place that should have closed it. */
  readonly noticed?: number;
  /** A quoted text that runs over several lines and ends just before the fault. Often its first quote is the true mistake. */
  readonly openedBy?: number;
}

/** A tag that stands for no JSON value. */
export interface TagFault {
  readonly start: number;
  readonly end: number;
}

/** Why a document was given up half-way. */
export interface Refusal {
  readonly why: 'depth' | 'size' | 'template';
  readonly start: number;
  readonly end: number;
}

/** The syntax of one document. Without faults and refusal, `root` is sound; it is null where the document is empty. */
export interface ParsedDocument {
  readonly root: ParsedNode | null;
  readonly faults: readonly SyntaxFault[];
  readonly tags: readonly TagFault[];
  readonly refusal?: Refusal;
}

/** What the tokens tell about brackets and quotes; the composer's errors only know where a mistake came to light. */
interface Tracks {
  readonly openBrackets: { readonly bracket: string; readonly offset: number }[];
  readonly unclosedBrackets: { readonly offset: number; readonly noticed: number }[];
  readonly quotes: { readonly start: number; readonly end: number }[];
}

const closers: Readonly<Record<string, string>> = { '}': '{', ']': '[' };

/** The token with which the lexer of `yaml` gives up a flow collection that is never closed. */
const FLOW_ERROR_END = '\x18';

/** Longest quoted text that is read although an escape sequence in it is wrong: `yaml` makes an error of each of them. */
const MAX_QUOTE_WITH_MISTAKES = 100_000;

/** What may lie around a document; anything else that the parser hands out beside the document does not belong there. */
const surroundings: ReadonlySet<string> = new Set(['byte-order-mark', 'directive', 'document', 'doc-end', 'comment', 'newline', 'space']);

/** Made once: a schema takes longer than a small document. */
const coreSchema = new Schema({ schema: 'core', resolveKnownTags: false });

/**
 * Parses the text of one document (YAML 1.2 core schema; JSON is a part of it).
 * Never throws, never needs a deep stack, and stops early at nesting, sizes, mistakes and template text that no manifest has.
 */
export function parseDocument(text: string): ParsedDocument {
  const composer = new Composer<ParsedNode>({
    prettyErrors: false,
    schema: coreSchema,
    uniqueKeys: false, // compares every pair of keys; value.ts does it in linear time
  });
  const parser = new Parser();
  const tracks: Tracks = { openBrackets: [], unclosedBrackets: [], quotes: [] };
  const documents: Document.Parsed[] = [];
  let previous = '';
  let count = 0;
  let isLost = false;
  for (const token of new Lexer().lex(text)) {
    const at = parser.offset;
    const refusal = refusalAt(token, previous, ++count, parser);
    if (refusal) return { ...nothingParsed, refusal };
    if (token.length > MAX_QUOTE_WITH_MISTAKES && hasBadEscape(token)) {
      return { ...nothingParsed, faults: [{ problem: 'escape', start: at, end: endOfLine(text, at) }] };
    }
    follow(tracks, token, at);
    for (const piece of parser.next(token)) {
      documents.push(...composer.next(piece));
      isLost ||= !surroundings.has(piece.type);
    }
    if (isLost) break;
    previous = token;
  }
  if (!isLost) for (const piece of parser.end()) documents.push(...composer.next(piece));
  documents.push(...composer.end(true, text.length));
  return checked(documents, text, tracks);
}

const nothingParsed: ParsedDocument = { root: null, faults: [], tags: [] };

function refusalAt(token: string, previous: string, count: number, { offset, stack }: Parser): Refusal | undefined {
  const end = offset + token.length;
  if (token === '{' && previous === '{') return { why: 'template', start: offset - 1, end };
  if (count > MAX_TOKENS) return { why: 'size', start: offset, end };
  const isDeep = stack.length > MAX_DEPTH && stack.filter((node) => 'items' in node).length > MAX_DEPTH;
  return isDeep ? { why: 'depth', start: offset, end } : undefined;
}

function hasBadEscape(token: string): boolean {
  if (!token.startsWith('"')) return false;
  for (const [, escaped] of token.matchAll(/\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|.)/gis)) {
    if (escaped.length === 1 && !'0abefnrtvN_LP "/\\\t\n\r'.includes(escaped)) return true;
  }
  return false;
}

function follow(tracks: Tracks, token: string, at: number): void {
  switch (token[0]) {
    case '[':
    case '{':
      tracks.openBrackets.push({ bracket: token, offset: at });
      break;
    case ']':
    case '}': {
      const open = tracks.openBrackets.pop();
      if (open && open.bracket !== closers[token]) tracks.unclosedBrackets.push({ offset: open.offset, noticed: at });
      break;
    }
    case '"':
    case '\'':
      tracks.quotes.push({ start: at, end: at + token.length });
      break;
    case FLOW_ERROR_END:
      for (const open of tracks.openBrackets.splice(0)) tracks.unclosedBrackets.push({ offset: open.offset, noticed: at });
      break;
  }
}

function checked(documents: readonly Document.Parsed[], text: string, tracks: Tracks): ParsedDocument {
  for (const open of tracks.openBrackets) tracks.unclosedBrackets.push({ offset: open.offset, noticed: text.length });
  const isTag = (error: YAMLError): boolean => error.code === 'TAG_RESOLVE_FAILED' || error.code === 'BAD_COLLECTION_TYPE';
  const errors = documents.flatMap((document) => document.errors);
  const warnings = documents.flatMap((document) => document.warnings);
  const tags = [...errors, ...warnings].filter(isTag).map(({ pos }) => ({ start: pos[0], end: pos[1] }));
  const faults = withoutConsequences(errors.filter((error) => !isTag(error)), text);
  return { root: documents.at(-1)?.contents ?? null, faults: faults.map((error) => faultOf(error, text, tracks)), tags };
}

/** One error per line, and none after the parser has lost its way. */
function withoutConsequences(errors: readonly YAMLError[], text: string): readonly YAMLError[] {
  const kept: YAMLError[] = [];
  let lineEnd = -1;
  for (const error of errors.toSorted((left, right) => left.pos[0] - right.pos[0])) {
    if (kept.length > 0 && / token in YAML stream/.test(error.message)) break;
    if (error.pos[0] <= lineEnd && kept.length > 0) continue;
    kept.push(error);
    lineEnd = endOfLine(text, error.pos[0]);
  }
  return kept;
}

function faultOf(error: YAMLError, text: string, tracks: Tracks): SyntaxFault {
  const [start, end] = error.pos;
  const problem = problemOf(error, text);
  if (problem === 'quote-unclosed') {
    const quote = tracks.quotes.findLast((candidate) => candidate.start < start);
    if (quote) return { problem, start: quote.start, end: endOfLine(text, quote.start) };
  }
  if (problem === 'flow-unclosed') {
    const bracket = tracks.unclosedBrackets.findLast((candidate) => candidate.noticed <= start) ?? tracks.unclosedBrackets.at(-1);
    if (bracket) return { problem, start: bracket.offset, end: bracket.offset + 1, noticed: start };
  }
  if (problem === 'indentation') {
    const word = start + text.slice(start).search(/\S|$/);
    return { problem, start: word, end: word + text.slice(word).search(/\s|$/) };
  }
  const openedBy = tracks.quotes.find((quote) => quote.end <= start && start <= endOfLine(text, quote.end) && text.slice(quote.start, quote.end).includes('\n'));
  return { problem, start, end: Math.min(end, endOfLine(text, start)), ...(openedBy && { openedBy: openedBy.start }) };
}

/** The codes of `yaml` that say enough by themselves; the others need a look at the message or the text. */
const problemByCode: Partial<Record<ErrorCode, SyntaxProblem>> = {
  ALIAS_PROPS: 'alias',
  BAD_ALIAS: 'alias',
  BAD_PROP_ORDER: 'alias',
  BAD_DIRECTIVE: 'directive',
  BAD_DQ_ESCAPE: 'escape',
  BAD_SCALAR_START: 'character',
  BLOCK_IN_FLOW: 'comma-missing',
  KEY_OVER_1024_CHARS: 'key-too-long',
  MULTILINE_IMPLICIT_KEY: 'multiline-key',
  MULTIPLE_ANCHORS: 'two-anchors-or-tags',
  MULTIPLE_TAGS: 'two-anchors-or-tags',
  TAB_AS_INDENT: 'tab',
};

function problemOf({ code, message, pos: [start] }: YAMLError, text: string): SyntaxProblem {
  if (code === 'BAD_INDENT') return message.startsWith('Flow') ? 'flow-unclosed' : 'indentation';
  if (code === 'MISSING_CHAR') return missing(message);
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return /:\s/.test(text.slice(start, endOfLine(text, start) + 1)) ? 'two-keys-on-a-line' : 'deeper-than-value';
  return problemByCode[code] ?? unexpected(message, text.slice(0, start).trimEnd(), text.slice(lineStart(text, start), start));
}

function missing(message: string): SyntaxProblem {
  if (message.startsWith('Missing closing')) return 'quote-unclosed';
  if (message.startsWith('Flow')) return 'flow-unclosed';
  if (message.startsWith('Missing ,')) return 'comma-missing';
  if (message.startsWith('Comments')) return 'comment-without-space';
  if (message.includes('directives-end')) return message.startsWith('Block') ? 'document-start' : 'directive';
  return message.startsWith('Implicit map keys') || message.startsWith('Sequence item') ? 'key-without-value' : 'space-missing';
}

function unexpected(message: string, before: string, lineBefore: string): SyntaxProblem {
  if (message.includes('block-seq-ind')) return 'list-on-key-line';
  if (lineBefore.trim() === '') return 'indentation';
  return /["']$/.test(before) ? 'text-after-quote' : 'unexpected';
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline;
}
