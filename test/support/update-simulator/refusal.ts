/** What the live side does not let happen. */
export type Constraint =
  /** Two rules of a listener with one number. */
  | 'priority-in-use'
  /** Two load balancers or target groups with one name. */
  | 'duplicate-name'
  /** Two listeners on one port of a load balancer. */
  | 'duplicate-listener'
  /** A target group serves one load balancer only. */
  | 'target-group-on-two-load-balancers'
  /** Something that a rule, listener or load balancer still uses is deleted. */
  | 'resource-in-use'
  /** Something is named that does not exist. */
  | 'not-found'
  /** HTTP/2 and gRPC target groups need an HTTPS listener. */
  | 'listener-protocol'
  /** The object does not fit its custom resource definition. */
  | 'schema'
  /** The webhook refuses a change of what may never change. */
  | 'binding-immutable'
  /** The webhook refuses a second binding of one target group. */
  | 'binding-duplicate'
  /** The webhook refuses a binding that is wrong by itself, or that differs from its target group. */
  | 'binding-invalid'
  /** A binding without its Service, or a Service taken away under a binding. */
  | 'service-missing'
  /** Two Services with one node port. */
  | 'node-port-taken'
  /** The API server refuses a change of a Service. */
  | 'service-immutable';

/** An operation that AWS or the cluster answers with an error. */
export class Refused extends Error {
  public constructor(
    public readonly constraint: Constraint,
    message: string,
  ) {
    super(`${constraint}: ${message}`);
    this.name = 'Refused';
  }
}
