/**
 * Quotas of Application Load Balancers and CloudFormation as data.
 * Source: "Quotas for your Application Load Balancers" and "Condition types for listener rules" (ELB user guide);
 * where two pages disagree the smaller number is taken.
 */

/** Quotas that AWS raises on request. */
export interface Quotas {
  /** Rules per load balancer, default rules not counted. */
  readonly rules: number;
  /** Certificates per load balancer, default certificates not counted. */
  readonly certificates: number;
  /** Listeners per load balancer. */
  readonly listeners: number;
}

export const defaultQuotas: Quotas = { rules: 100, certificates: 25, listeners: 50 };

/** Fixed limits. */
export const limits = {
  /** Values of all conditions of a rule together. */
  valuesPerRule: 5,
  /** Values of one condition. */
  valuesPerCondition: 3,
  /** `*` and `?` of all conditions of a rule together. */
  wildcardsPerRule: 5,
  /** Characters of a host, path, header or query value or regular expression. */
  valueLength: 128,
  headerNameLength: 40,
  methodLength: 40,
  /** Characters of the regex or the replacement of a transform. */
  rewriteLength: 1024,
  targetGroupsPerAction: 5,
  targetGroupsPerLoadBalancer: 100,
  maximumWeight: 999,
  priorities: { first: 1, last: 45000 },
  redirectFieldLength: 128,
  fixedResponseBodyLength: 1024,
  loadBalancerNameLength: 32,
  targetGroupNameLength: 32,
  /** Listeners per load balancer that verify client certificates. */
  verifyingListeners: 2,
  stackResources: 500,
} as const;
