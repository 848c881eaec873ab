/** GW6xxx: tables of route tests, and what they find. */
import { error, note } from '../diagnostic';

const TABLE_FORM = 'a table is a mapping with a list "tests"; every entry has "request" and "expect"';

export const TABLE_SHAPE = error<{ path: string; found: string }>('GW6001', 'route-tests/no-table', {
  message: ({ path, found }) => `${path} is no table of route tests: it is ${found}`,
  fix: TABLE_FORM,
  cause: 'A file that is given as route tests is empty, a list, or something else than a mapping.',
});

export const TABLE_KEY = error<{ key: string; place: string; known: readonly string[] }>('GW6002', 'route-tests/unknown-key', {
  message: ({ key, place }) => `"${key}" is no key of ${place}`,
  fix: ({ known }) => `use one of ${known.join(', ')}`,
  advice: 'use one of the keys that docs/route-tests.md lists',
  cause: 'A table of route tests has a key that means nothing there.',
});

export const TABLE_VALUE = error<{ what: string; wanted: string; found: string }>('GW6003', 'route-tests/wrong-value', {
  message: ({ what, wanted, found }) => `${what} must be ${wanted}, got ${found}`,
  fix: ({ wanted }) => `write ${wanted}`,
  advice: 'write what the message asks for; docs/route-tests.md has all forms',
  cause: 'A value in a table of route tests has the wrong type or is none of the possible ones.',
});

export const TABLE_KEY_MISSING = error<{ key: string; place: string; wanted: string }>('GW6004', 'route-tests/missing-key', {
  message: ({ key, place, wanted }) => `${place} has no "${key}"; it must be ${wanted}`,
  fix: ({ key }) => `add "${key}"`,
  advice: 'add the key that the message names',
  cause: 'A key is missing in a table of route tests.',
});

export const TABLE_REQUEST = error<{ problem: string }>('GW6005', 'route-tests/bad-request', {
  message: ({ problem }) => `this is no request: ${problem}`,
  fix: 'write a method and an absolute URL, such as GET https://cafe.example.com/coffee; with "base" in the table a path is enough',
  cause: 'The request of a route test cannot be read.',
});

export const NOTHING_EXPECTED = error<{ place: string }>('GW6006', 'route-tests/nothing-expected', {
  message: ({ place }) => `${place} expects nothing, so it could not fail`,
  fix: 'write at least one of backend, status, redirect, rewrite, rule, authentication, refused, responseHeaders',
  cause: 'An entry of a table of route tests has an empty "expect", or a table an empty list of tests.',
});

export const TEST_GATEWAY_NEEDED = error<{ test: string; existing: readonly string[] }>('GW6007', 'route-tests/gateway-needed', {
  message: ({ test, existing }) => `${test}: the manifests have several Gateways (${existing.join(', ')}), and none is named`,
  fix: 'write "gateway: namespace/name" in the entry or at the top of the table',
  cause: 'A route test names no Gateway and there are several.',
});

export const TEST_GATEWAY_UNKNOWN = error<{ test: string; gateway: string; existing: readonly string[] }>('GW6008', 'route-tests/gateway-unknown', {
  message: ({ test, gateway, existing }) => `${test}: there is no Gateway ${gateway}${existing.length > 0 ? `; there is ${existing.join(', ')}` : ''}`,
  fix: 'name a Gateway of the manifests as namespace/name',
  cause: 'A route test names a Gateway that the manifests do not have, or that no load balancer is made from.',
});

/** What was expected and what happened instead, each completing "expected ..., got ...". */
export interface DifferenceWords {
  readonly expected: string;
  readonly got: string;
}

export const TEST_FAILED = error<{ test: string; differences: readonly DifferenceWords[] }>('GW6101', 'route-tests/failed', {
  message: ({ test, differences }) => `${test}: ${differences.map(({ expected, got }) => `expected ${expected}, got ${got}`).join('; ')}`,
  fix: 'change the routes, or the table if what happens now is what you want',
  cause: 'A request of a route test is answered otherwise than its entry says.',
});

/** Notes of GW6101. */
export const testNotes = {
  takenBy: (rule: string) => `${rule} takes the request`,
  takenByNone: (port: number) => `no rule of the listener on port ${port} takes the request, so its default action answers`,
  almost: (rule: string, why: string) => `almost: ${rule}: ${why}`,
  later: 'it matches too, but comes later',
} as const;

export const COVERAGE_LOW = error<{ percent: number; wanted: number; reached: number; rules: number }>('GW6102', 'route-tests/coverage-low', {
  message: ({ percent, wanted, reached, rules }) => `route tests reach ${reached} of ${rules} rules, which is ${percent} % and less than the ${wanted} % asked for`,
  fix: 'add tests for the rules that --coverage lists, or let --write propose them',
  cause: 'Fewer rules are reached by route tests than --fail-under or minimumCoverage asks for.',
});

export const RULE_WITHOUT_WITNESS = note<{ rule: string }>('GW6103', 'route-tests/rule-without-witness', {
  message: ({ rule }) => `${rule}: no request was found that reaches it, so no test is proposed`,
  fix: 'write one by hand, or find out with gateway-alb explain which rule takes its requests',
  cause: 'Every request that --write tried for a rule is taken by another one; the rule may be unreachable.',
});

export const TABLE_NOT_EXTENDED = error<{ path: string; problem: string }>('GW6104', 'route-tests/not-extended', {
  message: ({ path, problem }) => `${path} is left as it is: ${problem}`,
  fix: 'add the proposed entries by hand, or let --write make a new file',
  cause: 'A table is only extended where its list of tests is the last thing in the file, so that what stands there stays as it is.',
});
