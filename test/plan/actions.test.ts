import fc from 'fast-check';
import * as ipaddr from 'ipaddr.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic';
import type { Given } from './rule-outcomes';
import { codesOf, coffee, grpcRoute, httpRoute, marked, outcomesOf, prefixMatch, ruleConfiguration, tea, toLogin } from './rule-outcomes';

const HTTP_80 = { protocol: 'HTTP', port: 80 } as const;
const HTTPS_443 = { protocol: 'HTTPS', port: 443 } as const;
const unavailable = { path: 'whole', transforms: [], action: { type: 'fixed-response', statusCode: 500, contentType: 'text/plain' } };

const addHeader = { type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'x-tea', value: 'green' }] } };
const mirror = (more: object = {}) => ({ type: 'RequestMirror', requestMirror: { backendRef: { name: 'tea', port: 80 }, ...more } });
const externalAuth = { type: 'ExternalAuth', externalAuth: { protocol: 'HTTP', backendRef: { name: 'tea', port: 80 }, http: {} } };

function configured(spec: object, rule: object = { backendRefs: [coffee] }, given: Given = {}) {
  return outcomesOf(httpRoute([{ filters: [toLogin], ...rule }], {}, ruleConfiguration({ ...spec })), given);
}

describe('what no ALB has', () => {
  const filters = [['GW3201', addHeader], ['GW3207', mirror()], ['GW3208', externalAuth]] as const;

  test.each(filters)('%s fails a rule', (code, filter) => {
    const it = outcomesOf(httpRoute([{ filters: [filter], backendRefs: [coffee] }]));
    expect(it.diagnostics).toMatchObject([{ code, severity: 'error', subject: { kind: 'HTTPRoute', name: 'cafe' } }]);
    expect(JSON.parse(marked(code, it)!)).toEqual(filter);
    expect(it.ports[0].rules[0].variants).toEqual([unavailable]);
  });

  test.each(filters)('%s fails a backendRef', (code, filter) => {
    const it = outcomesOf(httpRoute([{ backendRefs: [coffee, { ...tea, weight: 0, filters: [filter] }] }]));
    expect(codesOf(it)).toEqual([code]);
    expect(it.ports[0].rules[0].variants).toEqual([unavailable]);
  });

  test.each(filters)('%s is a warning under respond-500, and the rule keeps its requests', (code, filter) => {
    const it = outcomesOf(httpRoute([{ filters: [filter], backendRefs: [coffee] }]), { policy: 'respond-500' });
    expect(it.diagnostics).toMatchObject([{ code, severity: 'warning' }]);
    expect(it.ports[0].rules[0].variants).toEqual([unavailable]);
  });

  test('is answered with 503 for gRPC', () => {
    const it = outcomesOf(grpcRoute([{ filters: [addHeader], backendRefs: [coffee] }]), { listeners: [HTTPS_443] });
    expect(codesOf(it)).toEqual(['GW3201']);
    expect(it.ports[0].rules[0].variants[0].action).toMatchObject({ statusCode: 503 });
  });

  test.each([
    ['a modifier without headers', { type: 'RequestHeaderModifier', requestHeaderModifier: { add: [] } }],
    ['a mirror of 0 %', mirror({ percent: 0 })],
    ['a mirror of no part', mirror({ fraction: { numerator: 0 } })],
  ])('is not missed for %s', (_, filter) => {
    expect(outcomesOf(httpRoute([{ filters: [filter], backendRefs: [coffee] }])).diagnostics).toEqual([]);
  });

  test('a configuration for one backend fails', () => {
    const it = outcomesOf(httpRoute([{ backendRefs: [{ ...coffee, filters: [toLogin] }] }], {}, ruleConfiguration({})));
    expect(codesOf(it)).toEqual(['GW3214']);
  });

  test('says that Host can be rewritten', () => {
    const setHost = { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'host', value: 'a.example' }] } };
    expect(outcomesOf(httpRoute([{ filters: [setHost], backendRefs: [coffee] }])).diagnostics[0].fix).toContain('URLRewrite');
  });
});

describe('fields that leave open where requests go', () => {
  const fields = [
    ['GW3209', { timeouts: { request: '10s' } }, '10s'],
    ['GW3209', { timeouts: { request: '0s', backendRequest: '1ms' } }, '1ms'],
    ['GW3210', { retry: { attempts: 2 } }, undefined],
    ['GW3211', { sessionPersistence: { sessionName: 'x-tea', type: 'Header' } }, undefined],
    ['GW3216', { sessionPersistence: { sessionName: 'AWSALBTG' } }, 'AWSALBTG'],
  ] as const;

  test.each(fields)('%s fails for %j', (code, field, value) => {
    const it = outcomesOf(httpRoute([{ ...field, backendRefs: [coffee] }]));
    expect(it.diagnostics).toMatchObject([{ code, severity: 'error' }]);
    if (value !== undefined) expect(marked(code, it)).toBe(value);
  });

  test.each(fields)('%s is a warning under respond-500, and the rule is served without: %j', (code, field) => {
    const it = outcomesOf(httpRoute([{ ...field, backendRefs: [coffee] }]), { policy: 'respond-500' });
    expect(it.diagnostics).toMatchObject([{ code, severity: 'warning' }]);
    expect(it.ports[0].rules[0].variants[0].action.type).toBe('forward');
  });

  test.each([[{ request: '0s' }], [{ request: '0h0m', backendRequest: '000ms' }], [{}]])('no timeout is fine: %j', (timeouts) => {
    expect(outcomesOf(httpRoute([{ timeouts, backendRefs: [coffee] }])).diagnostics).toEqual([]);
  });
});

describe('the status of a route', () => {
  const verdicts = (diagnostics: readonly Diagnostic[]) =>
    diagnostics.map(({ condition, about }) => `${condition?.type}=${condition?.status}/${condition?.reason} ${about?.parent ?? 'route'}`);
  const bad = { filters: [mirror()], backendRefs: [coffee] };
  const good = { matches: [prefixMatch('/good')], backendRefs: [coffee] };

  test.each([
    ['is not Accepted where no rule is left', [bad], ['Accepted=False/UnsupportedValue route']],
    ['is PartiallyInvalid where a rule is left', [bad, good], ['PartiallyInvalid=True/UnsupportedValue route']],
    ['counts every rule', [bad, { ...bad, matches: [prefixMatch('/2')] }], ['Accepted=False/UnsupportedValue route', 'Accepted=False/UnsupportedValue route']],
    ['takes a rule with a missing configuration for lost', [bad, { filters: [toLogin], backendRefs: [coffee] }], ['Accepted=False/UnsupportedValue route']],
  ])('%s', (_, rules, expected) => {
    expect(verdicts(outcomesOf(httpRoute(rules)).diagnostics)).toEqual(expected);
  });

  const parentRefs = [{ name: 'web', namespace: 'infra', sectionName: 'p80' }, { name: 'web', namespace: 'infra', sectionName: 'p443' }];

  test('is told once for a route with several parentRefs', () => {
    const { diagnostics } = outcomesOf(httpRoute([bad], { parentRefs }), { listeners: [HTTP_80, HTTPS_443] });
    expect(verdicts(diagnostics)).toEqual(['Accepted=False/UnsupportedValue route']);
  });

  const toHttp = { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'http', hostname: 'a.example' } }] };

  test('is told for the parentRef on whose listener the rule fails', () => {
    const { diagnostics } = outcomesOf(httpRoute([toHttp], { parentRefs }), { listeners: [HTTP_80, HTTPS_443] });
    expect(verdicts(diagnostics)).toEqual(['Accepted=False/UnsupportedValue 1']);
  });

  test('is not Accepted where the listener alone takes the last rule', () => {
    const { diagnostics } = outcomesOf(httpRoute([bad, { ...toHttp, matches: [prefixMatch('/2')] }]), { listeners: [HTTPS_443] });
    expect(verdicts(diagnostics)).toEqual(['Accepted=False/UnsupportedValue route', 'Accepted=False/UnsupportedValue route']);
  });

  test('is PartiallyInvalid where one parentRef has another listener that serves the rule', () => {
    const { diagnostics } = outcomesOf(httpRoute([toHttp]), { listeners: [HTTP_80, HTTPS_443] });
    expect(verdicts(diagnostics)).toEqual(['PartiallyInvalid=True/UnsupportedValue route']);
  });
});

test('a rule whose configuration is missing answers with an error, which attach has reported', () => {
  const { ports, diagnostics } = outcomesOf(httpRoute([{ filters: [toLogin], backendRefs: [coffee] }]));
  expect(ports[0].rules[0].variants).toEqual([unavailable]);
  expect(diagnostics).toEqual([]);
});

describe('a fixed response', () => {
  const fixed = (fixedResponseConfig: object, rule?: object) => configured({ actions: [{ type: 'fixed-response', fixedResponseConfig }] }, rule);

  test.each([
    ['404 with a page', { statusCode: 404, contentType: 'text/html', messageBody: 'Not Found' }],
    ['503 with the default type', { statusCode: 503 }],
    ['200 with a type', { statusCode: 200, contentType: 'application/json' }],
  ])('is the answer of the rule, whatever its backends: %s', (_, configuration) => {
    const { ports, diagnostics } = fixed(configuration);
    expect(diagnostics).toEqual([]);
    const action = { type: 'fixed-response', contentType: 'text/plain', ...configuration };
    expect(ports[0].rules[0].variants).toEqual([{ path: 'whole', transforms: [], action }]);
  });

  test('comes after a login', () => {
    const actions = [
      { type: 'fixed-response', fixedResponseConfig: { statusCode: 200 } },
      { type: 'jwt-validation', jwtValidationConfig: { issuer: 'https://id.example', jwksEndpoint: 'https://id.example/k' } },
    ];
    expect(configured({ actions }, undefined, { listeners: [HTTPS_443] }).ports[0].rules[0]).toMatchObject({
      authentication: { type: 'jwt-validation' }, variants: [{ action: { type: 'fixed-response', statusCode: 200 } }],
    });
  });

  test.each([
    ['RequestRedirect', { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }],
    ['URLRewrite', { type: 'URLRewrite', urlRewrite: { hostname: 'a.example' } }],
  ])('wins over %s, with a warning', (_, filter) => {
    const it = fixed({ statusCode: 404 }, { filters: [toLogin, filter] });
    expect(codesOf(it)).toEqual(['GW3328']);
    expect(it.ports[0].rules[0].variants[0]).toMatchObject({ transforms: [], action: { statusCode: 404 } });
  });

  test('fails with a body of more than 1024 characters', () => {
    expect(fixed({ statusCode: 404, messageBody: 'x'.repeat(1024) }).diagnostics).toEqual([]);
    expect(codesOf(fixed({ statusCode: 404, messageBody: 'x'.repeat(1025) }))).toEqual(['GW3329']);
  });
});

test('stickiness beside a redirect has no effect, which a warning says', () => {
  const actions = [{ type: 'forward', forwardConfig: { targetGroupStickinessConfig: { enabled: true } } }];
  const it = configured({ actions }, { filters: [toLogin, { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] });
  expect(codesOf(it)).toEqual(['GW3328']);
  expect(it.ports[0].rules[0].variants[0].action.type).toBe('redirect');
});

test('tags of a configuration are those of its rules, sorted', () => {
  expect(configured({ tags: { team: 'tea', app: 'cafe' } }).ports[0].rules[0].tags).toEqual([{ key: 'app', value: 'cafe' }, { key: 'team', value: 'tea' }]);
});

describe('source addresses', () => {
  const sourceIp = (values: readonly string[], matchIndexes?: readonly number[]) => ({ field: 'source-ip', sourceIPConfig: { values }, matchIndexes });
  const matches = [prefixMatch('/0'), prefixMatch('/1')];
  const limited = (conditions: readonly object[], rule: object = { matches }) => configured({ conditions }, { backendRefs: [coffee], ...rule });
  const valuesFor = (it: ReturnType<typeof limited>, match: number | undefined) => {
    const condition = it.ports[0].rules[0].sourceIp(match);
    return typeof condition === 'string' ? condition : condition.values;
  };

  test.each([
    ['every match', [sourceIp(['10.0.0.0/8'])], [['10.0.0.0/8'], ['10.0.0.0/8']]],
    ['the match it names', [sourceIp(['10.0.0.0/8'], [1])], ['none', ['10.0.0.0/8']]],
    ['several matches', [sourceIp(['10.0.0.0/8'], [1, 0, 1])], [['10.0.0.0/8'], ['10.0.0.0/8']]],
    ['IPv6', [sourceIp(['2001:DB8::/32', '10.0.0.0/8'], [0])], [['2001:db8::/32', '10.0.0.0/8'], 'none']],
  ])('are asked for in %s', (_, conditions, expected) => {
    const it = limited(conditions);
    expect([valuesFor(it, 0), valuesFor(it, 1)]).toEqual(expected);
    expect(it.diagnostics).toEqual([]);
  });

  test('of several conditions must be in all of them', () => {
    const it = limited([
      sourceIp(['10.0.0.0/8', '192.168.0.0/16']),
      sourceIp(['10.1.0.0/16', '10.2.0.0/16', '172.16.0.0/12'], [0]),
      sourceIp(['10.2.3.0/24', '10.0.0.0/15']),
    ]);
    expect(valuesFor(it, 0)).toEqual(['10.1.0.0/16', '10.2.3.0/24']);
    expect(valuesFor(it, 1)).toEqual(['10.2.3.0/24', '10.0.0.0/15']);
  });

  test('that are in no two conditions never match, which a warning says', () => {
    const it = limited([sourceIp(['10.0.0.0/8']), sourceIp(['192.168.0.0/16'], [1]), sourceIp(['2001:db8::/32'], [1])]);
    expect([valuesFor(it, 0), valuesFor(it, 1)]).toEqual([['10.0.0.0/8'], 'never']);
    expect(codesOf(it)).toEqual(['GW3327']);
  });

  test.each([
    ['beyond the matches', [2]],
    ['below 0', [-1]],
    ['empty', []],
  ])('for no match are reported: matchIndexes %s', (_, matchIndexes) => {
    const it = limited([sourceIp(['10.0.0.0/8'], matchIndexes)]);
    expect([valuesFor(it, 0), valuesFor(it, 1)]).toEqual(['none', 'none']);
    expect(codesOf(it)).toEqual(['GW3326']);
  });

  test('without matchIndexes are the only ones of a rule without matches', () => {
    const text = grpcRoute([{ filters: [toLogin], backendRefs: [coffee] }], {}, ruleConfiguration({ conditions: [sourceIp(['10.0.0.0/8'])] }));
    const it = outcomesOf(text, { listeners: [HTTPS_443] });
    expect(valuesFor(it as never, undefined)).toEqual(['10.0.0.0/8']);
    expect(it.diagnostics).toEqual([]);
  });

  test.each([
    ['10.0.0.0'], ['10.0.0.0/33'], ['10.0/16'], ['010.0.0.0/8'], ['0xa.0.0.0/8'], ['fe80::1%eth0/64'], ['255.255.255.255/32'], ['any'],
  ])('fail in the form of "%s", and the rule is not open to others', (value) => {
    const it = limited([sourceIp(['10.0.0.0/8', value])]);
    expect(codesOf(it)).toEqual(['GW3325']);
    expect(marked('GW3325', it)).toBe(value);
    expect(it.ports[0].rules[0].variants).toEqual([unavailable]);
  });

  test.each([['192.0.2.1', 'did you mean "192.0.2.1/32"?'], ['2001:db8::1', 'did you mean "2001:db8::1/128"?']])('of one host get a hint: %s', (value, hint) => {
    expect(limited([sourceIp([value])]).diagnostics[0].hint).toBe(hint);
  });

  test('meet as sets do', () => {
    const network = fc.constantFrom('10.0.0.0', '10.0.128.0', '10.128.0.0', '11.0.0.0');
    const block = fc.tuple(network, fc.integer({ min: 6, max: 20 })).map(([address, bits]) => `${address}/${bits}`);
    const list = fc.array(block, { minLength: 1, maxLength: 3 });
    const holds = (blocks: readonly string[], address: string): boolean =>
      blocks.some((one) => ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(one)));
    fc.assert(fc.property(list, list, fc.nat(255), fc.nat(255), (one, other, second, third) => {
      const address = `10.${second}.${third}.1`;
      const found = valuesFor(limited([sourceIp(one), sourceIp(other)]), 0);
      expect(typeof found === 'string' ? false : holds(found, address)).toBe(holds(one, address) && holds(other, address));
    }), { numRuns: 100 });
  });
});

// What the controller's own tests expect of whole rules, as far as the specification says the same.
describe('the AWS Load Balancer Controller agrees', () => {
  const forwards = { type: 'forward', targetGroups: [{ targetGroup: { kind: 'planned', id: 'coffee:80' }, weight: 1 }] };
  const redirects = (requestRedirect: object) => ({ filters: [{ type: 'RequestRedirect', requestRedirect }] });

  test.each([
    ['no backends', {}, HTTP_80, { type: 'fixed-response', statusCode: 500, contentType: 'text/plain' }],
    ['one backend', { backendRefs: [coffee] }, HTTP_80, forwards],
    ['to HTTPS', redirects({ scheme: 'https', statusCode: 301 }), HTTP_80, { type: 'redirect', protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' }],
    [
      'to another port',
      redirects({ scheme: 'http', port: 900, statusCode: 301 }),
      { protocol: 'HTTP', port: 90 },
      { type: 'redirect', protocol: 'HTTP', port: '900', statusCode: 'HTTP_301' },
    ],
    [
      'everything of a redirect',
      redirects({ scheme: 'https', hostname: 'example.com', port: 80, statusCode: 301, path: { type: 'ReplaceFullPath', replaceFullPath: '/new-path' } }),
      HTTP_80,
      { type: 'redirect', host: 'example.com', path: '/new-path', port: '80', protocol: 'HTTPS', statusCode: 'HTTP_301' },
    ],
  ] as const)('%s', (_, rule, listener, expected) => {
    expect(outcomesOf(httpRoute([rule]), { listeners: [listener] }).ports[0].rules[0].variants[0].action).toEqual(expected);
  });
});
