import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import { DefaultTargetType, DiagnosticSeverity, GatewayAlb, GatewayManifests, InvalidRoutePolicy, TargetBindings } from '../../constructs/index';
import type { AlbSettings } from '../../lib/explain/settings';
import { compileSimulator, type Simulator } from '../../lib/explain/simulate';
import { planOf, type CloudFormationTemplate } from '../../lib/explain/template';
import type { SourceFile } from '../../lib/index';
import type { NamespacedName } from './suite';
import { nameOf } from './suite';

/** One Gateway, synthesised: what CloudFormation and the cluster would get. Everything is read back from the output. */
export interface Deployment {
  /** What the load balancer of the template does with a request. */
  readonly simulate: Simulator;
  /** Service whose pods a TargetGroupBinding registers in a target group of the template; none for a group without binding. */
  readonly serviceOf: (targetGroup: string) => NamespacedName | undefined;
  readonly protocolVersionOf: (targetGroup: string) => string | undefined;
  readonly preservesHost: boolean;
  /** ARNs of the certificates on a port. */
  readonly certificatesOn: (port: number) => readonly string[];
  /** PEM bundle of the trust store on a port, where client certificates are verified. */
  readonly trustBundleOn: (port: number) => string | undefined;
}

/** The synthesis failed, as it would for a user; the message says why. */
export class SynthesisError extends Error {}

const STACK = 'Conformance';

/** ARN of the certificate that stands for a Secret. */
export function certificateArn(secret: string): string {
  return `arn:aws:acm:eu-central-1:111122223333:certificate/${secret.replace('/', '.')}`;
}

/** Synthesises the load balancer of one Gateway in process. Throws SynthesisError. */
export function deploy(file: SourceFile, gateway: NamespacedName, certificates: readonly string[], settings: AlbSettings): Deployment {
  const outdir = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    return synthesise(outdir, file, gateway, certificates, settings);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesise(
  outdir: string,
  file: SourceFile,
  gateway: NamespacedName,
  certificates: readonly string[],
  settings: AlbSettings,
): Deployment {
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, STACK, { env: { account: '111122223333', region: 'eu-central-1' } });
  const chart = new cdk8s.Chart(new cdk8s.App(), 'kubernetes');
  const alb = new GatewayAlb(stack, 'Alb', {
    manifests: GatewayManifests.fromText(file.text, file.path),
    gateway: nameOf(gateway),
    vpc: vpcOf(stack),
    certificates: Object.fromEntries(
      certificates.map((secret) => [secret, acm.Certificate.fromCertificateArn(stack, `Certificate-${secret.replace('/', '.')}`, certificateArn(secret))]),
    ),
    bindings: TargetBindings.chart(chart, { backendCidrs: ['10.0.0.0/16'] }),
    defaultTargetType: DefaultTargetType.IP,
    onInvalidRoute: InvalidRoutePolicy.RESPOND_500,
  });
  const errors = alb.diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.ERROR);
  if (errors.length > 0) {
    throw new SynthesisError(errors.map(({ code, message, line }) => `${code} ${message}${line === undefined ? '' : ` (line ${line})`}`).join('; '));
  }
  const template = app.synth().getStackByName(STACK).template as CloudFormationTemplate;
  const assetAt = (key: string): string => readFileSync(join(outdir, `asset.${key}`), 'utf8');
  return readBack(template, chart.toJson() as readonly KubernetesOutput[], assetAt, settings);
}

function vpcOf(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    publicSubnetIds: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
  });
}

interface KubernetesOutput {
  readonly kind: string;
  readonly metadata: { readonly namespace: string };
  readonly spec: { readonly targetGroupName: string; readonly serviceRef: { readonly name: string; readonly port: number } };
}

function readBack(
  template: CloudFormationTemplate,
  objects: readonly KubernetesOutput[],
  asset: (key: string) => string,
  settings: AlbSettings,
): Deployment {
  const plan = planOf(template);
  const bindings = new Map(
    objects
      .filter(({ kind }) => kind === 'TargetGroupBinding')
      .map(({ metadata, spec: { targetGroupName, serviceRef } }) => [
        targetGroupName,
        { service: { namespace: metadata.namespace, name: serviceRef.name }, servicePort: serviceRef.port },
      ]),
  );
  const targetGroups = plan.targetGroups.map(({ id, name, protocolVersion }) => {
    const binding = bindings.get(name ?? '');
    return { id, protocolVersion, ...(binding && { binding }) };
  });
  // Read at once: the cloud assembly is gone afterwards.
  const trustBundles = new Map(
    plan.listeners.flatMap(({ port, mutualAuthentication }) => {
      const trustStore = mutualAuthentication?.trustStore;
      return trustStore?.kind === 'planned' ? [[port, asset(bundleKey(template, trustStore.id))] as const] : [];
    }),
  );
  const listenerOn = (port: number) => plan.listeners.find((listener) => listener.port === port);
  return {
    simulate: compileSimulator({ ...plan, targetGroups }, settings),
    serviceOf: (targetGroup) => targetGroups.find(({ id }) => id === targetGroup)?.binding?.service,
    protocolVersionOf: (targetGroup) => targetGroups.find(({ id }) => id === targetGroup)?.protocolVersion,
    preservesHost: plan.attributes.some(({ key, value }) => key === 'routing.http.preserve_host_header.enabled' && value === 'true'),
    certificatesOn: (port) => (listenerOn(port)?.certificates ?? []).flatMap((certificate) => (certificate.kind === 'arn' ? [certificate.arn] : [])),
    trustBundleOn: (port) => trustBundles.get(port),
  };
}

/** The S3 key of a trust store's bundle; in the cloud assembly the file has the same name. */
function bundleKey(template: CloudFormationTemplate, trustStore: string): string {
  return String(template.Resources?.[trustStore]?.Properties?.CaCertificatesBundleS3Key);
}
