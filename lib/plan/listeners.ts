import {
  ALPN_POLICY_IGNORED,
  LISTENER_ATTRIBUTE_NEEDS_HTTPS,
  LISTENER_CONFIGURATION_UNMATCHED,
  NLB_ONLY_SETTING,
  QUIC_UNSUPPORTED,
  SETTING_WITHOUT_EFFECT,
} from '../diagnostics/catalogue/aws';
import { didYouMean } from '../diagnostics/suggest';
import type { ListenerConfiguration } from '../model/loadbalancerconfiguration';
import { listenerAttributes, tlsHeaderAttributes } from './attribute-keys';
import { checkAttributes, valuesOf, withDefaults } from './attributes';
import { planCertificates } from './certificates';
import type { PlanContext, PortGroup } from './context';
import type { Attribute, ListenerPlan } from './ir';
import { planMutualAuthentication } from './mutual-authentication';
import { planResponseHeaders } from './response-headers';
import type { Settings } from './settings';
import type { Sourced } from './sourced';
import { elements, part, subjectFor, where, whereKey } from './sourced';
import { planSslPolicy } from './ssl-policies';

/** A listener without its rules and tags. */
export type ListenerProperties = Omit<ListenerPlan, 'rules' | 'tags'>;

/** A request that no rule matches is not found; the same answer as the AWS controller's. */
const notFound: ListenerPlan['fallback'] = { type: 'fixed-response', statusCode: 404, contentType: 'text/plain' };

/** The listener of one port: certificates, security policy, client certificates and attributes. Reports GW50xx, GW53xx. */
export function planListener(group: PortGroup, settings: Settings, context: PlanContext): ListenerProperties {
  const configuration = configurationFor(group, settings);
  if (configuration !== undefined) reportUseless(configuration, group, context);
  return {
    id: String(group.port),
    port: group.port,
    protocol: group.protocol,
    certificates: group.protocol === 'HTTPS' ? planCertificates(group, configuration, context) : [],
    ...(group.protocol === 'HTTPS' && {
      sslPolicy: planSslPolicy(configuration, context),
      mutualAuthentication: planMutualAuthentication(group, configuration, context),
    }),
    attributes: planListenerAttributes(group, configuration, context),
    fallback: notFound,
  };
}

/** Reports configurations whose protocolPort no listener of the Gateway has. */
export function checkListenerConfigurations(settings: Settings, { gateway, sink }: PlanContext): void {
  const existing = [...new Set(gateway.listeners.map(({ listener }) => `${listener.protocol}:${listener.port}`))];
  for (const configuration of settings.listenerConfigurations) {
    const key = configuration.value.protocolPort;
    if (existing.some((name) => name.toLowerCase() === key.toLowerCase())) continue;
    const hint = didYouMean(key, existing);
    const at = configuration.decoded.object.at(...configuration.path, 'protocolPort');
    const report = { ...where(configuration), at, ...(hint !== undefined && { hint }) };
    sink.report(LISTENER_CONFIGURATION_UNMATCHED, { subject: subjectFor(configuration), key, existing }, report);
  }
}

function configurationFor({ protocol, port }: PortGroup, settings: Settings): Sourced<ListenerConfiguration> | undefined {
  const key = `${protocol}:${port}`.toLowerCase();
  return settings.listenerConfigurations.find(({ value }) => value.protocolPort.toLowerCase() === key);
}

function planListenerAttributes(
  group: PortGroup,
  configuration: Sourced<ListenerConfiguration> | undefined,
  context: PlanContext,
): readonly Attribute[] {
  const configured = elements(configuration && part(configuration, 'listenerAttributes'));
  const accepted = checkAttributes(configured, listenerAttributes, 'a listener', context.sink);
  const ofRoutes = planResponseHeaders(group, context).map(({ key, value }) => [key, value] as const);
  if (group.protocol === 'HTTP') {
    for (const { key } of tlsHeaderAttributes) {
      const misplaced = accepted.get(key);
      if (misplaced === undefined) continue;
      context.sink.report(LISTENER_ATTRIBUTE_NEEDS_HTTPS, { subject: subjectFor(misplaced), key, port: group.port }, where(misplaced));
    }
  }
  return withDefaults({ ...Object.fromEntries(ofRoutes), ...valuesOf(accepted) }, listenerAttributes);
}

function reportUseless(configuration: Sourced<ListenerConfiguration>, { protocol }: PortGroup, { sink }: PlanContext): void {
  const subject = subjectFor(configuration);
  const quic = part(configuration, 'quicEnabled');
  if (quic?.value) sink.report(QUIC_UNSUPPORTED, { subject }, whereKey(quic));
  const stickiness = part(configuration, 'targetGroupStickiness');
  if (stickiness?.value) sink.report(NLB_ONLY_SETTING, { subject, field: 'targetGroupStickiness' }, whereKey(stickiness));
  const alpn = part(configuration, 'alpnPolicy');
  if (alpn !== undefined && alpn.value !== 'None') sink.report(ALPN_POLICY_IGNORED, { subject, policy: alpn.value }, whereKey(alpn));
  if (protocol === 'HTTPS') return;
  for (const field of ['defaultCertificate', 'certificates', 'sslPolicy', 'mutualAuthentication'] as const) {
    const useless = part(configuration, field);
    if (useless !== undefined) sink.report(SETTING_WITHOUT_EFFECT, { subject, field, because: 'http-listener' }, whereKey(useless));
  }
}
