import { describeCondition } from '../explain/wording';
import type { Condition } from '../plan/ir';
import type { ConditionBook } from './dimensions';
import type { RuleList } from './rule-lists';

const order: readonly Condition['field'][] = ['http-request-method', 'host-header', 'path-pattern', 'http-header', 'query-string', 'source-ip'];

/** The conditions of two rules together, without those that the others imply. */
export function regionOf(one: readonly Condition[], other: readonly Condition[], book: ConditionBook): readonly number[] {
  const numbers = [...new Set([...one, ...other].map((condition) => book.add(condition)))];
  return numbers.filter((number) => !numbers.some((narrower) => {
    return narrower !== number && book.implies(narrower, number) && !(narrower > number && book.implies(number, narrower));
  }));
}

/** A region in words. Method, host and path come first. */
export function regionTexts(region: readonly number[], book: ConditionBook): readonly string[] {
  return region
    .map((number) => book.condition(number))
    .filter((condition) => !isAnyPath(condition))
    .sort((left, right) => order.indexOf(left.field) - order.indexOf(right.field))
    .map(describeCondition);
}

/** The condition of a rule that asks for nothing: a rule must have one. */
function isAnyPath(condition: Condition): boolean {
  return condition.field === 'path-pattern' && condition.values?.length === 1 && condition.values[0] === '/*';
}

/** What is taken out of a region by rules that come before: their conditions in words, without those of the region. */
export function exceptionsOf(region: readonly number[], earlier: RuleList, book: ConditionBook): readonly string[] {
  const exceptions = earlier
    .filter(({ residual }) => book.canMeet(region, residual.conditions))
    .map(({ residual }) => residual.conditions.filter((condition) => !region.some((known) => book.implies(known, condition))))
    .filter((conditions) => conditions.length > 0);
  const isWithin = (one: readonly number[], other: readonly number[]) => one.length > other.length && other.every((condition) => one.includes(condition));
  const needed = exceptions.filter((one) => !exceptions.some((other) => isWithin(one, other)));
  return [...new Set(needed.map((conditions) => regionTexts(conditions, book).join(', ')))];
}
