import type { ResolvedBackend, ResolvedRule } from '../../lib/attach/topology';
import { attached, aws, gateway, gatewayApi, HTTP, object, service } from './attached';

const rules = (backends: string, filters = ''): string => `- { ${filters && `filters: [${filters}], `}backendRefs: [${backends}] }`;
const route = (rule: string, path = 'infra/cafe', kind = 'HTTPRoute'): string =>
  gatewayApi(kind, path, `parentRefs: [{ name: web, namespace: infra }]\nrules:\n${rule}`);
const grant = (fromKind: string, to = '{ group: "", kind: Service }'): string =>
  gatewayApi('ReferenceGrant', 'shop/allow', `from: [{ group: gateway.networking.k8s.io, kind: ${fromKind}, namespace: infra }]\nto: [${to}]`);

const HTTPS = '- { name: https, port: 443, protocol: HTTPS }';

function resolve(backends: string, manifests: string, options = {}, listener = HTTP, kind = 'HTTPRoute') {
  const result = attached(gateway(listener) + route(rules(backends), 'infra/cafe', kind) + manifests, options);
  return { ...result, backends: firstRule(result.route('cafe').rules).backends, only: result.only, places: result.places };
}

function firstRule(found: readonly ResolvedRule[]): ResolvedRule {
  expect(found).toHaveLength(1);
  return found[0];
}

const reasonOf = (backend: ResolvedBackend): string => (backend.kind === 'unresolved' ? backend.reason : backend.kind);

describe('backends that resolve', () => {
  test.each([
    ['no weight is 1', '{ name: cafe, port: 80 }', 1],
    ['weight 100', '{ name: cafe, port: 80, weight: 100 }', 100],
    ['weight 0 stays', '{ name: cafe, port: 80, weight: 0 }', 0],
    ['weight over 999 stays', '{ name: cafe, port: 80, weight: 1000 }', 1000],
  ])('%s', (_, backend, weight) => {
    const { backends, codes } = resolve(backend, service('infra/cafe'));
    expect(backends).toMatchObject([{ kind: 'service', weight, service: { ref: { name: 'cafe' } }, port: { port: 80, targetPort: 8080 } }]);
    expect(codes).toEqual([]);
  });

  test('of two ports with the number the TCP one counts', () => {
    const ports = '- { name: udp, port: 80, protocol: UDP }\n- { name: tcp, port: 80, targetPort: 8080 }';
    expect(resolve('{ name: cafe, port: 80 }', service('infra/cafe', ports)).backends).toMatchObject([{ port: { name: 'tcp' } }]);
  });

  test.each(['http', 'https', 'HTTPS', 'grpc', 'kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'])('appProtocol %s is understood', (appProtocol) => {
    expect(resolve('{ name: cafe, port: 80 }', service('infra/cafe', `- { port: 80, appProtocol: ${appProtocol} }`)).codes).toEqual([]);
  });

  test('a Service elsewhere with a grant', () => {
    expect(resolve('{ name: cafe, namespace: shop, port: 80 }', service('shop/cafe') + grant('HTTPRoute')).backends.map(reasonOf)).toEqual(['service']);
  });

  test.each(['', 'group: gateway.k8s.aws, '])('an existing target group by name (%p)', (group) => {
    const { backends, codes } = resolve(`{ ${group}kind: TargetGroupName, name: legacy }`, '');
    expect(backends).toMatchObject([{ kind: 'target-group-name', name: 'legacy', weight: 1 }]);
    expect(codes).toEqual([]);
  });
});

describe('backends that do not', () => {
  const PORTS = '- { name: http, port: 80, targetPort: 8080 }\n- { name: dns, port: 53, protocol: UDP }\n- { name: db, port: 81, appProtocol: mysql }';
  const SERVICES =
    service('infra/cafe', PORTS) + service('shop/cafe') + object('v1', 'Service', 'infra/outside', 'type: ExternalName\nexternalName: example.com\nports: [{ port: 80 }]');

  test.each([
    ['a Service that is not there', 'GW2502', 'BackendNotFound', '{ name: caffe, port: 80 }', 'caffe'],
    ['a port that the Service lacks', 'GW2503', 'BackendNotFound', '{ name: cafe, port: 8080 }', '8080'],
    ['a UDP port', 'GW2507', 'UnsupportedProtocol', '{ name: cafe, port: 53 }', '53'],
    ['a protocol that an ALB does not speak', 'GW2506', 'UnsupportedProtocol', '{ name: cafe, port: 81 }', '81'],
    ['a Service of type ExternalName', 'GW2505', 'InvalidKind', '{ name: outside, port: 80 }', 'outside'],
    ['a Service elsewhere without a grant', 'GW2501', 'RefNotPermitted', '{ name: cafe, namespace: shop, port: 80 }', 'shop'],
    ['a missing Service elsewhere without a grant', 'GW2501', 'RefNotPermitted', '{ name: gone, namespace: shop, port: 80 }', 'shop'],
    ['an unknown kind', 'GW2504', 'InvalidKind', '{ group: example.com, kind: Cat, name: tom }', 'Cat'],
    ['a ServiceImport', 'GW2504', 'InvalidKind', '{ group: multicluster.x-k8s.io, kind: ServiceImport, name: cafe, port: 80 }', 'ServiceImport'],
    ['a Gateway', 'GW2504', 'InvalidKind', '{ group: gateway.networking.k8s.io, kind: Gateway, name: web, port: 80 }', 'Gateway'],
    ['a Service of another group', 'GW2504', 'InvalidKind', '{ group: example.com, kind: Service, name: cafe, port: 80 }', 'example.com'],
    ['a target group name of another group', 'GW2504', 'InvalidKind', '{ group: example.com, kind: TargetGroupName, name: x }', 'example.com'],
  ])('fails for %s', (_, code, reason, backend, place) => {
    const { backends, only, places } = resolve(backend, SERVICES);
    expect(backends).toMatchObject([{ kind: 'unresolved', reason, weight: 1 }]);
    expect(only(code)).toMatchObject({
      severity: 'error',
      condition: { type: 'ResolvedRefs', status: 'False', reason },
      about: { object: { kind: 'HTTPRoute', name: 'cafe' } },
    });
    expect(places(code)).toEqual([place]);
  });

  test('the Service that was probably meant is suggested', () => {
    expect(resolve('{ name: caffe, port: 80 }', SERVICES).only('GW2502').hint).toBe('did you mean "cafe"?');
  });

  test('a targetPort in place of a Service port is recognised', () => {
    expect(resolve('{ name: cafe, port: 8080 }', SERVICES).only('GW2503').hint).toBe('that is a targetPort; its Service port is 80');
  });

  test('a Service that is in the files but wrong is not reported as missing', () => {
    const broken = object('v1', 'Service', 'infra/broken', 'ports: nonsense');
    const { backends, codes } = resolve('{ name: broken, port: 80 }', broken);
    expect(backends.map(reasonOf)).toEqual(['BackendNotFound']);
    expect(codes.filter((code) => code.startsWith('GW2'))).toEqual([]);
  });

  test('the others of the rule are kept', () => {
    expect(resolve('{ name: cafe, port: 80 }, { name: gone, port: 80 }', SERVICES).backends.map(reasonOf)).toEqual(['service', 'BackendNotFound']);
  });

  test('are warnings where the rest is to be served', () => {
    const { diagnostics } = attached(gateway(HTTP) + route(rules('{ name: gone, port: 80 }')), {}, 'respond-500');
    expect(diagnostics.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['GW2502 warning']);
  });

  test('a grant for another kind of route does not help', () => {
    const { only } = resolve('{ name: cafe, namespace: shop, port: 80 }', SERVICES + grant('HTTPRoute'), {}, HTTPS, 'GRPCRoute');
    expect(only('GW2501').notes).toHaveLength(1);
  });

  test('a grant for another Service does not help', () => {
    const named = grant('HTTPRoute', '{ group: "", kind: Service, name: tea }');
    expect(resolve('{ name: cafe, namespace: shop, port: 80 }', SERVICES + named).backends.map(reasonOf)).toEqual(['RefNotPermitted']);
  });

  test('rules are counted as in the file', () => {
    const wrong = '- { matches: [{ path: { value: nonsense } }] }';
    const { only } = attached(gateway(HTTP) + route(`${wrong}\n${rules('{ name: gone, port: 80 }')}`));
    expect(only('GW2502').message).toBe('HTTPRoute infra/cafe, rule 1: Service infra/gone is not in the manifests');
  });
});

describe('ExtensionRef', () => {
  const filter = (ref: string): string => `{ type: ExtensionRef, extensionRef: ${ref} }`;
  const GOOD = '{ group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: auth }';
  const AUTH = aws('ListenerRuleConfiguration', 'infra/auth', 'actions: [{ type: fixed-response, fixedResponseConfig: { statusCode: 503 } }]');
  const extend = (filters: string) => attached(gateway(HTTP) + route(rules('{ name: cafe, port: 80 }', filters)) + service('infra/cafe') + AUTH);

  test('names a ListenerRuleConfiguration of the namespace', () => {
    const { codes, route: found } = extend(filter(GOOD));
    expect(firstRule(found('cafe').rules).extension).toMatchObject({ kind: 'listener-rule-configuration', configuration: { ref: { name: 'auth' } } });
    expect(codes).toEqual([]);
  });

  test.each([
    ['another kind', 'GW2511', 'ResolvedRefs', 'InvalidKind', filter('{ group: gateway.k8s.aws, kind: TargetGroupConfiguration, name: auth }'), 'TargetGroupConfiguration'],
    ['another group', 'GW2511', 'ResolvedRefs', 'InvalidKind', filter('{ group: example.com, kind: ListenerRuleConfiguration, name: auth }'), 'example.com'],
    ['one that is not there', 'GW2512', 'Accepted', 'IncompatibleFilters', filter('{ group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: auht }'), 'auht'],
    ['two', 'GW2513', 'Accepted', 'IncompatibleFilters', `${filter(GOOD)}, ${filter(GOOD)}`, filter(GOOD)],
  ])('fails for %s, and is never skipped', (_, code, type, reason, filters, place) => {
    const { only, places, route: found } = extend(filters);
    expect(firstRule(found('cafe').rules).extension.kind).toBe('unresolved');
    expect(only(code)).toMatchObject({ severity: 'error', condition: { type, status: 'False', reason } });
    expect(places(code)).toEqual([place]);
  });
});

describe('TargetGroupConfiguration', () => {
  const settings = (name: string, target = 'cafe', created = ''): string =>
    aws('TargetGroupConfiguration', name, `targetReference: { name: ${target} }`).replace('namespace: infra }', `namespace: infra${created && `, creationTimestamp: "${created}"`} }`);
  const BACKEND = '{ name: cafe, port: 80 }';

  test('is found by the Service that it names', () => {
    const { backends, codes } = resolve(BACKEND, service('infra/cafe') + settings('infra/tuning'));
    expect(backends).toMatchObject([{ configuration: { ref: { name: 'tuning' } } }]);
    expect(codes).toEqual([]);
  });

  test('of another namespace is not', () => {
    const { backends } = resolve(BACKEND, service('infra/cafe') + settings('shop/tuning'));
    expect(backends[0]).not.toHaveProperty('configuration');
  });

  test('fails for two for one Service; the older counts, then the first by name', () => {
    const { backends, only, places } = resolve(BACKEND, service('infra/cafe') + settings('infra/b') + settings('infra/a'));
    expect(only('GW2601')).toMatchObject({ severity: 'error', subject: { name: 'b' } });
    expect(places('GW2601')).toEqual(['cafe']);
    expect(backends).toMatchObject([{ configuration: { ref: { name: 'a' } } }]);
    const aged = resolve(BACKEND, service('infra/cafe') + settings('infra/b', 'cafe', '2024-01-01T00:00:00Z') + settings('infra/a'));
    expect(aged.backends).toMatchObject([{ configuration: { ref: { name: 'b' } } }]);
  });
});

describe('BackendTLSPolicy', () => {
  const policy = (name: string, section = '', validation = 'wellKnownCACertificates: System'): string =>
    gatewayApi(
      'BackendTLSPolicy',
      name,
      `targetRefs: [{ group: "", kind: Service, name: cafe${section && `, sectionName: ${section}`} }]\nvalidation: { hostname: cafe.example.com, ${validation} }`,
    );
  const SERVICE = service('infra/cafe', '- { name: https, port: 443 }\n- { name: plain, port: 80 }');
  const BACKEND = '{ name: cafe, port: 443 }';

  test('fails, because an ALB does not verify its targets', () => {
    const { backends, only, places } = resolve(BACKEND, SERVICE + policy('infra/tls'));
    expect(backends.map(reasonOf)).toEqual(['UnsupportedProtocol']);
    expect(only('GW2508')).toMatchObject({ severity: 'error', condition: { type: 'ResolvedRefs', reason: 'UnsupportedProtocol' } });
    expect(only('GW2603')).toMatchObject({ condition: { type: 'Accepted', reason: 'Invalid' }, about: { object: { kind: 'BackendTLSPolicy', name: 'tls' } } });
    expect(places('GW2508')).toEqual(['cafe']);
    expect(places('GW2603')).toEqual(['tls']);
  });

  test('is a warning where unverified TLS is accepted, and the backend says so', () => {
    const { backends, codes, only } = resolve(BACKEND, SERVICE + policy('infra/tls'), { acceptUnverifiedBackendTls: true });
    expect(backends).toMatchObject([{ kind: 'service', unverifiedTls: { ref: { name: 'tls' } } }]);
    expect(codes).toEqual(['GW2509']);
    expect(only('GW2509').severity).toBe('warning');
  });

  test('for a port concerns that port only, and wins there', () => {
    const accept = { acceptUnverifiedBackendTls: true };
    expect(resolve('{ name: cafe, port: 80 }', SERVICE + policy('infra/tls', 'https'), accept).codes).toEqual([]);
    const both = SERVICE + policy('infra/a') + policy('infra/b', 'https');
    expect(resolve(BACKEND, both, accept).backends).toMatchObject([{ unverifiedTls: { ref: { name: 'b' } } }]);
    expect(resolve('{ name: cafe, port: 80 }', both, accept).backends).toMatchObject([{ unverifiedTls: { ref: { name: 'a' } } }]);
  });

  test('fails for a second one on the same place', () => {
    const { only, places } = resolve(BACKEND, SERVICE + policy('infra/b') + policy('infra/a'));
    expect(only('GW2602')).toMatchObject({ condition: { type: 'Accepted', reason: 'Conflicted' }, about: { object: { name: 'b' } } });
    expect(places('GW2602')).toEqual(['cafe']);
  });

  test.each([
    ['is not there', 'InvalidCACertificateRef', '{ group: "", kind: ConfigMap, name: gone }', 'gone'],
    ['holds no certificate', 'InvalidCACertificateRef', '{ group: "", kind: ConfigMap, name: empty }', 'empty'],
    ['is of another kind', 'InvalidKind', '{ group: "", kind: Secret, name: ca }', 'Secret'],
  ])('fails for a CA certificate that %s', (_, reason, ref, place) => {
    const empty = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: empty, namespace: infra }\ndata: { ca.crt: nothing }\n';
    const { only, places } = resolve(BACKEND, SERVICE + empty + policy('infra/tls', '', `caCertificateRefs: [${ref}]`));
    expect(only('GW2604')).toMatchObject({ condition: { type: 'ResolvedRefs', status: 'False', reason } });
    expect(only('GW2605')).toMatchObject({ condition: { type: 'Accepted', status: 'False', reason: 'NoValidCACertificate' } });
    expect(places('GW2604')).toEqual([place]);
  });

  test('of Services that no route uses is left alone', () => {
    expect(attached(gateway(HTTP) + SERVICE + policy('infra/tls')).codes).toEqual([]);
  });

  test('warns of a Service that is not there', () => {
    const { only, places } = attached(gateway(HTTP) + policy('infra/tls'));
    expect(only('GW2606')).toMatchObject({ severity: 'warning', condition: { reason: 'TargetNotFound' } });
    expect(places('GW2606')).toEqual(['cafe']);
  });
});
