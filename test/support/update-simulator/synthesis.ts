import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, aws_eks_v2 as eksv2, aws_route53 as route53, NestedStack, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { GatewayAlbProps } from '../../../constructs/index';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities, TargetBindings } from '../../../constructs/index';
import { writeLedger } from '../../../lib/plan/ledger';
import type { PriorityLedger } from '../../../lib/plan/priorities';
import { manifestsOf } from './fleet';
import { flattened } from './nested-stacks';
import type { Resource, Template } from './template';
import { surroundings } from './template-of-plan';
import type { Version } from './versions';

type Props = Partial<GatewayAlbProps>;

/** The template that the constructs make of a version's manifests and the ledger it found. */
export function synthesise({ fleet, ledgerBefore }: Version, props: Props = {}): Template {
  return synthesiseText(manifestsOf(fleet).join('\n---\n'), ledgerBefore, props);
}

/** The same of any manifests with one Gateway: an internal or internet-facing load balancer in front of an imported `aws-eks-v2` cluster. */
export function synthesiseText(manifests: string, before: PriorityLedger, props: Props = {}): Template {
  const folder = mkdtempSync(join(tmpdir(), 'update-simulator-'));
  try {
    const ledger = join(folder, 'gateway-alb.priorities.json');
    writeFileSync(ledger, writeLedger(before));
    const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false, treeMetadata: false });
    const stack = new Stack(app, surroundings.stackName, { env: { account: '111122223333', region: 'eu-central-1' } });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: surroundings.vpcId,
      availabilityZones: ['eu-central-1a', 'eu-central-1b'],
      privateSubnetIds: [...surroundings.subnets.internal],
      publicSubnetIds: [...surroundings.subnets['internet-facing']],
    });
    const kubectlProvider = eksv2.KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', { serviceToken: surroundings.kubectl });
    const cluster = eksv2.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: surroundings.clusterName, vpc, kubectlProvider });
    new GatewayAlb(stack, surroundings.constructId, {
      vpc,
      manifests: GatewayManifests.fromText(manifests),
      bindings: TargetBindings.cluster(cluster),
      priorities: Priorities.ledger(ledger),
      defaultTargetType: DefaultTargetType.IP,
      hostedZones: Object.entries(surroundings.zones).map(([zoneName, hostedZoneId]) =>
        route53.HostedZone.fromHostedZoneAttributes(stack, zoneName, { zoneName, hostedZoneId })),
      defaultCertificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', surroundings.certificate),
      ...props,
    });
    const assembly = app.synth();
    const nested = stack.node.findAll().filter((child) => NestedStack.isNestedStack(child)).map((child): [string, Template] => {
      const text = readFileSync(join(assembly.directory, child.templateFile), 'utf8');
      return [stack.getLogicalId(child.nestedStackResource as CfnResource), JSON.parse(text) as Template];
    });
    return relevant(flattened(assembly.getStackByName(surroundings.stackName).template as Template, new Map(nested)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Types, properties and dependencies (of which the order means nothing): all that an update looks at. */
export function relevant({ Resources }: Template): Template {
  const resources = Object.entries(Resources).map(([id, { DependsOn, Properties, Type }]): [string, Resource] =>
    [id, { Type, Properties, ...(DependsOn !== undefined && { DependsOn: [DependsOn].flat().sort() }) }]);
  return JSON.parse(JSON.stringify({ Resources: Object.fromEntries(resources) })) as Template;
}
