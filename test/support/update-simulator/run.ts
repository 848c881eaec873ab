import { isDeepStrictEqual } from 'node:util';
import type { Finding, History } from './history';
import { historyOf, live, noFigures, versionsOf } from './history';
import { describe, minimise } from './minimise';
import { relevant, synthesise } from './synthesis';

/**
 * The long run: `npx tsx test/support/update-simulator/run.ts [HISTORIES] [SEED] [SAMPLE]`.
 * Of every `SAMPLE`th history the constructs synthesise each version, and the template must be the one that was used.
 * Prints its figures; exits with 1 after a violation, which it makes as small as it can.
 */
const [histories = 5000, seed = 1, sample = 100] = process.argv.slice(2).map(Number);

process.env.CDK_VALIDATION = 'false';

function run(): boolean {
  const figures = noFigures();
  const violations = new Map<string, { count: number; finding: Finding; history: History }>();
  const templates = { compared: 0, different: 0 };
  for (let index = 0; index < histories; index += 1) {
    const history = historyOf(seed * 1_000_000 + index);
    for (const finding of live(history, figures)) {
      const known = violations.get(finding.kind) ?? { finding, history, count: 0 };
      violations.set(finding.kind, { ...known, count: known.count + 1 });
    }
    if (index % 500 === 499) console.error(`${index + 1} histories, ${violations.size} kinds of violations`);
    if (index % sample !== 0) continue;
    const versions = versionsOf(history);
    templates.compared += versions.length;
    templates.different += versions.filter((version) => !isDeepStrictEqual(synthesise(version), relevant(version.template))).length;
  }
  const { system, user } = process.cpuUsage();
  console.log({ seed, ...figures, templates, 'CPU seconds': Math.round((user + system) / 1e6) });
  for (const [kind, { count, finding, history }] of violations) {
    const smallest = minimise(history, kind) ?? { finding, history };
    console.log(`\n${count} times ${describe(smallest.finding, smallest.history)}`);
  }
  return violations.size === 0 && templates.different === 0;
}

process.exitCode = run() ? 0 : 1;
