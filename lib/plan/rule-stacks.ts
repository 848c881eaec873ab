import { limits } from './limits';

/**
 * Where listener rules stand in nested CloudFormation stacks, `stacks` of them for each listener; undefined: in the stack
 * itself.
 *
 * A rule in one stack and the same rule in another are two resources, and while an update runs both are there. So the
 * ledger knows them as two owners: neither ever claims the number of the other, and a rule can go to another stack and back
 * like any other that moves.
 */

/** Name of a rule in the ledger. Ids of rules hold letters, digits and hyphens only. */
export function ownerOf(ruleId: string, stacks: number | undefined): string {
  return stacks === undefined ? ruleId : `${ruleId}@${stacks}`;
}

/** The rule that an owner in the ledger stands for, in whichever stack. */
export function ruleOf(owner: string): string {
  return owner.replace(/@\d+$/, '');
}

/**
 * The nested stack for a number, counted from 0: each has an equal range of the numbers. A rule keeps its number, so inserting
 * others never moves it; and what a rule waits for has lower numbers, so no stack ever waits for a later one.
 */
export function ruleStackOf(priority: number, stacks: number): number {
  return Math.floor((priority - limits.priorities.first) * stacks / limits.priorities.last);
}
