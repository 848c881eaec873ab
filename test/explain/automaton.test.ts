import * as fc from 'fast-check';
import { compileRegex } from '../../lib/explain/automaton';
import { UnsupportedRegexError } from '../../lib/explain/regex-syntax';

const regex = fc.letrec<{ node: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    fc.constantFrom('a', 'b', 'C', '.', '\\.', '\\d', '\\w', '\\W', '[ab]', '[^a]', '[a-c_]', '[\\d.]', '\\b', '^', '$'),
    tie('node').map((inner) => `(${inner})`),
    tie('node').map((inner) => `(?:${inner})`),
  ),
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'bc', 'a*', '[ab]+', 'c?'),
    fc.tuple(tie('node'), tie('node')).map(([one, other]) => one + other),
    fc.tuple(tie('node'), tie('node')).map(([one, other]) => `${one}|${other}`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?'))
      .map(([inner, quantifier]) => `(${inner})${quantifier}`),
    tie('atom'),
  ),
})).node;

test('an automaton agrees with JavaScript about every expression and text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'C', '.', '1', '_', '-'), maxLength: 8 });
  fc.assert(
    fc.property(regex, text, fc.boolean(), (source, subject, ignoreCase) => {
      const flags = ignoreCase ? 'i' : '';
      expect(compileRegex(source, { ignoreCase, mode: 'search' })(subject)).toBe(new RegExp(source, flags).test(subject));
      expect(compileRegex(source, { ignoreCase, mode: 'full' })(subject)).toBe(new RegExp(`^(?:${source})$`, flags).test(subject));
    }),
    { numRuns: 3000 },
  );
});

test.each<[string, string, string, boolean]>([
  ['POSIX classes', '^[[:alpha:]_]+$', 'aB_', true],
  ['a leading flag', '(?i)^abc$', 'ABC', true],
  ['hexadecimal escapes', '^\\x41$', 'A', true],
  ['a brace that is no quantifier', '^a{b$', 'a{b', true],
  ['characters that are not ASCII', '^.$', 'ä', true],
  ['a class of them', '^[^a]$', 'ä', true],
  ['named groups', '^(?P<x>a)(?<y>b)$', 'ab', true],
  ['an escaped slash', '^\\/a$', '/a', true],
])('reads %s', (_, source, text, expected) => {
  expect(compileRegex(source, { ignoreCase: false, mode: 'search' })(text)).toBe(expected);
});

test.each([
  ['(?=a)', 'look-around'],
  ['(?<!a)b', 'look-around'],
  ['(?>a)', 'atomic groups'],
  ['(a)\\1', 'back-references'],
  ['\\k<x>', 'back-references'],
  ['a*+', 'possessive'],
  ['\\p{L}', 'not supported'],
  ['a**', 'nothing to repeat'],
  ['*a', 'nothing to repeat'],
  ['^*', 'repeated anchor'],
  ['(a', 'missing )'],
  ['a)', 'unmatched )'],
  ['[a', 'missing ]'],
  ['[]a]', 'first character of a class'],
  ['[z-a]', 'out of order'],
  ['a{2,1}', 'out of order'],
  ['a\\', 'at the end'],
  ['((a{100}){100}){100}', 'too large'],
])('fails to read %s', (source, reason) => {
  expect(() => compileRegex(source, { ignoreCase: false, mode: 'search' })).toThrow(UnsupportedRegexError);
  expect(() => compileRegex(source, { ignoreCase: false, mode: 'search' })).toThrow(reason);
});

test.each(['^(a+)+$', '^(a|a)*$', '^.*a.*a.*a.*a.*a.*b$', '^(a?){50}a{50}$'])('%s takes no time on a text that nearly matches', (source) => {
  expect(compileRegex(source, { ignoreCase: false, mode: 'search' })(`${'a'.repeat(4000)}!`)).toBe(false);
});
