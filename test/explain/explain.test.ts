import { explain, renderExplanation } from '../../lib/explain/explain';
import { describeCondition, readableRegex } from '../../lib/explain/wording';
import type { Condition } from '../../lib/plan/ir';
import { requestTo } from '../support/requests';
import { listenerOf, planOfListeners, planOfRules, type RuleSketch } from './hand-made-plan';

const host = (name: string): Condition => ({ field: 'host-header', regexValues: [`^${name.replaceAll('.', '\\.')}(:[0-9]+)?$`] });
const path = (...values: string[]): Condition => ({ field: 'path-pattern', values });
const canary: Condition = { field: 'http-header', name: 'x-canary', values: ['always'] };

const cafe: readonly RuleSketch[] = [
  { conditions: [host('cafe.io'), path('/coffee', '/coffee/*'), canary] },
  { conditions: [host('cafe.io'), path('/coffee', '/coffee/*')] },
  { conditions: [host('cafe.io'), path('/tea')] },
  { conditions: [host('shop.io'), path('/coffee', '/coffee/*')] },
  { conditions: [host('shop.io')] },
  { conditions: [path('/*')] },
];

describe('rules that almost matched', () => {
  test.each([
    ['same host with the fewest failures first, the nearest path before others', 'GET http://cafe.io/coffee/1', 'rule-2', ['rule-6', 'rule-1', 'rule-3', 'rule-4']],
    ['a rule for another host only where nothing else is missing', 'GET http://other.io/coffee', 'rule-6', ['rule-2', 'rule-4']],
    ['the nearest path first', 'GET http://cafe.io/te', 'rule-6', ['rule-3', 'rule-2', 'rule-1']],
  ])('%s', (_, line, winner, almost) => {
    const explanation = explain(planOfRules(cafe), requestTo(line));
    expect(explanation.decision.rule?.id).toBe(winner);
    expect(explanation.almost.map(({ rule }) => rule.id)).toEqual(almost);
  });

  test('are named whatever they are for where no rule matches', () => {
    const explanation = explain(planOfRules(cafe.slice(0, 5)), requestTo('GET http://other.io/tea'));
    expect(explanation.decision.rule).toBeUndefined();
    expect(explanation.almost.map(({ rule }) => rule.id)).toEqual(['rule-3', 'rule-5', 'rule-2', 'rule-4', 'rule-1']);
  });

  test('say which condition failed', () => {
    const [later, missing, elsewhere] = explain(planOfRules(cafe), requestTo('GET http://cafe.io/coffee/1')).almost;
    expect(later.failed).toEqual([]);
    expect(missing).toMatchObject({ satisfied: 2, failed: [{ condition: canary, words: 'header x-canary is missing, needs always' }] });
    expect(elsewhere.failed[0].words).toBe('path is "/coffee/1", needs /tea');
  });

  test('are five at most', () => {
    const rules = Array.from({ length: 20 }, (_, index) => ({ conditions: [host('cafe.io'), path(`/p${index}`)] }));
    expect(explain(planOfRules(rules), requestTo('GET http://cafe.io/p')).almost).toHaveLength(5);
  });

  test('are not looked for where no rule was asked', () => {
    expect(explain(planOfRules(cafe), requestTo('GET https://cafe.io:80/coffee')).almost).toEqual([]);
    expect(explain(planOfRules(cafe), requestTo('TRACE http://cafe.io/coffee')).almost).toEqual([]);
  });

  test('do not include the closing rule of a listener', () => {
    const [rule] = planOfRules([{ conditions: [host('cafe.io')] }]).listeners[0].rules;
    const closing: RuleSketch = { ...rule, origin: { ...rule.origin, rule: undefined } };
    expect(explain(planOfListeners([listenerOf(80, [closing])]), requestTo('GET http://cafe.io/', { host: 'other.io' })).almost).toEqual([]);
  });
});

describe('conditions in words', () => {
  test.each<[Condition, string]>([
    [host('cafe.io'), 'host cafe.io'],
    [path('/a', '/a/*', '/b'), 'path /a, /a/* or /b'],
    [canary, 'header x-canary always'],
    [{ field: 'query-string', values: [{ key: 'v', value: '1' }, { value: 'x' }] }, 'query parameter v=1 or x'],
    [{ field: 'http-request-method', values: ['GET', 'HEAD'] }, 'method GET or HEAD'],
    [{ field: 'source-ip', values: ['10.0.0.0/8'] }, 'source address in 10.0.0.0/8'],
  ])('%j', (condition, words) => {
    expect(describeCondition(condition)).toBe(words);
  });

  test.each([
    ['^[Cc][Aa][Ff][Ee]\\.[Ii][Oo](:[0-9]+)?$', 'cafe.io'],
    ['^.+\\.[Ii][Oo](:[0-9]+)?$', '*.io'],
    ['^/a%2A\\*(/.*)?$', '/a%2A* and below'],
    ['^/a$', '/a'],
    ['^/a[0-9]+$', '~^/a[0-9]+$'],
    ['^([Cc][Aa]|.+)\\.[Ii][Oo](:[0-9]+)?$', '(ca|*).io'],
    ['^/(a|b)/c\\.d(/.*)?$', '/(a|b)/c.d and below'],
    ['^(/a|/b(/.*)?)$', '(/a|/b and below)'],
    ['^(.+|a)\\.io$', '(*|a).io'],
    ['/a', '~/a'],
  ])('the expression %s', (regex, words) => {
    expect(readableRegex(regex)).toBe(words);
  });
});

test('an explanation names rule, conditions, Service, rewrite and the rules that almost matched', () => {
  const rules = [...cafe];
  rules[1] = {
    ...rules[1],
    transforms: [{ type: 'url-rewrite', regex: '^/coffee', replace: '/v2' }],
    action: {
      type: 'forward',
      targetGroups: [
        { targetGroup: { kind: 'planned', id: 'blue' }, weight: 9 },
        { targetGroup: { kind: 'existing', name: 'legacy' }, weight: 1 },
      ],
    },
  };
  const text = renderExplanation(explain(planOfRules(rules), requestTo('GET http://cafe.io/coffee/1', { headers: [['Accept', '*/*']] })));
  expect(text).toBe(`GET http://cafe.io/coffee/1
  Accept: */*
listener 80 (HTTP)
rule 20: HTTPRoute shop/route-2, rule 0, match 0
  host cafe.io, path /coffee or /coffee/*
-> forward to shop/blue:80 (blue) 90 %
   forward to legacy (exists already) 10 %
   path /coffee/1 becomes /v2/1

almost:
  60: HTTPRoute shop/route-6, rule 0, match 0
    matches too, but comes later
  10: HTTPRoute shop/route-1, rule 0, match 0
    header x-canary is missing, needs always; 2 of 3 conditions hold
  30: HTTPRoute shop/route-3, rule 0, match 0
    path is "/coffee/1", needs /tea; 1 of 2 conditions hold
  40: HTTPRoute shop/route-4, rule 0, match 0
    host is "cafe.io", needs shop.io; 1 of 2 conditions hold`);
});

test.each([
  ['GET http://cafe.io:81/', ['no listener on port 81', '-> refused: nothing listens on the port']],
  ['GET https://cafe.io:80/', ['listener 80 (HTTP)', '-> refused: TLS on an HTTP listener']],
  ['GET http://none.io/', ['listener 80 (HTTP)', 'no rule matches: the default action answers', '-> fixed response 404']],
])('an explanation of %s', (line, expected) => {
  const lines = renderExplanation(explain(planOfRules([{ conditions: [host('cafe.io'), canary] }]), requestTo(line))).split('\n');
  expect(lines.slice(1, 1 + expected.length)).toEqual(expected);
});

test('authentication and redirects are explained', () => {
  const authentication = { type: 'jwt-validation', issuer: 'https://id.io', jwksEndpoint: 'https://id.io/keys', additionalClaims: [] } as const;
  const plan = planOfRules([{ authentication, action: { type: 'redirect', statusCode: 'HTTP_302', host: 'new.io' } }]);
  const text = renderExplanation(explain(plan, requestTo('GET https://cafe.io/')));
  expect(text).toContain('-> needs a JSON web token of https://id.io\n   then redirect 302 to https://new.io:443/');
});

test('colours only when asked for', () => {
  const explanation = explain(planOfRules(cafe), requestTo('GET http://cafe.io/coffee'));
  expect(renderExplanation(explanation)).not.toContain('\u001b');
  expect(renderExplanation(explanation, { color: true })).toContain('\u001b[');
});
