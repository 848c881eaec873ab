import { attached, gateway } from './attached';

const http = (fields: string): string => `- { name: a, port: 80, protocol: HTTP${fields && `, ${fields}`} }`;

describe('protocols', () => {
  test.each(['TCP', 'UDP', 'TLS', 'FOO', 'example.com/Custom'])('fails for %s', (protocol) => {
    const tls = protocol === 'TLS' ? ', tls: { mode: Passthrough }' : '';
    const { only, places, listener } = attached(gateway(`- { name: a, port: 80, protocol: HTTP }\n- { name: b, port: 443, protocol: ${protocol}${tls} }`));
    expect(only('GW2202')).toMatchObject({
      severity: 'error',
      condition: { type: 'Accepted', status: 'False', reason: 'UnsupportedProtocol' },
      about: { object: { kind: 'Gateway', name: 'web' }, listener: 'b' },
    });
    expect(places('GW2202')).toEqual([protocol]);
    expect(listener('b')).toMatchObject({ valid: false, supportedKinds: [] });
    expect(listener('a').valid).toBe(true);
  });

  test('fails for http in lower case, with the right spelling', () => {
    expect(attached(gateway('- { name: a, port: 80, protocol: http }')).only('GW2202').hint).toBe('did you mean "HTTP"?');
  });

  test('a listener that is invalid is an error that a running Gateway would serve around', () => {
    const manifests = gateway('- { name: a, port: 80, protocol: HTTP }\n- { name: b, port: 22, protocol: TCP }');
    expect(attached(manifests, {}, 'respond-500').only('GW2202').severity).toBe('warning');
  });

  test('fails for a Gateway without any valid listener', () => {
    const { only, places } = attached(gateway('- { name: b, port: 22, protocol: TCP }'));
    expect(only('GW2201').condition).toEqual({ type: 'Accepted', status: 'False', reason: 'ListenersNotValid' });
    expect(places('GW2201')).toEqual(['listeners']);
  });
});

describe('kinds of routes', () => {
  test.each([
    ['HTTP', '', ['HTTPRoute']],
    ['HTTPS', '', ['HTTPRoute', 'GRPCRoute']],
    ['HTTP', 'allowedRoutes: { kinds: [] }', ['HTTPRoute']],
    ['HTTPS', 'allowedRoutes: { kinds: [{ kind: GRPCRoute }] }', ['GRPCRoute']],
  ])('a listener with %s and %p is open to %p', (protocol, fields, kinds) => {
    const { listener, codes } = attached(gateway(`- { name: a, port: 80, protocol: ${protocol}${fields && `, ${fields}`} }`));
    expect(listener('a')).toMatchObject({ valid: true, supportedKinds: kinds });
    expect(codes).toEqual([]);
  });

  test.each([
    ['gRPC on HTTP', '{ kind: GRPCRoute }', 'GRPCRoute'],
    ['a kind for another load balancer', '{ kind: TCPRoute }', 'TCPRoute'],
    ['a kind that nobody knows', '{ kind: HTTPRote }', 'HTTPRote'],
    ['another group', '{ group: example.com, kind: HTTPRoute }', 'example.com'],
  ])('fails for %s; the other kinds still count', (_, kind, place) => {
    const { listener, only, places } = attached(gateway(http(`allowedRoutes: { kinds: [{ kind: HTTPRoute }, ${kind}] }`)));
    expect(only('GW2203')).toMatchObject({
      condition: { type: 'ResolvedRefs', status: 'False', reason: 'InvalidRouteKinds' },
      about: { listener: 'a' },
    });
    expect(places('GW2203')).toEqual([place]);
    expect(listener('a')).toMatchObject({ valid: true, supportedKinds: ['HTTPRoute'] });
  });

  test('fails for a listener that is left without any kind', () => {
    const { listener, codes } = attached(gateway(http('allowedRoutes: { kinds: [{ kind: InvalidRoute }] }')));
    expect(listener('a')).toMatchObject({ valid: false, supportedKinds: [] });
    expect(codes).toEqual(['GW2203', 'GW2201']);
  });

  test('fails for a Selector without selector', () => {
    expect(attached(gateway(http('allowedRoutes: { namespaces: { from: Selector } }'))).places('GW2207')).toEqual(['Selector']);
  });

  test.each(['from: All, ', 'from: Same, ', ''])('warns of a selector that does not count: %s', (from) => {
    const { only, places } = attached(gateway(http(`allowedRoutes: { namespaces: { ${from}selector: { matchLabels: { team: shop } } } }`)));
    expect(only('GW2208').severity).toBe('warning');
    expect(places('GW2208')).toEqual(['selector']);
  });
});

describe('listeners of one Gateway on one port', () => {
  test('with different hostnames are told apart', () => {
    const { topology, codes } = attached(gateway(`${http('hostname: example.com')}\n- { name: b, port: 80, protocol: HTTP, hostname: test.com }`));
    expect(topology.gateways[0].listeners.map(({ valid }) => valid)).toEqual([true, true]);
    expect(codes).toEqual([]);
  });

  test('fails with different protocols: all of them lose', () => {
    const { places, diagnostics, listener } = attached(
      gateway('- { name: a, port: 80, protocol: HTTP }\n- { name: b, port: 80, protocol: HTTPS }\n- { name: c, port: 81, protocol: HTTP }'),
    );
    const conflicts = diagnostics.filter(({ code }) => code === 'GW2204');
    expect(conflicts.map(({ about }) => about?.listener)).toEqual(['a', 'b']);
    expect(conflicts[0].condition).toEqual({ type: 'Conflicted', status: 'True', reason: 'ProtocolConflict' });
    expect(conflicts[0].notes).toHaveLength(1);
    expect(places('GW2204')).toEqual(['HTTP', 'HTTPS']);
    expect([listener('a').valid, listener('b').valid, listener('c').valid]).toEqual([false, false, true]);
  });

  test('a protocol that an ALB does not have takes no port from others', () => {
    const { listener, codes } = attached(gateway(`${http('')}\n- { name: b, port: 80, protocol: TCP }`));
    expect(listener('a').valid).toBe(true);
    expect(codes).toEqual(['GW2202']);
  });
});

describe('hostnames of HTTPS listeners that overlap', () => {
  const https = (name: string, port: number, hostname: string): string =>
    `- { name: ${name}, port: ${port}, protocol: HTTPS${hostname && `, hostname: "${hostname}"`} }`;

  test('are a warning for each listener involved', () => {
    const { diagnostics, places } = attached(
      gateway([https('a', 443, 'foo.example.com'), https('b', 443, 'bar.example.org'), https('c', 443, '*.example.com')].join('\n')),
    );
    expect(diagnostics.map(({ code, severity, about }) => [code, severity, about?.listener])).toEqual([
      ['GW2206', 'warning', 'a'],
      ['GW2206', 'warning', 'c'],
    ]);
    expect(diagnostics[0].condition).toEqual({ type: 'OverlappingTLSConfig', status: 'True', reason: 'OverlappingHostnames' });
    expect(places('GW2206')).toEqual(['"foo.example.com"', '"*.example.com"']);
  });

  test('include a listener without hostname', () => {
    expect(attached(gateway([https('a', 443, 'foo.example.com'), https('b', 443, '')].join('\n'))).codes).toEqual(['GW2206', 'GW2206']);
  });

  test('do not matter on different ports', () => {
    expect(attached(gateway([https('a', 443, 'foo.example.com'), https('b', 8443, '*.example.com')].join('\n'))).codes).toEqual([]);
  });
});
