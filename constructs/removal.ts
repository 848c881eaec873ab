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
 * @returns undefined where everything is deleted, which is CloudFormation's default
 */
export function removalOf(policy: RemovalPolicy | undefined, subject: string, sink: DiagnosticSink): RemovalPolicy | undefined {
  if (policy === undefined || policy === RemovalPolicy.DESTROY) return undefined;
  if (policy === RemovalPolicy.SNAPSHOT) {
    sink.report(deliveryCodes.NO_SNAPSHOT, { subject });
    return undefined;
  }
  sink.report(deliveryCodes.RETAINED, { subject });
  return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}

/** Applies a policy to all resources below a construct, those that are added later included. */
export function keepOrRemove(scope: IConstruct, policy: RemovalPolicy | undefined): void {
  if (policy !== undefined) RemovalPolicies.of(scope).apply(policy);
}
