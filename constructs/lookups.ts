import type { GatewayAlbProps } from './gateway-alb-props';

/** What the CDK answers for a VPC, a hosted zone and a security group until the CLI has looked them up. */
const standIns = ['vpc-12345', 'DUMMY', 'sg-12345678'];

/** What it answers for a parameter of the Systems Manager. */
const standInForParameter = 'dummy-value-for-';

/** Whether an id is not that of a thing, but stands in for one that the CLI has yet to look up. */
export function isStandIn(id: string): boolean {
  return standIns.includes(id) || id.startsWith(standInForParameter);
}

/** Whether the CLI has yet to look up something that the props name; it synthesises again when it has. */
export function waitsForLookups(props: GatewayAlbProps): boolean {
  const groups = [...(props.securityGroups ?? []), ...(props.backendSecurityGroups ?? [])];
  return [
    props.vpc.vpcRef.vpcId,
    ...(props.hostedZones ?? []).map(({ hostedZoneId }) => hostedZoneId),
    ...groups.map(({ securityGroupRef }) => securityGroupRef.securityGroupId),
  ].some(isStandIn);
}
