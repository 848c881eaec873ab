import {
  BACKEND_TLS_CA,
  BACKEND_TLS_NO_VALID_CA,
  BACKEND_TLS_POLICY_CONFLICT,
  BACKEND_TLS_POLICY_REFUSED,
  BACKEND_TLS_TARGET_NOT_FOUND,
} from '../diagnostics/catalogue/attachment';
import { firstOne, isMissing, isNoConfigMap, isNoPem, kindOfGroup } from '../diagnostics/catalogue/attachment-words';
import { nameOf, subjectOf } from '../diagnostics/subject';
import type { BackendTLSPolicy } from '../model/resources';
import { nearbyNames } from './references';
import type { AttachScope } from './scope';
import type { ServiceSettings } from './service-settings';

/**
 * Reports on the BackendTLSPolicies of Services that routes of ours use (`namespace/name`): which one loses to another,
 * which has no usable CA certificate, and that an ALB can honour none of them. Policies of other Services are left alone.
 */
export function judgeBackendTLSPolicies(usedServices: ReadonlySet<string>, settings: ServiceSettings, scope: AttachScope): void {
  for (const policy of scope.resources.backendTLSPolicies) {
    reportMissingTargets(policy, scope);
    const used = policy.spec.targetRefs.some(({ name }) => usedServices.has(nameOf({ namespace: policy.ref.namespace, name })));
    const loses = used && reportConflicts(policy, settings, scope);
    if (used && !loses && scope.options.acceptUnverifiedBackendTls !== true) {
      reportRefusal(policy, scope);
    }
  }
}

function reportMissingTargets({ object, ref, spec }: BackendTLSPolicy, { references, sink }: AttachScope): void {
  spec.targetRefs.forEach(({ group, kind, name }, index) => {
    const target = { group, kind, namespace: ref.namespace, name };
    if (group === '' && kind === 'Service' && references.lookUp(target, references.services).verdict === 'missing') {
      const where = { at: object.at('spec', 'targetRefs', index, 'name'), subject: ref, about: { object: ref } };
      const nearby = nearbyNames(target, references.services);
      sink.report(BACKEND_TLS_TARGET_NOT_FOUND, { subject: subjectOf(ref), target: subjectOf(target) }, { ...where, ...nearby });
    }
  });
}

/** Whether the policy loses to another on one of its targets. */
function reportConflicts(policy: BackendTLSPolicy, settings: ServiceSettings, { sink }: AttachScope): boolean {
  const { object, ref, spec } = policy;
  const lost = spec.targetRefs.map(({ name, sectionName }, index) => {
    const target = { namespace: ref.namespace, name };
    const [winner = policy] = settings.policiesAt(target, sectionName);
    if (winner !== policy) {
      const args = { subject: subjectOf(ref), target: `Service ${nameOf(target)}`, winner: subjectOf(winner.ref) };
      const notes = [{ text: firstOne(winner.ref), span: winner.object.at('metadata', 'name') }];
      sink.report(BACKEND_TLS_POLICY_CONFLICT, args, { at: object.at('spec', 'targetRefs', index, 'name'), subject: ref, about: { object: ref }, notes });
    }
    return winner !== policy;
  });
  return lost.includes(true);
}

function reportRefusal(policy: BackendTLSPolicy, scope: AttachScope): void {
  const { object, ref, spec } = policy;
  const where = { subject: ref, about: { object: ref } };
  const references = spec.validation.caCertificateRefs ?? [];
  const usable = references.filter((_, index) => hasAuthority(policy, index, scope));
  if (references.length > 0 && usable.length === 0) {
    scope.sink.report(BACKEND_TLS_NO_VALID_CA, { subject: subjectOf(ref) }, { at: object.keyAt('spec', 'validation', 'caCertificateRefs'), ...where });
  } else {
    scope.sink.report(BACKEND_TLS_POLICY_REFUSED, { subject: subjectOf(ref) }, { at: object.at('metadata', 'name'), ...where });
  }
}

/** Whether a CA certificate is there; reports if not. */
function hasAuthority({ object, ref, spec }: BackendTLSPolicy, index: number, { references, sink }: AttachScope): boolean {
  const { group, kind, name } = (spec.validation.caCertificateRefs ?? [])[index];
  const target = { group, kind, namespace: ref.namespace, name };
  const refuse = (field: string, problem: string, more = {}): false => {
    const at = object.at('spec', 'validation', 'caCertificateRefs', index, field);
    sink.report(BACKEND_TLS_CA, { subject: subjectOf(ref), target: subjectOf(target), problem }, { at, subject: ref, about: { object: ref }, ...more });
    return false;
  };
  if (group !== '' || kind !== 'ConfigMap') {
    return refuse(kind === 'ConfigMap' ? 'group' : 'kind', isNoConfigMap(kindOfGroup(target)), { reason: 'InvalidKind' });
  }
  const resolution = references.lookUp(target, references.configMaps);
  if (resolution.verdict === 'missing') {
    return refuse('name', isMissing, nearbyNames(target, references.configMaps));
  }
  return (resolution.verdict === 'found' && resolution.object.spec.ca === 'valid') || refuse('name', isNoPem);
}
