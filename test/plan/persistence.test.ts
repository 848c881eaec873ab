import type { PlanOptions } from '../../lib/plan/context';
import type { RoutingAction, TargetGroupPlan } from '../../lib/plan/ir';
import { gatewayWith, planned, pointedAt, service } from './planned';

const cart = '{name: cart, port: 80}';
const canary = '{name: canary, port: 80, weight: 9}';
const https = '{name: https, port: 443, protocol: HTTPS}';

/** A route of one rule with this `sessionPersistence`, to Services `cart` and `canary`. */
function manifests(persistence: string, backends = cart, { kind = 'HTTPRoute', rest = '' } = {}): string {
  const route = [
    '---',
    'apiVersion: gateway.networking.k8s.io/v1',
    `kind: ${kind}`,
    'metadata: {name: shop, namespace: infra}',
    'spec:',
    '  parentRefs: [{name: web}]',
    '  rules:',
    `  - backendRefs: [${backends}]`,
    `    sessionPersistence: ${persistence}`,
    ...(rest === '' ? [] : [`    ${rest}`]),
    '',
  ].join('\n');
  return [gatewayWith({ listeners: [https] }), route, service('cart', '{port: 80}'), service('canary', '{port: 80}')].join('\n');
}

function compiled(text: string, options: Partial<PlanOptions> = {}) {
  const it = planned(text, options);
  const codes = it.diagnostics.filter(({ severity, code }) => severity !== 'note' && /GW[123]/.test(code)).map(({ code }) => code);
  const action = it.plan.listeners[0]?.rules[0]?.action;
  return { ...it, action, reported: codes };
}

function stickiness({ attributes }: TargetGroupPlan): Record<string, string> {
  return Object.fromEntries(attributes.filter(({ key }) => key.startsWith('stickiness.')).map(({ key, value }) => [key.slice(11), value]));
}

function groupSeconds(action: RoutingAction): number | undefined {
  if (action.type !== 'forward') throw new Error(action.type);
  return action.stickinessSeconds;
}

const lbCookie = (seconds: number) => ({ enabled: 'true', type: 'lb_cookie', 'lb_cookie.duration_seconds': String(seconds) });
const appCookie = (name: string, seconds: number) => ({
  'enabled': 'true',
  'type': 'app_cookie',
  'app_cookie.cookie_name': name,
  'app_cookie.duration_seconds': String(seconds),
});

describe.each(['HTTPRoute', 'GRPCRoute'])('session persistence of a rule of a %s', (kind) => {
  test.each([
    ['is a cookie of the ALB, as long as it can', '{type: Cookie}', lbCookie(604_800), 'session-lifetime'],
    ['is a cookie by default', '{}', lbCookie(604_800), 'session-lifetime'],
    ['lasts as long as a permanent cookie', '{cookieConfig: {lifetimeType: Permanent}, absoluteTimeout: 1h30m}', lbCookie(5400)],
    ['reads the later form', '{cookie: {lifetimeType: Permanent, path: /}, absoluteTimeout: 90s}', lbCookie(90)],
    ['takes an end for a cookie that should go with the browser', '{absoluteTimeout: 60s}', lbCookie(60), 'session-lifetime'],
    ['rounds up', '{cookie: {lifetimeType: Permanent}, absoluteTimeout: 1500ms}', lbCookie(2)],
    ['lasts a second at least', '{cookie: {lifetimeType: Permanent}, absoluteTimeout: 0s}', lbCookie(1), 'timeout-range'],
    ['lasts seven days at most', '{cookie: {lifetimeType: Permanent}, absoluteTimeout: 169h}', lbCookie(604_800), 'timeout-range'],
    ['has no idle timeout', '{cookie: {lifetimeType: Permanent}, absoluteTimeout: 1h, idleTimeout: 5m}', lbCookie(3600), 'idle-timeout'],
    ['has no path', '{cookie: {lifetimeType: Permanent, path: /cart}, absoluteTimeout: 1h}', lbCookie(3600), 'cookie-path'],
    ['follows the cookie of an application', '{sessionName: basket, absoluteTimeout: 1h}', appCookie('basket', 3600), 'application-cookie'],
    ['follows it in the later form', '{cookie: {name: basket, path: /cart}}', appCookie('basket', 604_800), 'application-cookie'],
  ])('%s', (_, persistence, expected, ...approximations: readonly string[]) => {
    const it = compiled(manifests(persistence, cart, { kind }));
    expect(it.plan.targetGroups.map(stickiness)).toEqual([expected]);
    expect(groupSeconds(it.action)).toBeUndefined();
    expect(it.reported).toEqual(approximations.map(() => 'GW3215'));
  });
});

test.each([
  ['the whole field, where the lifetime is not said', '{absoluteTimeout: 60s}', '{absoluteTimeout: 60s}'],
  ['the name of the cookie', '{sessionName: basket}', 'basket'],
  ['the name of the cookie in the later form', '{cookie: {name: basket}}', 'basket'],
  ['the idle timeout', '{sessionName: basket, idleTimeout: 5m}', '5m'],
  ['the path', '{cookie: {path: /cart, lifetimeType: Permanent}, absoluteTimeout: 1h}', '/cart'],
  ['a time that is too long', '{cookieConfig: {lifetimeType: Permanent}, absoluteTimeout: 9999h}', '9999h'],
])('the warning points at %s', (_, persistence, expected) => {
  const text = manifests(persistence);
  const warnings = compiled(text).diagnostics.filter(({ code }) => code === 'GW3215');
  expect(warnings.map((warning) => pointedAt(text, warning))).toContain(expected);
});

describe('what an ALB has no stickiness for', () => {
  const sticky = /"stickiness.enabled","value":"true"/;

  test.each([
    ['a header', '{type: Header, sessionName: x-cart}', 'GW3211', '{type: Header, sessionName: x-cart}'],
    ['a header in the later form', '{type: Header, header: {name: x-cart}}', 'GW3211', '{type: Header, header: {name: x-cart}}'],
    ['a name of the ALB itself', '{sessionName: AWSALBAPP-0}', 'GW3216', 'AWSALBAPP-0'],
    ['a name that no cookie can have', '{sessionName: "my cart"}', 'GW3216', '"my cart"'],
    ['a name of the ALB itself in the later form', '{cookie: {name: AWSALB}}', 'GW3216', 'AWSALB'],
  ])('fails: %s', (_, persistence, code, at) => {
    const text = manifests(persistence);
    const it = compiled(text);
    expect(it.reported).toEqual([code]);
    const [{ severity }] = it.diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(severity).toBe('error');
    expect(it.diagnostics.filter((diagnostic) => diagnostic.code === code).map((diagnostic) => pointedAt(text, diagnostic))).toEqual([at]);
    expect(JSON.stringify(it.plan)).not.toMatch(sticky);
  });

  test('is served without under respond-500', () => {
    const it = compiled(manifests('{type: Header}'), { onInvalidRoute: 'respond-500' });
    expect(it.diagnostics.filter(({ code }) => code === 'GW3211')).toMatchObject([{ severity: 'warning' }]);
    expect(it.action.type).toBe('forward');
    expect(JSON.stringify(it.plan)).not.toMatch(sticky);
  });

  test('fails where two names disagree', () => {
    expect(compiled(manifests('{sessionName: a, cookie: {name: b}}')).reported).toContain('GW1013');
    expect(compiled(manifests('{sessionName: a, cookie: {name: a}}')).reported).toEqual(['GW3215']);
  });
});

describe('several backends', () => {
  const permanent = '{cookieConfig: {lifetimeType: Permanent}, absoluteTimeout: 1h}';

  test('keep a client with its target group for the same time', () => {
    const it = compiled(manifests(permanent, `${cart}, ${canary}`));
    expect(it.plan.targetGroups.map(stickiness)).toEqual([lbCookie(3600), lbCookie(3600)]);
    expect(groupSeconds(it.action)).toBe(3600);
    expect(it.reported).toEqual([]);
  });

  test('that are one target group need no more than its stickiness', () => {
    expect(groupSeconds(compiled(manifests(permanent, `${cart}, ${cart}`)).action)).toBeUndefined();
  });

  test('stay together as long as a ListenerRuleConfiguration says', () => {
    const rule = 'filters: [{type: ExtensionRef, extensionRef: {group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: sticky}}]';
    const configuration = [
      '---',
      'apiVersion: gateway.k8s.aws/v1',
      'kind: ListenerRuleConfiguration',
      'metadata: {name: sticky, namespace: infra}',
      'spec: {actions: [{type: forward, forwardConfig: {targetGroupStickinessConfig: {enabled: true, durationSeconds: 60}}}]}',
      '',
    ].join('\n');
    const it = compiled(manifests(permanent, `${cart}, ${canary}`, { rest: rule }) + configuration);
    expect(groupSeconds(it.action)).toBe(60);
    expect(it.plan.targetGroups.map(stickiness)).toEqual([lbCookie(3600), lbCookie(3600)]);
  });

  test('that exist already stay as they are, which is said', () => {
    const text = manifests(permanent, '{kind: TargetGroupName, name: old}');
    const it = compiled(text);
    expect(it.reported).toEqual(['GW3215']);
    expect(it.action).toEqual({ type: 'forward', targetGroups: [{ targetGroup: { kind: 'existing', name: 'old' }, weight: 1 }] });
  });
});

test('a route without persistence has a target group of its own', () => {
  const other = [
    '---',
    'apiVersion: gateway.networking.k8s.io/v1',
    'kind: HTTPRoute',
    'metadata: {name: other, namespace: infra}',
    'spec:',
    '  parentRefs: [{name: web}]',
    '  rules:',
    `  - matches: [{path: {value: /other}}]\n    backendRefs: [${cart}]`,
    '',
  ].join('\n');
  const { plan: { targetGroups } } = compiled(manifests('{}') + other);
  expect(targetGroups.map((group) => stickiness(group).enabled).sort()).toEqual(['false', 'true']);
  expect(new Set(targetGroups.map(({ name }) => name)).size).toBe(2);
});

test('a rule that forwards nothing has no use for it', () => {
  const text = manifests('{cookieConfig: {lifetimeType: Permanent}, absoluteTimeout: 1h}', '', {
    rest: 'filters: [{type: RequestRedirect, requestRedirect: {hostname: other.example.com}}]',
  });
  const it = compiled(text);
  expect(it.reported).toEqual(['GW3328']);
});

test('the attributes of a TargetGroupConfiguration give way to it, which is said', () => {
  const configuration = [
    '---',
    'apiVersion: gateway.k8s.aws/v1',
    'kind: TargetGroupConfiguration',
    'metadata: {name: cart, namespace: infra}',
    'spec:',
    '  targetReference: {name: cart}',
    '  defaultConfiguration: {targetGroupAttributes: [{key: stickiness.enabled, value: "false"}]}',
    '',
  ].join('\n');
  const text = `${manifests('{cookieConfig: {lifetimeType: Permanent}, absoluteTimeout: 1h}')}${configuration}`;
  const it = compiled(text);
  expect(it.plan.targetGroups.map(stickiness)).toEqual([lbCookie(3600)]);
  expect(it.diagnostics.filter(({ code }) => code === 'GW5013').map((diagnostic) => pointedAt(text, diagnostic))).toEqual(['{key: stickiness.enabled, value: "false"}']);
});
