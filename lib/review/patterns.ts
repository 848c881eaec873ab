import { otherCharacters, parseRegex, wordCharacters, type CharacterSet, type RegexAssertion, type RegexNode } from '../explain/regex-syntax';

/**
 * Texts as languages: what globs and regular expressions match, as programs that many automata can be made of.
 * `lib/explain` only asks whether one text matches; here it is asked which texts there are.
 */
export type Instruction =
  | { readonly kind: 'set'; readonly set: InternedSet; readonly next: number; readonly owner: number }
  | { readonly kind: 'split'; targets: readonly number[]; readonly owner: number }
  | { readonly kind: 'assertion'; readonly assertion: RegexAssertion; readonly next: number; readonly owner: number }
  | { readonly kind: 'match'; readonly owner: number };

/** Equal sets are the same object. */
export interface InternedSet {
  readonly id: number;
  readonly has: CharacterSet;
}

/** Programs of patterns by their number, all in one list of instructions. */
export class PatternBook {
  public readonly instructions: Instruction[] = [];
  private readonly starts: number[] = [];
  private readonly sets = new Map<string, InternedSet>();

  /** Adds a pattern; gives its number. */
  public add(node: RegexNode): number {
    const owner = this.starts.length;
    const match = this.push({ kind: 'match', owner });
    this.starts.push(-1);
    this.starts[owner] = this.build(node, match, owner);
    return owner;
  }

  /** The instruction with which a pattern starts. */
  public startOf(pattern: number): number {
    return this.starts[pattern];
  }

  private push(instruction: Instruction): number {
    this.instructions.push(instruction);
    return this.instructions.length - 1;
  }

  private build(node: RegexNode, next: number, owner: number): number {
    switch (node.kind) {
      case 'set':
        return this.push({ kind: 'set', set: this.intern(node.set), next, owner });
      case 'assertion':
        return this.push({ kind: 'assertion', assertion: node.assertion, next, owner });
      case 'sequence':
        return node.items.reduceRight((after, item) => this.build(item, after, owner), next);
      case 'alternation':
        return this.push({ kind: 'split', targets: node.branches.map((branch) => this.build(branch, next, owner)), owner });
      case 'repetition':
        return this.buildRepetition(node, next, owner);
    }
  }

  private buildRepetition(node: RegexNode & { kind: 'repetition' }, next: number, owner: number): number {
    let start = next;
    if (node.max === Infinity) {
      const loop: Instruction = { kind: 'split', targets: [], owner };
      start = this.push(loop);
      loop.targets = [this.build(node.item, start, owner), next];
    } else {
      for (let optional = node.min; optional < node.max; optional += 1) {
        start = this.push({ kind: 'split', targets: [this.build(node.item, start, owner), next], owner });
      }
    }
    for (let required = 0; required < node.min; required += 1) start = this.build(node.item, start, owner);
    return start;
  }

  private intern(has: CharacterSet): InternedSet {
    const key = has.join('');
    const known = this.sets.get(key);
    if (known) return known;
    const set = { id: this.sets.size, has };
    this.sets.set(key, set);
    return set;
  }
}

const everything: CharacterSet = new Uint8Array(otherCharacters + 1).fill(1);
const anyCharacter: RegexNode = { kind: 'set', set: everything };
const anyText: RegexNode = { kind: 'repetition', item: anyCharacter, min: 0, max: Infinity };

/** What matches if one of these does. */
export function anyOf(branches: readonly RegexNode[]): RegexNode {
  return branches.length === 1 ? branches[0] : { kind: 'alternation', branches };
}

export function inSequence(items: readonly RegexNode[]): RegexNode {
  return { kind: 'sequence', items };
}

/**
 * A regular expression that may match anywhere in a text, as the simulator takes it by default. Where it is anchored
 * nothing is put around it, so that it is over and done with as soon as a text leaves it. Throws UnsupportedRegexError.
 */
export function regexPattern(regex: string, ignoreCase: boolean): RegexNode {
  return unanchored(parseRegex(regex, ignoreCase));
}

function unanchored(node: RegexNode): RegexNode {
  if (node.kind === 'alternation') return anyOf(node.branches.map(unanchored));
  const items = node.kind === 'sequence' ? node.items : [node];
  if (items.length === 1 && items[0].kind !== 'assertion' && node.kind === 'sequence') return unanchored(items[0]);
  const [first, last] = [items.at(0), items.at(-1)];
  const starts = first?.kind === 'assertion' && first.assertion === 'start';
  const ends = last?.kind === 'assertion' && last.assertion === 'end';
  return inSequence([...(starts ? [] : [anyText]), ...items, ...(ends ? [] : [anyText])]);
}

/** A regular expression for the whole text, for the alphabets of this folder. */
export function wholePattern(regex: string): RegexNode {
  return parseRegex(regex, false);
}

/** A glob: `*` any characters, `?` one; with `escapes` a backslash makes the next character plain. */
export function globPattern(glob: string, options: { readonly ignoreCase: boolean; readonly escapes?: boolean }): RegexNode {
  const items: RegexNode[] = [];
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (options.escapes && character === '\\' && at + 1 < glob.length) {
      at += 1;
      items.push(literal(glob.charAt(at), options.ignoreCase));
    } else if (character === '*') {
      items.push(anyText);
    } else {
      items.push(character === '?' ? anyCharacter : literal(character, options.ignoreCase));
    }
  }
  return inSequence(items);
}

function literal(character: string, ignoreCase: boolean): RegexNode {
  const set = new Uint8Array(otherCharacters + 1);
  const forms = ignoreCase && /[A-Za-z]/.test(character) ? [character.toLowerCase(), character.toUpperCase()] : [character];
  for (const form of forms) set[Math.min(form.charCodeAt(0), otherCharacters)] = 1;
  return { kind: 'set', set };
}

export function isWord(code: number): boolean {
  return wordCharacters[code] === 1;
}
