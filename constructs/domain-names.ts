import { aws_certificatemanager as acm, aws_route53 as route53, aws_route53_targets as targets, Token } from 'aws-cdk-lib';
import type { aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IDependable } from 'constructs';
import type { CertificateRef, DiagnosticSink, LoadBalancerPlan } from '../lib/index';
import { deliveryCodes, nameOf } from '../lib/index';
import { claimRecords } from './alias-claims';
import type { GatewayAlbProps } from './gateway-alb-props';

/** Which names are served and in which zones they lie. */
export type DomainNameProps = Pick<GatewayAlbProps, 'hostedZones' | 'issueCertificates'>;

/** Names that a certificate may hold unless AWS has raised the quota. */
const namesPerCertificate = 10;

/** Longest domain name that ACM takes as the first name of a certificate. */
const longestFirstName = 64;

/** What the alias records point at. */
export interface AliasTarget {
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  /** What must be there before requests for a hostname arrive. A load balancer that replaces another one is empty at first. */
  readonly partsFor: (hostname: string) => readonly IDependable[];
}

/** Alias records for the hostnames of the Gateway that lie in the zones: A, AAAA, or both, as the load balancer's addresses are. */
export function addAliasRecords(
  scope: Construct,
  { hostedZones = [] }: DomainNameProps,
  plan: LoadBalancerPlan,
  { loadBalancer, partsFor }: AliasTarget,
  sink: DiagnosticSink,
): void {
  if (hostedZones.length === 0) return;
  const zoneOf = zoneFinder(hostedZones, plan, sink);
  const types = recordTypes(plan);
  const target = route53.RecordTarget.fromAlias(new targets.LoadBalancerTarget(loadBalancer));
  for (const hostname of hostnamesOf(plan)) {
    const zone = zoneOf(hostname);
    if (zone === undefined) {
      sink.report(deliveryCodes.HOSTNAME_WITHOUT_ZONE, { subject: subjectOf(plan), hostname });
      continue;
    }
    const owner = claimRecords(scope, zone, hostname, types);
    if (owner !== undefined) {
      sink.report(deliveryCodes.HOSTNAME_CLAIMED_TWICE, { subject: subjectOf(plan), hostname, zone: zone.zoneName, construct: scope.node.path, owner });
      continue;
    }
    const records = new Construct(scope, `Alias-${hostname}`);
    const props = { zone, target, recordName: `${hostname}.` };
    if (types.includes('A')) new route53.ARecord(records, 'A', props);
    if (types.includes('AAAA')) new route53.AaaaRecord(records, 'AAAA', props);
    records.node.addDependency(...partsFor(hostname));
  }
}

/** As the load balancer has addresses. */
function recordTypes({ ipAddressType }: LoadBalancerPlan): readonly string[] {
  return [...(ipAddressType === 'dualstack-without-public-ipv4' ? [] : ['A']), ...(ipAddressType === 'ipv4' ? [] : ['AAAA'])];
}

/** One certificate for each HTTPS port that has none otherwise, validated by records in the zones. */
export function issueCertificates(
  scope: Construct,
  { hostedZones = [] }: DomainNameProps,
  plan: LoadBalancerPlan,
  sink: DiagnosticSink,
): ReadonlyMap<CertificateRef, acm.ICertificate> {
  const zoneOf = zoneFinder(hostedZones, plan, sink);
  const issued = new Map<CertificateRef, acm.ICertificate>();
  for (const { id, port, certificates } of plan.listeners) {
    for (const reference of certificates) {
      if (reference.kind !== 'hostnames') continue;
      const certificate = issueCertificate(scope, `Certificate${id}`, reference.hostnames, zoneOf, { subject: subjectOf(plan), port, sink });
      if (certificate) issued.set(reference, certificate);
    }
  }
  return issued;
}

function issueCertificate(
  scope: Construct,
  id: string,
  hostnames: readonly string[],
  zoneOf: (hostname: string) => route53.IHostedZone | undefined,
  { subject, port, sink }: { subject: string; port: number; sink: DiagnosticSink },
): acm.ICertificate | undefined {
  const names = hostnames.filter((hostname) => !isCovered(hostname, hostnames));
  const outside = names.filter((hostname) => zoneOf(hostname) === undefined);
  const first = names.find((hostname) => hostname.length <= longestFirstName);
  if (outside.length > 0 || first === undefined) {
    sink.report(deliveryCodes.CERTIFICATE_NOT_ISSUED, { subject, port, outside, hostnames: names });
    return undefined;
  }
  if (names.length > namesPerCertificate) sink.report(deliveryCodes.CERTIFICATE_MANY_NAMES, { subject, port, count: names.length });
  return new acm.Certificate(scope, id, {
    domainName: first,
    subjectAlternativeNames: names.filter((name) => name !== first),
    validation: acm.CertificateValidation.fromDnsMultiZone(Object.fromEntries(names.flatMap((name) => {
      const zone = zoneOf(name);
      return zone ? [[name, zone]] : [];
    }))),
  });
}

/** A certificate for `*.example.com` covers `shop.example.com`, but not `a.shop.example.com`. */
function isCovered(hostname: string, names: readonly string[]): boolean {
  return !hostname.startsWith('*.') && names.includes(hostname.replace(/^[^.]+\./, '*.'));
}

/** Every name once, sorted: those of the rules, and those that certificates are wanted for. */
function hostnamesOf({ listeners }: LoadBalancerPlan): string[] {
  const ofRules = listeners.flatMap(({ rules }) => rules.flatMap(({ origin }) => origin.hostnames));
  const ofCertificates = listeners.flatMap(({ certificates }) =>
    certificates.flatMap((certificate) => (certificate.kind === 'hostnames' ? certificate.hostnames : [])));
  return [...new Set([...ofRules, ...ofCertificates])].sort();
}

/** The zone with the longest name wins. Zones whose name is a token can hold anything, so they are refused. */
function zoneFinder(
  zones: readonly route53.IHostedZone[],
  plan: LoadBalancerPlan,
  sink: DiagnosticSink,
): (hostname: string) => route53.IHostedZone | undefined {
  const known = zones.filter(({ zoneName }) => !Token.isUnresolved(zoneName));
  const subject = subjectOf(plan);
  for (const zone of zones) if (!known.includes(zone)) sink.report(deliveryCodes.ZONE_NAME_UNKNOWN, { subject, zone: zone.node.path });
  const named = known.map((zone) => ({ zone, name: zone.zoneName.replace(/\.$/, '').toLowerCase() }));
  named.sort((left, right) => right.name.length - left.name.length);
  return (hostname) => named.find(({ name }) => hostname === name || hostname.endsWith(`.${name}`))?.zone;
}

function subjectOf({ gateway }: LoadBalancerPlan): string {
  return `Gateway ${nameOf(gateway)}`;
}
