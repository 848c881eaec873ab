import { gatewayWith, planned, pointedAt, reported, route, service } from './planned';

const arn = (name: string): string => `arn:aws:acm:eu-west-1:111122223333:certificate/${name}`;
const https = '{name: https, port: 443, protocol: HTTPS, hostname: a.example.com}';

const pem = (seed: string): string => ['-----BEGIN CERTIFICATE-----', `MII${seed.repeat(12)}`, '-----END CERTIFICATE-----'].join('\n    ');
const configMap = (name: string, ...seeds: readonly string[]): string => [
  '---', 'apiVersion: v1', 'kind: ConfigMap', `metadata: {name: ${name}, namespace: infra}`, 'data:', '  ca.crt: |', ...seeds.map((seed) => `    ${pem(seed)}`), '',
].join('\n');
const frontend = (...lines: readonly string[]): readonly string[] => ['  tls:', '    frontend:', ...lines.map((line) => `      ${line}`)];
const validation = (name: string, mode = ''): string => `{validation: {caCertificateRefs: [{group: "", kind: ConfigMap, name: ${name}}]${mode}}}`;

describe('listeners', () => {
  test('are one for each port, ascending, with a 404 for what no rule matches', () => {
    const listeners = [https, '{name: http, port: 80, protocol: HTTP}', '{name: more, port: 443, protocol: HTTPS, hostname: b.example.com}'];
    const { plan } = planned(gatewayWith({ listeners }));
    expect(plan.listeners.map(({ id, port, protocol }) => [id, port, protocol])).toEqual([['80', 80, 'HTTP'], ['443', 443, 'HTTPS']]);
    expect(plan.listeners[0]).toMatchObject({ fallback: { type: 'fixed-response', statusCode: 404, contentType: 'text/plain' }, rules: [], certificates: [] });
  });

  test('an HTTP listener has no TLS settings', () => {
    const [listener] = planned(gatewayWith()).plan.listeners;
    expect(listener).not.toHaveProperty('sslPolicy');
    expect(listener).not.toHaveProperty('mutualAuthentication');
  });

  test('an invalid listener is not part of the plan', () => {
    const result = planned(gatewayWith({ listeners: [https, '{name: tcp, port: 9000, protocol: TCP}'] }));
    expect(result.plan.listeners.map(({ port }) => port)).toEqual([443]);
  });

  test.each([
    ['another port', 'HTTPS:8443', 'GW5008', '"HTTPS:8443"'],
    ['another protocol', 'HTTP:443', 'GW5008', '"HTTP:443"'],
    ['no port', 'HTTPS:', 'GW5008', '"HTTPS:"'],
  ])('warns of a configuration for %s', (_, key, code, text) => {
    const manifests = gatewayWith({ listeners: [https], ofGateway: `{listenerConfigurations: [{protocolPort: "${key}", defaultCertificate: "${arn('a')}"}]}` });
    const result = planned(manifests);
    expect(pointedAt(manifests, reported(result, code))).toBe(text);
    expect(reported(result, code).message).toContain('HTTPS:443');
  });

  test.each([
    ['fails on QUIC', 'quicEnabled: true', 'GW5010'],
    ['names targetGroupStickiness as one for Network Load Balancers', 'targetGroupStickiness: true', 'GW5011'],
    ['notes that alpnPolicy has no effect', 'alpnPolicy: HTTP2Preferred', 'GW5012'],
  ])('%s', (_, setting, code) => {
    const configuration = `{protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-2016-08, ${setting}}`;
    expect(planned(gatewayWith({ listeners: [https], ofGateway: `{listenerConfigurations: [${configuration}]}` })).codes).toEqual([code]);
  });

  test('TLS settings of an HTTP listener have no effect, and say so', () => {
    const configuration = `{protocolPort: "HTTP:80", sslPolicy: ELBSecurityPolicy-2016-08, defaultCertificate: "${arn('a')}", mutualAuthentication: {mode: passthrough}}`;
    const result = planned(gatewayWith({ ofGateway: `{listenerConfigurations: [${configuration}]}` }));
    expect(result.codes).toEqual(['GW5013', 'GW5013', 'GW5013']);
    expect(result.plan.listeners[0].certificates).toEqual([]);
  });

  test('the last entry for a listener counts, and the repetition is told', () => {
    const twice = '{protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-2016-08}, {protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-FS-2018-06}';
    const result = planned(gatewayWith({ listeners: [https], ofGateway: `{listenerConfigurations: [${twice}]}` }));
    expect(result.plan.listeners[0].sslPolicy).toBe('ELBSecurityPolicy-FS-2018-06');
    expect(result.codes).toEqual(['GW5009']);
  });
});

describe('certificates', () => {
  const configured = (fields: string): string => `{listenerConfigurations: [{protocolPort: "HTTPS:443", ${fields}}]}`;
  const named = '{name: https, port: 443, protocol: HTTPS, hostname: a.example.com, tls: {certificateRefs: [{name: a-tls}]}}';

  test.each([
    ['the default one', `defaultCertificate: "${arn('d')}"`, ['d']],
    ['the listed ones, the first as default', `certificates: ["${arn('a')}", "${arn('b')}"]`, ['a', 'b']],
    ['the default one first', `certificates: ["${arn('a')}", "${arn('b')}"], defaultCertificate: "${arn('d')}"`, ['d', 'a', 'b']],
    ['each once', `certificates: ["${arn('d')}", "${arn('b')}"], defaultCertificate: "${arn('d')}"`, ['d', 'b']],
  ])('of the configuration: %s', (_, fields, expected) => {
    const { plan } = planned(gatewayWith({ listeners: [https], ofGateway: configured(fields) }));
    expect(plan.listeners[0].certificates).toEqual(expected.map((name) => ({ kind: 'arn', arn: arn(name) })));
  });

  test('configured ones come before those of the listeners', () => {
    const { plan } = planned(gatewayWith({ listeners: [named], ofGateway: configured(`defaultCertificate: "${arn('d')}"`) }));
    expect(plan.listeners[0].certificates).toEqual([{ kind: 'arn', arn: arn('d') }, { kind: 'secret', secret: { namespace: 'infra', name: 'a-tls' } }]);
  });

  test('a listener without one asks by hostname, next to listeners that have one', () => {
    const manifests = gatewayWith({ listeners: [named, '{name: b, port: 443, protocol: HTTPS, hostname: "*.b.example.com"}'] })
      + service('s', '{port: 80}') + route('r', '{name: s, port: 80}', { rest: '  hostnames: [x.b.example.com]' });
    expect(planned(manifests).plan.listeners[0].certificates).toEqual([
      { kind: 'secret', secret: { namespace: 'infra', name: 'a-tls' } },
      { kind: 'hostnames', hostnames: ['*.b.example.com', 'x.b.example.com'] },
    ]);
  });

  test('hostnames of listeners and routes are sought in alphabetical order', () => {
    const manifests = gatewayWith({ listeners: ['{name: https, port: 443, protocol: HTTPS}'] })
      + service('s', '{port: 80}') + route('r', '{name: s, port: 80}', { rest: '  hostnames: [example.com, "*.example.org"]' });
    expect(planned(manifests).plan.listeners[0].certificates).toEqual([{ kind: 'hostnames', hostnames: ['*.example.org', 'example.com'] }]);
  });

  test('fails without certificate and without any hostname to find one for', () => {
    const manifests = gatewayWith({ listeners: ['{name: https, port: 443, protocol: HTTPS}'] });
    const result = planned(manifests);
    expect(pointedAt(manifests, reported(result, 'GW5001'))).toBe('{name: https, port: 443, protocol: HTTPS}');
    expect(reported(result, 'GW5001')).toMatchObject({ about: { listener: 'https' }, condition: { type: 'Programmed', status: 'False' } });
    expect(result.plan.listeners[0].certificates).toEqual([]);
  });

  test('fails without certificate where the caller has none to offer', () => {
    expect(planned(gatewayWith({ listeners: [https] }), { certificates: [], defaultCertificate: false }).codes).toContain('GW5001');
  });

  test('a default certificate of the caller serves a listener without hostname', () => {
    const result = planned(gatewayWith({ listeners: ['{name: https, port: 443, protocol: HTTPS}'] }), { certificates: [], defaultCertificate: true });
    expect(result.plan.listeners[0].certificates).toEqual([{ kind: 'hostnames', hostnames: [] }]);
    expect(result.codes).not.toContain('GW5001');
  });

  test('fails on what is no ARN of a certificate', () => {
    const manifests = gatewayWith({ listeners: [https], ofGateway: configured('defaultCertificate: my-certificate') });
    expect(pointedAt(manifests, reported(planned(manifests), 'GW5002'))).toBe('my-certificate');
  });

  test('fails on more certificates than the quota, the default ones not counted', () => {
    const list = (count: number): string => Array.from({ length: count }, (_, index) => `"${arn(`c${index}`)}"`).join(', ');
    const codes = (count: number): readonly string[] => planned(gatewayWith({ listeners: [https], ofGateway: configured(`certificates: [${list(count)}]`) })).codes;
    expect(codes(26)).not.toContain('GW5503');
    expect(codes(27)).toContain('GW5503');
  });
});

describe('the security policy', () => {
  test('is the recommended one by default, which is noted', () => {
    const result = planned(gatewayWith({ listeners: [https] }));
    expect(result.plan.listeners[0].sslPolicy).toBe('ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09');
    expect(reported(result, 'GW5004').severity).toBe('note');
  });

  test.each([
    ['ELBSecurityPolicy-TLS13-1-2-2021-06', []],
    ['ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04', []],
    ['ELBSecurityPolicy-TLS13-1-2-2021-6', ['GW5003']],
  ])('%s is used as it is', (policy, codes) => {
    const ofGateway = `{listenerConfigurations: [{protocolPort: "HTTPS:443", sslPolicy: ${policy}}]}`;
    const result = planned(gatewayWith({ listeners: [https], ofGateway }));
    expect(result.plan.listeners[0].sslPolicy).toBe(policy);
    expect(result.codes).toEqual(codes);
  });

  test('an unknown one is told with the one that was probably meant', () => {
    const ofGateway = '{listenerConfigurations: [{protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-6}]}';
    expect(reported(planned(gatewayWith({ listeners: [https], ofGateway })), 'GW5003').hint).toContain('ELBSecurityPolicy-TLS13-1-2-2021-06');
  });
});

describe('client certificates', () => {
  const mutual = (fields: string): string => `{listenerConfigurations: [{protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-2016-08, mutualAuthentication: {${fields}}}]}`;
  const store = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:truststore/ca/0123456789abcdef';

  test.each([
    ['nothing', undefined, { mode: 'off' }],
    ['verify with a name', 'mode: verify, trustStore: ca', { mode: 'verify', trustStore: { kind: 'name', name: 'ca' }, ignoreClientCertificateExpiry: false }],
    [
      'verify with an ARN',
      `mode: verify, trustStore: "${store}", ignoreClientCertificateExpiry: true, advertiseTrustStoreCaNames: "on"`,
      { mode: 'verify', trustStore: { kind: 'arn', arn: store }, ignoreClientCertificateExpiry: true, advertiseTrustStoreCaNames: 'on' },
    ],
    ['passthrough', 'mode: passthrough', { mode: 'passthrough' }],
    ['off', 'mode: "off"', { mode: 'off' }],
  ])('are treated as configured: %s', (_, fields, expected) => {
    const result = planned(gatewayWith({ listeners: [https], ...(fields !== undefined && { ofGateway: mutual(fields) }) }));
    expect(result.plan.listeners[0].mutualAuthentication).toEqual(expected);
  });

  test('of a frontend validation are verified with a trust store of its ConfigMaps', () => {
    const { plan, codes } = planned(gatewayWith({ listeners: [https], rest: frontend(`default: ${validation('ca')}`) }) + configMap('ca', 'A', 'B'));
    const [trustStore] = plan.trustStores;
    expect(plan.listeners[0].mutualAuthentication).toEqual({ mode: 'verify', trustStore: { kind: 'planned', id: trustStore.id }, ignoreClientCertificateExpiry: false });
    expect(trustStore.configMaps).toEqual([{ namespace: 'infra', name: 'ca' }]);
    expect(trustStore.bundle.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(codes).toEqual(['GW5004']);
  });

  test('of two ports with the same ConfigMap share a trust store, whose id does not follow its content', () => {
    const listeners = [https, '{name: other, port: 8443, protocol: HTTPS, hostname: a.example.com}'];
    const storesOf = (seed: string) =>
      planned(gatewayWith({ listeners, rest: frontend(`default: ${validation('ca')}`) }) + configMap('ca', seed)).plan.trustStores;
    expect(storesOf('A')).toHaveLength(1);
    expect(storesOf('A')[0].id).toBe(storesOf('B')[0].id);
  });

  test('are passed through where an insecure fallback is allowed', () => {
    const rest = frontend(`default: ${validation('ca', ', mode: AllowInsecureFallback')}`);
    const { plan } = planned(gatewayWith({ listeners: [https], rest }) + configMap('ca', 'A'));
    expect(plan.listeners[0].mutualAuthentication).toEqual({ mode: 'passthrough' });
    expect(plan.trustStores).toEqual([]);
  });

  test('are not asked for on a port that perPort switches off', () => {
    const listeners = [https, '{name: other, port: 8443, protocol: HTTPS, hostname: a.example.com}'];
    const rest = frontend(`default: ${validation('ca')}`, 'perPort: [{port: 8443, tls: {}}]');
    const { plan } = planned(gatewayWith({ listeners, rest }) + configMap('ca', 'A'));
    expect(plan.listeners.map(({ mutualAuthentication }) => mutualAuthentication?.mode)).toEqual(['verify', 'off']);
  });

  test('fails to open a port whose CA certificates are missing', () => {
    const listeners = [https, '{name: http, port: 80, protocol: HTTP}'];
    const { plan } = planned(gatewayWith({ listeners, rest: frontend(`default: ${validation('missing')}`) }));
    expect(plan.listeners.map(({ port }) => port)).toEqual([80]);
    expect(plan.securityGroups.ingress.map(({ fromPort }) => fromPort)).toEqual([80]);
  });

  test('fails on two places that configure them, and verifies', () => {
    const manifests = gatewayWith({ listeners: [https], ofGateway: mutual('mode: "off"'), rest: frontend(`default: ${validation('ca')}`) }) + configMap('ca', 'A');
    const result = planned(manifests);
    expect(pointedAt(manifests, reported(result, 'GW5005'))).toBe('mutualAuthentication');
    expect(result.plan.listeners[0].mutualAuthentication?.mode).toBe('verify');
  });

  test('fails on a third listener that verifies', () => {
    const listeners = [443, 8443, 9443].map((port) => `{name: p${port}, port: ${port}, protocol: HTTPS, hostname: a.example.com}`);
    const result = planned(gatewayWith({ listeners, rest: frontend(`default: ${validation('ca')}`) }) + configMap('ca', 'A'));
    expect(reported(result, 'GW5006').message).toContain('443, 8443, 9443');
  });

  test('warns of more CA certificates than a trust store takes', () => {
    const seeds = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
    const result = planned(gatewayWith({ listeners: [https], rest: frontend(`default: ${validation('ca')}`) }) + configMap('ca', ...seeds));
    expect(reported(result, 'GW5007').severity).toBe('warning');
  });
});

describe('listener attributes', () => {
  const attributes = (protocolPort: string, ...list: readonly string[]): string =>
    `{listenerConfigurations: [{protocolPort: "${protocolPort}", sslPolicy: ELBSecurityPolicy-2016-08, listenerAttributes: [${list.join(', ')}]}]}`;
  const frame = '{key: routing.http.response.x_frame_options.header_value, value: DENY}';

  test('are configured ones and defaults', () => {
    const [listener] = planned(gatewayWith({ listeners: [https], ofGateway: attributes('HTTPS:443', frame) })).plan.listeners;
    expect(listener.attributes).toEqual([
      { key: 'routing.http.response.server.enabled', value: 'true' },
      { key: 'routing.http.response.x_frame_options.header_value', value: 'DENY' },
    ]);
  });

  test('of a response header filter stand beside them', () => {
    const set = '{type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: X-Content-Type-Options, value: nosniff}]}}';
    const manifests = gatewayWith({ listeners: [https], ofGateway: attributes('HTTPS:443', frame) }) + service('s', '{port: 80}')
      + route('r', '{name: s, port: 80}').replace('  - backendRefs', `  - filters: [${set}]\n    backendRefs`);
    expect(planned(manifests).plan.listeners[0].attributes.map(({ value }) => value)).toEqual(['true', 'nosniff', 'DENY']);
  });

  test.each([
    ['fails on an unknown key', 'HTTPS:443', '{key: routing.http.response.x_frame_option.header_value, value: DENY}', 'GW5301', 'routing.http.response.x_frame_option.header_value'],
    ['fails on a quote in a header value', 'HTTPS:443', `{key: routing.http.response.content_security_policy.header_value, value: 'a "b"'}`, 'GW5302', `'a "b"'`],
    ['fails on a bad header name', 'HTTPS:443', '{key: routing.http.request.x_amzn_tls_version.header_name, value: "x y"}', 'GW5302', '"x y"'],
    [
      'fails on the name of a TLS header on an HTTP listener',
      'HTTP:80',
      '{key: routing.http.request.x_amzn_tls_version.header_name, value: X-Tls}',
      'GW5308',
      '{key: routing.http.request.x_amzn_tls_version.header_name, value: X-Tls}',
    ],
  ])('%s', (_, protocolPort, attribute, code, text) => {
    const listeners = protocolPort === 'HTTP:80' ? undefined : [https];
    const manifests = gatewayWith({ ...(listeners && { listeners }), ofGateway: attributes(protocolPort, attribute) });
    expect(pointedAt(manifests, reported(planned(manifests), code))).toBe(text);
  });
});
