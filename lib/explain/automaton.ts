import type { TextTest } from './globs';
import type { CharacterSet, RegexAssertion, RegexNode } from './regex-syntax';
import { otherCharacters, parseRegex, UnsupportedRegexError, wordCharacters } from './regex-syntax';

/**
 * Regular expressions as automata, made deterministic while they run: the time for a text grows with its length only,
 * whatever the expression. A backtracking engine could hang on `(a+)+$`, and route files are other people's input.
 */
export interface RegexOptions {
  readonly ignoreCase: boolean;
  /** `search`: a match anywhere in the text. `full`: the whole text. */
  readonly mode: 'search' | 'full';
}

type Instruction =
  | { readonly kind: 'set'; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: 'split'; targets: readonly number[] }
  | { readonly kind: 'assertion'; readonly assertion: RegexAssertion; readonly next: number }
  | { readonly kind: 'match' };

/** What stands before the position: nothing, a word character, or another one. */
type Before = 'start' | 'word' | 'other';

interface State {
  readonly kernel: readonly number[];
  readonly before: Before;
  readonly next: Map<number, State | 'matched'>;
}

interface Automaton {
  readonly program: readonly Instruction[];
  readonly start: number;
  readonly mode: 'search' | 'full';
  readonly states: Map<string, State>;
}

/** More than any expression of 128 characters needs that is not built to exhaust memory. */
const programLimit = 20_000;
const stateLimit = 2_000;

/** Reads a regular expression once for many texts. Throws UnsupportedRegexError. */
export function compileRegex(regex: string, options: RegexOptions): TextTest {
  const program: Instruction[] = [];
  const match = push(program, { kind: 'match' }, regex);
  const start = build(program, parseRegex(regex, options.ignoreCase), match, regex);
  const automaton: Automaton = { program, start, mode: options.mode, states: new Map() };
  return (text) => run(automaton, text);
}

function push(program: Instruction[], instruction: Instruction, regex: string): number {
  if (program.length >= programLimit) throw new UnsupportedRegexError(regex, 'its repetitions are too large');
  program.push(instruction);
  return program.length - 1;
}

/** Adds the instructions for `node` that go on at `next`; returns where they start. */
function build(program: Instruction[], node: RegexNode, next: number, regex: string): number {
  switch (node.kind) {
    case 'set':
      return push(program, { kind: 'set', set: node.set, next }, regex);
    case 'assertion':
      return push(program, { kind: 'assertion', assertion: node.assertion, next }, regex);
    case 'sequence':
      return node.items.reduceRight((after, item) => build(program, item, after, regex), next);
    case 'alternation': {
      const targets = node.branches.map((branch) => build(program, branch, next, regex));
      return push(program, { kind: 'split', targets }, regex);
    }
    case 'repetition':
      return buildRepetition(program, node, next, regex);
  }
}

function buildRepetition(program: Instruction[], node: RegexNode & { kind: 'repetition' }, next: number, regex: string): number {
  let start = next;
  if (node.max === Infinity) {
    const loop: Instruction = { kind: 'split', targets: [] };
    start = push(program, loop, regex);
    loop.targets = [build(program, node.item, start, regex), next];
  } else {
    for (let optional = node.min; optional < node.max; optional += 1) {
      start = push(program, { kind: 'split', targets: [build(program, node.item, start, regex), next] }, regex);
    }
  }
  for (let required = 0; required < node.min; required += 1) start = build(program, node.item, start, regex);
  return start;
}

function run(automaton: Automaton, text: string): boolean {
  let state = stateOf(automaton, [automaton.start], 'start');
  for (let at = 0; at < text.length; at += 1) {
    const code = Math.min(text.charCodeAt(at), otherCharacters);
    const next = state.next.get(code) ?? step(automaton, state, code);
    if (next === 'matched') return true;
    if (next.kernel.length === 0) return false;
    state = next;
  }
  return closure(automaton, state, undefined).some((index) => automaton.program[index].kind === 'match');
}

function step(automaton: Automaton, state: State, code: number): State | 'matched' {
  const kernel = new Set<number>(automaton.mode === 'search' ? [automaton.start] : []);
  let matched = false;
  for (const index of closure(automaton, state, code)) {
    const instruction = automaton.program[index];
    if (instruction.kind === 'match') matched = true;
    else if (instruction.kind === 'set' && instruction.set[code] === 1) kernel.add(instruction.next);
  }
  const isMatch = matched && automaton.mode === 'search';
  const next = isMatch ? 'matched' : stateOf(automaton, [...kernel].sort((one, other) => one - other), isWord(code) ? 'word' : 'other');
  state.next.set(code, next);
  return next;
}

function stateOf(automaton: Automaton, kernel: readonly number[], before: Before): State {
  const key = `${before} ${kernel.join(' ')}`;
  const known = automaton.states.get(key);
  if (known) return known;
  if (automaton.states.size >= stateLimit) automaton.states.clear();
  const state: State = { kernel, before, next: new Map() };
  automaton.states.set(key, state);
  return state;
}

/** All instructions that can be reached without reading a character; `code` is the next one, undefined at the end. */
function closure(automaton: Automaton, state: State, code: number | undefined): readonly number[] {
  const reached = new Set<number>();
  const pending = [...state.kernel];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    const instruction = automaton.program[index];
    if (instruction.kind === 'split') pending.push(...instruction.targets);
    else if (instruction.kind === 'assertion' && holds(instruction.assertion, state.before, code)) pending.push(instruction.next);
  }
  return [...reached];
}

function holds(assertion: RegexAssertion, before: Before, code: number | undefined): boolean {
  const boundary = (before === 'word') !== (code !== undefined && isWord(code));
  switch (assertion) {
    case 'start':
      return before === 'start';
    case 'end':
      return code === undefined;
    case 'word-boundary':
      return boundary;
    case 'no-word-boundary':
      return !boundary;
  }
}

function isWord(code: number): boolean {
  return wordCharacters[code] === 1;
}
