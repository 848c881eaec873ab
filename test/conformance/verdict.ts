/** What became of one assertion of a test. `not modelled` is never a pass. */
export type Result =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly expected: string; readonly got: string }
  | { readonly kind: 'not modelled'; readonly why: string };

export const pass: Result = { kind: 'pass' };

export function fail(expected: string, got: string): Result {
  return { kind: 'fail', expected, got };
}

export function notModelled(why: string): Result {
  return { kind: 'not modelled', why };
}

/** The first that fails, otherwise the first that is not modelled, otherwise pass. */
export function allOf(results: readonly Result[]): Result {
  return results.find(({ kind }) => kind === 'fail') ?? results.find(({ kind }) => kind === 'not modelled') ?? pass;
}
