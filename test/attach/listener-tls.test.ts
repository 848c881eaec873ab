import { attached, aws, gateway, gatewayApi, HTTP } from './attached';

const https = (tls: string): string => `- { name: web, port: 443, protocol: HTTPS, tls: ${tls} }`;
const data = (kind: string, path: string, fields: string): string => {
  const [namespace, name] = path.split('/');
  return `---\napiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\n${fields}\n`;
};
const PEM = '-----BEGIN CERTIFICATE-----\\nQQ==\\n-----END CERTIFICATE-----';
const KEY = '-----BEGIN PRIVATE KEY-----\\nQQ==\\n-----END PRIVATE KEY-----';
const GOOD = data('Secret', 'infra/good', `type: kubernetes.io/tls\nstringData: { tls.crt: "${PEM}", tls.key: "${KEY}" }`);
const MALFORMED = data('Secret', 'infra/malformed', 'type: kubernetes.io/tls\nstringData: { tls.crt: hello, tls.key: hello }');
const OPAQUE = data('Secret', 'infra/opaque', `stringData: { tls.crt: "${PEM}" }`);
const grant = (fromKind: string, fromNamespace: string, to = '{ group: "", kind: Secret }'): string =>
  gatewayApi('ReferenceGrant', 'vault/allow', `from: [{ group: gateway.networking.k8s.io, kind: ${fromKind}, namespace: ${fromNamespace} }]\nto: [${to}]`);

describe('certificateRefs', () => {
  test.each([
    ['a Secret that the files do not have, where anything may be mapped', '{ certificateRefs: [{ name: gone }] }', 'any', ['infra/gone']],
    ['a Secret of the files', '{ certificateRefs: [{ name: good }] }', 'any', ['infra/good']],
    ['a Secret that is mapped', '{ certificateRefs: [{ name: gone }] }', ['infra/gone'], ['infra/gone']],
    ['a malformed Secret that is mapped', '{ certificateRefs: [{ name: malformed }] }', ['infra/malformed'], ['infra/malformed']],
    ['several, in order', '{ certificateRefs: [{ name: good }, { name: alt }] }', 'any', ['infra/good', 'infra/alt']],
  ] as const)('%s gives a certificate', (_, tls, certificates, expected) => {
    const { listener, codes } = attached(gateway(https(tls)) + GOOD + MALFORMED, { certificates });
    const names = listener('web').certificates.map((certificate) => (certificate.kind === 'secret' ? `${certificate.secret.namespace}/${certificate.secret.name}` : ''));
    expect(names).toEqual(expected);
    expect(listener('web').valid).toBe(true);
    expect(codes).toEqual([]);
  });

  test.each([
    ['a malformed Secret', 'GW2303', '{ name: malformed }', 'any', 'malformed'],
    ['a Secret of another type', 'GW2303', '{ name: opaque }', 'any', 'opaque'],
    ['a malformed Secret that is not mapped', 'GW2303', '{ name: malformed }', ['infra/good'], 'malformed'],
    ['a Secret that is not mapped', 'GW2304', '{ name: god }', ['infra/good'], 'god'],
    ['a good Secret that is not mapped', 'GW2304', '{ name: good }', [], 'good'],
    ['another kind', 'GW2302', '{ kind: ConfigMap, name: good }', 'any', 'ConfigMap'],
    ['another group', 'GW2302', '{ group: example.com, name: good }', 'any', 'example.com'],
  ] as const)('fails for %s', (_, code, ref, certificates, place) => {
    const { listener, only, places } = attached(gateway(https(`{ certificateRefs: [${ref}] }`)) + GOOD + MALFORMED + OPAQUE, { certificates });
    expect(only(code)).toMatchObject({
      severity: 'error',
      condition: { type: 'ResolvedRefs', status: 'False', reason: 'InvalidCertificateRef' },
      about: { object: { name: 'web' }, listener: 'web' },
    });
    expect(places(code)).toEqual([place]);
    expect(listener('web')).toMatchObject({ valid: false, certificates: [] });
  });

  test('a name that is not mapped comes with the one that was probably meant', () => {
    const { only } = attached(gateway(https('{ certificateRefs: [{ name: god }] }')), { certificates: ['infra/good'] });
    expect(only('GW2304').hint).toBe('did you mean "infra/good"?');
  });

  test('a listener with one good certificate of two is valid, and the other is reported', () => {
    const { listener, codes } = attached(gateway(https('{ certificateRefs: [{ name: good }, { name: malformed }] }')) + GOOD + MALFORMED);
    expect(listener('web').valid).toBe(true);
    expect(listener('web').certificates).toHaveLength(1);
    expect(codes).toEqual(['GW2303']);
  });

  test('a Secret that cannot be read is not reported a second time', () => {
    const broken = data('Secret', 'infra/broken', 'type: kubernetes.io/tls\nstringData: [1]');
    const { codes, listener } = attached(gateway(https('{ certificateRefs: [{ name: broken }] }')) + broken);
    expect(codes.filter((code) => code.startsWith('GW23'))).toEqual([]);
    expect(listener('web').valid).toBe(false);
  });

  test('without tls a listener is valid: its certificates may come from a LoadBalancerConfiguration', () => {
    const { listener, codes } = attached(gateway('- { name: web, port: 443, protocol: HTTPS }'), { certificates: [] });
    expect(listener('web')).toMatchObject({ valid: true, certificates: [] });
    expect(codes).toEqual([]);
  });

  test('what is not mapped is a note where a LoadBalancerConfiguration names certificates of the port', () => {
    const more = 'infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: lb } }';
    const settings = (port: number): string =>
      aws('LoadBalancerConfiguration', 'infra/lb', `listenerConfigurations: [{ protocolPort: "HTTPS:${port}", defaultCertificate: "arn:aws:acm:eu-west-1:111122223333:certificate/a" }]`);
    const manifests = gateway(https('{ certificateRefs: [{ name: gone }] }'), more);
    const { listener, only } = attached(manifests + settings(443), { certificates: [] });
    expect(only('GW2305').severity).toBe('note');
    expect(listener('web')).toMatchObject({ valid: true, certificates: [] });
    expect(attached(manifests + settings(8443), { certificates: [] }).codes).toContain('GW2304');
  });
});

describe('certificateRefs to another namespace', () => {
  const reference = gateway(https('{ certificateRefs: [{ name: cert, namespace: vault }] }'));

  test.each([
    ['all Secrets', grant('Gateway', 'infra')],
    ['this Secret', grant('Gateway', 'infra', '{ group: "", kind: Secret, name: cert }')],
  ])('are permitted by a grant for %s', (_, manifest) => {
    const { listener, codes } = attached(reference + manifest);
    expect(listener('web').certificates).toHaveLength(1);
    expect(codes).toEqual([]);
  });

  test.each([
    ['no grant', '', 0],
    ['a grant for another kind of referrer', grant('HTTPRoute', 'infra'), 1],
    ['a grant for another namespace', grant('Gateway', 'shop'), 1],
    ['a grant for another Secret', grant('Gateway', 'infra', '{ group: "", kind: Secret, name: other }'), 1],
    ['a grant for another kind of target', grant('Gateway', 'infra', '{ group: "", kind: ConfigMap }'), 1],
    ['a grant in the namespace of the Gateway', grant('Gateway', 'infra').replace('namespace: vault', 'namespace: infra'), 1],
  ])('fails for %s, even where there is no such Secret', (_, manifest, notes) => {
    const { listener, only, places } = attached(reference + manifest, { certificates: [] });
    expect(only('GW2301')).toMatchObject({ condition: { type: 'ResolvedRefs', reason: 'RefNotPermitted' }, about: { listener: 'web' } });
    expect(only('GW2301').notes).toHaveLength(notes);
    expect(places('GW2301')).toEqual(['vault']);
    expect(listener('web').valid).toBe(false);
  });

  test('of a ListenerSet need a grant for ListenerSets', () => {
    const set = gatewayApi('ListenerSet', 'infra/set', 'parentRef: { name: web }\nlisteners:\n- { name: more, port: 8443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert, namespace: vault }] } }');
    const open = gateway('- { name: a, port: 80, protocol: HTTP }', 'allowedListeners: { namespaces: { from: Same } }');
    expect(attached(open + set + grant('Gateway', 'infra')).only('GW2301').about).toMatchObject({ object: { kind: 'ListenerSet' }, listener: 'more' });
    expect(attached(open + set + grant('ListenerSet', 'infra')).codes).toEqual([]);
  });
});

describe('tls.options', () => {
  const ARN = 'arn:aws:acm:eu-west-1:111122223333:certificate/0d1c2b3a-0000-4000-8000-000000000000';

  test('name certificates by ARN, separated by commas', () => {
    const { listener, codes } = attached(gateway(https(`{ options: { gateway.k8s.aws/certificate-arn: "${ARN}, arn:aws-cn:iam::111122223333:server-certificate/web" } }`)));
    expect(listener('web').certificates).toMatchObject([{ kind: 'arn', arn: ARN }, { kind: 'arn' }]);
    expect(codes).toEqual([]);
  });

  test.each([
    ['another domain', 'example.com/policy', undefined],
    ['a slip of the pen', 'gateway.k8s.aws/certificate-arns', 'did you mean "gateway.k8s.aws/certificate-arn"?'],
    ['a key without a domain', 'certificate-arn', undefined],
  ])('fails for %s', (_, key, hint) => {
    const { listener, only, places } = attached(gateway(https(`{ certificateRefs: [{ name: web }], options: { ${key}: x } }`)));
    expect(only('GW2306').condition).toEqual({ type: 'Accepted', status: 'False', reason: 'UnsupportedValue' });
    expect(only('GW2306').hint).toBe(hint);
    expect(places('GW2306')).toEqual([key]);
    expect(listener('web').valid).toBe(false);
  });

  test.each(['nonsense', 'arn:aws:acm:eu-west-1:111122223333:certificate', ''])('fails for %p in place of an ARN', (value) => {
    const { listener, only, places } = attached(gateway(https(`{ options: { gateway.k8s.aws/certificate-arn: "${value}" } }`)));
    expect(only('GW2307').condition?.reason).toBe('InvalidCertificateRef');
    expect(places('GW2307')).toEqual([`"${value}"`]);
    expect(listener('web').valid).toBe(false);
  });
});

describe('validation of client certificates', () => {
  const authority = (path: string, fields = `data: { ca.crt: "${PEM}" }`): string => data('ConfigMap', path, fields);
  const LISTENERS = '- { name: http, port: 80, protocol: HTTP }\n- { name: https, port: 443, protocol: HTTPS }\n- { name: alt, port: 8443, protocol: HTTPS }';
  const ca = (ref: string, more = ''): string => `{ validation: { caCertificateRefs: [${ref}]${more} } }`;
  const CA = '{ group: "", kind: ConfigMap, name: ca }';
  const frontend = (fallback: string, perPort = ''): string => gateway(LISTENERS, `tls: { frontend: { default: ${fallback}${perPort && `, perPort: [${perPort}]`} } }`);

  test('is for all HTTPS ports by default', () => {
    const { gateway: { frontendValidations }, codes } = attached(frontend(ca(CA)) + authority('infra/ca'));
    expect(frontendValidations.map(({ port, mode, certificates }) => [port, mode, certificates.length])).toEqual([
      [443, 'AllowValidOnly', 1],
      [8443, 'AllowValidOnly', 1],
    ]);
    expect(codes).toEqual([]);
  });

  test('is replaced for a port, and switched off by an entry without validation', () => {
    const perPort = `{ port: 443, tls: {} }, { port: 8443, tls: ${ca(CA.replace('name: ca', 'name: other'))} }`;
    const { gateway: { frontendValidations } } = attached(frontend(ca(CA), perPort) + authority('infra/ca') + authority('infra/other'));
    expect(frontendValidations.map(({ port, certificates }) => [port, certificates[0].configMap.name])).toEqual([[8443, 'other']]);
  });

  test('warns of AllowInsecureFallback', () => {
    const { only, places, gateway: { frontendValidations } } = attached(frontend('{}', `{ port: 443, tls: ${ca(CA, ', mode: AllowInsecureFallback')} }`) + authority('infra/ca'));
    expect(frontendValidations).toMatchObject([{ port: 443, mode: 'AllowInsecureFallback' }]);
    expect(only('GW2316')).toMatchObject({
      severity: 'warning',
      condition: { type: 'InsecureFrontendValidationMode', status: 'True', reason: 'ConfigurationChanged' },
      about: { object: { kind: 'Gateway' } },
    });
    expect(places('GW2316')).toEqual(['AllowInsecureFallback']);
  });

  test.each([
    ['a ConfigMap that is not there', 'GW2313', 'InvalidCACertificateRef', '{ group: "", kind: ConfigMap, name: gone }', 'gone'],
    ['a ConfigMap without certificates', 'GW2314', 'InvalidCACertificateRef', '{ group: "", kind: ConfigMap, name: empty }', 'empty'],
    ['another kind', 'GW2312', 'InvalidCACertificateKind', '{ group: "", kind: Service, name: ca }', 'Service'],
    ['another group', 'GW2312', 'InvalidCACertificateKind', '{ group: example.com, kind: ConfigMap, name: ca }', 'example.com'],
    ['a ConfigMap elsewhere without a grant', 'GW2311', 'RefNotPermitted', '{ group: "", kind: ConfigMap, name: ca, namespace: vault }', 'vault'],
  ])('fails for %s, and closes the listeners on the port', (_, code, reason, ref, place) => {
    const manifests = frontend('{}', `{ port: 8443, tls: ${ca(ref)} }`) + authority('infra/ca') + authority('infra/empty', 'data: { ca.crt: nothing }');
    const { listener, only, places } = attached(manifests);
    expect(only(code)).toMatchObject({ condition: { type: 'ResolvedRefs', status: 'False', reason }, about: { listener: 'alt' } });
    expect(places(code)).toEqual([place]);
    expect(only('GW2315')).toMatchObject({ condition: { type: 'Accepted', status: 'False', reason: 'NoValidCACertificate' }, about: { listener: 'alt' } });
    expect([listener('http').valid, listener('https').valid, listener('alt').valid]).toEqual([true, true, false]);
  });

  test('with one good reference of two leaves the listeners open', () => {
    const { listener, codes } = attached(frontend(ca(`${CA}, { group: "", kind: ConfigMap, name: gone }`)) + authority('infra/ca'));
    expect(codes).toEqual(['GW2313', 'GW2313']);
    expect(listener('https').valid).toBe(true);
  });

  test('takes a ConfigMap elsewhere with a grant', () => {
    const ref = '{ group: "", kind: ConfigMap, name: ca, namespace: vault }';
    const { codes } = attached(frontend(ca(ref)) + authority('vault/ca') + grant('Gateway', 'infra', '{ group: "", kind: ConfigMap }'));
    expect(codes).toEqual([]);
  });

  test('warns of a port that has no HTTPS listener', () => {
    const { only, places } = attached(frontend('{}', `{ port: 80, tls: ${ca(CA)} }`) + authority('infra/ca'));
    expect(only('GW2317').severity).toBe('warning');
    expect(places('GW2317')).toEqual(['80']);
  });

  test('warns where no listener speaks HTTPS', () => {
    const { only, places } = attached(gateway(HTTP, `tls: { frontend: { default: ${ca(CA)} } }`) + authority('infra/ca'));
    expect(only('GW2318').severity).toBe('warning');
    expect(places('GW2318')).toEqual(['validation']);
  });
});
