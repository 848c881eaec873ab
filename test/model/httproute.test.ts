import { decodeText, gatewayApi, httpRule } from './decoding';

const anyPath = { path: { type: 'PathPrefix', value: '/' } };

describe('defaults of HTTPRoute', () => {
  test('a route without rules has one that matches every path', () => {
    const { resources, found } = decodeText(gatewayApi('HTTPRoute', 'parentRefs: [{ name: web }]'));
    expect(found).toEqual([]);
    expect(resources.httpRoutes[0].spec.rules).toEqual([{ matches: [anyPath] }]);
  });

  test('a rule without matches matches every path, one with an empty list of matches keeps it', () => {
    const { resources } = decodeText(gatewayApi('HTTPRoute', 'rules:\n  - name: a\n  - name: b\n    matches: []'));
    expect(resources.httpRoutes[0].spec.rules).toEqual([{ name: 'a', matches: [anyPath] }, { name: 'b', matches: [] }]);
  });

  test('a match without a path has the prefix /, a path without a type is a prefix, a header without a type is exact', () => {
    const { resources } = decodeText(httpRule(`
matches:
  - headers: [{ name: x, value: y }]
    queryParams: [{ name: q, value: z }]
  - path: { value: /a }
  - path: { type: Exact }`));
    expect(resources.httpRoutes[0].spec.rules[0].matches).toEqual([
      { ...anyPath, headers: [{ type: 'Exact', name: 'x', value: 'y' }], queryParams: [{ type: 'Exact', name: 'q', value: 'z' }] },
      { path: { type: 'PathPrefix', value: '/a' } },
      { path: { type: 'Exact', value: '/' } },
    ]);
  });

  test('references, redirects, CORS and mirrors have their defaults', () => {
    const { resources, found } = decodeText(gatewayApi('HTTPRoute', `
parentRefs: [{ name: web }]
rules:
  - backendRefs: [{ name: shop, port: 80 }]
  - filters: [{ type: RequestRedirect, requestRedirect: {} }]
  - filters:
      - { type: CORS, cors: {} }
      - type: RequestMirror
        requestMirror: { backendRef: { name: copy, port: 80 }, fraction: { numerator: 5 } }`));
    const { parentRefs, rules } = resources.httpRoutes[0].spec;
    expect(found).toEqual([]);
    expect(parentRefs).toEqual([{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' }]);
    expect(rules[0].backendRefs).toEqual([{ group: '', kind: 'Service', name: 'shop', port: 80, weight: 1 }]);
    expect(rules[1].filters).toEqual([{ type: 'RequestRedirect', requestRedirect: { statusCode: 302 } }]);
    expect(rules[2].filters).toEqual([
      { type: 'CORS', cors: { maxAge: 5 } },
      {
        type: 'RequestMirror',
        requestMirror: {
          backendRef: { group: '', kind: 'Service', name: 'copy', port: 80 },
          fraction: { numerator: 5, denominator: 100 },
        },
      },
    ]);
  });

  test('fields of the experimental channel are read, session persistence in both of its forms', () => {
    const { resources, found } = decodeText(gatewayApi('HTTPRoute', `
useDefaultGateways: All
rules:
  - retry: { codes: [503], attempts: 2, backoff: 100ms }
    sessionPersistence: { sessionName: cart, absoluteTimeout: 1h, cookieConfig: { lifetimeType: Permanent } }
  - sessionPersistence: { type: Cookie, cookie: { name: cart } }
  - sessionPersistence: { type: Header, header: { name: x-session } }
  - filters:
      - { type: ExternalAuth, externalAuth: { protocol: HTTP, http: {}, backendRef: { name: auth, port: 80 } } }`));
    const { rules } = resources.httpRoutes[0].spec;
    expect(found).toEqual([]);
    expect(rules[0].retry).toEqual({ codes: [503], attempts: 2, backoff: '100ms' });
    expect(rules[0].sessionPersistence).toMatchObject({ type: 'Cookie', sessionName: 'cart', cookieConfig: { lifetimeType: 'Permanent' } });
    expect(rules[1].sessionPersistence).toMatchObject({ sessionName: 'cart', cookie: { path: '/', lifetimeType: 'Session' } });
    expect(rules[2].sessionPersistence).toMatchObject({ type: 'Header', sessionName: 'x-session' });
  });
});

describe('matches', () => {
  test.each([
    ['a relative path', 'path: { value: shop }', ['GW1106 shop']],
    ['an empty path', 'path: { value: "" }', ['GW1106 ""']],
    ['an empty element', 'path: { value: /a//b }', ['GW1106 /a//b']],
    ['a dot element', 'path: { value: /a/./b }', ['GW1106 /a/./b']],
    ['a parent element at the end', 'path: { value: /a/.. }', ['GW1106 /a/..']],
    ['an encoded slash', 'path: { value: /a%2Fb }', ['GW1106 /a%2Fb']],
    ['a fragment', 'path: { value: "/a#b" }', ['GW1106 "/a#b"']],
    ['a query', 'path: { value: "/a?b" }', ['GW1106 "/a?b"']],
    ['a bracket', 'path: { type: Exact, value: "/a[b]" }', ['GW1106 "/a[b]"']],
    ['half an encoded character', 'path: { value: /a%2 }', ['GW1106 /a%2']],
    ['a path of 1025 characters', `path: { value: ${`/${'a'.repeat(1024)}`} }`, [`GW1007 /${'a'.repeat(1024)}`]],
    ['an unknown type of path', 'path: { type: Prefix, value: /a }', ['GW1004 Prefix']],
    ['a lower-case method', 'method: get', ['GW1004 get']],
    ['a header that is not a token', 'headers: [{ name: "x y", value: a }]', ['GW1006 "x y"']],
    ['an empty value of a header', 'headers: [{ name: x, value: "" }]', ['GW1007 ""']],
    ['a line break in the value of a header', 'headers: [{ name: x, value: "a\\nb" }]', ['GW1006 "a\\nb"']],
    ['a header named twice', 'headers: [{ name: x, value: a }, { name: x, value: b }]', ['GW1010 x']],
    ['a query parameter named twice', 'queryParams: [{ name: x, value: a }, { name: x, value: b }]', ['GW1010 x']],
  ])('fails for %s', (_, match, expected) => {
    const { found, resources } = decodeText(httpRule(`matches:\n  - ${match}`));
    expect(found).toEqual(expected);
    expect(resources.httpRoutes[0].spec.rules).toEqual([{ name: 'sound', matches: [anyPath] }]);
  });

  test.each([
    ['a regular expression is not a path', 'path: { type: RegularExpression, value: "a//b#[x]" }'],
    ['characters of paths', 'path: { type: Exact, value: "/-._~!$&\'()*+,;=:@%41" }'],
    ['headers that differ in case', 'headers: [{ name: x, value: a }, { name: X, value: b }]'],
    ['dots inside of elements', 'path: { value: /.a/..b/c. }'],
  ])('%s', (_, match) => {
    expect(decodeText(httpRule(`matches:\n  - ${match}`)).found).toEqual([]);
  });

  test('the hint on an unknown type names the one that is near', () => {
    const [diagnostic] = decodeText(httpRule('matches:\n  - path: { type: Exakt, value: /a }')).diagnostics;
    expect(diagnostic.hint).toBe('did you mean "Exact"?');
  });

  test('fails for more than 128 matches in all rules, which makes the route useless', () => {
    const matches = Array.from({ length: 43 }, (_, index) => `      - path: { value: /${index} }`).join('\n');
    const rules = ['a', 'b', 'c'].map((name) => `  - name: ${name}\n    matches:\n${matches}`).join('\n');
    const { found, resources } = decodeText(gatewayApi('HTTPRoute', `rules:\n${rules}`));
    expect(found).toEqual(['GW1105 rules']);
    expect(resources.invalid).toEqual([{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop', name: 'web' }]);
  });
});

describe('rules', () => {
  const prefixRewrite = 'filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }]';
  const backend = 'backendRefs: [{ name: shop, port: 80 }]';

  test.each([
    ['a redirect beside backends', `${backend}\nfilters: [{ type: RequestRedirect, requestRedirect: {} }]`, ['GW1101 backendRefs']],
    ['a prefix replaced with two matches', `matches: [{ path: { value: /a } }, { path: { value: /b } }]\n${prefixRewrite}`,
      ['GW1104 ReplacePrefixMatch']],
    ['a prefix replaced with an exact match', `matches: [{ path: { type: Exact, value: /a } }]\n${prefixRewrite}`, ['GW1104 ReplacePrefixMatch']],
    ['a prefix replaced without a match', `matches: []\n${prefixRewrite}`, ['GW1104 ReplacePrefixMatch']],
    ['a prefix replaced at a backend', `matches: []\nbackendRefs:\n  - name: shop\n    port: 80\n    ${prefixRewrite}`, ['GW1104 ReplacePrefixMatch']],
    ['a backend without a port', 'backendRefs: [{ name: shop }]', ['GW1107 shop']],
    ['a weight over a million', 'backendRefs: [{ name: shop, port: 80, weight: 1000001 }]', ['GW1005 1000001']],
    ['a negative weight', 'backendRefs: [{ name: shop, port: 80, weight: -1 }]', ['GW1005 -1']],
    ['timeouts in reverse', 'timeouts: { request: 1s, backendRequest: 1001ms }', ['GW1109 1001ms']],
    ['a timeout in fractions', 'timeouts: { request: 1.5s }', ['GW1006 1.5s']],
    ['a timeout without a unit', 'timeouts: { request: "10" }', ['GW1006 "10"']],
    ['a retry on success', 'retry: { codes: [200] }', ['GW1005 200']],
    ['a permanent session without an end', 'sessionPersistence: { cookieConfig: { lifetimeType: Permanent } }', ['GW1112 sessionPersistence']],
    ['a header session with a cookie', 'sessionPersistence: { type: Header, cookieConfig: {} }', ['GW1012 cookieConfig']],
    ['a cookie in both of its forms', 'sessionPersistence: { cookie: {}, cookieConfig: {} }', ['GW1013 cookieConfig']],
    ['the name of another rule', 'name: sound', ['GW1010 sound']],
    ['a name in upper case', 'name: Cart', ['GW1006 Cart']],
    ['17 backends', `backendRefs: [${Array.from({ length: 17 }, () => '{ name: a, port: 80 }').join(', ')}]`, ['GW1008 backendRefs']],
  ])('fails for %s', (_, rule, expected) => {
    expect(decodeText(httpRule(rule)).found).toEqual(expected);
  });

  test.each([
    ['a timeout of zero is no timeout', 'timeouts: { request: 0s, backendRequest: 10s }'],
    ['durations add up', 'timeouts: { request: 1m1s, backendRequest: 61s }'],
    ['another kind of backend needs no port', 'backendRefs: [{ group: example.com, kind: Bucket, name: files }]'],
    ['a prefix may be replaced where nothing else is matched', 'filters: [{ type: RequestRedirect, requestRedirect: { path: { type: ReplacePrefixMatch, replacePrefixMatch: "" } } }]'],
  ])('%s', (_, rule) => {
    expect(decodeText(httpRule(rule)).found).toEqual([]);
  });
});

describe('filters', () => {
  test.each([
    ['a filter without its member', '{ type: RequestRedirect }', ['GW1011 RequestRedirect']],
    ['a filter with the member of another', '{ type: RequestHeaderModifier, requestRedirect: {} }', ['GW1012 requestRedirect']],
    ['a filter with a member too many', '{ type: RequestRedirect, requestRedirect: {}, urlRewrite: {} }', ['GW1012 urlRewrite']],
    ['an unknown type', '{ type: Redirect }', ['GW1004 Redirect']],
    ['no type', '{ requestRedirect: {} }', ['GW1003 { requestRedirect: {} }']],
    ['an unknown field', '{ type: RequestRedirect, requestRedirect: { host: a } }', ['GW1001 host']],
    ['a wildcard to redirect to', '{ type: RequestRedirect, requestRedirect: { hostname: "*.a.com" } }', ['GW1006 "*.a.com"']],
    ['a status code that is no redirect', '{ type: RequestRedirect, requestRedirect: { statusCode: 304 } }', ['GW1004 304']],
    ['a scheme in upper case', '{ type: RequestRedirect, requestRedirect: { scheme: HTTPS } }', ['GW1004 HTTPS']],
    ['a path without its member', '{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath } } }', ['GW1011 ReplaceFullPath']],
    ['a path with the other member', '{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replacePrefixMatch: / } } }',
      ['GW1012 replacePrefixMatch']],
    ['a header set twice', '{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: a, value: b }, { name: a, value: c }] } }', ['GW1010 a']],
    ['a header removed twice', '{ type: ResponseHeaderModifier, responseHeaderModifier: { remove: [a, a] } }', ['GW1010 a']],
    ['a mirror in percent and in parts',
      '{ type: RequestMirror, requestMirror: { backendRef: { name: a, port: 1 }, percent: 1, fraction: { numerator: 1 } } }', ['GW1013 fraction']],
    ['a mirror of more than everything', '{ type: RequestMirror, requestMirror: { backendRef: { name: a, port: 1 }, fraction: { numerator: 101 } } }',
      ['GW1110 101']],
    ['a mirror without a port', '{ type: RequestMirror, requestMirror: { backendRef: { name: a } } }', ['GW1107 a']],
    ['all origins and one more', '{ type: CORS, cors: { allowOrigins: ["*", "https://a.com"] } }', ['GW1111 "*"']],
    ['an origin with a path', '{ type: CORS, cors: { allowOrigins: ["https://a.com/b"] } }', ['GW1006 "https://a.com/b"']],
    ['an origin twice', '{ type: CORS, cors: { allowOrigins: ["https://a.com", "https://a.com"] } }', ['GW1010 "https://a.com"']],
    ['a maximum age of nothing', '{ type: CORS, cors: { maxAge: 0 } }', ['GW1005 0']],
    ['an authentication without its protocol\'s settings',
      '{ type: ExternalAuth, externalAuth: { protocol: GRPC, backendRef: { name: a, port: 1 } } }', ['GW1011 GRPC']],
    ['an extension without a kind', '{ type: ExtensionRef, extensionRef: { group: a.b, name: c } }', ['GW1003 extensionRef']],
  ])('fails for %s', (_, filter, expected) => {
    expect(decodeText(httpRule(`filters:\n  - ${filter}`)).found).toEqual(expected);
  });

  test('fails for a redirect beside a rewrite, and for a type that is there twice', () => {
    const redirect = '{ type: RequestRedirect, requestRedirect: {} }';
    const rewrite = '{ type: URLRewrite, urlRewrite: { hostname: a.com } }';
    expect(decodeText(httpRule(`filters: [${redirect}, ${rewrite}]`)).found).toEqual(['GW1102 URLRewrite']);
    expect(decodeText(httpRule(`filters: [${rewrite}, ${rewrite}]`)).found).toEqual(['GW1103 URLRewrite']);
  });

  test('mirrors and extensions may be there several times', () => {
    const mirror = '{ type: RequestMirror, requestMirror: { backendRef: { name: a, port: 1 } } }';
    const extension = '{ type: ExtensionRef, extensionRef: { group: a.b, kind: C, name: d } }';
    expect(decodeText(httpRule(`filters: [${mirror}, ${mirror}, ${extension}, ${extension}]`)).found).toEqual([]);
  });
});

describe('parents and hostnames', () => {
  test.each([
    ['a section beside the whole', '[{ name: web }, { name: web, sectionName: https }]', ['GW1108 web']],
    ['a section twice', '[{ name: web, sectionName: a }, { name: web, sectionName: a }]', ['GW1108 web']],
    ['the whole twice', '[{ name: web }, { name: web }]', ['GW1108 web']],
    ['ports alone', '[{ name: web, port: 80 }, { name: web, port: 81 }]', ['GW1108 web']],
    ['a port out of range', '[{ name: web, port: 0 }]', ['GW1005 0']],
    ['33 of them', `[${Array.from({ length: 33 }, (_, index) => `{ name: web${index} }`).join(', ')}]`, ['GW1008 parentRefs']],
  ])('fails for parentRefs with %s', (_, parentRefs, expected) => {
    expect(decodeText(gatewayApi('HTTPRoute', `parentRefs: ${parentRefs}`)).found).toEqual(expected);
  });

  test('in the experimental channel ports tell parents apart, and values of headers are ASCII', () => {
    const text = gatewayApi('HTTPRoute', `
parentRefs: [{ name: web, port: 80 }, { name: web, port: 81 }]
rules: [{ matches: [{ headers: [{ name: x, value: "a  b" }] }] }, { name: sound }]`);
    expect(decodeText(text).found).toEqual(['GW1108 web']);
    expect(decodeText(text, { channel: 'experimental' }).found).toEqual(['GW1006 "a  b"']);
  });

  test('the second of two parents that are alike is left out', () => {
    const { resources } = decodeText(gatewayApi('HTTPRoute', 'parentRefs: [{ name: web, sectionName: a }, { name: web }, { name: other }]'));
    expect(resources.httpRoutes[0].spec.parentRefs?.map(({ name }) => name)).toEqual(['web', 'other']);
    expect(resources.httpRoutes[0].omitted).toEqual([{ path: ['spec', 'parentRefs', 1], name: 'web' }]);
  });

  test.each([
    ['upper case', 'App.example.com', 'app.example.com'],
    ['a port', 'app.example.com:8080', 'app.example.com'],
    ['a scheme and a path', 'https://app.example.com/x', 'app.example.com'],
    ['a dot at the end', 'app.example.com.', 'app.example.com'],
    ['a wildcard inside of a label', 'a*.example.com', undefined],
  ])('fails for a hostname with %s', (_, hostname, meant) => {
    const { found, diagnostics } = decodeText(gatewayApi('HTTPRoute', `hostnames: ["${hostname}", ok.example.com]`));
    expect(found).toEqual([`GW1006 "${hostname}"`]);
    expect(diagnostics[0].hint).toBe(meant === undefined ? undefined : `did you mean "${meant}"?`);
  });
});
