import * as fc from 'fast-check';
import type { Condition, ListenerRulePlan, LoadBalancerPlan, RoutingAction, Transform } from '../../../lib/plan/ir';
import { listenerOf, planOfListeners, targetGroupOf, type RuleSketch } from '../../explain/hand-made-plan';

/**
 * Pairs of plans by hand, of conditions that no compiler would write: small alphabets, so that everything overlaps, with
 * globs and expressions in every place that allows them.
 */
const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);

const hostGlobs = ['a.x', '*.x', 'a.*', '*a*', '?.x', 'A.X', '*', 'b.a.x', '*.*'];
const hostRegexes = ['^a\\.x$', '^.+\\.x(:[0-9]+)?$', 'a|b', '^[^.]+\\.x', '\\.x$', '^(a|b)\\.[xy]$', '^[Aa]\\.[Xx](:[0-9]+)?$', '\\bx\\b'];
const pathGlobs = ['/', '/*', '/a', '/a/*', '/a*', '*/b', '/?', '/a/?', '/A', '*b*', '/a/b', '/**'];
const pathRegexes = ['^/a(/.*)?$', '/b', '^/[ab]+$', '^/(a|b)/.*$', 'b$', '^/.{2}$', '(?i)^/A$', '^/\\w+$', '\\Bb', '^/a\\b', '(^/a|b$)', '^(/a)?/b$'];
const headerGlobs = ['1', '2', '*', '1*', '?', 'A', '*a*', '', '1?'];
const headerRegexes = ['^[0-9]+$', 'a|b', '^1', '.', '^$', '^(1|a)$'];
const headerNames = ['x-a', 'X-A', 'x-b'];
const queryKeys = ['q', 'Q', 'p*', '?', undefined, 'a=b', 'q\\*'];
const queryValues = ['1', '*', '1*', '?', '', 'a=1', '\\*', '\\?', 'A'];
const methods = ['GET', 'POST', 'get', 'TRACE', 'X-Y'];
const blocks = ['10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0', '198.51.100.0/24', '198.51.100.1/32', '::/0', '2001:db8::/32', '0.0.0.0/1', '10.0.0.0/7'];

const some = <T>(values: readonly T[], maxLength = 2) => fc.uniqueArray(pick(values), { minLength: 1, maxLength });

function textCondition(globs: readonly string[], regexes: readonly string[]): fc.Arbitrary<{ values: string[] } | { regexValues: string[] }> {
  return fc.oneof(
    some(globs).map((values) => ({ values })),
    some(regexes).map((regexValues) => ({ regexValues })),
  );
}

const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 4, arbitrary: textCondition(hostGlobs, hostRegexes).map((texts): Condition => ({ field: 'host-header', ...texts })) },
  { weight: 6, arbitrary: textCondition(pathGlobs, pathRegexes).map((texts): Condition => ({ field: 'path-pattern', ...texts })) },
  {
    weight: 3,
    arbitrary: fc.tuple(pick(headerNames), textCondition(headerGlobs, headerRegexes)).map(([name, texts]): Condition => ({ field: 'http-header', name, ...texts })),
  },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.tuple(pick(queryKeys), pick(queryValues)), { minLength: 1, maxLength: 2 })
      .map((pairs): Condition => ({ field: 'query-string', values: pairs.map(([key, value]) => ({ ...(key !== undefined && { key }), value })) })),
  },
  { weight: 1, arbitrary: some(methods).map((values): Condition => ({ field: 'http-request-method', values })) },
  { weight: 1, arbitrary: some(blocks).map((values): Condition => ({ field: 'source-ip', values })) },
);

const groupIds = ['web', 'blue', 'green', 'web-again', 'calls', 'empty'];

const forward = fc
  .record({ ids: fc.uniqueArray(pick(groupIds), { minLength: 1, maxLength: 2 }), weights: fc.tuple(pick([0, 1, 9]), pick([0, 1, 2])), sticky: pick([undefined, undefined, 60]) })
  .map(({ ids, weights, sticky }): RoutingAction => ({
    type: 'forward',
    targetGroups: ids.map((id, index) => ({ targetGroup: { kind: 'planned', id }, weight: weights[index] })),
    ...(sticky !== undefined && { stickinessSeconds: sticky }),
  }));

const redirect = fc
  .record({ statusCode: pick(['HTTP_301', 'HTTP_302'] as const), protocol: pick([undefined, 'HTTPS', 'HTTP'] as const), port: pick([undefined, '443', '#{port}', '80']), path: pick([undefined, '/new', '/#{path}', '/x/#{path}']) })
  .map(({ statusCode, protocol, port, path }): RoutingAction => ({ type: 'redirect', statusCode, ...(protocol && { protocol }), ...(port && { port }), ...(path && { path }) }));

const action: fc.Arbitrary<RoutingAction> = fc.oneof(
  { weight: 6, arbitrary: forward },
  { weight: 1, arbitrary: redirect },
  { weight: 2, arbitrary: pick([404, 200, 503, 418]).map((statusCode): RoutingAction => ({ type: 'fixed-response', statusCode, ...(statusCode === 404 && { contentType: 'text/plain' }) })) },
);

const transform: fc.Arbitrary<Transform> = pick<Transform>([
  { type: 'url-rewrite', regex: '^/a', replace: '/z' },
  { type: 'url-rewrite', regex: '^/a/', replace: '/z/' },
  { type: 'url-rewrite', regex: '^/', replace: '' },
  { type: 'host-header-rewrite', regex: '^.*$', replace: 'new.x' },
]);

const rule: fc.Arbitrary<RuleSketch> = fc.record({
  conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
  action,
  transforms: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(transform) }),
});

/** One step from the old rules to the new ones. Places are taken modulo what there is. */
const edit = fc.record({ kind: pick(['insert', 'drop', 'move', 'action', 'condition', 'swap']), at: fc.nat(99), to: fc.nat(99), rule });

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(rules: readonly RuleSketch[], { kind, at, to, rule: other }: Edit): readonly RuleSketch[] {
  if (rules.length === 0 || kind === 'insert') return rules.toSpliced(at % (rules.length + 1), 0, other);
  const [from, goal] = [at % rules.length, to % rules.length];
  const picked = rules[from];
  switch (kind) {
    case 'drop':
      return rules.toSpliced(from, 1);
    case 'move':
      return rules.toSpliced(from, 1).toSpliced(goal, 0, picked);
    case 'action':
      return rules.with(from, { ...picked, action: other.action });
    case 'condition':
      return rules.with(from, { ...picked, conditions: [...(picked.conditions ?? []).slice(1), ...(other.conditions ?? []).slice(0, 1)] });
    default:
      return rules.with(from, rules[goal]).with(goal, picked);
  }
}

const listenerSketch = pick(['http', 'https', 'verify', 'none'] as const);

function planOf(rules: readonly RuleSketch[], listener: 'http' | 'https' | 'verify' | 'none'): LoadBalancerPlan {
  const onPort = listener === 'none' ? [] : [
    listenerOf(443, rules, {
      protocol: listener === 'http' ? 'HTTP' : 'HTTPS',
      ...(listener === 'verify' && { mutualAuthentication: { mode: 'verify' } }),
    }),
  ];
  return planOfListeners(onPort, {
    targetGroups: [
      targetGroupOf('web'),
      targetGroupOf('blue'),
      targetGroupOf('green'),
      targetGroupOf('web-again', { binding: targetGroupOf('web').binding }),
      targetGroupOf('calls', { protocolVersion: 'GRPC' }),
      { ...targetGroupOf('empty'), binding: undefined },
    ],
  });
}

/** A load balancer before and after a few edits. */
export interface PlanPair {
  readonly old: LoadBalancerPlan;
  readonly latest: LoadBalancerPlan;
}

export const planPairArbitrary: fc.Arbitrary<PlanPair> = fc
  .record({
    rules: fc.array(rule, { maxLength: 7 }),
    edits: fc.array(edit, { maxLength: 4 }),
    listeners: fc.oneof(
      { weight: 8, arbitrary: pick([['http', 'http'], ['https', 'https'], ['verify', 'verify']] as const) },
      { weight: 1, arbitrary: fc.tuple(listenerSketch, listenerSketch) },
    ),
  })
  .map(({ rules, edits, listeners: [before, after] }) => {
    // A rule keeps its id wherever it goes.
    const named = rules.map((sketch, index): RuleSketch => ({ id: `old-${index}`, ...sketch }));
    const latest = edits.reduce<readonly RuleSketch[]>((list, step, index) => edited(list, { ...step, rule: { id: `new-${index}`, ...step.rule } }), named);
    return { old: planOf(named, before), latest: planOf(latest.filter(uniqueId), after) };
  });

function uniqueId(sketch: RuleSketch, index: number, all: readonly RuleSketch[]): boolean {
  return all.findIndex(({ id }) => id === sketch.id) === index;
}

/** Texts from which requests for such plans are made. */
export const pieces = {
  hosts: ['a.x', 'b.x', 'a.y', 'A.X', 'a.x:443', 'b.a.x', 'x', 'ab', 'www.example.com', 'a.x.b', '.x', 'a.xx'],
  paths: ['/', '/a', '/a/', '/b', '/a/b', '/ab', '/A', '/b/a', '/aa', '/a/a/b', '/a.b', '/a-b', '/_b', '//', '/b/', '/xb'],
  methods: ['GET', 'POST', 'get', 'X-Y', 'PUT'],
  headers: [['x-a', '1'], ['X-a', '2'], ['x-b', '1'], ['x-a', ''], ['x-b', 'a'], ['x-a', 'A'], ['x-b', '11'], ['x-a', 'b'], ['x-b', '1a']] as const,
  pairs: ['q=1', 'Q=1', 'q', 'p=', 'p1=1', 'a=1', 'a=b=1', '=', 'q=*', 'q*=1', 'q=?', 'x=A', 'q=a=1', 'q=11'],
  addresses: ['10.1.2.3', '10.2.0.1', '198.51.100.1', '198.51.100.7', '2001:db8::1', '::1', '203.0.113.9', '11.0.0.1', '::ffff:10.1.0.1', '192.0.2.1'],
} as const;

export type Rules = readonly ListenerRulePlan[];
