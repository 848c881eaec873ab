import { z } from 'zod';
import { checkDistinctTargets } from './common-route';
import { checkEntries, checkExactlyOne, checkMember } from './entries';
import type { Mistake } from './mistakes';
import type { Decoded, Immutable } from './object';
import { localObjectReference } from './references';
import { group, hostname, kind, objectName, preciseHostname, sectionName, text } from './scalars';

/** For a Service, `sectionName` is the name of a port. */
export const policyTargetReference = z.strictObject({ group, kind, name: objectName, sectionName: sectionName.optional() });
export type PolicyTargetReference = Immutable<z.infer<typeof policyTargetReference>>;

export const subjectAltName = z.strictObject({
  type: z.enum(['Hostname', 'URI']),
  hostname: hostname.optional(),
  uri: text('absoluteUri', 253).optional(),
});
export type SubjectAltName = Immutable<z.infer<typeof subjectAltName>>;

export const backendTLSPolicyValidation = z.strictObject({
  caCertificateRefs: z.array(localObjectReference).max(8).optional(),
  wellKnownCACertificates: text('wellKnownCertificates', 253).optional(),
  hostname: preciseHostname,
  subjectAltNames: z.array(subjectAltName).max(5).optional(),
});
export type BackendTLSPolicyValidation = Immutable<z.infer<typeof backendTLSPolicyValidation>>;

/** Gateway API v1 BackendTLSPolicy. */
export const backendTLSPolicySpec = z.strictObject({
  targetRefs: z.array(policyTargetReference).min(1).max(16),
  validation: backendTLSPolicyValidation,
  options: z.record(text('qualifiedName', 253), z.string().max(4096)).optional(),
});

export type BackendTLSPolicySpec = Immutable<z.infer<typeof backendTLSPolicySpec>>;
export type BackendTLSPolicy = Decoded<BackendTLSPolicySpec>;

const NAME_MEMBERS = { Hostname: 'hostname', URI: 'uri' };

/** The rules of the BackendTLSPolicy CRD that go over several fields. */
export function checkBackendTLSPolicy(spec: BackendTLSPolicySpec, mistakes: Mistake[]): void {
  const at = ['spec', 'validation'];
  checkDistinctTargets(spec.targetRefs, ['sectionName'], ['spec', 'targetRefs'], mistakes);
  checkExactlyOne(spec.validation, ['caCertificateRefs', 'wellKnownCACertificates'], at, mistakes);
  spec.validation.subjectAltNames?.forEach((name, index) => checkMember(name, NAME_MEMBERS, [...at, 'subjectAltNames', index], mistakes));
  checkEntries(spec.options, 16, ['spec', 'options'], mistakes);
}
