import type { InvalidRoutePolicy } from '../../lib/diagnostics/diagnostic';
import { error } from '../../lib/diagnostics/diagnostic';
import type { KubernetesStatus, StatusCondition } from '../../lib/report/conditions';
import { conditionsOf } from '../../lib/report/conditions';
import { attached, CLASS, gateway, gatewayApi, HTTP, service } from '../attach/attached';

const BACKEND = service('infra/cafe');
const RULE = '- { backendRefs: [{ name: cafe, port: 80 }] }';
const route = (parents = '{ name: web }', rules = RULE, metadata = ''): string =>
  gatewayApi('HTTPRoute', 'infra/cafe', `parentRefs: [${parents}]\nrules:\n${rules}`, metadata);

function statusesOf(manifests: string, options = {}, policy: InvalidRoutePolicy = 'fail') {
  const { resources, topology, diagnostics } = attached(manifests, options, policy);
  const statuses = conditionsOf(resources, topology, diagnostics);
  return (kind: string, name: string): KubernetesStatus => statuses.find((entry) => entry.object.kind === kind && entry.object.name === name)?.status ?? {};
}

/** `Type=Status/Reason` of each condition. */
function brief(conditions: readonly StatusCondition[] = []): readonly string[] {
  return conditions.map(({ type, status, reason }) => `${type}=${status}/${reason}`);
}

describe('objects in order', () => {
  const status = statusesOf(gateway(HTTP) + BACKEND + route());

  test('the class is accepted', () => {
    expect(brief(status('GatewayClass', 'alb').conditions)).toEqual(['Accepted=True/Accepted']);
  });

  test('the Gateway and its listeners are accepted, resolved and programmed', () => {
    const { conditions, listeners, attachedListenerSets } = status('Gateway', 'web');
    expect(brief(conditions)).toEqual(['Accepted=True/Accepted', 'Programmed=True/Programmed', 'ResolvedRefs=True/ResolvedRefs']);
    expect(listeners).toMatchObject([{ name: 'http', supportedKinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }], attachedRoutes: 1 }]);
    expect(brief(listeners?.[0].conditions)).toEqual([
      'Conflicted=False/NoConflicts',
      'Accepted=True/Accepted',
      'ResolvedRefs=True/ResolvedRefs',
      'Programmed=True/Programmed',
    ]);
    expect(attachedListenerSets).toBe(0);
  });

  test('the route has one entry for its parent', () => {
    const { parents } = status('HTTPRoute', 'cafe');
    expect(parents).toMatchObject([
      { parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'infra', name: 'web' }, controllerName: 'gateway.k8s.aws/alb' },
    ]);
    expect(brief(parents?.[0].conditions)).toEqual(['Accepted=True/Accepted', 'ResolvedRefs=True/ResolvedRefs']);
  });
});

test('the generation is observed where the files have it', () => {
  const status = statusesOf(gateway(HTTP) + BACKEND + route('{ name: web }', RULE, 'generation: 3'));
  expect(status('HTTPRoute', 'cafe').parents?.[0].conditions.map(({ observedGeneration }) => observedGeneration)).toEqual([3, 3]);
  expect(status('Gateway', 'web').conditions?.[0]).not.toHaveProperty('observedGeneration');
});

describe('classes', () => {
  const broken = 'spec: { controllerName: gateway.k8s.aws/alb, parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: gone, namespace: infra } }';
  const manifests = `---${CLASS.replace('name: alb', 'name: bad').replace(/spec: .*/, broken)}${gateway(HTTP).replace('ClassName: alb', 'ClassName: bad')}`;

  test('with invalid parameters are refused, and with them their Gateways', () => {
    const status = statusesOf(manifests);
    expect(brief(status('GatewayClass', 'bad').conditions)).toEqual(['Accepted=False/InvalidParameters']);
    expect(brief(status('Gateway', 'web').conditions)).toEqual(['Accepted=False/Invalid', 'Programmed=False/Invalid', 'ResolvedRefs=True/ResolvedRefs']);
    expect(brief(status('Gateway', 'web').listeners?.[0].conditions)).toContain('Programmed=False/Pending');
  });
});

describe('listeners', () => {
  const listeners = (yaml: string, options = {}) => statusesOf(gateway(yaml) + BACKEND + route(), options)('Gateway', 'web');

  test('in conflict are refused with the reason of the conflict', () => {
    const status = listeners('- { name: a, port: 80, protocol: HTTP }\n- { name: b, port: 80, protocol: HTTPS }\n- { name: c, port: 81, protocol: HTTP }');
    expect(brief(status.listeners?.[0].conditions)).toEqual([
      'Conflicted=True/ProtocolConflict',
      'Accepted=False/ProtocolConflict',
      'ResolvedRefs=True/ResolvedRefs',
      'Programmed=False/ProtocolConflict',
    ]);
    expect(brief(status.conditions).slice(0, 2)).toEqual(['Accepted=True/ListenersNotValid', 'Programmed=True/Programmed']);
  });

  test('without a certificate stay accepted and keep their routes', () => {
    const status = listeners('- { name: a, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: gone }] } }', { certificates: [] });
    expect(brief(status.listeners?.[0].conditions)).toEqual([
      'Conflicted=False/NoConflicts',
      'Accepted=True/Accepted',
      'ResolvedRefs=False/InvalidCertificateRef',
      'Programmed=False/Invalid',
    ]);
    expect(status.listeners?.[0].attachedRoutes).toBe(1);
    expect(brief(status.conditions)).toEqual(['Accepted=False/ListenersNotValid', 'Programmed=False/Invalid', 'ResolvedRefs=False/ListenersNotResolved']);
  });

  test('with overlapping hostnames say so', () => {
    const status = listeners('- { name: a, port: 443, protocol: HTTPS, hostname: a.example.com }\n- { name: b, port: 443, protocol: HTTPS, hostname: "*.example.com" }');
    expect(brief(status.listeners?.[1].conditions)).toContain('OverlappingTLSConfig=True/OverlappingHostnames');
    expect(brief(status.conditions)).toContain('Accepted=True/Accepted');
  });

  test('list all problems in one message', () => {
    const status = listeners('- { name: a, port: 80, protocol: HTTP, allowedRoutes: { kinds: [{ kind: HTTPRoute }, { kind: A }, { kind: B }] } }');
    const message = status.listeners?.[0].conditions.find(({ type }) => type === 'ResolvedRefs')?.message;
    expect(message?.split('; ')).toHaveLength(2);
  });
});

describe('Gateways', () => {
  const frontend = `tls: { frontend: { default: { validation: { mode: AllowInsecureFallback, caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] } } } }`;
  const ca = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ca, namespace: infra }\ndata: { ca.crt: "-----BEGIN CERTIFICATE-----\\nQQ==\\n-----END CERTIFICATE-----" }\n';

  test('that let unverified clients in say so', () => {
    const status = statusesOf(gateway('- { name: a, port: 443, protocol: HTTPS }', frontend) + ca)('Gateway', 'web');
    expect(brief(status.conditions)).toContain('InsecureFrontendValidationMode=True/ConfigurationChanged');
  });

  test('with an address are not accepted', () => {
    const status = statusesOf(gateway(HTTP, 'addresses: [{ value: 192.0.2.1 }]'))('Gateway', 'web');
    expect(brief(status.conditions).slice(0, 2)).toEqual(['Accepted=False/UnsupportedAddress', 'Programmed=False/Invalid']);
  });

  test('with an error that has no condition of its own are not programmed', () => {
    const manifests = gateway(HTTP, 'tls: { backend: { clientCertificateRef: { name: client } } }');
    expect(brief(statusesOf(manifests)('Gateway', 'web').conditions)).toContain('Programmed=False/Invalid');
    expect(brief(statusesOf(manifests, {}, 'respond-500')('Gateway', 'web').conditions)).toContain('Programmed=True/Programmed');
  });
});

describe('ListenerSets', () => {
  const set = (listeners: string, name = 'more'): string => gatewayApi('ListenerSet', `infra/${name}`, `parentRef: { name: web }\nlisteners:\n${listeners}`);
  const open = 'allowedListeners: { namespaces: { from: Same } }';
  const GOOD = '- { name: x, port: 80, protocol: HTTP, hostname: x.example.com }';
  const BAD = '- { name: y, port: 22, protocol: TCP }';

  test.each([
    ['all good', GOOD, ['Accepted=True/Accepted', 'Programmed=True/Programmed'], 1],
    ['one good', `${GOOD}\n${BAD}`, ['Accepted=True/ListenersNotValid', 'Programmed=True/Programmed'], 1],
    ['none good', BAD, ['Accepted=False/ListenersNotValid', 'Programmed=False/ListenersNotValid'], 0],
  ])('with %s', (_, listeners, conditions, count) => {
    const status = statusesOf(gateway(HTTP, open) + set(listeners));
    expect(brief(status('ListenerSet', 'more').conditions)).toEqual(conditions);
    expect(status('Gateway', 'web').attachedListenerSets).toBe(count);
    expect(brief(status('Gateway', 'web').conditions)).toContain('Accepted=True/Accepted');
  });

  test('that are not allowed have no listeners in their status', () => {
    const status = statusesOf(gateway(HTTP) + set(GOOD));
    expect(brief(status('ListenerSet', 'more').conditions)).toEqual(['Accepted=False/NotAllowed', 'Programmed=False/NotAllowed']);
    expect(status('ListenerSet', 'more').listeners).toEqual([]);
  });

  test('of a Gateway that is not accepted wait for it', () => {
    const status = statusesOf(gateway(HTTP, `${open}\naddresses: [{ value: 192.0.2.1 }]`) + set(GOOD));
    expect(brief(status('ListenerSet', 'more').conditions)).toEqual(['Accepted=False/ParentNotAccepted', 'Programmed=False/ParentNotProgrammed']);
  });

  test('carry the conflict on all three conditions of the loser', () => {
    const status = statusesOf(gateway(HTTP, open) + set('- { name: x, port: 80, protocol: HTTP }'));
    expect(brief(status('ListenerSet', 'more').listeners?.[0].conditions)).toEqual([
      'Conflicted=True/HostnameConflict',
      'Accepted=False/HostnameConflict',
      'ResolvedRefs=True/ResolvedRefs',
      'Programmed=False/HostnameConflict',
    ]);
    expect(brief(status('Gateway', 'web').listeners?.[0].conditions)).toContain('Programmed=True/Programmed');
  });
});

describe('routes', () => {
  const parentsOf = (manifests: string) => statusesOf(manifests)('HTTPRoute', 'cafe').parents ?? [];

  test('are judged for each parentRef, in its order', () => {
    const second = gateway(HTTP).replace('name: web', 'name: api');
    const parents = parentsOf(gateway(HTTP) + second + BACKEND + route('{ name: web, sectionName: nope }, { name: api }, { name: web, sectionName: http }'));
    expect(parents.map(({ parentRef, conditions }) => `${parentRef.name}.${parentRef.sectionName ?? ''} ${brief(conditions)[0]}`)).toEqual([
      'web.nope Accepted=False/NoMatchingParent',
      'api. Accepted=True/Accepted',
      'web.http Accepted=True/Accepted',
    ]);
  });

  test('that are refused count on no listener and keep ResolvedRefs', () => {
    const status = statusesOf(gateway(HTTP.replace(', allowedRoutes: { namespaces: { from: All } }', ', hostname: a.com')) + BACKEND + route().replace('rules:', 'hostnames: [b.com]\n  rules:'));
    expect(brief(status('HTTPRoute', 'cafe').parents?.[0].conditions)).toEqual(['Accepted=False/NoMatchingListenerHostname', 'ResolvedRefs=True/ResolvedRefs']);
    expect(status('Gateway', 'web').listeners?.[0].attachedRoutes).toBe(0);
  });

  test('with unresolved backends stay accepted', () => {
    const [parent] = parentsOf(gateway(HTTP) + BACKEND + route('{ name: web }', '- { backendRefs: [{ name: gone, port: 80 }, { name: cafe, port: 81 }] }'));
    expect(brief(parent.conditions)).toEqual(['Accepted=True/Accepted', 'ResolvedRefs=False/BackendNotFound']);
    expect(parent.conditions[1].message.split('; ')).toHaveLength(2);
  });

  test('of other controllers have no entry', () => {
    const foreign = CLASS.replace('name: alb', 'name: other').replace('k8s.aws/alb', 'example.com/x');
    const other = gateway(HTTP).replace('ClassName: alb', 'ClassName: other').replace('name: web', 'name: api');
    expect(parentsOf(`---${foreign}${other}${gateway(HTTP)}${BACKEND}${route('{ name: api }, { name: web }')}`).map(({ parentRef }) => parentRef.name)).toEqual(['web']);
  });

  test('whose listener cannot be read are pending', () => {
    const [parent] = parentsOf(gateway('- { name: http, port: 80, protocol: HTTP }\n- { name: bad, port: 0, protocol: HTTP }') + BACKEND + route('{ name: web, sectionName: bad }'));
    expect(brief(parent.conditions)[0]).toBe('Accepted=Unknown/Pending');
  });

  const bad = '- { filters: [{ type: ExtensionRef, extensionRef: { group: gateway.k8s.aws, kind: ListenerRuleConfiguration, name: gone } }] }';

  test('with some invalid rules are partially invalid', () => {
    const status = statusesOf(gateway(HTTP) + BACKEND + route('{ name: web }', `${RULE}\n${bad}`));
    const [parent] = status('HTTPRoute', 'cafe').parents ?? [];
    expect(brief(parent.conditions)).toEqual(['Accepted=True/Accepted', 'PartiallyInvalid=True/UnsupportedValue', 'ResolvedRefs=True/ResolvedRefs']);
    expect(parent.conditions[1].message).toMatch(/^Dropped Rule/);
    expect(status('Gateway', 'web').listeners?.[0].attachedRoutes).toBe(1);
  });

  test('with nothing but invalid rules are not accepted, and not counted', () => {
    const status = statusesOf(gateway(HTTP) + route('{ name: web }', `${bad}\n${bad}`));
    expect(brief(status('HTTPRoute', 'cafe').parents?.[0].conditions)[0]).toBe('Accepted=False/IncompatibleFilters');
    expect(status('Gateway', 'web').listeners?.[0].attachedRoutes).toBe(0);
  });

  test('obey what later stages say about the route as a whole', () => {
    const { resources, topology } = attached(gateway(HTTP) + BACKEND + route());
    const code = error<undefined>('GW0000', 'test/whole-route', {
      message: () => 'no',
      fix: '',
      cause: '',
      condition: { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' },
    });
    const { ref, object: { at } } = resources.httpRoutes[0];
    const verdict = { code: code.code, name: code.name, severity: 'error', message: 'no', notes: [], condition: code.condition, span: at('spec', 'hostnames'), about: { object: ref } } as const;
    const route1 = conditionsOf(resources, topology, [verdict]).find(({ object: { kind } }) => kind === 'HTTPRoute');
    expect(brief(route1?.status.parents?.[0].conditions)[0]).toBe('Accepted=False/UnsupportedValue');
  });
});

describe('BackendTLSPolicies', () => {
  const policy = gatewayApi('BackendTLSPolicy', 'infra/tls', 'targetRefs: [{ group: "", kind: Service, name: cafe }]\nvalidation: { hostname: cafe.example.com, wellKnownCACertificates: System }');

  test('have an entry for each Gateway whose routes use their Service', () => {
    const { ancestors } = statusesOf(gateway(HTTP) + BACKEND + route() + policy)('BackendTLSPolicy', 'tls');
    expect(ancestors).toMatchObject([{ ancestorRef: { kind: 'Gateway', name: 'web' }, controllerName: 'gateway.k8s.aws/alb' }]);
    expect(brief(ancestors?.[0].conditions)).toEqual(['Accepted=False/Invalid', 'ResolvedRefs=True/ResolvedRefs']);
  });

  test('that are accepted unverified say so', () => {
    const { ancestors } = statusesOf(gateway(HTTP) + BACKEND + route() + policy, { acceptUnverifiedBackendTls: true })('BackendTLSPolicy', 'tls');
    expect(brief(ancestors?.[0].conditions)).toEqual(['Accepted=True/Accepted', 'ResolvedRefs=True/ResolvedRefs']);
  });

  test('of other Services have no status', () => {
    expect(statusesOf(gateway(HTTP) + BACKEND + policy)('BackendTLSPolicy', 'tls')).toEqual({});
  });
});
