import {
  BACKEND_CLIENT_CERTIFICATE,
  CLIENT_CERTIFICATE_NOT_PERMITTED,
  CLIENT_CERTIFICATE_REF,
  DEFAULT_GATEWAYS,
  UNSUPPORTED_ADDRESS,
} from '../diagnostics/catalogue/attachment';
import { hasNoCertificate, isMissing, isOfKind, kindOfGroup } from '../diagnostics/catalogue/attachment-words';
import { nameOf, subjectOf } from '../diagnostics/subject';
import type { Gateway } from '../model/resources';
import { nearbyNames } from './references';
import type { AttachScope } from './scope';

/** Reports what an ALB cannot do for a whole Gateway: chosen addresses, client certificates towards backends, default Gateways. */
export function checkGateway(gateway: Gateway, scope: AttachScope): void {
  checkAddresses(gateway, scope);
  checkDefaultScope(gateway, scope);
  checkClientCertificate(gateway, scope);
}

/** The only address an ALB can promise is a host name that AWS generates, which is what a Hostname without a value asks for. */
function checkAddresses({ object, ref, spec }: Gateway, { sink }: AttachScope): void {
  (spec.addresses ?? []).forEach(({ type, value = '' }, index) => {
    if (type !== 'Hostname' || value !== '') {
      const at = value === '' ? object.at('spec', 'addresses', index) : object.at('spec', 'addresses', index, 'value');
      sink.report(UNSUPPORTED_ADDRESS, { subject: subjectOf(ref), type, value }, { at, subject: ref, about: { object: ref } });
    }
  });
}

function checkDefaultScope({ object, ref, spec }: Gateway, { sink }: AttachScope): void {
  if (spec.defaultScope === 'All') {
    sink.report(DEFAULT_GATEWAYS, { subject: subjectOf(ref), field: 'defaultScope' }, { at: object.keyAt('spec', 'defaultScope'), subject: ref });
  }
}

function checkClientCertificate(gateway: Gateway, scope: AttachScope): void {
  const { object, ref, spec } = gateway;
  const reference = spec.tls?.backend?.clientCertificateRef;
  if (reference === undefined) {
    return;
  }
  const { group, kind, name, namespace = ref.namespace } = reference;
  const target = { group, kind, namespace, name };
  const path = ['spec', 'tls', 'backend', 'clientCertificateRef'];
  const args = { subject: subjectOf(ref), secret: subjectOf(target) };
  scope.sink.report(BACKEND_CLIENT_CERTIFICATE, args, { at: object.keyAt(...path), subject: ref });
  checkReference(gateway, target, path, scope);
}

function checkReference(
  { object, ref }: Gateway,
  target: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string },
  path: readonly string[],
  { references, certificates, sink }: AttachScope,
): void {
  const where = { subject: ref, about: { object: ref } };
  if (!references.grants.permits(ref, target)) {
    const args = { subject: subjectOf(ref), target: subjectOf(target), namespace: target.namespace };
    const notes = references.grants.nearMisses(ref, target);
    sink.report(CLIENT_CERTIFICATE_NOT_PERMITTED, args, { at: object.at(...path, 'namespace'), notes, ...where });
    return;
  }
  const refuse = (field: string, problem: string, nearby = {}): void => {
    const args = { subject: subjectOf(ref), target: subjectOf(target), problem };
    sink.report(CLIENT_CERTIFICATE_REF, args, { at: object.at(...path, field), ...where, ...nearby });
  };
  if (target.group !== '' || target.kind !== 'Secret') {
    refuse(target.kind === 'Secret' ? 'group' : 'kind', isOfKind(kindOfGroup(target)));
    return;
  }
  const resolution = references.lookUp(target, references.secrets);
  if (resolution.verdict === 'found' && resolution.object.spec.tls !== 'valid') {
    refuse('name', hasNoCertificate);
  } else if (resolution.verdict === 'missing' && certificates !== 'any' && !certificates.has(nameOf(target))) {
    refuse('name', isMissing, nearbyNames(target, references.secrets));
  }
}
