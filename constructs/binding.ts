import { SecretValue, Stack, Token } from 'aws-cdk-lib';
import type { aws_certificatemanager as acm } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CertificateRef, Compilation, CompileOptions, DiagnosticSink, LoadBalancerPlan, MutualAuthentication } from '../lib/index';
import { defaultQuotas, deliveryCodes, nameOf } from '../lib/index';
import { issueCertificates } from './domain-names';
import type { GatewayAlbProps } from './gateway-alb-props';
import type { KubernetesObject } from './kubernetes';
import { subnetsFor } from './network';
import { addTrustStores } from './trust-stores';

/** Things that only CDK knows, by the names the plan gives them. */
export interface Bound {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** ARN of a certificate; undefined where none is known (that has been reported). */
  readonly certificateArn: (certificate: CertificateRef) => string | undefined;
  readonly trustStoreArn: (trustStore: NonNullable<MutualAuthentication['trustStore']>) => string | undefined;
  readonly existingTargetGroupArn: (name: string) => string | undefined;
  /** Dynamic references to the fields of an OIDC client's secret. */
  readonly oidcClient: (secret: string) => { readonly id: string; readonly secret: string } | undefined;
}

/** What the props mean to the compiler. */
export function compileOptions(scope: Construct, props: GatewayAlbProps): CompileOptions {
  return {
    gateway: props.gateway ?? 'only',
    certificates: Object.keys(props.certificates ?? {}),
    defaultCertificate: props.defaultCertificate !== undefined || props.issueCertificates === true,
    oidcClientSecrets: Object.keys(props.oidcClientSecrets ?? {}),
    existingTargetGroups: Object.keys(props.targetGroups ?? {}),
    namingScope: namingScope(scope, props),
    ...(props.defaultTargetType && { defaultTargetType: props.defaultTargetType }),
    ...(props.onInvalidRoute && { onInvalidRoute: props.onInvalidRoute }),
    ...(props.listenerIsolation !== undefined && { listenerIsolation: props.listenerIsolation }),
    ...(props.ruleCompaction !== undefined && { compaction: props.ruleCompaction }),
    ...(props.acceptUnverifiedBackendTls !== undefined && { acceptUnverifiedBackendTls: props.acceptUnverifiedBackendTls }),
    quotas: {
      rules: props.maximumRules ?? defaultQuotas.rules,
      certificates: props.maximumCertificates ?? defaultQuotas.certificates,
      listeners: props.maximumListeners ?? defaultQuotas.listeners,
    },
  };
}

/** Physical names must differ between stacks and constructs, and when the VPC changes. */
function namingScope(scope: Construct, { vpc }: GatewayAlbProps): string {
  const { stackName } = Stack.of(scope);
  const { vpcId } = vpc.vpcRef;
  return [Token.isUnresolved(stackName) ? '' : stackName, scope.node.path, Token.isUnresolved(vpcId) ? '' : vpcId].join('|');
}

/** Binds every name in the plan to what the props or the template have for it. */
export function bind(
  scope: Construct,
  props: GatewayAlbProps,
  plan: LoadBalancerPlan,
  securityGroupIds: readonly string[],
  sink: DiagnosticSink,
): Bound {
  const trustStores = addTrustStores(scope, plan);
  const issued = props.issueCertificates && !props.defaultCertificate ? issueCertificates(scope, props, plan, sink) : new Map<CertificateRef, acm.ICertificate>();
  const subject = `Gateway ${nameOf(plan.gateway)}`;
  return {
    subnetIds: subnetsFor(props, plan, sink),
    securityGroupIds,
    certificateArn: (certificate) => issued.get(certificate)?.certificateArn ?? certificateArn(certificate, props),
    existingTargetGroupArn: (name) => props.targetGroups?.[name]?.targetGroupRef.targetGroupArn,
    oidcClient: (name) => oidcClient(name, props),
    trustStoreArn: (trustStore) => {
      if (trustStore.kind === 'arn') return trustStore.arn;
      if (trustStore.kind === 'planned') return trustStores.get(trustStore.id);
      const given = props.trustStores?.[trustStore.name];
      if (given === undefined) sink.report(deliveryCodes.TRUST_STORE_BY_NAME, { subject, name: trustStore.name });
      return given?.trustStoreRef.trustStoreArn;
    },
  };
}

function certificateArn(certificate: CertificateRef, props: GatewayAlbProps): string | undefined {
  if (certificate.kind === 'arn') return certificate.arn;
  const given = certificate.kind === 'secret' ? props.certificates?.[nameOf(certificate.secret)] : props.defaultCertificate;
  return given?.certificateRef.certificateArn;
}

/** The client stays in Secrets Manager; the template holds a dynamic reference only. */
function oidcClient(name: string, props: GatewayAlbProps): { id: string; secret: string } | undefined {
  const secret = props.oidcClientSecrets?.[name];
  if (secret === undefined) return undefined;
  const { secretId } = secret.secretRef;
  return {
    id: SecretValue.secretsManager(secretId, { jsonField: 'clientID' }).unsafeUnwrap(),
    secret: SecretValue.secretsManager(secretId, { jsonField: 'clientSecret' }).unsafeUnwrap(),
  };
}

/** The Services that target groups of the plan are bound to, as they stand in the manifests, without cluster state. */
export function servicesOf(plan: LoadBalancerPlan, { resources }: Compilation): KubernetesObject[] {
  const used = new Set(plan.targetGroups.flatMap(({ binding }) => (binding ? [nameOf(binding.service)] : [])));
  return resources.services
    .filter((service) => used.has(nameOf(service.ref)))
    .map(({ object, ref }) => withoutClusterState(object.value as unknown as KubernetesObject, ref.namespace));
}

const serverFields = ['creationTimestamp', 'generation', 'managedFields', 'ownerReferences', 'resourceVersion', 'selfLink', 'uid'];

function withoutClusterState({ status: _status, ...object }: KubernetesObject, namespace: string): KubernetesObject {
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !serverFields.includes(key)));
  return { ...object, metadata: { ...metadata, name: object.metadata.name, namespace } };
}
