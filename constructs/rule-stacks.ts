import { NestedStack, Stack } from 'aws-cdk-lib';
import type { aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { deliveryCodes, ruleStackOf } from '../lib/index';
import type { DiagnosticSink, ListenerPlan, ListenerRulePlan, LoadBalancerPlan } from '../lib/index';
import type { GatewayAlbProps } from './gateway-alb-props';

/** What props say about where rules stand. */
export type RuleStackProps = Pick<GatewayAlbProps, 'rulesInNestedStacks' | 'nestedStacksPerListener'>;

/** More would have fewer than a thousand of the numbers each. */
const mostStacks = 45;

/** Nested stacks for the rules of each listener; undefined: the rules stand in the stack of the load balancer. */
export function ruleStacksOf(
  { rulesInNestedStacks = false, nestedStacksPerListener: stacks = 1 }: RuleStackProps,
  { subject, ranked, sink }: { readonly subject: string; readonly ranked: boolean; readonly sink: DiagnosticSink },
): number | undefined {
  if (!Number.isInteger(stacks) || stacks < 1 || stacks > mostStacks) {
    sink.report(deliveryCodes.NESTED_STACK_COUNT, { subject, stacks: String(stacks), most: mostStacks });
    return undefined;
  }
  if (!rulesInNestedStacks) {
    if (stacks > 1) sink.report(deliveryCodes.NESTED_STACKS_UNUSED, { subject, stacks });
    return undefined;
  }
  if (ranked) sink.report(deliveryCodes.NESTED_RULES_RANKED, { subject });
  return ranked ? undefined : stacks;
}

/**
 * Where each rule of a listener stands: below the listener, or in one of its nested stacks. In a nested stack the constructs
 * around the rule are named as those around the listener, so that its logical id is the same in either place.
 */
export function ruleScopes(
  scope: Construct,
  listener: elbv2.CfnListener,
  { id }: ListenerPlan,
  { ruleStacks: stacks }: LoadBalancerPlan,
): (rule: ListenerRulePlan) => Construct {
  if (stacks === undefined) return () => listener;
  const made = new Map<number, Construct>();
  return ({ priority }) => {
    const index = ruleStackOf(priority, stacks);
    const known = made.get(index) ?? placeOf(listener, new NestedStack(scope, `Rules${id}${stacks === 1 ? '' : `-${index + 1}of${stacks}`}`));
    made.set(index, known);
    return known;
  };
}

function placeOf(listener: Construct, nested: NestedStack): Construct {
  const { scopes } = listener.node;
  return scopes.slice(scopes.indexOf(Stack.of(listener)) + 1).reduce<Construct>((scope, { node }) => new Construct(scope, node.id), nested);
}
