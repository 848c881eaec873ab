import * as fc from 'fast-check';
import { compileGlob } from '../../lib/explain/globs';

/** The same by trying everything. */
function slowMatch(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  if (glob.startsWith('*')) return slowMatch(glob.slice(1), text) || (text !== '' && slowMatch(glob, text.slice(1)));
  return text !== '' && (glob.startsWith('?') || glob.charAt(0) === text.charAt(0)) && slowMatch(glob.slice(1), text.slice(1));
}

test('a glob matches as trying everything says', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  fc.assert(
    fc.property(glob, text, (pattern, subject) => {
      expect(compileGlob(pattern, { ignoreCase: false, escapes: false })(subject)).toBe(slowMatch(pattern, subject));
    }),
    { numRuns: 3000 },
  );
});

test.each<[string, string, string, boolean]>([
  ['an escaped question mark', 'a\\?', 'a?', true],
  ['an escaped backslash', 'a\\\\*', 'a\\b', true],
  ['a backslash at the end', 'a\\', 'a\\', true],
])('escapes: %s', (_, glob, text, expected) => {
  expect(compileGlob(glob, { ignoreCase: false, escapes: true })(text)).toBe(expected);
});

test('only ASCII letters are folded', () => {
  expect(compileGlob('Ä', { ignoreCase: true, escapes: false })('ä')).toBe(false);
  expect(compileGlob('K', { ignoreCase: true, escapes: false })('k')).toBe(true);
});

test('many wildcards take no time', () => {
  expect(compileGlob('*a*a*a*a*b', { ignoreCase: false, escapes: false })('a'.repeat(16_000))).toBe(false);
});
