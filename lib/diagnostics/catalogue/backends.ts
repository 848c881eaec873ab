/** GW25xx: backendRefs, extensionRefs; GW26xx: TargetGroupConfigurations and BackendTLSPolicies of Services. */
import type { ConditionVerdict } from '../diagnostic';
import { error, warning } from '../diagnostic';

const unresolved = (reason: string): ConditionVerdict => ({ type: 'ResolvedRefs', status: 'False', reason });

export const BACKEND_NOT_PERMITTED = error<{ subject: string; target: string; fromKind: string; from: string; namespace: string }>(
  'GW2501',
  'attach/backend-not-permitted',
  {
    message: ({ subject, target }) => `${subject}: no ReferenceGrant allows its backendRef to ${target}`,
    fix: ({ fromKind, from, namespace }) =>
      `add a ReferenceGrant to namespace ${namespace} (from: ${fromKind} in ${from}, to: Service), or correct the namespace`,
    advice:
      'add a ReferenceGrant to the namespace of the Service (from: the kind and namespace of the route, to: Service), or correct the namespace',
    cause: 'A backendRef names a Service of another namespace without a ReferenceGrant there.',
    condition: unresolved('RefNotPermitted'),
  },
);

export const BACKEND_NOT_FOUND = error<{ subject: string; target: string }>('GW2502', 'attach/backend-not-found', {
  message: ({ subject, target }) => `${subject}: ${target} is not in the manifests`,
  fix: 'add the Service to the manifests (its ports and type are needed), or correct the backendRef',
  cause: 'A backendRef names a Service that is not in the files.',
  condition: unresolved('BackendNotFound'),
});

export const BACKEND_PORT_NOT_FOUND = error<{ subject: string; target: string; port: number; ports: string }>(
  'GW2503',
  'attach/backend-port-not-found',
  {
    message: ({ subject, target, port }) => `${subject}: ${target} has no port ${port}`,
    fix: ({ ports }) => (ports === '' ? 'add a port to the Service' : `use a port of the Service, not of its pods: ${ports}`),
    advice: 'use a port of the Service, not of its pods',
    cause: 'The port of a backendRef is not among the ports of the Service. It is the Service port, not the targetPort.',
    condition: unresolved('BackendNotFound'),
  },
);

export const BACKEND_KIND = error<{ subject: string; kind: string; why: string }>('GW2504', 'attach/backend-kind', {
  message: ({ subject, kind, why }) => `${subject}: ${kind} cannot be a backend: ${why}`,
  fix: 'refer to a Service, or to an existing target group by kind: TargetGroupName',
  cause: 'A backendRef has a group and kind that an ALB cannot forward to.',
  condition: unresolved('InvalidKind'),
});

export const BACKEND_EXTERNAL_NAME = error<{ subject: string; target: string }>('GW2505', 'attach/backend-external-name', {
  message: ({ subject, target }) => `${subject}: ${target} is of type ExternalName, which has no pods to register`,
  fix: 'refer to a Service with a selector, or redirect to the external host with a RequestRedirect filter',
  cause: 'A backendRef names a Service of type ExternalName; the Gateway API advises against them, and an ALB cannot target a host name.',
  condition: unresolved('InvalidKind'),
});

export const BACKEND_APP_PROTOCOL = error<{ subject: string; target: string; appProtocol: string; allowed: string }>(
  'GW2506',
  'attach/backend-app-protocol',
  {
    message: ({ subject, target, appProtocol }) => `${subject}: ${target} speaks "${appProtocol}", which an ALB does not`,
    fix: ({ allowed }) => `remove appProtocol from the port, or set it to one of ${allowed}`,
    advice: 'remove appProtocol from the port, or set it to one that the message names',
    cause: 'The appProtocol of a Service port is none that an ALB can speak to its targets. The AWS Load Balancer Controller ignores such values.',
    condition: unresolved('UnsupportedProtocol'),
  },
);

export const BACKEND_TRANSPORT = error<{ subject: string; target: string; protocol: string }>('GW2507', 'attach/backend-transport', {
  message: ({ subject, target, protocol }) => `${subject}: ${target} is a ${protocol} port; an ALB speaks TCP to its targets`,
  fix: 'refer to a TCP port of the Service',
  cause: 'A backendRef names a Service port with protocol UDP or SCTP.',
  condition: unresolved('UnsupportedProtocol'),
});

export const BACKEND_TLS_POLICY = error<{ subject: string; target: string; policy: string }>('GW2508', 'attach/backend-tls-policy', {
  message: ({ subject, target, policy }) => `${subject}: ${policy} asks for verified TLS to ${target}, but an ALB does not verify the certificates of its targets`,
  fix: 'remove the policy, or accept encryption without verification with the prop acceptUnverifiedBackendTls',
  cause: 'A BackendTLSPolicy applies to a backend. The specification forbids sending the traffic without the verification it asks for.',
  condition: unresolved('UnsupportedProtocol'),
});

export const BACKEND_TLS_UNVERIFIED = warning<{ subject: string; target: string; policy: string }>('GW2509', 'attach/backend-tls-unverified', {
  message: ({ subject, target, policy }) => `${subject}: TLS to ${target} is not verified, although ${policy} asks for it (acceptUnverifiedBackendTls)`,
  fix: 'nothing to do if encryption without verification is enough',
  cause: 'A BackendTLSPolicy applies to a backend and acceptUnverifiedBackendTls is set: the ALB encrypts, but verifies neither name nor certificate.',
});

export const EXTENSION_KIND = error<{ subject: string; kind: string }>('GW2511', 'attach/extension-kind', {
  message: ({ subject, kind }) => `${subject}: an ExtensionRef filter cannot name a ${kind}`,
  fix: 'refer to a ListenerRuleConfiguration of group gateway.k8s.aws',
  cause: 'An ExtensionRef filter names another kind than ListenerRuleConfiguration. Requests of the rule must fail rather than skip it.',
  condition: unresolved('InvalidKind'),
});

export const EXTENSION_NOT_FOUND = error<{ subject: string; target: string }>('GW2512', 'attach/extension-not-found', {
  message: ({ subject, target }) => `${subject}: ${target} is not in the manifests`,
  fix: 'add the ListenerRuleConfiguration in the namespace of the route, or correct the name',
  cause: 'An ExtensionRef filter names a ListenerRuleConfiguration that is not in the namespace of the route.',
  condition: { type: 'Accepted', status: 'False', reason: 'IncompatibleFilters' },
});

export const EXTENSION_SEVERAL = error<{ subject: string }>('GW2513', 'attach/extension-several', {
  message: ({ subject }) => `${subject} has more than one ExtensionRef filter`,
  fix: 'put everything into one ListenerRuleConfiguration; a rule can have one',
  cause: 'A route rule names more than one ListenerRuleConfiguration.',
  condition: { type: 'Accepted', status: 'False', reason: 'IncompatibleFilters' },
});

export const TARGET_GROUP_CONFIGURATION_CONFLICT = error<{ subject: string; target: string; winner: string }>(
  'GW2601',
  'attach/target-group-configuration-conflict',
  {
    message: ({ subject, target, winner }) => `${subject}: ${target} already has its settings from ${winner}`,
    fix: 'merge the two; settings for single routes go into routeConfigurations',
    cause: 'Two TargetGroupConfigurations name the same Service. The AWS Load Balancer Controller would pick either.',
    runtime: true,
  },
);

export const BACKEND_TLS_POLICY_CONFLICT = error<{ subject: string; target: string; winner: string }>(
  'GW2602',
  'attach/backend-tls-policy-conflict',
  {
    message: ({ subject, target, winner }) => `${subject}: ${target} already has ${winner}`,
    fix: 'remove one of the two policies, or name different ports in sectionName',
    cause: 'Two BackendTLSPolicies name the same Service and port. The older wins, then the first by name.',
    condition: { type: 'Accepted', status: 'False', reason: 'Conflicted' },
  },
);

export const BACKEND_TLS_POLICY_REFUSED = error<{ subject: string }>('GW2603', 'attach/backend-tls-policy-refused', {
  message: ({ subject }) => `${subject} cannot be honoured: an ALB does not verify the certificates of its targets`,
  fix: 'remove the policy, or accept encryption without verification with the prop acceptUnverifiedBackendTls',
  cause: 'A BackendTLSPolicy names a Service that a route of an ALB Gateway uses.',
  condition: { type: 'Accepted', status: 'False', reason: 'Invalid' },
});

export const BACKEND_TLS_CA = error<{ subject: string; target: string; problem: string }>('GW2604', 'attach/backend-tls-ca', {
  message: ({ subject, target, problem }) => `${subject}: the CA certificate ${target} ${problem}`,
  fix: 'refer to a ConfigMap of the core group with PEM certificates under the key ca.crt',
  cause: 'A BackendTLSPolicy names a CA certificate that is missing, malformed, or of a kind that is not understood.',
  condition: unresolved('InvalidCACertificateRef'),
});

export const BACKEND_TLS_NO_VALID_CA = error<{ subject: string }>('GW2605', 'attach/backend-tls-no-valid-ca', {
  message: ({ subject }) => `${subject}: none of its CA certificates can be used`,
  fix: 'correct the references; each has a message of its own',
  cause: 'All CA certificates of a BackendTLSPolicy are missing or refused.',
  condition: { type: 'Accepted', status: 'False', reason: 'NoValidCACertificate' },
});

export const BACKEND_TLS_TARGET_NOT_FOUND = warning<{ subject: string; target: string }>('GW2606', 'attach/backend-tls-target-not-found', {
  message: ({ subject, target }) => `${subject} protects nothing: ${target} is not in the manifests`,
  fix: 'correct the name in targetRefs, or add the Service',
  cause: 'A BackendTLSPolicy names a Service that is not in the files, so the traffic it is about may go unencrypted.',
  condition: { type: 'Accepted', status: 'False', reason: 'TargetNotFound' },
  runtime: false,
});
