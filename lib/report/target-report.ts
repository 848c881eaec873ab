import type { HealthCheckPlan } from '../plan/ir';
import type { ListenerReport, ReportedPlan } from './listener-report';
import { servedBy } from './listener-report';

/** One target group and who uses it. */
export interface TargetGroupReport {
  /** Id in the plan, or the name of one that exists already. */
  readonly id: string;
  /** Physical name; absent where CloudFormation makes one up. */
  readonly name?: string;
  /** Made outside: nothing else is known of it. */
  readonly existing: boolean;
  /** The Service behind it (`namespace/name:port`), or what else is known of it. */
  readonly service: string;
  /** Such as `ip, HTTP on port 8080, HTTP1`; empty for one that exists already. */
  readonly targets: string;
  /** Such as `HTTP /healthz every 15 s`; absent where it is not known. */
  readonly healthCheck?: string;
  /** Number of listener rules that forward to it. */
  readonly rules: number;
  /** Whether no rule sends it any request, because all its weights are 0. */
  readonly cold: boolean;
}

/** The target groups of the plan, then those outside that its rules use. */
export function targetGroupReports(plan: ReportedPlan, listeners: readonly ListenerReport[]): readonly TargetGroupReport[] {
  const uses = usesOf(listeners);
  const planned = plan.targetGroups.map((group): TargetGroupReport => {
    const { id, name, targetType, protocol, port, protocolVersion } = group;
    return {
      id,
      ...(name !== undefined && { name }),
      existing: false,
      service: servedBy(group),
      targets: `${targetType}, ${protocol} on port ${port}, ${protocolVersion}`,
      ...('healthCheck' in group && group.healthCheck && { healthCheck: describeHealthCheck(group.healthCheck) }),
      ...useOf(uses.get(id)),
    };
  });
  const known = new Set(planned.map(({ id }) => id));
  const outside = [...uses].filter(([id]) => !known.has(id)).map(([id, use]): TargetGroupReport => {
    return { id, name: id, existing: true, service: `target group ${id}`, targets: '', ...useOf(use) };
  });
  return [...planned, ...outside];
}

/** Weights of a target group in all rules that name it. */
type Uses = ReadonlyMap<string, readonly number[]>;

function usesOf(listeners: readonly ListenerReport[]): Uses {
  const uses = new Map<string, number[]>();
  for (const { action } of listeners.flatMap(({ rules }) => rules)) {
    if (action.type !== 'forward') continue;
    for (const { targetGroup, weight } of action.targets) {
      const weights = uses.get(targetGroup);
      if (weights) weights.push(weight);
      else uses.set(targetGroup, [weight]);
    }
  }
  return uses;
}

function useOf(weights: readonly number[] = []): Pick<TargetGroupReport, 'rules' | 'cold'> {
  return { rules: weights.length, cold: weights.every((weight) => weight === 0) };
}

function describeHealthCheck({ protocol, port, path, intervalSeconds, matcher }: HealthCheckPlan): string {
  const where = port === 'traffic-port' ? '' : ` on port ${port}`;
  const codes = matcher.grpcCode === undefined ? matcher.httpCode : `gRPC ${matcher.grpcCode}`;
  return `${protocol} ${path}${where} every ${intervalSeconds} s, healthy with ${codes ?? 'any code'}`;
}
