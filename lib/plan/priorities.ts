/** Numbers remembered from earlier runs (file `gateway-alb.priorities.json`). */
export interface PriorityLedger {
  readonly version: number;
}
