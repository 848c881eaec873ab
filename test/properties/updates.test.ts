import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLedger } from '../../lib/plan/ledger';
import { manifestsOf } from '../support/update-simulator/fleet';
import { historyOf, live, noFigures, versionsOf } from '../support/update-simulator/history';
import { describe as describeFinding, minimise } from '../support/update-simulator/minimise';
import { synthesise } from '../support/update-simulator/synthesis';

/**
 * Random histories of a project, deployed in every order that CloudFormation may choose. `RUNS=1000 SEED=7 npx jest
 * test/properties/updates` is a longer run; `test/properties/long-run.ts` the one of which the figures are published.
 */
const runs = Number(process.env.RUNS ?? 60);
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
  expect(figures.operations).toBeGreaterThan(runs * 20);
  expect(figures.requests).toBeGreaterThan(runs * 200);
});

test('the templates that the simulator is given are those that the constructs make', () => {
  const folder = mkdtempSync(join(tmpdir(), 'updates-'));
  const ledger = join(folder, 'gateway-alb.priorities.json');
  try {
    for (const { fleet, ledgerBefore, template } of versionsOf(historyOf(seed * 1000)).slice(-5)) {
      writeFileSync(ledger, writeLedger(ledgerBefore));
      expect(synthesise(manifestsOf(fleet).join('\n---\n'), ledger)).toEqual(JSON.parse(JSON.stringify(template)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
