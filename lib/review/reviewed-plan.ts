import type { SimulatedPlan, SimulatedTargetGroup } from '../explain/simulate';
import type { LoadBalancerPlan, SecurityGroupsPlan, TargetGroupPlan } from '../plan/ir';

/** What of a load balancer is compared. Both the plan of manifests and one read from a template are this. */
export interface ReviewedPlan
  extends SimulatedPlan,
    Pick<LoadBalancerPlan, 'gateway' | 'scheme' | 'ipAddressType'>,
    Partial<Pick<LoadBalancerPlan, 'name' | 'webAclArn' | 'subnets' | 'minimumCapacityUnits' | 'shieldProtection'>> {
  readonly targetGroups: readonly ReviewedTargetGroup[];
  readonly securityGroups: Pick<SecurityGroupsPlan, 'kind' | 'ingress' | 'ids' | 'names'>;
}

export type ReviewedTargetGroup = SimulatedTargetGroup &
  Partial<Pick<TargetGroupPlan, 'name' | 'targetType' | 'protocol' | 'port' | 'attributes' | 'healthCheck'>>;
