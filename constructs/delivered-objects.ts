import { isDeepStrictEqual } from 'node:util';
import { Stack, Stage, Token } from 'aws-cdk-lib';
import type { interfaces } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import type { KubernetesObject } from './kubernetes';
import { constructIdOf } from './kubernetes';

/** An object that a load balancer of this app brings into a cluster already. */
export interface DeliveredObject {
  /** Construct path of the load balancer that was first. */
  readonly owner: string;
  readonly manifest: Construct;
  /** Whether it is delivered as it is wanted now. */
  readonly same: boolean;
}

interface Delivered {
  readonly owner: string;
  readonly object: KubernetesObject;
  readonly manifest: Construct;
}

const stages = new WeakMap<IConstruct, Map<string, Delivered>>();

/** Id of a cluster within a construct tree: its name, or the address of the construct where the name is a token. */
export function clusterIdOf(cluster: interfaces.aws_eks.IClusterRef): string {
  const { clusterName } = cluster.clusterRef;
  return Token.isUnresolved(clusterName) ? cluster.node.addr : clusterName;
}

/** What load balancers of the same stage have brought into the same cluster under this kind, namespace and name. */
export function findDelivered(scope: Construct, cluster: interfaces.aws_eks.IClusterRef, object: KubernetesObject): DeliveredObject | undefined {
  const found = deliveredIn(scope).get(keyOf(cluster, object));
  return found && { owner: found.owner, manifest: found.manifest, same: isDeepStrictEqual(found.object, object) };
}

/** Remembers that the construct `owner` brings an object into a cluster. */
export function rememberDelivered(owner: Construct, cluster: interfaces.aws_eks.IClusterRef, object: KubernetesObject, manifest: Construct): void {
  deliveredIn(owner).set(keyOf(cluster, object), { owner: owner.node.path, object, manifest });
}

/**
 * Where Services for a cluster stand in a stack. It does not depend on the load balancer that needs them, so that a Service
 * outlives the one that came first: a moved construct path deletes the live object.
 */
export function servicesScope(scope: Construct, cluster: interfaces.aws_eks.IClusterRef): Construct {
  const id = `GatewayAlbServices-${clusterIdOf(cluster)}`;
  const stack = Stack.of(scope);
  return (stack.node.tryFindChild(id)) ?? new Construct(stack, id);
}

/** Stages are deployed apart and may not depend on each other. */
function deliveredIn(scope: Construct): Map<string, Delivered> {
  const stage = Stage.of(scope) ?? scope.node.root;
  const known = stages.get(stage) ?? new Map<string, Delivered>();
  stages.set(stage, known);
  return known;
}

/** Clusters of one name in two regions are two. */
function keyOf(cluster: interfaces.aws_eks.IClusterRef, object: KubernetesObject): string {
  const { account, region } = cluster.env;
  return [account, region, clusterIdOf(cluster), constructIdOf(object)].join('|');
}
