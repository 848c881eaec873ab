import type {
  Attribute,
  ForwardAction,
  ListenerPlan,
  ListenerRulePlan,
  RoutingAction,
  TargetGroupBindingPlan,
  TargetGroupRef,
} from '../plan/ir';
import type {
  AuthenticateOutcome,
  ErrorOutcome,
  Outcome,
  RefusedOutcome,
  ResponseHeader,
  RewrittenRequest,
  RouteDecision,
  TargetGroupShare,
} from './decision';
import { compileRule, type CompiledRule } from './matching';
import { redirect } from './redirects';
import { factsOf, type RequestFacts } from './request-facts';
import { httpVersionOf, isGrpc, type Request } from './request';
import { defaultAlbSettings, type AlbSettings } from './settings';
import { compileTransforms, type Rewrite } from './transforms';

export type { RouteDecision } from './decision';
export type { Request } from './request';

/** What of a LoadBalancerPlan decides about requests. A synthesised template holds no more than this either. */
export interface SimulatedPlan {
  readonly attributes: readonly Attribute[];
  readonly listeners: readonly ListenerPlan[];
  readonly targetGroups: readonly SimulatedTargetGroup[];
}

export interface SimulatedTargetGroup {
  readonly id: string;
  readonly protocolVersion: 'HTTP1' | 'HTTP2' | 'GRPC';
  /** Absent: nothing ever registers targets in it. A template does not say: `unknown`. */
  readonly binding?: Pick<TargetGroupBindingPlan, 'cluster' | 'service' | 'servicePort'> | 'unknown';
}

/** Decides one request after the other. */
export type Simulator = (request: Request) => RouteDecision;

/**
 * What an Application Load Balancer with this plan does with a request: an executable reading of what AWS documents and
 * what has been observed. It sees the plan only, never the routes. Target health is not modelled: every target group
 * with a binding has healthy targets. Neither are WAF, size limits, and the login callback `/oauth2/idpresponse`.
 */
export function simulate(plan: SimulatedPlan, request: Request, settings: AlbSettings = defaultAlbSettings): RouteDecision {
  return compileSimulator(plan, settings)(request);
}

/** The same for many requests. Throws UnsupportedRegexError where the plan holds a regex that an ALB would refuse. */
export function compileSimulator(plan: SimulatedPlan, settings: AlbSettings = defaultAlbSettings): Simulator {
  const listeners = new Map(plan.listeners.map((listener) => [listener.port, compileListener(listener, plan, settings)]));
  return (request) => {
    const decide = listeners.get(request.port);
    return decide ? decide(request) : { outcome: { type: 'refused', reason: 'no-listener' }, responseHeaders: [] };
  };
}

/** A rule with everything about it read once. */
interface ReadyRule extends CompiledRule {
  readonly rewrite: Rewrite;
}

function compileListener(listener: ListenerPlan, plan: SimulatedPlan, settings: AlbSettings): Simulator {
  const rules = inOrder(listener.rules).map((rule): ReadyRule => {
    return { ...compileRule(rule, settings), rewrite: compileTransforms(rule.transforms, settings) };
  });
  const answer = answering(plan, settings);
  const serves = { id: listener.id, port: listener.port, protocol: listener.protocol };
  const responseHeaders = responseHeadersOf(listener.attributes);
  const http2 = plan.attributes.every(({ key, value }) => key !== 'routing.http2.enabled' || value === 'true');
  return (request) => {
    const stopped = stoppedBeforeRules(request, listener);
    if (stopped) return { listener: serves, outcome: stopped, responseHeaders: stopped.type === 'refused' ? [] : responseHeaders };
    const negotiated: Request = http2 ? request : { ...request, httpVersion: '1.1' };
    const found = firstMatch(rules, factsOf(request, settings));
    if (!found) return { listener: serves, outcome: listener.fallback, responseHeaders };
    const { id, priority, origin } = found.rule;
    return { listener: serves, rule: { id, priority, origin }, outcome: answer(found, negotiated), responseHeaders };
  };
}

/** Rules in the order an ALB asks them. */
export function inOrder(rules: readonly ListenerRulePlan[]): readonly ListenerRulePlan[] {
  return [...rules].sort((one, other) => one.priority - other.priority);
}

function firstMatch(rules: readonly ReadyRule[], facts: RequestFacts): ReadyRule | undefined {
  return rules.find(({ tests }) => tests.every((test) => test(facts)));
}

/** What ends a request before any rule is asked. */
function stoppedBeforeRules(request: Request, listener: ListenerPlan): RefusedOutcome | ErrorOutcome | undefined {
  const verifies = listener.mutualAuthentication?.mode === 'verify';
  if (request.scheme === 'https' && listener.protocol === 'HTTP') return { type: 'refused', reason: 'tls-without-listener' };
  if (request.scheme === 'http' && listener.protocol === 'HTTPS') return { type: 'error', statusCode: 400, reason: 'plain-http-on-https' };
  if (verifies && request.clientCertificate !== 'valid') return { type: 'refused', reason: 'client-certificate' };
  if (listener.protocol === 'HTTP' && httpVersionOf(request) === '2') return { type: 'refused', reason: 'http2-without-tls' };
  if (request.method === 'TRACE') return { type: 'error', statusCode: 405, reason: 'method-not-allowed' };
  const forwardedFor = request.headers.filter(([name]) => name.toLowerCase() === 'x-forwarded-for').flatMap(([, value]) => value.split(','));
  if (forwardedFor.length > 30) return { type: 'error', statusCode: 463, reason: 'too-many-forwarded-addresses' };
  return undefined;
}

/** Authentication, then transforms, then the action. */
function answering(plan: SimulatedPlan, settings: AlbSettings): (rule: ReadyRule, request: Request) => Outcome {
  const targetGroups = new Map(plan.targetGroups.map((targetGroup) => [targetGroup.id, targetGroup]));
  return ({ rule, rewrite }, request) => {
    const rewritten = rewrite(request);
    const failed = { type: 'error', statusCode: 500, reason: 'transform-failed' } as const;
    const then = rewritten ? routed(rule.action, request, rewritten) : failed;
    return rule.authentication ? { type: 'authenticate', authentication: rule.authentication, then } : then;
  };

  function routed(action: RoutingAction, request: Request, rewritten: RewrittenRequest): AuthenticateOutcome['then'] {
    switch (action.type) {
      case 'forward':
        if (action.targetGroups.every(({ weight }) => weight === 0)) return { type: 'error', statusCode: 503, reason: 'no-weight' };
        return { type: 'forward', shares: sharesOf(action, request, targetGroups), rewritten };
      case 'redirect':
        return redirect(action, request, rewritten, settings);
      case 'fixed-response':
        return action;
    }
  }
}

type TargetGroups = ReadonlyMap<string, SimulatedTargetGroup>;

function sharesOf(action: ForwardAction, request: Request, targetGroups: TargetGroups): readonly TargetGroupShare[] {
  const total = action.targetGroups.reduce((sum, { weight }) => sum + weight, 0);
  return action.targetGroups.map(({ targetGroup, weight }) => {
    const statusCode = ownAnswer(targetGroup, request, targetGroups);
    return { targetGroup, weight, share: weight / total, ...(statusCode !== undefined && { statusCode }) };
  });
}

/** The status with which the load balancer answers instead of the targets. Existing target groups are taken to fit. */
function ownAnswer(ref: TargetGroupRef, request: Request, targetGroups: TargetGroups): 464 | 503 | undefined {
  const targetGroup = ref.kind === 'planned' ? targetGroups.get(ref.id) : undefined;
  if (!targetGroup) return ref.kind === 'planned' ? 503 : undefined;
  if (targetGroup.binding === undefined) return 503;
  const http2 = httpVersionOf(request) === '2';
  switch (targetGroup.protocolVersion) {
    case 'HTTP1':
      return isGrpc(request) ? 464 : undefined;
    case 'HTTP2':
      return http2 ? undefined : 464;
    case 'GRPC':
      return http2 && request.method === 'POST' ? undefined : 464;
  }
}

const responseHeaderKey = /^routing\.http\.response\.([a-z_]+)\.header_value$/;

function responseHeadersOf(attributes: readonly Attribute[]): readonly ResponseHeader[] {
  return attributes.flatMap(({ key, value }) => {
    const name = responseHeaderKey.exec(key)?.[1];
    return name === undefined || value === '' ? [] : [{ name: name.replaceAll('_', '-'), value }];
  });
}
