import type { RouteDecision } from '../../lib/explain/decision';
import type { Request } from '../../lib/explain/request';
import { defaultAlbSettings, type AlbSettings } from '../../lib/explain/settings';
import { simulate } from '../../lib/explain/simulate';
import type { Condition, LoadBalancerPlan, RedirectAction, Transform } from '../../lib/plan/ir';
import { requestTo } from '../support/requests';
import { listenerOf, planOfListeners, planOfRules, targetGroupOf } from './hand-made-plan';

function matches(condition: Condition, request: Request, settings: Partial<AlbSettings> = {}): boolean {
  const decision = simulate(planOfRules([{ conditions: [condition] }]), request, { ...defaultAlbSettings, ...settings });
  return decision.rule !== undefined;
}

const path = (...values: string[]): Condition => ({ field: 'path-pattern', values });
const host = (...values: string[]): Condition => ({ field: 'host-header', values });
const hostRegex = (...regexValues: string[]): Condition => ({ field: 'host-header', regexValues });
const header = (name: string, ...values: string[]): Condition => ({ field: 'http-header', name, values });
const query = (value: string, key?: string): Condition => ({ field: 'query-string', values: [{ ...(key !== undefined && { key }), value }] });
const method = (...values: string[]): Condition => ({ field: 'http-request-method', values });
const sourceIp = (...values: string[]): Condition => ({ field: 'source-ip', values });

describe('conditions', () => {
  test.each<[string, Condition, string, boolean]>([
    ['a path glob needs the characters in front of its wildcard', path('/api/*'), 'GET http://h.io/api', false],
    ['a wildcard may stand for nothing', path('/api/*'), 'GET http://h.io/api/', true],
    ['a wildcard crosses slashes', path('/api/*'), 'GET http://h.io/api/a/b', true],
    ['a question mark is not nothing', path('/v?'), 'GET http://h.io/v', false],
    ['a question mark is one character', path('/v?'), 'GET http://h.io/v1', true],
    ['a question mark is not two characters', path('/v?'), 'GET http://h.io/v12', false],
    ['a path is case-sensitive', path('/API'), 'GET http://h.io/api', false],
    ['a path does not see the query', path('/a'), 'GET http://h.io/a?x=1', true],
    ['a path keeps its trailing slash', path('/two'), 'GET http://h.io/two/', false],
    ['one of several values is enough', path('/a', '/b'), 'GET http://h.io/b', true],
    ['a host wildcard needs a label', host('*.example.com'), 'GET http://example.com/', false],
    ['a host wildcard stands for a label', host('*.example.com'), 'GET http://a.example.com/', true],
    ['a host wildcard crosses dots', host('*.example.com'), 'GET http://a.b.example.com/', true],
    ['a host is not case-sensitive', host('Example.com'), 'GET http://EXAMPLE.COM/', true],
    ['a host regex may ask for any port', hostRegex('^example\\.com(:[0-9]+)?$'), 'GET http://example.com/', true],
    ['a method is exact', method('GET'), 'HEAD http://h.io/', false],
    ['a method is case-sensitive', method('GET'), 'get http://h.io/', false],
    ['one of several methods is enough', method('GET', 'HEAD'), 'HEAD http://h.io/', true],
    ['a query key is not case-sensitive', query('1', 'v'), 'GET http://h.io/?V=1', true],
    ['a query value must be whole', query('1', 'v'), 'GET http://h.io/?v=10', false],
    ['a query without the parameter', query('1', 'v'), 'GET http://h.io/', false],
    ['an escaped star is a star', query('\\*'), 'GET http://h.io/?k=*', true],
    ['an escaped star is no wildcard', query('\\*'), 'GET http://h.io/?k=x', false],
    ['any of the repeated parameters is enough', query('2', 'v'), 'GET http://h.io/?v=1&v=2', true],
    ['a query value without key belongs to any parameter', query('blue'), 'GET http://h.io/?a=1&b=BLUE', true],
    ['a fragment is no part of the query', query('1', 'v'), 'GET http://h.io/?a=1#&v=1', false],
  ])('%s', (_, condition, line, expected) => {
    expect(matches(condition, requestTo(line))).toBe(expected);
  });

  test.each<[string, Condition, readonly (readonly [string, string])[], boolean]>([
    ['header values are not case-sensitive', header('version', 'one'), [['Version', 'ONE']], true],
    ['each line of a header is compared', header('X', 'a'), [['X', 'b'], ['x', 'a']], true],
    ['a line with commas is one value', header('X', 'a'), [['X', 'a,b']], false],
    ['a header that is missing', header('X', '*'), [['Y', 'a']], false],
    ['a star asks for presence', header('X', '*'), [['X', 'anything']], true],
    ['a header regex', { field: 'http-header', name: 'X', regexValues: ['^v[0-9]+$'] }, [['X', 'v12']], true],
  ])('%s', (_, condition, headers, expected) => {
    expect(matches(condition, requestTo('GET http://h.io/', { headers }))).toBe(expected);
  });

  test.each<[string, string, Condition, boolean]>([
    ['in the block', '10.1.2.3', sourceIp('10.0.0.0/8'), true],
    ['outside of the block', '1.2.3.4', sourceIp('10.0.0.0/8'), false],
    ['in the second block', '1.2.3.4', sourceIp('10.0.0.0/8', '1.2.3.4/32'), true],
    ['of the other family', '2001:db8::1', sourceIp('0.0.0.0/0'), false],
    ['IPv6', '2001:db8::1', sourceIp('2001:db8::/32'), true],
    ['IPv4 inside IPv6', '::ffff:10.1.2.3', sourceIp('10.0.0.0/8'), true],
  ])('a source address %s', (_, address, condition, expected) => {
    const forwarded: Request['headers'] = [['X-Forwarded-For', '10.1.1.1']];
    expect(matches(condition, requestTo('GET http://h.io/', { sourceIp: address, headers: forwarded }))).toBe(expected);
  });

  test('all conditions of a rule must hold', () => {
    const plan = planOfRules([{ conditions: [path('/a'), method('POST')] }, { conditions: [path('/a')] }]);
    expect(simulate(plan, requestTo('GET http://h.io/a')).rule?.id).toBe('rule-2');
    expect(simulate(plan, requestTo('POST http://h.io/a')).rule?.id).toBe('rule-1');
  });

  test('the port of the Host header is part of what values and expressions see', () => {
    const request = requestTo('GET http://example.com/', { host: 'example.com:8443' });
    expect(matches(host('example.com'), request)).toBe(false);
    expect(matches(hostRegex('^example\\.com$'), request)).toBe(false);
    expect(matches(hostRegex('^example\\.com(:[0-9]+)?$'), request)).toBe(true);
  });
});

describe('settings: what AWS leaves open', () => {
  test.each<[string, Condition, string, Partial<AlbSettings>, boolean]>([
    ['a search finds a part', { field: 'path-pattern', regexValues: ['/b'] }, 'GET http://h.io/a/b/c', { regexMode: 'search' }, true],
    ['a full match needs the whole', { field: 'path-pattern', regexValues: ['/b'] }, 'GET http://h.io/a/b/c', { regexMode: 'full' }, false],
    ['with anchors both agree', { field: 'path-pattern', regexValues: ['^/b$'] }, 'GET http://h.io/b', { regexMode: 'full' }, true],
    ['hosts without their port', host('h.io'), 'GET http://h.io:80/', { hostKeepsPort: false }, true],
    ['hosts with their port', host('h.io'), 'GET http://h.io:80/', { hostKeepsPort: true }, false],
    ['case in a host regex', hostRegex('^h\\.io$'), 'GET http://H.io/', { regexCaseSensitive: { host: true, path: true, header: true } }, false],
    ['no case in a path regex', { field: 'path-pattern', regexValues: ['^/a$'] }, 'GET http://h.io/A', { regexCaseSensitive: { host: false, path: false, header: false } }, true],
    ['a decoded query', query('a b', 'v'), 'GET http://h.io/?v=a%20b', { decodeQuery: true }, true],
    ['a raw query', query('a b', 'v'), 'GET http://h.io/?v=a%20b', { decodeQuery: false }, false],
    ['a key without value as a pair', query('*', 'v'), 'GET http://h.io/?v', { bareQueryKey: 'empty-value' }, true],
    ['a key without value as nothing', query('*', 'v'), 'GET http://h.io/?v', { bareQueryKey: 'no-pair' }, false],
    ['merged slashes', path('/a/b'), 'GET http://h.io/a//b', { pathNormalisation: { mergeSlashes: true, resolveDotSegments: false, decodeUnreserved: false } }, true],
    ['dot segments', path('/b/'), 'GET http://h.io/a/../b/.', { pathNormalisation: { mergeSlashes: false, resolveDotSegments: true, decodeUnreserved: false } }, true],
    ['needless escapes', path('/a%2Fb~'), 'GET http://h.io/%61%2Fb%7e', { pathNormalisation: { mergeSlashes: false, resolveDotSegments: false, decodeUnreserved: true } }, true],
  ])('%s', (_, condition, line, settings, expected) => {
    expect(matches(condition, requestTo(line), settings)).toBe(expected);
  });

  test('a header line can be split at commas', () => {
    const request = requestTo('GET http://h.io/', { headers: [['X', 'b, a']] });
    expect(matches(header('X', 'a'), request, { splitHeadersAtCommas: true })).toBe(true);
  });

  test('a star can refuse an empty header', () => {
    const request = requestTo('GET http://h.io/', { headers: [['X', '']] });
    expect(matches(header('X', '*'), request, { wildcardMatchesEmptyHeader: true })).toBe(true);
    expect(matches(header('X', '*'), request, { wildcardMatchesEmptyHeader: false })).toBe(false);
  });
});

describe('the order of rules', () => {
  test('is their priority, not their place', () => {
    const plan = planOfRules([{ priority: 20 }, { priority: 10 }]);
    expect(simulate(plan, requestTo('GET http://h.io/')).rule).toMatchObject({ id: 'rule-2', priority: 10 });
  });

  test('ends in the default action', () => {
    const decision = simulate(planOfRules([{ conditions: [path('/a')] }]), requestTo('GET http://h.io/b'));
    expect(decision).toEqual({
      listener: { id: '80', port: 80, protocol: 'HTTP' },
      outcome: { type: 'fixed-response', statusCode: 404, contentType: 'text/plain' },
      responseHeaders: [],
    });
  });
});

describe('before any rule', () => {
  const verifying = planOfListeners([listenerOf(443, [{}], { mutualAuthentication: { mode: 'verify' } })]);

  test.each<[string, LoadBalancerPlan, Request, RouteDecision['outcome']]>([
    ['a port without listener refuses the connection', planOfRules([{}]), requestTo('GET http://h.io:81/'), { type: 'refused', reason: 'no-listener' }],
    ['an HTTP listener speaks no TLS', planOfRules([{}]), requestTo('GET https://h.io:80/'), { type: 'refused', reason: 'tls-without-listener' }],
    ['an HTTP listener speaks no HTTP/2', planOfRules([{}]), requestTo('GET http://h.io/', { httpVersion: '2' }), { type: 'refused', reason: 'http2-without-tls' }],
    ['an HTTPS listener refuses plain HTTP', planOfRules([{}]), requestTo('GET http://h.io:443/'), { type: 'error', statusCode: 400, reason: 'plain-http-on-https' }],
    ['TRACE is not served', planOfRules([{}]), requestTo('TRACE http://h.io/'), { type: 'error', statusCode: 405, reason: 'method-not-allowed' }],
    ['a verifying listener refuses clients without certificate', verifying, requestTo('GET https://h.io/'), { type: 'refused', reason: 'client-certificate' }],
    [
      'a verifying listener refuses an invalid certificate',
      verifying,
      requestTo('GET https://h.io/', { clientCertificate: 'invalid' }),
      { type: 'refused', reason: 'client-certificate' },
    ],
    [
      'too many forwarded addresses',
      planOfRules([{}]),
      requestTo('GET http://h.io/', { headers: [['X-Forwarded-For', Array(31).fill('10.0.0.1').join(', ')]] }),
      { type: 'error', statusCode: 463, reason: 'too-many-forwarded-addresses' },
    ],
  ])('%s', (_, plan, request, outcome) => {
    const decision = simulate(plan, request);
    expect(decision.outcome).toEqual(outcome);
    expect(decision.rule).toBeUndefined();
  });

  test('a verifying listener serves a valid certificate', () => {
    expect(simulate(verifying, requestTo('GET https://h.io/', { clientCertificate: 'valid' })).outcome.type).toBe('forward');
  });
});

describe('forward', () => {
  test('shares are weights over their sum', () => {
    const targetGroups = [
      { targetGroup: { kind: 'planned', id: 'blue' } as const, weight: 30 },
      { targetGroup: { kind: 'existing', name: 'legacy' } as const, weight: 10 },
      { targetGroup: { kind: 'planned', id: 'green' } as const, weight: 0 },
    ];
    const { outcome } = simulate(planOfRules([{ action: { type: 'forward', targetGroups } }]), requestTo('GET http://h.io/a?b=1'));
    expect(outcome).toEqual({
      type: 'forward',
      shares: [
        { targetGroup: { kind: 'planned', id: 'blue' }, weight: 30, share: 0.75 },
        { targetGroup: { kind: 'existing', name: 'legacy' }, weight: 10, share: 0.25 },
        { targetGroup: { kind: 'planned', id: 'green' }, weight: 0, share: 0 },
      ],
      rewritten: { host: 'h.io', path: '/a?b=1' },
    });
  });

  test('weights that are all zero leave nobody to answer', () => {
    const targetGroups = [{ targetGroup: { kind: 'planned', id: 'blue' } as const, weight: 0 }];
    const { outcome } = simulate(planOfRules([{ action: { type: 'forward', targetGroups } }]), requestTo('GET http://h.io/'));
    expect(outcome).toEqual({ type: 'error', statusCode: 503, reason: 'no-weight' });
  });

  const grpc = { grpc: true } as const;
  test.each<[string, 'HTTP1' | 'HTTP2' | 'GRPC', Request, number | undefined]>([
    ['HTTP/1.1 to HTTP1', 'HTTP1', requestTo('GET https://h.io/'), undefined],
    ['HTTP/1.1 to HTTP2', 'HTTP2', requestTo('GET https://h.io/'), 464],
    ['HTTP/1.1 to GRPC', 'GRPC', requestTo('POST https://h.io/'), 464],
    ['HTTP/2 to HTTP1', 'HTTP1', requestTo('GET https://h.io/', { httpVersion: '2' }), undefined],
    ['HTTP/2 to HTTP2', 'HTTP2', requestTo('GET https://h.io/', { httpVersion: '2' }), undefined],
    ['GET to GRPC', 'GRPC', requestTo('GET https://h.io/', { httpVersion: '2' }), 464],
    ['gRPC to HTTP1', 'HTTP1', requestTo('POST https://h.io/', grpc), 464],
    ['gRPC by content type to HTTP1', 'HTTP1', requestTo('POST https://h.io/', { headers: [['Content-Type', 'application/grpc+proto']] }), 464],
    ['gRPC to HTTP2', 'HTTP2', requestTo('POST https://h.io/', grpc), undefined],
    ['gRPC to GRPC', 'GRPC', requestTo('POST https://h.io/', grpc), undefined],
  ])('%s', (_, protocolVersion, request, statusCode) => {
    const plan = { ...planOfRules([{}]), targetGroups: [targetGroupOf('web', { protocolVersion })] };
    const { outcome } = simulate(plan, request);
    expect(outcome.type === 'forward' && outcome.shares[0].statusCode).toBe(statusCode);
  });

  test('without HTTP/2 gRPC reaches no target', () => {
    const plan = { ...planOfRules([{}]), targetGroups: [targetGroupOf('web', { protocolVersion: 'GRPC' })], attributes: [{ key: 'routing.http2.enabled', value: 'false' }] };
    const { outcome } = simulate(plan, requestTo('POST https://h.io/', grpc));
    expect(outcome.type === 'forward' && outcome.shares[0].statusCode).toBe(464);
  });

  test('a target group that stays empty answers 503', () => {
    const plan = { ...planOfRules([{}]), targetGroups: [targetGroupOf('web', { binding: undefined })] };
    const { outcome } = simulate(plan, requestTo('GET http://h.io/'));
    expect(outcome.type === 'forward' && outcome.shares[0].statusCode).toBe(503);
  });
});

describe('transforms', () => {
  const url = (regex: string, replace: string): Transform => ({ type: 'url-rewrite', regex, replace });
  const hostTo = (regex: string, replace: string): Transform => ({ type: 'host-header-rewrite', regex, replace });

  test.each<[string, Transform, string, string]>([
    ['an anchored path that has a query behind it does not match', url('^/$', '/x'), 'GET http://h.io/?c=1', '/?c=1'],
    ['the query is kept', url('^[^?]*', '/x'), 'GET http://h.io/a?c=1', '/x?c=1'],
    ['a prefix by another', url('^/a', '/b'), 'GET http://h.io/a/x?y', '/b/x?y'],
    ['a prefix by nothing', url('^/a/?', '/'), 'GET http://h.io/a/x', '/x'],
    ['a prefix alone by nothing', url('^/a/?', '/'), 'GET http://h.io/a?y', '/?y'],
    ['only the first match', url('/a', '/b'), 'GET http://h.io/a/a', '/b/a'],
    ['groups', url('^/dp/([a-z]+)/([0-9]+)', '/$2-$1'), 'GET http://h.io/dp/x/1?q', '/1-x?q'],
    ['groups that took no part', url('^/a(/b)?', '/x$1$2'), 'GET http://h.io/a/c', '/x/c'],
    ['other dollar signs', url('^/a', '/$x$'), 'GET http://h.io/a', '/$x$'],
    ['a regex that does not match', url('^/z', '/b'), 'GET http://h.io/a', '/a'],
  ])('rewrite paths: %s', (_, transform, line, expected) => {
    const { outcome } = simulate(planOfRules([{ transforms: [transform] }]), requestTo(line));
    expect(outcome).toMatchObject({ type: 'forward', rewritten: { host: 'h.io', path: expected } });
  });

  test.each<[string, Transform, string]>([
    ['replace the whole host', hostTo('^.*$', 'new.io'), 'new.io'],
    ['see the port', hostTo('^h\\.io', 'new.io'), 'new.io:8080'],
  ])('rewrite hosts: %s', (_, transform, expected) => {
    const plan = planOfListeners([listenerOf(8080, [{ transforms: [transform] }])]);
    expect(simulate(plan, requestTo('GET http://h.io:8080/')).outcome).toMatchObject({ rewritten: { host: expected, path: '/' } });
  });

  test('do not change which rule matches', () => {
    const plan = planOfRules([{ conditions: [path('/a')], transforms: [url('^/a', '/b')] }, { conditions: [path('/b')] }]);
    expect(simulate(plan, requestTo('GET http://h.io/a')).rule?.id).toBe('rule-1');
  });

  test('fail with 500 where nothing usable is left', () => {
    const { outcome } = simulate(planOfRules([{ transforms: [url('^/a', '')] }]), requestTo('GET http://h.io/a?b'));
    expect(outcome).toEqual({ type: 'error', statusCode: 500, reason: 'transform-failed' });
  });

  test('fail loudly where an ALB refuses the expression', () => {
    const plan = planOfRules([{ transforms: [url('^/(?=a)', '/b')] }]);
    expect(() => simulate(plan, requestTo('GET http://h.io/a'))).toThrow('look-around');
  });
});

describe('redirect', () => {
  const action = (more: Partial<RedirectAction>): RedirectAction => ({ type: 'redirect', statusCode: 'HTTP_301', ...more });

  test.each<[string, RedirectAction, Transform[], string, string]>([
    ['the port is always written', action({ protocol: 'HTTPS', port: '443' }), [], 'GET http://h.io/p?q=1', 'https://h.io:443/p?q=1'],
    ['the port of the listener stays', action({ host: 'new.io' }), [], 'GET http://h.io/p', 'http://new.io:80/p'],
    ['the protocol alone keeps the port', action({ protocol: 'HTTPS' }), [], 'GET http://h.io/p', 'https://h.io:80/p'],
    ['keywords', action({ path: '/#{host}/#{path}', query: 'from=#{protocol}&#{query}' }), [], 'GET https://h.io/a/b?c=1', 'https://h.io:443/h.io/a/b?from=https&c=1'],
    ['an empty query', action({ host: 'new.io', query: '' }), [], 'GET http://h.io/p?q=1', 'http://new.io:80/p'],
    [
      'transforms come first',
      action({ port: '8080' }),
      [{ type: 'url-rewrite', regex: '^/a', replace: '/b' }],
      'GET http://h.io/a/x?q=1',
      'http://h.io:8080/b/x?q=1',
    ],
  ])('%s', (_, redirect, transforms, line, location) => {
    const { outcome } = simulate(planOfRules([{ action: redirect, transforms }]), requestTo(line));
    expect(outcome).toEqual({ type: 'redirect', statusCode: 301, location });
  });

  test('the status can be 302', () => {
    const { outcome } = simulate(planOfRules([{ action: action({ statusCode: 'HTTP_302', host: 'new.io' }) }]), requestTo('GET http://h.io/'));
    expect(outcome).toMatchObject({ statusCode: 302 });
  });

  test.each<[string, Partial<AlbSettings>, string]>([
    ['default ports can be left out', { locationKeepsDefaultPort: false }, 'http://new.io/b'],
    ['the port can come from the Host header', { redirectPort: 'host-header' }, 'http://new.io:8080/b'],
    ['keywords can stand for the request as sent', { rewriteBeforeRedirect: false }, 'http://new.io:80/a'],
  ])('settings: %s', (_, settings, location) => {
    const plan = planOfRules([{ action: action({ host: 'new.io' }), transforms: [{ type: 'url-rewrite', regex: '^/a', replace: '/b' }] }]);
    const request = requestTo('GET http://h.io/a', { host: 'h.io:8080' });
    expect(simulate(plan, request, { ...defaultAlbSettings, ...settings }).outcome).toMatchObject({ location });
  });
});

test('authentication comes before the action', () => {
  const authentication = { type: 'jwt-validation', issuer: 'https://id.io', jwksEndpoint: 'https://id.io/keys', additionalClaims: [] } as const;
  const { outcome } = simulate(planOfRules([{ authentication }]), requestTo('GET https://h.io/'));
  expect(outcome).toMatchObject({ type: 'authenticate', authentication: { type: 'jwt-validation' }, then: { type: 'forward' } });
});

test('response headers of the listener are on every response', () => {
  const attributes = [
    { key: 'routing.http.response.strict_transport_security.header_value', value: 'max-age=60' },
    { key: 'routing.http.response.x_frame_options.header_value', value: '' },
    { key: 'routing.http.response.server.enabled', value: 'false' },
  ];
  const plan = planOfListeners([listenerOf(443, [], { attributes })]);
  expect(simulate(plan, requestTo('GET https://h.io/')).responseHeaders).toEqual([{ name: 'strict-transport-security', value: 'max-age=60' }]);
});
