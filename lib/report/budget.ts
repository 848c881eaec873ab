import type { Quotas } from '../plan/limits';
import { limits } from '../plan/limits';
import type { ListenerReport, ReportedPlan } from './listener-report';

/** How much of one quota is used. */
export interface BudgetEntry {
  readonly name: string;
  readonly used: number;
  readonly allowed: number;
  /** Whether AWS raises it on request. */
  readonly adjustable: boolean;
}

export function budgetOfPlan(plan: ReportedPlan, quotas: Quotas): readonly BudgetEntry[] {
  const { listeners } = plan;
  const planned = new Set(plan.targetGroups.map(({ id }) => id));
  const outside = new Set(existingTargetGroups(plan).filter((name) => !planned.has(name)));
  const verifying = listeners.filter(({ mutualAuthentication }) => mutualAuthentication?.mode === 'verify').length;
  const entries: readonly BudgetEntry[] = [
    { name: 'listener rules', used: ruleCount(listeners), allowed: quotas.rules, adjustable: true },
    { name: 'target groups', used: planned.size + outside.size, allowed: limits.targetGroupsPerLoadBalancer, adjustable: false },
    { name: 'listeners', used: listeners.length, allowed: quotas.listeners, adjustable: true },
    { name: 'certificates beside the default ones', used: sniCertificates(plan), allowed: quotas.certificates, adjustable: true },
  ];
  if (verifying === 0) return entries;
  return [...entries, { name: 'listeners that verify client certificates', used: verifying, allowed: limits.verifyingListeners, adjustable: false }];
}

function ruleCount(listeners: readonly { readonly rules: readonly unknown[] }[]): number {
  return listeners.reduce((sum, { rules }) => sum + rules.length, 0);
}

/** The first certificate of a listener is its default one and does not count. */
function sniCertificates({ listeners }: ReportedPlan): number {
  return listeners.reduce((sum, { certificates }) => sum + Math.max(0, certificates.length - 1), 0);
}

function existingTargetGroups({ listeners }: ReportedPlan): readonly string[] {
  const actions = listeners.flatMap(({ rules }) => rules.map(({ action }) => action));
  const used = actions.flatMap((action) => (action.type === 'forward' ? action.targetGroups : []));
  return used.flatMap(({ targetGroup }) => (targetGroup.kind === 'existing' ? [targetGroup.name] : []));
}

/** What compaction saves. */
export interface CompactionReport {
  readonly rules: number;
  /** With one rule for each match and hostname, as AWS Load Balancer Controller writes them. */
  readonly rulesWithout: number;
  readonly saved: number;
}

export function compactionOf(plan: ReportedPlan, uncompacted: ReportedPlan): CompactionReport {
  const rules = ruleCount(plan.listeners);
  const rulesWithout = ruleCount(uncompacted.listeners);
  return { rules, rulesWithout, saved: rulesWithout - rules };
}

/**
 * Rule evaluations of one listener that count for load balancer capacity units (LCU): of the rules that are processed for a
 * request, those beyond the first ten. A unit covers 1,000 of them a second.
 * Source: "Elastic Load Balancing pricing" (AWS).
 */
export interface EvaluationReport {
  readonly port: number;
  readonly rules: number;
  /** For a request that no rule takes, for which all are processed. */
  readonly billedAtMost: number;
  /** Mean over the rules, as if each took as many requests as the others. One decimal. */
  readonly billedOnAverage: number;
  /** Requests a second, each billed at most, that use up one unit; absent where nothing is billed. */
  readonly requestsPerUnit?: number;
  /** `billedAtMost` without compaction; absent where that is not known. */
  readonly billedAtMostWithout?: number;
}

const freeRules = 10;
const evaluationsPerUnit = 1000;

export function evaluationsOf(listeners: readonly ListenerReport[], uncompacted: ReportedPlan | undefined): readonly EvaluationReport[] {
  return listeners.map(({ id, port, rules }) => {
    const without = uncompacted?.listeners.find((candidate) => candidate.id === id);
    const billedAtMost = billedFor(rules.length);
    const total = rules.reduce((sum, { position }) => sum + billedFor(position), 0);
    return {
      port,
      rules: rules.length,
      billedAtMost,
      billedOnAverage: rules.length === 0 ? 0 : Math.round((10 * total) / rules.length) / 10,
      ...(billedAtMost > 0 && { requestsPerUnit: Math.floor(evaluationsPerUnit / billedAtMost) }),
      ...(without && { billedAtMostWithout: billedFor(without.rules.length) }),
    };
  });
}

function billedFor(processed: number): number {
  return Math.max(0, processed - freeRules);
}
