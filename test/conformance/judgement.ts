import type { NamedResult, TestResult } from './test-run';

/** How a result stands to what the data says an ALB can reach. */
export interface Judgement {
  readonly kind: 'as expected' | 'less than expected' | 'not judged';
  /** The column of the table: pass, fail, n of m, not modelled. */
  readonly ours: string;
}

/**
 * YES and YES+ must pass; PART n/m must pass n of its request cases; `PART <=n/m` is an upper bound and promises nothing.
 * Other verdicts are not judged, a missing one only when asked to (`strict`): then the test must pass.
 */
export function judge({ test, outcome, cases }: TestResult, strict: boolean): Judgement {
  const passed = cases.filter(({ result }) => result.kind === 'pass').length;
  const ours = outcome === 'fail' && passed > 0 ? `${passed} of ${cases.length}` : outcome;
  const required = /^PART (\d+)\/\d+$/.exec(test.albVerdict ?? '')?.[1];
  const mustPass = test.albVerdict === undefined ? strict : isYes(test.albVerdict);
  if (required !== undefined) return { kind: passed >= Number(required) ? 'as expected' : 'less than expected', ours };
  if (!mustPass) return { kind: 'not judged', ours };
  return { kind: outcome === 'pass' ? 'as expected' : 'less than expected', ours };
}

export function isYes(verdict: string | undefined): boolean {
  return verdict === 'YES' || verdict === 'YES+';
}

/** The assertions of a test that did not pass. */
export function shortfalls({ cases, checks }: TestResult): readonly NamedResult[] {
  return [...cases, ...checks].filter(({ result }) => result.kind !== 'pass');
}
