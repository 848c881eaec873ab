import { resolve } from 'node:path';
import { Command } from 'commander';
import { completed, oursInstead } from './adaptation';
import { outcomeOf, rejectionOf, type Outcome } from './outcome';
import { readCorpus, type Unit } from './units';
import expectedRejections from './expected.json';
import expectedExamples from './expected-examples.json';

// Costs a second for every template and says nothing about the manifests.
process.env.CDK_VALIDATION ??= 'false';

new Command('corpus')
  .description('Compiles a corpus of real manifests: valid ones give a template or coded diagnostics, invalid ones are rejected at the line that is wrong.')
  .argument('<directory>', 'directory with examples/ and hack/invalid-examples/')
  .action(run)
  .parse();

function run(directory: string): void {
  const corpus = readCorpus(resolve(directory));
  const outcomes = [...corpus.examples.flatMap(outcomesOf), ...corpus.invalid.map(invalidOutcome)];
  const widths = [Math.max(...outcomes.map(({ name }) => name.length)), Math.max(...outcomes.map(({ how }) => how.length))];
  for (const { name, how, result, problem } of outcomes) {
    const columns = [name.padEnd(widths[0] ?? 0), how.padEnd(widths[1] ?? 0), problem === undefined ? 'ok    ' : 'FAILED', result];
    console.log(columns.join('  ').trimEnd());
    if (problem !== undefined) console.log(`    ${problem}`);
  }
  const failed = outcomes.filter(({ problem }) => problem !== undefined).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || outcomes.length === 0 ? 1 : 0;
}

/** Each example as it is, with Gateways of ours, and with the Gateways and Services it only refers to. */
function outcomesOf(unit: Unit): Outcome[] {
  const ours = { ...unit, files: oursInstead(unit.files) };
  const complete = { ...unit, files: completed(ours.files) };
  const expected = (expectedExamples as Readonly<Record<string, string>>)[unit.name];
  return [
    outcomeOf(unit, 'as it is', { onInvalidRoute: 'fail' }),
    outcomeOf(ours, 'ours', { onInvalidRoute: 'fail' }),
    outcomeOf(complete, 'ours, completed', { onInvalidRoute: 'fail' }, expected),
    outcomeOf(complete, 'ours, respond-500', { onInvalidRoute: 'respond-500' }),
  ];
}

function invalidOutcome(unit: Unit): Outcome {
  return rejectionOf(unit, (expectedRejections as Readonly<Record<string, { code: string; line: number }>>)[unit.name.replace(/^hack\//, '')]);
}
