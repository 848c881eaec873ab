import type { SimulatedPlan } from '../explain/simulate';

/** What the script finds in the page. */
export interface PageData {
  /** In the order of the report's Gateways. */
  readonly plans: readonly PagePlan[];
}

export interface PagePlan extends SimulatedPlan {
  /** `namespace/name` of the Gateway. */
  readonly name: string;
}
