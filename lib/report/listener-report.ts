import type { Diagnostic } from '../diagnostics/diagnostic';
import type { ObjectRef, Span } from '../diagnostics/subject';
import { nameOf, subjectOf } from '../diagnostics/subject';
import { describeOrigin } from '../explain/render-explanation';
import type { TemplatePlan } from '../explain/template';
import type { ConditionWords } from '../explain/wording';
import { wordsOf } from '../explain/wording';
import type { Attribute, ForwardAction, ListenerPlan, ListenerRulePlan, LoadBalancerPlan, Origin, RoutingAction, TargetGroupRef } from '../plan/ir';
import { groupBy } from './grouping';
import {
  describeAuthentication,
  describeCertificate,
  describeFixedResponse,
  describeMutualTls,
  describeRedirect,
  describeTransform,
} from './rule-words';

/** A plan, or what a synthesised template says of one. */
export type ReportedPlan = LoadBalancerPlan | TemplatePlan;

/** One listener of the load balancer. */
export interface ListenerReport {
  readonly id: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** In words; the first is the default certificate. */
  readonly certificates: readonly string[];
  readonly tlsPolicy?: string;
  /** In words; HTTPS only. */
  readonly mutualTls?: string;
  readonly attributes: readonly Attribute[];
  /** What a request gets that no rule takes, such as `404`. */
  readonly otherwise: string;
  /** In the order in which the ALB asks them. */
  readonly rules: readonly RuleReport[];
}

/** One listener rule in words. */
export interface RuleReport {
  readonly id: string;
  /** From 1: so many rules an ALB processes for a request that this one takes. */
  readonly position: number;
  readonly priority: number;
  /** What must all hold, such as that the `path` is `/coffee or /coffee/*`. */
  readonly matches: readonly ConditionWords[];
  /** What a client must do before. */
  readonly authentication?: string;
  /** What of the request changes before it is forwarded. */
  readonly rewrites: readonly string[];
  readonly action: ActionReport;
  readonly origin: OriginReport;
  /** Codes of the errors and warnings about the part of the route that the rule comes from. */
  readonly findings: readonly string[];
}

export type ActionReport =
  | { readonly type: 'forward'; readonly targets: readonly TargetReport[]; readonly stickinessSeconds?: number }
  | { readonly type: 'redirect'; readonly statusCode: number; readonly words: string }
  | { readonly type: 'fixed-response'; readonly statusCode: number; readonly words: string };

/** A target group with its part of the requests of a rule. */
export interface TargetReport {
  /** Id in the plan, or the name of one that exists already. */
  readonly targetGroup: string;
  /** The Service behind it (`namespace/name:port`), or what else is known of it. */
  readonly name: string;
  readonly weight: number;
  /** 0 to 1. */
  readonly share: number;
}

export interface OriginReport {
  readonly object: ObjectRef;
  /** Such as `HTTPRoute shop/catalog`. */
  readonly subject: string;
  readonly rule?: number;
  readonly ruleName?: string;
  readonly matches: readonly number[];
  readonly hostnames: readonly string[];
  readonly listener: string;
  /** Such as `HTTPRoute shop/catalog, rule 0 "testers", match 0`. */
  readonly words: string;
  readonly place?: Place;
}

/** A line of a file. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export function placeOf(span: Span | undefined): Place | undefined {
  return span && { file: span.file, line: span.start.line };
}

/** The listeners of a plan; `diagnostics` are those of its run. */
export function listenerReports(plan: ReportedPlan, diagnostics: readonly Diagnostic[]): readonly ListenerReport[] {
  const names = new Map(plan.targetGroups.map((group) => [group.id, servedBy(group)]));
  const serious = diagnostics.filter(({ severity }) => severity !== 'note');
  const known: Known = { names, problems: groupBy(serious, ({ subject }) => (subject ? subjectOf(subject) : '')) };
  return plan.listeners.map((listener) => listenerReport(listener, known));
}

interface Known {
  readonly names: ServiceNames;
  /** Errors and warnings by subject. */
  readonly problems: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** The Service that a target group serves, or why there is none. */
export function servedBy({ id, binding }: ReportedPlan['targetGroups'][number]): string {
  if (binding === 'unknown') return id;
  if (!binding) return 'nothing (answers 503)';
  const cluster = 'cluster' in binding && binding.cluster !== undefined ? ` in cluster ${binding.cluster}` : '';
  return `${nameOf(binding.service)}:${binding.servicePort}${cluster}`;
}

type ServiceNames = ReadonlyMap<string, string>;

function listenerReport(listener: ListenerPlan, known: Known): ListenerReport {
  const { id, port, protocol, certificates, sslPolicy, mutualAuthentication, attributes, fallback } = listener;
  const rules = [...listener.rules].sort((left, right) => left.priority - right.priority);
  return {
    id,
    port,
    protocol,
    certificates: certificates.map(describeCertificate),
    ...(sslPolicy !== undefined && { tlsPolicy: sslPolicy }),
    ...(mutualAuthentication && { mutualTls: describeMutualTls(mutualAuthentication) }),
    attributes,
    otherwise: describeFixedResponse(fallback),
    rules: rules.map((rule, index) => ruleReport(rule, index + 1, known)),
  };
}

function ruleReport(rule: ListenerRulePlan, position: number, { names, problems }: Known): RuleReport {
  const { id, priority, conditions, transforms, authentication, action, origin } = rule;
  return {
    id,
    position,
    priority,
    matches: conditions.map(wordsOf),
    ...(authentication && { authentication: describeAuthentication(authentication) }),
    rewrites: transforms.map(describeTransform),
    action: actionReport(action, names),
    origin: originReport(origin),
    findings: codesAt(origin.span, problems.get(subjectOf(origin.object)) ?? []),
  };
}

function codesAt(place: Span | undefined, diagnostics: readonly Diagnostic[]): readonly string[] {
  const inside = diagnostics.filter(({ span }) => place && span && isInside(span, place));
  return [...new Set(inside.map(({ code }) => code))].sort();
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && outer.start.offset <= inner.start.offset && inner.end.offset <= outer.end.offset;
}

function actionReport(action: RoutingAction, names: ServiceNames): ActionReport {
  switch (action.type) {
    case 'forward':
      return forwardReport(action, names);
    case 'redirect':
      return { type: 'redirect', statusCode: action.statusCode === 'HTTP_301' ? 301 : 302, words: describeRedirect(action) };
    case 'fixed-response':
      return { type: 'fixed-response', statusCode: action.statusCode, words: describeFixedResponse(action) };
  }
}

function forwardReport({ targetGroups, stickinessSeconds }: ForwardAction, names: ServiceNames): ActionReport {
  const total = targetGroups.reduce((sum, { weight }) => sum + weight, 0);
  const targets = targetGroups.map(({ targetGroup, weight }) => ({
    targetGroup: keyOf(targetGroup),
    name: targetGroup.kind === 'existing' ? `target group ${targetGroup.name}` : (names.get(targetGroup.id) ?? targetGroup.id),
    weight,
    share: total === 0 ? 0 : weight / total,
  }));
  return { type: 'forward', targets, ...(stickinessSeconds !== undefined && { stickinessSeconds }) };
}

function keyOf(ref: TargetGroupRef): string {
  return ref.kind === 'planned' ? ref.id : ref.name;
}

function originReport(origin: Origin): OriginReport {
  const { object, rule, ruleName, matches, hostnames, listener, span } = origin;
  const place = placeOf(span);
  return {
    object,
    subject: subjectOf(object),
    ...(rule !== undefined && { rule }),
    ...(ruleName !== undefined && { ruleName }),
    matches,
    hostnames,
    listener,
    words: describeOrigin(origin),
    ...(place && { place }),
  };
}
