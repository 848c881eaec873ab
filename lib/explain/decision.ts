import type { AuthenticationAction, ListenerRulePlan, TargetGroupRef } from '../plan/ir';

/** What the load balancer does with one request, and which of its rules says so. */
export interface RouteDecision {
  /** Absent where nothing listens on the port. */
  readonly listener?: DecidingListener;
  /** Absent where no rule was asked (see `outcome`) or none matched, so that the listener's default action answers. */
  readonly rule?: DecidingRule;
  readonly outcome: Outcome;
  /** Response headers that the listener sets on every response, the load balancer's own included. */
  readonly responseHeaders: readonly ResponseHeader[];
}

export interface DecidingListener {
  readonly id: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
}

export type DecidingRule = Pick<ListenerRulePlan, 'id' | 'priority' | 'origin'>;

export interface ResponseHeader {
  readonly name: string;
  readonly value: string;
}

/**
 * `refused`: no HTTP response at all. `error`: the load balancer's own answer to a request it does not route.
 * The others are the actions of a rule.
 */
export type Outcome = RefusedOutcome | ErrorOutcome | ForwardOutcome | RedirectOutcome | FixedResponseOutcome | AuthenticateOutcome;

export interface RefusedOutcome {
  readonly type: 'refused';
  /**
   * `no-listener`: connection refused. `tls-without-listener`: TLS on an HTTP listener.
   * `client-certificate`: the listener verifies and the client has no valid one. `http2-without-tls`: no h2c.
   */
  readonly reason: 'no-listener' | 'tls-without-listener' | 'client-certificate' | 'http2-without-tls';
}

export interface ErrorOutcome {
  readonly type: 'error';
  readonly statusCode: number;
  readonly reason: 'plain-http-on-https' | 'method-not-allowed' | 'too-many-forwarded-addresses' | 'transform-failed' | 'no-weight';
}

export interface ForwardOutcome {
  readonly type: 'forward';
  /** In the order of the action, those with weight 0 included. */
  readonly shares: readonly TargetGroupShare[];
  /** What the target sees; the same as in the request where no transform applies. */
  readonly rewritten: RewrittenRequest;
}

export interface TargetGroupShare {
  readonly targetGroup: TargetGroupRef;
  readonly weight: number;
  /** Part of the requests, 0 to 1. */
  readonly share: number;
  /** Set where the load balancer answers itself: 464 for a protocol the targets do not speak, 503 for a group that stays empty. */
  readonly statusCode?: 464 | 503;
}

export interface RewrittenRequest {
  readonly host: string;
  /** Path and query. */
  readonly path: string;
}

export interface RedirectOutcome {
  readonly type: 'redirect';
  readonly statusCode: number;
  /** Value of the Location header as an ALB writes it: absolute, always with a port. */
  readonly location: string;
}

export interface FixedResponseOutcome {
  readonly type: 'fixed-response';
  readonly statusCode: number;
  readonly contentType?: string;
  readonly messageBody?: string;
}

/** The client must prove who it is first; `then` is what a client gets that has. */
export interface AuthenticateOutcome {
  readonly type: 'authenticate';
  readonly authentication: AuthenticationAction;
  readonly then: Exclude<Outcome, AuthenticateOutcome>;
}
