import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  attachCustomSynthesis,
  aws_certificatemanager as acm,
  aws_ec2 as ec2,
  aws_eks as eks,
  aws_elasticloadbalancingv2 as elbv2,
  aws_lambda as lambda,
  aws_secretsmanager as secretsmanager,
  CfnOutput,
  CfnParameter,
  Stack,
} from 'aws-cdk-lib';
import type { ISynthesisSession } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import { Construct } from 'constructs';
import { DefaultTargetType, GatewayAlb, GatewayManifests, InvalidRoutePolicy, Priorities, TargetBindings } from '../../constructs/index';
import { nameOf } from '../../lib/index';
import type { CertificateRef, LoadBalancerPlan } from '../../lib/index';
import type { AppSettings } from './settings';

/** One Gateway as a stack of its own. */
interface GatewayStackProps {
  readonly settings: AppSettings;
  readonly gateway: string;
  /** The plan, to know what the stack must ask for as parameters. */
  readonly plan: LoadBalancerPlan;
}

/**
 * A stack that deploys anywhere as it is: everything the manifests and the context leave open (VPC, subnets,
 * certificates, ...) is a CloudFormation parameter.
 */
export class GatewayStack extends Stack {
  /** Where the Kubernetes objects are written; absent when they are applied to a cluster. */
  public kubernetesFile?: string;

  public constructor(scope: Construct, id: string, props: GatewayStackProps) {
    super(scope, id, { description: `Application Load Balancer of Gateway ${props.gateway}` });
    const { settings, plan } = props;
    const vpcId = settings.vpcId ?? this.parameter('VpcId', 'AWS::EC2::VPC::Id', 'VPC of the load balancer and its targets');
    const alb = new GatewayAlb(this, 'Gateway', {
      manifests: GatewayManifests.fromFiles(settings.manifests),
      gateway: props.gateway,
      vpc: ec2.CfnVPC.fromVpcId(this, 'Vpc', vpcId),
      subnetIds: settings.subnetIds ?? plan.subnets?.ids?.slice() ?? this.subnetParameter(plan),
      priorities: settings.priorities === undefined ? Priorities.ranked() : Priorities.ledger(settings.priorities),
      onInvalidRoute: settings.onInvalidRoute === 'fail' ? InvalidRoutePolicy.FAIL : InvalidRoutePolicy.RESPOND_500,
      defaultTargetType: settings.defaultTargetType === 'ip' ? DefaultTargetType.IP : DefaultTargetType.INSTANCE,
      ...(settings.backendSecurityGroups && { backendSecurityGroups: this.importSecurityGroups(settings.backendSecurityGroups, 'Backend') }),
      bindings: settings.cluster === undefined ? this.yamlBindings(settings) : this.clusterBindings(settings, vpcId),
      ...this.certificates(plan),
      ...this.namedResources(plan),
    });
    new CfnOutput(this, 'LoadBalancerDnsName', { value: alb.loadBalancer.loadBalancerDnsName });
  }

  private parameter(name: string, type: string, description: string): string {
    return new CfnParameter(this, name, { type, description }).valueAsString;
  }

  private arnParameter(name: string, description: string): string {
    const id = name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase());
    return new CfnParameter(this, id, { type: 'String', description, allowedPattern: 'arn:.+' }).valueAsString;
  }

  private subnetParameter(plan: LoadBalancerPlan): string[] {
    return new CfnParameter(this, 'SubnetIds', {
      type: 'List<AWS::EC2::Subnet::Id>',
      description: `At least two ${plan.scheme === 'internal' ? 'private' : 'public'} subnets in different Availability Zones`,
    }).valueAsList;
  }

  /** One parameter for each Secret that listeners name, and one for listeners that name none. */
  private certificates(plan: LoadBalancerPlan): { certificates?: Record<string, acm.ICertificate>; defaultCertificate?: acm.ICertificate } {
    const references = plan.listeners.flatMap((listener) => listener.certificates);
    const secrets = new Set(references.flatMap((reference) => (reference.kind === 'secret' ? [nameOf(reference.secret)] : [])));
    const certificates = Object.fromEntries([...secrets].sort().map((name) => [name, this.certificate(`Certificate-${name}`, `Secret ${name}`)]));
    const unnamed = references.find((reference): reference is CertificateRef & { kind: 'hostnames' } => reference.kind === 'hostnames');
    return {
      certificates,
      ...(unnamed && { defaultCertificate: this.certificate('DefaultCertificate', unnamed.hostnames.join(', ')) }),
    };
  }

  private certificate(id: string, what: string): acm.ICertificate {
    const arn = this.arnParameter(`${id}-Arn`, `ARN of the ACM certificate for ${what}`);
    return acm.Certificate.fromCertificateArn(this, `${id.replace('/', '-')}-Imported`, arn);
  }

  /** Parameters for what the manifests name and only the account knows. */
  private namedResources(plan: LoadBalancerPlan): {
    oidcClientSecrets: Record<string, secretsmanager.ISecret>;
    targetGroups: Record<string, elbv2.ITargetGroup>;
    trustStores: Record<string, elbv2.ITrustStore>;
    securityGroups?: ec2.ISecurityGroup[];
  } {
    const rules = plan.listeners.flatMap((listener) => listener.rules);
    const clients = rules.flatMap(({ authentication }) => (authentication?.type === 'authenticate-oidc' ? [nameOf(authentication.clientSecret)] : []));
    const groups = rules.flatMap(({ action }) => (action.type === 'forward' ? action.targetGroups : []));
    const existing = groups.flatMap(({ targetGroup }) => (targetGroup.kind === 'existing' ? [targetGroup.name] : []));
    const stores = plan.listeners.flatMap(({ mutualAuthentication: mutual }) => (mutual?.trustStore?.kind === 'name' ? [mutual.trustStore.name] : []));
    return {
      oidcClientSecrets: this.eachOf(clients, (name) =>
        secretsmanager.Secret.fromSecretCompleteArn(this, `OidcClient-${name}`, this.arnParameter(`OidcClient-${name}-Arn`, `ARN of the Secrets Manager secret for Secret ${name}`)),
      ),
      targetGroups: this.eachOf(existing, (name) =>
        elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(this, `TargetGroup-${name}`, {
          targetGroupArn: this.arnParameter(`TargetGroup-${name}-Arn`, `ARN of the target group ${name}`),
        }),
      ),
      trustStores: this.eachOf(stores, (name) =>
        elbv2.TrustStore.fromTrustStoreArn(this, `TrustStore-${name}`, this.arnParameter(`TrustStore-${name}-Arn`, `ARN of the trust store ${name}`)),
      ),
      ...this.securityGroups(plan),
    };
  }

  private securityGroups(plan: LoadBalancerPlan): { securityGroups?: ec2.ISecurityGroup[] } {
    const { ids, names } = plan.securityGroups;
    if (names.length === 0) return {};
    const named = names.map((name, index) =>
      this.parameter(`SecurityGroup${index + 1}`, 'AWS::EC2::SecurityGroup::Id', `Security group with Name tag ${name}`),
    );
    return { securityGroups: this.importSecurityGroups([...ids, ...named], 'Named') };
  }

  private importSecurityGroups(ids: readonly string[], what: string): ec2.ISecurityGroup[] {
    return ids.map((id, index) => ec2.SecurityGroup.fromSecurityGroupId(this, `${what}SecurityGroup${index}`, id));
  }

  private eachOf<T>(names: readonly string[], make: (name: string) => T): Record<string, T> {
    return Object.fromEntries([...new Set(names)].sort().map((name) => [name, make(name)]));
  }

  /** The objects as one YAML file beside the template. */
  private yamlBindings({ backendCidrs }: AppSettings): TargetBindings {
    const chart = new cdk8s.Chart(new cdk8s.App(), this.stackName);
    attachCustomSynthesis(new Construct(this, 'KubernetesYaml'), {
      onSynthesize: ({ outdir }: ISynthesisSession) => {
        const folder = join(outdir, 'k8s');
        mkdirSync(folder, { recursive: true });
        this.kubernetesFile = join(folder, `${this.node.id}.k8s.yaml`);
        writeFileSync(this.kubernetesFile, cdk8s.Yaml.stringify(...(chart.toJson() as unknown[])));
      },
    });
    return TargetBindings.chart(chart, { backendCidrs });
  }

  private clusterBindings(settings: AppSettings, vpcId: string): TargetBindings {
    const layer = settings.kubectlLayerArn ?? this.arnParameter('KubectlLayerArn', 'ARN of a Lambda layer with kubectl for the version of the cluster');
    const cluster = eks.Cluster.fromClusterAttributes(this, 'Cluster', {
      clusterName: settings.cluster ?? '',
      kubectlRoleArn: settings.kubectlRoleArn,
      kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(this, 'KubectlLayer', layer),
      vpc: ec2.Vpc.fromVpcAttributes(this, 'ClusterVpc', { vpcId, availabilityZones: ['unknown'] }),
    });
    return TargetBindings.cluster(cluster);
  }
}
