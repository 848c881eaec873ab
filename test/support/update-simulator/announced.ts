import type { KubernetesObject } from '../../../constructs/kubernetes';
import type { TargetGroupPlan } from '../../../lib/plan/ir';
import { servicePortOf } from './traffic';
import type { Version } from './versions';

/**
 * What one update cannot do without an interruption, whatever the order. It follows from the two versions alone.
 * These, and nothing else, are excepted from the promise.
 */
export interface Announced {
  /** The scheme changes: the load balancer is replaced. Its DNS name changes; the old one answers until it is deleted. */
  readonly loadBalancerReplaced: boolean;
  /**
   * Target groups that lose their targets for a moment, by name: the Service loses a port that the other version's rules
   * use, or puts another number behind it. There is one Service, and it changes before the rules do.
   */
  readonly disturbed: ReadonlySet<string>;
  /**
   * Ports that change between HTTP and HTTPS. The listener changes before its rules: requests of the new protocol meet the
   * old rules for a moment. From HTTPS to HTTP with HTTP/2 or gRPC target groups behind it the update is refused.
   */
  readonly changedPorts: ReadonlySet<number>;
}

export function announcedBetween(from: Version | undefined, to: Version): Announced {
  if (!from) return { loadBalancerReplaced: false, disturbed: new Set(), changedPorts: new Set() };
  return {
    loadBalancerReplaced: from.plan.scheme !== to.plan.scheme,
    disturbed: new Set([...disturbed(from, to), ...disturbed(to, from)]),
    changedPorts: changedPorts(from, to),
  };
}

/** Target groups of one version whose Service is no longer as they need it in the other. */
function disturbed(one: Version, other: Version): readonly string[] {
  return one.plan.targetGroups.filter((group) => {
    const [was, is] = [serviceOf(group, one), serviceOf(group, other)];
    if (!group.binding || !was || !is) return false;
    const { servicePort } = group.binding;
    const number = (service: KubernetesObject): unknown => {
      const port = servicePortOf(service as never, servicePort);
      return group.targetType === 'instance' ? port?.nodePort : (port?.targetPort ?? port?.port);
    };
    return number(was) !== number(is);
  }).map(({ name }) => name);
}

function serviceOf({ binding }: TargetGroupPlan, { services }: Version): KubernetesObject | undefined {
  return services.find(({ metadata }) => metadata.namespace === binding?.service.namespace && metadata.name === binding?.service.name);
}

function changedPorts(from: Version, to: Version): ReadonlySet<number> {
  const later = new Map(to.plan.listeners.map(({ port, protocol }) => [port, protocol]));
  const changed = from.plan.listeners.filter(({ port, protocol }) => later.has(port) && later.get(port) !== protocol);
  return new Set(changed.map(({ port }) => port));
}
