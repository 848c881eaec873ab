import type { SubnetChoice } from '../plan/ir';
import type { ReportedPlan } from './listener-report';
import { describeIngress } from './rule-words';

/** A fact about the load balancer, label and value. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What is known of the load balancer as a whole; what is absent is left to the construct or was not asked for. */
export function factsOfPlan(plan: ReportedPlan): readonly Fact[] {
  const facts: (Fact | undefined)[] = [
    { label: 'Scheme', value: plan.scheme },
    { label: 'IP addresses', value: plan.ipAddressType },
    fact('Name', plan.name),
    'subnets' in plan && plan.subnets ? { label: 'Subnets', value: describeSubnets(plan.subnets) } : undefined,
    { label: 'Security groups', value: describeSecurityGroups(plan) },
    fact('Web ACL', plan.webAclArn),
    'shieldProtection' in plan && plan.shieldProtection ? { label: 'Shield Advanced', value: 'on' } : undefined,
    'minimumCapacityUnits' in plan ? fact('Reserved capacity units', plan.minimumCapacityUnits) : undefined,
    'ipv4IpamPoolId' in plan ? fact('IPv4 IPAM pool', plan.ipv4IpamPoolId) : undefined,
    'customerOwnedIpv4Pool' in plan ? fact('Customer owned IPv4 pool', plan.customerOwnedIpv4Pool) : undefined,
    plan.tags.length > 0 ? { label: 'Tags', value: plan.tags.map(({ key, value }) => `${key}=${value}`).join(', ') } : undefined,
  ];
  return facts.filter((known) => known !== undefined);
}

function fact(label: string, value: string | number | undefined): Fact | undefined {
  return value === undefined ? undefined : { label, value: String(value) };
}

function describeSubnets({ ids, names, tags }: SubnetChoice): string {
  if (ids) return ids.join(', ');
  if (names) return `named ${names.join(', ')}`;
  return Object.entries(tags ?? {}).map(([key, values]) => `tagged ${key}=${values.join(' or ')}`).join(', ');
}

function describeSecurityGroups({ securityGroups }: ReportedPlan): string {
  const { kind, ingress, ids, names } = securityGroups;
  if (kind === 'existing') return [...ids, ...names.map((name) => `named ${name}`)].join(', ');
  return ingress.length === 0 ? 'one of its own, closed' : `one of its own, open for ${ingress.map(describeIngress).join('; ')}`;
}
