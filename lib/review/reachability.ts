import type { ListenerRulePlan } from '../plan/ir';
import { rangeOf, contains } from './addresses';
import type { ReviewedPlan } from './reviewed-plan';

/**
 * Whether anybody on the internet can have a request decided by a rule (by anything on the port, without one): the scheme,
 * the security groups, and the source addresses that the rule asks for must all let strangers in. Of security groups that
 * are only named nothing is known, so they are taken to be open.
 */
export function isPublic(plan: ReviewedPlan, port: number, rule?: ListenerRulePlan): boolean {
  if (plan.scheme !== 'internet-facing' || plan.listeners.every((listener) => listener.port !== port)) return false;
  const blocks = rule?.conditions.flatMap((condition) => (condition.field === 'source-ip' ? condition.values : [])) ?? [];
  const asksSource = rule?.conditions.some(({ field }) => field === 'source-ip') ?? false;
  return isPortOpen(plan, port) && (!asksSource || blocks.some(isForStrangers));
}

function isPortOpen({ securityGroups }: ReviewedPlan, port: number): boolean {
  if (securityGroups.kind === 'existing' || securityGroups.ids.length > 0) return true;
  return securityGroups.ingress.some(({ cidr, protocol, fromPort, toPort }) =>
    cidr !== undefined && protocol === 'tcp' && fromPort <= port && port <= toPort && isForStrangers(cidr));
}

/** Address blocks that are not on the internet. */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'];

/** Few strangers share a block as small as this one: it is somebody's network. */
const smallest = { ipv4: 1n << 20n, ipv6: 1n << 96n };

/** Whether a block holds addresses of people nobody here knows: a large part of the internet. A block that cannot be read may. */
export function isForStrangers(cidr: string): boolean {
  try {
    const range = rangeOf(cidr);
    if (privateBlocks.some((block) => contains(rangeOf(block), range))) return false;
    return range.last - range.first + 1n >= smallest[range.family];
  } catch {
    return true;
  }
}

/** Ingress of a port, as texts. */
export function ingressOf({ securityGroups }: ReviewedPlan, port: number): readonly string[] {
  return securityGroups.ingress
    .filter(({ protocol, fromPort, toPort }) => protocol === 'tcp' && fromPort <= port && port <= toPort)
    .map(({ cidr, prefixListId }) => cidr ?? prefixListId ?? '')
    .sort();
}

/** Blocks of the second list that are not within one of the first. */
export function widened(old: readonly string[], latest: readonly string[]): readonly string[] {
  return latest.filter((block) => !old.some((known) => known === block || isWithin(block, known)));
}

function isWithin(inner: string, outer: string): boolean {
  try {
    return contains(rangeOf(outer), rangeOf(inner));
  } catch {
    return false;
  }
}
