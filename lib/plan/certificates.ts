import type { GatewayListener } from '../attach/topology';
import { CERTIFICATE_ARN_INVALID, CERTIFICATE_MISSING } from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { ListenerConfiguration } from '../model/loadbalancerconfiguration';
import type { PlanContext, PortGroup } from './context';
import type { CertificateRef } from './ir';
import type { Sourced } from './sourced';
import { elements, part, subjectFor, where } from './sourced';

const CERTIFICATE_ARN = /^arn:[^:]+:(acm:[^:]+:[^:]*:certificate|iam::[^:]*:server-certificate)\/.+$/;

/**
 * The certificates of an HTTPS port: `defaultCertificate` and `certificates` of its configuration, then those that its
 * listeners name; the first is the default one. Where the configuration has none, listeners without a certificate ask
 * for one by their hostnames and those of their routes. Reports a port for which none can be had.
 */
export function planCertificates(
  group: PortGroup,
  configuration: Sourced<ListenerConfiguration> | undefined,
  context: PlanContext,
): readonly CertificateRef[] {
  const configured = configuredCertificates(configuration, context.sink);
  const named = group.listeners.flatMap(({ certificates }) => certificates.map(refOf));
  const unnamed = group.listeners.filter(({ certificates }) => certificates.length === 0);
  const wanted = configured.length > 0 || unnamed.length === 0 ? [] : certificatesByName(unnamed, group, context);
  return withoutDuplicates([...configured, ...named, ...wanted]);
}

function configuredCertificates(configuration: Sourced<ListenerConfiguration> | undefined, sink: DiagnosticSink): readonly CertificateRef[] {
  if (configuration === undefined) return [];
  const arns = [part(configuration, 'defaultCertificate'), ...elements(part(configuration, 'certificates'))].filter((arn) => arn !== undefined);
  for (const arn of arns.filter(({ value }) => !CERTIFICATE_ARN.test(value))) {
    sink.report(CERTIFICATE_ARN_INVALID, { subject: subjectFor(arn), value: arn.value }, where(arn));
  }
  return arns.map(({ value }) => ({ kind: 'arn', arn: value }));
}

function refOf(certificate: GatewayListener['certificates'][number]): CertificateRef {
  return certificate.kind === 'arn' ? { kind: 'arn', arn: certificate.arn } : { kind: 'secret', secret: certificate.secret };
}

/** With an inventory of certificates in hand, the default one serves listeners without hostname as well. */
function certificatesByName(listeners: readonly GatewayListener[], group: PortGroup, { options, sink }: PlanContext): readonly CertificateRef[] {
  const hostnames = hostnamesOf(listeners, group);
  if (options.defaultCertificate && (hostnames.length > 0 || options.certificates !== 'any')) return [{ kind: 'hostnames', hostnames }];
  for (const { parent, index, listener: { name } } of listeners) {
    const where = { at: parent.object.at('spec', 'listeners', index), subject: parent.ref, about: { object: parent.ref, listener: name } };
    sink.report(CERTIFICATE_MISSING, { subject: subjectOf(parent.ref), port: group.port }, where);
  }
  return [];
}

function hostnamesOf(listeners: readonly GatewayListener[], group: PortGroup): readonly string[] {
  const ofListeners = listeners.flatMap(({ listener }) => listener.hostname ?? []);
  const ofRoutes = group.attachments.flatMap(({ attachment }) => (listeners.includes(attachment.listener) ? attachment.hostnames : []));
  return [...new Set([...ofListeners, ...ofRoutes])].sort();
}

function withoutDuplicates(certificates: readonly CertificateRef[]): readonly CertificateRef[] {
  const byValue = new Map(certificates.map((certificate) => [JSON.stringify(certificate), certificate]));
  return [...byValue.values()];
}
