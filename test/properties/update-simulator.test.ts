import { emptyLedger } from '../../lib/plan/ledger';
import { edited, firstFleet, type Edit } from '../support/update-simulator/edits';
import type { Fleet, FleetRule } from '../support/update-simulator/fleet';
import { mistakes, ofType, type Mistake } from '../support/update-simulator/mistakes';
import { randomFrom } from '../support/update-simulator/random';
import { kubernetesManifest } from '../support/update-simulator/replacement';
import type { Properties, Resource, Template } from '../support/update-simulator/template';
import { surroundings } from '../support/update-simulator/template-of-plan';
import { deploy, newEnvironment } from '../support/update-simulator/transition';
import type { Operation, Step, UpdateOptions } from '../support/update-simulator/update';
import { noStack, update } from '../support/update-simulator/update';
import { isVersion, versionOf, type Version } from '../support/update-simulator/versions';
import { types, World } from '../support/update-simulator/world';

/** The simulator is held to account here: what is wrong on purpose must be found out, what is right must pass. */

function version(fleet: Fleet, ledger = emptyLedger): Version {
  const result = versionOf(fleet, ledger);
  if (!isVersion(result)) throw new Error(result.errors.join('\n'));
  return result;
}

const editOf = (kind: string, choices: Partial<Edit> = {}): Edit => ({ kind, route: 0, rule: 0, value: 0, other: 0, ...choices });

/** What is found on the way from one version to another, over some orders and some failures. */
function violationsBetween(from: Version, to: Version, mistake: Mistake = {}, orders = 40): ReadonlySet<string> {
  const { template: change = (right: Template) => right } = mistake;
  const [before, after] = [from, to].map((one): Version => ({ ...one, template: change(one.template) }));
  const found = new Set<string>();
  for (let seed = 0; seed < orders; seed += 1) {
    const random = randomFrom(seed);
    const first = deploy(newEnvironment(), before, random, 0);
    const second = deploy(first.environment, after, random, seed % 4 === 0 ? 1 : 0);
    for (const { kind } of [...first.violations, ...second.violations]) found.add(kind);
  }
  return found;
}

const headerRule = (name: string, action: FleetRule['action']): FleetRule =>
  ({ matches: [{ path: '/', exact: false, header: [name, '1'] }], action });
const toTea: FleetRule['action'] = { type: 'forward', backends: [{ service: 'tea', port: 8080, weight: 1 }] };
const toCoffee: FleetRule['action'] = { type: 'forward', backends: [{ service: 'coffee', port: 80, weight: 1 }] };
const refusal: FleetRule['action'] = { type: 'answer', status: 404 };

const withRules = (...rules: FleetRule[]): Fleet => ({ ...firstFleet, routes: [{ ...firstFleet.routes[0], rules }] });

const first = version(firstFleet);
const narrower = version(withRules(
  { matches: [{ path: '/a/b', exact: false }], action: toCoffee },
  { matches: [{ path: '/a', exact: false }], action: refusal },
  ...firstFleet.routes[0].rules.slice(1),
), first.ledger);
const otherScheme = version(edited(firstFleet, editOf('change the scheme')), first.ledger);
const otherTarget = version(edited(firstFleet, editOf('change a target port', { value: 1 })), first.ledger);
const otherCheck = version(edited(firstFleet, editOf('change the health check', { value: 1 })), first.ledger);
const [a, b, c, d, e] = ['x-a', 'x-b', 'x-c', 'x-d', 'x-e'].map((name, index) => headerRule(name, [toCoffee, refusal][index] ?? toTea));
const inOrder = version(withRules(a, b, c, d, e));
const moved = version(withRules(c, d, e, a, b), inOrder.ledger);

test.each([[first, narrower], [first, otherScheme], [first, otherTarget], [first, otherCheck], [inOrder, moved]])(
  'finds nothing on the way between two versions, nor on the way back (%#)',
  (from, to) => {
    expect([...violationsBetween(from, to), ...violationsBetween(to, from)]).toEqual([]);
  },
);

/** The scheme changes, and the target groups stay: the same template but for one property. */
const sameGroups: Version = {
  ...first,
  plan: { ...first.plan, scheme: 'internet-facing' },
  template: ofType(types.loadBalancer, (one) => ({ ...one, Properties: { ...one.Properties, Scheme: 'internet-facing' } }))(first.template),
};

/** The ledger was deleted in between, so that another rule gets the same number. */
const beforeLoss = version(withRules(headerRule('x-a', toTea), headerRule('x-b', toCoffee)));
const afterLoss = version(withRules(headerRule('x-a', toTea), headerRule('x-c', toCoffee)));

test.each<[mistake: string, kind: string, from: Version, to: Version, mistake: Mistake]>([
  ['target groups that outlive their load balancer', 'target-group-on-two-load-balancers', first, sameGroups, {}],
  ['a ledger that was deleted', 'priority-in-use', beforeLoss, afterLoss, {}],
  ['rules that wait for no other rule', 'lost request', first, narrower, mistakes['rules wait for no other rule'].mistake],
  ['rules that change their number', 'lost request', inOrder, moved, mistakes['rules change their number in place'].mistake],
  ['alias records that wait for no rule', 'lost request', first, otherScheme, mistakes['alias records wait for no rule'].mistake],
])('fails for %s: %s', (_, kind, from, to, mistake) => {
  expect([...violationsBetween(from, to, mistake)]).toContain(kind);
});

describe('what is announced', () => {
  const seen = (from: Version, to: Version): ReadonlySet<string> => {
    const { environment } = deploy(newEnvironment(), from, randomFrom(1), 0);
    const results = Array.from({ length: 20 }, (_, seed) => deploy(environment, to, randomFrom(seed), 0));
    expect(results.flatMap(({ violations }) => violations)).toEqual([]);
    return new Set(results.flatMap(({ announcements }) => [...announcements]));
  };
  const onHttps: Fleet = { ...firstFleet, listeners: [{ port: 443, protocol: 'HTTPS', hostname: '' }] };
  const onHttp: Fleet = { ...onHttps, listeners: [{ port: 443, protocol: 'HTTP', hostname: '' }] };
  const onlyCoffee: Fleet['routes'] = withRules(headerRule('x-a', toCoffee)).routes;
  const withH2c = (fleet: Fleet): Fleet =>
    ({ ...fleet, services: fleet.services.map((service) => ({ ...service, ports: service.ports.map((port) => ({ ...port, h2c: true })) })) });

  test.each<[announcement: string, from: Version, to: Version]>([
    ['replaced load balancer', first, otherScheme],
    ['changed Service port', first, otherTarget],
    ['changed protocol', version(onHttp), version({ ...onHttps, routes: onlyCoffee })],
    ['refused protocol', version(withH2c(onHttps)), version(onHttp)],
  ])('%s: is seen where it must be', (announcement, from, to) => {
    expect([...seen(from, to)]).toContain(announcement);
  });

  test('refused protocol: may leave a rollback stuck, which is no violation, and nothing else is', () => {
    const { environment } = deploy(newEnvironment(), version(onHttp), randomFrom(1), 0);
    const results = Array.from({ length: 20 }, (_, seed) => deploy(environment, version(withH2c(onHttps)), randomFrom(seed), 1));
    const stuck = results.filter(({ outcome }) => outcome === 'stuck');
    expect(stuck.length).toBeGreaterThan(0);
    expect(stuck.flatMap(({ announcements, violations }) => [announcements.has('refused protocol'), ...violations])).toEqual(stuck.map(() => true));
  });

  test.each([[first, narrower], [first, otherCheck], [inOrder, moved]])('nothing is excused in other updates (%#)', (from, to) => {
    expect([...seen(from, to)]).toEqual([]);
  });
});

describe('update', () => {
  const group = (name: string, more: Properties = {}): Resource => ({
    Type: types.targetGroup,
    Properties: { Name: name, Port: 80, Protocol: 'HTTP', ProtocolVersion: 'HTTP1', VpcId: surroundings.vpcId, ...more },
  });
  const firstOne = () => 0;

  function steps(templates: readonly Template[], failure?: UpdateOptions['failure']): { world: World; log: readonly string[] } {
    const world = World.empty();
    let stack = noStack;
    let log: string[] = [];
    const observe = ({ operation: { kind, logicalId }, phase, refused }: Step): void => {
      log.push(`${phase} ${kind} ${logicalId}${refused ? ' refused' : ''}`);
    };
    for (const [index, template] of templates.entries()) {
      log = [];
      const isLast = index === templates.length - 1;
      ({ stack } = update(world, stack, template, { order: firstOne, observe, ...(isLast && failure && { failure }) }));
    }
    return { world, log };
  }

  test('creates along dependencies and leaves alone what has not changed', () => {
    const one: Template = { Resources: { B: { ...group('b'), DependsOn: 'A' }, A: group('a') } };
    expect(steps([one]).log).toEqual(['switching create A', 'switching create B']);
    expect(steps([one, one]).log).toEqual([]);
  });

  test('replaces before it deletes, and deletes last', () => {
    const one: Template = { Resources: { A: group('a'), Gone: group('gone') } };
    const two: Template = { Resources: { A: group('a2', { Port: 81 }), New: group('new') } };
    expect(steps([one, two]).log).toEqual(['switching replace A', 'switching create New', 'cleaning delete A', 'cleaning delete Gone']);
  });

  test('deletes what depends on a resource before the resource', () => {
    const one: Template = { Resources: { A: group('a'), B: { ...group('b'), DependsOn: ['A'] }, C: { ...group('c'), DependsOn: 'B' } } };
    expect(steps([one, { Resources: {} }]).log).toEqual(['cleaning delete C', 'cleaning delete B', 'cleaning delete A']);
  });

  test.each([true, false])('rolls back from a failure to what was there (had its effect: %s)', (hasEffect) => {
    const one: Template = { Resources: { A: group('a'), B: group('b') } };
    const two: Template = { Resources: { A: group('a', { HealthCheckPath: '/x' }), B: group('b2', { Port: 81 }), C: group('c') } };
    const { log, world } = steps([one, two], { at: 2, hasEffect, inFlight: 0 });
    expect(log.slice(0, 2)).toEqual(['switching update A', 'switching replace B']);
    expect(log).toContain('rolling-back revert A');
    const live = world.all(types.targetGroup).map(({ properties }) => [properties.Name, properties.HealthCheckPath]);
    expect(live).toEqual([['a', undefined], ['b', undefined]]);
  });

  test('an operation that is refused rolls the update back', () => {
    const one: Template = { Resources: { A: group('a') } };
    const { log, world } = steps([one, { Resources: { A: group('a', { HealthCheckPath: '/x' }), B: { ...group('a'), DependsOn: 'A' } } }]);
    expect(log).toEqual(['switching update A', 'switching create B refused', 'rolling-back revert A']);
    expect(world.all(types.targetGroup)[0].properties.HealthCheckPath).toBeUndefined();
  });
});

describe('the account', () => {
  interface Live {
    readonly world: World;
    readonly loadBalancer: string;
    readonly listener: string;
    readonly targetGroup: string;
    readonly rule: string;
  }

  const forward = (targetGroup: string): object[] =>
    [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroup, Weight: 0 }] } }];
  const http2 = { Name: 'grpc', Protocol: 'HTTP', ProtocolVersion: 'HTTP2' };

  /** A load balancer with an HTTPS listener and a rule that knows a target group. */
  function live(): Live {
    const world = World.empty();
    const loadBalancer = world.create(types.loadBalancer, { Name: 'web' });
    const listener = world.create(types.listener, { LoadBalancerArn: loadBalancer, Port: 443, Protocol: 'HTTPS' });
    const targetGroup = world.create(types.targetGroup, { Name: 'coffee', ProtocolVersion: 'HTTP1' });
    const rule = world.create(types.rule, { ListenerArn: listener, Priority: 1, Actions: forward(targetGroup) });
    return { world, loadBalancer, listener, targetGroup, rule };
  }

  test.each<[string, string, (live: Live) => void]>([
    ['two rules with one number', 'priority-in-use', ({ listener, world }) => world.create(types.rule, { ListenerArn: listener, Priority: 1 })],
    ['a rule that takes the number of another', 'priority-in-use', ({ listener, world }) => {
      const other = world.create(types.rule, { ListenerArn: listener, Priority: 2 });
      world.update(other, { ListenerArn: listener, Priority: 1 });
    }],
    ['two load balancers with one name', 'duplicate-name', ({ world }) => world.create(types.loadBalancer, { Name: 'web' })],
    ['two target groups with one name', 'duplicate-name', ({ world }) => world.create(types.targetGroup, { Name: 'coffee' })],
    ['two listeners on one port', 'duplicate-listener', ({ loadBalancer, world }) =>
      world.create(types.listener, { LoadBalancerArn: loadBalancer, Port: 443 })],
    ['a target group on two load balancers, with weight 0', 'target-group-on-two-load-balancers', ({ targetGroup, world }) => {
      const other = world.create(types.listener, { LoadBalancerArn: world.create(types.loadBalancer, {}), Port: 443, Protocol: 'HTTPS' });
      world.create(types.rule, { ListenerArn: other, Priority: 1, Actions: forward(targetGroup) });
    }],
    ['an HTTP/2 target group behind an HTTP listener', 'listener-protocol', ({ listener, loadBalancer, rule, world }) => {
      world.update(rule, { ListenerArn: listener, Priority: 1, Actions: forward(world.create(types.targetGroup, http2)) });
      world.update(listener, { LoadBalancerArn: loadBalancer, Port: 443, Protocol: 'HTTP' });
    }],
    ['a target group that goes before its rule', 'resource-in-use', ({ targetGroup, world }) => world.remove(targetGroup)],
    ['a listener that goes before its rules', 'resource-in-use', ({ listener, world }) => world.remove(listener)],
    ['a load balancer that goes before its listeners', 'resource-in-use', ({ loadBalancer, world }) => world.remove(loadBalancer)],
    ['a rule on a listener that is not there', 'not-found', ({ world }) => world.create(types.rule, { ListenerArn: 'gone', Priority: 1 })],
    ['a rule that forwards to a target group that is not there', 'not-found', ({ listener, world }) =>
      world.create(types.rule, { ListenerArn: listener, Priority: 2, Actions: forward('gone') })],
  ])('fails for %s: %s', (_, constraint, act) => {
    const before = live();
    const ids = before.world.ids();
    expect(() => act(before)).toThrow(expect.objectContaining({ constraint }) as Error);
    expect(before.world.ids()).toEqual(expect.arrayContaining([...ids]));
  });

  test('takes the same in the right order', () => {
    const { listener, loadBalancer, rule, targetGroup, world } = live();
    world.create(types.rule, { ListenerArn: listener, Priority: 2, Actions: forward(targetGroup) });
    world.create(types.listener, { LoadBalancerArn: loadBalancer, Port: 80, Protocol: 'HTTP' });
    for (const id of [world.ids()[4], rule, targetGroup, listener, world.ids()[5]]) world.remove(id);
    expect(world.ids()).toEqual([loadBalancer]);
  });
});

test('a manifest that is made anew under another path deletes the live object, whoever made it', () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name: 'coffee' }, spec: {} };
  const manifest: Properties = { Manifest: JSON.stringify([service]) };
  const world = World.empty();
  const template = (id: string): Template => ({ Resources: { [id]: { Type: kubernetesManifest, Properties: manifest } } });
  const options = { order: (_: readonly Operation[]) => 0, observe: () => undefined };
  const { stack } = update(world, noStack, template('Old'), options);
  update(world, stack, template('New'), options);
  expect(world.cluster.names()).toEqual([]);
});

test('an environment keeps what it had when a deployment is only looked at', () => {
  const { environment } = deploy(newEnvironment(), first, randomFrom(1), 0);
  const before = environment.world.ids();
  deploy(environment, otherScheme, randomFrom(2), 0);
  expect(environment.world.ids()).toEqual(before);
});
