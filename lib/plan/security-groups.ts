import ipaddr from 'ipaddr.js';
import {
  BACKENDS_CLOSED,
  CIDR_INVALID,
  OPEN_DESPITE_PREFIX_LISTS,
  PREFIX_LIST_INVALID,
  SETTING_WITHOUT_EFFECT,
  SOURCE_RANGE_UNUSED,
  TOO_MANY_SECURITY_GROUP_RULES,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { PlanContext, PortGroup } from './context';
import type { IngressRule, LoadBalancerIpAddressType, SecurityGroupsPlan } from './ir';
import { limits } from './limits';
import type { Settings } from './settings';
import { setting } from './settings';
import type { Sourced } from './sourced';
import { elements, subjectFor, where, whereKey } from './sourced';

const FRONTEND_FIELDS = ['sourceRanges', 'securityGroupPrefixes', 'enableICMP'] as const;

/**
 * Who may connect to the load balancer, and whether it may connect to its targets.
 *
 * Groups that the configuration names are used as they are. Otherwise one group is made, open on the port of every
 * listener for `sourceRanges` (default: everyone; an empty list: nobody) and the prefix lists. Reports GW52xx.
 */
export function planSecurityGroups(
  groups: readonly PortGroup[],
  ipAddressType: LoadBalancerIpAddressType,
  settings: Settings,
  { gateway, sink }: Pick<PlanContext, 'gateway' | 'sink'>,
): SecurityGroupsPlan {
  const named = setting(settings, 'securityGroups');
  if (named !== undefined && named.value.length > 0) return existingGroups(named, settings, sink);
  const manage = setting(settings, 'manageBackendSecurityGroupRules');
  if (manage?.value === false) reportUseless(manage, 'manageBackendSecurityGroupRules', 'managed-security-group', sink);
  const ingress = ingressRules(groups.map(({ port }) => port), ipAddressType, settings, sink);
  const allowed = limits.rulesPerSecurityGroup;
  if (ingress.length > allowed) {
    const { object, ref } = gateway.gateway;
    const where = { at: object.at('metadata', 'name'), subject: ref };
    sink.report(TOO_MANY_SECURITY_GROUP_RULES, { subject: subjectOf(ref), rules: ingress.length, allowed }, where);
  }
  return { kind: 'managed', ingress, ids: [], names: [], openBackends: true };
}

function existingGroups(named: Sourced<readonly string[]>, settings: Settings, sink: DiagnosticSink): SecurityGroupsPlan {
  for (const field of FRONTEND_FIELDS) {
    const useless = setting(settings, field);
    if (useless !== undefined && useless.value !== false) reportUseless(useless, field, 'existing-security-groups', sink);
  }
  const openBackends = settings.spec.manageBackendSecurityGroupRules ?? false;
  if (!openBackends) sink.report(BACKENDS_CLOSED, { subject: subjectFor(named) }, whereKey(named));
  const unique = [...new Set(named.value)];
  return {
    kind: 'existing',
    ingress: [],
    ids: unique.filter((group) => group.startsWith('sg-')),
    names: unique.filter((group) => !group.startsWith('sg-')),
    openBackends,
  };
}

function ingressRules(
  ports: readonly number[],
  ipAddressType: LoadBalancerIpAddressType,
  settings: Settings,
  sink: DiagnosticSink,
): readonly IngressRule[] {
  const cidrs = sourceRanges(ipAddressType, settings, sink);
  const prefixLists = prefixListIds(settings, sink);
  const icmp = settings.spec.enableICMP ? cidrs.map(pathMtuDiscovery) : [];
  const tcp = ports.flatMap((port) => [
    ...cidrs.map((cidr) => ({ cidr, protocol: 'tcp' as const, fromPort: port, toPort: port })),
    ...prefixLists.map((prefixListId) => ({ prefixListId, protocol: 'tcp' as const, fromPort: port, toPort: port })),
  ]);
  return [...tcp, ...icmp];
}

/** "Fragmentation needed" (ICMP 3/4), for IPv6 "packet too big" (ICMPv6 2/0). */
function pathMtuDiscovery(cidr: string): IngressRule {
  return cidr.includes(':') ? { cidr, protocol: 'icmpv6', fromPort: 2, toPort: 0 } : { cidr, protocol: 'icmp', fromPort: 3, toPort: 4 };
}

/** In network form, as EC2 stores them; two spellings of one range would be refused as duplicates. */
function sourceRanges(ipAddressType: LoadBalancerIpAddressType, settings: Settings, sink: DiagnosticSink): readonly string[] {
  const ranges = setting(settings, 'sourceRanges');
  if (ranges === undefined) return ipAddressType === 'ipv4' ? ['0.0.0.0/0'] : ['0.0.0.0/0', '::/0'];
  const cidrs = elements(ranges).flatMap((range) => {
    const subject = subjectFor(range);
    const cidr = networkOf(range.value);
    if (cidr === undefined) sink.report(CIDR_INVALID, { subject, value: range.value }, { ...where(range), ...cidrHint(range.value) });
    const unused = cidr?.includes(':') && ipAddressType === 'ipv4';
    if (unused) sink.report(SOURCE_RANGE_UNUSED, { subject, value: range.value }, where(range));
    return cidr === undefined || unused ? [] : [cidr];
  });
  return [...new Set(cidrs)];
}

function prefixListIds(settings: Settings, sink: DiagnosticSink): readonly string[] {
  const prefixes = setting(settings, 'securityGroupPrefixes');
  if (prefixes === undefined || prefixes.value.length === 0) return [];
  if (settings.spec.sourceRanges === undefined) sink.report(OPEN_DESPITE_PREFIX_LISTS, { subject: subjectFor(prefixes) }, whereKey(prefixes));
  const ids = elements(prefixes).filter((prefix) => {
    const valid = /^pl-[0-9a-z]+$/.test(prefix.value);
    if (!valid) sink.report(PREFIX_LIST_INVALID, { subject: subjectFor(prefix), value: prefix.value }, where(prefix));
    return valid;
  });
  return [...new Set(ids.map(({ value }) => value))];
}

function networkOf(cidr: string): string | undefined {
  const [address, bits] = cidr.split('/');
  if (ipaddr.IPv4.isValidFourPartDecimal(address) && ipaddr.IPv4.isValidCIDR(cidr)) {
    return `${ipaddr.IPv4.networkAddressFromCIDR(cidr).toString()}/${Number(bits)}`;
  }
  if (ipaddr.IPv6.isValidCIDR(cidr)) return `${ipaddr.IPv6.networkAddressFromCIDR(cidr).toString()}/${Number(bits)}`;
  return undefined;
}

function cidrHint(value: string): { hint?: string } {
  if (ipaddr.IPv4.isValidFourPartDecimal(value)) return { hint: `did you mean "${value}/32"?` };
  return ipaddr.IPv6.isValid(value) ? { hint: `did you mean "${value}/128"?` } : {};
}

function reportUseless(
  useless: Sourced<unknown>,
  field: string,
  because: 'existing-security-groups' | 'managed-security-group',
  sink: DiagnosticSink,
): void {
  sink.report(SETTING_WITHOUT_EFFECT, { subject: subjectFor(useless), field, because }, whereKey(useless));
}
