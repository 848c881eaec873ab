import { isDeepStrictEqual } from 'node:util';
import type { Request } from '../../../lib/explain/simulate';
import type { Announced } from './announced';
import { announcedBetween } from './announced';
import { randomOrder } from './orders';
import { probesFor } from './probes';
import type { Random } from './random';
import type { Properties } from './template';
import { logicalId } from './template-of-plan';
import type { Answer, Client } from './traffic';
import { clientOfTemplate, clientOfWorld, targetStateOf } from './traffic';
import type { Stack, Step, UpdateOptions } from './update';
import { noStack, update } from './update';
import type { Version } from './versions';
import { objectsOf, targetGroupsOf, types, World } from './world';

/** One place where versions are deployed. */
export interface Environment {
  readonly world: World;
  readonly stack: Stack;
  /** Absent: never deployed. */
  readonly version?: Version;
}

export function newEnvironment(): Environment {
  return { world: World.empty(), stack: noStack };
}

/** What must never be. */
export interface Violation {
  /** A constraint that refused an operation, or what a client or an operator finds wrong. */
  readonly kind: string;
  readonly detail: string;
}

export interface Transition {
  readonly environment: Environment;
  readonly violations: readonly Violation[];
  readonly steps: number;
  readonly probes: number;
  /** Times that something was seen that had been announced. */
  readonly excused: number;
  readonly outcome: 'updated' | 'rolled back';
}

const loadBalancerId = logicalId('LoadBalancer');

/** Brings an environment to a version in some order, perhaps with a failure, and looks at every moment of it. */
export function deploy(environment: Environment, version: Version, random: Random, failureRate = 0.15): Transition {
  const order = randomOrder(random);
  const failure = random.chance(failureRate) ? { at: random.below(12), hasEffect: random.chance(0.5), inFlight: random.below(3) } : undefined;
  return transition(environment, version, { order, ...(failure && { failure }) }, random);
}

export function transition(
  environment: Environment,
  version: Version,
  options: Omit<UpdateOptions, 'observe'>,
  random: Random,
): Transition {
  const world = environment.world.copy();
  const watch = new Watch(environment, version, world, random);
  const { outcome, stack } = update(world, environment.stack, version.template, { ...options, observe: (step) => watch.after(step) });
  const after = { world, stack, ...((outcome === 'updated' ? version : environment.version) && { version: outcome === 'updated' ? version : environment.version }) };
  watch.atTheEnd(after, outcome);
  return { environment: after, violations: watch.violations(), steps: watch.steps, probes: watch.requests.length, excused: watch.excused, outcome };
}

interface Expected {
  readonly before: Answer;
  readonly after: Answer;
}

/** Looks at the live state after every operation. */
class Watch {
  public readonly requests: readonly Request[];
  public steps = 0;
  public excused = 0;
  private readonly found = new Map<string, Violation>();
  private readonly announced: Announced;
  private readonly expected: readonly Expected[];
  /** Physical id of the load balancer that clients talk to; none before the first deployment. */
  private readonly oldLoadBalancer: string | undefined;
  private live: readonly Answer[] | undefined;

  public constructor(
    environment: Environment,
    version: Version,
    private readonly world: World,
    random: Random,
  ) {
    const { stack, version: from } = environment;
    this.announced = announcedBetween(from, version);
    this.oldLoadBalancer = stack.resources.get(loadBalancerId)?.physicalId;
    this.requests = from ? probesFor([from.plan, version.plan], random) : [];
    const before = this.oldLoadBalancer === undefined ? undefined : clientOfWorld(environment.world, this.oldLoadBalancer);
    const after = clientOfTemplate(version.template, loadBalancerId);
    this.expected = before ? this.requests.map((request) => ({ before: before(request), after: after(request) })) : [];
  }

  public violations(): readonly Violation[] {
    return [...this.found.values()];
  }

  public after({ operation, phase, refused }: Step): void {
    this.steps += 1;
    const at = `${phase}, after ${operation.kind} ${operation.logicalId}`;
    if (refused?.constraint === 'listener-protocol' && this.announced.changedPorts.size > 0) this.excused += 1;
    else if (refused) this.report(refused.constraint, `${at}: ${refused.message}`);
    this.lookAtTargetGroups(at);
    const { oldLoadBalancer } = this;
    if (oldLoadBalancer === undefined) return;
    const isRouting = routing.includes(operation.type);
    if (!(this.announced.loadBalancerReplaced && phase === 'cleaning')) {
      if (isRouting || !this.live) this.live = this.ask(clientOfWorld(this.world, oldLoadBalancer));
      this.compare(this.live, at);
    }
    if (this.announced.loadBalancerReplaced && isRouting) this.followRecords(oldLoadBalancer, at);
  }

  public atTheEnd({ stack, version, world }: Environment, outcome: Transition['outcome']): void {
    const live = world.ids().toSorted();
    const known = [...stack.resources.values()].map(({ physicalId }) => physicalId).sort();
    if (!isDeepStrictEqual(live, known)) this.report('left over or lost', `live ${live.join(', ')}; known ${known.join(', ')}`);
    const objects = [...stack.resources.values()].flatMap(({ physicalId }) => {
      const resource = world.get(physicalId);
      return resource ? objectsOf(resource) : [];
    });
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).sort();
    if (!isDeepStrictEqual(names, world.cluster.names())) this.report('left over or lost', `cluster ${world.cluster.names().join(', ')}; known ${names.join(', ')}`);
    this.lookForStaleAttributes(stack);
    if (outcome === 'updated' && version) this.lookAtResult(stack);
  }

  /** No rule may point at a target group without a binding, and none that answers may be without targets. */
  private lookAtTargetGroups(at: string): void {
    for (const rule of this.world.all(types.rule)) {
      for (const targetGroup of targetGroupsOf(rule)) {
        if (targetStateOf(this.world, targetGroup) === 'unbound') this.report('unbound', `${at}: ${rule.id} points at ${targetGroup}, which has no binding`);
      }
    }
  }

  /** Clients that come by an alias record meet the new load balancer as soon as the record points at it. */
  private followRecords(oldLoadBalancer: string, at: string): void {
    const names = new Map(this.world.all(types.record).map(({ properties }) => [String(properties.Name), targetOf(properties)]));
    const clients = new Map<string, Client>();
    const answers = this.requests.map((request) => {
      const loadBalancer = names.get(`${request.host}.`) ?? names.get(`*.${request.host.replace(/^[^.]+\./, '')}.`);
      if (loadBalancer === undefined || loadBalancer === oldLoadBalancer) return undefined;
      const client = clients.get(loadBalancer) ?? clientOfWorld(this.world, loadBalancer);
      clients.set(loadBalancer, client);
      return client(request);
    });
    this.compare(answers, `${at}, by its alias record`);
  }

  private ask(client: Client): readonly Answer[] {
    return this.requests.map(client);
  }

  private compare(answers: readonly (Answer | undefined)[], at: string): void {
    const states = new Map<string, string>();
    for (const [index, answer] of answers.entries()) {
      if (!answer) continue;
      const { after, before } = this.expected[index];
      const request = () => `${at}: ${JSON.stringify(this.requests[index])}\n  before ${before.text}\n  now    ${answer.text}\n  after  ${after.text}`;
      if (!answer.served) {
        // A request that one of the versions does not serve may meet another error than its own.
        if (before.served && after.served) this.report('lost request', request());
        continue;
      }
      if (answer.text !== before.text && answer.text !== after.text) {
        if (this.announced.changedPorts.has(this.requests[index].port)) this.excused += 1;
        else this.report('stray request', request());
      }
      for (const name of answer.targetGroups) {
        const state = states.get(name) ?? this.stateOf(name);
        states.set(name, state);
        if (state === 'serving') continue;
        if (this.announced.disturbed.has(name)) this.excused += 1;
        else this.report(`${state} target group`, `${name} ${request()}`);
      }
    }
  }

  private stateOf(name: string): string {
    const found = this.world.all(types.targetGroup).find(({ properties }) => properties.Name === name);
    return found ? targetStateOf(this.world, found.id) : 'missing';
  }

  /** Attributes that a fresh stack of the same template would not have. */
  private lookForStaleAttributes({ resources }: Stack): void {
    for (const { physicalId, properties } of resources.values()) {
      const live = this.world.get(physicalId)?.attributes ?? {};
      const given = Object.values(properties).flatMap((value) => (isAttributeList(value) ? value.map(({ Key }) => Key) : []));
      const stale = Object.keys(live).filter((key) => !given.includes(key) && !isKnownToStay(key, live));
      if (stale.length > 0) this.report('stale attribute', `${physicalId}: ${stale.join(', ')}`);
    }
  }

  private lookAtResult({ resources }: Stack): void {
    const loadBalancer = resources.get(loadBalancerId)?.physicalId ?? '';
    for (const [index, answer] of this.ask(clientOfWorld(this.world, loadBalancer)).entries()) {
      const { after } = this.expected[index] ?? {};
      if (after && answer.text !== after.text) this.report('wrong result', `${JSON.stringify(this.requests[index])}: ${answer.text}, not ${after.text}`);
    }
    for (const { properties } of this.world.all(types.targetGroup)) {
      const state = this.stateOf(String(properties.Name));
      if (state !== 'serving') this.report(`${state} target group`, `at the end: ${String(properties.Name)}`);
    }
  }

  private report(kind: string, detail: string): void {
    if (!this.found.has(kind)) this.found.set(kind, { kind, detail });
  }
}

/** Types of which a change can change an answer. */
const routing: readonly string[] = [types.loadBalancer, types.listener, types.rule, types.record];

/** The load balancer of an alias record. */
function targetOf({ AliasTarget: target }: Properties): string {
  return (target as { DNSName: string }).DNSName.replace('dualstack.', '');
}

function isAttributeList(value: unknown): value is readonly { Key: string }[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'object' && element !== null && 'Key' in element);
}

/**
 * Settings of something that is switched off; and the response headers of a listener, which are known to stay: nobody
 * knows yet whether CloudFormation takes an empty value for them.
 */
function isKnownToStay(key: string, live: Readonly<Record<string, string>>): boolean {
  return (key.startsWith('stickiness.') && live['stickiness.enabled'] === 'false') || /^routing\.http\.response\..*\.header_value$/.test(key);
}
