import { nameOf } from '../diagnostics/subject';
import type { Attribute, CertificateRef, ListenerPlan, MutualAuthentication, TrustStoreRef } from '../plan/ir';
import { serviceOf } from './outcomes';
import { ingressOf, isForStrangers, isPublic, widened } from './reachability';
import type { ReviewedPlan } from './reviewed-plan';
import type { SettingChange } from './route-diff';

/** What is not compared because the two sides say it in different words. */
export interface SettingScope {
  /** Manifests against a template: names of certificates, attributes and security groups are bound in between. */
  readonly sameKind: boolean;
}

/** Settings of the load balancer and of listeners that both sides have. */
export function settingChanges(old: ReviewedPlan, latest: ReviewedPlan, scope: SettingScope): readonly SettingChange[] {
  const ports = old.listeners.flatMap((before) => latest.listeners.filter(({ port }) => port === before.port).map((after) => [before, after] as const));
  return [
    ...loadBalancerChanges(old, latest, scope),
    ...ingressChanges(old, latest, scope),
    ...ports.flatMap(([before, after]) => listenerChanges(before, after, scope)),
    ...(scope.sameKind ? targetGroupChanges(old, latest) : []),
  ];
}

interface Sketch {
  readonly what: string;
  readonly old?: string;
  readonly new?: string;
  readonly public?: boolean;
  readonly replaces?: boolean;
}

function changed(where: string, sketches: readonly Sketch[]): readonly SettingChange[] {
  return sketches
    .filter((sketch) => sketch.old !== sketch.new)
    .map(({ old, new: latest, public: isOpen = false, replaces = false, what }) => ({
      where,
      what,
      ...(old !== undefined && { old }),
      ...(latest !== undefined && { new: latest }),
      public: isOpen,
      replaces,
    }));
}

function loadBalancerChanges(old: ReviewedPlan, latest: ReviewedPlan, { sameKind }: SettingScope): readonly SettingChange[] {
  const wasPublic = old.listeners.some(({ port }) => isPublic(old, port));
  const opened = old.scheme === 'internal' && !wasPublic && latest.listeners.some(({ port }) => isPublic(latest, port));
  return changed('load balancer', [
    { what: 'scheme', old: old.scheme, new: latest.scheme, public: opened, replaces: true },
    { what: 'address type', old: old.ipAddressType, new: latest.ipAddressType },
    ...(sameKind
      ? [
          { what: 'name', old: old.name, new: latest.name, replaces: true },
          { what: 'subnets', old: asText(old.subnets), new: asText(latest.subnets) },
          { what: 'reserved capacity units', old: asText(old.minimumCapacityUnits), new: asText(latest.minimumCapacityUnits) },
          { what: 'Shield protection', old: old.shieldProtection ? 'on' : undefined, new: latest.shieldProtection ? 'on' : undefined },
          { what: 'web ACL', old: old.webAclArn, new: latest.webAclArn },
          { what: 'security groups', old: groupsOf(old), new: groupsOf(latest) },
          ...attributeSketches(old.attributes, latest.attributes),
        ]
      : []),
  ]);
}

function asText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** Target groups that stay: attributes and health checks are changed in place. */
function targetGroupChanges(old: ReviewedPlan, latest: ReviewedPlan): readonly SettingChange[] {
  return latest.targetGroups.flatMap((group) => {
    const before = old.targetGroups.find(({ id }) => id === group.id);
    if (!before) return [];
    const [earlier, later] = [before.healthCheck ?? {}, group.healthCheck ?? {}].map((check) => Object.entries(check).map(([key, value]) => ({ key, value: asText(value) ?? '' })));
    const where = `target group of ${group.binding && group.binding !== 'unknown' ? serviceOf(group.binding) : group.id}`;
    return changed(where, [
      ...attributeSketches(before.attributes ?? [], group.attributes ?? []),
      ...attributeSketches(earlier, later).map((sketch) => ({ ...sketch, what: `health check ${sketch.what}` })),
    ]);
  });
}

function groupsOf({ securityGroups: { kind, ids, names } }: ReviewedPlan): string {
  return [kind === 'managed' ? 'one of its own' : '', ...ids, ...names].filter((word) => word !== '').join(', ');
}

/** Ports that more addresses can reach than before. A new port is a matter of its listener. */
function ingressChanges(old: ReviewedPlan, latest: ReviewedPlan, { sameKind }: SettingScope): readonly SettingChange[] {
  if (!sameKind || old.securityGroups.kind !== 'managed' || latest.securityGroups.kind !== 'managed') return [];
  const ports = old.listeners.map(({ port }) => port).filter((port) => latest.listeners.some((listener) => listener.port === port));
  return ports.flatMap((port) => {
    const [before, after] = [ingressOf(old, port), ingressOf(latest, port)];
    const opened = latest.scheme === 'internet-facing' && widened(before, after).some(isForStrangers);
    return changed('load balancer', [{ what: `who may reach port ${port}`, old: before.join(', '), new: after.join(', '), public: opened && !isPublic(old, port) }]);
  });
}

function listenerChanges(old: ListenerPlan, latest: ListenerPlan, { sameKind }: SettingScope): readonly SettingChange[] {
  return changed(`${latest.protocol}:${latest.port}`, [
    { what: 'protocol', old: old.protocol, new: latest.protocol },
    { what: 'TLS policy', old: old.sslPolicy, new: latest.sslPolicy },
    { what: 'client certificates', old: old.mutualAuthentication?.mode ?? 'off', new: latest.mutualAuthentication?.mode ?? 'off' },
    ...(sameKind
      ? [
          { what: 'certificates', old: certificatesOf(old), new: certificatesOf(latest) },
          { what: 'details of client certificates', old: mutualDetails(old.mutualAuthentication), new: mutualDetails(latest.mutualAuthentication) },
        ]
      : []),
    ...attributeSketches(old.attributes, latest.attributes),
  ]);
}

function attributeSketches(old: readonly Attribute[], latest: readonly Attribute[]): readonly Sketch[] {
  const keys = [...new Set([...old, ...latest].map(({ key }) => key))].sort();
  const valueOf = (attributes: readonly Attribute[], wanted: string) => attributes.find(({ key }) => key === wanted)?.value;
  // An empty header value is the way to say that the header is not set.
  const shown = (value: string | undefined) => (value === '' ? undefined : value);
  return keys.map((key) => ({ what: key, old: shown(valueOf(old, key)), new: shown(valueOf(latest, key)) }));
}

/** The default certificate first, the others in any order: clients choose them by name. */
function certificatesOf({ certificates }: ListenerPlan): string | undefined {
  const [first, ...others] = certificates.map(certificateName);
  return first === undefined ? undefined : [first, ...others.sort()].join(', ');
}

function certificateName(certificate: CertificateRef): string {
  if (certificate.kind === 'arn') return certificate.arn;
  return certificate.kind === 'secret' ? `Secret ${nameOf(certificate.secret)}` : `one for ${certificate.hostnames.join(', ')}`;
}

function mutualDetails(mutual: MutualAuthentication | undefined): string | undefined {
  if (!mutual || mutual.mode !== 'verify') return undefined;
  const { trustStore, ignoreClientCertificateExpiry, advertiseTrustStoreCaNames } = mutual;
  const store = trustStore && storeName(trustStore);
  return [`trust store ${store ?? 'not known'}`, ignoreClientCertificateExpiry ? 'expired ones too' : '', advertiseTrustStoreCaNames === 'on' ? 'authorities advertised' : '']
    .filter((word) => word !== '')
    .join(', ');
}

function storeName(store: TrustStoreRef): string {
  if (store.kind === 'arn') return store.arn;
  return store.kind === 'name' ? store.name : store.id;
}
