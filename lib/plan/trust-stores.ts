import type { FrontendValidation } from '../attach/topology';
import { TRUST_STORE_TOO_LARGE } from '../diagnostics/catalogue/aws';
import { nameOf, subjectOf } from '../diagnostics/subject';
import type { PlanContext } from './context';
import { shortHash, slug } from './identity';
import type { TrustStorePlan } from './ir';
import { limits } from './limits';

/** The trust store for a validation. Its id comes from the ConfigMaps, so that renewed certificates update it in place. */
export function trustStoreFor({ certificates }: FrontendValidation): TrustStorePlan {
  const configMaps = certificates.map(({ configMap: { namespace, name } }) => ({ namespace, name }));
  const names = configMaps.map(nameOf);
  return {
    id: `${slug(names[0] ?? 'trust', 40)}-${shortHash(names)}`,
    bundle: certificates.map(({ pem }) => `${pem.trim()}\n`).join(''),
    configMaps,
  };
}

/** The trust stores of a Gateway, one for each list of ConfigMaps, by id. Reports bundles that are too large. */
export function planTrustStores({ gateway, sink }: Pick<PlanContext, 'gateway' | 'sink'>, ports: readonly number[]): readonly TrustStorePlan[] {
  const verifying = gateway.frontendValidations.filter(({ mode, port }) => mode === 'AllowValidOnly' && ports.includes(port));
  const stores = new Map(verifying.map((validation) => [trustStoreFor(validation).id, trustStoreFor(validation)]));
  for (const validation of verifying) {
    const certificates = trustStoreFor(validation).bundle.split('-----BEGIN CERTIFICATE-----').length - 1;
    const allowed = limits.certificatesPerTrustStore;
    if (certificates <= allowed) continue;
    const { ref } = gateway.gateway;
    sink.report(TRUST_STORE_TOO_LARGE, { subject: subjectOf(ref), certificates, allowed }, { at: validation.span, subject: ref });
  }
  return [...stores.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}
