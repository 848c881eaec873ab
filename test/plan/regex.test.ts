import * as fc from 'fast-check';
import { anchored, readRegex, searchBody } from '../../lib/plan/regex';

function written(source: string): string {
  const reading = readRegex(source);
  return 'problem' in reading ? `problem: ${reading.problem}` : anchored(reading.alternatives.map(searchBody));
}

test.each([
  ['/v+?/*', '^.*/v+/*.*$'],
  ['^/api/(v1|v2)/.*$', '^/api/(v1|v2)/.*$'],
  ['^/api', '^/api.*$'],
  ['\\.png$', '^.*\\.png$'],
  ['.*\\.png$', '^.*\\.png$'],
  ['', '^.*$'],
  ['^$', '^$'],
  ['^', '^.*$'],
  ['\\$', '^.*\\$.*$'],
  ['a\\\\$', '^.*a\\\\$'],
  ['a.*', '^.*a.*$'],
  ['a\\.*', '^.*a\\.*.*$'],
])('%s is anchored as %s', (source, expected) => {
  expect(written(source)).toBe(expected);
});

test.each([
  ['/a|/b$', '^(.*/a.*|.*/b)$'],
  ['^(/a|/b)$', '^(/a|/b)$'],
  ['(^/a|^/b)', '^(/a.*|/b.*)$'],
  ['(?:^/a$|^/b$)', '^(/a|/b)$'],
  ['^/x|', '^(/x.*|.*)$'],
])('each alternative of %s is anchored: %s', (source, expected) => {
  expect(written(source)).toBe(expected);
});

test.each([
  ['(?:a|b)+', '^.*(a|b)+.*$'],
  ['(?<year>[0-9]{4})', '^.*[0-9]{4}.*$'],
  ['(?P<year>x)(?P<month>y)', '^.*(x)(y).*$'],
  ['a\\/b\\-c\\_', '^.*a/b-c_.*$'],
  ['\\x41', '^.*A.*$'],
  ['a{1}b{2,}c{3,4}d{0,1}e{0,}f{1,}', '^.*a{1}b{2,}c{3,4}d?e*f+.*$'],
  ['{a}', '^.*\\{a\\}.*$'],
  ['[a[b&&c]', '^.*[a\\[b\\&\\&c].*$'],
  ['[^-a]', '^.*[^\\-a].*$'],
  ['(?i)/Foo[a-f][^Z]', '^.*/[Ff][Oo][Oo][A-Fa-f][^Zz].*$'],
  ['\\d\\w[\\s]', '^.*\\d\\w[\\s].*$'],
])('%s is written with what all dialects share: %s', (source, expected) => {
  expect(written(source)).toBe(expected);
});

test.each([
  ['^/(?!admin)', 'look-ahead'],
  ['(?<=a)b', 'look-behind'],
  ['(?<!a)b', 'look-behind'],
  ['(a)\\1', 'back-reference'],
  ['\\1', 'back-reference'],
  ['(?<n>a)\\k<n>', 'back-reference'],
  ['(?>a)', 'atomic'],
  ['a++', 'possessive'],
  ['a{1,2}+', 'possessive'],
  ['\\p{L}', 'Unicode class'],
  ['[\\p{L}]', 'Unicode class'],
  ['[[:alpha:]]', 'POSIX'],
  ['a\\b', 'word boundary'],
  ['\\Aa', '\\A'],
  ['\\Qa\\E', '\\Q'],
  ['(?R)', 'recursion'],
  ['(?s)a', 'inline flags'],
  ['a(?i)b', 'inline flags'],
  ['(?i:a)', 'inline flags'],
  ['[]a]', 'class []'],
  ['[\\b]', '\\b'],
  ['\\t', '\\t is not documented'],
  ['\\cA', 'printable ASCII'],
  ['ü', 'printable ASCII'],
  ['(?i)[Y-b]', 'spelled out'],
  ['a(', 'unterminated group'],
  ['a)', 'unmatched'],
  ['*', 'nothing to repeat'],
  ['a\\', '\\ at end of pattern'],
])('fails for %s: %s', (source, problem) => {
  expect(written(source)).toMatch(/^problem: /);
  expect(written(source).toLowerCase()).toContain(problem.toLowerCase());
});

test('parentheses of a look-ahead that are escaped are text', () => {
  expect(written('\\(?=a')).toBe('^.*\\(?=a.*$');
});

const atoms = fc.constantFrom('a', 'b', '/', '.', '[ab]', '[^a]', '\\.', 'ab', '\\d');
const regexes = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { maxDepth: 4 },
    atoms,
    fc.tuple(tie('regex'), tie('regex')).map(([left, right]) => left + right),
    fc.tuple(tie('regex'), tie('regex')).map(([left, right]) => `(${left}|${right})`),
    fc.tuple(tie('regex'), tie('regex')).map(([left, right]) => `${left}|${right}`),
    fc.tuple(tie('regex'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?')).map(([inner, times]) => `(?:${inner})${times}`),
    tie('regex').map((inner) => `^${inner}`),
    tie('regex').map((inner) => `${inner}$`),
  ),
})).regex;

test('the anchored expression matches as a whole, and in a search, exactly where a search for the original one succeeds', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '1'), maxLength: 8 });
  fc.assert(fc.property(regexes, fc.array(texts, { minLength: 5, maxLength: 5 }), (source, subjects) => {
    const expression = new RegExp(written(source));
    for (const subject of subjects) {
      expect([subject, expression.test(subject)]).toEqual([subject, new RegExp(source).test(subject)]);
    }
    expect(expression.source.startsWith('^') && expression.source.endsWith('$')).toBe(true);
  }), { numRuns: 500 });
});
