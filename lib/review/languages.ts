import { isWord, type PatternBook } from './patterns';

/** A text and the patterns that match it: stands for all texts that the same patterns match. */
export interface Atom {
  readonly text: string;
  /** Numbers of patterns, ascending. */
  readonly matching: ReadonlySet<number>;
}

export interface PartitionOptions {
  /** Pattern of the texts that a request can have in this place. */
  readonly valid: number;
  /** Only texts that one of these matches are asked for. Absent: all texts. */
  readonly relevant?: ReadonlySet<number>;
  /** How many states an automaton may have. */
  readonly stateLimit: number;
}

/**
 * Divides all texts by which of the patterns match them: one atom for every combination that occurs, with a shortest
 * text. Exact; undefined where the automaton of all patterns together is too large.
 */
export function partition(book: PatternBook, patterns: readonly number[], options: PartitionOptions): readonly Atom[] | undefined {
  const asked = [...new Set([options.valid, ...patterns])];
  const first = stateOf(asked.map((pattern) => book.startOf(pattern)).sort(ascending), 'start', undefined, 0);
  const states = new Set([keyOf(first)]);
  const atoms = new Map<string, Atom>();
  let level: readonly State[] = [first];
  while (level.length > 0) {
    const next: State[] = [];
    for (const state of level) {
      if (!isOfInterest(book, state, options)) continue;
      collect(book, state, options, atoms);
      for (const successor of successorsOf(book, state)) {
        const key = keyOf(successor);
        if (states.has(key)) continue;
        states.add(key);
        if (states.size > options.stateLimit) return undefined;
        next.push(successor);
      }
    }
    level = next;
  }
  return [...atoms.values()];
}

/** What stands before the position: nothing, a word character, or another one. */
type Before = 'start' | 'word' | 'other';

interface State {
  readonly kernel: readonly number[];
  readonly before: Before;
  /** The state before, and the character read since: together the text that leads here. */
  readonly from?: State;
  readonly code: number;
}

function stateOf(kernel: readonly number[], before: Before, from: State | undefined, code: number): State {
  return { kernel, before, code, ...(from && { from }) };
}

function keyOf({ kernel, before }: State): string {
  return `${before} ${kernel.join(' ')}`;
}

function textOf(state: State): string {
  let text = '';
  for (let at = state; at.from; at = at.from) text = String.fromCharCode(at.code) + text;
  return text;
}

/** Whether a text that goes on from here can be valid, and relevant. */
function isOfInterest({ instructions }: PatternBook, { kernel }: State, { valid, relevant }: PartitionOptions): boolean {
  return kernel.some((index) => instructions[index].owner === valid) && (!relevant || kernel.some((index) => relevant.has(instructions[index].owner)));
}

function collect(book: PatternBook, state: State, { valid, relevant }: PartitionOptions, atoms: Map<string, Atom>): void {
  const matched = new Set<number>();
  for (const index of closure(book, state, undefined).reached) {
    const instruction = book.instructions[index];
    if (instruction.kind === 'match') matched.add(instruction.owner);
  }
  if (!matched.delete(valid)) return;
  const matching = [...matched].sort(ascending);
  if (relevant && !matching.some((pattern) => relevant.has(pattern))) return;
  const key = matching.join(' ');
  if (!atoms.has(key)) atoms.set(key, { text: textOf(state), matching: new Set(matching) });
}

/** Visible characters and the space, those first that a person likes to read. */
const alphabet: readonly number[] = [...'abcdefghijklmnopqrstuvwxyz0123456789-/._~=:,ABCDEFGHIJKLMNOPQRSTUVWXYZ!$&\'()*+;@%?#"<>[\\]^`{|} ']
  .map((character) => character.charCodeAt(0));

/** The states after one more character; characters that lead to the same state are one. */
function successorsOf(book: PatternBook, state: State): readonly State[] {
  const forOther = closure(book, state, 'other');
  // Only a word boundary asks what comes next.
  if (!forOther.asksNext) return after(book, state, forOther.reached, alphabet);
  const words = closure(book, state, 'word').reached;
  return [
    ...after(book, state, words, alphabet.filter(isWord)),
    ...after(book, state, forOther.reached, alphabet.filter((code) => !isWord(code))),
  ];
}

function after(book: PatternBook, state: State, reached: readonly number[], codes: readonly number[]): readonly State[] {
  const sets = new Map<number, Uint8Array>();
  for (const index of reached) {
    const instruction = book.instructions[index];
    if (instruction.kind === 'set') sets.set(instruction.set.id, instruction.set.has);
  }
  const boundaries = reached.some((index) => isBoundary(book, index)) || bookHasBoundaries(book);
  return representatives([...sets.values()], codes, boundaries).flatMap((code) => {
    const kernel = new Set<number>();
    for (const index of reached) {
      const instruction = book.instructions[index];
      if (instruction.kind === 'set' && instruction.set.has[code] === 1) kernel.add(instruction.next);
    }
    return kernel.size === 0 ? [] : [stateOf([...kernel].sort(ascending), boundaries && isWord(code) ? 'word' : 'other', state, code)];
  });
}

function isBoundary({ instructions }: PatternBook, index: number): boolean {
  const instruction = instructions[index];
  return instruction.kind === 'assertion' && instruction.assertion.endsWith('word-boundary');
}

const withBoundaries = new WeakMap<PatternBook, { readonly length: number; readonly found: boolean }>();

/** Whether any pattern asks for word boundaries: only then it matters what kind of character was read. */
function bookHasBoundaries(book: PatternBook): boolean {
  const { length } = book.instructions;
  const known = withBoundaries.get(book);
  if (known?.length === length) return known.found;
  const found = book.instructions.some((_, index) => isBoundary(book, index));
  withBoundaries.set(book, { length, found });
  return found;
}

/** One character, the most readable, for each way in which the sets hold or do not hold it. */
function representatives(sets: readonly Uint8Array[], codes: readonly number[], byKind: boolean): readonly number[] {
  let classes: readonly number[] = codes.map((code) => (byKind && isWord(code) ? 1 : 0));
  for (const set of sets) {
    const numbers = new Map<number, number>();
    classes = codes.map((code, at) => {
      const key = classes[at] * 2 + set[code];
      const known = numbers.get(key) ?? numbers.size;
      numbers.set(key, known);
      return known;
    });
  }
  const seen = new Set<number>();
  return codes.filter((_, at) => !seen.has(classes[at]) && seen.add(classes[at]));
}

/** All instructions that are reached without reading. `next` is the kind of the next character, undefined at the end. */
function closure(book: PatternBook, state: State, next: 'word' | 'other' | undefined): { readonly reached: readonly number[]; readonly asksNext: boolean } {
  const reached = new Set<number>();
  const pending = [...state.kernel];
  let asksNext = false;
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    const instruction = book.instructions[index];
    if (instruction.kind === 'split') pending.push(...instruction.targets);
    if (instruction.kind !== 'assertion') continue;
    asksNext ||= instruction.assertion.endsWith('word-boundary');
    if (holds(instruction.assertion, state.before, next)) pending.push(instruction.next);
  }
  return { reached: [...reached], asksNext };
}

function holds(assertion: string, before: Before, next: 'word' | 'other' | undefined): boolean {
  const boundary = (before === 'word') !== (next === 'word');
  switch (assertion) {
    case 'start':
      return before === 'start';
    case 'end':
      return next === undefined;
    case 'word-boundary':
      return boundary;
    default:
      return !boundary;
  }
}

function ascending(one: number, other: number): number {
  return one - other;
}
