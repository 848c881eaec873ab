import { didYouMean, suggest } from '../../lib/diagnostics/suggest';

test.each([
  ['htps', ['http', 'https'], 'https'],
  ['htpps', ['http', 'https'], 'https'],
  ['backendRef', ['parentRefs', 'backendRefs', 'filters'], 'backendRefs'],
  ['prot', ['name', 'port'], 'port'],
  ['nmae', ['namespace', 'name'], 'name'],
  ['hostname', ['hostName'], 'hostName'],
  ['PORT', ['port', 'sport'], 'port'],
  ['cofee', ['coffee', 'toffee'], 'coffee'],
  ['ab', ['AB', 'ac'], 'AB'],
  ['matchs', new Set(['matches', 'filters']), 'matches'],
])('%j is probably one of %j: %j', (word, candidates, meant) => {
  expect(suggest(word, candidates)).toBe(meant);
});

test.each([
  ['ab', ['ac', 'bb']],
  ['web', ['api', 'shop']],
  ['web', ['web']],
  ['', ['a', 'ab']],
  ['port', ['backendRefs']],
  ['abcdefghijklmnopqrstuvwxyz', ['abcdefghijklmnopqrstu']],
  ['x', []],
])('nothing is near %j in %j', (word, candidates) => {
  expect(suggest(word, candidates)).toBeUndefined();
  expect(didYouMean(word, candidates)).toBeUndefined();
});

test('the nearest candidate wins, and the first of equally near ones', () => {
  expect(suggest('service', ['servers', 'services', 'serviced'])).toBe('services');
});

test('the hint quotes the candidate', () => {
  expect(didYouMean('htps', ['https'])).toBe('did you mean "https"?');
});
