import { simulate } from '../../lib/explain/simulate';
import { requestTo } from '../support/requests';
import type { Given } from './rule-outcomes';
import { codesOf, coffee, httpRoute, marked, outcomesOf, prefixMatch, tea } from './rule-outcomes';

const headers = (responseHeaderModifier: object) => ({ type: 'ResponseHeaderModifier', responseHeaderModifier });
const set = (name: string, value: string) => headers({ set: [{ name, value }] });
const cors = (filter: object) => ({ type: 'CORS', cors: filter });
const frames = set('X-Frame-Options', 'DENY');
const FRAMES = { key: 'routing.http.response.x_frame_options.header_value', value: 'DENY' };

/** A route of which each rule has the filters of one list. */
function filtered(lists: readonly (readonly object[])[], given: Given = {}) {
  return outcomesOf(httpRoute(lists.map((filters, index) => ({ matches: [prefixMatch(`/${index}`)], filters, backendRefs: [coffee] }))), given);
}

function served({ ports }: ReturnType<typeof filtered>): readonly boolean[] {
  return ports[0].rules.map(({ variants }) => variants[0].action.type === 'forward');
}

describe('a response header that all rules of a listener set', () => {
  test.each([
    ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains', 'strict_transport_security'],
    ['content-security-policy', "default-src 'self'; img-src *", 'content_security_policy'],
    ['X-Content-Type-Options', 'nosniff', 'x_content_type_options'],
    ['X-FRAME-OPTIONS', 'SAMEORIGIN', 'x_frame_options'],
    ['Access-Control-Allow-Origin', 'https://app.example.com', 'access_control_allow_origin'],
    ['Access-Control-Max-Age', '600', 'access_control_max_age'],
  ])('is an attribute of the listener: %s', (name, value, attribute) => {
    const it = filtered([[set(name, value)], [set(name, value)]]);
    expect(it.ports[0].attributes).toEqual([{ key: `routing.http.response.${attribute}.header_value`, value }]);
    expect(served(it)).toEqual([true, true]);
  });

  test('is on the answers of the ALB itself too, which a note says', () => {
    const { ports: [{ port, attributes }], diagnostics } = filtered([[frames]]);
    expect(diagnostics).toMatchObject([{ code: 'GW3204', severity: 'note', subject: { kind: 'Gateway' } }]);
    const fallback = { type: 'fixed-response', statusCode: 404 } as const;
    const listener = { id: '80', port, protocol: 'HTTP', certificates: [], attributes, tags: [], fallback, rules: [] } as const;
    const { responseHeaders } = simulate({ attributes: [], listeners: [listener], targetGroups: [] }, requestTo('GET http://a.example/'));
    expect(responseHeaders).toEqual([{ name: 'x-frame-options', value: 'DENY' }]);
  });

  test('counts for each header alone', () => {
    const both = headers({ set: [{ name: 'X-Frame-Options', value: 'DENY' }, { name: 'X-Content-Type-Options', value: 'nosniff' }] });
    const it = filtered([[frames], [both]]);
    expect(it.ports[0].attributes).toEqual([FRAMES]);
    expect(served(it)).toEqual([true, false]);
    expect(marked('GW3203', it)).toContain('nosniff');
  });

  test('may come from every backend of a rule', () => {
    const rules = [{ backendRefs: [{ ...coffee, filters: [frames] }, { ...tea, filters: [frames] }] }];
    expect(outcomesOf(httpRoute(rules)).ports[0].attributes).toEqual([FRAMES]);
  });

  test('counts on each port for itself', () => {
    const it = filtered([[frames]], { listeners: [{ protocol: 'HTTP', port: 80 }, { protocol: 'HTTPS', port: 443 }] });
    expect(it.ports.map(({ attributes }) => attributes)).toEqual([[FRAMES], [FRAMES]]);
  });
});

test('Server is removed where all rules agree', () => {
  const it = filtered([[headers({ remove: ['Server'] })], [headers({ remove: ['server'] })]]);
  expect(it.ports[0].attributes).toEqual([{ key: 'routing.http.response.server.enabled', value: 'false' }]);
});

test('a filter that changes nothing is fine everywhere', () => {
  expect(filtered([[headers({ set: [] })], []]).diagnostics).toEqual([]);
});

describe('rules that disagree', () => {
  test.each([
    ['one sets nothing', [[frames], []], 0],
    ['one sets another value', [[frames], [set('X-Frame-Options', 'SAMEORIGIN')]], 0],
    ['one redirects without it', [[frames], [{ type: 'URLRewrite', urlRewrite: { hostname: 'a.example' } }]], 0],
  ])('fail and are named: %s', (_, lists, failing) => {
    const it = filtered(lists);
    const found = it.diagnostics.filter(({ code }) => code === 'GW3203');
    expect(found[0]).toMatchObject({ severity: 'error', notes: [{ text: 'HTTPRoute shop/cafe, rule 1' }] });
    expect(served(it)[failing]).toBe(false);
    expect(it.ports[0].attributes).toEqual([]);
  });

  test('fail on the listener where they meet only', () => {
    const alone = { ...JSON.parse(httpRoute([{ backendRefs: [coffee] }]).split('\n---\n')[0]), metadata: { name: 'other', namespace: 'shop' } };
    const it = outcomesOf(httpRoute([{ filters: [frames], backendRefs: [coffee] }], {}, alone));
    expect(it.diagnostics).toMatchObject([{ code: 'GW3203', condition: { type: 'Accepted' }, notes: [{ text: 'HTTPRoute shop/other, rule 0' }] }]);
  });
});

describe('a LoadBalancerConfiguration', () => {
  const configured = (value: string) => ({
    settings: { listenerConfigurations: [{ protocolPort: 'HTTP:80', alpnPolicy: 'None' as const, listenerAttributes: [{ key: FRAMES.key, value }] }] },
  });

  test('that sets a header does what one rule asks for', () => {
    const it = filtered([[frames], []], configured('DENY'));
    expect(it.diagnostics).toEqual([]);
    expect(it.ports[0].attributes).toEqual([]);
  });

  test('fails a rule that asks for something else', () => {
    expect(codesOf(filtered([[frames]], configured('SAMEORIGIN')))).toEqual(['GW3203']);
  });
});

test.each([
  ['a header that an ALB does not set', set('X-Powered-By', 'tea'), 'X-Powered-By'],
  ['a value that it does not take', set('X-Frame-Options', 'DENY "really"'), 'X-Frame-Options'],
  ['a value of more than 1 KB', set('Content-Security-Policy', 'a'.repeat(1025)), 'Content-Security-Policy'],
  ['adding to a header', headers({ add: [{ name: 'Content-Security-Policy', value: 'x' }] }), 'Content-Security-Policy'],
  ['removing a header', headers({ remove: ['X-Powered-By'] }), 'X-Powered-By'],
])('fails for %s', (_, filter, header) => {
  const it = filtered([[filter]]);
  expect(codesOf(it)).toEqual(['GW3202']);
  expect(marked('GW3202', it)).toContain(header);
  expect(served(it)).toEqual([false]);
});

describe('CORS', () => {
  test('becomes fixed headers where all rules agree, and warns of preflight requests', () => {
    const filter = cors({
      allowOrigins: ['https://app.example.com'],
      allowMethods: ['GET', 'PUT'],
      allowHeaders: ['x-one', 'x-two'],
      exposeHeaders: ['x-three'],
      allowCredentials: true,
      maxAge: 60,
    });
    const it = filtered([[filter], [filter]]);
    expect(it.ports[0].attributes.map(({ key, value }) => [key.split('.')[3], value])).toEqual([
      ['access_control_allow_credentials', 'true'],
      ['access_control_allow_headers', 'x-one,x-two'],
      ['access_control_allow_methods', 'GET,PUT'],
      ['access_control_allow_origin', 'https://app.example.com'],
      ['access_control_expose_headers', 'x-three'],
      ['access_control_max_age', '60'],
    ]);
    expect(codesOf(it)).toEqual(['GW3206', 'GW3206', 'GW3204']);
    expect(served(it)).toEqual([true, true]);
  });

  test('for any origin needs no credentials', () => {
    const it = filtered([[cors({ allowOrigins: ['*'], allowMethods: ['*'] })]]);
    expect(it.ports[0].attributes.map(({ value }) => value)).toEqual(['*', '*', '5']);
  });

  test.each([
    ['several origins', { allowOrigins: ['https://a.example', 'https://b.example'] }],
    ['an origin with a wildcard', { allowOrigins: ['https://*.example'] }],
    ['any origin with credentials', { allowOrigins: ['*'], allowCredentials: true }],
    ['any method with credentials', { allowOrigins: ['https://a.example'], allowMethods: ['*'], allowCredentials: true }],
    ['a header name that an ALB does not take', { allowOrigins: ['*'], allowHeaders: ['x-$'] }],
  ])('fails for %s', (_, filter) => {
    const it = filtered([[cors(filter)]]);
    expect(codesOf(it)).toEqual(['GW3205']);
    expect(served(it)).toEqual([false]);
  });

  test('fails where other rules do without', () => {
    expect(new Set(codesOf(filtered([[cors({ allowOrigins: ['*'] })], []])))).toEqual(new Set(['GW3203']));
  });

  test('fails beside a header that says otherwise', () => {
    expect(codesOf(filtered([[set('Access-Control-Max-Age', '1'), cors({ allowOrigins: ['*'], maxAge: 2 })]]))).toContain('GW3213');
  });
});
