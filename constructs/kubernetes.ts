import { isDeepStrictEqual } from 'node:util';
import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import type { TargetGroupPlan } from '../lib/index';

/** A Kubernetes object as it stands in a manifest. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Who may reach the targets: written into `spec.networking` of a binding. */
export type NetworkingPeer = { readonly securityGroup: { readonly groupID: string } } | { readonly ipBlock: { readonly cidr: string } };

/** What a binding says beyond the plan. Values may be tokens where the delivery allows them. */
export interface BindingSettings {
  readonly targetGroup: { readonly arn: string } | { readonly name: string };
  readonly vpcId?: string;
  /** Empty: the binding leaves security groups alone. */
  readonly peers: readonly NetworkingPeer[];
  /** Default `elbv2.k8s.aws/v1beta1`. */
  readonly apiVersion?: string;
  readonly iamRoleArnToAssume?: string;
  readonly assumeRoleExternalId?: string;
  /** Beats the plan: bindings of several clusters share the target group. */
  readonly multiCluster?: boolean;
}

/**
 * Stable construct id of an object: its kind, namespace and name. Moving it would delete the live object. A namespace has no
 * dot, so no two names give the same id.
 */
export function constructIdOf(object: KubernetesObject): string {
  return `${object.kind}-${object.metadata.namespace ?? ''}.${object.metadata.name}`;
}

/**
 * The TargetGroupBinding of a target group (`elbv2.k8s.aws/v1beta1`).
 * All immutable fields are written out; the name carries the identity of the target group, because the webhook refuses
 * a change of any of them.
 */
export function targetGroupBinding(group: TargetGroupPlan, settings: BindingSettings): KubernetesObject | undefined {
  const { binding } = group;
  if (binding === undefined) return undefined;
  const metadata = {
    namespace: binding.service.namespace,
    name: group.name.toLowerCase(),
    ...(Object.keys(binding.labels).length > 0 && { labels: binding.labels }),
    ...(Object.keys(binding.annotations).length > 0 && { annotations: binding.annotations }),
  };
  const spec = {
    ...('arn' in settings.targetGroup
      ? { targetGroupARN: settings.targetGroup.arn }
      : { targetGroupName: settings.targetGroup.name }),
    targetType: group.targetType,
    targetGroupProtocol: group.protocol,
    ipAddressType: group.ipAddressType,
    ...(settings.vpcId !== undefined && { vpcID: settings.vpcId }),
    serviceRef: { name: binding.service.name, port: binding.servicePort },
    ...(settings.peers.length > 0 && { networking: networking(binding.openPorts, settings.peers) }),
    ...(binding.nodeSelector && { nodeSelector: binding.nodeSelector }),
    ...((settings.multiCluster ?? binding.multiCluster) && { multiClusterTargetGroup: true }),
    ...(settings.iamRoleArnToAssume !== undefined && { iamRoleArnToAssume: settings.iamRoleArnToAssume }),
    ...(settings.assumeRoleExternalId !== undefined && { assumeRoleExternalId: settings.assumeRoleExternalId }),
  };
  return { apiVersion: settings.apiVersion ?? 'elbv2.k8s.aws/v1beta1', kind: 'TargetGroupBinding', metadata, spec };
}

function networking(ports: readonly (number | string)[], peers: readonly NetworkingPeer[]): Record<string, unknown> {
  return { ingress: ports.map((port) => ({ from: [...peers], ports: [{ protocol: 'TCP', port }] })) };
}

/** Adds an object to a cdk8s scope, through the typed class where cdk8s-plus has one that loses nothing. Gives what cdk8s writes. */
export function addApiObject(scope: Construct, object: KubernetesObject): KubernetesObject {
  const id = constructIdOf(object);
  if (object.apiVersion === 'v1' && object.kind === 'Service') {
    const written = addService(scope, id, object).toJson() as KubernetesObject;
    if (isDeepStrictEqual(written.spec, object.spec)) return written;
    // The typed class knows the fields of one Kubernetes version only.
    scope.node.tryRemoveChild(id);
  }
  return new ApiObject(scope, id, { ...object }).toJson() as KubernetesObject;
}

function addService(scope: Construct, id: string, { metadata, spec }: KubernetesObject): k8s.KubeService {
  const { ports, ...rest } = (spec ?? {}) as ServiceSpec;
  const typedPorts = ports?.map((port) => ({ ...port, ...(port.targetPort !== undefined && { targetPort: intOrString(port.targetPort) }) }));
  return new k8s.KubeService(scope, id, {
    metadata,
    spec: { ...rest, ...(typedPorts && { ports: typedPorts }) } as k8s.ServiceSpec,
  });
}

interface ServiceSpec {
  readonly ports?: readonly { readonly targetPort?: number | string }[];
}

function intOrString(value: number | string): k8s.IntOrString {
  return typeof value === 'number' ? k8s.IntOrString.fromNumber(value) : k8s.IntOrString.fromString(value);
}
