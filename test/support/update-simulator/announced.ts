import type { KubernetesObject } from '../../../constructs/kubernetes';
import type { ListenerPlan, TargetGroupPlan } from '../../../lib/plan/ir';
import type { Template } from './template';
import type { Answer, TargetState } from './traffic';
import { servicePortOf } from './traffic';
import type { Step } from './update';
import type { Version } from './versions';
import { types } from './world';

/**
 * What no order of operations can avoid; `docs/deploying.md` announces it under the same words. Nothing else is excepted
 * from the promise that a request which both versions serve is served all the time.
 */
export type Announcement =
  /** The load balancer is replaced: the old one answers until it is deleted, and only alias records follow. */
  | 'replaced load balancer'
  /** There is one Service, and it changes before the rules do: it lost a port, or puts another number behind it. */
  | 'changed Service port'
  /** A port changes its protocol before its rules do: requests of the new protocol meet the old rules for a moment. */
  | 'changed protocol'
  /** A port cannot become HTTP while rules forward to HTTP/2 or gRPC target groups there. */
  | 'refused protocol';

type Phase = Step['phase'];
type Protocol = ListenerPlan['protocol'];

/** What is announced of an update; it follows from the two versions alone. */
export class Announced {
  /** Ports of both versions whose protocol differs. */
  private readonly changedPorts: ReadonlyMap<number, { readonly from: Protocol; readonly to: Protocol }>;
  private readonly isReplaced: boolean;
  private readonly disturbed: { readonly old: ReadonlySet<string>; readonly new: ReadonlySet<string> };

  public constructor(
    private readonly from: Version,
    private readonly to: Version,
  ) {
    this.isReplaced = from.plan.scheme !== to.plan.scheme;
    this.disturbed = { old: disturbedBy(from, to), new: disturbedBy(to, from) };
    this.changedPorts = changedPorts(from, to);
  }

  /** Whether the load balancer of the earlier version may be on its way out: it is deleted last, and never in a rollback. */
  public endOfLoadBalancer(phase: Phase): boolean {
    return this.isReplaced && phase === 'cleaning';
  }

  /** A listener that is to become HTTP, as an update or as the rollback of one. */
  public refusal({ operation, phase, refused }: Step): Announcement | undefined {
    const { Port: port, Protocol: protocol } = operation.properties;
    const change = this.changedPorts.get(Number(port));
    const expected = phase === 'rolling-back' ? change?.from : change?.to;
    const isListener = refused?.constraint === 'listener-protocol' && operation.type === types.listener;
    return isListener && protocol === 'HTTP' && expected === 'HTTP' ? 'refused protocol' : undefined;
  }

  /**
   * A target group of one version only, whose Service is not as it needs it: an old one from the moment the Service changes
   * until the last rule that knows it is gone; in a rollback a new one as well.
   */
  public lackOfTargets(targetGroup: string, state: TargetState | 'missing', phase: Phase): Announcement | undefined {
    const isIts = this.disturbed.old.has(targetGroup) || (phase === 'rolling-back' && this.disturbed.new.has(targetGroup));
    return isIts && (state === 'empty' || state === 'closed') ? 'changed Service port' : undefined;
  }

  /** The templates of the versions, each with the protocols of the other: what requests meet between listener and rules. */
  public get crossedTemplates(): readonly Template[] {
    if (this.changedPorts.size === 0) return [];
    return [withProtocols(this.from.template, this.to), withProtocols(this.to.template, this.from)];
  }

  /** A request that one of the versions does not serve, as its port changes, gets what one version's rules say with the other's protocol. */
  public strayRequest(port: number, answer: Answer, { before, after, crossed }: Expected): Announcement | undefined {
    const isIt = this.changedPorts.has(port) && !(before.served && after.served) && crossed.some(({ text }) => text === answer.text);
    return isIt ? 'changed protocol' : undefined;
  }
}

/** Answers to one request. */
export interface Expected {
  readonly before: Answer;
  readonly after: Answer;
  /** By the templates with changed protocols. */
  readonly crossed: readonly Answer[];
}

/** Names of target groups that only one version has, and whose Service in the other is not as they need it. */
function disturbedBy(one: Version, other: Version): ReadonlySet<string> {
  const shared = new Set(other.plan.targetGroups.map(({ name }) => name));
  const groups = one.plan.targetGroups.filter((group) => {
    if (shared.has(group.name)) return false;
    const [was, is] = [serviceOf(group, one), serviceOf(group, other)];
    if (!group.binding || !was || !is) return false;
    const { servicePort } = group.binding;
    const number = (service: KubernetesObject): unknown => {
      const port = servicePortOf(service as never, servicePort);
      return group.targetType === 'instance' ? port?.nodePort : (port?.targetPort ?? port?.port);
    };
    return number(was) !== number(is);
  });
  return new Set(groups.map(({ name }) => name));
}

function serviceOf({ binding }: TargetGroupPlan, { services }: Version): KubernetesObject | undefined {
  return services.find(({ metadata }) => metadata.namespace === binding?.service.namespace && metadata.name === binding?.service.name);
}

function changedPorts(from: Version, to: Version): ReadonlyMap<number, { from: Protocol; to: Protocol }> {
  const later = new Map(to.plan.listeners.map(({ port, protocol }) => [port, protocol]));
  return new Map(from.plan.listeners.flatMap(({ port, protocol }) => {
    const changed = later.get(port);
    return changed === undefined || changed === protocol ? [] : [[port, { from: protocol, to: changed }] as const];
  }));
}

function withProtocols({ Resources }: Template, { plan }: Version): Template {
  const protocols = new Map(plan.listeners.map(({ port, protocol }) => [port, protocol]));
  return {
    Resources: Object.fromEntries(Object.entries(Resources).map(([id, resource]) => {
      if (resource.Type !== types.listener) return [id, resource];
      const protocol = protocols.get(Number(resource.Properties?.Port)) ?? resource.Properties?.Protocol;
      return [id, { ...resource, Properties: { ...resource.Properties, Protocol: protocol } }];
    })),
  };
}
