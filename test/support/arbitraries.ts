import * as fc from 'fast-check';
import { stringify } from 'yaml';

/**
 * Whole inputs for the compiler, as objects that become YAML. The alphabets are small so that hostnames, paths, headers
 * and names overlap all the time: that is where precedence, isolation and merging of rules can go wrong.
 */
export interface GeneratedInput {
  readonly gateway: Manifest;
  readonly listenerSets: readonly Manifest[];
  readonly routes: readonly Manifest[];
  readonly others: readonly Manifest[];
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a manifest is untyped until it is decoded
  readonly [key: string]: any;
}

/** The input as the text of one file. */
export function yamlOf(input: GeneratedInput): string {
  return [...input.others, input.gateway, ...input.listenerSets, ...input.routes].map((manifest) => stringify(manifest)).join('---\n');
}

const namespaces = ['infra', 'shop', 'shop-eu'] as const;
/** Too long for the exact form of a host condition, see GW4107 and GW4108. */
export const longHostname = 'a-name-of-more-than-thirty-letters.example.com';
export const hostnames = ['example.com', 'a.example.com', 'b.a.example.com', '*.example.com', '*.a.example.com', 'other.org', '*.org', longHostname] as const;
const paths = ['/', '/a', '/a/', '/a/b', '/ab', '/a/b/c', '/A', '/a*b', '/a%20b', '/a;b', '/a.b'] as const;
/** With a path that each matches. */
export const regexes = {
  '/a.*': '/x/abc',
  '^/a/[bc]$': '/a/c',
  '/(a|b)/': '/x/b/',
  '^/a|c$': '/zc',
  '^/a/b': '/a/bc',
  'b+$': '/abb',
  '^/.b?$': '/ab',
  '^(/a|/a/b)$': '/a/b',
  '/[^/]+/b{1,2}$': '/x/a/bb',
  '(?i)^/A/': '/a/B',
  '^/\\d+(\\.\\w{2,})?$': '/12.ab',
  '^(?:/a)+?/b': '/a/a/b',
} as const;
const headerNames = ['x-a', 'X-A', 'x-b', 'x-c'] as const;
const headerValues = ['1', '2', 'A', 'a', 'a,b', 'a*', 'a?b', 'x\\,y', 'x\\\\y', '(1)', 'a,'] as const;
const headerRegexes = ['^[0-9]+$', 'a|b', '^a', '.'] as const;
const paramNames = ['q', 'Q', 'p'] as const;
const paramValues = ['1', '2', 'x', 'X', 'a*', 'a?', 'a=b', '\\', 'a b', 'ü&', '100%'] as const;
const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'DELETE', 'TRACE'] as const;
const grpcServices = ['shop.Cart', 'shop', 'Cart'] as const;
const grpcMethods = ['Add', 'Remove', 'A'] as const;
const timestamps = ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'] as const;

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);
/** There `times` out of `times + 1` times. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, times = 1) => fc.oneof({ weight: times, arbitrary }, { weight: 1, arbitrary: fc.constant(undefined) });
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 1, arbitrary }, { weight: 2, arbitrary: fc.constant(undefined) });
/** True about once in `often` times. */
const rarely = (often: number) => fc.nat({ max: often - 1 }).map((number) => number === often - 1);

const notShop = { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['shop'] };

const routeNamespaces = fc.oneof(
  { weight: 12, arbitrary: fc.constant({ from: 'All' }) },
  { weight: 1, arbitrary: fc.constant({ from: 'Same' }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant({ from: 'Selector', selector: { matchLabels: { team: 'shop' } } }) },
  { weight: 1, arbitrary: fc.constant({ from: 'Selector', selector: { matchExpressions: [notShop] } }) },
);

const ports = [
  { port: 80, protocol: 'HTTP' },
  { port: 8080, protocol: 'HTTP' },
  { port: 443, protocol: 'HTTPS' },
  { port: 8443, protocol: 'HTTPS' },
] as const;

const arn = 'arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';
const tlsArbitrary = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ options: { 'gateway.k8s.aws/certificate-arn': arn } }) },
  { weight: 1, arbitrary: pick(['infra', 'shop']).map((namespace) => ({ certificateRefs: [{ name: 'tls', namespace }] })) },
);

function listenersArbitrary(minimum: number): fc.Arbitrary<readonly object[]> {
  const listener = fc.record({
    // Most listeners share two ports, so that hostnames decide between them.
    endpoint: fc.oneof({ weight: 5, arbitrary: pick([ports[0], ports[2]]) }, { weight: 1, arbitrary: pick(ports) }),
    hostname: seldom(pick(hostnames)),
    namespaces: routeNamespaces,
    kind: maybe(pick(['HTTPRoute', 'GRPCRoute']), 1),
    restricted: rarely(8),
    tls: tlsArbitrary,
  });
  return fc
    .uniqueArray(listener, { minLength: minimum, maxLength: 5, selector: ({ endpoint, hostname }) => `${endpoint.port} ${hostname ?? ''}` })
    .map((list) =>
      list.map(({ endpoint, hostname, namespaces: from, kind, restricted, tls }, index) => ({
        name: `l${index}`,
        ...endpoint,
        ...(hostname && { hostname }),
        ...(endpoint.protocol === 'HTTPS' && { tls }),
        allowedRoutes: { namespaces: from, ...(restricted && kind && endpoint.protocol === 'HTTPS' && { kinds: [{ kind }] }) },
      })),
    );
}

const gatewayArbitrary: fc.Arbitrary<Manifest> = fc
  .record({
    listeners: listenersArbitrary(1),
    allowedListeners: maybe(fc.record({ namespaces: pick([{ from: 'All' }, { from: 'All' }, { from: 'Same' }, { from: 'None' }]) }), 6),
  })
  .map((spec) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'web', namespace: 'infra' },
    spec: { gatewayClassName: 'alb', ...spec },
  }));

const listenerSetArbitrary = fc.record({ namespace: pick(namespaces), listeners: listenersArbitrary(1), creationTimestamp: seldom(pick(timestamps)) });

/** One entry for each part of a match; entries of one list have different names, as the schema asks. */
const headerMatches = fc.uniqueArray(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ name: pick(headerNames), value: pick(headerValues) }) },
    { weight: 1, arbitrary: fc.record({ name: pick(headerNames), type: fc.constant('RegularExpression'), value: pick(headerRegexes) }) },
  ),
  { maxLength: 3, selector: ({ name }) => name },
);

const queryMatches = fc.uniqueArray(fc.record({ name: pick(paramNames), value: pick(paramValues) }), { maxLength: 2, selector: ({ name }) => name });

const pathMatch = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('PathPrefix'), value: pick(paths) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('Exact'), value: pick(paths) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('RegularExpression'), value: pick(Object.keys(regexes)) }) },
);

const httpMatch = fc.record({ path: maybe(pathMatch, 6), method: seldom(pick(methods)), headers: seldom(headerMatches), queryParams: seldom(queryMatches) });

const grpcMatch = fc.record({
  method: maybe(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ service: pick(grpcServices), method: pick(grpcMethods) }) },
      { weight: 2, arbitrary: fc.record({ service: pick(grpcServices) }) },
      { weight: 2, arbitrary: fc.record({ method: pick(grpcMethods) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('RegularExpression'), service: pick(['shop.*', '[A-Z].*|x']), method: pick(['A.*', 'Add|Remove']) }) },
    ),
    4,
  ),
  headers: seldom(headerMatches),
});

const backendRef = fc.record({
  name: fc.oneof({ weight: 12, arbitrary: pick(['blue', 'green']) }, { weight: 1, arbitrary: pick(['ghost', 'outside']) }),
  namespace: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: pick(namespaces) }),
  port: fc.oneof({ weight: 12, arbitrary: pick([80, 8080]) }, { weight: 1, arbitrary: fc.constant(9999) }),
  weight: maybe(pick([0, 1, 3, 90, 1_000_000]), 1),
});

const backendRefs: fc.Arbitrary<readonly object[]> = fc.oneof(
  { weight: 16, arbitrary: fc.array(backendRef, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(backendRef, { minLength: 5, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constant([]) },
);

const prefixReplacements = ['/', '/v2', '/v2/', ''] as const;
const prefixModifier = pick(prefixReplacements).map((replacePrefixMatch) => ({ type: 'ReplacePrefixMatch', replacePrefixMatch }));
const fullModifier = pick(['/', '/new', '/new/']).map((replaceFullPath) => ({ type: 'ReplaceFullPath', replaceFullPath }));

const rewrite = (path: fc.Arbitrary<object>) =>
  fc.record({ hostname: maybe(pick(['new.example.com', 'a.example.com']), 1), path: maybe(path, 3) }).map((urlRewrite) => ({ type: 'URLRewrite', urlRewrite }));

const redirect = (path: fc.Arbitrary<object>) =>
  fc
    .record({
      scheme: pick([undefined, undefined, 'http', 'https', 'https']),
      hostname: maybe(pick(['new.example.com']), 2),
      port: pick([undefined, undefined, 80, 443, 8080]),
      path: maybe(path, 2),
      statusCode: pick([undefined, undefined, 301, 302, 301, 302, 301, 307]),
    })
    .map((requestRedirect) => ({ type: 'RequestRedirect', requestRedirect }));

/** The last is not there. */
const extension = pick(['teapot', 'inside', 'inside-second', 'inside', 'ghost']).map((name) => ({
  type: 'ExtensionRef',
  extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name },
}));

const insideOnly = (more: object) => ({ conditions: [{ field: 'source-ip', sourceIPConfig: { values: ['10.0.0.0/8', '172.16.0.0/12'] }, ...more }] });
const configurations = {
  teapot: { actions: [{ type: 'fixed-response', fixedResponseConfig: { statusCode: 418 } }] },
  inside: insideOnly({}),
  'inside-second': insideOnly({ matchIndexes: [1] }),
};

const mirror = fc.constant({ type: 'RequestMirror', requestMirror: { backendRef: { name: 'blue', port: 80 } } });

const httpRule = fc
  .record({
    matches: maybe(fc.array(httpMatch, { minLength: 1, maxLength: 5 }), 8),
    backendRefs,
    doing: fc.nat({ max: 19 }),
    prefixRewrite: rewrite(prefixModifier),
    fullRewrite: rewrite(fullModifier),
    prefixRedirect: redirect(prefixModifier),
    fullRedirect: redirect(fullModifier),
    mirror,
    extension,
  })
  .map(({ matches, backendRefs: refs, doing, ...filters }) => {
    const path = matches?.length === 1 ? (matches[0].path?.type ?? 'PathPrefix') : matches ? '' : 'PathPrefix';
    const isPrefix = path === 'PathPrefix';
    const rule = { ...(matches && { matches }) };
    if (doing === 19) return { ...rule, filters: [filters.mirror], backendRefs: refs };
    if (doing >= 16) return { ...rule, filters: [isPrefix && doing > 16 ? filters.prefixRedirect : filters.fullRedirect] };
    if (doing >= 12) return { ...rule, filters: [isPrefix && doing > 12 ? filters.prefixRewrite : filters.fullRewrite], backendRefs: refs };
    if (doing === 9 || doing === 10) return { ...rule, filters: [filters.extension], backendRefs: refs };
    if (doing === 11) return { ...rule, backendRefs: refs.map((ref, index) => (index > 1 ? ref : { ...ref, filters: [filters.fullRewrite] })) };
    return { ...rule, backendRefs: refs };
  });

const grpcRule = fc.record({
  matches: maybe(fc.array(grpcMatch, { minLength: 1, maxLength: 2 }), 6),
  filters: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.tuple(extension) }),
  backendRefs,
});

/** By index, so that shrinking a Gateway does not change which listener a route names. */
const parentChoice = fc.record({ set: rarely(5), section: fc.nat({ max: 99 }), port: pick([80, 443]), withSection: rarely(3), withPort: rarely(12) });

const routeArbitrary = fc.record({
  grpc: rarely(5),
  namespace: pick(namespaces),
  hostnames: fc.oneof(fc.constant([]), fc.uniqueArray(pick(hostnames), { minLength: 1, maxLength: 4 })),
  parents: fc.array(parentChoice, { minLength: 1, maxLength: 2 }),
  httpRules: fc.array(httpRule, { minLength: 1, maxLength: 3 }),
  grpcRules: fc.array(grpcRule, { minLength: 1, maxLength: 3 }),
  creationTimestamp: seldom(pick(timestamps)),
});

type RouteSketch = typeof routeArbitrary extends fc.Arbitrary<infer Sketch> ? Sketch : never;

function routeOf(sketch: RouteSketch, index: number, gateway: Manifest, sets: readonly Manifest[]): Manifest {
  const { grpc, namespace, hostnames: hosts, parents, httpRules, grpcRules, creationTimestamp } = sketch;
  const chosen = parents.map(({ set, section, withSection, withPort, port }) => {
    const target = set && sets.length > 0 ? sets[0] : undefined;
    const listeners = (target ?? gateway).spec.listeners.length as number;
    return {
      ...(target ? { kind: 'ListenerSet', name: target.metadata.name, namespace: target.metadata.namespace } : { name: 'web', namespace: 'infra' }),
      // One more than there are, so that now and then nothing is meant.
      ...(withSection && { sectionName: `l${section % (listeners + 1)}` }),
      ...(withPort && { port }),
    };
  });
  // Several references to one parent must all have different sectionNames.
  const isAmbiguous = (one: (typeof chosen)[number], other: (typeof chosen)[number]) =>
    other.name === one.name && (!one.sectionName || !other.sectionName || one.sectionName === other.sectionName);
  const parentRefs = chosen.filter((one, at) => !chosen.slice(0, at).some((other) => isAmbiguous(one, other)));
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: grpc ? 'GRPCRoute' : 'HTTPRoute',
    metadata: { name: `route-${index}`, namespace, ...(creationTimestamp && { creationTimestamp }) },
    spec: { parentRefs, ...(hosts.length > 0 && { hostnames: hosts }), rules: grpc ? grpcRules : httpRules },
  };
}

const grantFrom = fc.record({
  group: fc.constant('gateway.networking.k8s.io'),
  kind: pick(['HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'Gateway', 'ListenerSet']),
  namespace: pick(namespaces),
});

const grantTo = fc.oneof(
  { weight: 3, arbitrary: fc.record({ group: fc.constant(''), kind: fc.constant('Service'), name: maybe(pick(['blue', 'green']), 1) }) },
  { weight: 1, arbitrary: fc.record({ group: fc.constant(''), kind: fc.constant('Secret'), name: maybe(pick(['tls', 'other']), 1) }) },
);

const grantArbitrary = fc.record({
  namespace: pick(namespaces),
  from: fc.array(grantFrom, { minLength: 1, maxLength: 3 }),
  to: fc.array(grantTo, { minLength: 1, maxLength: 2 }),
});

const pem = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;

const fixed: readonly Manifest[] = [
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'alb' }, spec: { controllerName: 'gateway.k8s.aws/alb' } },
  ...namespaces.map((name): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { team: name === 'infra' ? 'platform' : 'shop' } } })),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'outside', namespace: 'shop' },
    spec: { type: 'ExternalName', externalName: 'example.org', ports: [{ port: 80 }] },
  },
  ...namespaces.flatMap((namespace) =>
    Object.entries(configurations).map(([name, spec]): Manifest => ({
      apiVersion: 'gateway.k8s.aws/v1',
      kind: 'ListenerRuleConfiguration',
      metadata: { name, namespace },
      spec,
    })),
  ),
  ...(['infra', 'shop'] as const).map((namespace): Manifest => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'tls', namespace },
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': pem('CERTIFICATE'), 'tls.key': pem('PRIVATE KEY') },
  })),
  ...namespaces.flatMap((namespace) =>
    ['blue', 'green'].map((name): Manifest => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: { app: name }, ports: [80, 8080].map((port) => ({ name: `p${port}`, port })) },
    })),
  ),
];

/** A Gateway with everything around it. */
export const inputArbitrary: fc.Arbitrary<GeneratedInput> = fc
  .record({
    gateway: gatewayArbitrary,
    sets: fc.array(listenerSetArbitrary, { maxLength: 2 }),
    routes: fc.array(routeArbitrary, { minLength: 1, maxLength: 7 }),
    grants: fc.array(grantArbitrary, { maxLength: 3 }),
  })
  .map(({ gateway, sets, routes, grants }) => {
    const listenerSets = sets.map(({ namespace, listeners, creationTimestamp }, index): Manifest => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ListenerSet',
      metadata: { name: `set-${index}`, namespace, ...(creationTimestamp && { creationTimestamp }) },
      spec: { parentRef: { name: 'web', namespace: 'infra' }, listeners },
    }));
    return {
      gateway,
      listenerSets,
      routes: routes.map((route, index) => routeOf(route, index, gateway, listenerSets)),
      others: [
        ...fixed,
        ...grants.map(({ namespace, from, to }, index): Manifest => ({
          apiVersion: 'gateway.networking.k8s.io/v1beta1',
          kind: 'ReferenceGrant',
          metadata: { name: `grant-${index}`, namespace },
          spec: { from, to },
        })),
      ],
    };
  });
