import { Token } from 'aws-cdk-lib';
import { deliveryCodes } from '../lib/index';
import type { ClusterShare, DiagnosticSink } from '../lib/index';

/** How requests are divided between clusters behind one load balancer. */
export interface ClusterWeightOptions {
  /**
   * Part of the requests, 0 to 999, relative to the other clusters. Given for all clusters or for none. With weights, each
   * cluster has target groups of its own, and every rule divides its requests by them; with weight 0 they are kept warm.
   *
   * @default - the clusters share target groups, and requests are shared in proportion to the targets
   */
  readonly weight?: number;

  /**
   * Name of the cluster in the identity of its target groups, where clusters have weights. Changing it replaces them.
   *
   * @default - name of the cluster or id of the chart; of a cluster whose name is known at deployment only, the id of its construct
   */
  readonly name?: string;

  /**
   * Where clusters have weights: this cluster was there before they had, alone or as one of those that share target groups.
   * It goes on with the target groups of that time instead of getting new ones. For at most one cluster, as long as it
   * stands behind the load balancer.
   *
   * @default false
   */
  readonly keepsTargetGroups?: boolean;
}

/** One of the clusters, with the name it has if none is given. */
export interface NamedCluster extends ClusterWeightOptions {
  readonly defaultName: string;
}

/** Name of a cluster in the identity of its target groups. */
export function clusterName({ name, defaultName }: NamedCluster): string {
  return name ?? defaultName;
}

const heaviest = 999;

/**
 * The clusters as the plan wants them; undefined where they share target groups, or where their weights make no sense (that
 * has been reported then).
 */
export function clusterShares(clusters: readonly NamedCluster[], subject: string, sink: DiagnosticSink): readonly ClusterShare[] | undefined {
  const weighted = clusters.filter(({ weight }) => weight !== undefined);
  if (weighted.length === 0) return undefined;
  const before = sink.diagnostics.length;
  const names = clusters.map(clusterName);
  const without = clusters.filter(({ weight }) => weight === undefined).map(clusterName);
  const outside = clusters.filter(({ weight = 0 }) => !isWeight(weight));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  const keeping = clusters.filter(({ keepsTargetGroups }) => keepsTargetGroups).map(clusterName);
  if (without.length > 0) sink.report(deliveryCodes.CLUSTER_WEIGHT_MISSING, { subject, with: weighted.map(clusterName), without });
  for (const cluster of outside) {
    const weight = Token.isUnresolved(cluster.weight) ? 'a token' : String(cluster.weight);
    sink.report(deliveryCodes.CLUSTER_WEIGHT_RANGE, { subject, cluster: clusterName(cluster), weight });
  }
  if (clusters.every(({ weight = 0 }) => weight === 0)) sink.report(deliveryCodes.CLUSTER_WEIGHTS_ZERO, { subject, clusters: names });
  if (twice !== undefined) sink.report(deliveryCodes.CLUSTER_NAME_TWICE, { subject, cluster: twice });
  if (keeping.length > 1) sink.report(deliveryCodes.CLUSTER_KEEPS_TWICE, { subject, clusters: keeping });
  return sink.diagnostics.length > before ? undefined : clusters.map((cluster) => ({
    name: clusterName(cluster),
    weight: cluster.weight ?? 0,
    keepsTargetGroups: cluster.keepsTargetGroups ?? false,
  }));
}

function isWeight(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 0 && weight <= heaviest;
}
