import { nameOf } from '../diagnostics/subject';
import type { ErrorOutcome, Outcome, RefusedOutcome, ResponseHeader, RewrittenRequest, RouteDecision, TargetGroupShare } from '../explain/decision';
import type { SimulatedPlan } from '../explain/simulate';
import type { AuthenticationAction, Origin, TargetGroupRef } from '../plan/ir';

export type AuthenticationKind = 'none' | 'oidc' | 'cognito' | 'jwt';
export type RefusalReason = RefusedOutcome['reason'];

/** What happens to a request, in the words of a table: flat, and with Services instead of target groups. */
export interface Observation {
  /** Set where the client gets no HTTP response at all. */
  readonly refused?: RefusalReason;
  /** Status of an answer that the load balancer gives itself; absent where a backend answers. */
  readonly status?: number;
  /** Why the load balancer answers with an error of its own. */
  readonly error?: ErrorOutcome['reason'];
  /** Location of a redirect, as the load balancer writes it: with its port. */
  readonly location?: string;
  /** Backends in the order of the rule, those without requests included; empty where none gets the request. */
  readonly backends: readonly BackendShare[];
  /** What backends see. */
  readonly rewritten?: RewrittenRequest;
  /** What a client must pass first; the rest is what a client gets that has. */
  readonly authentication: AuthenticationKind;
  /** Where the deciding rule comes from; absent where none decided. */
  readonly origin?: Origin;
  /** Set by the listener on every response. */
  readonly responseHeaders: readonly ResponseHeader[];
}

export interface BackendShare {
  /** `namespace/service:port`, the name of a target group that exists outside, or `unresolved`. */
  readonly backend: string;
  /** 0 to 100. */
  readonly percent: number;
}

/** Stands for backends that could not be resolved; their requests fail with 503. */
export const unresolvedBackend = 'unresolved';

const authenticationKinds: Readonly<Record<AuthenticationAction['type'], AuthenticationKind>> = {
  'authenticate-oidc': 'oidc',
  'authenticate-cognito': 'cognito',
  'jwt-validation': 'jwt',
};

/** Puts a decision into the words of a table. */
export function observe({ rule, outcome, responseHeaders }: RouteDecision, plan: SimulatedPlan): Observation {
  const inner = outcome.type === 'authenticate' ? outcome.then : outcome;
  return {
    ...answerOf(inner, plan),
    authentication: outcome.type === 'authenticate' ? authenticationKinds[outcome.authentication.type] : 'none',
    ...(rule && { origin: rule.origin }),
    responseHeaders,
  };
}

type Answer = Omit<Observation, 'authentication' | 'origin' | 'responseHeaders'>;

function answerOf(outcome: Exclude<Outcome, { type: 'authenticate' }>, plan: SimulatedPlan): Answer {
  switch (outcome.type) {
    case 'refused':
      return { refused: outcome.reason, backends: [] };
    case 'error':
      return { status: outcome.statusCode, error: outcome.reason, backends: [] };
    case 'redirect':
      return { status: outcome.statusCode, location: outcome.location, backends: [] };
    case 'fixed-response':
      return { status: outcome.statusCode, backends: [] };
    case 'forward': {
      const status = statusOfAll(outcome.shares);
      return { ...(status !== undefined && { status }), backends: backendsOf(outcome.shares, plan), rewritten: outcome.rewritten };
    }
  }
}

/** The one status with which the load balancer answers for every target group that gets requests. */
function statusOfAll(shares: readonly TargetGroupShare[]): number | undefined {
  const [status, ...others] = new Set(shares.filter(({ share }) => share > 0).map(({ statusCode }) => statusCode));
  return others.length === 0 ? status : undefined;
}

/** A Service may stand behind several target groups; its shares are one. */
function backendsOf(shares: readonly TargetGroupShare[], plan: SimulatedPlan): readonly BackendShare[] {
  const percents = new Map<string, number>();
  for (const { targetGroup, share } of shares) {
    const backend = backendName(targetGroup, plan);
    percents.set(backend, (percents.get(backend) ?? 0) + share * 100);
  }
  return [...percents].map(([backend, percent]) => ({ backend, percent }));
}

/** How a table names what is behind a target group. */
export function backendName(ref: TargetGroupRef, { targetGroups }: SimulatedPlan): string {
  if (ref.kind === 'existing') return ref.name;
  const binding = targetGroups.find(({ id }) => id === ref.id)?.binding;
  if (binding === 'unknown') return ref.id;
  return binding === undefined ? unresolvedBackend : `${nameOf(binding.service)}:${binding.servicePort}`;
}
