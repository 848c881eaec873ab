import type { Simulator } from '../explain/simulate';
import type { ListenerRulePlan } from '../plan/ir';
import type { Books, Client, ListenerSide } from './listener-side';
import type { ReviewedPlan } from './reviewed-plan';
import type { RuleRef } from './route-diff';

/** One version, made ready to be asked. */
export interface Version {
  readonly plan: ReviewedPlan;
  readonly simulate: Simulator;
}

/** Both versions as one kind of client sees them. */
export interface Confrontation {
  readonly client: Client;
  readonly books: Books;
  readonly old: ListenerSide & Version;
  readonly latest: ListenerSide & Version;
}

export function refOf({ id, priority, origin }: ListenerRulePlan, { listener }: ListenerSide): RuleRef {
  return { id, priority, port: listener?.port ?? 0, origin };
}
