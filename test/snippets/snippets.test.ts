import { problemsOf } from './checks';
import { examplesOf, sources } from './docstrings';
import { pages, snippetsOf } from './snippet';

test.each(pages)('the snippets of %s are right', (page) => {
  expect(snippetsOf(page).flatMap(problemsOf)).toEqual([]);
});

test('the examples in docstrings are in languages that are checked', () => {
  expect(sources.flatMap(examplesOf).flatMap(problemsOf)).toEqual([]);
});
