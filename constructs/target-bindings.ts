import type { aws_eks_v2 as eksv2, CfnResource } from 'aws-cdk-lib';
import { aws_eks as eks, aws_eks_v2, Token } from 'aws-cdk-lib';
import type { interfaces } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import type { Construct, IConstruct, IDependable } from 'constructs';
import { deliveryCodes } from '../lib/index';
import type { DiagnosticSink, TargetGroupPlan } from '../lib/index';
import type { KubernetesObject, NetworkingPeer } from './kubernetes';
import { addApiObject, constructIdOf, targetGroupBinding } from './kubernetes';

/** How bindings are written as static YAML. */
export interface ChartBindingsOptions {
  /**
   * CIDR blocks from which the load balancer reaches the targets, usually those of its subnets. Written into the
   * bindings, so that the controller opens the targets for them.
   *
   * @default - the bindings leave security groups alone; see `backendSecurityGroups` of `GatewayAlb`
   */
  readonly backendCidrs?: string[];
}

/**
 * How the Kubernetes half (Services and TargetGroupBindings) gets into a cluster.
 */
export abstract class TargetBindings {
  /**
   * Applied to an EKS cluster by the same stack, one manifest per object: target group, then Service, then binding,
   * then listener rule; deletion in reverse.
   *
   * @param cluster a cluster of `aws-eks` or `aws-eks-v2`, created or imported, with a kubectl provider
   */
  public static cluster(cluster: interfaces.aws_eks.IClusterRef): TargetBindings {
    return new ClusterBindings(cluster);
  }

  /**
   * Added to a cdk8s chart, for GitOps. The objects hold no token: bindings find their target group by name.
   *
   * @param chart chart below a `cdk8s.App` of its own
   * @param options peers of the bindings
   */
  public static chart(chart: cdk8s.Chart, options: ChartBindingsOptions = {}): TargetBindings {
    return new ChartBindings(chart, options);
  }

  /** Left to somebody else. The target groups exist and stay empty until something binds them. */
  public static none(): TargetBindings {
    return new NoBindings();
  }

  protected constructor() {}

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
}

class NoBindings extends TargetBindings {
  public constructor() {
    super();
  }

  public _deliver(): ReadonlyMap<string, IDependable> {
    return new Map();
  }
}

class ChartBindings extends TargetBindings {
  public constructor(
    private readonly chart: cdk8s.Chart,
    private readonly options: ChartBindingsOptions,
  ) {
    super();
  }

  public _deliver(delivery: Delivery): ReadonlyMap<string, IDependable> {
    const peers = (this.options.backendCidrs ?? []).map((cidr) => ({ ipBlock: { cidr } }));
    if (peers.length === 0 && !delivery.backendsOpened && delivery.targetGroups.length > 0) {
      delivery.sink.report(deliveryCodes.BACKENDS_NOT_OPENED, { subject: delivery.subject });
    }
    const vpcId = Token.isUnresolved(delivery.vpcId) ? undefined : delivery.vpcId;
    for (const object of [...delivery.services, ...this.bindings(delivery, vpcId, peers)]) this.add(object, delivery);
    return new Map();
  }

  private bindings(delivery: Delivery, vpcId: string | undefined, peers: readonly NetworkingPeer[]): KubernetesObject[] {
    return delivery.targetGroups.flatMap(
      ({ plan }) => targetGroupBinding(plan, { targetGroup: { name: plan.name }, vpcId, peers }) ?? [],
    );
  }

  private add(object: KubernetesObject, { subject, sink }: Delivery): void {
    const path = unresolvedPath(object);
    if (path !== undefined) sink.report(deliveryCodes.TOKEN_IN_CHART, { subject, path: `${constructIdOf(object)}.${path}` });
    else if (this.chart.node.tryFindChild(constructIdOf(object)) === undefined) addApiObject(this.chart, object);
  }
}

class ClusterBindings extends TargetBindings {
  public constructor(private readonly cluster: interfaces.aws_eks.IClusterRef) {
    super();
  }

  public _deliver(delivery: Delivery): ReadonlyMap<string, IDependable> {
    const peers = delivery.peerSecurityGroupId === undefined ? [] : [{ securityGroup: { groupID: delivery.peerSecurityGroupId } }];
    const services = new Map(delivery.services.map((object) => [nameOf(object), this.apply(delivery.scope, object)]));
    const bound = new Map<string, IDependable>();
    for (const { plan, arn, resource } of delivery.targetGroups) {
      const object = targetGroupBinding(plan, { targetGroup: { arn }, vpcId: delivery.vpcId, peers });
      if (object === undefined || plan.binding === undefined) continue;
      const binding = this.apply(delivery.scope, object);
      const service = services.get(`${plan.binding.service.namespace}/${plan.binding.service.name}`);
      service?.node.addDependency(resource);
      binding.node.addDependency(service ?? resource);
      bound.set(plan.id, binding);
    }
    return bound;
  }

  /** Not `cluster.addManifest`: that would put the object into the cluster's stack. */
  private apply(scope: Construct, object: KubernetesObject): Construct {
    const id = constructIdOf(object);
    const options = { manifest: [rendered(object)], prune: false, overwrite: true };
    const manifest = belongsTo(this.cluster, aws_eks_v2.Cluster)
      ? new aws_eks_v2.KubernetesManifest(scope, id, { ...options, cluster: this.cluster as eksv2.ICluster })
      : new eks.KubernetesManifest(scope, id, { ...options, cluster: this.cluster as eks.ICluster });
    const { albController } = this.cluster as { albController?: IConstruct };
    if (albController) manifest.node.addDependency(albController);
    return manifest;
  }
}

/** The object as cdk8s writes it, in a chart of its own; string and number tokens survive. */
function rendered(object: KubernetesObject): Record<string, unknown> {
  const chart = new cdk8s.Chart(new cdk8s.App(), 'Object');
  addApiObject(chart, object);
  return (chart.toJson() as Record<string, unknown>[])[0] ?? {};
}

function nameOf(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Imported clusters are of a class that is not exported; it shares its base class with the exported one. */
function belongsTo(cluster: interfaces.aws_eks.IClusterRef, exported: unknown): boolean {
  const base = Object.getPrototypeOf(exported) as { prototype: object };
  return Object.prototype.isPrototypeOf.call(base.prototype, cluster);
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
