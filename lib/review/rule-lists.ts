import type { ConditionBook, Dimension } from './dimensions';

/** What is left to ask of a rule once part of a request is known. Equal ones are the same object. */
export interface Residual {
  readonly id: number;
  /** Numbers of conditions, ascending. None: the rule takes whatever comes here. */
  readonly conditions: readonly number[];
  /** Number of what the rule does. */
  readonly outcome: number;
}

/** A rule that may still decide. */
export interface Entry {
  /** Position of the rule in its listener; -1 for the default action. */
  readonly rule: number;
  readonly residual: Residual;
}

/** In order of precedence; the last one, and only that, takes everything. */
export type RuleList = readonly Entry[];

/** Makes residuals, so that equal ones can be told by their identity. */
export class Residuals {
  private readonly known = new Map<string, Residual>();
  private readonly parts = new Map<string, Parts>();

  public constructor(private readonly book: ConditionBook) {}

  public of(conditions: readonly number[], outcome: number): Residual {
    const sorted = [...new Set(conditions)].sort((one, other) => one - other);
    const key = `${sorted.join(' ')}:${outcome}`;
    const known = this.known.get(key);
    if (known) return known;
    const residual = { id: this.known.size, conditions: sorted, outcome };
    this.known.set(key, residual);
    return residual;
  }

  /** The conditions on one dimension, and what is left without them. */
  public split(residual: Residual, dimension: Dimension): Parts {
    const key = `${residual.id} ${dimension}`;
    const known = this.parts.get(key);
    if (known) return known;
    const isAbout = (condition: number) => this.book.dimension(condition) === dimension;
    const about = residual.conditions.filter(isAbout);
    const rest = about.length === 0 ? residual : this.of(residual.conditions.filter((condition) => !isAbout(condition)), residual.outcome);
    const parts = { about, rest };
    this.parts.set(key, parts);
    return parts;
  }

  /** The list as it is where just these conditions of the dimension hold. */
  public narrowed(list: RuleList, dimension: Dimension, holding: ReadonlySet<number>): RuleList {
    const kept: Entry[] = [];
    for (const entry of list) {
      const { about, rest } = this.split(entry.residual, dimension);
      if (!about.every((condition) => holding.has(condition))) continue;
      kept.push(rest === entry.residual ? entry : { rule: entry.rule, residual: rest });
      if (rest.conditions.length === 0) break;
    }
    return kept;
  }

  /** The list as it is where one condition holds, or does not. */
  public decided(list: RuleList, condition: number, holds: boolean): RuleList {
    const kept: Entry[] = [];
    for (const entry of list) {
      const { conditions, outcome } = entry.residual;
      const asks = conditions.includes(condition);
      if (asks && !holds) continue;
      const residual = asks ? this.of(conditions.filter((other) => other !== condition), outcome) : entry.residual;
      kept.push(asks ? { rule: entry.rule, residual } : entry);
      if (residual.conditions.length === 0) break;
    }
    return kept;
  }
}

interface Parts {
  readonly about: readonly number[];
  readonly rest: Residual;
}

/**
 * The same decisions with fewer rules: one before another that takes all its requests and does the same with them is
 * left out. Who decides may be another rule then.
 */
export function simplified(list: RuleList): readonly Residual[] {
  const kept: Residual[] = [];
  for (const { residual } of list) {
    while (kept.length > 0 && isImplied(kept[kept.length - 1], residual)) kept.pop();
    kept.push(residual);
  }
  return kept;
}

function isImplied(earlier: Residual, later: Residual): boolean {
  return earlier.outcome === later.outcome && later.conditions.every((condition) => earlier.conditions.includes(condition));
}

export function areEqual(one: readonly Residual[], other: readonly Residual[]): boolean {
  return one.length === other.length && one.every((residual, index) => residual === other[index]);
}

/**
 * The rules of both lists that are not part of a common subsequence. A request that none of them matches is decided alike
 * by both lists: by the first rule of the common part that matches it.
 */
export function changedBetween(one: readonly Residual[], other: readonly Residual[]): readonly Residual[] {
  const places = new Map<Residual, number[]>();
  other.forEach((residual, index) => {
    const known = places.get(residual);
    if (known) known.push(index);
    else places.set(residual, [index]);
  });
  // Equal rules are paired in their order, so that one position is used once.
  const used = new Map<Residual, number>();
  const paired = one.map((residual) => {
    const turn = used.get(residual) ?? 0;
    used.set(residual, turn + 1);
    return places.get(residual)?.[turn] ?? -1;
  });
  const common = longestRise(paired);
  const inOther = new Set([...common].map((index) => paired[index]));
  return [...one.filter((_, index) => !common.has(index)), ...other.filter((_, index) => !inOther.has(index))];
}

/** Positions of a longest rising subsequence of the numbers that are not negative. */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous = new Array<number>(numbers.length).fill(-1);
  numbers.forEach((number, index) => {
    if (number < 0) return;
    const length = lengthBelow(tails, numbers, number);
    previous[index] = length === 0 ? -1 : tails[length - 1];
    tails[length] = index;
  });
  const chosen = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]) chosen.add(at);
  return chosen;
}

/** How many of the tails have smaller numbers. */
function lengthBelow(tails: readonly number[], numbers: readonly number[], number: number): number {
  let [low, high] = [0, tails.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[tails[middle]] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
