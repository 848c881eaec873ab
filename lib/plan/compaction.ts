import { unionOfTexts } from './headers';
import { unionOfHosts } from './hosts';
import type { Claim, Overlaps } from './overlap';
import { indexOverlaps } from './overlap';
import { unionOfPaths } from './paths';
import { compareRanks } from './precedence';
import type { PatternKeys, RequestPattern } from './request-pattern';
import { conditionsOf, keysOf, queryKey } from './request-pattern';
import type { RuleUnit } from './units';

/** One listener rule: the units it stands for and the requests of all of them. */
export interface CompactRule {
  /** In order of precedence, of one outcome. */
  readonly units: readonly RuleUnit[];
  readonly pattern: RequestPattern;
}

/** One listener rule for each unit. */
export function uncompacted(units: readonly RuleUnit[]): readonly CompactRule[] {
  return units.map((unit) => ({ units: [unit], pattern: unit.pattern }));
}

/**
 * Fewer rules that do the same for every request.
 *
 * Rules of one outcome become one where their requests together are again what one rule can describe: where they differ
 * in a single part (hosts, paths, methods, one header, one query parameter), of which the rule then takes both values.
 * The merged rule stands where the first of them stood, so the others move up; a rule never moves past one of another
 * outcome that could take the same requests. As every rule only moves up, and only so far, such pairs keep their order
 * whatever else moves. A second pass does the same downwards.
 */
export function compact(units: readonly RuleUnit[]): readonly CompactRule[] {
  const up = mergeUpwards(uncompacted(units));
  return mergeUpwards(up.toReversed()).toReversed().map(({ units: members, pattern }) => ({
    units: [...members].sort((left, right) => compareRanks(left.rank, right.rank)),
    pattern,
  }));
}

/** A rule in the making: `floor` is where the nearest rule stands that it must stay behind. */
interface PlacedRule extends CompactRule {
  readonly position: number;
  readonly floor: number;
}

function mergeUpwards(rules: readonly CompactRule[]): readonly CompactRule[] {
  const byOutcome = grouped<number, object>(rules.keys(), (position) => rules[position].units[0].outcome);
  const mergeable = (outcome: object) => (byOutcome.get(outcome)?.length ?? 0) > 1;
  const claims = rules.map(({ units }, position) => units.map((unit) => claimOf(unit, position)));
  const overlaps = indexOverlaps(claims.flat(), ({ owner }) => mergeable(owner));
  const merged = [...byOutcome].flatMap(([outcome, positions]): readonly PlacedRule[] => {
    const placed = positions.map((position) => ({ ...rules[position], position, floor: mergeable(outcome) ? floorOf(claims[position], overlaps) : -1 }));
    return placed.length > 1 ? fewest(placed) : placed;
  });
  return merged.sort((left, right) => left.position - right.position);
}

function claimOf({ outcome, pattern }: RuleUnit, position: number): Claim {
  const [method] = pattern.methods;
  return { position, owner: outcome, hostname: pattern.hosts[0], paths: pattern.paths, ...(method !== undefined && { method }) };
}

function floorOf(claims: readonly Claim[], overlaps: Overlaps): number {
  return Math.max(...claims.map((claim) => overlaps.lastBefore(claim)));
}

/** Merging along one part may close the way for another, so several orders are tried. */
function fewest(rules: readonly PlacedRule[]): readonly PlacedRule[] {
  const axes = axesOf(rules);
  const attempts = [axes, axes.toReversed(), [axes[1], axes[0], ...axes.slice(2)]].map((order) => order.reduce(mergeAlong, rules));
  return attempts.reduce((best, attempt) => (attempt.length < best.length ? attempt : best));
}

/** A part in which rules may differ. */
interface Axis {
  /** What the rules must have in common; undefined where a pattern has no such part. */
  restOf(keys: PatternKeys): string | undefined;
  union(left: RequestPattern, right: RequestPattern): RequestPattern;
}

function axesOf(rules: readonly PlacedRule[]): readonly Axis[] {
  const most = (count: (pattern: RequestPattern) => number) => Math.max(...rules.map(({ pattern }) => count(pattern)));
  return [
    hosts,
    paths,
    methods,
    ...Array.from({ length: most(({ headers }) => headers.length) }, (_, index) => headerAxis(index)),
    ...Array.from({ length: most(({ queries }) => queries.length) }, (_, index) => queryAxis(index)),
  ];
}

const hosts: Axis = {
  restOf: (keys) => JSON.stringify({ ...keys, hosts: '' }),
  union: (left, right) => ({ ...left, hosts: unionOfHosts([...left.hosts, ...right.hosts]) }),
};

const paths: Axis = {
  restOf: (keys) => JSON.stringify({ ...keys, paths: '' }),
  union: (left, right) => ({ ...left, paths: unionOfPaths([...left.paths, ...right.paths]) }),
};

const methods: Axis = {
  restOf: (keys) => JSON.stringify({ ...keys, methods: '' }),
  union: (left, right) => {
    const any = left.methods.length === 0 || right.methods.length === 0;
    return { ...left, methods: any ? [] : [...new Set([...left.methods, ...right.methods])].sort() };
  },
};

/** The header that is at this place by name. */
function headerAxis(index: number): Axis {
  return {
    restOf: (keys) => keys.headers[index] && JSON.stringify({ ...keys, headers: keys.headers.with(index, [keys.headers[index][0], '']) }),
    union: (left, right) => {
      const name = keysOf(left).headers[index][0];
      const other = right.headers.find((header) => header.name.toLowerCase() === name);
      const headers = left.headers.map((header) => (header.name.toLowerCase() === name
        ? { ...header, alternatives: unionOfTexts([...header.alternatives, ...other?.alternatives ?? []]) }
        : header));
      return { ...left, headers };
    },
  };
}

/** The query parameter that is at this place in canonical order; of the merged ones either may occur. */
function queryAxis(index: number): Axis {
  const inOrder = ({ queries }: RequestPattern) => [...queries].sort((left, right) => (textOf(left) < textOf(right) ? -1 : 1));
  const textOf = (pairs: RequestPattern['queries'][number]) => JSON.stringify(pairs.map(queryKey).sort());
  return {
    restOf: (keys) => keys.queries[index] && JSON.stringify({ ...keys, queries: keys.queries.toSpliced(index, 1) }),
    union: (left, right) => {
      const pairs = new Map([...inOrder(left)[index], ...inOrder(right)[index]].map((pair) => [queryKey(pair), pair]));
      return { ...left, queries: inOrder(left).with(index, [...pairs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair)) };
    },
  };
}

/** How many unfinished rules a further one is tried on. */
const openRules = 3;

function mergeAlong(rules: readonly PlacedRule[], axis: Axis): readonly PlacedRule[] {
  const byRest = grouped(rules, ({ pattern }) => axis.restOf(keysOf(pattern)));
  return [...byRest].flatMap(([rest, alike]) => (rest === undefined ? alike : mergeInto(alike, axis)))
    .sort((left, right) => left.position - right.position);
}

function mergeInto(rules: readonly PlacedRule[], axis: Axis): readonly PlacedRule[] {
  const done: PlacedRule[] = [];
  for (const rule of rules) {
    if (!joins(rule, done, axis)) done.push(rule);
  }
  return done;
}

/** Merges a rule into one of the last ones, if that can be. */
function joins(rule: PlacedRule, done: PlacedRule[], axis: Axis): boolean {
  for (let index = Math.max(0, done.length - openRules); index < done.length; index += 1) {
    const merged = merge(done[index], rule, axis);
    if (merged) {
      done[index] = merged;
      return true;
    }
  }
  return false;
}

/** The rule at the place of `target` for the requests of both, where that changes nothing and fits into one rule. */
function merge(target: PlacedRule, rule: PlacedRule, axis: Axis): PlacedRule | undefined {
  if (rule.floor > target.position) return undefined;
  const pattern = axis.union(target.pattern, rule.pattern);
  if (!conditionsOf(pattern, rule.units[0].outcome.use)) return undefined;
  return { units: [...target.units, ...rule.units], pattern, position: target.position, floor: Math.max(target.floor, rule.floor) };
}

function grouped<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
