import { compile } from '../../lib/index';
import { inventoryOf } from '../conformance/inventory';
import { fileOf, objectsOf } from '../conformance/manifests';
import { evaluate } from '../conformance/status-assertions';
import { statusOf } from '../conformance/status-view';
import type { ConformanceTest } from '../conformance/suite';
import { loadSuite } from '../conformance/suite';

// Statuses of the conformance suite, without synthesis: quick while working on attachment. `npm run conformance` is the whole.
const directory = process.env.CONFORMANCE_DIR;

function failuresOf(found: ConformanceTest, folder: string): readonly unknown[] {
  const objects = objectsOf(found, folder);
  const inventory = inventoryOf(found, objects);
  const all = [...objects.base, ...objects.own, ...inventory.objects];
  const compilation = compile([fileOf(all, `${found.shortName}.yaml`)], { onInvalidRoute: 'respond-500', certificates: inventory.certificates });
  return found.statusAssertions
    .map((assertion) => ({ assertion, result: evaluate(assertion, statusOf(compilation, all)) }))
    .filter(({ result }) => result.kind === 'fail');
}

(directory === undefined ? describe.skip : describe)('computed status, by CONFORMANCE_DIR', () => {
  const folder = directory ?? '';
  const tests = directory === undefined ? [] : loadSuite(folder).tests;
  const reachable = tests.filter(({ albVerdict = '', statusAssertions }) => albVerdict.startsWith('YES') && statusAssertions.length > 0);

  test('there are tests with statuses', () => {
    expect(reachable.length).toBeGreaterThan(0);
  });

  for (const found of reachable) {
    test(found.shortName, () => {
      expect(failuresOf(found, folder)).toEqual([]);
    });
  }
});
