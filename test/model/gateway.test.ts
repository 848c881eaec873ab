import { decodeText, gatewayApi, gatewayWith, object } from './decoding';

const listener = '{ name: http, protocol: HTTP, port: 80 }';

describe('defaults of Gateway', () => {
  test('listeners admit routes of their namespace, the Gateway admits no ListenerSets', () => {
    const { resources, found } = decodeText(gatewayApi('Gateway', `
gatewayClassName: alb
listeners:
  - ${listener}
  - { name: https, protocol: HTTPS, port: 443, tls: { certificateRefs: [{ name: cert }] }, allowedRoutes: { kinds: [{ kind: HTTPRoute }] } }
  - { name: selected, protocol: HTTP, port: 81, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { a: b } } } } }
addresses: [{ value: 10.0.0.1 }]`));
    const { spec } = resources.gateways[0];
    expect(found).toEqual([]);
    expect(spec.allowedListeners).toEqual({ namespaces: { from: 'None' } });
    expect(spec.addresses).toEqual([{ type: 'IPAddress', value: '10.0.0.1' }]);
    expect(spec.listeners[0]).toEqual({ name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'Same' } } });
    expect(spec.listeners[1].tls).toEqual({ mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'cert' }] });
    expect(spec.listeners[1].allowedRoutes).toEqual({
      namespaces: { from: 'Same' },
      kinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }],
    });
    expect(spec.listeners[2].allowedRoutes.namespaces).toEqual({ from: 'Selector', selector: { matchLabels: { a: 'b' } } });
  });

  test('allowedListeners without anything in it admits none, and client certificates must be valid', () => {
    const { resources, found } = decodeText(gatewayApi('Gateway', `
gatewayClassName: alb
listeners: [${listener}]
allowedListeners: { namespaces: {} }
tls:
  backend: { clientCertificateRef: { name: client } }
  frontend:
    default: { validation: { caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] } }
    perPort: [{ port: 8443, tls: {} }]`));
    const { spec } = resources.gateways[0];
    expect(found).toEqual([]);
    expect(spec.allowedListeners).toEqual({ namespaces: { from: 'None' } });
    expect(spec.tls?.frontend?.default.validation?.mode).toBe('AllowValidOnly');
    expect(spec.tls?.frontend?.perPort).toEqual([{ port: 8443, tls: {} }]);
    expect(spec.tls?.backend?.clientCertificateRef).toEqual({ group: '', kind: 'Secret', name: 'client' });
  });
});

describe('listeners', () => {
  test.each([
    ['tls on HTTP', 'name: a\nprotocol: HTTP\nport: 80\ntls: { certificateRefs: [{ name: c }] }', ['GW1121 tls']],
    ['tls on TCP', 'name: a\nprotocol: TCP\nport: 80\ntls: { certificateRefs: [{ name: c }] }', ['GW1121 tls']],
    ['a passthrough of HTTPS', 'name: a\nprotocol: HTTPS\nport: 443\ntls: { mode: Passthrough }', ['GW1122 Passthrough']],
    ['TLS without a mode', 'name: a\nprotocol: TLS\nport: 443', ['GW1122 TLS']],
    ['a termination without certificates', 'name: a\nprotocol: HTTPS\nport: 443\ntls: {}', ['GW1125 tls']],
    ['a hostname on UDP', 'name: a\nprotocol: UDP\nport: 53\nhostname: a.com', ['GW1123 hostname']],
    ['a hostname that is empty', 'name: a\nprotocol: HTTP\nport: 80\nhostname: ""', ['GW1007 ""']],
    ['a port of 0', 'name: a\nprotocol: HTTP\nport: 0', ['GW1005 0']],
    ['a port in quotes', 'name: a\nprotocol: HTTP\nport: "80"', ['GW1002 "80"']],
    ['a fraction of a port', 'name: a\nprotocol: HTTP\nport: 80.5', ['GW1002 80.5']],
    ['a protocol with a blank', 'name: a\nprotocol: H TTP\nport: 80', ['GW1006 H TTP']],
    ['no port', 'name: a\nprotocol: HTTP', ['GW1003 name: a']],
    ['the name of another', 'name: sound\nprotocol: HTTP\nport: 80', ['GW1010 sound']],
    ['the port of another', 'name: a\nprotocol: HTTP\nport: 8080', ['GW1124 8080']],
    ['nine kinds', `name: a\nprotocol: HTTP\nport: 80\nallowedRoutes: { kinds: [${Array.from({ length: 9 }, () => '{ kind: K }').join(', ')}] }`,
      ['GW1008 kinds']],
    ['None as the origin of routes', 'name: a\nprotocol: HTTP\nport: 80\nallowedRoutes: { namespaces: { from: None } }', ['GW1004 None']],
    ['a selector that compares with nothing',
      'name: a\nprotocol: HTTP\nport: 80\nallowedRoutes: { namespaces: { selector: { matchExpressions: [{ key: a, operator: In }] } } }',
      ['GW1127 { key: a, operator: In }']],
    ['a selector that compares what only exists',
      'name: a\nprotocol: HTTP\nport: 80\nallowedRoutes: { namespaces: { selector: { matchExpressions: [{ key: a, operator: Exists, values: [b] }] } } }',
      ['GW1127 { key: a, operator: Exists, values: [b] }']],
    ['seventeen options', `name: a\nprotocol: HTTPS\nport: 443\ntls: { options: { ${Array.from({ length: 17 }, (_, i) => `a.b/o${i}: x`).join(', ')} } }`,
      ['GW1008 options']],
    ['an option with a blank in its key', 'name: a\nprotocol: HTTPS\nport: 443\ntls: { options: { "a b": x } }', ['GW1016 "a b"']],
  ])('fails for %s and leaves the listener out', (_, fields, expected) => {
    const { found, resources } = decodeText(gatewayWith(fields));
    expect(found).toEqual(expected);
    expect(resources.gateways[0].spec.listeners.map(({ name }) => name)).toEqual(['sound']);
    expect(resources.gateways[0].omitted.map(({ path }) => path)).toEqual([['spec', 'listeners', 1]]);
  });

  test('listeners of one port may differ in hostname or protocol', () => {
    expect(decodeText(gatewayWith('name: a\nprotocol: HTTP\nport: 8080\nhostname: a.com')).found).toEqual([]);
    expect(decodeText(gatewayWith('name: a\nprotocol: TCP\nport: 8080')).found).toEqual([]);
    expect(decodeText(gatewayWith('name: a\nprotocol: HTTPS\nport: 443')).found).toEqual([]);
  });

  test('fails for none and for 65 of them', () => {
    const many = Array.from({ length: 65 }, (_, index) => `  - { name: l${index}, protocol: HTTP, port: ${index + 1} }`).join('\n');
    expect(decodeText(gatewayApi('Gateway', 'gatewayClassName: alb\nlisteners: []')).found).toEqual(['GW1009 listeners']);
    expect(decodeText(gatewayApi('Gateway', `gatewayClassName: alb\nlisteners:\n${many}`)).found).toEqual(['GW1008 listeners']);
  });
});

describe('Gateways', () => {
  test.each([
    ['an address that is none', 'addresses: [{ value: 1.1.1 }]', ['GW1126 1.1.1']],
    ['an address with a zone', 'addresses: [{ value: "fe80::1%eth0" }]', ['GW1126 "fe80::1%eth0"']],
    ['a host name as an address', 'addresses: [{ value: a.com }]', ['GW1126 a.com']],
    ['a port in a host name', 'addresses: [{ type: Hostname, value: "a.com:80" }]', ['GW1126 "a.com:80"']],
    ['an address twice', 'addresses: [{ value: 1.1.1.1 }, { value: 1.1.1.1 }]', ['GW1010 1.1.1.1']],
    ['a type of address without a domain', 'addresses: [{ type: Elastic, value: a }]', ['GW1006 Elastic']],
    ['nine labels', `infrastructure: { labels: { ${Array.from({ length: 9 }, (_, index) => `l${index}: x`).join(', ')} } }`, ['GW1008 labels']],
    ['a label with a blank', 'infrastructure: { labels: { team: a b } }', ['GW1006 a b']],
    ['17 annotations', `infrastructure: { annotations: { ${Array.from({ length: 17 }, (_, index) => `l${index}: x`).join(', ')} } }`,
      ['GW1008 annotations']],
    ['a port with client certificates twice', 'tls: { frontend: { default: {}, perPort: [{ port: 1, tls: {} }, { port: 1, tls: {} }] } }', ['GW1010 1']],
    ['client certificates without a default', 'tls: { frontend: {} }', ['GW1003 frontend']],
    ['a validation without authorities', 'tls: { frontend: { default: { validation: { caCertificateRefs: [] } } } }', ['GW1009 caCertificateRefs']],
    ['an unknown scope', 'defaultScope: Cluster', ['GW1004 Cluster']],
  ])('fails for %s, which does not cost the Gateway', (_, fields, expected) => {
    const { found, resources } = decodeText(gatewayApi('Gateway', `gatewayClassName: alb\nlisteners: [${listener}]\n${fields}`));
    expect(found).toEqual(expected);
    expect(resources.gateways.map(({ spec }) => spec.listeners.length)).toEqual([1]);
    expect(resources.invalid).toEqual([]);
  });

  test.each([
    ['parameters without a name', 'infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration } }', ['GW1003 parametersRef']],
    ['a selector of ListenerSets that cannot be read', 'allowedListeners: { namespaces: { from: All, selector: { matchExpressions: [{ key: a, operator: NotIn }] } } }',
      ['GW1127 { key: a, operator: NotIn }']],
    ['a slip in the name of a field', 'infrastructur: {}', ['GW1001 infrastructur']],
  ])('fails for %s, without which the rest would mean something else', (_, fields, expected) => {
    const { found, resources } = decodeText(gatewayApi('Gateway', `gatewayClassName: alb\nlisteners: [${listener}]\n${fields}`));
    expect(found).toEqual(expected);
    expect(resources.gateways).toEqual([]);
    expect(resources.invalid.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['Gateway web']);
  });

  test('a field that resembles none is left out alone', () => {
    const { found, resources } = decodeText(gatewayApi('Gateway', `gatewayClassName: alb\nlisteners: [${listener}]\nfoo: bar`));
    expect(found).toEqual(['GW1001 foo']);
    expect(resources.gateways[0].omitted).toEqual([{ path: ['spec', 'foo'] }]);
  });

  test('addresses of every known type', () => {
    const addresses = '[{ value: "2001:db8::1" }, { type: Hostname, value: a.com }, { type: Hostname }, { type: a.com/eip, value: any thing }]';
    expect(decodeText(gatewayApi('Gateway', `gatewayClassName: alb\nlisteners: [${listener}]\naddresses: ${addresses}`)).found).toEqual([]);
  });
});

describe('GatewayClass', () => {
  const gatewayClass = (spec: string) => `apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: { name: alb }\nspec: ${spec}\n`;

  test('has no namespace', () => {
    const { resources, found } = decodeText(gatewayClass('{ controllerName: gateway.k8s.aws/alb }'));
    expect(found).toEqual([]);
    expect(resources.gatewayClasses[0].ref.namespace).toBe('');
    expect(resources.gatewayClasses[0].metadata.namespace).toBe('');
  });

  test.each([
    ['a controller without a path', '{ controllerName: example.com }', ['GW1006 example.com']],
    ['a long description', `{ controllerName: a.b/c, description: ${'x'.repeat(65)} }`, [`GW1007 ${'x'.repeat(65)}`]],
    ['parameters without a kind', '{ controllerName: a.b/c, parametersRef: { group: a.b, name: d } }', ['GW1003 parametersRef']],
  ])('fails for %s', (_, spec, expected) => {
    const { resources, found } = decodeText(gatewayClass(spec));
    expect(found).toEqual(expected);
    expect(resources.gatewayClasses).toEqual([]);
  });
});

describe('ListenerSet', () => {
  test('has the listeners of a Gateway and their rules', () => {
    const { resources, found } = decodeText(gatewayApi('ListenerSet', `
parentRef: { name: web }
listeners:
  - ${listener}
  - { name: bad, protocol: UDP, port: 53, hostname: a.com }`));
    expect(found).toEqual(['GW1123 hostname']);
    expect(resources.listenerSets[0].spec.parentRef).toEqual({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' });
    expect(resources.listenerSets[0].spec.listeners.map(({ name }) => name)).toEqual(['http']);
    expect(resources.listenerSets[0].omitted).toEqual([{ path: ['spec', 'listeners', 1], name: 'bad' }]);
  });

  test('fails without a parent', () => {
    expect(decodeText(gatewayApi('ListenerSet', `listeners: [${listener}]`)).found).toEqual(['GW1003 spec']);
  });
});

describe('ReferenceGrant', () => {
  const from = 'from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }]';

  test.each(['v1', 'v1beta1'])('is read in version %s', (version) => {
    const { resources, found } = decodeText(object(`gateway.networking.k8s.io/${version}`, 'ReferenceGrant', `${from}\nto: [{ group: "", kind: Service }]`));
    expect(found).toEqual([]);
    expect(resources.referenceGrants[0].spec.to).toEqual([{ group: '', kind: 'Service' }]);
  });

  test.each([
    ['no targets', from, ['GW1003 spec']],
    ['an empty list of targets', `${from}\nto: []`, ['GW1009 to']],
    ['a source without a namespace', 'from: [{ group: a.b, kind: C }]\nto: [{ group: "", kind: Service }]', ['GW1003 { group: a.b, kind: C }']],
    ['a wildcard as a namespace', 'from: [{ group: a.b, kind: C, namespace: "*" }]\nto: [{ group: "", kind: Service }]', ['GW1006 "*"']],
  ])('fails for %s', (_, spec, expected) => {
    const { resources, found } = decodeText(gatewayApi('ReferenceGrant', spec));
    expect(found).toEqual(expected);
    expect(resources.referenceGrants).toEqual([]);
    expect(resources.invalid).toHaveLength(1);
  });
});

describe('BackendTLSPolicy', () => {
  const target = 'targetRefs: [{ group: "", kind: Service, name: shop }]';

  test('is read', () => {
    const { resources, found } = decodeText(gatewayApi('BackendTLSPolicy', `
targetRefs: [{ group: "", kind: Service, name: a, sectionName: x }, { group: "", kind: Service, name: a, sectionName: y }]
validation:
  hostname: a.com
  wellKnownCACertificates: System
  subjectAltNames: [{ type: Hostname, hostname: b.com }, { type: URI, uri: "spiffe://a/b" }]`));
    expect(found).toEqual([]);
    expect(resources.backendTLSPolicies[0].spec.validation.hostname).toBe('a.com');
  });

  test.each([
    ['neither authorities nor a well-known set', `${target}\nvalidation: { hostname: a.com }`, ['GW1014 validation']],
    ['both authorities and a well-known set',
      `${target}\nvalidation: { hostname: a.com, wellKnownCACertificates: System, caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] }`,
      ['GW1013 wellKnownCACertificates']],
    ['an unknown set of authorities', `${target}\nvalidation: { hostname: a.com, wellKnownCACertificates: Mozilla }`, ['GW1006 Mozilla']],
    ['a name of another type', `${target}\nvalidation: { hostname: a.com, wellKnownCACertificates: System, subjectAltNames: [{ type: URI, hostname: b.com }] }`,
      ['GW1012 hostname']],
    ['a wildcard as the server name', `${target}\nvalidation: { hostname: "*.a.com", wellKnownCACertificates: System }`, ['GW1006 "*.a.com"']],
    ['a target twice', 'targetRefs: [{ group: "", kind: Service, name: a }, { group: "", kind: Service, name: a }]\nvalidation: { hostname: a.com, wellKnownCACertificates: System }',
      ['GW1108 a']],
  ])('fails for %s', (_, spec, expected) => {
    expect(decodeText(gatewayApi('BackendTLSPolicy', spec)).found).toEqual(expected);
  });
});
