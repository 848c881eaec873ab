import type { Outcome } from '../../../lib/explain/decision';
import { compileSimulator, type Request } from '../../../lib/explain/simulate';
import { planOf, type CloudFormationTemplate } from '../../../lib/explain/template';
import type { KubernetesObject } from './cluster';
import type { World } from './world';
import { types } from './world';

/** What a client gets for one request. Target groups go by their physical names, so answers of two versions can be compared. */
export interface Answer {
  readonly text: string;
  /** The request reaches a backend, or is redirected or answered as the rule says with a status below 400. */
  readonly served: boolean;
  /** Names of the target groups that get some of such requests. */
  readonly targetGroups: readonly string[];
}

/** What a load balancer does with a request. */
export type Client = (request: Request) => Answer;

/** A client of the load balancer of a template; `loadBalancer` is its logical id. */
export function clientOfTemplate(template: CloudFormationTemplate, loadBalancer: string): Client {
  const simulate = compileSimulator(planOf(template, loadBalancer));
  const nameOf = (id: string): string => String(template.Resources?.[id]?.Properties?.Name);
  return (request) => answerOf(simulate(request).outcome, nameOf);
}

/** A client of a live load balancer: its listeners and rules as they are now. The template reader understands them as they stand. */
export function clientOfWorld(world: World, loadBalancer: string): Client {
  const live = [types.loadBalancer, types.listener, types.rule, types.targetGroup].flatMap((type) => world.all(type));
  const resources = live.map(({ attributes, id, properties, type }) =>
    [id, { Type: type, Properties: { ...properties, ...inForce(type, attributes) } }]);
  return clientOfTemplate({ Resources: Object.fromEntries(resources) }, loadBalancer);
}

function inForce(type: string, attributes: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const list = type === types.loadBalancer ? 'LoadBalancerAttributes' : type === types.listener ? 'ListenerAttributes' : undefined;
  return list === undefined ? {} : { [list]: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })) };
}

function answerOf(outcome: Outcome, nameOf: (targetGroup: string) => string): Answer {
  switch (outcome.type) {
    case 'forward': {
      const shares = outcome.shares.map(({ share, statusCode, targetGroup }) => ({
        name: targetGroup.kind === 'planned' ? nameOf(targetGroup.id) : targetGroup.name,
        share,
        statusCode,
      }));
      const used = shares.filter(({ share }) => share > 0);
      return {
        text: JSON.stringify([outcome.type, shares, outcome.rewritten]),
        served: used.every(({ statusCode }) => statusCode === undefined),
        targetGroups: used.map(({ name }) => name),
      };
    }
    case 'authenticate': {
      const then = answerOf(outcome.then, nameOf);
      return { ...then, text: `${outcome.authentication.type} ${then.text}` };
    }
    case 'redirect':
      return { text: JSON.stringify(outcome), served: true, targetGroups: [] };
    case 'fixed-response':
      return { text: JSON.stringify(outcome), served: outcome.statusCode < 400, targetGroups: [] };
    default:
      return { text: JSON.stringify(outcome), served: false, targetGroups: [] };
  }
}

/**
 * Whether a target group has targets. `unbound`: no binding. `empty`: the controller registers nobody, as the Service is
 * not there or has no such port. `closed`: no binding opens the port behind the Service's port.
 * Time is left out: what is bound counts as registered and healthy.
 */
export type TargetState = 'serving' | 'unbound' | 'empty' | 'closed';

export function targetStateOf(world: World, targetGroup: string): TargetState {
  const bindings = world.cluster.all('TargetGroupBinding');
  const binding = bindings.find(({ spec }) => spec.targetGroupARN === targetGroup);
  if (!binding) return 'unbound';
  const service = world.cluster.find('Service', binding.metadata.namespace, binding.spec.serviceRef.name);
  const port = servicePortOf(service, binding.spec.serviceRef.port);
  if (!port) return 'empty';
  const isInstance = binding.spec.targetType === 'instance';
  const target = isInstance ? port.nodePort : (port.targetPort ?? port.port);
  // Nodes are shared by all Services, pods are their Service's own.
  const neighbours = bindings.filter(({ metadata, spec }) => spec.targetType === binding.spec.targetType && (isInstance
    || (metadata.namespace === binding.metadata.namespace && spec.serviceRef.name === binding.spec.serviceRef.name)));
  return neighbours.some(({ spec }) => opens(spec, target)) ? 'serving' : 'closed';
}

interface ServicePort {
  readonly port: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
}

export function servicePortOf(service: Pick<KubernetesObject, 'spec'> | undefined, port: number): ServicePort | undefined {
  return ((service?.spec.ports ?? []) as readonly ServicePort[]).find((candidate) => candidate.port === port);
}

/** A binding without networking leaves security groups to somebody else. */
function opens({ networking }: KubernetesObject['spec'], target: unknown): boolean {
  if (networking === undefined) return true;
  const rules = networking.ingress as readonly { readonly ports: readonly { readonly port: unknown }[] }[];
  return rules.some(({ ports }) => ports.some(({ port }) => port === target));
}
