import { createHash } from 'node:crypto';
import { limits } from './limits';

/** Numbers remembered from earlier runs (file `gateway-alb.priorities.json`). */
export interface PriorityLedger {
  readonly version: 1;
  /** By listener, `namespace/name:port` of Gateway and port. */
  readonly listeners: Readonly<Record<string, ListenerLedger>>;
}

/** The numbers of one listener that were ever given away, by number. */
export type ListenerLedger = Readonly<Record<number, Claim>>;

/** Who a number belongs to, for ever. */
export interface Claim {
  /** Id of the rule that had the number first. Several where merged branches both gave it away: then no rule may use it. */
  readonly owners: readonly string[];
  /** The rule has got another number since. */
  readonly moved: boolean;
}

export interface Allocation {
  /** One for each id, ascending. */
  readonly numbers: readonly number[];
  /** The ledger with these numbers in it. */
  readonly ledger: ListenerLedger;
}

/** Distance of new numbers where the gap has an open end, and in a new ledger. */
const STRIDE = 200;

/** A number that the rule of this rank (1 for the first) owns. Rank 0 and the rank after the last are the ends of the line. */
interface Held {
  readonly rank: number;
  readonly number: number;
  readonly current: boolean;
}

/** How good a chain that ends in `held` can be. */
interface Link {
  readonly held: Held;
  readonly score: number;
  readonly previous?: Link;
}

/** The numbers that nobody ever owned. */
interface NumberLine {
  readonly untouched: boolean;
  /** How many of them are below a number. */
  readonly freeBelow: (number: number) => number;
  /** The one of this place, counted from 1. */
  readonly freeAt: (place: number) => number;
}

/**
 * Gives ascending numbers to rules in order of precedence.
 *
 * - A number belongs to its first owner for ever: no other rule ever gets it. So whatever version of a stack follows
 *   whatever other one, and in whatever order CloudFormation creates, updates and deletes, no number is claimed twice.
 * - As many rules as possible keep their number; the others get numbers between their neighbours: one they
 *   had before where it fits, else one that nobody ever had.
 * - The same ids and the same ledger give the same numbers on every machine. Ids must be unique.
 *
 * Undefined where the ledger has no room left; then its old numbers have to be forgotten (`compact`).
 */
export function allocate(orderedIds: readonly string[], ledger: ListenerLedger = {}): Allocation | undefined {
  const line = numberLine(ledger);
  const chain = longestChain(heldByRank(orderedIds, ledger), line);
  if (chain === undefined) return undefined;
  const numbers: number[] = [];
  for (const [index, held] of chain.entries()) {
    const previous = chain[index - 1];
    if (previous === undefined) continue;
    const ids = orderedIds.slice(previous.rank, held.rank - 1);
    numbers.push(...numbersBetween(previous, held, ids, line));
    if (held.number <= limits.priorities.last) numbers.push(held.number);
  }
  return { numbers, ledger: claim(ledger, orderedIds, numbers) };
}

/**
 * The ledger in which each id owns its number and every other number of these ids counts as moved.
 * A number that belongs to another rule stays with it.
 */
export function claim(ledger: ListenerLedger, ids: readonly string[], numbers: readonly number[]): ListenerLedger {
  const numberOf = new Map(ids.map((id, index) => [id, numbers[index]]));
  const claims: Record<number, Claim> = {};
  for (const [key, known] of Object.entries(ledger)) {
    const owner = known.owners.length === 1 ? numberOf.get(known.owners[0]) : undefined;
    claims[Number(key)] = owner === undefined ? known : { owners: known.owners, moved: owner !== Number(key) };
  }
  for (const [id, number] of numberOf) {
    if (number !== undefined) claims[number] ??= { owners: [id], moved: false };
  }
  return claims;
}

/** Few numbers are owned, so only those are looked at. */
function numberLine(ledger: ListenerLedger): NumberLine {
  const before = limits.priorities.first - 1;
  const owned = Object.keys(ledger).map(Number).sort((left, right) => left - right);
  return {
    untouched: owned.length === 0,
    freeBelow: (number) => Math.max(0, number - before - 1 - countWhere(owned, (one) => one < number)),
    // As many owned numbers lie below it as have fewer than `place` free ones below them.
    freeAt: (place) => before + place + countWhere(owned, (number, index) => number - index <= before + place),
  };
}

/** How many elements at the start of a list a condition holds for, which holds for no other. */
function countWhere(sorted: readonly number[], holds: (element: number, index: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle], middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function heldByRank(orderedIds: readonly string[], ledger: ListenerLedger): readonly (readonly Held[])[] {
  const ranks = new Map(orderedIds.map((id, index) => [id, index + 1]));
  const held: Held[][] = [[{ rank: 0, number: 0, current: true }], ...orderedIds.map(() => [])];
  for (const [key, { owners, moved }] of Object.entries(ledger)) {
    const rank = owners.length === 1 ? ranks.get(owners[0]) : undefined;
    if (rank !== undefined) held[rank].push({ rank, number: Number(key), current: !moved });
  }
  return [...held, [{ rank: held.length, number: limits.priorities.last + 1, current: true }]];
}

/**
 * The ascending chain of held numbers from end to end that keeps the most rules where they are (and among those, lets
 * the most return to an earlier number), such that every gap has free numbers enough for the rules it skips.
 *
 * With F the free numbers below, a gap from rank i to rank j > i + 1 has room if F(j) - F(i) >= j - i - 1, that is
 * F(i) - i <= F(j) - j + 1; this also makes the numbers ascend. So one tree of maxima over F - rank answers it.
 */
function longestChain(held: readonly (readonly Held[])[], { freeBelow }: NumberLine): readonly Held[] | undefined {
  const room = ({ number, rank }: Held): number => freeBelow(number) - rank;
  const tree = new PrefixBest(held.flat().map(room));
  const reached: Link[][] = [];
  for (const [rank, numbers] of held.entries()) {
    for (const link of reached[rank - 2] ?? []) tree.add(room(link.held), link);
    reached.push(numbers.flatMap((candidate) => {
      const weight = candidate.current ? held.length : 1;
      if (rank === 0) return [{ held: candidate, score: 0 }];
      const adjacent = (reached[rank - 1] ?? []).filter((link) => link.held.number < candidate.number);
      const previous = adjacent.reduce(better, tree.upTo(room(candidate) + 1));
      return previous === undefined ? [] : [{ held: candidate, score: previous.score + weight, previous }];
    }));
  }
  const chain: Held[] = [];
  for (let link: Link | undefined = reached[held.length - 1][0]; link !== undefined; link = link.previous) chain.push(link.held);
  return chain.length === 0 ? undefined : chain.reverse();
}

/** The first of the two where they are equally good. */
function better(one: Link | undefined, other: Link | undefined): Link | undefined {
  return other !== undefined && (one === undefined || other.score > one.score) ? other : one;
}

/** Fenwick tree over some values: the best link among all that were added at a value or below it. */
class PrefixBest {
  private readonly values: readonly number[];
  private readonly nodes: (Link | undefined)[];

  public constructor(values: readonly number[]) {
    this.values = [...new Set(values)].sort((left, right) => left - right);
    this.nodes = new Array<Link | undefined>(this.values.length + 1).fill(undefined);
  }

  /** `value` is one of the tree's values. */
  public add(value: number, link: Link): void {
    for (let node = this.placeOf(value); node < this.nodes.length; node += node & -node) this.nodes[node] = better(this.nodes[node], link);
  }

  public upTo(value: number): Link | undefined {
    let winner: Link | undefined;
    for (let node = this.placeOf(value); node > 0; node -= node & -node) winner = better(winner, this.nodes[node]);
    return winner;
  }

  private placeOf(value: number): number {
    return countWhere(this.values, (one) => one <= value);
  }
}

/**
 * Free numbers for `ids` between two held ones: evenly spaced, at open ends in steps of `STRIDE`.
 * Within its own cell the place of a new rule depends on its id, so that two branches that both insert a rule at the
 * same spot rarely choose the same number.
 */
function numbersBetween(low: Held, high: Held, ids: readonly string[], line: NumberLine): readonly number[] {
  const from = line.freeBelow(low.number);
  const to = line.freeBelow(high.number);
  const openBelow = low.number === 0;
  const openAbove = high.number > limits.priorities.last;
  const even = (to - from) / ids.length;
  const cell = openBelow || openAbove ? Math.min(STRIDE, even) : even;
  const unused = to - from - cell * ids.length;
  const start = from + (openBelow && openAbove ? unused / 2 : openBelow ? unused : 0);
  return ids.map((id, index) => {
    const within = line.untouched || cell < 4 ? 0.5 : 0.25 + fraction(id) / 2;
    return line.freeAt(Math.ceil(start + (index + within) * cell));
  });
}

/** 0 up to but not including 1, the same for the same text everywhere. */
function fraction(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
