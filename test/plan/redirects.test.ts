import { redirect } from '../../lib/explain/redirects';
import { defaultAlbSettings } from '../../lib/explain/settings';
import { compileTransforms } from '../../lib/explain/transforms';
import type { RuleOutcome } from '../../lib/plan/context';
import { requestTo } from '../support/requests';
import type { Given } from './rule-outcomes';
import { codesOf, coffee, httpRoute, marked, outcomesOf, prefixMatch, ruleConfiguration, tea, toLogin } from './rule-outcomes';

const HTTP_80 = { protocol: 'HTTP', port: 80 } as const;
const HTTP_8080 = { protocol: 'HTTP', port: 8080 } as const;
const HTTPS_443 = { protocol: 'HTTPS', port: 443 } as const;

const redirectFilter = (requestRedirect: object) => ({ type: 'RequestRedirect', requestRedirect });
const fullPath = (replaceFullPath: string) => ({ path: { type: 'ReplaceFullPath', replaceFullPath } });
const prefix = (replacePrefixMatch: string) => ({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch } });

function redirecting(requestRedirect: object, given: Given & { matched?: object; hostnames?: readonly string[] } = {}) {
  const { matched = prefixMatch('/foo'), hostnames, ...rest } = given;
  return outcomesOf(httpRoute([{ matches: [matched], filters: [redirectFilter(requestRedirect)] }], { hostnames }), rest);
}

function onlyAction(requestRedirect: object, given: Parameters<typeof redirecting>[1] = {}): object {
  const { ports, diagnostics } = redirecting(requestRedirect, given);
  expect(diagnostics).toEqual([]);
  expect(ports[0].rules[0].variants.map(({ path }) => path)).toEqual(['whole']);
  return ports[0].rules[0].variants[0].action;
}

/** Location for a request that the prefix matches; the rule's variants share its paths as their names say. */
function location({ variants }: RuleOutcome, matched: string, url: string): string {
  const itself = url.split('?')[0] === matched.replace(/\/$/, '');
  const variant = variants.find(({ path }) => path === 'whole' || path === (itself ? 'prefix-itself' : 'below-prefix'))!;
  const request = requestTo(`GET http://shop.example${url}`, { host: 'shop.example:1234' });
  const rewritten = compileTransforms(variant.transforms, defaultAlbSettings)(request)!;
  if (variant.action.type !== 'redirect') throw new Error(variant.action.type);
  return redirect(variant.action, request, rewritten, { ...defaultAlbSettings, redirectPort: 'host-header' }).location;
}

test.each([
  ['a hostname alone keeps the port of the listener', { hostname: 'example.org' }, HTTP_80, { host: 'example.org', port: '80' }],
  ['another listener port is kept too', { hostname: 'example.org' }, HTTP_8080, { host: 'example.org', port: '8080' }],
  ['https means port 443', { scheme: 'https' }, HTTP_80, { protocol: 'HTTPS', port: '443' }],
  ['https means port 443 from port 8080 too', { scheme: 'https' }, HTTP_8080, { protocol: 'HTTPS', port: '443' }],
  ['http means port 80', { scheme: 'http' }, HTTP_8080, { protocol: 'HTTP', port: '80' }],
  ['a port of the filter wins over that of its scheme', { scheme: 'https', port: 8443 }, HTTP_80, { protocol: 'HTTPS', port: '8443' }],
  ['a port alone keeps the scheme', { port: 900 }, HTTP_8080, { port: '900' }],
  ['https stays https on another port', { port: 8443 }, HTTPS_443, { port: '8443' }],
] as const)('%s', (_, requestRedirect, listener, expected) => {
  expect(onlyAction(requestRedirect, { listeners: [listener] })).toEqual({ type: 'redirect', statusCode: 'HTTP_302', ...expected });
  const moved = onlyAction({ ...requestRedirect, statusCode: 301 }, { listeners: [listener] });
  expect(moved).toEqual({ type: 'redirect', statusCode: 'HTTP_301', ...expected });
});

test('the whole path is replaced, the query stays', () => {
  const { ports } = redirecting(fullPath('/new/'));
  expect(location(ports[0].rules[0], '/foo', '/foo/bar?a=b')).toBe('http://shop.example:80/new/?a=b');
});

// Gateway API, HTTPPathModifier: request path, matched prefix, replacement, result.
const table = [
  ['/foo/bar', '/foo', '/xyz', '/xyz/bar'],
  ['/foo/bar', '/foo', '/xyz/', '/xyz/bar'],
  ['/foo/bar', '/foo/', '/xyz', '/xyz/bar'],
  ['/foo/bar', '/foo/', '/xyz/', '/xyz/bar'],
  ['/foo', '/foo', '/xyz', '/xyz'],
  ['/foo/', '/foo', '/xyz', '/xyz/'],
  ['/foo/bar', '/foo', '', '/bar'],
  ['/foo/', '/foo', '', '/'],
  ['/foo', '/foo', '', '/'],
  ['/foo/', '/foo', '/', '/'],
  ['/foo', '/foo', '/', '/'],
  ['/', '/', '/new', '/new/'],
  ['/a/b', '/', '/new', '/new/a/b'],
  ['/v1.0/x', '/v1.0', '/v2', '/v2/x'],
] as const;

describe.each([
  ['alone', {}, 'http://shop.example:80'],
  ['with the scheme', { scheme: 'https' }, 'https://shop.example:443'],
  ['with the hostname', { hostname: 'example.org' }, 'http://example.org:80'],
  ['with the port', { port: 8080 }, 'http://shop.example:8080'],
])('a prefix is replaced %s', (_, others, origin) => {
  test.each(table)('%s with prefix %s and replacement "%s" leads to %s', (url, matched, replacement, expected) => {
    const given = { matched: prefixMatch(matched), hostnames: ['shop.example'] };
    const { ports, diagnostics } = redirecting({ ...others, ...prefix(replacement) }, given);
    expect(diagnostics).toEqual([]);
    for (const query of ['', '?a=/foo', '?']) {
      expect(location(ports[0].rules[0], matched, url + query)).toBe(`${origin}${expected}${query === '?' ? '' : query}`);
    }
  });
});

describe('a redirect that changes the path only', () => {
  test('has one variant for the prefix and one for what is below it, and keeps no part of the action at its keyword', () => {
    const { ports, diagnostics } = redirecting(prefix('/xyz'));
    expect(diagnostics).toEqual([]);
    expect(ports[0].rules[0].variants).toMatchObject([
      { path: 'prefix-itself', transforms: [], action: { path: '/xyz' } },
      { path: 'below-prefix', transforms: [{ regex: '^/foo/(.*)$' }], action: { path: '/xyz/#{path}' } },
    ]);
  });

  test('needs one rule only where the prefix is the root', () => {
    expect(onlyAction(prefix('/xyz'), { matched: prefixMatch('/') })).toMatchObject({ path: '/xyz/#{path}' });
  });

  test('takes a prefix off where the host is known', () => {
    expect(onlyAction(prefix('/'), { hostnames: ['shop.example'] })).toMatchObject({ host: 'shop.example' });
  });

  test.each([[undefined], [['*.example']], [['a.example', 'b.example']]])('fails to take a prefix off where the hosts are %p', (hostnames) => {
    const it = redirecting(prefix('/'), { hostnames });
    expect(codesOf(it)).toEqual(['GW3304']);
    expect(marked('GW3304', it)).toContain('replacePrefixMatch');
  });
});

describe('a redirect that changes nothing', () => {
  test.each([
    ['https on the HTTPS listener', { scheme: 'https' }, HTTPS_443],
    ['the same port', { port: 80 }, HTTP_80],
    ['no field at all', {}, HTTP_80],
    ['the same prefix', prefix('/foo/'), HTTP_80],
  ])('fails: %s', (_, requestRedirect, listener) => {
    const it = redirecting(requestRedirect, { listeners: [listener] });
    expect(codesOf(it)).toEqual(['GW3303']);
    expect(JSON.parse(marked('GW3303', it)!)).toEqual(requestRedirect);
    expect(it.ports[0].rules[0].variants[0].action).toMatchObject({ type: 'fixed-response', statusCode: 500 });
  });

  test('fails: the very path that is matched', () => {
    expect(codesOf(redirecting(fullPath('/a'), { matched: { path: { type: 'Exact', value: '/a' } } }))).toEqual(['GW3303']);
  });

  test.each([
    ['a hostname, which may be another one', { hostname: 'shop.example', scheme: 'https' }, HTTPS_443],
    ['a path below the matched one', fullPath('/foo/a'), HTTP_80],
  ])('is not: %s', (_, requestRedirect, listener) => {
    expect(redirecting(requestRedirect, { listeners: [listener] }).diagnostics).toEqual([]);
  });

  test('fails on the listener where it loops and redirects on the other', () => {
    const { ports, diagnostics } = redirecting({ scheme: 'https' }, { listeners: [HTTP_80, HTTPS_443] });
    expect(ports.map(({ rules }) => rules[0].variants[0].action.type)).toEqual(['redirect', 'fixed-response']);
    expect(diagnostics.map(({ condition }) => condition?.type)).toEqual(['PartiallyInvalid']);
  });
});

test.each([303, 307, 308])('fails for status %d', (statusCode) => {
  const it = redirecting({ hostname: 'example.org', statusCode });
  expect(codesOf(it)).toEqual(['GW3301']);
  expect(marked('GW3301', it)).toBe(String(statusCode));
});

test('fails to lead from HTTPS to HTTP, and does so on an HTTP listener', () => {
  const it = redirecting({ scheme: 'http', hostname: 'example.org' }, { listeners: [HTTP_80, HTTPS_443] });
  expect(codesOf(it)).toEqual(['GW3302']);
  expect(marked('GW3302', it)).toBe('http');
  expect(it.ports.map(({ rules }) => rules[0].variants[0].action.type)).toEqual(['redirect', 'fixed-response']);
});

test.each([
  ['a keyword', fullPath('/a/#{path}')],
  ['percent-encoded text', fullPath('/a%20b')],
  ['a query', fullPath('/a?b')],
  ['no slash in front', prefix('a')],
  ['more characters than fit', fullPath(`/${'a'.repeat(128)}`)],
  ['more characters than fit with what follows a prefix', prefix(`/${'a'.repeat(121)}`)],
  ['a group reference that would go into a transform', { hostname: 'example.org', ...prefix('/$1') }],
])('fails for a path with %s', (_, requestRedirect) => {
  const it = redirecting(requestRedirect);
  expect(codesOf(it)).toEqual(['GW3305']);
  expect(marked('GW3305', it)).toBe(Object.values(requestRedirect.path)[1]);
});

test('fails for a hostname of more than 128 characters', () => {
  const hostname = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(10)}`;
  expect(marked('GW3305', redirecting({ hostname }))).toBe(hostname);
});

describe('the query of a ListenerRuleConfiguration', () => {
  const withQuery = (query: string, filters: readonly object[] = [redirectFilter({ scheme: 'https' })]) => {
    const configuration = ruleConfiguration({ actions: [{ type: 'redirect', redirectConfig: { query } }] });
    return outcomesOf(httpRoute([{ filters: [...filters, toLogin] }], {}, configuration));
  };

  test.each([
    ['a=b', 'a=b'],
    ['', ''],
    ['#{query}&from=#{host}', '#{query}&from=#{host}'],
    ['#{query}', undefined],
  ])('"%s" goes into the redirect', (query, expected) => {
    const { ports, diagnostics } = withQuery(query);
    expect(diagnostics).toEqual([]);
    const { action } = ports[0].rules[0].variants[0];
    expect(action).toEqual({ type: 'redirect', statusCode: 'HTTP_302', protocol: 'HTTPS', port: '443', query: expected });
  });

  test.each([['?a=b'], ['#{uri}'], ['a b'], ['a'.repeat(129)]])('fails for "%s"', (query) => {
    const it = withQuery(query);
    expect(codesOf(it)).toEqual(['GW3307']);
    expect(marked('GW3307', it)).toBe(query);
  });

  test('fails without a RequestRedirect filter', () => {
    expect(codesOf(withQuery('a=b', []))).toContain('GW3308');
  });
});

describe('a redirect of a backendRef', () => {
  const filters = [redirectFilter({ hostname: 'example.org' })];

  test('is one of the rule where every backend has it', () => {
    const { ports, diagnostics } = outcomesOf(httpRoute([{ backendRefs: [{ ...coffee, filters }, { ...tea, filters }] }]));
    expect(diagnostics).toEqual([]);
    expect(ports[0].rules[0].variants[0].action).toMatchObject({ type: 'redirect', host: 'example.org' });
  });

  test('gives way to an error where the backend is missing', () => {
    const { ports } = outcomesOf(httpRoute([{ backendRefs: [{ name: 'nowhere', port: 80, filters }] }]));
    expect(ports[0].rules[0].variants[0].action).toMatchObject({ type: 'fixed-response', statusCode: 500 });
  });

  test.each([
    ['another backend has none', [{ ...coffee, filters }, tea]],
    ['another backend is missing', [{ ...coffee, filters }, { name: 'nowhere', port: 80, filters }]],
  ])('fails where %s', (_, backendRefs) => {
    expect(codesOf(outcomesOf(httpRoute([{ backendRefs }])))).toEqual(['GW3212']);
  });

  test('fails beside a rewrite of the rule', () => {
    const rewrite = { type: 'URLRewrite', urlRewrite: { hostname: 'a.example' } };
    expect(codesOf(outcomesOf(httpRoute([{ filters: [rewrite], backendRefs: [{ ...coffee, filters }] }])))).toEqual(['GW3213']);
  });
});
