import { describeCondition } from '../explain/wording';
import type { Condition } from '../plan/ir';
import type { ConditionBook } from './dimensions';

const order: readonly Condition['field'][] = ['http-request-method', 'host-header', 'path-pattern', 'http-header', 'query-string', 'source-ip'];

/**
 * The requests that two rules share, in words: the conditions of both, without those that the others imply. Method, host
 * and path come first.
 */
export function regionOf(one: readonly Condition[], other: readonly Condition[], book: ConditionBook): readonly string[] {
  const numbers = [...new Set([...one, ...other].map((condition) => book.add(condition)))];
  const needed = numbers.filter((number) => !numbers.some((narrower) => narrower !== number && implies(narrower, number, book) && !(narrower > number && implies(number, narrower, book))));
  return needed
    .map((number) => book.condition(number))
    .sort((left, right) => order.indexOf(left.field) - order.indexOf(right.field))
    .map(describeCondition);
}

/** Whether the second condition holds wherever the first does, as far as that can be told. */
function implies(narrow: number, wide: number, book: ConditionBook): boolean {
  const dimension = book.dimension(narrow);
  if (dimension !== book.dimension(wide)) return false;
  const atoms = book.atoms(dimension, [narrow, wide].sort((one, other) => one - other));
  return atoms !== undefined && atoms.every(({ holding }) => !holding.has(narrow) || holding.has(wide));
}
