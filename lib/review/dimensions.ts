import type { Condition } from '../plan/ir';
import { addressAtoms, rangeOf } from './addresses';
import { partition, type Atom } from './languages';
import { anyOf, globPattern, inSequence, PatternBook, regexPattern, wholePattern } from './patterns';

/**
 * What listener rules look at in a request. Host, path, method and source address have one value; a header can stand in a
 * request several times or not at all, and so can a query parameter.
 */
export type Dimension = 'host' | 'path' | 'method' | 'source' | 'query' | `header ${string}`;

/** Conditions of many rules, each known by a number; equal ones by the same number. */
export class ConditionBook {
  private readonly numbers = new Map<string, number>();
  private readonly conditions: Condition[] = [];
  private readonly dimensions: Dimension[] = [];
  private readonly patterns = new PatternBook();
  private readonly patternOf = new Map<number, number>();
  private readonly conditionOf = new Map<number, number>();
  private readonly valid = new Map<string, number>();
  private readonly partitions = new Map<string, readonly DimensionAtom[] | undefined>();

  public constructor(private readonly stateLimit: number) {}

  /** The number of a condition. Throws UnsupportedRegexError. */
  public add(condition: Condition): number {
    const key = keyOf(condition);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.conditions.length;
    this.numbers.set(key, number);
    this.conditions.push(condition);
    this.dimensions.push(dimensionOf(condition));
    return number;
  }

  public condition(number: number): Condition {
    return this.conditions[number];
  }

  public dimension(number: number): Dimension {
    return this.dimensions[number];
  }

  /**
   * The values of a dimension by which of the conditions hold for them: one for every combination that occurs. With
   * `relevant`, only values for which one of those holds. Undefined where there are too many to tell.
   */
  public atoms(dimension: Dimension, numbers: readonly number[], relevant?: ReadonlySet<number>): readonly DimensionAtom[] | undefined {
    const key = JSON.stringify([dimension, numbers, relevant && [...relevant]]);
    if (!this.partitions.has(key)) this.partitions.set(key, this.compute(dimension, numbers, relevant));
    return this.partitions.get(key);
  }

  /** Whether a request can match all conditions of both; true where that is not easily seen. */
  public canMeet(one: readonly number[], other: readonly number[]): boolean {
    return one.every((left) => other.every((right) => {
      const dimension = this.dimension(left);
      if (left === right || dimension !== this.dimension(right) || dimension === 'query' || dimension.startsWith('header ')) return true;
      return this.atoms(dimension, inOrder(left, right))?.some(({ holding }) => holding.has(left) && holding.has(right)) ?? true;
    }));
  }

  /** Whether the second condition holds wherever the first does, as far as that can be told. */
  public implies(narrow: number, wide: number): boolean {
    const dimension = this.dimension(narrow);
    if (dimension !== this.dimension(wide)) return false;
    return narrow === wide || (this.atoms(dimension, inOrder(narrow, wide))?.every(({ holding }) => !holding.has(narrow) || holding.has(wide)) ?? false);
  }

  private compute(dimension: Dimension, numbers: readonly number[], relevant?: ReadonlySet<number>): readonly DimensionAtom[] | undefined {
    if (dimension === 'method') return this.methods(numbers);
    if (dimension === 'source') return this.sources(numbers);
    const options = {
      valid: this.validPattern(dimension),
      stateLimit: this.stateLimit,
      ...(relevant && { relevant: new Set([...relevant].map((number) => this.pattern(number))) }),
    };
    const atoms = partition(this.patterns, numbers.map((number) => this.pattern(number)), options);
    return atoms?.map(({ text, matching }: Atom) => ({ value: text, holding: new Set([...matching].map((pattern) => this.conditionOf.get(pattern) ?? -1)) }));
  }

  private pattern(number: number): number {
    const known = this.patternOf.get(number);
    if (known !== undefined) return known;
    const pattern = this.patterns.add(patternOf(this.conditions[number]));
    this.patternOf.set(number, pattern);
    this.conditionOf.set(pattern, number);
    return pattern;
  }

  private validPattern(dimension: Dimension): number {
    const form = dimension.startsWith('header ') ? validTexts.header : validTexts[dimension as keyof typeof validTexts];
    const known = this.valid.get(form) ?? this.patterns.add(wholePattern(form));
    this.valid.set(form, known);
    return known;
  }

  private methods(numbers: readonly number[]): readonly DimensionAtom[] {
    const named = numbers.flatMap((number) => valuesOf(this.conditions[number]));
    const others = commonMethods.filter((method) => !named.includes(method));
    const methods = [...new Set([...commonMethods.filter((method) => named.includes(method)), ...named, others[0] ?? 'OTHER'])];
    // The load balancer answers TRACE before it asks any rule.
    return methods.filter((method) => method !== 'TRACE').map((method) => ({
      value: method,
      holding: new Set(numbers.filter((number) => valuesOf(this.conditions[number]).includes(method))),
    }));
  }

  private sources(numbers: readonly number[]): readonly DimensionAtom[] {
    const blocks = numbers.flatMap((number) => valuesOf(this.conditions[number]).map((cidr) => ({ number, range: rangeOf(cidr) })));
    return addressAtoms(blocks.map(({ range }) => range)).map(({ address, within }) => ({
      value: address,
      holding: new Set(blocks.filter((_, index) => within.has(index)).map(({ number }) => number)),
    }));
  }
}

function inOrder(one: number, other: number): readonly number[] {
  return one < other ? [one, other] : [other, one];
}

/** A value, and the numbers of the conditions that hold for it. A query value is one pair, written `key=value`. */
export interface DimensionAtom {
  readonly value: string;
  readonly holding: ReadonlySet<number>;
}

const commonMethods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/**
 * What a client can send in these places: visible ASCII. A host is as RFC 3986 has it, with its port. A path begins with a slash and has no query or fragment in it; a
 * header value has no spaces at its ends; the key of a query pair ends at the first `=`.
 */
const validTexts = {
  host: '^[A-Za-z0-9._~!$&\'()*+,;=:%\\[\\]-]+$',
  path: '^/[!-"$->@-~]*$',
  query: '^[!-"$%\'-<>-~]*=[!-"$%\'-~]*$',
  header: '^([!-~]([ -~]*[!-~])?)?$',
} as const;

export function dimensionOf(condition: Condition): Dimension {
  switch (condition.field) {
    case 'host-header':
      return 'host';
    case 'path-pattern':
      return 'path';
    case 'http-request-method':
      return 'method';
    case 'source-ip':
      return 'source';
    case 'query-string':
      return 'query';
    case 'http-header':
      return `header ${condition.name.toLowerCase()}`;
  }
}

function valuesOf(condition: Condition): readonly string[] {
  return condition.field === 'http-request-method' || condition.field === 'source-ip' ? condition.values : [];
}

/** The same for conditions that always hold together because they say the same. */
function keyOf(condition: Condition): string {
  const { field } = condition;
  if (field === 'query-string') return JSON.stringify([field, condition.values.map(({ key, value }) => JSON.stringify([key, value])).sort()]);
  if (field === 'http-request-method' || field === 'source-ip') return JSON.stringify([field, [...condition.values].sort()]);
  return JSON.stringify([dimensionOf(condition), [...(condition.values ?? [])].sort(), [...(condition.regexValues ?? [])].sort()]);
}

/** Case as the simulator minds it by default: only paths, there only. */
function patternOf(condition: Condition): ReturnType<typeof anyOf> {
  if (condition.field === 'query-string') return anyOf(condition.values.map(({ key, value }) => pairPattern(key, value)));
  if (condition.field === 'http-request-method' || condition.field === 'source-ip') throw new Error(`${condition.field} has no pattern`);
  const ignoreCase = condition.field !== 'path-pattern';
  return anyOf([
    ...(condition.values ?? []).map((value) => globPattern(value, { ignoreCase })),
    ...(condition.regexValues ?? []).map((regex) => regexPattern(regex, ignoreCase)),
  ]);
}

/** The key has no `=`: the first one in a pair ends it. Only valid pairs are asked for, so it need not be excluded from globs of the value. */
function pairPattern(key: string | undefined, value: string): ReturnType<typeof anyOf> {
  const options = { ignoreCase: true, escapes: true };
  const keyPattern = withoutEquals(globPattern(key ?? '*', options));
  return inSequence([keyPattern, globPattern('=', { ignoreCase: false }), globPattern(value, options)]);
}

function withoutEquals(node: ReturnType<typeof anyOf>): ReturnType<typeof anyOf> {
  switch (node.kind) {
    case 'set':
      return { kind: 'set', set: node.set.map((has, code) => (code === equals ? 0 : has)) };
    case 'sequence':
      return inSequence(node.items.map(withoutEquals));
    case 'repetition':
      return { ...node, item: withoutEquals(node.item) };
    default:
      return node;
  }
}

const equals = '='.charCodeAt(0);
