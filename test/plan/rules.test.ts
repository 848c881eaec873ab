import * as fc from 'fast-check';
import { brief, exact, gateway, marked, prefix, route, routingCodes, rulesOf, type RouteOptions, type RuleOptions } from './routes';

const one = (...matches: NonNullable<RuleOptions['matches']>): RuleOptions => ({ matches });

test('a rule carries its conditions, its action and where it comes from', () => {
  const { rules, text } = rulesOf([...gateway(), route([{}, { ...one(prefix('/a'), exact('/b')), name: 'both' }], { hostnames: ['b.io', 'a.io'] })]);
  expect(rules[0]).toMatchObject({
    transforms: [],
    action: { type: 'forward', targetGroups: [{ weight: 1 }] },
    tags: [],
    origin: {
      object: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'infra', name: 'cafe' },
      rule: 1, ruleName: 'both', matches: [0, 1], hostnames: ['a.io', 'b.io'], listener: 'any',
    },
  });
  const { span } = rules[0].origin;
  expect(text.slice(span?.start.offset, span?.end.offset)).toContain('"both"');
});

test('a rule for one match points at that match', () => {
  const { rules, text } = rulesOf([...gateway(), route([one(exact('/a'))])]);
  const { span } = rules[0].origin;
  expect(text.slice(span?.start.offset, span?.end.offset)).toMatch(/^\{\s*"path"/);
});

test.each<readonly [string, RouteOptions, RuleOptions]>([
  ['HTTPRoute', {}, { matches: [] }],
  ['HTTPRoute with the default match', {}, {}],
  ['GRPCRoute', { kind: 'GRPCRoute' }, {}],
  ['GRPCRoute with an empty match', { kind: 'GRPCRoute' }, { matches: [{}] }],
])('a rule without conditions takes every path: %s', (_, options, rule) => {
  const { rules } = rulesOf([...gateway([''], { port: 443, protocol: 'HTTPS' }), route([rule], options)]);
  expect(rules.map(brief)).toEqual(['/* -> cafe/0']);
});

test('the two parts of a prefix redirect are rules of their own', () => {
  const filters = [{ type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } } }];
  const { rules } = rulesOf([...gateway(), route([{ ...one(prefix('/old')), filters }])]);
  expect(rules.map(brief)).toEqual(['/old -> redirect', '/old/* -> redirect']);
});

test('a source address is a condition of the matches it is for', () => {
  const configuration = {
    apiVersion: 'gateway.k8s.aws/v1', kind: 'ListenerRuleConfiguration', metadata: { name: 'office', namespace: 'infra' },
    spec: { conditions: [{ field: 'source-ip', sourceIPConfig: { values: ['10.0.0.0/8'] }, matchIndexes: [0] }] },
  };
  const filters = [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'office' } }];
  const { rules } = rulesOf([...gateway(), route([{ ...one(prefix('/a'), prefix('/b')), filters }]), configuration]);
  expect(rules.map(brief)).toEqual(['/a|/a/* 10.0.0.0/8 -> cafe/0', '/b|/b/* -> cafe/0']);
});

test('a match that no address satisfies has no rule', () => {
  const configuration = {
    apiVersion: 'gateway.k8s.aws/v1', kind: 'ListenerRuleConfiguration', metadata: { name: 'office', namespace: 'infra' },
    spec: { conditions: ['10.0.0.0/8', '192.168.0.0/16'].map((value) => ({ field: 'source-ip', sourceIPConfig: { values: [value] } })) },
  };
  const filters = [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'office' } }];
  const { rules, diagnostics } = rulesOf([...gateway(), route([{ ...one(prefix('/a')), filters }]), configuration]);
  expect(rules).toEqual([]);
  expect(diagnostics.map(({ severity }) => severity)).toContain('warning');
});

describe('listeners of one port', () => {
  const wide = route([one(prefix('/'))], { name: 'wide', sectionNames: ['any'] });

  test('stand in blocks, the most specific hostname first, each closed by a 404', () => {
    const { rules } = rulesOf([
      ...gateway(['', '*.io', 'a.io']),
      wide,
      route([one(prefix('/x'))], { name: 'wild', sectionNames: ['w-io'] }),
      route([one(prefix('/y'))], { name: 'exact', sectionNames: ['a-io'] }),
    ]);
    expect(rules.map(brief)).toEqual(['a.io /y|/y/* -> exact/0', 'a.io -> 404', '*.io /x|/x/* -> wild/0', '*.io -> 404', '/* -> wide/0']);
    expect(rules.map(({ origin }) => origin.listener)).toEqual(['a-io', 'a-io', 'w-io', 'w-io', 'any']);
  });

  test('a closing rule comes from the Gateway, at the hostname of the listener, with a note', () => {
    const planned = rulesOf([...gateway(['', 'a.io']), wide]);
    expect(planned.rules[0]).toMatchObject({
      id: expect.stringMatching(/^gateway-infra-web-closed-[0-9a-f]{10}$/),
      action: { type: 'fixed-response', statusCode: 404 },
      transforms: [],
      origin: { object: { kind: 'Gateway', namespace: 'infra', name: 'web' }, matches: [], hostnames: ['a.io'], listener: 'a-io' },
    });
    expect(planned.rules[0].origin.rule).toBeUndefined();
    expect(routingCodes(planned)).toEqual(['GW4156']);
    expect(marked(planned, 'GW4156')).toBe('a.io');
  });

  test('the closing rule of a ListenerSet comes from the set', () => {
    const [gatewayClass, object, ...services] = gateway() as readonly { readonly spec: object }[];
    const open = { ...object, spec: { ...object.spec, allowedListeners: { namespaces: { from: 'All' } } } };
    const set = {
      apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ListenerSet', metadata: { name: 'more', namespace: 'infra' },
      spec: { parentRef: { name: 'web' }, listeners: [{ name: 'b', port: 80, protocol: 'HTTP', hostname: 'b.io' }] },
    };
    const { rules } = rulesOf([gatewayClass, open, ...services, set, wide] as Parameters<typeof rulesOf>[0]);
    expect(rules.map(({ origin }) => origin.object.kind)).toEqual(['ListenerSet', 'HTTPRoute']);
  });

  test.each<readonly [string, readonly string[], readonly ReturnType<typeof route>[], readonly string[]]>([
    ['a rule of the block takes everything', ['', 'a.io'], [wide, route([{}], { sectionNames: ['a-io'] })], ['a.io -> cafe/0', '/* -> wide/0']],
    ['no later rule has requests in common', ['b.io', 'a.io'], [route([one(prefix('/x'))], { sectionNames: ['a-io'] })], ['a.io /x|/x/* -> cafe/0']],
    ['nothing is attached to the wider listener', ['', 'a.io'], [route([one(prefix('/x'))], { sectionNames: ['a-io'] })], ['a.io /x|/x/* -> cafe/0']],
    [
      'the wider listener serves other hostnames only', ['', 'a.io'],
      [route([{}], { name: 'b', hostnames: ['b.io'], sectionNames: ['any'] }), route([one(prefix('/x'))], { sectionNames: ['a-io'] })],
      ['a.io /x|/x/* -> cafe/0', 'b.io -> b/0'],
    ],
  ])('no closing rule where %s', (_, hostnames, routes, expected) => {
    expect(rulesOf([...gateway(hostnames), ...routes]).rules.map(brief)).toEqual(expected);
  });

  test('a rule that takes everything under another condition does not close a block', () => {
    const rule = one(prefix('/', { method: 'GET' }));
    const { rules } = rulesOf([...gateway(['', 'a.io']), wide, route([rule], { sectionNames: ['a-io'] })]);
    expect(rules.map(brief)).toEqual(['a.io GET -> cafe/0', 'a.io -> 404', '/* -> wide/0']);
  });

  test('what a more specific listener owns is left out of the others', () => {
    const everywhere = route([one(prefix('/'))], { hostnames: ['a.io', 'b.io', '*.c.io', 'x.c.io', '*.com'] });
    const { rules, diagnostics } = rulesOf([...gateway(['', 'a.io', '*.c.io', 'x.com']), everywhere], { compaction: false });
    expect(rules.map(({ origin }) => `${origin.listener}: ${origin.hostnames.join()}`)).toEqual([
      'x-com: x.com', 'a-io: a.io', 'w-c-io: x.c.io', 'w-c-io: *.c.io', 'any: b.io', 'any: *.com',
    ]);
    expect(diagnostics.filter(({ code }) => code === 'GW4103')).toEqual([]);
  });

  test('a hostname that belongs to a listener to which the route is not attached is a warning', () => {
    const planned = rulesOf([...gateway(['', '*.io']), route([{}], { hostnames: ['b.com', 'a.io'], sectionNames: ['any'] })]);
    expect(planned.rules.map(brief)).toEqual(['b.com -> cafe/0']);
    expect(routingCodes(planned)).toEqual(['GW4103']);
    expect(marked(planned, 'GW4103')).toBe('a.io');
  });

  test('several parentRefs to one listener serve a hostname once', () => {
    const { rules } = rulesOf([...gateway(), route([{}], { sectionNames: ['any', 'any'] })]);
    expect(rules.map(brief)).toEqual(['/* -> cafe/0']);
  });

  test('without isolation there is one order over all of them, and no closing rule', () => {
    const { rules, diagnostics } = rulesOf(
      [...gateway(['', 'a.io']), wide, route([one(prefix('/x'))], { name: 'exact', sectionNames: ['a-io'] }), route([one(exact('/z'))], { name: 'both', hostnames: ['a.io'] })],
      { listenerIsolation: false },
    );
    expect(rules.map(brief)).toEqual(['a.io /z -> both/0', 'a.io /x|/x/* -> exact/0', '/* -> wide/0']);
    expect(diagnostics.filter(({ code }) => /^GW41/.test(code))).toEqual([]);
  });

  test('fails to close a listener whose hostname no condition can hold', () => {
    const planned = rulesOf([...gateway(['', `${'a'.repeat(63)}.${'b'.repeat(63)}.com`]), wide]);
    expect(routingCodes(planned)).toEqual(['GW3101']);
    expect(planned.rules.map(brief)).toEqual(['/* -> wide/0']);
  });

  test('a long hostname of a closed listener is compared in another form, with a warning', () => {
    const hostname = 'very-long-service.team-a.production.example.com';
    expect(routingCodes(rulesOf([...gateway(['', hostname]), wide]), 'warning')).toEqual(['GW4107']);
    expect(routingCodes(rulesOf([...gateway(['', hostname], { port: 8080 }), wide]), 'warning')).toEqual(['GW4108']);
  });
});

test('rules do not depend on the order of documents, hostnames and listeners with equal rights', () => {
  const paths = fc.constantFrom(prefix('/'), prefix('/a'), exact('/a'), prefix('/a', { method: 'GET' }));
  const routes = fc.array(fc.record({
    hostnames: fc.subarray(['a.io', '*.io', 'b.com', 'x.a.io']),
    rules: fc.array(fc.array(paths, { minLength: 1, maxLength: 3 }).map((matches) => one(...matches)), { minLength: 1, maxLength: 2 }),
  }), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(routes, fc.boolean(), fc.infiniteStream(fc.nat()), (list, listenerIsolation, numbers) => {
    const build = (reversed: boolean) => list.map(({ hostnames, rules }, index) => route(rules, {
      name: `r${index}`,
      ...(hostnames.length > 0 && { hostnames: reversed ? hostnames.toReversed() : hostnames }),
    }));
    const shuffled = [...gateway(['', '*.io', 'a.io']), ...build(true)]
      .map((object) => ({ object, key: numbers.next().value ?? 0 }))
      .sort((left, right) => left.key - right.key)
      .map(({ object }) => object);
    const plain = ({ rules }: ReturnType<typeof rulesOf>) => rules.map(({ origin: { span: _, ...origin }, ...rule }) => ({ ...rule, origin }));
    expect(plain(rulesOf(shuffled, { listenerIsolation }))).toEqual(plain(rulesOf([...gateway(['', '*.io', 'a.io']), ...build(false)], { listenerIsolation })));
  }), { numRuns: 40 });
});
