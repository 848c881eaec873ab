import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writeLedger } from '../../lib/plan/ledger';
import type { Finding, History } from '../support/update-simulator/history';
import { historyOf, live, noFigures, versionsOf } from '../support/update-simulator/history';
import { describe, minimise } from '../support/update-simulator/minimise';
import { manifestsOf } from '../support/update-simulator/fleet';
import { synthesise } from '../support/update-simulator/synthesis';
import type { Version } from '../support/update-simulator/versions';

/**
 * The long run of the update simulator: `npx tsx test/properties/long-run.ts [HISTORIES] [SEED] [SAMPLE]`.
 * Every `SAMPLE`th history is synthesised with the constructs, and each of its templates compared with the one that was used.
 * Prints its figures; exits with 1 after a violation, which it makes as small as it can.
 */
const [histories = 5000, seed = 1, sample = 100] = process.argv.slice(2).map(Number);

process.env.CDK_VALIDATION = 'false';

function run(): number {
  const figures = noFigures();
  const violations = new Map<string, { count: number; finding: Finding; history: History }>();
  let compared = 0;
  let different = 0;
  for (let index = 0; index < histories; index += 1) {
    const history = historyOf(seed * 1_000_000 + index);
    for (const finding of live(history, figures)) {
      const known = violations.get(finding.kind);
      violations.set(finding.kind, { finding: known?.finding ?? finding, history: known?.history ?? history, count: (known?.count ?? 0) + 1 });
    }
    if (index % sample !== 0) continue;
    const results = versionsOf(history).map(isAsConstructed);
    compared += results.length;
    different += results.filter((same) => !same).length;
  }
  const { system, user } = process.cpuUsage();
  console.log({ seed, ...figures, 'templates compared': compared, 'templates that differ': different, 'CPU seconds': Math.round((user + system) / 1e6) });
  for (const [kind, { count, finding, history }] of violations) {
    console.log(`\n${kind}: ${count} times\n`);
    const smallest = minimise(history, kind) ?? { finding, history };
    console.log(describe(smallest.finding, smallest.history));
  }
  return violations.size + different;
}

function isAsConstructed({ fleet, ledgerBefore, template }: Version): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'long-run-'));
  try {
    const ledger = join(folder, 'gateway-alb.priorities.json');
    writeFileSync(ledger, writeLedger(ledgerBefore));
    return isDeepStrictEqual(synthesise(manifestsOf(fleet).join('\n---\n'), ledger), JSON.parse(JSON.stringify(template)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = run() === 0 ? 0 : 1;
