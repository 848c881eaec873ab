import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CompilingCosts } from './compiling';
import { editingCosts } from './editing';
import { fleetOf } from './fleet';
import { child } from './measure';
import { ruleCounts, ruleCountsOfCorpus } from './rule-counts';
import type { SynthesisCosts } from './synthesis';
import { commandCosts, synthesisCosts } from './synthesis';

/** One figure: what was measured is a quotient, so that it means the same on every machine. */
interface Figure {
  readonly figure: string;
  readonly ratio: number;
  /** At most; absent where there is no bar. */
  readonly bar?: number;
  /** The two sides, as they were on this machine. */
  readonly measured: string;
}

const sizes = [100, 1_000, 10_000];

function compilingFigures(): readonly Figure[] {
  const costs = new Map(sizes.map((rules) => [rules, child<CompilingCosts>('compiling', 'costs', rules, Math.max(3, 6_000 / rules))]));
  const memory = new Map(sizes.map((rules) => [rules, child<number>('compiling', 'memory', rules)]));
  const ofSize = sizes.map((rules): Figure => {
    const { parsing, reading, compiling } = costs.get(rules) as CompilingCosts;
    const rest = compiling - reading;
    return { figure: `decode, attach and plan / parsing, ${rules} rules`, ratio: rest / parsing, bar: 1, measured: `${say(rest)} / ${say(parsing)}` };
  });
  const growth = (name: string, of: (rules: number) => number, unit: string, bar: number): Figure => ({
    figure: `${name} per rule, 10000 / 1000 rules`,
    ratio: of(10_000) / of(1_000),
    bar,
    measured: `${of(10_000).toFixed(3)} / ${of(1_000).toFixed(3)} ${unit}`,
  });
  return [
    ...ofSize,
    growth('compile time', (rules) => (costs.get(rules) as CompilingCosts).compiling / rules, 'ms', 1.2),
    growth('peak memory', (rules) => (memory.get(rules) as number) / rules / 1024, 'KiB', 1.2),
  ];
}

function synthesisFigures(): readonly Figure[] {
  const figure = (name: string, { compiled, handWritten }: SynthesisCosts): Figure =>
    ({ figure: name, ratio: compiled / handWritten, bar: 1.15, measured: `${say(compiled)} / ${say(handWritten)}` });
  return [100, 1_000].flatMap((rules) => [
    figure(`synthesis in process / L1 constructs by hand, ${rules} rules`, synthesisCosts(rules, 5)),
    figure(`cdk synth / the same by hand, ${rules} rules`, commandCosts(rules, 5)),
  ]);
}

function editingFigure(): Figure {
  const { loading, checking } = editingCosts(9);
  return { figure: 'share of module loading in a check of ten files', ratio: loading / (loading + checking), measured: `${say(loading)} / ${say(loading + checking)}` };
}

/** Bars of design: never more rules than one for each match and hostname, at most 60 % of them on realistic inputs. */
function ruleFigures(corpus: string | undefined): readonly Figure[] {
  const fleets = [100, 1_000].map((rules) => ({ name: `${rules} rules`, ...ruleCounts(fleetOf(rules)) }));
  const all = [...fleets, ...(corpus === undefined ? [] : [{ name: 'corpus', ...ruleCountsOfCorpus(corpus) }])];
  return all.map(({ name, compacted, uncompacted }) => ({
    figure: `listener rules / one for each match and hostname, ${name}`,
    ratio: compacted / uncompacted,
    bar: name === 'corpus' ? 1 : 0.6,
    measured: `${compacted} / ${uncompacted}`,
  }));
}

function say(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function markdown(figures: readonly Figure[]): string {
  const lines = figures.map(({ figure, ratio, bar, measured }) => `| ${figure} | ${ratio.toFixed(2)} | ${bar ?? ''} | ${measured} |`);
  return ['| figure | ratio | at most | measured |', '|---|---|---|---|', ...lines, ''].join('\n');
}

/**
 * `[--json FILE] [--markdown FILE] [--corpus DIR]`: prints a table, writes the figures as JSON and adds them to a Markdown file.
 * Regressions are numbers here, never failing tests.
 */
function main(args: readonly string[]): void {
  const valueOf = (option: string): string | undefined => (args.includes(option) ? args[args.indexOf(option) + 1] : undefined);
  const file = valueOf('--json') ?? join('dist', 'bench.json');
  const corpus = valueOf('--corpus');
  const figures = [...compilingFigures(), editingFigure(), ...ruleFigures(corpus), ...synthesisFigures()];
  console.table(figures.map(({ figure, ratio, bar, measured }) => ({
    figure,
    ratio: Number(ratio.toFixed(2)),
    'at most': bar ?? '',
    met: bar === undefined ? '' : ratio <= bar ? 'yes' : 'NO',
    measured,
  })));
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
  const page = valueOf('--markdown');
  if (page !== undefined) appendFileSync(page, markdown(figures));
  writeFileSync(file, `${JSON.stringify({ node: process.version, figures }, undefined, 2)}\n`);
}

main(process.argv.slice(2));
