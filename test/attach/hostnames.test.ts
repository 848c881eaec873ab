import * as fc from 'fast-check';
import { compareSpecificity, covers, intersect, intersectAll, matches, overlaps, widerHostnames } from '../../lib/attach/hostnames';

describe('intersect', () => {
  test.each([
    ['equal names', 'bar.com', 'bar.com', 'bar.com'],
    ['any listener, any route', undefined, undefined, ''],
    ['any listener takes the name of the route', undefined, 'foo.com', 'foo.com'],
    ['any route takes the name of the listener', 'foo.com', undefined, 'foo.com'],
    ['a name inside the listener\'s wildcard', '*.bar.com', 'foo.bar.com', 'foo.bar.com'],
    ['a name inside the route\'s wildcard', 'foo.bar.com', '*.bar.com', 'foo.bar.com'],
    ['equal wildcards', '*.bar.com', '*.bar.com', '*.bar.com'],
    ['several labels in front of a wildcard\'s suffix', '*.example.com', 'a.b.example.com', 'a.b.example.com'],
    ['a narrower wildcard', '*.example.com', '*.test.example.com', '*.test.example.com'],
    ['a wider wildcard', '*.example.com', '*.com', '*.example.com'],
  ])('of %s', (_, listener, route, expected) => {
    expect(intersect(listener, route)).toBe(expected);
  });

  test.each([
    ['different names', 'bar.com', 'foo.com'],
    ['the parent name of a wildcard', '*.example.com', 'example.com'],
    ['a name that merely ends alike', '*.example.com', 'testexample.com'],
    ['another top level', '*.example.com', 'test.example.net'],
    ['sibling wildcards', '*.a.example.com', '*.b.example.com'],
    ['wildcards whose suffixes end alike', '*.ample.com', '*.example.com'],
  ])('fails for %s', (_, listener, route) => {
    expect(intersect(listener, route)).toBeUndefined();
  });
});

describe('the hostnames of a route on a listener', () => {
  test.each([
    ['none on either side is any host', undefined, [], []],
    ['a route without hostnames takes the listener\'s', 'bar.com', [], ['bar.com']],
    ['a listener without hostname leaves the route\'s', undefined, ['foo.com', '*.bar.com'], ['foo.com', '*.bar.com']],
    ['names outside are left out', '*.bar.com', ['foo.bar.com', 'baz.bar.com', 'unrelated.com'], ['foo.bar.com', 'baz.bar.com']],
    ['names that shrink to the same are named once', 'a.bar.com', ['*.bar.com', 'a.bar.com'], ['a.bar.com']],
    ['nothing in common is no attachment', 'bar.com', ['foo.com'], undefined],
  ])('%s', (_, listener, route, expected) => {
    expect(intersectAll(listener, route)).toEqual(expected);
  });
});

test('the more specific hostname comes first', () => {
  const sorted = ['', '*.com', '*.example.com', '*.foo.example.com', 'example.com', 'a.example.com'];
  expect([...sorted].sort(compareSpecificity)).toEqual(['a.example.com', 'example.com', '*.foo.example.com', '*.example.com', '*.com', '']);
});

test.each([
  ['a.b.c', ['*.b.c', '*.c', '']],
  ['*.b.c', ['*.c', '']],
  ['localhost', ['']],
  ['', []],
])('%p lies in wider hostnames, the nearest first', (hostname, expected) => {
  expect(widerHostnames(hostname)).toEqual(expected);
});

describe('laws, against a naive reading label by label', () => {
  const label = fc.constantFrom('a', 'b', 'ab');
  const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const hostname = fc.oneof(name, name.map((suffix) => `*.${suffix}`), fc.constant(''));

  /** Specification: `*.` stands for one or more labels; a precise name for itself; nothing for any host. */
  const matchesLabels = (pattern: string, host: string): boolean => {
    if (pattern === '') return true;
    const wanted = pattern.split('.');
    const given = host.split('.');
    if (wanted[0] !== '*') return wanted.length === given.length && wanted.every((part, index) => part === given[index]);
    const suffix = wanted.slice(1);
    return given.length > suffix.length && suffix.every((part, index) => part === given[given.length - suffix.length + index]);
  };

  test('a hostname matches the hosts that the specification says', () => {
    fc.assert(fc.property(hostname, name, (pattern, host) => matches(pattern, host) === matchesLabels(pattern, host)));
  });

  test('the intersection matches exactly what both match, whichever comes first', () => {
    fc.assert(
      fc.property(hostname, hostname, name, (left, right, host) => {
        const common = intersect(left, right);
        expect(intersect(right, left)).toBe(common);
        expect(common !== undefined && matchesLabels(common, host)).toBe(matchesLabels(left, host) && matchesLabels(right, host));
      }),
      { numRuns: 2000 },
    );
  });

  test('a hostname that covers another matches all of its hosts', () => {
    fc.assert(
      fc.property(hostname, hostname, name, (wide, narrow, host) => {
        fc.pre(covers(wide, narrow));
        expect(matchesLabels(wide, host) || !matchesLabels(narrow, host)).toBe(true);
        expect(overlaps(wide, narrow)).toBe(true);
        expect(compareSpecificity(narrow, wide)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('the wider hostnames are all that cover one, and no others do', () => {
    fc.assert(
      fc.property(hostname, hostname, (narrow, wide) => {
        expect(widerHostnames(narrow).includes(wide)).toBe(wide !== narrow && covers(wide, narrow));
      }),
      { numRuns: 2000 },
    );
  });
});
