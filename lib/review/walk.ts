import type { ConditionBook, Dimension, DimensionAtom } from './dimensions';
import { areEqual, changedBetween, simplified, type Residual, type Residuals, type RuleList } from './rule-lists';

/** What is known of a request: a chain from the last decision to the first. */
export type Choice =
  | { readonly kind: 'value'; readonly dimension: Dimension; readonly value: string; readonly before?: Choice }
  /** Of a header or the query: values that must be there, and conditions that must not hold for any. */
  | { readonly kind: 'values'; readonly dimension: Dimension; readonly values: readonly string[]; readonly before?: Choice }
  /** The texts of the dimension are too many to tell: these conditions are taken to hold, those not to. */
  | { readonly kind: 'assumed'; readonly dimension: Dimension; readonly holding: readonly number[]; readonly failing: readonly number[]; readonly before?: Choice };

/** Requests that one rule decides on the old side and one on the new side, by examples. */
export interface Meeting {
  readonly old: number;
  readonly new: number;
  readonly oldOutcome: number;
  readonly newOutcome: number;
  /** A few; not all of one kind. Absent choice: any request. */
  readonly examples: readonly (Choice | undefined)[];
}

export interface WalkLimits {
  /** How many combinations are looked at before the walk gives up. */
  readonly nodes: number;
}

/** Something that could not be decided exactly. */
export type WalkGap = { readonly kind: 'dimension'; readonly dimension: Dimension } | { readonly kind: 'given-up' };

export interface WalkResult {
  readonly meetings: readonly Meeting[];
  readonly gaps: readonly WalkGap[];
}

/** How many examples of one pair of rules are kept. */
const exampleLimit = 4;

type Found = ReadonlyMap<string, Meeting>;
const nothing: Found = new Map();

/** One of the dimensions with several values per request, as far as it is decided. */
interface Open {
  readonly dimension: Dimension;
  /** All conditions on it that matter from here on. */
  readonly universe: readonly number[];
  readonly holding: readonly number[];
  readonly failing: readonly number[];
}

/**
 * Compares two lists of rules: finds all pairs of rules that decide the same request and do different things with it.
 * One dimension after the other is divided into what the rules can tell apart; where both lists come to the same, all the
 * rest of the request does not matter.
 */
export class Walk {
  private readonly memo = new Map<string, Found>();
  private readonly gaps = new Map<string, WalkGap>();
  private nodes = 0;

  public constructor(
    private readonly book: ConditionBook,
    private readonly residuals: Residuals,
    private readonly limits: WalkLimits,
  ) {}

  public compare(old: RuleList, latest: RuleList): WalkResult {
    const found = this.visit(old, latest, []);
    return { meetings: [...found.values()], gaps: [...this.gaps.values()] };
  }

  private visit(old: RuleList, latest: RuleList, open: readonly Open[]): Found {
    const [first, second] = [simplified(old), simplified(latest)];
    if (areEqual(first, second)) return nothing;
    const [one, other] = [old[0], latest[0]];
    if (one.residual.conditions.length === 0 && other.residual.conditions.length === 0) {
      const [oldOutcome, newOutcome] = [one.residual.outcome, other.residual.outcome];
      const meeting = { old: one.rule, new: other.rule, oldOutcome, newOutcome, examples: [lastChoice(open, this.book, this.gaps)] };
      return new Map([[`${one.rule} ${other.rule} ${oldOutcome} ${newOutcome}`, meeting]]);
    }
    if (this.nodes >= this.limits.nodes) return this.giveUp();
    const key = memoKey(old, latest, open);
    const known = this.memo.get(key);
    if (known) return known;
    this.nodes += 1;
    const found = this.divide(old, latest, changedBetween(first, second), open);
    this.memo.set(key, found);
    return found;
  }

  private giveUp(): Found {
    this.gaps.set('given-up', { kind: 'given-up' });
    return nothing;
  }

  private divide(old: RuleList, latest: RuleList, changed: readonly Residual[], open: readonly Open[]): Found {
    const dimensions = this.dimensionsOf(old, latest);
    const single = this.nextSingle(dimensions, changed);
    if (single === undefined) return this.decide(old, latest, changed, open);
    const numbers = conditionsAbout(this.residuals, [...old, ...latest].map(({ residual }) => residual), single);
    const relevant = this.relevantConditions(changed, single);
    const atoms = this.book.atoms(single, numbers, relevant);
    if (!atoms) return this.decide(old, latest, changed, open, single);
    const found = new Map<string, Meeting>();
    for (const { value, holding } of atoms) {
      const sub = this.visit(this.residuals.narrowed(old, single, holding), this.residuals.narrowed(latest, single, holding), open);
      merge(found, sub, (before) => ({ kind: 'value', dimension: single, value, ...(before && { before }) }));
    }
    return found;
  }

  private dimensionsOf(old: RuleList, latest: RuleList): ReadonlySet<Dimension> {
    return new Set([...old, ...latest].flatMap(({ residual }) => residual.conditions.map((condition) => this.book.dimension(condition))));
  }

  /** One that all changed rules ask about is best: everything else in it does not matter. */
  private nextSingle(present: ReadonlySet<Dimension>, changed: readonly Residual[]): Dimension | undefined {
    const candidates = singleDimensions.filter((dimension) => present.has(dimension) && !this.gaps.has(dimension));
    return candidates.find((dimension) => this.relevantConditions(changed, dimension)) ?? candidates[0];
  }

  /** If all changed rules ask about the dimension, what they ask; otherwise any value may matter. */
  private relevantConditions(changed: readonly Residual[], dimension: Dimension): ReadonlySet<number> | undefined {
    const asked = changed.map((residual) => this.residuals.split(residual, dimension).about);
    return asked.some((about) => about.length === 0) ? undefined : new Set(asked.flat());
  }

  /** Asks one condition at a time, of dimensions with several values; of `tooLarge` as well, without knowing what can be together. */
  private decide(old: RuleList, latest: RuleList, changed: readonly Residual[], open: readonly Open[], tooLarge?: Dimension): Found {
    if (tooLarge !== undefined) this.gaps.set(tooLarge, { kind: 'dimension', dimension: tooLarge });
    const candidates = [...[old[0], latest[0]].map(({ residual }) => residual), ...changed].flatMap(({ conditions }) => conditions);
    const condition = candidates.find((number) => this.isDecidable(number));
    // Only single-valued dimensions are left, and one of them is not too large.
    if (condition === undefined) throw new Error('a rule asks about nothing that is known');
    const dimension = this.book.dimension(condition);
    const universe = () => conditionsAbout(this.residuals, [...old, ...latest].map(({ residual }) => residual), dimension);
    const known = open.find((candidate) => candidate.dimension === dimension) ?? { dimension, universe: universe(), holding: [], failing: [] };
    const found = new Map<string, Meeting>();
    for (const holds of [true, false]) {
      const decided: Open = { ...known, ...(holds ? { holding: [...known.holding, condition] } : { failing: [...known.failing, condition] }) };
      if (!this.isPossible(decided)) continue;
      const rest = [...open.filter((candidate) => candidate.dimension !== dimension), decided];
      merge(found, this.visit(this.residuals.decided(old, condition, holds), this.residuals.decided(latest, condition, holds), rest), (before) => before);
    }
    return found;
  }

  private isDecidable(condition: number): boolean {
    const dimension = this.book.dimension(condition);
    return !singleDimensions.includes(dimension) || this.gaps.has(dimension);
  }

  private isPossible({ dimension, universe, holding, failing }: Open): boolean {
    if (singleDimensions.includes(dimension)) return true;
    const atoms = this.book.atoms(dimension, universe);
    if (!atoms) {
      this.gaps.set(dimension, { kind: 'dimension', dimension });
      return true;
    }
    return holding.every((condition) => valueFor(atoms, condition, failing) !== undefined);
  }
}

const singleDimensions: readonly Dimension[] = ['host', 'path', 'method', 'source'];

function conditionsAbout(residuals: Residuals, list: readonly Residual[], dimension: Dimension): readonly number[] {
  return [...new Set(list.flatMap((residual) => residuals.split(residual, dimension).about))].sort((one, other) => one - other);
}

/** Rules by their positions, since what is found names them. Decided dimensions count only while a rule asks about them. */
function memoKey(old: RuleList, latest: RuleList, open: readonly Open[]): string {
  const lists = [old, latest].map((list) => list.map(({ rule, residual }) => `${rule}.${residual.id}`).join(' '));
  const decided = open.map(({ dimension, holding, failing }) => `${dimension}+${[...holding].sort().join(' ')}-${[...failing].sort().join(' ')}`).sort();
  return [...lists, ...decided].join('|');
}

function merge(into: Map<string, Meeting>, found: Found, extend: (before: Choice | undefined) => Choice | undefined): void {
  for (const [key, meeting] of found) {
    const known = into.get(key);
    const room = exampleLimit - (known?.examples.length ?? 0);
    if (room <= 0) continue;
    into.set(key, { ...meeting, examples: [...(known?.examples ?? []), ...meeting.examples.slice(0, room).map(extend)] });
  }
}

/** One value that a condition holds for and none of the others. */
function valueFor(atoms: readonly DimensionAtom[], condition: number, failing: readonly number[]): DimensionAtom | undefined {
  return atoms.find(({ holding }) => holding.has(condition) && !failing.some((other) => holding.has(other)));
}

/** At the end of the walk: values for what was decided condition by condition. */
function lastChoice(open: readonly Open[], book: ConditionBook, gaps: ReadonlyMap<string, WalkGap>): Choice | undefined {
  return open.reduce<Choice | undefined>((before, { dimension, universe, holding, failing }) => {
    const chain = before && { before };
    const atoms = gaps.has(dimension) ? undefined : book.atoms(dimension, universe);
    if (!atoms) return { kind: 'assumed', dimension, holding, failing, ...chain };
    const values: string[] = [];
    let missing = new Set(holding);
    for (const condition of holding) {
      const atom = missing.has(condition) ? valueFor(atoms, condition, failing) : undefined;
      if (!atom) continue;
      values.push(atom.value);
      missing = new Set([...missing].filter((other) => !atom.holding.has(other)));
    }
    return values.length === 0 ? before : { kind: 'values', dimension, values, ...chain };
  }, undefined);
}
