import type { Condition, ListenerPlan, LoadBalancerPlan, RoutingAction } from '../../lib/plan/ir';
import { compareRouting, type CompareOptions } from '../../lib/review/compare';
import type { RequestClass, RouteDiff } from '../../lib/review/route-diff';
import { gatesHit, type Gate } from '../../lib/review/review';
import { outcomeWords } from '../../lib/review/outcome-words';
import { reasonWords, requestWords, settingWords } from '../../lib/review/wording';
import { listenerOf, planOfListeners, targetGroupOf, type RuleSketch } from '../explain/hand-made-plan';

const path = (...values: string[]): Condition => ({ field: 'path-pattern', values });
const host = (...values: string[]): Condition => ({ field: 'host-header', values });
const header = (name: string, ...values: string[]): Condition => ({ field: 'http-header', name, values });
const query = (key: string, value: string): Condition => ({ field: 'query-string', values: [{ key, value }] });
const from = (...values: string[]): Condition => ({ field: 'source-ip', values });
const to = (...ids: string[]): RoutingAction => ({ type: 'forward', targetGroups: ids.map((id) => ({ targetGroup: { kind: 'planned', id }, weight: 1 })) });
const redirectTo = (more: object): RoutingAction => ({ type: 'redirect', statusCode: 'HTTP_301', ...more });
const rule = (id: string, action: RoutingAction, ...conditions: Condition[]): RuleSketch => ({ id, action, conditions });

function balancer(rules: readonly RuleSketch[], more: Partial<ListenerPlan> = {}, rest: Partial<LoadBalancerPlan> = {}): LoadBalancerPlan {
  return planOfListeners([listenerOf(443, rules, more)], rest);
}

const compareRules = (old: readonly RuleSketch[], latest: readonly RuleSketch[], options?: CompareOptions) => compareRouting(balancer(old), balancer(latest), options);

/** `moved GET https://...: before -> after` */
function briefly(it: RequestClass): string {
  return `${it.kind} ${it.witness ? requestWords(it.witness.request) : '?'}: ${outcomeWords(it.old.outcome)} -> ${outcomeWords(it.new.outcome)}`;
}

const web = rule('web', to('web'), path('/*'));

test.each<[string, readonly RuleSketch[], readonly RuleSketch[], readonly string[]]>([
  ['a rule in front of another', [web], [rule('blue', to('blue'), path('/a')), web], ['moved GET https://www.example.com/a: shop/web:80 -> shop/blue:80']],
  ['a rule behind another that takes all', [web], [web, rule('blue', to('blue'), path('/a'))], []],
  ['rules that exclude each other change places', [rule('a', to('blue'), path('/a')), rule('b', to('green'), path('/b'))], [rule('b', to('green'), path('/b')), rule('a', to('blue'), path('/a'))], []],
  ['rules that overlap change places', [rule('a', to('blue'), path('/a*')), rule('b', to('green'), path('*b'))], [rule('b', to('green'), path('*b')), rule('a', to('blue'), path('/a*'))],
    ['moved GET https://www.example.com/ab: shop/blue:80 -> shop/green:80']],
  ['one rule becomes two', [rule('a', to('blue'), path('/a', '/b'))], [rule('x', to('blue'), path('/b')), rule('y', to('blue'), path('/a'))], []],
  ['a rule before the default action says the same', [], [rule('end', { type: 'fixed-response', statusCode: 404, contentType: 'text/plain' }, path('/*'))], []],
  ['two values of one header hold at once', [rule('a', to('blue'), header('x', '1')), rule('b', to('green'), header('X', '2'))], [rule('b', to('green'), header('X', '2')), rule('a', to('blue'), header('x', '1'))],
    ['moved GET https://www.example.com/  (x: 1; x: 2): shop/blue:80 -> shop/green:80']],
  ['two parameters hold at once', [rule('a', to('blue'), query('q', '1')), rule('b', to('green'), query('q', '2'))], [rule('b', to('green'), query('q', '2')), rule('a', to('blue'), query('q', '1'))],
    ['moved GET https://www.example.com/?q=1&q=2: shop/blue:80 -> shop/green:80']],
  ['a header value within another', [rule('a', to('blue'), header('x', '1*'))], [rule('n', to('green'), header('x', '1')), rule('a', to('blue'), header('x', '1*'))], ['moved GET https://www.example.com/  (x: 1): shop/blue:80 -> shop/green:80']],
  ['methods', [rule('a', to('blue'), { field: 'http-request-method', values: ['GET', 'HEAD'] })], [rule('a', to('blue'), { field: 'http-request-method', values: ['GET'] })],
    ['lost HEAD https://www.example.com/: shop/blue:80 -> 404']],
  ['a block of addresses within another', [rule('a', to('blue'), from('10.0.0.0/8'))], [rule('a', to('blue'), from('10.0.0.0/9'))], ['lost GET https://www.example.com/  (from 10.128.0.1): shop/blue:80 -> 404']],
  ['case of a host', [rule('a', to('blue'), host('A.example'))], [rule('a', to('blue'), host('a.EXAMPLE'))], []],
  ['case of a path', [rule('a', to('blue'), path('/A'))], [rule('a', to('blue'), path('/a'))], ['lost GET https://www.example.com/A: shop/blue:80 -> 404', 'new GET https://www.example.com/a: 404 -> shop/blue:80']],
  ['what no request can have', [web], [rule('x', to('blue'), path('/a b')), rule('y', to('blue'), path('a')), rule('z', to('blue'), { field: 'http-request-method', values: ['TRACE'] }), web], []],
  ['a redirect that names what is given anyway', [rule('a', redirectTo({}), path('/a'))], [rule('a', redirectTo({ protocol: 'HTTPS', port: '443' }), path('/a'))], []],
  ['no weight at all', [rule('a', to('blue'), path('/a'))], [rule('a', { type: 'forward', targetGroups: [{ targetGroup: { kind: 'planned', id: 'blue' }, weight: 0 }] }, path('/a'))],
    ['lost GET https://www.example.com/a: shop/blue:80 -> 503']],
  ['a share of nothing', [rule('a', to('blue'), path('/a'))], [rule('a', { type: 'forward', targetGroups: [{ targetGroup: { kind: 'planned', id: 'blue' }, weight: 7 }, { targetGroup: { kind: 'planned', id: 'green' }, weight: 0 }] }, path('/a'))], []],
])('%s', (_, old, latest, expected) => {
  const diff = compareRules(old, latest);
  expect(diff.classes.map(briefly).sort()).toEqual([...expected].sort());
  expect(diff.unchanged.proved).toBe(true);
  expect(diff.classes.every(({ witness }) => witness?.confirmed && witness.differs)).toBe(true);
});

test('the same Service behind another target group is no move, but starts cold', () => {
  const targetGroups = [targetGroupOf('web-2', { binding: targetGroupOf('web').binding })];
  const diff = compareRouting(balancer([web]), balancer([rule('web', to('web-2'), path('/*'))], {}, { targetGroups }));
  expect(diff).toMatchObject({ classes: [], resources: { targetGroups: { replaced: [{ service: 'shop/web:80', old: 'web', new: 'web-2' }] } } });
});

test('another protocol version is a change of its own', () => {
  const latest = balancer([web], {}, { targetGroups: [targetGroupOf('web', { protocolVersion: 'GRPC' })] });
  const [it] = compareRouting(balancer([web]), latest).classes;
  expect(it).toMatchObject({ kind: 'changed', witness: { confirmed: true, differs: true, request: { method: 'POST', grpc: true } } });
});

describe('shadows', () => {
  const blue = rule('blue', to('blue'), path('/a'));
  const names = ({ shadowed, unshadowed }: RouteDiff) => ({
    shadowed: shadowed.map((it) => `${it.rule.id}${it.isNew ? ' new' : ''} behind ${it.by.map(({ id }) => id).join()}`),
    unshadowed: unshadowed.map(({ id }) => id),
  });

  test.each<[string, readonly RuleSketch[], readonly RuleSketch[], readonly string[], readonly string[]]>([
    ['a new rule behind one that takes all', [web], [web, blue], ['blue new behind web'], []],
    ['a rule that was reached', [blue], [web, blue], ['blue behind web'], []],
    ['a rule that is let out', [web, blue], [blue, web], [], ['blue']],
    ['a rule that was shadowed before', [web, blue], [rule('n', to('green'), path('/n')), web, blue], [], []],
    ['a rule behind two that share its requests', [], [rule('g', to('web'), header('x', '*')), rule('h', to('web'), path('/?')), rule('p', to('blue'), path('/a')), rule('q', to('blue'), path('/?'), header('x', '1'))],
      ['p new behind h', 'q new behind g'], []],
    ['a rule that cannot match', [], [rule('n', to('web'), path('no-slash'))], ['n new behind '], []],
  ])('%s', (_, old, latest, shadowed, unshadowed) => {
    const found = names(compareRules(old, latest));
    expect({ ...found, shadowed: found.shadowed.map((text) => text.replace(/,.*/, '')) }).toEqual({ shadowed, unshadowed });
  });
});

describe('open to the internet', () => {
  const open = { scheme: 'internet-facing' } as const;
  const ingress = (...cidrs: string[]) => ({
    securityGroups: { kind: 'managed', ids: [], names: [], openBackends: true, ingress: cidrs.map((cidr) => ({ cidr, protocol: 'tcp' as const, fromPort: 443, toPort: 443 })) },
  } as const);
  const isPublic = (old: LoadBalancerPlan, latest: LoadBalancerPlan) => gatesHit({ version: 1, old: '', new: '', gateways: [compareRouting(old, latest)] }, ['public']).length > 0;

  test.each<[string, LoadBalancerPlan, LoadBalancerPlan, boolean]>([
    ['a new route for everybody', balancer([], {}, { ...open, ...ingress('0.0.0.0/0') }), balancer([web], {}, { ...open, ...ingress('0.0.0.0/0') }), true],
    ['a new route of an internal load balancer', balancer([]), balancer([web], {}, ingress('0.0.0.0/0')), false],
    ['a new route that only an office can reach', balancer([], {}, { ...open, ...ingress('203.0.113.0/24') }), balancer([web], {}, { ...open, ...ingress('203.0.113.0/24') }), false],
    ['a new route for private addresses', balancer([], {}, { ...open, ...ingress('0.0.0.0/0') }), balancer([rule('a', to('web'), from('10.0.0.0/8'))], {}, { ...open, ...ingress('0.0.0.0/0') }), false],
    ['a route that moves', balancer([web], {}, { ...open, ...ingress('0.0.0.0/0') }), balancer([rule('web', to('blue'), path('/*'))], {}, { ...open, ...ingress('0.0.0.0/0') }), false],
    ['a source condition that goes', balancer([rule('a', to('web'), from('10.0.0.0/8'))], {}, { ...open, ...ingress('::/0') }), balancer([web], {}, { ...open, ...ingress('::/0') }), true],
    ['the scheme', balancer([web], {}, ingress('0.0.0.0/0')), balancer([web], {}, { ...open, ...ingress('0.0.0.0/0') }), true],
    ['the security group', balancer([web], {}, { ...open, ...ingress('10.0.0.0/8') }), balancer([web], {}, { ...open, ...ingress('0.0.0.0/0') }), true],
    ['a little more in the security group', balancer([web], {}, { ...open, ...ingress('10.0.0.0/8') }), balancer([web], {}, { ...open, ...ingress('10.0.0.0/8', '192.168.0.0/16') }), false],
  ])('%s', (_, old, latest, expected) => {
    expect(isPublic(old, latest)).toBe(expected);
  });
});

describe('listeners', () => {
  const verify = { mutualAuthentication: { mode: 'verify' } } as const;

  test.each<[string, LoadBalancerPlan, LoadBalancerPlan, readonly string[]]>([
    ['that come', planOfListeners([]), balancer([web]), ['new: https on port 443 was not served before']],
    ['that go', balancer([web]), planOfListeners([]), ['lost: nothing serves https on port 443 any more']],
    ['that change their protocol', balancer([web], { protocol: 'HTTP' }), balancer([web]), ['lost: the listener on port 443 speaks another protocol now', 'new: https on port 443 was not served before']],
    ['that ask for certificates', balancer([web]), balancer([web], verify), ['lost: the listener asks for a client certificate now']],
    ['that asked for certificates', balancer([web], verify), balancer([web]), ['new: https on port 443 was not served before']],
    ['that answer otherwise where no rule matches', balancer([]), balancer([], { fallback: { type: 'fixed-response', statusCode: 200 } }), ['new: the default action is another one']],
  ])('%s', (_, old, latest, expected) => {
    const diff = compareRouting(old, latest);
    expect(diff.classes.filter(({ served }) => served).map((it) => `${it.kind}: ${reasonWords(it)}`).sort()).toEqual([...expected].sort());
    expect(diff.unchanged.proved).toBe(true);
  });
});

describe('where it cannot be exact it says so', () => {
  const letters = [...'abcd'];
  const hard = letters.map((letter) => rule(letter, to('blue'), { field: 'path-pattern', regexValues: [`^/.*${letter}.{3}$`] }));
  const harder = [rule('n', to('green'), { field: 'path-pattern', regexValues: ['^/.*xx.{3}$'] }), ...hard];

  test('a dimension that is too large: every change is in the report, and the gap too', () => {
    const diff = compareRules(hard, harder, { stateLimit: 30 });
    expect(diff.unchanged).toMatchObject({ proved: false, gaps: [expect.stringMatching(/conditions on path are too many/) as string] });
    expect(diff.classes.some(({ kind, new: latest }) => kind === 'moved' && latest.rules.some(({ id }) => id === 'n'))).toBe(true);
    expect(diff.classes.every(({ witness }) => witness === undefined || witness.confirmed)).toBe(true);
  });

  test('what is equal is proved even then', () => {
    expect(compareRules(hard, hard, { stateLimit: 30 })).toMatchObject({ classes: [], unchanged: { proved: true } });
  });

  test('with room enough it is exact', () => {
    expect(compareRules(hard, harder).unchanged.proved).toBe(true);
  });

  test('a walk that gives up', () => {
    const diff = compareRules([web], [rule('n', to('green'), header('a', '1'), header('b', '1')), web], { nodeLimit: 1 });
    expect(diff.unchanged).toMatchObject({ proved: false, gaps: [expect.stringMatching(/too many combinations/) as string] });
    expect(gatesHit({ version: 1, old: '', new: '', gateways: [diff] }, ['unproved'])).toEqual(['unproved']);
  });
});

test.each<[Gate, readonly RuleSketch[], readonly RuleSketch[]]>([
  ['lost', [web], []],
  ['new', [], [web]],
  ['moved', [web], [rule('web', to('blue'), path('/*'))]],
  ['changed', [web], [{ ...web, transforms: [{ type: 'url-rewrite', regex: '^/a', replace: '/b' }] }]],
  ['shadowed', [web], [web, rule('blue', to('blue'), path('/a'))]],
])('the gate %s is hit by what it names, and no other', (gate, old, latest) => {
  const review = { version: 1, old: '', new: '', gateways: [compareRules(old, latest)] } as const;
  expect(gatesHit(review, ['lost', 'new', 'moved', 'changed', 'shadowed', 'public', 'replaced', 'unproved'])).toEqual([gate]);
});

test.each([100, 200, 400])('the steps for %d rules against as many grow with the rules, not with their square', (size) => {
  const rules = (step: number) => Array.from({ length: size }, (_, index) => rule(
    `r${index}`,
    to(['web', 'blue', 'green'][(index * step) % 3]),
    host(`team-${index % 20}.example.com`),
    path(`/svc-${index}`, `/svc-${index}/*`),
    ...(index % 5 === 0 ? [header('x-v', String(index % 7))] : []),
  ));
  const diff = compareRules(rules(1), rules(2), { nodeLimit: size });
  expect(diff.classes).toHaveLength(Math.floor(size * 2 / 3));
  expect(diff.unchanged.proved).toBe(true);
});

test.each<[string, Partial<LoadBalancerPlan>, Partial<LoadBalancerPlan>, readonly string[]]>([
  ['an attribute of the load balancer', { attributes: [{ key: 'idle_timeout.timeout_seconds', value: '60' }] }, { attributes: [{ key: 'idle_timeout.timeout_seconds', value: '90' }] },
    ['idle_timeout.timeout_seconds of load balancer: 60 -> 90']],
  ['a header that is no longer set', { attributes: [{ key: 'routing.http.response.server.enabled', value: '' }] }, {}, []],
  ['subnets', {}, { subnets: { ids: ['subnet-1'] } }, ['subnets of load balancer: not set -> {"ids":["subnet-1"]}']],
  ['a web ACL', { webAclArn: 'arn:a' }, {}, ['web ACL of load balancer: arn:a -> not set']],
  ['a name', {}, { name: 'web' }, ['name of load balancer: not set -> web (made anew, with another DNS name)']],
  ['a target group attribute', {}, { targetGroups: [targetGroupOf('web', { attributes: [{ key: 'stickiness.enabled', value: 'true' }] })] }, ['stickiness.enabled of target group of shop/web:80: not set -> true']],
  ['a health check', {}, { targetGroups: [targetGroupOf('web', { healthCheck: { ...targetGroupOf('web').healthCheck, path: '/healthz' } })] }, ['health check path of target group of shop/web:80: / -> /healthz']],
])('a setting: %s', (_, old, latest, expected) => {
  const diff = compareRouting(balancer([web], {}, old), balancer([web], {}, latest));
  expect(diff.settings.map(settingWords)).toEqual(expected);
});
