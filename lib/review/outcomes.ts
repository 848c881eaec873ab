import { nameOf } from '../diagnostics/subject';
import type { SimulatedTargetGroup } from '../explain/simulate';
import type { AuthenticationAction, ForwardAction, ListenerRulePlan, RoutingAction, TargetGroupRef, Transform } from '../plan/ir';
import type { ReviewedPlan } from './reviewed-plan';

/**
 * What happens to a request, said in a way that can be compared between two versions: Services instead of target groups,
 * fields of a redirect instead of the URL it gives for one request.
 */
export type RoutedOutcome = UnservedOutcome | ForwardedOutcome | RedirectedOutcome | AnsweredOutcome;

/** No HTTP response, or one that the load balancer gives before any rule is asked. */
export interface UnservedOutcome {
  readonly type: 'refused' | 'error';
  /** Absent where the connection or the request is refused. */
  readonly statusCode?: number;
}

interface RuleOutcome {
  /** Login or token check that comes first. */
  readonly authentication?: AuthenticationAction;
  readonly transforms: readonly Transform[];
}

export interface ForwardedOutcome extends RuleOutcome {
  readonly type: 'forward';
  /** Largest share first; groups without a share are left out. */
  readonly targets: readonly OutcomeTarget[];
  /** Seconds a client stays with a target group. Absent for a single one. */
  readonly stickinessSeconds?: number;
}

export interface OutcomeTarget {
  /** `namespace/name:port` of a Service, name of an existing target group, or the id of one whose Service is not known. */
  readonly target: string;
  /** Part of the requests, 0 to 1. */
  readonly share: number;
  /** `none`: nothing is ever registered there, so the answer is 503. `existing` is made elsewhere. */
  readonly kind: 'service' | 'existing' | 'unknown' | 'none';
  readonly protocol?: 'HTTP' | 'HTTPS';
  readonly protocolVersion?: 'HTTP1' | 'HTTP2' | 'GRPC';
}

export interface RedirectedOutcome extends RuleOutcome {
  readonly type: 'redirect';
  readonly statusCode: number;
  /** `protocol://host:port/path?query` with the keywords of an ALB for what stays. */
  readonly location: string;
}

export interface AnsweredOutcome extends RuleOutcome {
  readonly type: 'fixed-response';
  readonly statusCode: number;
  readonly contentType?: string;
  readonly messageBody?: string;
}

/** Outcomes of one kind of request. Equal texts mean equal behaviour. */
export function outcomeKey(outcome: RoutedOutcome): string {
  return JSON.stringify(outcome, (_, value: unknown) => (isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether somebody gets what they asked for, or is at least sent elsewhere. */
export function isServed(outcome: RoutedOutcome): boolean {
  if (outcome.type === 'forward') return outcome.targets.some(({ kind }) => kind !== 'none');
  return outcome.type === 'redirect' || (outcome.type === 'fixed-response' && outcome.statusCode < 400);
}

/** What a rule does with requests of one scheme on one port. */
export function outcomeOfRule(rule: Pick<ListenerRulePlan, 'action' | 'transforms' | 'authentication'>, plan: ReviewedPlan, entry: Entry): RoutedOutcome {
  const { authentication, action } = rule;
  const transforms = [...rule.transforms].sort((one, other) => (one.type < other.type ? -1 : 1));
  return { ...outcomeOfAction(action, plan, entry), transforms, ...(authentication && { authentication }) };
}

type PlainOutcome = Omit<ForwardedOutcome, keyof RuleOutcome> | Omit<RedirectedOutcome, keyof RuleOutcome> | Omit<AnsweredOutcome, keyof RuleOutcome>;

/** Where a request comes in. */
export interface Entry {
  readonly port: number;
  readonly scheme: 'http' | 'https';
}

function outcomeOfAction(action: RoutingAction, plan: ReviewedPlan, { port, scheme }: Entry): PlainOutcome {
  switch (action.type) {
    case 'forward':
      return forwarded(action, plan);
    case 'fixed-response':
      return action;
    case 'redirect': {
      const protocol = (action.protocol ?? scheme).toLowerCase();
      const portText = (action.port ?? '#{port}').replaceAll('#{port}', String(port));
      const texts = [action.host ?? '#{host}', action.path ?? '/#{path}', action.query ?? '#{query}'];
      const [host, path, query] = texts.map((text) => text.replaceAll('#{port}', String(port)).replaceAll('#{protocol}', scheme));
      const location = `${protocol}://${host}:${portText}${path}${query === '' ? '' : `?${query}`}`;
      return { type: 'redirect', statusCode: action.statusCode === 'HTTP_301' ? 301 : 302, location };
    }
  }
}

/** Without any weight the load balancer answers 503. */
function forwarded({ targetGroups, stickinessSeconds }: ForwardAction, plan: ReviewedPlan): PlainOutcome {
  const total = targetGroups.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return { type: 'fixed-response', statusCode: 503 };
  const byKey = new Map<string, OutcomeTarget>();
  for (const { targetGroup, weight } of targetGroups) {
    if (weight === 0) continue;
    const target = targetOf(targetGroup, plan);
    const key = JSON.stringify(target);
    byKey.set(key, { ...target, share: (byKey.get(key)?.share ?? 0) + weight / total });
  }
  const targets = [...byKey.values()]
    .map((target) => ({ ...target, share: Number(target.share.toFixed(6)) }))
    .sort((one, other) => other.share - one.share || (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  return { type: 'forward', targets, ...(targets.length > 1 && stickinessSeconds !== undefined && { stickinessSeconds }) };
}

function targetOf(ref: TargetGroupRef, plan: ReviewedPlan): Omit<OutcomeTarget, 'share'> {
  if (ref.kind === 'existing') return { target: ref.name, kind: 'existing' };
  const group = plan.targetGroups.find(({ id }) => id === ref.id);
  if (!group || group.binding === undefined) return { target: 'no targets', kind: 'none' };
  const { protocol, protocolVersion } = group;
  const spoken = { protocolVersion, ...(protocol && { protocol }) };
  return group.binding === 'unknown' ? { target: ref.id, kind: 'unknown', ...spoken } : { target: serviceOf(group.binding), kind: 'service', ...spoken };
}

/** `namespace/name:port`, and the cluster where each has target groups of its own. */
export function serviceOf(binding: Exclude<SimulatedTargetGroup['binding'], undefined | 'unknown'>): string {
  const { cluster, service, servicePort } = binding;
  return `${nameOf(service)}:${servicePort}${cluster === undefined ? '' : ` in cluster ${cluster}`}`;
}
