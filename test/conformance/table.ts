import { isYes, judge, shortfalls, type Judgement } from './judgement';
import type { NamedResult, TestResult } from './test-run';

interface Row extends Judgement {
  readonly result: TestResult;
}

/** The whole report as lines of text: table, totals, and what fell short of the data's verdict. */
export function report(results: readonly TestResult[], strict: boolean): readonly string[] {
  const rows = results.map((result): Row => ({ result, ...judge(result, strict) }));
  return [...table(rows), '', ...totals(rows), ...failures(rows)];
}

function table(rows: readonly Row[]): string[] {
  const lines = [
    ['test', 'ours', 'LBC v3.5.0', 'verdict', ''],
    ...rows.map(({ result: { test }, ours, kind }) => [test.shortName, ours, test.lbcV350 ?? '-', test.albVerdict ?? '-', kind === 'less than expected' ? '<-- less than the verdict' : '']),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

function totals(rows: readonly Row[]): string[] {
  const yes = rows.filter(({ result }) => isYes(result.test.albVerdict));
  const part = rows.filter(({ result }) => result.test.albVerdict?.startsWith('PART'));
  const reached = part.filter(({ kind }) => kind !== 'less than expected');
  const lbc = rows.filter(({ result }) => result.test.lbcV350 === 'pass');
  const passed = (some: readonly Row[]): number => some.filter(({ ours }) => ours === 'pass').length;
  return [
    `${passed(yes)} of ${yes.length} tests with verdict YES or YES+ pass`,
    ...(part.length > 0 ? [`${reached.length} of ${part.length} tests with verdict PART reach their cases`] : []),
    `${passed(rows)} of ${rows.length} tests pass; LBC v3.5.0 passes ${lbc.length} of them`,
  ];
}

function failures(rows: readonly Row[]): string[] {
  return rows
    .filter(({ kind, result }) => kind === 'less than expected' || (result.test.albVerdict === undefined && result.outcome !== 'pass'))
    .flatMap(({ result }) => ['', result.test.shortName, ...shortfalls(result).map((shortfall) => `  ${line(shortfall)}`)]);
}

/** `name: expected ..., got ...` on one line. */
export function line({ name, result }: NamedResult): string {
  switch (result.kind) {
    case 'pass':
      return `${name}: pass`;
    case 'fail':
      return `${name}: expected ${shortened(result.expected)}, got ${shortened(result.got)}`;
    case 'not modelled':
      return `${name}: not modelled: ${result.why}`;
  }
}

function shortened(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}...` : text;
}
