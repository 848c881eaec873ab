import { TARGET_GROUP_CONFIGURATION_CONFLICT } from '../diagnostics/catalogue/attachment';
import { firstOne } from '../diagnostics/catalogue/attachment-words';
import type { NamespacedName, ObjectRef } from '../diagnostics/subject';
import { nameOf, subjectOf } from '../diagnostics/subject';
import type { BackendTLSPolicy, Resources, Service, TargetGroupConfiguration } from '../model/resources';
import type { ServicePort } from '../model/service';
import { compareAge } from './age';
import { append } from './object-index';
import type { AttachScope } from './scope';

/** What other objects say about Services. */
export interface ServiceSettings {
  /** The TargetGroupConfiguration whose targetReference names the Service. */
  configurationOf(service: NamespacedName): TargetGroupConfiguration | undefined;
  /** The BackendTLSPolicy of a port: one for the port by name before one for the whole Service, then the older. */
  policyOf(service: Service, port: ServicePort): BackendTLSPolicy | undefined;
  /** All policies for one place (`namespace/name` of a Service, name of a port or empty), the one that counts first. */
  policiesAt(service: NamespacedName, section: string | undefined): readonly BackendTLSPolicy[];
}

/** Reports Services with two TargetGroupConfigurations; the older counts, then the first by name. */
export function indexServiceSettings({ resources, sink }: Pick<AttachScope, 'resources' | 'sink'>): ServiceSettings {
  const configurations = new Map<string, TargetGroupConfiguration>();
  for (const configuration of [...resources.targetGroupConfigurations].sort(compareAge)) {
    const target = targetServiceOf(configuration);
    const winner = target && configurations.get(nameOf(target));
    if (target !== undefined && winner === undefined) {
      configurations.set(nameOf(target), configuration);
    } else if (target !== undefined && winner !== undefined) {
      sink.report(
        TARGET_GROUP_CONFIGURATION_CONFLICT,
        { subject: subjectOf(configuration.ref), target: subjectOf(target), winner: subjectOf(winner.ref) },
        {
          at: configuration.object.at('spec', 'targetReference', 'name'),
          subject: configuration.ref,
          notes: [{ text: firstOne(winner.ref), span: winner.object.at('spec', 'targetReference', 'name') }],
        },
      );
    }
  }
  const policies = indexPolicies(resources);
  const policiesAt = (service: NamespacedName, section: string | undefined): readonly BackendTLSPolicy[] => policies.get(placeOf(service, section)) ?? [];
  return {
    configurationOf: (service) => configurations.get(nameOf(service)),
    policyOf: ({ ref }, port) => (port.name === undefined ? undefined : policiesAt(ref, port.name)[0]) ?? policiesAt(ref, undefined)[0],
    policiesAt,
  };
}

/** The Service that a TargetGroupConfiguration is for. */
export function targetServiceOf({ ref, spec }: TargetGroupConfiguration): ObjectRef | undefined {
  const target = spec.targetReference;
  return target?.group === '' && target.kind === 'Service' ? { group: '', kind: 'Service', namespace: ref.namespace, name: target.name } : undefined;
}

function indexPolicies(resources: Resources): ReadonlyMap<string, readonly BackendTLSPolicy[]> {
  const policies = new Map<string, BackendTLSPolicy[]>();
  for (const policy of [...resources.backendTLSPolicies].sort(compareAge)) {
    for (const { group, kind, name, sectionName } of policy.spec.targetRefs) {
      if (group === '' && kind === 'Service') {
        append(policies, placeOf({ namespace: policy.ref.namespace, name }, sectionName), policy);
      }
    }
  }
  return policies;
}

function placeOf(service: NamespacedName, section: string | undefined): string {
  return `${nameOf(service)} ${section ?? ''}`;
}
