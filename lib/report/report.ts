import type { AttachedGateway } from '../attach/topology';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { Attribute } from '../plan/ir';
import type { Quotas } from '../plan/limits';
import { defaultQuotas } from '../plan/limits';
import type { BudgetEntry, CompactionReport, EvaluationReport } from './budget';
import { budgetOfPlan, compactionOf, evaluationsOf } from './budget';
import type { ObjectStatus } from './conditions';
import type { Finding, StatusRow } from './findings';
import { findingsOf, objectsOf, statusRows } from './findings';
import type { ListenerReport, ReportedPlan } from './listener-report';
import { listenerReports } from './listener-report';
import type { Fact } from './load-balancer-facts';
import { factsOfPlan } from './load-balancer-facts';
import type { TargetGroupReport } from './target-report';
import { targetGroupReports } from './target-report';

/** What a report is made of. A Compilation is one; a template has plans and no more. */
export interface ReportedRun {
  readonly gateways: readonly ReportedGateway[];
  readonly diagnostics: readonly Diagnostic[];
  readonly status?: readonly ObjectStatus[];
}

export interface ReportedGateway {
  /** `namespace/name` */
  readonly name: string;
  readonly plan: ReportedPlan;
  readonly attached?: AttachedGateway;
}

export interface ReportOptions {
  /** The same Gateways, planned with `compaction: false`: the report says what compaction saves. */
  readonly uncompacted?: readonly ReportedGateway[];
  /** Default: those of AWS. */
  readonly quotas?: Quotas;
}

/** Everything a report says, as JSON. The renderers add no facts of their own. */
export interface Report {
  readonly version: 1;
  readonly gateways: readonly GatewayReport[];
  /** What was found about objects that belong to none of the Gateways. */
  readonly findings: readonly Finding[];
}

export interface GatewayReport {
  /** `namespace/name` */
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly attributes: readonly Attribute[];
  readonly budget: readonly BudgetEntry[];
  /** Absent where there is nothing to compare with. */
  readonly compaction?: CompactionReport;
  /** One for each listener. */
  readonly evaluations: readonly EvaluationReport[];
  readonly listeners: readonly ListenerReport[];
  readonly targetGroups: readonly TargetGroupReport[];
  /** Conditions as the Gateway API would write them into `status`; empty for a template. */
  readonly status: readonly StatusRow[];
  readonly findings: readonly Finding[];
}

/** The report on the Gateways of a run. Takes whatever was planned, also where the run has errors: they are in it. */
export function reportOf(run: ReportedRun, options: ReportOptions = {}): Report {
  const gateways = run.gateways.map((gateway) => gatewayReport(gateway, run, options));
  const said = run.gateways.flatMap(({ attached }) => (attached ? [objectsOf(attached)] : []));
  const elsewhere = run.diagnostics.filter((diagnostic) => !said.some((objects) => isAbout(diagnostic, objects)));
  return { version: 1, gateways, findings: findingsOf(elsewhere) };
}

function gatewayReport({ name, plan, attached }: ReportedGateway, run: ReportedRun, options: ReportOptions): GatewayReport {
  const uncompacted = options.uncompacted?.find((candidate) => candidate.name === name)?.plan;
  const listeners = listenerReports(plan, run.diagnostics);
  const objects = attached && objectsOf(attached);
  return {
    name,
    facts: factsOfPlan(plan),
    attributes: plan.attributes,
    budget: budgetOfPlan(plan, options.quotas ?? defaultQuotas),
    ...(uncompacted && { compaction: compactionOf(plan, uncompacted) }),
    evaluations: evaluationsOf(listeners, uncompacted),
    listeners,
    targetGroups: targetGroupReports(plan, listeners),
    status: attached ? statusRows(run.status ?? [], attached) : [],
    findings: objects ? findingsOf(run.diagnostics.filter((diagnostic) => isAbout(diagnostic, objects))) : [],
  };
}

function isAbout({ subject }: Diagnostic, objects: ReadonlySet<string>): boolean {
  return subject !== undefined && objects.has(subjectOf(subject));
}
