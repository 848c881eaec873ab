import { RemovalPolicies, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { deliveryCodes } from '../lib/index';
import type { DiagnosticSink } from '../lib/index';

/**
 * What a removal policy means to a load balancer: it holds for everything that answers requests, as a load balancer that is
 * kept without its listeners, rules or targets is an outage.
 *
 * `RETAIN` becomes `RETAIN_ON_UPDATE_OR_DELETE`, so that what a failed deployment has made goes again: left behind, it would
 * hold the priority or the name that the next deployment needs.
 *
 * @returns undefined where there is no such policy; that has been reported then
 */
export function removalOf(policy: RemovalPolicy, subject: string, sink: DiagnosticSink): RemovalPolicy | undefined {
  if (policy === RemovalPolicy.DESTROY) return policy;
  if (policy === RemovalPolicy.SNAPSHOT) {
    sink.report(deliveryCodes.NO_SNAPSHOT, { subject });
    return undefined;
  }
  sink.report(deliveryCodes.RETAINED, { subject });
  return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}

/** Whether nothing has to be said, since CloudFormation deletes what leaves a template. */
export function isDefaultRemoval(policy: RemovalPolicy | undefined): policy is undefined | RemovalPolicy.DESTROY {
  return policy === undefined || policy === RemovalPolicy.DESTROY;
}

/** Applies a policy to all resources below constructs, those that are added later included. */
export function keepOrRemove(scopes: readonly IConstruct[], policy: RemovalPolicy): void {
  for (const scope of scopes) RemovalPolicies.of(scope).apply(policy);
}
