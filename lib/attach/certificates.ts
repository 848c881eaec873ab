import {
  CERTIFICATE_ARN_MALFORMED,
  CERTIFICATE_KIND,
  CERTIFICATE_MALFORMED,
  CERTIFICATE_NOT_MAPPED,
  CERTIFICATE_NOT_PERMITTED,
  CERTIFICATE_REF_SUPERSEDED,
  TLS_OPTION_UNKNOWN,
} from '../diagnostics/catalogue/attachment';
import { hasNoCertificate, hasSecretType, kindOfGroup } from '../diagnostics/catalogue/attachment-words';
import type { ObjectRef, Span } from '../diagnostics/subject';
import { nameOf, subjectOf } from '../diagnostics/subject';
import { didYouMean } from '../diagnostics/suggest';
import type { LoadBalancerConfiguration, Secret } from '../model/resources';
import type { ListenerEntry } from './listener-entry';
import { placeOf, statusOf, subjectOfListener } from './listener-entry';
import type { AttachScope } from './scope';
import type { GatewayConfigurations, ListenerCertificate } from './topology';

/**
 * Key in `tls.options` for certificates that are no Secrets: ARNs of ACM certificates or IAM server certificates,
 * separated by commas. The first is the listener's default unless a LoadBalancerConfiguration names another.
 */
export const CERTIFICATE_ARN_OPTION = 'gateway.k8s.aws/certificate-arn';

const CERTIFICATE_ARN = /^arn:aws[a-z0-9-]*:(acm:[a-z0-9-]+:\d{12}:certificate\/|iam::\d{12}:server-certificate\/)\S+$/;

export interface ListenerCertificates {
  readonly certificates: readonly ListenerCertificate[];
  /** False where the listener names certificates and can have none of them, or has options that mean nothing. */
  readonly sound: boolean;
}

/** Follows the certificates that a listener names: grant first, then kind, then whether there is a certificate. */
export function certificatesOf(entry: ListenerEntry, configurations: GatewayConfigurations, scope: AttachScope): ListenerCertificates {
  const { protocol, tls } = entry.listener;
  if (protocol !== 'HTTPS' || tls === undefined) {
    return { certificates: [], sound: true };
  }
  const superseding = configurationWithCertificates(entry, configurations);
  const references = tls.certificateRefs ?? [];
  const fromSecrets = references.flatMap((_, index) => secretCertificate(entry, index, superseding, scope));
  const options = Object.entries(tls.options ?? {});
  const fromOptions = options.flatMap(([key, value]) => optionCertificates(entry, key, value, scope));
  const certificates = [...fromSecrets, ...fromOptions];
  const optionsAreKnown = options.every(([key]) => key === CERTIFICATE_ARN_OPTION);
  const served = certificates.length > 0 || superseding !== undefined || (references.length === 0 && options.length === 0);
  return { certificates, sound: optionsAreKnown && served };
}

/** A LoadBalancerConfiguration that names certificates for the listener's port, as the AWS Load Balancer Controller reads them. */
function configurationWithCertificates({ listener }: ListenerEntry, { ofClass, ofGateway }: GatewayConfigurations): LoadBalancerConfiguration | undefined {
  const protocolPort = `${listener.protocol}:${listener.port}`;
  return [ofGateway, ofClass].find((configuration) =>
    configuration?.spec.listenerConfigurations?.some(
      (settings) => settings.protocolPort === protocolPort && (settings.defaultCertificate !== undefined || (settings.certificates ?? []).length > 0),
    ),
  );
}

function secretCertificate(
  entry: ListenerEntry,
  index: number,
  superseding: LoadBalancerConfiguration | undefined,
  scope: AttachScope,
): ListenerCertificate[] {
  const { parent, listener } = entry;
  const reference = listener.tls?.certificateRefs?.[index];
  if (reference === undefined) {
    return [];
  }
  const { group, kind, name, namespace = parent.ref.namespace } = reference;
  const target = { group, kind, namespace, name };
  const at = (field: string): Span => placeOf(entry, 'tls', 'certificateRefs', index, field);
  if (!scope.references.grants.permits(parent.ref, target)) {
    scope.sink.report(
      CERTIFICATE_NOT_PERMITTED,
      { subject: subjectOfListener(entry), target: subjectOf(target), fromKind: parent.ref.kind, namespace },
      { at: at('namespace'), notes: scope.references.grants.nearMisses(parent.ref, target), subject: parent.ref, about: statusOf(entry) },
    );
    return [];
  }
  if (group !== '' || kind !== 'Secret') {
    const args = { subject: subjectOfListener(entry), kind: kindOfGroup(target) };
    scope.sink.report(CERTIFICATE_KIND, args, { at: at(kind === 'Secret' ? 'group' : 'kind'), subject: parent.ref, about: statusOf(entry) });
    return [];
  }
  return isUsable(entry, target, at('name'), superseding, scope) ? [{ kind: 'secret', secret: { namespace, name }, span: at('name') }] : [];
}

/** Whether there is a certificate for the Secret; reports if not. */
function isUsable(
  entry: ListenerEntry,
  target: ObjectRef,
  at: Span,
  superseding: LoadBalancerConfiguration | undefined,
  { references, certificates, sink }: AttachScope,
): boolean {
  const mapped = certificates === 'any' ? undefined : certificates.has(nameOf(target));
  if (mapped === true) {
    return true;
  }
  const resolution = references.lookUp(target, references.secrets);
  const problem = resolution.verdict === 'found' ? problemOf(resolution.object) : undefined;
  if (problem === undefined && (mapped === undefined || resolution.verdict === 'unreadable')) {
    return resolution.verdict !== 'unreadable';
  }
  const subject = subjectOfListener(entry);
  const where = { at, subject: entry.parent.ref, about: statusOf(entry) };
  if (superseding !== undefined) {
    const configuration = subjectOf(superseding.ref);
    sink.report(CERTIFICATE_REF_SUPERSEDED, { subject, target: subjectOf(target), configuration }, where);
  } else if (problem !== undefined) {
    sink.report(CERTIFICATE_MALFORMED, { subject, target: subjectOf(target), problem }, where);
  } else {
    const hint = didYouMean(nameOf(target), certificates === 'any' ? [] : certificates);
    sink.report(CERTIFICATE_NOT_MAPPED, { subject, target: subjectOf(target), name: nameOf(target) }, { ...where, hint });
  }
  return false;
}

/** What the files show to be wrong with a Secret as a certificate. */
function problemOf({ spec }: Secret): string | undefined {
  if (spec.type !== 'kubernetes.io/tls') {
    return hasSecretType(spec.type);
  }
  return spec.tls === 'valid' ? undefined : hasNoCertificate;
}

function optionCertificates(entry: ListenerEntry, key: string, value: string, { sink }: AttachScope): ListenerCertificate[] {
  const subject = subjectOfListener(entry);
  const about = statusOf(entry);
  if (key !== CERTIFICATE_ARN_OPTION) {
    const at = entry.parent.object.keyAt('spec', 'listeners', entry.index, 'tls', 'options', key);
    const hint = didYouMean(key, [CERTIFICATE_ARN_OPTION]);
    sink.report(TLS_OPTION_UNKNOWN, { subject, option: key, allowed: CERTIFICATE_ARN_OPTION }, { at, subject: entry.parent.ref, about, hint });
    return [];
  }
  const span = placeOf(entry, 'tls', 'options', key);
  return value.split(',').map((arn) => arn.trim()).flatMap((arn) => {
    if (CERTIFICATE_ARN.test(arn)) {
      return [{ kind: 'arn' as const, arn, span }];
    }
    sink.report(CERTIFICATE_ARN_MALFORMED, { subject, arn }, { at: span, subject: entry.parent.ref, about });
    return [];
  });
}
