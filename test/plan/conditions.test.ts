import * as fc from 'fast-check';
import { budgetOf, limits } from '../../lib/plan/limits';
import type { Condition } from '../../lib/plan/ir';
import { brief, exact, gateway, header, marked, prefix, regex, route, routingCodes, rulesOf, type RouteOptions } from './routes';

type Match = Readonly<Record<string, unknown>>;

function planOf(match: Match, { kind, hostnames }: RouteOptions = {}) {
  const listener = kind === 'GRPCRoute' ? gateway([''], { port: 443, protocol: 'HTTPS' }) : gateway();
  return rulesOf([...listener, route([{ matches: [match] }], { kind, ...(hostnames && { hostnames }) })]);
}

function conditionsOf(match: Match, kind: 'HTTPRoute' | 'GRPCRoute' = 'HTTPRoute'): readonly Condition[] {
  const { rules } = planOf(match, { kind });
  expect(rules).toHaveLength(1);
  return rules[0].conditions;
}

const path = (...values: readonly string[]): Condition => ({ field: 'path-pattern', values });
const pathRegex = (...regexValues: readonly string[]): Condition => ({ field: 'path-pattern', regexValues });
const query = (key: string, value: string): Condition => ({ field: 'query-string', values: [{ key, value }] });

test('all fields of a match become conditions in the order of the AWS Load Balancer Controller', () => {
  const match = exact('/test', { method: 'GET', headers: [header('testHeader', 'testValue')], queryParams: [{ name: 'testQuery', value: 'testValue' }] });
  const { rules } = planOf(match, { hostnames: ['a.io'] });
  expect(rules[0].conditions).toEqual([
    { field: 'host-header', regexValues: ['^[Aa]\\.[Ii][Oo](:[0-9]+)?$'] },
    path('/test'),
    { field: 'http-header', name: 'testHeader', values: ['testValue'] },
    query('testQuery', 'testValue'),
    { field: 'http-request-method', values: ['GET'] },
  ]);
});

describe('paths', () => {
  test.each([
    ['the prefix /', prefix('/'), path('/*')],
    ['a match without fields', {}, path('/*')],
    ['a prefix', prefix('/prefix'), path('/prefix', '/prefix/*')],
    ['a prefix with a slash at its end', prefix('/abc/'), path('/abc', '/abc/*')],
    ['an exact path', exact('/prefix'), path('/prefix')],
    ['an exact path with a slash at its end', exact('/prefix/'), path('/prefix/')],
    ['an exact path with a literal *', exact('/prefix*'), pathRegex('^/prefix\\*$')],
    ['a prefix with a literal *', prefix('/prefix*'), pathRegex('^/prefix\\*(/.*)?$')],
    ['a percent-encoded path', exact('/a%20b'), pathRegex('^/a%20b$')],
    ['a path with parentheses and a semicolon', exact('/a(b);c'), pathRegex('^/a\\(b\\);c$')],
    ['a path with all that ALB values allow', exact('/aZ9_-.$~\'@:+&'), path('/aZ9_-.$~\'@:+&')],
    ['a regular expression', regex('/v+?/*'), pathRegex('^.*/v+/*.*$')],
    ['a regular expression with alternatives', regex('^/a$|^/b'), pathRegex('^(/a|/b.*)$')],
  ])('%s', (_, match, condition) => {
    expect(conditionsOf(match)).toEqual([condition]);
  });

  test('a percent-encoded path is compared as sent, which is noted', () => {
    const planned = planOf(exact('/a%20b'));
    expect(routingCodes(planned)).toEqual(['GW4154']);
    expect(marked(planned, 'GW4154')).toBe('/a%20b');
  });

  test.each([
    ['an exact path', exact(`/${'a'.repeat(128)}`), '/aaa'],
    ['a prefix', prefix(`/${'a'.repeat(126)}*`), '/aaa'],
    ['a regular expression', regex(`^/${'a'.repeat(130)}`), '^/aaa'],
  ])('fails for %s longer than a condition can hold', (_, match, start) => {
    const planned = planOf(match);
    expect(routingCodes(planned, 'error')).toEqual(['GW3102']);
    expect(marked(planned, 'GW3102')?.startsWith(start)).toBe(true);
    expect(planned.rules).toEqual([]);
  });

  test('an exact path of 128 characters just fits', () => {
    expect(conditionsOf(exact(`/${'a'.repeat(127)}`))).toEqual([path(`/${'a'.repeat(127)}`)]);
  });

  test('a prefix whose glob is too long takes the shorter form of a regular expression only if that fits', () => {
    expect(conditionsOf(prefix(`/${'a'.repeat(118)}`))).toEqual([path(`/${'a'.repeat(118)}`, `/${'a'.repeat(118)}/*`)]);
    expect(routingCodes(planOf(prefix(`/${'a'.repeat(127)}`)))).toEqual(['GW3102']);
  });

  test('fails for a regular expression that an ALB cannot use', () => {
    const planned = planOf(regex('^/(?!admin)'));
    expect(routingCodes(planned, 'error')).toEqual(['GW3103']);
    expect(marked(planned, 'GW3103')).toBe('^/(?!admin)');
  });
});

describe('named differences', () => {
  test.each<readonly [string, string, Match, RouteOptions, string]>([
    ['a path regex that is not anchored', 'GW4157', regex('^/api'), {}, '^/api'],
    ['a header regex that is not anchored', 'GW4157', exact('/', { headers: [header('x', 'a$', 'RegularExpression')] }), {}, 'a$'],
    ['a regex for a gRPC method', 'GW4158', { method: { type: 'RegularExpression', service: 'a.*' } }, { kind: 'GRPCRoute' }, '{ "type": "RegularExpression", "service": "a.*" }'],
    ['a * in a path', 'GW4159', prefix('/a*'), {}, '/a*'],
    ['a ? in a header value', 'GW4159', exact('/', { headers: [header('x', '1?')] }), {}, '1?'],
    ['a * in a query parameter', 'GW4159', exact('/', { queryParams: [{ name: 'q', value: '*' }] }), {}, '*'],
  ])('%s is noted as %s', (_, code, match, options, place) => {
    const planned = planOf(match, options);
    expect(routingCodes(planned, 'note')).toContain(code);
    expect(marked(planned, code)).toBe(place);
    expect(planned.diagnostics.find((diagnostic) => diagnostic.code === code)?.subject).toMatchObject({ name: 'cafe' });
  });

  test.each<readonly [string, Match]>([
    ['a path regex that is anchored', regex('^/api/.*$')],
    ['a path regex that takes anything around it', regex('.*/api.*')],
    ['a plain path', exact('/api')],
  ])('%s is not noted', (_, match) => {
    expect(routingCodes(planOf(match))).toEqual([]);
  });
});

describe('gRPC methods', () => {
  test.each([
    ['service and method', { method: { service: 'testService', method: 'testMethod' } }, path('/testService/testMethod')],
    ['no method', {}, path('/*')],
    ['a service', { method: { service: 'my.Service' } }, pathRegex('^/my\\.Service/[^/]+$')],
    ['a method', { method: { method: 'testMethod' } }, pathRegex('^/[^/]+/testMethod$')],
    ['regular expressions', { method: { type: 'RegularExpression', service: 'a.*|b', method: '^Get' } }, pathRegex('^/(a.*|b)/Get$')],
    ['a regular expression for the service', { method: { type: 'RegularExpression', service: 'a.*' } }, pathRegex('^/a.*/[^/]+$')],
  ])('%s', (_, match, condition) => {
    expect(conditionsOf(match, 'GRPCRoute')).toEqual([condition]);
  });

  test('fails for a regular expression that an ALB cannot use', () => {
    const planned = planOf({ method: { type: 'RegularExpression', service: '(?=a)' } }, { kind: 'GRPCRoute' });
    expect(routingCodes(planned, 'error')).toEqual(['GW3103']);
  });
});

describe('headers', () => {
  const valuesOf = (value: string, type?: string): unknown => {
    const [, condition] = conditionsOf(exact('/', { headers: [header('x', value, type)] }));
    return condition.field === 'http-header' ? condition.values ?? condition.regexValues : undefined;
  };

  test.each([
    ['a,b,c', ['a', 'b', 'c']],
    ['a\\,b,c', ['a,b', 'c']],
    ['a\\\\\\,b', ['^a\\\\,b$']],
    ['a\\,b\\,c', ['a,b,c']],
    ['single-value', ['single-value']],
    ['a\\n,b\\t', ['an', 'bt']],
    ['a\\', ['^a\\\\$']],
    ['a*', ['^a\\*$']],
    ['a?,b', ['^a\\?$', '^b$']],
    ['a,', ['^a$', '^$']],
  ])('the Exact value %s is compared with %j', (value, values) => {
    expect(valuesOf(value)).toEqual(values);
  });

  test.each([
    ['.+Chrome.+', ['^.*.+Chrome.+.*$']],
    ['^a$|^b$', ['^a$', '^b$']],
    ['a,b', ['^.*a,b.*$']],
  ])('the regular expression %s is compared as %j', (value, values) => {
    expect(valuesOf(value, 'RegularExpression')).toEqual(values);
  });

  test('two headers are two conditions, in the order of the match', () => {
    const [, first, second] = conditionsOf(exact('/', { headers: [header('b', '1'), header('A', '2')] }));
    expect([first, second]).toEqual([{ field: 'http-header', name: 'b', values: ['1'] }, { field: 'http-header', name: 'A', values: ['2'] }]);
  });

  test('of two names that are equal but for their case the first counts, with a warning', () => {
    const planned = planOf(exact('/', { headers: [header('Version', '1'), header('version', '2')] }));
    expect(planned.rules[0].conditions[1]).toEqual({ field: 'http-header', name: 'Version', values: ['1'] });
    expect(routingCodes(planned)).toEqual(['GW4104']);
    expect(marked(planned, 'GW4104')).toBe('version');
  });

  test.each([
    ['letters, whose case an ALB ignores', 'One', 'GW4151'],
    ['a comma, which means or', '1,2', 'GW4153'],
    ['a backslash, which escapes', '1\\,2', 'GW4153'],
    ['an alternative with a space in front', '1, 2', 'GW4106'],
  ])('a value with %s is reported', (_, value, code) => {
    const planned = planOf(exact('/', { headers: [header('x', value)] }));
    expect(routingCodes(planned)).toContain(code);
    expect(marked(planned, code)).toBe(value.replaceAll('\\', '\\\\'));
  });

  test('a value that an ALB compares as the Gateway API does is not reported', () => {
    expect(routingCodes(planOf(exact('/', { headers: [header('x', '12')] })))).toEqual([]);
  });

  test.each([
    ['the name Host', header('host', 'a'), 'GW3104', 'host'],
    ['a name of 41 characters', header('x'.repeat(41), 'a'), 'GW3105', 'x'.repeat(41)],
    ['a value of 129 characters', header('x', '1'.repeat(129)), 'GW3106', '1'.repeat(129)],
    ['a value that is too long as a regular expression', header('x', `${'1'.repeat(126)}*`), 'GW3106', `${'1'.repeat(126)}*`],
    ['a value with other characters than ASCII', header('x', 'ü'), 'GW3106', 'ü'],
    ['a bad regular expression', header('x', '(?!a)', 'RegularExpression'), 'GW3103', '(?!a)'],
    ['a long regular expression', header('x', '1'.repeat(126), 'RegularExpression'), 'GW3106', '1'.repeat(126)],
  ])('fails for %s', (_, match, code, place) => {
    const planned = planOf(exact('/', { headers: [match] }));
    expect(routingCodes(planned, 'error')).toEqual([code]);
    expect(marked(planned, code)).toBe(place);
  });
});

describe('query parameters', () => {
  const pairOf = (name: string, value: string, type = 'Exact'): unknown => {
    const [, condition] = conditionsOf(exact('/', { queryParams: [{ name, value, type }] }));
    return condition.field === 'query-string' ? condition.values : undefined;
  };

  test.each([
    ['1', '1'],
    ['a*b?c', 'a\\*b\\?c'],
    ['a\\b', 'a\\\\b'],
    ['a b', 'a%20b'],
    ['a&b#c', 'a%26b%23c'],
    ['100%', '100%25'],
    ['a%2Fb', 'a%2Fb'],
    ['ü', '%C3%BC'],
    ['😀', '%F0%9F%98%80'],
    ['a=b', 'a=b'],
  ])('the value %s is compared with %s', (value, sent) => {
    expect(pairOf('k', value)).toEqual([{ key: 'k', value: sent }]);
  });

  test('a name is escaped and encoded too', () => {
    expect(pairOf('a*#', '1')).toEqual([{ key: 'a\\*%23', value: '1' }]);
  });

  test.each([['^abc$'], ['abc']])('the regular expression %s says one text', (value) => {
    expect(pairOf('k', value, 'RegularExpression')).toEqual([{ key: 'k', value: 'abc' }]);
  });

  test('two parameters are two conditions', () => {
    const match = exact('/', { queryParams: [{ name: 'b', value: '1' }, { name: 'a', value: '2' }] });
    expect(conditionsOf(match).slice(1)).toEqual([query('b', '1'), query('a', '2')]);
  });

  test.each([
    ['GW4152', 'abc', 'abc'],
    ['GW4155', '1 2', '1 2'],
  ])('%s notes how %s is compared', (code, value, place) => {
    const planned = planOf(exact('/', { queryParams: [{ name: 'k', value }] }));
    expect(routingCodes(planned)).toContain(code);
    expect(marked(planned, code)).toBe(place);
  });

  test.each([
    ['a regular expression', { type: 'RegularExpression', name: 'k', value: 'v[12]' }, 'GW3107'],
    ['a broken regular expression', { type: 'RegularExpression', name: 'k', value: '(' }, 'GW3107'],
    ['a value that is too long when it is encoded', { name: 'k', value: '#'.repeat(43) }, 'GW3108'],
  ])('fails for %s', (_, param, code) => {
    const planned = planOf(exact('/', { queryParams: [param] }));
    expect(routingCodes(planned, 'error')).toEqual([code]);
    expect(marked(planned, code)).toBe(param.value);
  });
});

test('TRACE never reaches a rule, with a warning', () => {
  const planned = planOf(exact('/', { method: 'TRACE' }));
  expect(routingCodes(planned)).toEqual(['GW4105']);
  expect(marked(planned, 'GW4105')).toBe('TRACE');
});

describe('the values of a rule', () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => header(`h${index}`, String(index)));

  test('a prefix takes one value as a regular expression where two do not fit', () => {
    const { rules } = planOf(prefix('/p', { headers: numbered(3) }), { hostnames: ['a.io'] });
    expect(rules.map(brief)).toEqual(['a.io ^/p(/.*)?$ h0=0 h1=1 h2=2 -> cafe/0']);
  });

  test.each([
    ['four alternatives', '0,1,2,3', ['h=0|1', 'h=2|3']],
    ['seven alternatives', '0,1,2,3,4,5,6', ['h=0|1|2', 'h=3|4|5', 'h=6']],
  ])('%s of a header are split over several rules', (_, value, parts) => {
    const { rules } = planOf(exact('/p', { headers: [header('h', value)] }), { hostnames: ['a.io'] });
    expect(rules.map(brief)).toEqual(parts.map((part) => `a.io /p ${part} -> cafe/0`));
  });

  test('alternatives of two headers are split so that there are the fewest rules', () => {
    const { rules } = planOf(exact('/p', { headers: [header('h', '0,1,2,3'), header('i', '5,6')] }));
    expect(rules.map(brief)).toEqual([
      '/p h=0|1 i=5|6 -> cafe/0',
      '/p h=2|3 i=5|6 -> cafe/0',
    ]);
  });

  test('fails for a match that needs more than five values', () => {
    const planned = planOf(prefix('/p', { method: 'GET', headers: numbered(3) }), { hostnames: ['a.io'] });
    expect(routingCodes(planned)).toEqual(['GW3109']);
    expect(planned.diagnostics.find(({ code }) => code === 'GW3109')).toMatchObject({
      severity: 'error',
      message: 'HTTPRoute infra/cafe, rule 0, match 0 needs 6 condition values (host, path, header 3, method), an ALB rule holds 5',
      condition: { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' },
      about: { object: { kind: 'HTTPRoute', name: 'cafe' } },
    });
    expect(marked(planned, 'GW3109')?.startsWith('{ "path"')).toBe(true);
    expect(planned.rules).toEqual([]);
  });

  test('the other matches of the route are served, and the route is partially invalid', () => {
    const { rules, diagnostics } = rulesOf([...gateway(), route([{ matches: [regex('(?!a)')] }, { matches: [prefix('/b')] }])]);
    expect(rules.map(brief)).toEqual(['/b|/b/* -> cafe/1']);
    expect(diagnostics.find(({ code }) => code === 'GW3103')?.condition).toEqual({ type: 'PartiallyInvalid', status: 'True', reason: 'UnsupportedValue' });
  });

  test('under respond-500 a match that cannot be expressed is a warning', () => {
    const { diagnostics } = rulesOf([...gateway(), route([{ matches: [regex('(?!a)')] }])], { onInvalidRoute: 'respond-500' });
    expect(diagnostics.find(({ code }) => code === 'GW3103')?.severity).toBe('warning');
  });

  test('no rule ever exceeds the limits of a listener rule', () => {
    const word = fc.constantFrom('a', 'b', '1', 'a,b', '1,2,3', '1,2,3,4,5,6', 'x*');
    const matches = fc.record({
      path: fc.constantFrom(prefix('/'), prefix('/p'), exact('/p*'), regex('^/a|^/b|/c|/d|/e')),
      headers: fc.uniqueArray(fc.record({ name: fc.constantFrom('h', 'i', 'j', 'k', 'l'), value: word }), { selector: ({ name }) => name, maxLength: 5 }),
      queryParams: fc.uniqueArray(fc.record({ name: fc.constantFrom('q', 'r'), value: word }), { selector: ({ name }) => name, maxLength: 2 }),
    }).map(({ path: pathMatch, ...rest }) => ({ ...pathMatch, ...rest }));
    fc.assert(fc.property(fc.array(matches, { minLength: 1, maxLength: 4 }), fc.subarray(['a.io', '*.b.io', 'c.example.com'], { minLength: 1 }), (list, hostnames) => {
      const planned = rulesOf([...gateway(), route([{ matches: list }], { hostnames })]);
      for (const { conditions } of planned.rules) {
        const budget = budgetOf(conditions);
        expect(budget.values).toBeLessThanOrEqual(limits.valuesPerRule);
        expect(budget.valuesOfCondition).toBeLessThanOrEqual(limits.valuesPerCondition);
        expect(budget.wildcards).toBeLessThanOrEqual(limits.wildcardsPerRule);
        expect(budget.longestValue).toBeLessThanOrEqual(limits.valueLength);
        const single = conditions.map(({ field }) => field).filter((field) => field !== 'http-header' && field !== 'query-string');
        expect(new Set(single).size).toBe(single.length);
        expect(conditions.length).toBeGreaterThan(0);
      }
    }), { numRuns: 60 });
  });
});
