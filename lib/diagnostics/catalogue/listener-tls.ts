/** GW23xx: certificates of listeners, and the validation of client certificates. */
import type { ConditionVerdict } from '../diagnostic';
import { error, note, warning } from '../diagnostic';

const invalidCertificate: ConditionVerdict = { type: 'ResolvedRefs', status: 'False', reason: 'InvalidCertificateRef' };
const invalidAuthority: ConditionVerdict = { type: 'ResolvedRefs', status: 'False', reason: 'InvalidCACertificateRef' };

export const CERTIFICATE_NOT_PERMITTED = error<{ subject: string; target: string; fromKind: string; namespace: string }>(
  'GW2301',
  'attach/certificate-not-permitted',
  {
    message: ({ subject, target }) => `${subject}: no ReferenceGrant allows its certificateRef to ${target}`,
    fix: ({ fromKind, namespace }) => `add a ReferenceGrant to namespace ${namespace} (from: ${fromKind}, to: Secret)`,
    advice: 'add a ReferenceGrant to the namespace of the Secret (from: Gateway or ListenerSet, to: Secret)',
    cause: 'A certificateRef names a Secret of another namespace without a ReferenceGrant there. For a ListenerSet the grant must say kind ListenerSet.',
    condition: { type: 'ResolvedRefs', status: 'False', reason: 'RefNotPermitted' },
  },
);

export const CERTIFICATE_KIND = error<{ subject: string; kind: string }>('GW2302', 'attach/certificate-kind', {
  message: ({ subject, kind }) => `${subject}: certificateRef names a ${kind}; only Secrets of the core group are understood`,
  fix: 'refer to a Secret, or name an ACM certificate: tls.options with gateway.k8s.aws/certificate-arn',
  cause: 'A certificateRef has another group or kind than a core Secret.',
  condition: invalidCertificate,
});

export const CERTIFICATE_MALFORMED = error<{ subject: string; target: string; problem: string }>('GW2303', 'attach/certificate-malformed', {
  message: ({ subject, target, problem }) => `${subject}: certificateRef names ${target}, which ${problem}`,
  fix: 'correct the Secret (type kubernetes.io/tls with PEM data under tls.crt and tls.key), or map it in the certificates prop',
  cause: 'A certificateRef names a Secret in the files that holds no usable certificate.',
  condition: invalidCertificate,
});

export const CERTIFICATE_NOT_MAPPED = error<{ subject: string; target: string; name: string }>('GW2304', 'attach/certificate-not-mapped', {
  message: ({ subject, target }) => `${subject}: no certificate is given for ${target}`,
  fix: ({ name }) => `an ALB takes certificates from ACM: pass one in the certificates prop of the construct, certificates: { '${name}': certificate }`,
  advice: 'pass a certificate of ACM in the certificates prop of the construct, certificates: { \'namespace/secret\': certificate }',
  cause: 'A certificateRef names a Secret for which the construct was given no certificate. Secrets cannot be put into a template.',
  condition: invalidCertificate,
});

export const CERTIFICATE_REF_SUPERSEDED = note<{ subject: string; target: string; configuration: string }>(
  'GW2305',
  'attach/certificate-ref-superseded',
  {
    message: ({ subject, target, configuration }) => `${subject}: certificateRef ${target} is ignored; ${configuration} names the certificates of this port`,
    fix: 'nothing to do; map the Secret in the certificates prop if its certificate should be used as well',
    cause: 'A certificateRef is not mapped to a certificate, and a LoadBalancerConfiguration names certificates for the listener.',
  },
);

export const TLS_OPTION_UNKNOWN = error<{ subject: string; option: string; allowed: string }>('GW2306', 'attach/tls-option-unknown', {
  message: ({ subject, option }) => `${subject}: tls.options has no "${option}"`,
  fix: ({ allowed }) => `the only option is ${allowed}, with one or more ACM certificate ARNs separated by commas`,
  advice: 'use the option gateway.k8s.aws/certificate-arn, with one or more ACM certificate ARNs separated by commas',
  cause: 'tls.options of a listener has a key that means nothing here. Keys without a domain are reserved by the Gateway API.',
  condition: { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' },
});

export const CERTIFICATE_ARN_MALFORMED = error<{ subject: string; arn: string }>('GW2307', 'attach/certificate-arn-malformed', {
  message: ({ subject, arn }) => `${subject}: "${arn}" is not the ARN of a certificate`,
  fix: 'write ARNs of ACM certificates (arn:aws:acm:REGION:ACCOUNT:certificate/ID) or IAM server certificates, separated by commas',
  cause: 'The tls option for certificate ARNs holds something else.',
  condition: invalidCertificate,
});

export const CA_NOT_PERMITTED = error<{ subject: string; target: string; namespace: string }>('GW2311', 'attach/ca-certificate-not-permitted', {
  message: ({ subject, target }) => `${subject}: no ReferenceGrant allows the CA certificate ${target}`,
  fix: ({ namespace }) => `add a ReferenceGrant to namespace ${namespace} (from: Gateway, to: ConfigMap), or move the ConfigMap`,
  advice: 'add a ReferenceGrant to the namespace of the ConfigMap (from: Gateway, to: ConfigMap), or move the ConfigMap',
  cause: 'spec.tls.frontend of a Gateway names a ConfigMap of another namespace without a ReferenceGrant there.',
  condition: { type: 'ResolvedRefs', status: 'False', reason: 'RefNotPermitted' },
});

export const CA_KIND = error<{ subject: string; kind: string }>('GW2312', 'attach/ca-certificate-kind', {
  message: ({ subject, kind }) => `${subject}: the CA certificate is a ${kind}; only ConfigMaps of the core group are understood`,
  fix: 'put the certificates of the authorities under the key ca.crt of a ConfigMap and refer to that',
  cause: 'spec.tls.frontend of a Gateway names another kind than ConfigMap as CA certificate.',
  condition: { type: 'ResolvedRefs', status: 'False', reason: 'InvalidCACertificateKind' },
});

export const CA_NOT_FOUND = error<{ subject: string; target: string }>('GW2313', 'attach/ca-certificate-not-found', {
  message: ({ subject, target }) => `${subject}: the CA certificate ${target} is not in the manifests`,
  fix: 'add the ConfigMap to the manifests: its certificates become the trust store of the load balancer',
  cause: 'spec.tls.frontend of a Gateway names a ConfigMap that is not in the files.',
  condition: invalidAuthority,
});

export const CA_MALFORMED = error<{ subject: string; target: string }>('GW2314', 'attach/ca-certificate-malformed', {
  message: ({ subject, target }) => `${subject}: ${target} has no PEM certificates under the key ca.crt`,
  fix: 'put the certificates of the authorities, in PEM form, under the key ca.crt',
  cause: 'spec.tls.frontend of a Gateway names a ConfigMap without readable CA certificates.',
  condition: invalidAuthority,
});

export const NO_VALID_CA = error<{ subject: string; port: number }>('GW2315', 'attach/no-valid-ca-certificate', {
  message: ({ subject, port }) => `${subject}: no CA certificate for port ${port} can be used, so clients could not be authenticated`,
  fix: 'correct the references in spec.tls.frontend; each has a message of its own',
  cause: 'All CA certificates for a port are missing or refused. The listeners on it are not made, rather than left open to all clients.',
  condition: { type: 'Accepted', status: 'False', reason: 'NoValidCACertificate' },
});

export const INSECURE_FRONTEND = warning<{ subject: string; where: string }>('GW2316', 'attach/insecure-frontend-validation', {
  message: ({ subject, where }) => `${subject}: ${where} lets clients in that have no valid certificate (AllowInsecureFallback)`,
  fix: 'use mode: AllowValidOnly; with AllowInsecureFallback the ALB verifies nothing and passes certificates on in headers (mode passthrough)',
  cause: 'spec.tls.frontend of a Gateway has mode AllowInsecureFallback, which lets in clients without a valid certificate.',
  condition: { type: 'InsecureFrontendValidationMode', status: 'True', reason: 'ConfigurationChanged' },
  runtime: false,
});

export const FRONTEND_PORT_UNUSED = warning<{ subject: string; port: number }>('GW2317', 'attach/frontend-port-unused', {
  message: ({ subject, port }) => `${subject}: tls.frontend.perPort has port ${port}, but no HTTPS listener is on that port`,
  fix: 'correct the port, or remove the entry',
  cause: 'An entry of spec.tls.frontend.perPort names a port that no HTTPS listener is on, so it has no effect.',
});

export const FRONTEND_UNUSED = warning<{ subject: string }>('GW2318', 'attach/frontend-validation-unused', {
  message: ({ subject }) => `${subject}: tls.frontend asks for client certificates, but no listener speaks HTTPS`,
  fix: 'give the Gateway an HTTPS listener, or remove the validation',
  cause: 'spec.tls.frontend.default has a validation, and neither the Gateway nor its ListenerSets have an HTTPS listener.',
});
