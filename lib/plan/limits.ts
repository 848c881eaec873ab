import type { Condition } from './ir';

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
  /** Of a trust store, unless AWS raised it. */
  certificatesPerTrustStore: 25,
  tagsPerResource: 50,
  /** Inbound rules of a security group, unless AWS raised it. */
  rulesPerSecurityGroup: 60,
  stackResources: 500,
} as const;

/** What the conditions of one rule use of its limits. */
export interface RuleBudget {
  readonly values: number;
  /** Values of the condition that has the most. */
  readonly valuesOfCondition: number;
  readonly wildcards: number;
  /** Characters of the longest value. */
  readonly longestValue: number;
}

export function budgetOf(conditions: readonly Condition[]): RuleBudget {
  const counts = conditions.map(valueCount);
  return {
    values: counts.reduce((sum, count) => sum + count, 0),
    valuesOfCondition: Math.max(0, ...counts),
    wildcards: conditions.reduce((sum, condition) => sum + wildcardsOf(condition), 0),
    longestValue: Math.max(0, ...conditions.flatMap(textsOf).flat().map((text) => text.length)),
  };
}

/** Whether AWS would refuse a rule with these conditions for their number or length. */
export function exceedsLimits(conditions: readonly Condition[]): boolean {
  const counts = conditions.map(valueCount);
  if (counts.some((count) => count > limits.valuesPerCondition) || counts.reduce((sum, count) => sum + count, 0) > limits.valuesPerRule) return true;
  const { wildcards, longestValue } = budgetOf(conditions);
  return wildcards > limits.wildcardsPerRule || longestValue > limits.valueLength;
}

function valueCount(condition: Condition): number {
  return (condition.values?.length ?? 0) + ('regexValues' in condition ? condition.regexValues?.length ?? 0 : 0);
}

/** The values of a condition, each with the texts it consists of. */
function textsOf(condition: Condition): readonly (readonly string[])[] {
  switch (condition.field) {
    case 'query-string':
      return condition.values.map(({ key, value }) => (key === undefined ? [value] : [key, value]));
    case 'host-header':
    case 'path-pattern':
    case 'http-header':
      return [...(condition.values ?? []), ...(condition.regexValues ?? [])].map((value) => [value]);
    default:
      return condition.values.map((value) => [value]);
  }
}

/** Escaped ones do not count; regular expressions have none. */
function wildcardsOf(condition: Condition): number {
  switch (condition.field) {
    case 'query-string':
      return textsOf(condition).flat().reduce((sum, text) => sum + (text.replace(/\\[^]/g, '').match(/[*?]/g)?.length ?? 0), 0);
    case 'host-header':
    case 'path-pattern':
    case 'http-header':
      return (condition.values ?? []).reduce((sum, value) => sum + (value.match(/[*?]/g)?.length ?? 0), 0);
    default:
      return 0;
  }
}
