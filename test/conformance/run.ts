import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { judge, type Judgement } from './judgement';
import { otherReadings } from './readings';
import { loadSuite, type Suite } from './suite';
import { line, report } from './table';
import { runTest, type TestResult } from './test-run';

// Costs a second for every template and says nothing about routing.
process.env.CDK_VALIDATION ??= 'false';

interface Options {
  readonly json?: string;
  readonly only?: string;
  readonly strict: boolean;
  readonly readings: boolean;
}

new Command('conformance')
  .description('Runs conformance cases of the Gateway API that are given as data: compiles, synthesises, simulates the template, compares.')
  .argument('<directory>', 'directory with cases.json and manifests/')
  .option('--json <file>', 'write every result to a file')
  .option('--only <name>', 'run the test of this name only, and list everything in it that does not pass')
  .option('--strict', 'tests for which the data holds no verdict must pass', false)
  .option('--readings', 'run the tests under other readings of what AWS leaves undocumented too, and name those that pass no longer', false)
  .action(runOrComplain)
  .parse();

function runOrComplain(directory: string, options: Options): void {
  try {
    run(directory, options);
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : String(fault));
    process.exitCode = 2;
  }
}

function run(directory: string, options: Options): void {
  const suite = loadSuite(directory);
  const tests = suite.tests.filter(({ shortName }) => options.only === undefined || shortName === options.only);
  if (tests.length === 0) throw new Error(`no test is named ${options.only}; there are ${suite.tests.map(({ shortName }) => shortName).join(', ')}`);
  const results = tests.map((test) => runTest(test, suite));
  for (const text of report(results, options.strict)) console.log(text);
  if (options.only !== undefined) for (const result of results) for (const named of [...result.cases, ...result.checks]) console.log(`  ${line(named)}`);
  if (options.readings) for (const text of readings(results, suite)) console.log(text);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(asJson(results, options.strict), null, 2)}\n`);
  process.exitCode = countOf(results, options.strict, 'less than expected') > 0 ? 1 : 0;
}

/** For each other reading the tests that pass, but not under it: they rest on the documented or observed one. */
function readings(results: readonly TestResult[], suite: Suite): string[] {
  const passed = results.filter(({ outcome }) => outcome === 'pass').map(({ test }) => test);
  return otherReadings.map(({ name, settings }) => {
    const lost = passed.filter((test) => runTest(test, suite, settings).outcome !== 'pass').map(({ shortName }) => shortName);
    return `${name}: ${lost.length === 0 ? 'nothing changes' : `no longer ${lost.join(', ')}`}`;
  });
}

function countOf(results: readonly TestResult[], strict: boolean, kind: Judgement['kind']): number {
  return results.filter((result) => judge(result, strict).kind === kind).length;
}

function asJson(results: readonly TestResult[], strict: boolean): unknown {
  return {
    totals: {
      passed: results.filter(({ outcome }) => outcome === 'pass').length,
      asExpected: countOf(results, strict, 'as expected'),
      lessThanExpected: countOf(results, strict, 'less than expected'),
      notJudged: countOf(results, strict, 'not judged'),
    },
    tests: results.map((result) => {
      const { ours, kind } = judge(result, strict);
      const { shortName, lbcV350, albVerdict } = result.test;
      return { shortName, ours, lbcV350, albVerdict, judgement: kind, cases: result.cases, checks: result.checks };
    }),
  };
}
