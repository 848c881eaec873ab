import { exact, gateway, header, marked, prefix, regex, route, rulesOf, type PlannedRules, type RouteOptions, type RuleOptions } from './routes';

type Json = Readonly<Record<string, unknown>>;
const at = (...matches: readonly Json[]): RuleOptions => ({ matches });
const redirect = (...matches: readonly Json[]): RuleOptions => ({
  matches, filters: [{ type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } } }],
});
const toHttps: RuleOptions = { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] };

/** A route of another namespace, with Services of its own. */
function inNamespace(namespace: string, made: Json): readonly Json[] {
  const { metadata } = made as { metadata: Json };
  const services = ['red', 'green', 'blue'].map((name) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports: [{ port: 80 }] } }));
  return [{ ...made, metadata: { ...metadata, namespace } }, ...services];
}

const codes = ({ diagnostics }: PlannedRules) => diagnostics.map(({ code }) => code).filter((code) => /^GW4(1[01]|16[123])/.test(code)).sort();
const message = ({ diagnostics }: PlannedRules, code: string) => diagnostics.find((diagnostic) => diagnostic.code === code)?.message ?? '';

describe('a rule that several earlier ones cover together', () => {
  const versions = (value: string) => prefix('/', { headers: [header('x-version', value)] });
  const planned = (...rules: readonly RuleOptions[]) => rulesOf([...gateway(), route(rules, { hostnames: ['x.io'] })]);

  test.each<readonly [string, readonly RuleOptions[], readonly string[]]>([
    ['both alternatives of a header', [at(versions('one')), at(versions('two')), at(versions('one,two'))], ['GW4109']],
    ['a prefix whose redirect parts it', [redirect(prefix('/a')), at(prefix('/a'))], ['GW4101']],
    ['alternatives of a regular expression, under prefixes', [at(prefix('/a')), at(prefix('/b')), at(regex('^/a/x$|^/b/y$'))], ['GW4109']],
    ['one alternative of an earlier list', [at(versions('one,two')), at(versions('two'))], ['GW4101']],
    ['fewer alternatives than an earlier list', [at(versions('one,two,three')), at(versions('three,one'))], ['GW4101']],
  ])('is reported: %s', (_, rules, expected) => {
    expect(codes(planned(...rules))).toEqual(expected);
  });

  test.each<readonly [string, readonly RuleOptions[]]>([
    ['an alternative that nobody takes', [at(versions('one')), at(versions('two')), at(versions('one,three'))]],
    ['a list with one alternative more', [at(versions('one,two')), at(versions('one,two,three'))]],
    ['an alternative with another condition', [at(versions('one')), at(prefix('/', { method: 'GET', headers: [header('x-version', 'two')] })), at(versions('one,two'))]],
    ['the path itself, but not what is below', [at(exact('/a')), at(prefix('/a'))]],
    ['one of the folders of a regular expression', [at(prefix('/a')), at(regex('^/a/x$|^/b/y$'))]],
    ['another header', [at(versions('one')), at(prefix('/', { headers: [header('x-other', 'two')] })), at(versions('one,two'))]],
  ])('is not reported: %s', (_, rules) => {
    expect(codes(planned(...rules))).toEqual([]);
  });

  test('names all that win, with their places', () => {
    const found = planned(at(versions('one')), at(versions('two')), at(versions('one,two')));
    expect(message(found, 'GW4109')).toContain('rule 2, match 0 can never match for x.io: HTTPRoute infra/cafe, rule 0 and HTTPRoute infra/cafe, rule 1 come first');
    expect(found.diagnostics.find(({ code }) => code === 'GW4109')?.notes).toHaveLength(2);
  });
});

describe('routes of two namespaces', () => {
  const planned = (left: readonly [RouteOptions, ...RuleOptions[]], right: readonly [RouteOptions, ...RuleOptions[]], namespace = 'team') =>
    rulesOf([...gateway(), route(left.slice(1), left[0]), ...inNamespace(namespace, route(right.slice(1), right[0]))]);
  const shop: RouteOptions = { hostnames: ['shop.io'] };

  test.each<readonly [string, RouteOptions, RuleOptions, RouteOptions, RuleOptions, readonly string[]]>([
    ['a deeper path', shop, at(prefix('/api')), shop, at(prefix('/api/admin')), ['GW4110']],
    ['an exact path', shop, at(prefix('/api')), shop, at(exact('/api')), ['GW4110']],
    ['the same path with a header', shop, at(prefix('/api')), shop, at(prefix('/api', { headers: [header('x', '1')] })), ['GW4110']],
    ['the root with a header', shop, at(prefix('/')), shop, at(prefix('/', { headers: [header('x', '1')] })), ['GW4110']],
    ['the same path with a method', shop, at(prefix('/api')), shop, at(prefix('/api', { method: 'GET' })), ['GW4110']],
    ['a path below a catch-all', shop, at(prefix('/')), shop, at(prefix('/api')), ['GW4161']],
    ['a hostname under a wildcard', { hostnames: ['*.shop.io'] }, at(prefix('/api')), { hostnames: ['a.shop.io'] }, at(prefix('/api')), ['GW4161']],
    ['a hostname where the other has none', {}, at(prefix('/api')), shop, at(prefix('/api')), ['GW4161']],
  ])('one takes requests of the other: %s', (_, left, owned, right, taken, expected) => {
    expect(codes(planned([left, owned], [right, taken]))).toEqual(expected);
  });

  test.each<readonly [string, RouteOptions, RuleOptions, RouteOptions, RuleOptions, string]>([
    ['other hostnames', shop, at(prefix('/api')), { hostnames: ['team.io'] }, at(prefix('/api/admin')), 'team'],
    ['other paths', shop, at(prefix('/api')), shop, at(prefix('/apis')), 'team'],
    ['other methods', shop, at(prefix('/api', { method: 'PUT' })), shop, at(prefix('/api/admin', { method: 'GET' })), 'team'],
    ['a rule that asks for a header', shop, at(prefix('/api', { headers: [header('x', '1')] })), shop, at(prefix('/api/admin')), 'team'],
    ['the same namespace', shop, at(prefix('/api')), { ...shop, name: 'other' }, at(prefix('/api/admin')), 'infra'],
  ])('nothing is taken: %s', (_, left, owned, right, taken, namespace) => {
    expect(codes(planned([left, owned], [right, taken], namespace))).toEqual([]);
  });

  test('it is said once for two routes, about the one that takes, with both places', () => {
    const found = planned([shop, at(prefix('/api'))], [shop, at(prefix('/api/a')), at(prefix('/api/b')), at(exact('/api'))]);
    const [warning, ...others] = found.diagnostics.filter(({ code }) => code === 'GW4110');
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ severity: 'warning', subject: { namespace: 'team', name: 'cafe' }, notes: [{ text: 'HTTPRoute infra/cafe, rule 0 serves what is around it' }] });
    expect(warning.message).toContain('HTTPRoute team/cafe, rule 2, match 0 takes requests for shop.io/api that HTTPRoute infra/cafe, rule 0, of another namespace, would get otherwise (and so do 2 more of its matches)');
    expect(warning.notes[0]?.span).toBeDefined();
    expect(marked(found, 'GW4110')).toContain('Exact');
  });
});

describe('an internet-facing load balancer', () => {
  const configuration = (scheme: string): Json => ({
    apiVersion: 'gateway.k8s.aws/v1', kind: 'LoadBalancerConfiguration', metadata: { name: 'web', namespace: 'infra' }, spec: { scheme },
  });
  const login: Json = {
    apiVersion: 'gateway.k8s.aws/v1', kind: 'ListenerRuleConfiguration', metadata: { name: 'login', namespace: 'infra' },
    spec: { actions: [{ type: 'jwt-validation', jwtValidationConfig: { issuer: 'https://id.io', jwksEndpoint: 'https://id.io/keys' } }] },
  };
  const withLogin = { filters: [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'login' } }] };

  /** Listeners `http` on 80 and `https` on 443. */
  function planned(routes: readonly Json[], { scheme = 'internet-facing', https = '', ports = [80, 443] } = {}): PlannedRules {
    const [gatewayClass, web, ...services] = gateway();
    const listeners = [
      { name: 'http', port: 80, protocol: 'HTTP' },
      {
        name: 'https', port: 443, protocol: 'HTTPS', ...(https !== '' && { hostname: https }),
        tls: { options: { 'gateway.k8s.aws/certificate-arn': 'arn:aws:acm:eu-west-1:111122223333:certificate/a' } },
      },
    ].filter(({ port }) => ports.includes(port));
    const infrastructure = { parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'web' } };
    const spec = { ...(web as { spec: Json }).spec, listeners, infrastructure };
    return rulesOf([gatewayClass, { ...web, spec }, ...services, configuration(scheme), login, ...routes]);
  }

  const on = (sectionName: string, hostnames: readonly string[] | undefined, name: string, ...rules: readonly RuleOptions[]) =>
    route(rules, { name, sectionNames: [sectionName], ...(hostnames && { hostnames }) });
  const redirects = on('http', undefined, 'redirects', toHttps);

  test.each<readonly [string, PlannedRules, readonly string[]]>([
    ['a rule for everything', planned([redirects, on('https', undefined, 'all', {})]), ['GW4111']],
    ['a rule for everything on two ports', planned([route([{}])]), ['GW4111', 'GW4112']],
    ['one with a hostname', planned([redirects, on('https', ['shop.io'], 'all', {})]), []],
    ['one whose listener has a hostname', planned([redirects, on('https', undefined, 'all', {})], { https: '*.shop.io' }), []],
    ['one with a path', planned([redirects, on('https', undefined, 'all', at(prefix('/api')))]), []],
    ['one with a header', planned([redirects, on('https', undefined, 'all', at(prefix('/', { headers: [header('x', '1')] })))]), []],
    ['one behind a login', planned([redirects, on('https', undefined, 'all', withLogin)]), []],
    ['one that redirects', planned([redirects, on('https', undefined, 'all', redirect(prefix('/')))]), []],
    ['an internal load balancer', planned([redirects, on('https', undefined, 'all', {})], { scheme: 'internal' }), []],
  ])('catch-all: %s', (_, found, expected) => {
    expect(codes(found)).toEqual(expected);
  });

  test.each<readonly [string, PlannedRules, readonly string[]]>([
    ['a route on both listeners', planned([route([at(prefix('/api'))], { hostnames: ['shop.io'] })]), ['GW4112']],
    ['a site on HTTP whose hostname has HTTPS', planned([on('http', ['shop.io'], 'plain', {}), on('https', ['shop.io'], 'tls', {})]), ['GW4112']],
    ['a site on HTTP under a wildcard of HTTPS', planned([on('http', ['a.shop.io'], 'plain', {}), on('https', ['*.shop.io'], 'tls', {})]), ['GW4112']],
    ['a redirect on HTTP', planned([redirects, on('https', ['shop.io'], 'tls', {})]), []],
    ['a site on HTTP with another hostname', planned([on('http', ['old.io'], 'plain', {}), on('https', ['shop.io'], 'tls', {})]), []],
    ['a single path on HTTP beside the redirect', planned([redirects, on('http', ['shop.io'], 'health', at(exact('/health'))), on('https', ['shop.io'], 'tls', {})]), []],
    ['challenges of a certificate authority on both', planned([redirects, route([at(prefix('/.well-known/acme-challenge'))], { hostnames: ['shop.io'] })]), []],
    ['HTTP alone', planned([on('http', ['shop.io'], 'plain', {})], { ports: [80] }), []],
    ['HTTPS without routes', planned([on('http', ['shop.io'], 'plain', {})]), []],
    ['an internal load balancer', planned([route([at(prefix('/api'))], { hostnames: ['shop.io'] })], { scheme: 'internal' }), []],
  ])('HTTP beside HTTPS: %s', (_, found, expected) => {
    expect(codes(found)).toEqual(expected);
  });

  test('ports are named, and the place is where the route says its listeners', () => {
    const found = planned([route([at(prefix('/api')), {}], { name: 'shop', hostnames: ['shop.io'] })]);
    expect(message(found, 'GW4112')).toBe('HTTPRoute infra/shop is served without TLS on port 80, although the same hostnames have HTTPS on port 443');
    expect(marked(found, 'GW4112')).toContain('"name": "web"');
    expect(message(planned([route([{}])]), 'GW4111')).toContain('HTTPRoute infra/cafe, rule 0 forwards requests for every hostname and every path on port 80 and 443');
  });
});

describe('backends without requests', () => {
  const planned = (...weights: readonly number[]) => {
    const names = ['red', 'green', 'blue'];
    const backendRefs = weights.map((weight, index) => ({ name: names[index], port: 80, weight }));
    return rulesOf([...gateway(), route([{ ...at(prefix('/')), backendRefs } as RuleOptions], { hostnames: ['x.io'] })]);
  };

  test.each<readonly [string, readonly number[], readonly string[]]>([
    ['a canary at 0', [100, 0], ['GW4162']],
    ['a canary at 100', [0, 1], ['GW4162']],
    ['two of three at 0', [1, 0, 0], ['GW4162']],
    ['a split', [90, 10], []],
    ['a split beside one at 0', [90, 10, 0], []],
    ['one backend', [1], []],
    ['all at 0, which is another warning', [0, 0], []],
  ])('%s', (_, weights, expected) => {
    expect(codes(planned(...weights))).toEqual(expected);
  });

  test('are named, as a note at their weight', () => {
    const found = planned(0, 3, 0);
    expect(message(found, 'GW4162')).toBe('HTTPRoute infra/cafe, rule 0 sends every request to infra/green:80: infra/red:80 and infra/blue:80 have weight 0');
    expect(found.diagnostics.find(({ code }) => code === 'GW4162')?.severity).toBe('note');
    expect(marked(found, 'GW4162')).toBe('0');
  });
});

test.each<readonly [string, string, readonly string[]]>([
  ['letters of one case', '^beta$', ['GW4163']],
  ['a range of one case', '^[a-z]+$', ['GW4163']],
  ['a class of two letters', '^[ab]1$', ['GW4163']],
  ['no letters', '^[0-9.]+$', []],
  ['escapes only', '^\\d+$', []],
  ['both cases', '^[Bb][Ee]ta?1$'.replace('ta?', '[Tt][Aa]'), []],
  ['all letters', '^[A-Za-z]+$', []],
  ['a flag', '(?i)^beta$', []],
])('a regular expression of a header with %s', (_, value, expected) => {
  const found = rulesOf([...gateway(), route([at(prefix('/', { headers: [header('x-user', value, 'RegularExpression')] }))], { hostnames: ['x.io'] })]);
  expect(codes(found)).toEqual(expected);
});
