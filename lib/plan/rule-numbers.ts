import { PRIORITIES_EXHAUSTED } from '../diagnostics/catalogue/priorities';
import type { DraftRule, PlanContext } from './context';
import type { ListenerRulePlan } from './ir';
import { listenerKey } from './ledger';
import { allocate } from './priorities';
import { ownerOf } from './rule-stacks';

/**
 * Numbers for the rules of a listener, given in order of precedence: those of the ledger, new ones where it has none.
 * Without a ledger 1, 2, 3 and so on; whoever deploys such a plan has to warn (`PRIORITIES_RANKED`).
 */
export function numberRules(drafts: readonly DraftRule[], port: number, context: PlanContext): readonly ListenerRulePlan[] {
  const numbers = numbersFor(drafts.map(({ id }) => ownerOf(id, context.options.ruleStacks)), port, context);
  return drafts.map((draft, index) => ({ ...draft, priority: numbers?.[index] ?? index + 1 }));
}

function numbersFor(ids: readonly string[], port: number, { gateway, options, sink }: PlanContext): readonly number[] | undefined {
  if (options.ledger === undefined) return undefined;
  const { object, ref } = gateway.gateway;
  const listener = listenerKey(ref, port);
  const known = options.ledger.listeners[listener];
  const allocation = allocate(ids, known);
  if (allocation === undefined) {
    sink.report(PRIORITIES_EXHAUSTED, { listener, rules: ids.length, taken: Object.keys(known ?? {}).length }, { at: object.at('metadata', 'name'), subject: ref });
  }
  return allocation?.numbers;
}
