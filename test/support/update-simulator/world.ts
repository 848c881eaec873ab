import type { KubernetesObject, TargetGroupFacts } from './cluster';
import { Cluster } from './cluster';
import { Refused } from './refusal';
import { kubernetesManifest } from './replacement';
import type { Properties } from './template';

const elb = 'AWS::ElasticLoadBalancingV2::';

/** Resource types by their short names. */
export const types = {
  loadBalancer: `${elb}LoadBalancer`,
  listener: `${elb}Listener`,
  rule: `${elb}ListenerRule`,
  targetGroup: `${elb}TargetGroup`,
  record: 'AWS::Route53::RecordSet',
} as const;

/** Attributes keep their value when a template no longer names them. */
const attributeLists = ['LoadBalancerAttributes', 'TargetGroupAttributes', 'ListenerAttributes'] as const;

export interface LiveResource {
  readonly id: string;
  readonly type: string;
  /** Without intrinsic functions. */
  readonly properties: Properties;
  /** Attributes as they are in force. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * One account and one cluster while a stack is updated: what is there, and which operations are refused.
 * Resources are values: a copy of a world is cheap, and neither sees the other's changes.
 */
export class World {
  private constructor(
    private readonly resources: Map<string, LiveResource>,
    public readonly cluster: Cluster,
    private made: number,
  ) {}

  public static empty(): World {
    return new World(new Map(), new Cluster(), 0);
  }

  public copy(): World {
    return new World(new Map(this.resources), this.cluster.copy(), this.made);
  }

  public get(id: string): LiveResource | undefined {
    return this.resources.get(id);
  }

  public all(type: string): readonly LiveResource[] {
    return [...this.resources.values()].filter((resource) => resource.type === type);
  }

  public ids(): readonly string[] {
    return [...this.resources.keys()];
  }

  /** Creates a resource and returns its physical id. Throws Refused. */
  public create(type: string, properties: Properties): string {
    const name = typeof properties.Name === 'string' ? `${properties.Name}/` : '';
    const id = `${type.split('::').at(-1)}:${name}${this.made + 1}`;
    this.admit({ id, type, properties, attributes: merged({}, properties) });
    this.made += 1;
    return id;
  }

  /** Changes a resource in place. Throws Refused. */
  public update(id: string, properties: Properties): void {
    const { attributes, type } = this.existing(id);
    this.admit({ id, type, properties, attributes: merged(attributes, properties) });
  }

  /** Throws Refused. */
  public remove(id: string): void {
    const resource = this.existing(id);
    this.refuseWhileUsed(resource);
    for (const object of objectsOf(resource)) this.cluster.remove(object);
    this.resources.delete(id);
  }

  private existing(id: string): LiveResource {
    const resource = this.resources.get(id);
    if (!resource) throw new Refused('not-found', id);
    return resource;
  }

  private admit(resource: LiveResource): void {
    switch (resource.type) {
      case types.loadBalancer:
        this.refuseSecondName(resource, 'a load balancer');
        break;
      case types.targetGroup:
        this.refuseSecondName(resource, 'a target group');
        break;
      case types.record:
        this.refuseSecondName(resource, 'a record');
        break;
      case types.listener:
        this.refuseSecondListener(resource);
        this.refuseTargetGroups(resource, this.rulesOf(resource.id));
        break;
      case types.rule:
        this.refuseSecondPriority(resource);
        this.refuseTargetGroups(this.existing(String(resource.properties.ListenerArn)), [resource]);
        break;
      case kubernetesManifest:
        for (const object of objectsOf(resource)) this.cluster.apply(object, (arn) => this.targetGroupFacts(arn));
        break;
    }
    this.resources.set(resource.id, resource);
  }

  private others(resource: LiveResource): readonly LiveResource[] {
    return this.all(resource.type).filter(({ id }) => id !== resource.id);
  }

  private refuseSecondName(resource: LiveResource, what: string): void {
    const { Name: name } = resource.properties;
    const holder = name === undefined ? undefined : this.others(resource).find(({ properties }) => properties.Name === name);
    if (holder) throw new Refused('duplicate-name', `${what} ${String(name)} exists`);
  }

  private refuseSecondListener(resource: LiveResource): void {
    const { LoadBalancerArn: loadBalancer, Port: port } = resource.properties;
    this.existing(String(loadBalancer));
    const holder = this.others(resource).find(({ properties }) => properties.LoadBalancerArn === loadBalancer && properties.Port === port);
    if (holder) throw new Refused('duplicate-listener', `port ${String(port)} of ${String(loadBalancer)}`);
  }

  private refuseSecondPriority(resource: LiveResource): void {
    const { ListenerArn: listener, Priority: priority } = resource.properties;
    const holder = this.others(resource).find(({ properties }) => properties.ListenerArn === listener && properties.Priority === priority);
    if (holder) throw new Refused('priority-in-use', `${String(priority)} on ${String(listener)}`);
  }

  private refuseTargetGroups(listener: LiveResource, rules: readonly LiveResource[]): void {
    const { LoadBalancerArn: loadBalancer, Protocol: protocol } = listener.properties;
    for (const arn of rules.flatMap(targetGroupsOf)) {
      const { properties } = this.existing(arn);
      const foreign = this.usersOf(arn).find((user) => this.loadBalancerOf(user) !== loadBalancer);
      if (foreign) throw new Refused('target-group-on-two-load-balancers', `${arn} also serves ${this.loadBalancerOf(foreign)}`);
      const { ProtocolVersion: version } = properties;
      if (protocol === 'HTTP' && version !== 'HTTP1') {
        throw new Refused('listener-protocol', `${arn} (${String(version)}) behind HTTP port ${String(listener.properties.Port)}`);
      }
    }
  }

  private refuseWhileUsed({ id, type }: LiveResource): void {
    const users = type === types.targetGroup ? this.usersOf(id) : type === types.listener ? this.rulesOf(id)
      : type === types.loadBalancer ? this.all(types.listener).filter(({ properties }) => properties.LoadBalancerArn === id) : [];
    if (users.length > 0) throw new Refused('resource-in-use', `${id} is used by ${users.map((user) => user.id).join(', ')}`);
  }

  /** Rules that forward to a target group. */
  private usersOf(targetGroup: string): readonly LiveResource[] {
    return this.all(types.rule).filter((rule) => targetGroupsOf(rule).includes(targetGroup));
  }

  private rulesOf(listener: string): readonly LiveResource[] {
    return this.all(types.rule).filter(({ properties }) => properties.ListenerArn === listener);
  }

  private loadBalancerOf(rule: LiveResource): string {
    return String(this.existing(String(rule.properties.ListenerArn)).properties.LoadBalancerArn);
  }

  private targetGroupFacts(arn: string): TargetGroupFacts | undefined {
    const found = this.resources.get(arn);
    if (found?.type !== types.targetGroup) return undefined;
    const { IpAddressType: ipAddressType = 'ipv4', Protocol: protocol, VpcId: vpcId } = found.properties;
    return { protocol: String(protocol), ipAddressType: String(ipAddressType), vpcId: String(vpcId) };
  }
}

/** Target groups that a rule forwards to, also with weight 0. */
export function targetGroupsOf({ properties }: LiveResource): readonly string[] {
  const actions = (properties.Actions ?? []) as readonly { ForwardConfig?: { TargetGroups?: readonly { TargetGroupArn: string }[] } }[];
  return actions.flatMap(({ ForwardConfig: forward }) => (forward?.TargetGroups ?? []).map(({ TargetGroupArn: arn }) => arn));
}

/** Objects of a Kubernetes manifest; none of other resources. */
export function objectsOf({ properties, type }: Pick<LiveResource, 'properties' | 'type'>): readonly KubernetesObject[] {
  return type === kubernetesManifest ? (JSON.parse(String(properties.Manifest)) as readonly KubernetesObject[]) : [];
}

function merged(before: Readonly<Record<string, string>>, properties: Properties): Readonly<Record<string, string>> {
  const given = attributeLists.flatMap((list) => (properties[list] ?? []) as readonly { Key: string; Value: string }[]);
  return given.length === 0 ? before : { ...before, ...Object.fromEntries(given.map(({ Key, Value }) => [Key, Value])) };
}
