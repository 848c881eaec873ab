import { goldenAt } from './support/cases';
import { goldenPath, stabilityNames, stabilityOf, stabilityOrphans } from './support/stability';

const names = stabilityNames();

test('there are inputs, and every golden has its input', () => {
  expect(names.length).toBeGreaterThan(0);
  expect(stabilityOrphans()).toEqual([]);
});

test.each(names)('ids, names and numbers of %s change only on purpose, and its edits change no more than they must', (name) => {
  const actual = stabilityOf(name);
  expect(actual).toEqual(goldenAt(goldenPath(name), actual));
});
