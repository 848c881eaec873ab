import { PRIORITIES_EXHAUSTED, RULES_CHANGE_STACKS } from '../diagnostics/catalogue/priorities';
import type { DraftRule, PlanContext } from './context';
import type { ListenerRulePlan } from './ir';
import { listenerKey } from './ledger';
import type { ListenerLedger } from './priorities';
import { allocate } from './priorities';
import { ownerOf, ruleOf } from './rule-stacks';

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
  const elsewhere = known === undefined ? 0 : switched(ids, known);
  if (elsewhere > 0) {
    const args = { listener, rules: ids.length, both: ids.length + elsewhere, quota: options.quotas.rules, nested: options.ruleStacks !== undefined };
    sink.report(RULES_CHANGE_STACKS, args, { subject: ref });
  }
  if (allocation === undefined) {
    sink.report(PRIORITIES_EXHAUSTED, { listener, rules: ids.length, taken: Object.keys(known ?? {}).length }, { at: object.at('metadata', 'name'), subject: ref });
  }
  return allocation?.numbers;
}

/** Rules that have a number in another stack, where none has one in this stack yet. */
function switched(owners: readonly string[], known: ListenerLedger): number {
  const wanted = new Set(owners);
  const rules = new Set(owners.map(ruleOf));
  const current = Object.values(known).flatMap(({ owners: [owner, ...others], moved }) => (moved || others.length > 0 ? [] : [owner]));
  if (current.some((owner) => wanted.has(owner))) return 0;
  return new Set(current.map(ruleOf).filter((rule) => rules.has(rule))).size;
}
