import { isDeepStrictEqual } from 'node:util';
import type { Request } from '../../../lib/explain/simulate';
import type { Announcement, Expected } from './announced';
import { Announced } from './announced';
import { probesFor } from './probes';
import type { Random } from './random';
import type { Properties } from './template';
import { logicalId } from './template-of-plan';
import type { Answer, Client, TargetState } from './traffic';
import { clientOfTemplate, clientOfWorld, targetStateOf } from './traffic';
import type { Environment, Violation } from './transition';
import type { Stack, Step, UpdateResult } from './update';
import type { Version } from './versions';
import type { World } from './world';
import { objectsOf, targetGroupsOf, types } from './world';

const loadBalancerId = logicalId('LoadBalancer');

/** Looks at the live state after every operation of an update, as clients and operators do. */
export class Watch {
  public readonly requests: readonly Request[];
  public readonly announcements = new Set<Announcement>();
  public steps = 0;
  private readonly found = new Map<string, Violation>();
  /** None at the first deployment. */
  private readonly announced: Announced | undefined;
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
    this.announced = from && new Announced(from, version);
    this.oldLoadBalancer = stack.resources.get(loadBalancerId)?.physicalId;
    this.requests = from ? probesFor([from.plan, version.plan], random) : [];
    const before = this.oldLoadBalancer === undefined ? undefined : clientOfWorld(environment.world, this.oldLoadBalancer);
    const after = clientOfTemplate(version.template, loadBalancerId);
    const crossed = (this.announced?.crossedTemplates ?? []).map((template) => clientOfTemplate(template, loadBalancerId));
    const expect = (request: Request, client: Client): Expected =>
      ({ before: client(request), after: after(request), crossed: crossed.map((other) => other(request)) });
    this.expected = before ? this.requests.map((request) => expect(request, before)) : [];
  }

  public get violations(): readonly Violation[] {
    return [...this.found.values()];
  }

  public after(step: Step): void {
    const { operation, phase, refused } = step;
    this.steps += 1;
    const at = `${phase}, after ${operation.kind} ${operation.logicalId}`;
    if (refused) this.judge(this.announced?.refusal(step), refused.constraint, () => `${at}: ${refused.message}`);
    this.lookForUnbound(at);
    if (this.oldLoadBalancer === undefined) return;
    const isRouting = routing.includes(operation.type);
    if (isRouting) this.live = undefined;
    if (this.announced?.endOfLoadBalancer(phase)) {
      this.announcements.add('replaced load balancer');
    } else {
      this.live ??= this.requests.map(clientOfWorld(this.world, this.oldLoadBalancer));
      this.compare(this.live, phase, at);
    }
    if (isRouting) this.followRecords(this.oldLoadBalancer, phase, at);
  }

  /** Nothing is left over or lost, and what is live is what the template says. */
  public atTheEnd(stack: Stack, outcome: UpdateResult['outcome']): void {
    if (outcome === 'stuck') return;
    this.lookForLeftovers(stack);
    this.lookForStaleAttributes(stack);
    if (outcome === 'updated') this.lookAtResult(stack);
  }

  private lookForLeftovers({ resources }: Stack): void {
    const known = [...resources.values()].map(({ physicalId }) => physicalId);
    const objects = known.flatMap((id) => {
      const resource = this.world.get(id);
      return resource ? objectsOf(resource) : [];
    });
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
    const sides = [[this.world.ids().toSorted(), known.sort()], [this.world.cluster.names(), names.sort()]] as const;
    for (const [live, wanted] of sides) {
      if (!isDeepStrictEqual(live, wanted)) this.report('left over or lost', `live ${live.join(', ')}; known ${wanted.join(', ')}`);
    }
  }

  /** No rule may point at a target group without a binding. */
  private lookForUnbound(at: string): void {
    for (const rule of this.world.all(types.rule)) {
      const unbound = targetGroupsOf(rule).find((targetGroup) => targetStateOf(this.world, targetGroup) === 'unbound');
      if (unbound !== undefined) this.report('unbound', `${at}: ${rule.id} points at ${unbound}, which has no binding`);
    }
  }

  /** Clients that come by an alias record meet a new load balancer as soon as the record points at it. */
  private followRecords(oldLoadBalancer: string, phase: Step['phase'], at: string): void {
    const names = new Map(this.world.all(types.record).map(({ properties }) => [String(properties.Name), targetOf(properties)]));
    const clients = new Map<string, Client>();
    const answers = this.requests.map((request) => {
      const loadBalancer = names.get(`${request.host}.`) ?? names.get(`*.${request.host.replace(/^[^.]+\./, '')}.`);
      if (loadBalancer === undefined || loadBalancer === oldLoadBalancer) return undefined;
      const client = clients.get(loadBalancer) ?? clientOfWorld(this.world, loadBalancer);
      clients.set(loadBalancer, client);
      return client(request);
    });
    this.compare(answers, phase, `${at}, by its alias record`);
  }

  private compare(answers: readonly (Answer | undefined)[], phase: Step['phase'], at: string): void {
    const states = new Map<string, TargetState | 'missing'>();
    for (const [index, answer] of answers.entries()) {
      if (!answer) continue;
      const [request, expected] = [this.requests[index], this.expected[index]];
      const { after, before } = expected;
      const detail = () => `${at}: ${JSON.stringify(request)}\n  before ${before.text}\n  now    ${answer.text}\n  after  ${after.text}`;
      if (!answer.served) {
        // A request that one of the versions does not serve may meet another error than its own.
        if (before.served && after.served) this.report('lost request', detail());
        continue;
      }
      if (answer.text !== before.text && answer.text !== after.text) {
        this.judge(this.announced?.strayRequest(request.port, answer, expected), 'stray request', detail);
      }
      for (const name of answer.targetGroups) {
        const state = states.get(name) ?? this.stateOf(name);
        states.set(name, state);
        if (state === 'serving') continue;
        this.judge(this.announced?.lackOfTargets(name, state, phase), `${state} target group`, () => `${name} ${detail()}`);
      }
    }
  }

  private stateOf(name: string): TargetState | 'missing' {
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
    const client = clientOfWorld(this.world, loadBalancer);
    for (const [index, { after }] of this.expected.entries()) {
      const request = this.requests[index];
      const { text } = client(request);
      if (text !== after.text) this.report('wrong result', `${JSON.stringify(request)}: ${text}, not ${after.text}`);
    }
    for (const { properties } of this.world.all(types.targetGroup)) {
      const state = this.stateOf(String(properties.Name));
      if (state !== 'serving') this.report(`${state} target group`, `at the end: ${String(properties.Name)}`);
    }
  }

  /** A violation, unless it had been announced. */
  private judge(announcement: Announcement | undefined, kind: string, detail: () => string): void {
    if (announcement) this.announcements.add(announcement);
    else this.report(kind, detail());
  }

  private report(kind: string, detail: string): void {
    if (!this.found.has(kind)) this.found.set(kind, { kind, detail });
  }
}

/** Types of which a change can change an answer. */
const routing: readonly string[] = [types.loadBalancer, types.listener, types.rule, types.record];

/** The load balancer of an alias record. */
function targetOf(properties: Properties): string {
  return (properties.AliasTarget as { DNSName: string }).DNSName.replace('dualstack.', '');
}

function isAttributeList(value: unknown): value is readonly { Key: string }[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'object' && element !== null && 'Key' in element);
}

/**
 * Settings of something that is switched off; and the response headers of a listener, which are known to stay: nobody
 * knows yet whether CloudFormation takes an empty value for them (`docs/deploying.md`).
 */
function isKnownToStay(key: string, live: Readonly<Record<string, string>>): boolean {
  return (key.startsWith('stickiness.') && live['stickiness.enabled'] === 'false') || /^routing\.http\.response\..*\.header_value$/.test(key);
}
