import { attached, CLASS, gateway, gatewayApi, HTTP, namespace, service } from './attached';

const TWO = '- { name: http, port: 80, protocol: HTTP }\n- { name: https, port: 443, protocol: HTTPS }';
const BACKEND = service('infra/cafe');
const RULES = 'rules: [{ backendRefs: [{ name: cafe, port: 80 }] }]';
const route = (parents: string, more = '', path = 'infra/cafe', kind = 'HTTPRoute'): string =>
  gatewayApi(kind, path, `parentRefs: [${parents}]\n${more}\n${path.startsWith('infra/') ? RULES : 'rules: []'}`.replace('rules: []', 'rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }] }]'));

describe('which listeners a parentRef selects', () => {
  test.each([
    ['a section and its port', '{ name: web, sectionName: https, port: 443 }', ['https:']],
    ['a port', '{ name: web, port: 80 }', ['http:']],
    ['neither: all', '{ name: web }', ['http:', 'https:']],
  ])('by %s', (_, parent, expected) => {
    const { attachments, codes } = attached(gateway(TWO) + BACKEND + route(parent));
    expect(attachments('cafe')).toEqual(expected);
    expect(codes).toEqual([]);
  });

  test('several listeners of one port are all selected', () => {
    const { attachments } = attached(gateway('- { name: a, port: 80, protocol: HTTP, hostname: a.com }\n- { name: b, port: 80, protocol: HTTP, hostname: b.com }') + BACKEND + route('{ name: web, port: 80 }'));
    expect(attachments('cafe')).toEqual(['a: a.com', 'b: b.com']);
  });

  test.each([
    ['an unknown section', 'GW2104', '{ name: web, sectionName: htps }', 'htps'],
    ['a section that is on another port', 'GW2105', '{ name: web, sectionName: https, port: 80 }', '80'],
    ['a port that nobody listens on', 'GW2105', '{ name: web, port: 8080 }', '8080'],
  ])('fails for %s', (_, code, parent, place) => {
    const { attachments, only, places } = attached(gateway(TWO) + BACKEND + route(parent));
    expect(attachments('cafe')).toEqual([]);
    expect(only(code)).toMatchObject({
      severity: 'error',
      condition: { type: 'Accepted', status: 'False', reason: 'NoMatchingParent' },
      about: { object: { kind: 'HTTPRoute', name: 'cafe' }, parent: 0 },
    });
    expect(only(code).notes).toHaveLength(1);
    expect(places(code)).toEqual([place]);
  });

  test('the section that was probably meant is suggested', () => {
    expect(attached(gateway(TWO) + BACKEND + route('{ name: web, sectionName: htps }')).only('GW2104').hint).toBe('did you mean "https"?');
  });

  test('each parentRef is judged for itself', () => {
    const { attachments, only } = attached(gateway(TWO) + BACKEND + route('{ name: web, sectionName: nope }, { name: web, sectionName: http }'));
    expect(attachments('cafe')).toEqual(['http:']);
    expect(only('GW2104').about?.parent).toBe(0);
  });

  test('a listener that was left out as wrong is not reported as missing', () => {
    const { codes } = attached(gateway('- { name: http, port: 80, protocol: HTTP }\n- { name: https, port: 0, protocol: HTTPS }') + BACKEND + route('{ name: web, sectionName: https }'));
    expect(codes.filter((code) => code.startsWith('GW2'))).toEqual([]);
  });

  test('an invalid listener still counts its routes', () => {
    const { attachments, codes } = attached(gateway('- { name: http, port: 80, protocol: HTTP }\n- { name: https, port: 80, protocol: HTTPS }\n- { name: ok, port: 81, protocol: HTTP }') + BACKEND + route('{ name: web, sectionName: https }'));
    expect(attachments('cafe')).toEqual(['https:']);
    expect(codes).toEqual(['GW2204', 'GW2204']);
  });
});

describe('parents that are not there', () => {
  test('fails for an unknown Gateway, with the near name', () => {
    const { only, places } = attached(gateway(HTTP) + BACKEND + route('{ name: wob }'));
    expect(only('GW2102')).toMatchObject({ severity: 'error', hint: 'did you mean "web"?' });
    expect(only('GW2102').about).toBeUndefined();
    expect(places('GW2102')).toEqual(['wob']);
  });

  test('fails for a Gateway of another namespace, and says where it is', () => {
    const { only } = attached(gateway(HTTP) + route('{ name: web }', '', 'shop/cafe'));
    expect(only('GW2102').notes.map(({ text }) => text)).toEqual(['there is Gateway infra/web']);
  });

  test('a Gateway that is in the files but wrong is not reported as missing', () => {
    const broken = gatewayApi('Gateway', 'infra/broken', 'gatewayClassName: [1]\nlisteners: []');
    expect(attached(broken + BACKEND + route('{ name: broken }')).codes.filter((code) => code.startsWith('GW2'))).toEqual([]);
  });

  test.each([
    ['another kind', '{ kind: Ingress, name: web }', 'Ingress'],
    ['another group', '{ group: example.com, kind: Gateway, name: web }', 'example.com'],
    ['a Service of the wrong group', '{ kind: Service, name: web }', 'Service'],
  ])('fails for %s', (_, parent, place) => {
    expect(attached(gateway(HTTP) + BACKEND + route(parent)).places('GW2103')).toEqual([place]);
  });

  test.each(['{ group: "", kind: Service, name: cafe }', '{ group: multicluster.x-k8s.io, kind: ServiceImport, name: cafe }'])('%s is a mesh parent, which is noted', (parent) => {
    const { only, codes } = attached(gateway(HTTP) + BACKEND + route(parent));
    expect(codes).toEqual(['GW2110']);
    expect(only('GW2110').severity).toBe('note');
  });

  test('a Gateway of another controller is left to it, backends included', () => {
    const foreign = CLASS.replace('name: alb', 'name: other').replace('gateway.k8s.aws/alb', 'gateway.k8s.aws/nlb');
    const { only, codes } = attached(`---${foreign}${gateway(HTTP).replace('ClassName: alb', 'ClassName: other')}${route('{ name: web }')}`);
    expect(codes).toEqual(['GW2002', 'GW2109']);
    expect(only('GW2109').severity).toBe('note');
  });

  test.each([
    ['without parentRefs', `${RULES}`],
    ['with an empty list', `parentRefs: []\n${RULES}`],
  ])('fails for a route %s', (_, spec) => {
    const { only, places } = attached(gateway(HTTP) + BACKEND + gatewayApi('HTTPRoute', 'infra/cafe', spec));
    expect(only('GW2101').severity).toBe('error');
    expect(places('GW2101')).toEqual(['cafe']);
  });

  test('fails for default Gateways', () => {
    const { codes, places } = attached(gateway(HTTP) + BACKEND + gatewayApi('HTTPRoute', 'infra/cafe', `useDefaultGateways: All\n${RULES}`));
    expect(codes).toEqual(['GW2012']);
    expect(places('GW2012')).toEqual(['useDefaultGateways']);
  });
});

describe('whom a listener takes', () => {
  const open = (namespaces: string, kinds = ''): string => `- { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: ${namespaces}${kinds} } }`;
  const shop = (parents = '{ name: web, namespace: infra }'): string => route(parents, '', 'shop/cafe');

  test.each([
    ['all namespaces', open('{ from: All }')],
    ['a namespace by label', open('{ from: Selector, selector: { matchLabels: { team: shop } } }')],
    ['a namespace by name', open('{ from: Selector, selector: { matchLabels: { kubernetes.io/metadata.name: shop } } }')],
  ])('%s', (_, listener) => {
    const { attachments, codes } = attached(gateway(listener) + namespace('shop', 'team: shop') + shop());
    expect(attachments('cafe')).toEqual(['http:']);
    expect(codes).toEqual([]);
  });

  test.each([
    ['routes of other namespaces by default', '- { name: http, port: 80, protocol: HTTP }', 1],
    ['namespaces that a selector does not match', open('{ from: Selector, selector: { matchLabels: { team: bank } } }'), 2],
  ])('fails for %s', (_, listener, notes) => {
    const { attachments, only, places } = attached(gateway(listener) + shop());
    expect(attachments('cafe')).toEqual([]);
    expect(only('GW2106')).toMatchObject({
      condition: { type: 'Accepted', status: 'False', reason: 'NotAllowedByListeners' },
      about: { object: { namespace: 'shop' }, parent: 0 },
    });
    expect(only('GW2106').notes).toHaveLength(notes);
    expect(places('GW2106')).toEqual(['web']);
  });

  test('fails for a GRPCRoute on HTTP, at the section that names it', () => {
    const { only, places } = attached(gateway(TWO) + BACKEND + route('{ name: web, sectionName: http }', '', 'infra/rpc', 'GRPCRoute'));
    expect(only('GW2106').condition?.reason).toBe('NotAllowedByListeners');
    expect(places('GW2106')).toEqual(['http']);
  });

  test('a GRPCRoute finds the HTTPS listener by itself', () => {
    expect(attached(gateway(TWO) + BACKEND + route('{ name: web }', '', 'infra/rpc', 'GRPCRoute')).attachments('rpc')).toEqual(['https:']);
  });

  test('fails where all listeners refuse, with a note on each', () => {
    expect(attached(gateway(TWO) + shop()).only('GW2106').notes).toHaveLength(2);
  });
});

describe('hostnames', () => {
  const listeners = '- { name: exact, port: 80, protocol: HTTP, hostname: test.example.com }\n- { name: wild, port: 81, protocol: HTTP, hostname: "*.example.org" }';

  test('each listener has the intersection', () => {
    const { attachments, codes } = attached(gateway(listeners) + BACKEND + route('{ name: web }', 'hostnames: ["*.example.com", a.example.org, b.example.org]'));
    expect(attachments('cafe')).toEqual(['exact: test.example.com', 'wild: a.example.org b.example.org']);
    expect(codes).toEqual([]);
  });

  test('a route without hostnames takes those of the listeners', () => {
    expect(attached(gateway(listeners) + BACKEND + route('{ name: web }')).attachments('cafe')).toEqual(['exact: test.example.com', 'wild: *.example.org']);
  });

  test.each([
    ['hostnames: [example.org]', 'example.org'],
    ['hostnames: [example.org, example.net]', 'hostnames'],
  ])('fails for %s', (hostnames, place) => {
    const { attachments, only, places } = attached(gateway(listeners) + BACKEND + route('{ name: web }', hostnames));
    expect(attachments('cafe')).toEqual([]);
    expect(only('GW2107')).toMatchObject({ condition: { type: 'Accepted', status: 'False', reason: 'NoMatchingListenerHostname' }, about: { parent: 0 } });
    expect(only('GW2107').notes).toHaveLength(2);
    expect(places('GW2107')).toEqual([place]);
  });

  test('warns of a hostname that no listener serves', () => {
    const { only, places } = attached(gateway(listeners) + BACKEND + route('{ name: web }', 'hostnames: [test.example.com, example.net]'));
    expect(only('GW2108').severity).toBe('warning');
    expect(places('GW2108')).toEqual(['example.net']);
  });

  test('a refusal by namespace is not blamed on hostnames', () => {
    const { codes } = attached(gateway(listeners) + route('{ name: web, namespace: infra }', 'hostnames: [example.net]', 'shop/cafe'));
    expect(codes).toEqual(['GW2106']);
  });
});

describe('ListenerSets as parents', () => {
  const open = gateway('- { name: http, port: 80, protocol: HTTP }', 'allowedListeners: { namespaces: { from: All } }');
  const set = (path: string, hostname: string): string =>
    gatewayApi('ListenerSet', path, `parentRef: { name: web, namespace: infra }\nlisteners: [{ name: extra, port: 80, protocol: HTTP, hostname: ${hostname} }]`);
  const toSet = '{ kind: ListenerSet, name: more }';

  test('give their own listeners only, as a Gateway gives its own only', () => {
    const manifests = open + set('infra/more', 'x.example.com') + BACKEND;
    expect(attached(manifests + route(toSet)).attachments('cafe')).toEqual(['extra: x.example.com']);
    expect(attached(manifests + route('{ name: web }')).attachments('cafe')).toEqual(['http:']);
    expect(attached(manifests + route(`{ name: web }, ${toSet}`)).attachments('cafe')).toEqual(['http:', 'extra: x.example.com']);
  });

  test('fails for a listener of a set by way of the Gateway, and says how to reach it', () => {
    const { only } = attached(open + set('infra/more', 'x.example.com') + BACKEND + route('{ name: web, sectionName: extra }'));
    expect(only('GW2104').notes.map(({ text }) => text)).toContain('ListenerSet infra/more has a listener "extra"; a parentRef with kind: ListenerSet reaches it');
  });

  test('Same is the namespace of the set', () => {
    const manifests = open + set('shop/more', 'x.example.com');
    expect(attached(manifests + route(toSet, '', 'shop/cafe')).attachments('cafe')).toEqual(['extra: x.example.com']);
    expect(attached(manifests + BACKEND + route('{ kind: ListenerSet, name: more, namespace: shop }')).codes).toContain('GW2106');
  });

  test('fails for a set that its Gateway does not allow', () => {
    const { attachments, only, places } = attached(gateway(HTTP) + set('infra/more', 'x.example.com') + BACKEND + route(toSet));
    expect(attachments('cafe')).toEqual([]);
    expect(only('GW2112')).toMatchObject({ condition: { reason: 'NoMatchingParent' }, about: { parent: 0 } });
    expect(places('GW2112')).toEqual(['more']);
  });

  test('fails for a set that is not there', () => {
    expect(attached(open + BACKEND + route(toSet)).places('GW2102')).toEqual(['more']);
  });
});

describe('one route and several Gateways', () => {
  test('is seen from each of them, with its rules', () => {
    const second = gateway(HTTP).replace('name: web', 'name: api');
    const { topology } = attached(gateway(HTTP) + second + BACKEND + route('{ name: api }, { name: web }'));
    expect(topology.gateways.map(({ gateway: { ref }, routes }) => [ref.name, routes[0].parentRefs, routes[0].attachments.length])).toEqual([
      ['api', [0], 1],
      ['web', [1], 1],
    ]);
    expect(topology.gateways[0].routes[0].rules).toBe(topology.gateways[1].routes[0].rules);
  });
});

test('routes come sorted by kind, namespace and name, whatever the order of the files', () => {
  const manifests = [route('{ name: web }', '', 'infra/z'), route('{ name: web }', '', 'infra/a', 'GRPCRoute'), route('{ name: web }', '', 'infra/a')];
  const names = (texts: readonly string[]): readonly string[] =>
    attached(gateway(TWO) + BACKEND + texts.join('')).gateway.routes.map(({ route: { ref } }) => `${ref.kind} ${ref.name}`);
  expect(names(manifests)).toEqual(['GRPCRoute a', 'HTTPRoute a', 'HTTPRoute z']);
  expect(names([...manifests].reverse())).toEqual(names(manifests));
});

describe('routes of both kinds on one listener', () => {
  const both = (http: string, grpc: string): readonly string[] =>
    attached(
      gateway('- { name: https, port: 443, protocol: HTTPS }') + BACKEND +
        route('{ name: web }', http && `hostnames: [${http}]`, 'infra/page') + route('{ name: web }', grpc && `hostnames: [${grpc}]`, 'infra/rpc', 'GRPCRoute'),
    ).codes;

  test.each([
    ['equal hostnames', 'a.com', 'a.com'],
    ['a hostname inside a wildcard', '"*.a.com"', 'x.a.com'],
    ['a wildcard around a hostname', 'x.a.com', '"*.a.com"'],
    ['no hostnames', '', ''],
  ])('with %s are noted', (_, http, grpc) => {
    expect(both(http, grpc)).toEqual(['GW2113']);
  });

  test('with different hostnames need no word', () => {
    expect(both('a.com', 'b.com')).toEqual([]);
  });
});

describe('routes that need a Network Load Balancer', () => {
  const tcp = (parents: string): string => gatewayApi('TCPRoute', 'infra/db', `parentRefs: [${parents}]\nrules: [{ backendRefs: [{ name: db, port: 5432 }] }]`);

  test('fails on a Gateway of ours', () => {
    const { only, places } = attached(gateway(HTTP) + tcp('{ name: web }'));
    expect(only('GW2111').severity).toBe('error');
    expect(places('GW2111')).toEqual(['web']);
  });

  test('on other Gateways they are none of our business', () => {
    expect(attached(gateway(HTTP) + tcp('{ name: other }, 17')).codes).toEqual([]);
  });
});
