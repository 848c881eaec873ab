import type { FrontendValidation } from '../attach/topology';
import { FRONTEND_FALLBACK_PASSTHROUGH, MUTUAL_AUTHENTICATION_CONFLICT, TOO_MANY_VERIFYING_LISTENERS } from '../diagnostics/catalogue/aws';
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
    const notes = [{ text: 'client validation of the Gateway', span: validation.span }];
    context.sink.report(MUTUAL_AUTHENTICATION_CONFLICT, { subject: subjectFor(configured), port: group.port }, { ...whereKey(configured), notes });
  }
  return frontendAuthentication(validation, context);
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

/** An ALB cannot let clients without a valid certificate in and verify the others: the fallback passes all on. */
function frontendAuthentication(validation: FrontendValidation, { gateway, sink }: PlanContext): MutualAuthentication {
  if (validation.mode === 'AllowValidOnly') {
    return { mode: 'verify', trustStore: { kind: 'planned', id: trustStoreFor(validation).id }, ignoreClientCertificateExpiry: false };
  }
  const { ref } = gateway.gateway;
  sink.report(FRONTEND_FALLBACK_PASSTHROUGH, { subject: subjectOf(ref), port: validation.port }, { at: validation.span, subject: ref });
  return { mode: 'passthrough' };
}

/** Reports more verifying listeners than a load balancer allows. */
export function checkVerifyingListeners(listeners: readonly ListenerPlan[], { gateway, sink }: PlanContext): void {
  const ports = listeners.filter(({ mutualAuthentication }) => mutualAuthentication?.mode === 'verify').map(({ port }) => port);
  const allowed = limits.verifyingListeners;
  if (ports.length <= allowed) return;
  const { ref, object } = gateway.gateway;
  sink.report(TOO_MANY_VERIFYING_LISTENERS, { subject: subjectOf(ref), ports, allowed }, { at: object.at('metadata', 'name'), subject: ref });
}
