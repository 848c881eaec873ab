import { aws_ec2 as ec2, Token } from 'aws-cdk-lib';
import type { interfaces } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DiagnosticSink, LoadBalancerPlan } from '../lib/index';
import { deliveryCodes, nameOf } from '../lib/index';
import { addSecurityGroup } from './cloudformation';
import type { GatewayAlbProps } from './gateway-alb-props';

/** Where the load balancer stands, as the props say. */
export type NetworkProps = Pick<GatewayAlbProps, 'vpc' | 'vpcSubnets' | 'subnetIds' | 'securityGroups'>;

/**
 * Ids of the subnets: props first, then the LoadBalancerConfiguration, then the subnets of the VPC that fit the scheme
 * (public ones for internet-facing, otherwise private ones).
 */
export function subnetsFor(props: NetworkProps, plan: LoadBalancerPlan, sink: DiagnosticSink): string[] {
  const subject = `Gateway ${nameOf(plan.gateway)}`;
  if (props.subnetIds) return props.subnetIds;
  if (props.vpcSubnets === undefined && (plan.subnets?.names ?? plan.subnets?.tags)) {
    sink.report(deliveryCodes.SUBNETS_BY_TAG, { subject, how: plan.subnets?.names ? 'by Name tag' : 'by a tag selector' });
    return [];
  }
  if (props.vpcSubnets === undefined && plan.subnets?.ids) return [...plan.subnets.ids];
  if (!isVpc(props.vpc)) {
    sink.report(deliveryCodes.NO_SUBNETS, { subject });
    return [];
  }
  return props.vpc.selectSubnets(props.vpcSubnets ?? defaultSubnets(props.vpc, plan)).subnetIds;
}

function isVpc(vpc: interfaces.aws_ec2.IVPCRef): vpc is ec2.IVpc {
  return 'selectSubnets' in vpc;
}

function defaultSubnets(vpc: ec2.IVpc, plan: LoadBalancerPlan): ec2.SubnetSelection {
  if (plan.scheme === 'internet-facing') return { subnetType: ec2.SubnetType.PUBLIC };
  return { subnetType: vpc.privateSubnets.length > 0 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED };
}

/** Security groups of the load balancer. */
export interface SecurityGroups {
  readonly ids: string[];
  /** The group the load balancer sends from, for opening backends; absent where the configuration leaves them alone. */
  readonly peerId?: string;
}

/**
 * Props first, then the groups a LoadBalancerConfiguration names, otherwise one managed group.
 * Named groups with `manageBackendSecurityGroupRules` get a further, empty group that the backends are opened for.
 */
export function securityGroupsFor(scope: Construct, props: NetworkProps, plan: LoadBalancerPlan, sink: DiagnosticSink): SecurityGroups {
  if (props.securityGroups) {
    const ids = props.securityGroups.map((group) => group.securityGroupRef.securityGroupId);
    return { ids, peerId: ids[0] };
  }
  const { kind, ids, names, openBackends } = plan.securityGroups;
  if (kind === 'managed') {
    const group = addSecurityGroup(scope, plan, props.vpc);
    return { ids: [group.attrGroupId], peerId: group.attrGroupId };
  }
  if (names.length > 0) sink.report(deliveryCodes.SECURITY_GROUPS_BY_NAME, { subject: `Gateway ${nameOf(plan.gateway)}`, names });
  if (!openBackends) return { ids: [...ids] };
  const backend = new ec2.CfnSecurityGroup(scope, 'BackendSecurityGroup', {
    groupDescription: `From the load balancer of Gateway ${nameOf(plan.gateway)} to its targets`,
    vpcId: props.vpc.vpcRef.vpcId,
  });
  return { ids: [...ids, backend.attrGroupId], peerId: backend.attrGroupId };
}

/** Opens security groups of the backends for the load balancer with CloudFormation, exactly the ports that are needed. */
export function openBackends(
  scope: Construct,
  groups: readonly interfaces.aws_ec2.ISecurityGroupRef[],
  peerId: string,
  plan: LoadBalancerPlan,
  sink: DiagnosticSink,
): void {
  const ports = new Set(plan.targetGroups.flatMap((group) => group.binding?.openPorts ?? []));
  const named = [...ports].filter((port): port is string => typeof port === 'string');
  const subject = `Gateway ${nameOf(plan.gateway)}`;
  for (const port of named) sink.report(deliveryCodes.NAMED_PORT_OPENED_WIDE, { subject, port });
  const ranges = named.length > 0 ? [[0, 65535] as const] : [...ports].map((port) => [Number(port), Number(port)] as const);
  for (const [index, group] of groups.entries()) {
    const { securityGroupId } = group.securityGroupRef;
    const id = Token.isUnresolved(securityGroupId) ? String(index) : securityGroupId;
    for (const [fromPort, toPort] of ranges.sort(([left], [right]) => left - right)) {
      new ec2.CfnSecurityGroupIngress(scope, `Backend-${id}-${fromPort}`, {
        groupId: securityGroupId,
        ipProtocol: 'tcp',
        fromPort,
        toPort,
        sourceSecurityGroupId: peerId,
        description: `Load balancer of ${scope.node.path}`.slice(0, 255),
      });
    }
  }
}
