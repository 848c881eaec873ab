import { historyOf, live, noFigures, versionsOf } from '../support/update-simulator/history';
import { describe as describeFinding, minimise } from '../support/update-simulator/minimise';
import { mistakes } from '../support/update-simulator/mistakes';
import { relevant, synthesise } from '../support/update-simulator/synthesis';

/**
 * Random histories of a project, deployed in every order that CloudFormation may choose. `RUNS=1000 SEED=7 npx jest
 * test/properties/updates` is a longer run; `test/support/update-simulator/run.ts` is the one whose figures are published.
 */
const runs = Number(process.env.RUNS ?? 15);
const seed = process.env.SEED === undefined ? Date.now() % 1_000_000 : Number(process.env.SEED);

jest.setTimeout(Math.max(120_000, runs * 2000));

test('whatever version follows whatever other one, in whatever order: no collision, nothing left over, no lost or stray request', () => {
  const figures = noFigures();
  for (let run = 0; run < runs; run += 1) {
    const history = historyOf(seed * 1000 + run);
    const [found] = live(history, figures);
    if (!found) continue;
    const smallest = minimise(history, found.kind) ?? { finding: found, history };
    throw new Error(`SEED=${seed}, history ${run}\n${describeFinding(smallest.finding, smallest.history)}`);
  }
  // A tenth of the usual: fewer would mean that hardly anything was tried.
  expect(figures.changes).toBeGreaterThan(runs);
  expect(figures.operations).toBeGreaterThan(runs);
  expect(figures.requests).toBeGreaterThan(runs * 50);
});

test('the templates that the simulator is given are those that the constructs make', () => {
  for (const version of versionsOf(historyOf(seed * 1000)).slice(-4)) {
    expect(synthesise(version)).toEqual(relevant(version.template));
  }
});

describe('the simulator notices when', () => {
  test.each(Object.entries(mistakes))('%s', (_, { kinds, mistake }) => {
    const found = new Set<string>();
    for (let history = 1; history <= 20 && kinds.some((kind) => !found.has(kind)); history += 1) {
      for (const finding of live(historyOf(history), noFigures(), mistake)) found.add(finding.kind);
    }
    expect([...found]).toEqual(expect.arrayContaining([...kinds]));
  });
});
