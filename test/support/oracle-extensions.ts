import type { ListenerRuleConfiguration, Resources } from '../../lib/model/resources';
import type { Candidate } from './oracle';
import type { ClientRequest } from './oracle-matches';

/**
 * What a ListenerRuleConfiguration adds to a rule. The specification knows nothing of it; this is what the documentation
 * of the AWS Load Balancer Controller says.
 */
export type Extension = { readonly kind: 'none' } | { readonly kind: 'missing' } | { readonly kind: 'found'; readonly configuration: ListenerRuleConfiguration };

/** The configuration that an ExtensionRef of the rule names; it must be in the namespace of the route. */
export function extensionOf({ route, rule }: Pick<Candidate, 'route' | 'rule'>, resources: Resources): Extension {
  for (const filter of route.spec.rules[rule].filters ?? []) {
    if (filter.type !== 'ExtensionRef') continue;
    const { group, kind, name } = filter.extensionRef;
    const configuration = resources.listenerRuleConfigurations.find(({ ref }) => ref.namespace === route.ref.namespace && ref.name === name);
    const isKnown = group === 'gateway.k8s.aws' && kind === 'ListenerRuleConfiguration';
    return configuration && isKnown ? { kind: 'found', configuration } : { kind: 'missing' };
  }
  return { kind: 'none' };
}

/** Every source-ip condition for the match must hold; one without `matchIndexes` is for all matches. */
export function isAdmitted(candidate: Candidate, request: ClientRequest, resources: Resources): boolean {
  const extension = extensionOf(candidate, resources);
  if (extension.kind !== 'found') return true;
  for (const { matchIndexes, sourceIPConfig } of extension.configuration.spec.conditions ?? []) {
    const isMeant = !matchIndexes || (candidate.match !== undefined && matchIndexes.includes(candidate.match));
    if (isMeant && !sourceIPConfig.values.some((cidr) => isInside(request.sourceIp, cidr))) return false;
  }
  return true;
}

/** IPv4 only. */
function isInside(address: string, cidr: string): boolean {
  const [network, bits] = cidr.split('/');
  const binary = (text: string) => text.split('.').map((byte) => Number(byte).toString(2).padStart(8, '0')).join('');
  return binary(address).slice(0, Number(bits)) === binary(network).slice(0, Number(bits));
}
