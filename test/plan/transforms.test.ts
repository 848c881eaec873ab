import fc from 'fast-check';
import { compileTransforms } from '../../lib/explain/transforms';
import { defaultAlbSettings } from '../../lib/explain/settings';
import { parseRegex } from '../../lib/explain/regex-syntax';
import type { Transform } from '../../lib/plan/ir';
import { requestTo } from '../support/requests';
import { codesOf, coffee, httpRoute, marked, outcomesOf, prefixMatch, tea } from './rule-outcomes';

const fullPath = (replaceFullPath: string) => ({ path: { type: 'ReplaceFullPath', replaceFullPath } });
const prefix = (replacePrefixMatch: string) => ({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch } });
const rewriteFilter = (urlRewrite: object) => ({ type: 'URLRewrite', urlRewrite });

function transformsOf(urlRewrite: object, matched = '/foo'): readonly Transform[] {
  const rule = { matches: [prefixMatch(matched)], filters: [rewriteFilter(urlRewrite)], backendRefs: [coffee] };
  const { ports, diagnostics } = outcomesOf(httpRoute([rule]));
  expect(diagnostics).toEqual([]);
  return ports[0].rules[0].variants[0].transforms;
}

/** What arrives at the target, by plain JavaScript and by the ALB model under both readings of its undocumented parts. */
function rewritten(transforms: readonly Transform[], url: string): string {
  const [transform] = transforms.filter(({ type }) => type === 'url-rewrite');
  const plain = transform ? url.replace(new RegExp(transform.regex), transform.replace) : url;
  const request = requestTo(`GET http://shop.example${url}`);
  for (const urlRewriteSeesQuery of [true, false]) {
    expect(compileTransforms(transforms, { ...defaultAlbSettings, urlRewriteSeesQuery })(request)?.path).toBe(plain);
  }
  return plain;
}

describe('a prefix is replaced', () => {
  // Gateway API, HTTPPathModifier: request path, matched prefix, replacement, result.
  test.each([
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
    // Beyond the table: the root on either side, and the query.
    ['/', '/', '/new', '/new/'],
    ['/a', '/', '/new', '/new/a'],
    ['/a/b', '/', '/new/', '/new/a/b'],
    ['/a', '/', '/', '/a'],
    ['/foo/bar', '/foo', '/foo', '/foo/bar'],
    ['/foo?q=/foo/bar', '/foo', '/xyz', '/xyz?q=/foo/bar'],
    ['/foo?q=1&r=?', '/foo', '/', '/?q=1&r=?'],
    ['/foo/bar/baz/bat/', '/foo', '/cat', '/cat/bar/baz/bat/'],
    ['/foo/foo/foo', '/foo', '/cat', '/cat/foo/foo'],
    ['/?q', '/', '/new', '/new/?q'],
  ])('%s with prefix %s and replacement "%s" becomes %s', (url, matched, replacement, expected) => {
    expect(rewritten(transformsOf(prefix(replacement), matched), url)).toBe(expected);
  });

  test.each([
    ['/v1.0', '/v1.0/x', '/v2/x'],
    ['/a+b', '/a+b', '/v2'],
    ['/a*b', '/a*b/c', '/v2/c'],
    ['/$(x)', '/$(x)/y', '/v2/y'],
    ["/it's!", "/it's!/y?z", '/v2/y?z'],
  ])('characters of %s stand for themselves', (matched, url, expected) => {
    expect(rewritten(transformsOf(prefix('/v2'), matched), url)).toBe(expected);
    expect(rewritten(transformsOf(prefix('/v2'), matched), `/-${url}`)).toBe(`/-${url}`);
  });

  test('any prefix by any replacement gives what taking texts apart gives', () => {
    const segment = fc.stringMatching(/^[a-z0-9.+*()!'~-]{1,4}$/).filter((text) => !/^\.+$/.test(text));
    const path = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
    const url = fc.record({ below: fc.constantFrom('', '/', '/x', '/x/y/', '//x'), query: fc.constantFrom('', '?', '?a=/b', '?a=?b') });
    fc.assert(fc.property(path, path, url, (matched, replacement, { below, query }) => {
      const from = matched === '/' ? '' : matched;
      const to = replacement === '/' ? '' : replacement;
      const requested = from + (from === '' && below === '' ? '/' : below);
      const expected = to + requested.slice(from.length) || '/';
      expect(rewritten(transformsOf(prefix(replacement), matched), requested + query)).toBe(expected + query);
    }), { numRuns: 200 });
  });
});

test.each([
  ['/foo', '/cat', '/cat'],
  ['/foo/bar/baz/', '/cat', '/cat'],
  ['/', '/cat/', '/cat/'],
  ['/foo?q1=q2&q3=%20', '/cat', '/cat?q1=q2&q3=%20'],
  ['/foo?', '', '/?'],
])('the full path of %s becomes "%s": %s', (url, replacement, expected) => {
  expect(rewritten(transformsOf(fullPath(replacement), '/'), url)).toBe(expected);
});

test('the host is replaced as a whole, with its port', () => {
  const [transform, ...more] = transformsOf({ hostname: 'one.example.org' });
  expect(more).toEqual([]);
  expect(transform.type).toBe('host-header-rewrite');
  expect('shop.example:8080'.replace(new RegExp(transform.regex), transform.replace)).toBe('one.example.org');
});

test('host and path are two transforms', () => {
  expect(transformsOf({ hostname: 'one.example.org', ...fullPath('/x') }).map(({ type }) => type)).toEqual(['url-rewrite', 'host-header-rewrite']);
});

test('no transform is written for a rewrite that changes nothing', () => {
  expect(transformsOf(prefix('/foo/'))).toEqual([]);
});

test('every regex is anchored at both ends and in the dialect of an ALB', () => {
  const all = [prefix('/x'), prefix('/'), fullPath('/x'), { hostname: 'x.example' }].flatMap((rewrite) => transformsOf(rewrite, '/a.b'));
  for (const { regex } of [...all, ...transformsOf(prefix('/x'), '/')]) {
    expect(regex).toMatch(/^\^.*\$$/);
    expect(() => parseRegex(regex, false)).not.toThrow();
  }
});

describe('a filter of a backendRef', () => {
  const forwarding = (...backendRefs: readonly object[]) => outcomesOf(httpRoute([{ matches: [prefixMatch('/foo')], backendRefs }]));

  test.each([
    ['the only backend', [{ ...coffee, filters: [rewriteFilter(prefix('/x'))] }]],
    ['all backends alike', [{ ...coffee, filters: [rewriteFilter(prefix('/x'))] }, { ...tea, weight: 3, filters: [rewriteFilter(prefix('/x'))] }]],
    ['all backends that get requests', [{ ...coffee, filters: [rewriteFilter(prefix('/x'))] }, { ...tea, weight: 0 }]],
  ])('holds for the rule where %s has it', (_, backends) => {
    const { ports, diagnostics } = forwarding(...backends);
    expect(diagnostics).toEqual([]);
    expect(rewritten(ports[0].rules[0].variants[0].transforms, '/foo/a')).toBe('/x/a');
  });

  test('does not keep requests from backends that are missing', () => {
    const { ports } = forwarding({ ...coffee, filters: [rewriteFilter(prefix('/x'))] }, { name: 'nowhere', port: 80 });
    expect(ports[0].rules[0].variants[0]).toMatchObject({ transforms: [{ type: 'url-rewrite' }], action: { type: 'forward' } });
  });

  test('fails where another backend does not have it', () => {
    const it = forwarding({ ...coffee, filters: [rewriteFilter(prefix('/x'))] }, tea);
    expect(codesOf(it)).toEqual(['GW3212']);
    expect(JSON.parse(marked('GW3212', it)!)).toEqual(rewriteFilter(prefix('/x')));
    expect(it.ports[0].rules[0].variants[0].action).toMatchObject({ type: 'fixed-response', statusCode: 500 });
  });

  test.each([
    ['the path', rewriteFilter(prefix('/x')), rewriteFilter(fullPath('/y'))],
    ['the host', rewriteFilter({ hostname: 'a.example' }), rewriteFilter({ hostname: 'b.example' })],
  ])('fails where the rule rewrites %s as well', (_, ofRule, ofBackend) => {
    const it = outcomesOf(httpRoute([{ matches: [prefixMatch('/foo')], filters: [ofRule], backendRefs: [{ ...coffee, filters: [ofBackend] }] }]));
    expect(codesOf(it)).toEqual(['GW3213']);
    expect(JSON.parse(marked('GW3213', it)!)).toEqual(ofBackend);
  });

  test('joins the rewrite of the rule where the two change different parts', () => {
    const filters = [rewriteFilter({ hostname: 'a.example' })];
    const backendRefs = [{ ...coffee, filters: [rewriteFilter(prefix('/x'))] }];
    const it = outcomesOf(httpRoute([{ matches: [prefixMatch('/foo')], filters, backendRefs }]));
    expect(it.ports[0].rules[0].variants[0].transforms.map(({ type }) => type)).toEqual(['url-rewrite', 'host-header-rewrite']);
    expect(it.diagnostics).toEqual([]);
  });
});

test.each([
  ['a group reference', fullPath('/a$1')],
  ['no slash in front', fullPath('a')],
  ['a query', fullPath('/a?b=c')],
  ['a backslash', prefix('/a\\b')],
  ['a space', prefix('/a b')],
  ['a text beyond ASCII', prefix('/ä')],
  ['more characters than a transform takes', fullPath(`/${'a'.repeat(1023)}`)],
])('fails for a replacement with %s', (_, urlRewrite) => {
  const it = outcomesOf(httpRoute([{ matches: [prefixMatch('/foo')], filters: [rewriteFilter(urlRewrite)], backendRefs: [coffee] }]));
  expect(codesOf(it)).toEqual(['GW3306']);
  expect(marked('GW3306', it)).toBe(JSON.stringify(Object.values(urlRewrite.path)[1]).slice(1, -1));
});
