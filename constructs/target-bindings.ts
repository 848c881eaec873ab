import type { aws_eks_v2 as eksv2, CfnResource } from 'aws-cdk-lib';
import { aws_eks as eks, aws_eks_v2, Resource, Stack, Token } from 'aws-cdk-lib';
import type { interfaces } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import { Construct, DependencyGroup } from 'constructs';
import type { IConstruct, IDependable } from 'constructs';
import { deliveryCodes } from '../lib/index';
import type { ClusterShare, DiagnosticSink, TargetGroupPlan } from '../lib/index';
import { clusterName, clusterShares } from './cluster-weights';
import type { ClusterWeightOptions, NamedCluster } from './cluster-weights';
import { clusterIdOf, findDelivered, rememberDelivered, servicesScope } from './delivered-objects';
import type { BindingSettings, KubernetesObject, NetworkingPeer } from './kubernetes';
import { addApiObject, constructIdOf, targetGroupBinding } from './kubernetes';

/** What all bindings of a load balancer say. */
export interface TargetBindingOptions {
  /**
   * API version of the TargetGroupBindings. Clusters in EKS Auto Mode read `eks.amazonaws.com/v1`.
   *
   * @default 'elbv2.k8s.aws/v1beta1' - the AWS Load Balancer Controller
   */
  readonly apiVersion?: string;

  /**
   * Role that the controller assumes to register targets, where the cluster is in another account than the target groups.
   * The controller accepts it for ip targets only.
   *
   * @default - the controller uses its own role
   */
  readonly iamRoleArnToAssume?: string;

  /**
   * External id for assuming `iamRoleArnToAssume`.
   *
   * @default - none
   */
  readonly assumeRoleExternalId?: string;
}

/** How bindings are written as static YAML. */
export interface ChartBindingsOptions extends TargetBindingOptions {
  /**
   * CIDR blocks from which the load balancer reaches the targets, usually those of its subnets. Written into the
   * bindings, so that the controller opens the targets for them.
   *
   * @default - the bindings leave security groups alone; see `backendSecurityGroups` of `GatewayAlb`
   */
  readonly backendCidrs?: string[];
}

/** How bindings are applied to a cluster. */
export interface ClusterBindingsOptions extends TargetBindingOptions {
  /**
   * What must be there before the bindings: the controller, whose webhook checks them.
   *
   * @default - `albController` of the cluster, if it has one
   */
  readonly controller?: IDependable;
}

/** One of several clusters behind one load balancer. */
export interface ClusterBindingsProps extends ClusterBindingsOptions, ClusterWeightOptions {
  /** A cluster of `aws-eks` or `aws-eks-v2`, created or imported, with a kubectl provider. */
  readonly cluster: interfaces.aws_eks.IClusterRef;
}

/** One of several charts for clusters behind one load balancer. */
export interface ChartBindingsProps extends ChartBindingsOptions, ClusterWeightOptions {
  /** Chart below a `cdk8s.App` of its own, synchronised into one cluster. */
  readonly chart: cdk8s.Chart;
}

/**
 * How the Kubernetes half (Services and TargetGroupBindings) gets into a cluster.
 *
 * @example
 *
 * new GatewayAlb(this, 'Web', { vpc, manifests, bindings: TargetBindings.cluster(cluster) });
 */
export abstract class TargetBindings {
  /**
   * Applied to an EKS cluster by the same stack, one manifest per object: target group, then Service, then binding,
   * then listener rule; deletion in reverse.
   *
   * @param cluster a cluster of `aws-eks` or `aws-eks-v2`, created or imported, with a kubectl provider
   * @param options what the bindings say and wait for
   *
   * @example
   *
   * // EKS Auto Mode reads another API group than the controller that is installed by hand.
   * TargetBindings.cluster(cluster, { apiVersion: 'eks.amazonaws.com/v1' });
   */
  public static cluster(cluster: interfaces.aws_eks.IClusterRef, options: ClusterBindingsOptions = {}): TargetBindings {
    return new ClusterBindings([{ ...options, cluster }], false);
  }

  /**
   * Applied to several EKS clusters, for moving from one cluster to the next. Clusters can be added and taken away one by one.
   *
   * With `weight` each cluster has target groups of its own, and every rule divides its requests by the weights. Without, the
   * same target groups hold the targets of all clusters, and requests are shared in proportion to the targets; the bindings
   * say `multiClusterTargetGroup` then, so that no controller removes the targets of another cluster.
   *
   * @param clusters the clusters, each with its own options
   *
   * @example
   *
   * TargetBindings.clusters({ cluster: blue, weight: 90 }, { cluster: green, weight: 10 });
   */
  public static clusters(...clusters: ClusterBindingsProps[]): TargetBindings {
    return new ClusterBindings(clusters, true);
  }

  /**
   * Added to a cdk8s chart, for GitOps. The objects hold no token: bindings find their target group by name.
   *
   * @param chart chart below a `cdk8s.App` of its own
   * @param options what the bindings say
   *
   * @example
   *
   * const k8s = new cdk8s.App({ outdir: 'gitops' });
   * const bindings = TargetBindings.chart(new cdk8s.Chart(k8s, 'web'), { backendCidrs: ['10.0.0.0/16'] });
   * new GatewayAlb(this, 'Web', { vpc, manifests, bindings });
   * k8s.synth();
   */
  public static chart(chart: cdk8s.Chart, options: ChartBindingsOptions = {}): TargetBindings {
    return new ChartBindings([{ ...options, chart }], false);
  }

  /**
   * Added to several cdk8s charts, one for each cluster, for GitOps: what `clusters` is to `cluster`.
   *
   * @param charts the charts, each with its own options
   *
   * @example
   *
   * TargetBindings.charts({ chart: blueChart, weight: 90 }, { chart: greenChart, weight: 10 });
   */
  public static charts(...charts: ChartBindingsProps[]): TargetBindings {
    return new ChartBindings(charts, true);
  }

  /**
   * Left to somebody else. The target groups exist and stay empty until something binds them.
   *
   * @example
   *
   * new GatewayAlb(this, 'Web', { vpc, manifests, bindings: TargetBindings.none() });
   */
  public static none(): TargetBindings {
    return new NoBindings();
  }

  protected constructor() {}

  /** Where the objects go. */
  public abstract toString(): string;

  /**
   * Clusters that have target groups of their own; mistakes in their weights are reported.
   *
   * @internal
   */
  public abstract _clusters(subject: string, sink: DiagnosticSink): readonly ClusterShare[] | undefined;

  /**
   * Delivers the objects and says on what the rules of each target group depend.
   *
   * @internal
   */
  public abstract _deliver(delivery: Delivery): ReadonlyMap<string, IDependable>;
}

/**
 * What is to be delivered.
 *
 * @internal
 */
export interface Delivery {
  readonly scope: Construct;
  readonly subject: string;
  readonly sink: DiagnosticSink;
  readonly services: readonly KubernetesObject[];
  readonly targetGroups: readonly { readonly plan: TargetGroupPlan; readonly arn: string; readonly resource: CfnResource }[];
  readonly vpcId: string;
  /** Security group the load balancer sends from; absent where the backends are opened otherwise. */
  readonly peerSecurityGroupId?: string;
  readonly backendsOpened: boolean;
  /** Is told of each Service, which stands beside the load balancer since others may need it too. */
  readonly onService: (service: IConstruct) => void;
}

class NoBindings extends TargetBindings {
  public constructor() {
    super();
  }

  public toString(): string {
    return 'TargetBindings none';
  }

  public _clusters(): undefined {
    return undefined;
  }

  public _deliver(): ReadonlyMap<string, IDependable> {
    return new Map();
  }
}

class ChartBindings extends TargetBindings {
  public constructor(
    private readonly charts: readonly ChartBindingsProps[],
    private readonly multiCluster: boolean,
  ) {
    super();
  }

  public toString(): string {
    return shown(this.multiCluster ? 'charts' : 'chart', this.charts.map(namedChart));
  }

  public _clusters(subject: string, sink: DiagnosticSink): readonly ClusterShare[] | undefined {
    return clusterShares(this.charts.map(namedChart), subject, sink);
  }

  public _deliver(delivery: Delivery): ReadonlyMap<string, IDependable> {
    for (const props of this.charts) this.deliverTo(props, delivery);
    return new Map();
  }

  private deliverTo(props: ChartBindingsProps, delivery: Delivery): void {
    const peers = (props.backendCidrs ?? []).map((cidr) => ({ ipBlock: { cidr } }));
    if (peers.length === 0 && !delivery.backendsOpened && delivery.targetGroups.length > 0) {
      delivery.sink.report(deliveryCodes.BACKENDS_NOT_OPENED, { subject: delivery.subject });
    }
    const vpcId = Token.isUnresolved(delivery.vpcId) ? undefined : delivery.vpcId;
    for (const object of [...delivery.services, ...this.bindings(props, delivery, vpcId, peers)]) this.add(props.chart, object, delivery);
  }

  private bindings(
    props: ChartBindingsProps,
    delivery: Delivery,
    vpcId: string | undefined,
    peers: readonly NetworkingPeer[],
  ): KubernetesObject[] {
    return delivery.targetGroups.filter(isFor(namedChart(props))).flatMap(({ plan }) => {
      const multiCluster = sharedBinding(plan, this.multiCluster);
      return bindingOf(plan, { targetGroup: { name: plan.name }, vpcId, peers, ...multiCluster }, props, delivery) ?? [];
    });
  }

  private add(chart: cdk8s.Chart, object: KubernetesObject, { subject, sink }: Delivery): void {
    const path = unresolvedPath(object);
    if (path !== undefined) sink.report(deliveryCodes.TOKEN_IN_CHART, { subject, path: `${constructIdOf(object)}.${path}` });
    else if (chart.node.tryFindChild(constructIdOf(object)) === undefined) addApiObject(chart, object);
  }
}

interface ClusterDelivery extends Delivery {
  readonly rendered: (object: KubernetesObject) => KubernetesObject;
}

class ClusterBindings extends TargetBindings {
  public constructor(
    private readonly clusters: readonly ClusterBindingsProps[],
    private readonly multiCluster: boolean,
  ) {
    super();
  }

  public toString(): string {
    return shown(this.multiCluster ? 'clusters' : 'cluster', this.clusters.map(namedCluster));
  }

  public _clusters(subject: string, sink: DiagnosticSink): readonly ClusterShare[] | undefined {
    return clusterShares(this.clusters.map(namedCluster), subject, sink);
  }

  public _deliver(delivery: Delivery): ReadonlyMap<string, IDependable> {
    const bound = new Map<string, DependencyGroup>();
    for (const props of this.clusters) {
      for (const [id, binding] of this.deliverTo(props, { ...delivery, rendered: renderer() })) {
        const group = bound.get(id) ?? new DependencyGroup();
        group.add(binding);
        bound.set(id, group);
      }
    }
    return bound;
  }

  private deliverTo(props: ClusterBindingsProps, delivery: ClusterDelivery): ReadonlyMap<string, Construct> {
    const peers = delivery.peerSecurityGroupId === undefined ? [] : [{ securityGroup: { groupID: delivery.peerSecurityGroupId } }];
    const services = new Map(delivery.services.map((object) => [nameOf(object), this.applyService(object, props, delivery)]));
    const scope = new Construct(delivery.scope, `Bindings-${clusterIdOf(props.cluster)}`);
    const bound = new Map<string, Construct>();
    for (const { plan, arn, resource } of delivery.targetGroups.filter(isFor(namedCluster(props)))) {
      const settings = { targetGroup: { arn }, vpcId: delivery.vpcId, peers, ...sharedBinding(plan, this.multiCluster) };
      const object = bindingOf(plan, settings, props, delivery);
      if (object === undefined || plan.binding === undefined) continue;
      const binding = this.applyBinding(scope, object, props, delivery);
      if (binding === undefined) continue;
      const service = services.get(`${plan.binding.service.namespace}/${plan.binding.service.name}`);
      // A Service of another stack cannot wait for this one.
      if (service && Stack.of(service) === Stack.of(resource)) service.node.addDependency(resource);
      binding.node.addDependency(resource, ...(service ? [service] : []));
      bound.set(plan.id, binding);
    }
    return bound;
  }

  /** The first load balancer that needs a Service brings it; the others wait for it. */
  private applyService(object: KubernetesObject, props: ClusterBindingsProps, delivery: ClusterDelivery): Construct {
    const found = findDelivered(delivery.scope, props.cluster, object);
    const service = found?.manifest ?? this.apply(servicesScope(delivery.scope, props.cluster), object, props, delivery);
    delivery.onService(service);
    if (found && !found.same) delivery.sink.report(deliveryCodes.SERVICE_DIFFERS, { service: `Service ${nameOf(object)}`, owner: found.owner });
    return service;
  }

  private applyBinding(scope: Construct, object: KubernetesObject, props: ClusterBindingsProps, delivery: ClusterDelivery): Construct | undefined {
    const found = findDelivered(delivery.scope, props.cluster, object);
    if (found === undefined) return this.apply(scope, object, props, delivery);
    delivery.sink.report(deliveryCodes.BINDING_TWICE, { subject: delivery.subject, binding: nameOf(object), owner: found.owner });
    return undefined;
  }

  /** Not `cluster.addManifest`: that would put the object into the cluster's stack. */
  private apply(scope: Construct, object: KubernetesObject, { cluster, controller }: ClusterBindingsProps, delivery: ClusterDelivery): Construct {
    const id = constructIdOf(object);
    const options = { manifest: [delivery.rendered(object)], prune: false, overwrite: true };
    const manifest = belongsTo(cluster, aws_eks_v2.Cluster)
      ? new aws_eks_v2.KubernetesManifest(scope, id, { ...options, cluster: cluster as eksv2.ICluster })
      : new eks.KubernetesManifest(scope, id, { ...options, cluster: cluster as eks.ICluster });
    const awaited = controller ?? (cluster as { albController?: IConstruct }).albController;
    if (awaited) manifest.node.addDependency(awaited);
    checkSize(options.manifest, id, delivery);
    rememberDelivered(delivery.scope, cluster, object, manifest);
    return manifest;
  }
}

function namedCluster(props: ClusterBindingsProps): NamedCluster {
  const { clusterName: name } = props.cluster.clusterRef;
  return { ...props, defaultName: Token.isUnresolved(name) ? props.cluster.node.id : name };
}

function namedChart(props: ChartBindingsProps): NamedCluster {
  return { ...props, defaultName: props.chart.node.id };
}

function shown(kind: string, clusters: readonly NamedCluster[]): string {
  return `TargetBindings ${kind} ${clusters.map((cluster) => [clusterName(cluster), cluster.weight].join(' ').trim()).join(', ')}`;
}

/** Whether a target group is filled by this cluster; one that belongs to no cluster is filled by all. */
function isFor(cluster: NamedCluster): (targetGroup: { readonly plan: TargetGroupPlan }) => boolean {
  return ({ plan: { binding } }) => binding?.cluster === undefined || binding.cluster === clusterName(cluster);
}

/** Clusters that share a target group have to say so. */
function sharedBinding({ binding }: TargetGroupPlan, multiCluster: boolean): Pick<BindingSettings, 'multiCluster'> {
  return multiCluster && binding?.cluster === undefined ? { multiCluster } : {};
}

/** The binding of a target group, if it has one. Reports what the controller's webhook would refuse. */
function bindingOf(
  plan: TargetGroupPlan,
  settings: BindingSettings,
  { apiVersion, iamRoleArnToAssume, assumeRoleExternalId }: TargetBindingOptions,
  { subject, sink }: Delivery,
): KubernetesObject | undefined {
  if (plan.binding && plan.targetType === 'instance' && iamRoleArnToAssume !== undefined) {
    const { service, servicePort } = plan.binding;
    sink.report(deliveryCodes.ASSUMED_ROLE_WITH_INSTANCES, { subject, backend: `${service.namespace}/${service.name}:${servicePort}` });
  }
  return targetGroupBinding(plan, { ...settings, apiVersion, iamRoleArnToAssume, assumeRoleExternalId });
}

/** Bytes that AWS Lambda takes as an asynchronous event, which is how the kubectl handler is called. */
const eventLimit = 262_144;

/** Addresses, ids and what tokens become: what is in the event beside the manifest. */
const eventOverhead = 8_192;

/** An update carries the old properties beside the new ones. */
function checkSize(manifest: readonly unknown[], id: string, { subject, sink }: Delivery): void {
  const bytes = Buffer.byteLength(JSON.stringify(JSON.stringify(manifest)));
  const args = { subject, object: id, bytes, limit: eventLimit };
  if (bytes + eventOverhead > eventLimit) sink.report(deliveryCodes.MANIFEST_TOO_LARGE, args);
  else if (2 * bytes + eventOverhead > eventLimit) sink.report(deliveryCodes.MANIFEST_UPDATE_TOO_LARGE, args);
}

/** Writes objects as cdk8s does; string and number tokens survive. */
function renderer(): (object: KubernetesObject) => KubernetesObject {
  const chart = new cdk8s.Chart(new cdk8s.App(), 'Objects');
  return (object) => addApiObject(chart, object);
}

function nameOf(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Imported clusters are of a class that is not exported; it shares with the exported one what comes after `Resource`. */
function belongsTo(cluster: interfaces.aws_eks.IClusterRef, exported: typeof aws_eks_v2.Cluster): boolean {
  let shared: { readonly prototype: object } = exported;
  for (let base = shared; base !== Resource; base = Object.getPrototypeOf(base) as typeof base) shared = base;
  return Object.prototype.isPrototypeOf.call(shared.prototype, cluster);
}

/** Path of the first unresolved token in a value. */
function unresolvedPath(value: unknown, path: readonly string[] = []): string | undefined {
  if (Token.isUnresolved(value)) return path.join('.');
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const found = Token.isUnresolved(key) ? [...path, key].join('.') : unresolvedPath(child, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
