import type { KeyedPattern, MergeAxis } from './merge-axes';
import { differingAxes, invariantOf } from './merge-axes';
import type { Claim, Overlaps } from './overlap';
import { indexOverlaps } from './overlap';
import { compareRanks } from './precedence';
import { conditionsOf, surelyFits } from './request-pattern';
import type { RuleUnit, UnitOutcome } from './units';

/** One listener rule: the units it stands for and the requests of all of them. */
export interface CompactRule extends KeyedPattern {
  /** In order of precedence, of one outcome. */
  readonly units: readonly RuleUnit[];
}

/** One listener rule for each unit. */
export function uncompacted(units: readonly RuleUnit[]): readonly CompactRule[] {
  return units.map((unit) => ({ units: [unit], pattern: unit.pattern, keys: unit.keys }));
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
  const down = mergeUpwards(up.toReversed()).toReversed();
  return down.map((rule) => ({ ...rule, units: rule.units.toSorted((left, right) => compareRanks(left.rank, right.rank)) }));
}

/** A rule in the making: `floor` is where the nearest rule stands that it must stay behind. */
interface PlacedRule extends CompactRule {
  readonly position: number;
  readonly floor: number;
}

function mergeUpwards(rules: readonly CompactRule[]): readonly CompactRule[] {
  const positions = grouped([...rules.keys()], (position) => rules[position].units[0].outcome);
  const mergeable = new Set([...positions].flatMap(([outcome, own]) => (own.length > fewestPossible(own.map((at) => rules[at])) ? [outcome] : [])));
  if (mergeable.size === 0) return rules;
  const claims = rules.map(({ units }, position) => units.map((unit) => claimOf(unit, position)));
  const overlaps = indexOverlaps(claims.flat(), ({ owner }) => mergeable.has(owner as UnitOutcome));
  const placed = (position: number, floor: number): PlacedRule => ({ ...rules[position], position, floor });
  const merged = [...positions].flatMap(([outcome, own]) => (mergeable.has(outcome)
    ? fewest(own.map((position) => placed(position, floorOf(claims[position], overlaps))))
    : own.map((position) => placed(position, -1))));
  return merged.sort((left, right) => left.position - right.position);
}

/** However well they merge. */
function fewestPossible(rules: readonly CompactRule[]): number {
  return rules.length === 1 ? 1 : new Set(rules.map(({ keys }) => invariantOf(keys))).size;
}

function claimOf({ outcome, pattern }: RuleUnit, position: number): Claim {
  return { position, owner: outcome, hostname: pattern.hosts[0], paths: pattern.paths, method: pattern.methods.at(0) };
}

function floorOf(claims: readonly Claim[], overlaps: Overlaps): number {
  return claims.reduce((floor, claim) => Math.max(floor, overlaps.lastBefore(claim)), -1);
}

/** Merging along one part may close the way for another, so several orders are tried. */
function fewest(rules: readonly PlacedRule[]): readonly PlacedRule[] {
  const [first, second = first, ...others] = differingAxes(rules.map(({ keys }) => keys));
  const enough = fewestPossible(rules);
  const orders = [[first, second, ...others], [second, first, ...others], ...(others.length > 0 ? [[...others.toReversed(), second, first]] : [])];
  let best = rules;
  for (const order of orders) {
    const attempt = [...new Set(order)].reduce(mergeAlong, rules);
    if (attempt.length < best.length) best = attempt;
    if (best.length === enough || first === second) break;
  }
  return best;
}

function mergeAlong(rules: readonly PlacedRule[], axis: MergeAxis): readonly PlacedRule[] {
  const isPossible = ({ keys }: PlacedRule) => axis.partOf(keys) !== undefined;
  const alike = grouped(rules.filter(isPossible), ({ keys }) => axis.restOf(keys));
  return [...rules.filter((rule) => !isPossible(rule)), ...[...alike.values()].flatMap((some) => mergeInto(some, axis))]
    .sort((left, right) => left.position - right.position);
}

/** How many unfinished rules a further one is tried on. */
const openRules = 2;

function mergeInto(rules: readonly PlacedRule[], axis: MergeAxis): readonly PlacedRule[] {
  const done: PlacedRule[] = [];
  for (const rule of rules) {
    if (!joins(rule, done, axis)) done.push(rule);
  }
  return done;
}

/** Merges a rule into one of the last ones, if that can be. */
function joins(rule: PlacedRule, done: PlacedRule[], axis: MergeAxis): boolean {
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
function merge(target: PlacedRule, rule: PlacedRule, axis: MergeAxis): PlacedRule | undefined {
  if (rule.floor > target.position) return undefined;
  const { use } = rule.units[0].outcome;
  const union = axis.union(target, rule);
  if (!surelyFits(union.pattern, use) && !conditionsOf(union.pattern, use)) return undefined;
  return { ...union, units: [...target.units, ...rule.units], position: target.position, floor: Math.max(target.floor, rule.floor) };
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
