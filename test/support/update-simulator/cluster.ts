import { faultsOf, targetGroupBindingSchema } from './binding-schema';
import { Refused } from './refusal';

/** A Kubernetes object as it is applied. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace: string; readonly name: string };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the schema is checked at run time
  readonly spec: Readonly<Record<string, any>>;
}

/** What the webhook asks AWS about a target group; undefined where there is none. */
export type TargetGroupLookup = (arn: string) => TargetGroupFacts | undefined;

export interface TargetGroupFacts {
  readonly protocol: string;
  readonly ipAddressType: string;
  readonly vpcId: string;
}

/**
 * The live objects of one cluster and what its API server and the webhook of the AWS Load Balancer Controller refuse.
 * Objects are values: an update puts a new one in place of the old.
 */
export class Cluster {
  public constructor(private readonly objects = new Map<string, KubernetesObject>()) {}

  public copy(): Cluster {
    return new Cluster(new Map(this.objects));
  }

  public all(kind: 'Service' | 'TargetGroupBinding'): readonly KubernetesObject[] {
    return [...this.objects.values()].filter((object) => object.kind === kind);
  }

  public find(kind: 'Service' | 'TargetGroupBinding', namespace: string, name: string): KubernetesObject | undefined {
    return this.objects.get(`${kind} ${namespace}/${name}`);
  }

  public names(): readonly string[] {
    return [...this.objects.keys()].sort();
  }

  /** `kubectl apply`; also what a manifest with `overwrite` does when it is created. */
  public apply(object: KubernetesObject, lookup: TargetGroupLookup): void {
    const before = this.objects.get(keyOf(object));
    if (object.kind === 'TargetGroupBinding') this.admitBinding(object, before, lookup);
    else if (object.kind === 'Service') this.admitService(object, before);
    else throw new Error(`the update simulator does not know ${object.kind}`);
    this.objects.set(keyOf(object), object);
  }

  /** `kubectl delete`: by name, whoever made it; nothing happens where it is not there. */
  public remove(object: KubernetesObject): void {
    const used = object.kind === 'Service' && this.all('TargetGroupBinding').find((binding) => isFor(binding, object));
    if (used) throw new Refused('service-missing', `Service ${nameOf(object)} goes while TargetGroupBinding ${nameOf(used)} needs it`);
    this.objects.delete(keyOf(object));
  }

  private admitBinding(binding: KubernetesObject, before: KubernetesObject | undefined, lookup: TargetGroupLookup): void {
    const faults = faultsOf(binding, targetGroupBindingSchema);
    if (faults.length > 0) throw new Refused('schema', `TargetGroupBinding ${nameOf(binding)}: ${faults.join('; ')}`);
    if (before) refuseImmutable(before, binding);
    else refuseMismatch(binding, lookup);
    refuseCombinations(binding);
    this.refuseSecondBinding(binding);
    const { namespace } = binding.metadata;
    if (!this.find('Service', namespace, binding.spec.serviceRef.name)) {
      throw new Refused('service-missing', `TargetGroupBinding ${nameOf(binding)} names Service ${namespace}/${binding.spec.serviceRef.name}`);
    }
  }

  private refuseSecondBinding(binding: KubernetesObject): void {
    const others = this.all('TargetGroupBinding')
      .filter((other) => keyOf(other) !== keyOf(binding) && other.spec.targetGroupARN === binding.spec.targetGroupARN);
    if (others.length === 0 || [binding, ...others].every(({ spec }) => spec.multiClusterTargetGroup === true)) return;
    throw new Refused('binding-duplicate', `${nameOf(binding)} binds the target group of ${others.map(nameOf).join(', ')}`);
  }

  private admitService(service: KubernetesObject, before: KubernetesObject | undefined): void {
    const taken = new Map(this.all('Service').filter((other) => keyOf(other) !== keyOf(service))
      .flatMap((other) => nodePortsOf(other).map((port) => [port, other])));
    for (const port of nodePortsOf(service)) {
      const holder = taken.get(port);
      if (holder) throw new Refused('node-port-taken', `Service ${nameOf(service)}: ${port} belongs to ${nameOf(holder)}`);
    }
    if (before && before.spec.clusterIP !== service.spec.clusterIP) {
      throw new Refused('service-immutable', `Service ${nameOf(service)}: clusterIP may not change`);
    }
  }
}

/** What the webhook never lets change. An address type or VPC that was not set may be set to what it was all along. */
function refuseImmutable(before: KubernetesObject, after: KubernetesObject): void {
  for (const field of ['targetGroupARN', 'targetType', 'ipAddressType', 'vpcID']) {
    const [was, is] = [before.spec[field], after.spec[field]];
    if (was === is || (was === undefined && ((field === 'ipAddressType' && is === 'ipv4') || field === 'vpcID'))) continue;
    throw new Refused('binding-immutable', `TargetGroupBinding ${nameOf(after)}: ${field} from ${was} to ${is}`);
  }
}

/** What is compared with the target group when a binding is created. */
function refuseMismatch(binding: KubernetesObject, lookup: TargetGroupLookup): void {
  const { ipAddressType = 'ipv4', targetGroupARN, targetGroupProtocol, vpcID } = binding.spec;
  const targetGroup = lookup(targetGroupARN);
  if (!targetGroup) throw new Refused('not-found', `TargetGroupBinding ${nameOf(binding)}: no target group ${targetGroupARN}`);
  const differs =
    ipAddressType !== targetGroup.ipAddressType ||
    (vpcID !== undefined && (vpcID !== targetGroup.vpcId || !/^vpc-([0-9a-f]{8}|[0-9a-f]{17}|[0-9a-f]{32})$/.test(vpcID))) ||
    (targetGroupProtocol !== undefined && targetGroupProtocol !== targetGroup.protocol);
  if (differs) throw new Refused('binding-invalid', `TargetGroupBinding ${nameOf(binding)} differs from its target group`);
}

function refuseCombinations(binding: KubernetesObject): void {
  const { iamRoleArnToAssume, nodeSelector, targetGroupARN, targetType } = binding.spec;
  const refuse = (what: string): never => {
    throw new Refused('binding-invalid', `${nameOf(binding)}: ${what}`);
  };
  if (targetGroupARN === undefined || targetType === undefined) refuse('fields missing');
  if (nodeSelector !== undefined && targetType === 'ip') refuse('nodeSelector with ip targets');
  if (iamRoleArnToAssume !== undefined && targetType === 'instance') refuse('role with instances');
}

function isFor(binding: KubernetesObject, service: KubernetesObject): boolean {
  return binding.metadata.namespace === service.metadata.namespace && binding.spec.serviceRef.name === service.metadata.name;
}

function nodePortsOf({ spec }: KubernetesObject): readonly number[] {
  return ((spec.ports ?? []) as readonly { nodePort?: number }[]).flatMap(({ nodePort }) => nodePort ?? []);
}

function nameOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function keyOf(object: KubernetesObject): string {
  return `${object.kind} ${nameOf(object)}`;
}
