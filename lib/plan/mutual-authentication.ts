import type { FrontendValidation } from '../attach/topology';
import { MUTUAL_AUTHENTICATION_CONFLICT, TOO_MANY_VERIFYING_LISTENERS } from '../diagnostics/catalogue/aws';
import { subjectOf } from '../diagnostics/subject';
import type { ListenerConfiguration, MutualAuthenticationAttributes } from '../model/loadbalancerconfiguration';
import type { PlanContext, PortGroup } from './context';
import type { ListenerPlan, MutualAuthentication } from './ir';
import { limits } from './limits';
import type { Sourced } from './sourced';
import { part, subjectFor, whereKey } from './sourced';
import { trustStoreFor } from './trust-stores';

/**
 * How an HTTPS port treats client certificates: as the Gateway's `tls.frontend` says, else as its configuration says,
 * else not at all; that is written out too, so that taking a setting away takes it off the listener.
 */
export function planMutualAuthentication(
  group: PortGroup,
  configuration: Sourced<ListenerConfiguration> | undefined,
  context: PlanContext,
): MutualAuthentication {
  const configured = configuration && part(configuration, 'mutualAuthentication');
  const validation = context.gateway.frontendValidations.find(({ port }) => port === group.port);
  if (validation === undefined) return configured === undefined ? { mode: 'off' } : configuredAuthentication(configured.value);
  if (configured !== undefined) {
    const where = { ...whereKey(configured), notes: [{ text: 'client validation of the Gateway', span: validation.span }] };
    context.sink.report(MUTUAL_AUTHENTICATION_CONFLICT, { subject: subjectFor(configured), port: group.port }, where);
  }
  return frontendAuthentication(validation);
}

function configuredAuthentication(configured: MutualAuthenticationAttributes): MutualAuthentication {
  const { mode, trustStore, ignoreClientCertificateExpiry, advertiseTrustStoreCaNames } = configured;
  if (mode !== 'verify' || trustStore === undefined) return { mode };
  return {
    mode,
    trustStore: trustStore.startsWith('arn:') ? { kind: 'arn', arn: trustStore } : { kind: 'name', name: trustStore },
    ignoreClientCertificateExpiry: ignoreClientCertificateExpiry ?? false,
    ...(advertiseTrustStoreCaNames && { advertiseTrustStoreCaNames }),
  };
}

/** An ALB cannot verify some clients and let the others in: the fallback passes all certificates on unverified (GW2316 says so). */
function frontendAuthentication(validation: FrontendValidation): MutualAuthentication {
  if (validation.mode === 'AllowInsecureFallback') return { mode: 'passthrough' };
  return { mode: 'verify', trustStore: { kind: 'planned', id: trustStoreFor(validation).id }, ignoreClientCertificateExpiry: false };
}

/** Reports more verifying listeners than a load balancer allows. */
export function checkVerifyingListeners(listeners: readonly ListenerPlan[], { gateway, sink }: PlanContext): void {
  const ports = listeners.filter(({ mutualAuthentication }) => mutualAuthentication?.mode === 'verify').map(({ port }) => port);
  const allowed = limits.verifyingListeners;
  if (ports.length <= allowed) return;
  const { ref, object } = gateway.gateway;
  sink.report(TOO_MANY_VERIFYING_LISTENERS, { subject: subjectOf(ref), ports, allowed }, { at: object.at('metadata', 'name'), subject: ref });
}
