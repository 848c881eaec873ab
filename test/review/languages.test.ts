import * as fc from 'fast-check';
import { compileRegex } from '../../lib/explain/automaton';
import { compileGlob } from '../../lib/explain/globs';
import { addressAtoms, rangeOf } from '../../lib/review/addresses';
import { partition } from '../../lib/review/languages';
import { globPattern, PatternBook, regexPattern, wholePattern } from '../../lib/review/patterns';

const stateLimit = 10_000;

type Pattern = readonly [kind: 'glob' | 'regex', text: string];

function atomsOf(patterns: readonly Pattern[], valid: string, ignoreCase = false, limit = stateLimit) {
  const book = new PatternBook();
  const numbers = patterns.map(([kind, text]) => book.add(kind === 'glob' ? globPattern(text, { ignoreCase }) : regexPattern(text, ignoreCase)));
  return partition(book, numbers, { valid: book.add(wholePattern(valid)), stateLimit: limit });
}

/** Texts with the positions of the patterns that match them. */
function brief(patterns: readonly Pattern[], valid: string, ignoreCase = false): readonly string[] {
  return (atomsOf(patterns, valid, ignoreCase) ?? []).map(({ text, matching }) => `${text} ${[...matching].join()}`).sort();
}

const path = '^/[!-~]*$';

test.each<[string, readonly Pattern[], string, readonly string[]]>([
  ['a glob divides texts in two', [['glob', '/a']], path, ['/ ', '/a 0']],
  ['one glob within another leaves three parts', [['glob', '/a'], ['glob', '/a*']], path, ['/ ', '/a 0,1', '/aa 1']],
  ['a star may be nothing, a question mark is one character', [['glob', '/a*'], ['glob', '/a?']], path, ['/ ', '/a 0', '/aa 0,1']],
  ['equal languages are never apart', [['glob', '/a*'], ['regex', '^/a.*$']], path, ['/ ', '/a 0,1']],
  ['an expression without anchors may match anywhere', [['regex', 'b']], path, ['/ ', '/b 0']],
  ['alternatives are anchored each by itself', [['regex', '^/a|b$']], path, ['/ ', '/a 0']],
  ['what no valid text matches is not there', [['glob', 'a*'], ['glob', '/ *']], path, ['/ ']],
  ['word boundaries look at both sides', [['regex', '\\bb']], '^[abc-]{2}$', ['aa ', 'ba 0']],
])('%s', (_, patterns, valid, expected) => {
  expect(brief(patterns, valid)).toEqual(expected);
});

test('case matters only where it does', () => {
  expect(brief([['glob', '/A'], ['regex', '^/a$']], path, true)).toEqual(['/ ', '/a 0,1']);
  expect(brief([['glob', '/A'], ['regex', '^/a$']], path)).toEqual(['/ ', '/A 0', '/a 1']);
});

test('fails politely where the automaton is too large', () => {
  const patterns = [...'abcdefghij'].map((letter): Pattern => ['regex', `${letter}.{8}$`]);
  expect(atomsOf(patterns, path, false, 500)).toBeUndefined();
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-'), maxLength: 6 });
const globs = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), minLength: 1, maxLength: 5 }).map((text): Pattern => ['glob', text]);
const regexes = fc.constantFrom('^a', 'a$', 'a|b', '^(a|/)+$', 'ab?', '\\ba', 'b\\B', '[^a]', '^.{2}$', '(a|^b)/').map((text): Pattern => ['regex', text]);

test('every text belongs to an atom, and every atom tells the truth', () => {
  fc.assert(fc.property(fc.array(fc.oneof(globs, regexes), { minLength: 1, maxLength: 4 }), fc.array(letters, { maxLength: 20 }), (patterns, texts) => {
    const tests = patterns.map(([kind, text]) => (kind === 'glob' ? compileGlob(text, { ignoreCase: false, escapes: false }) : compileRegex(text, { ignoreCase: false, mode: 'search' })));
    const matching = (text: string) => tests.flatMap((matches, index) => (matches(text) ? [index] : [])).join();
    const atoms = atomsOf(patterns, '^[ab/-]*$') ?? [];
    for (const atom of atoms) expect([...atom.matching].join()).toBe(matching(atom.text));
    const known = new Set(atoms.map((atom) => [...atom.matching].join()));
    for (const text of texts) expect(known).toContain(matching(text));
  }), { numRuns: 400 });
});

test('addresses are divided by the blocks that hold them', () => {
  const blocks = ['10.0.0.0/8', '10.1.0.0/16', '2001:db8::/32', '198.51.100.1'].map(rangeOf);
  const atoms = addressAtoms(blocks).map(({ address, within }) => `${address} ${[...within].join()}`);
  expect(atoms.sort()).toEqual(['10.0.0.1 0', '10.1.0.1 0,1', '198.51.100.1 3', '2001:db8::1 2', '203.0.113.1 ']);
});
