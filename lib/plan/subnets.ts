import {
  SETTING_WITHOUT_EFFECT,
  SUBNETS_TOO_FEW,
  SUBNET_REPEATED,
  SUBNET_SELECTOR_EMPTY,
  SUBNET_SETTING_NLB_ONLY,
  SUBNET_WITHOUT_IDENTIFIER,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { SubnetConfiguration } from '../model/loadbalancerconfiguration';
import type { SubnetChoice } from './ir';
import type { Settings } from './settings';
import { setting } from './settings';
import type { Sourced } from './sourced';
import { elements, part, repeated, subjectFor, where, whereKey } from './sourced';

const NLB_FIELDS = ['eipAllocation', 'privateIPv4Allocation', 'ipv6Allocation', 'sourceNatIPv6Prefix'] as const;

/**
 * The subnets that the configuration names (`subnet-...` is an id, anything else the Name tag), or else selects by
 * tags. Undefined where it does neither: then the construct chooses. Reports GW511x.
 */
export function planSubnets(settings: Settings, sink: DiagnosticSink): SubnetChoice | undefined {
  const listed = elements(setting(settings, 'loadBalancerSubnets'));
  const selector = setting(settings, 'loadBalancerSubnetsSelector');
  if (listed.length === 0) return selector && planSelector(selector, sink);
  if (selector !== undefined) {
    const because = { subject: subjectFor(selector), field: 'loadBalancerSubnetsSelector', because: 'subnets-given' } as const;
    sink.report(SETTING_WITHOUT_EFFECT, because, whereKey(selector));
  }
  return planListed(listed, sink);
}

function planListed(listed: readonly Sourced<SubnetConfiguration>[], sink: DiagnosticSink): SubnetChoice | undefined {
  const subject = subjectFor(listed[0]);
  for (const [index, subnet] of listed.entries()) {
    for (const field of NLB_FIELDS) {
      const allocation = part(subnet, field);
      if (allocation !== undefined) sink.report(SUBNET_SETTING_NLB_ONLY, { subject, field }, whereKey(allocation));
    }
    if (!subnet.value.identifier) sink.report(SUBNET_WITHOUT_IDENTIFIER, { subject, index }, where(subnet));
  }
  const named = listed.filter(({ value }) => value.identifier);
  const isId = (identifier = ''): boolean => identifier.startsWith('subnet-');
  for (const subnet of repeated(named.filter(({ value }) => isId(value.identifier)), ({ identifier = '' }) => identifier)) {
    sink.report(SUBNET_REPEATED, { subject, identifier: subnet.value.identifier ?? '' }, where(subnet));
  }
  const identifiers = named.map(({ value }) => value.identifier ?? '');
  if (listed.length === 1) sink.report(SUBNETS_TOO_FEW, { subject, count: 1 }, where(listed[0]));
  const ids = [...new Set(identifiers.filter(isId))];
  const names = identifiers.filter((identifier) => !isId(identifier));
  if (identifiers.length === 0) return undefined;
  return { ...(ids.length > 0 && { ids }), ...(names.length > 0 && { names }) };
}

function planSelector(selector: Sourced<Readonly<Record<string, readonly string[]>>>, sink: DiagnosticSink): SubnetChoice | undefined {
  const tags = Object.entries(selector.value).sort(([left], [right]) => (left < right ? -1 : 1));
  for (const [tag, values] of tags) {
    const at = selector.decoded.object.keyAt(...selector.path, tag);
    if (values.length === 0) sink.report(SUBNET_SELECTOR_EMPTY, { subject: subjectFor(selector), tag }, { ...where(selector), at });
  }
  return tags.length === 0 ? undefined : { tags: Object.fromEntries(tags) };
}
