import { attached, aws, gateway, gatewayApi, HTTP } from './attached';

const classOf = (name: string, spec: string): string =>
  `---\napiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
const PARAMETERS = 'parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: settings';
const SETTINGS = aws('LoadBalancerConfiguration', 'infra/settings', 'scheme: internal');

describe('whose a Gateway is', () => {
  test('a class of gateway.k8s.aws/alb makes it ours', () => {
    const { topology, codes } = attached(gateway(HTTP));
    expect(topology.gateways.map(({ gateway: { ref } }) => ref.name)).toEqual(['web']);
    expect(topology.gatewayClasses.map(({ ref }) => ref.name)).toEqual(['alb']);
    expect(codes).toEqual([]);
  });

  test('a class of another controller leaves it alone, with a note', () => {
    const manifests = classOf('nlb', '{ controllerName: gateway.k8s.aws/nlb }') + gateway(HTTP).replace('gatewayClassName: alb', 'gatewayClassName: nlb');
    const { topology, only, places } = attached(manifests);
    expect(topology.gateways).toEqual([]);
    expect(topology.gatewayClasses.map(({ ref }) => ref.name)).toEqual(['alb']);
    expect(only('GW2002').severity).toBe('note');
    expect(places('GW2002')).toEqual(['nlb']);
  });

  test('fails for a class that is not in the files, and asks for it', () => {
    const { topology, only, places } = attached(gateway(HTTP).replace('gatewayClassName: alb', 'gatewayClassName: abl'));
    expect(topology.gateways).toEqual([]);
    expect(only('GW2001')).toMatchObject({ severity: 'error', hint: 'did you mean "alb"?' });
    expect(places('GW2001')).toEqual(['abl']);
  });

  test('a class that is in the files but wrong is not reported as missing', () => {
    const manifests = classOf('broken', '{ controllerName: nonsense }') + gateway(HTTP).replace('gatewayClassName: alb', 'gatewayClassName: broken');
    expect(attached(manifests).codes).not.toContain('GW2001');
  });

  test('Gateways come sorted by namespace and name', () => {
    const other = (name: string): string => gatewayApi('Gateway', name, `gatewayClassName: alb\nlisteners: [${HTTP.slice(2)}]`);
    const { topology } = attached(other('b/x') + other('a/z') + other('a-b/a') + other('a/y'));
    expect(topology.gateways.map(({ gateway: { ref } }) => `${ref.namespace}/${ref.name}`)).toEqual(['a-b/a', 'a/y', 'a/z', 'b/x']);
  });
});

describe('parameters of a class and of a Gateway', () => {
  test('both are found', () => {
    const manifests =
      classOf('both', `{ controllerName: gateway.k8s.aws/alb, ${PARAMETERS}, namespace: infra } }`) +
      gateway(HTTP, 'infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: own } }').replace('ClassName: alb', 'ClassName: both') +
      SETTINGS +
      aws('LoadBalancerConfiguration', 'infra/own', 'scheme: internet-facing\ndefaultTargetGroupConfiguration: { name: defaults }') +
      aws('TargetGroupConfiguration', 'infra/defaults', 'defaultConfiguration: { targetType: ip }');
    const { gateway: { configurations }, codes } = attached(manifests);
    expect(configurations.ofClass?.ref.name).toBe('settings');
    expect(configurations.ofGateway?.ref.name).toBe('own');
    expect(configurations.defaultTargetGroupOfGateway?.ref.name).toBe('defaults');
    expect(configurations.defaultTargetGroupOfClass).toBeUndefined();
    expect(codes).toEqual([]);
  });

  test.each([
    ['another kind', 'GW2003', '{ group: gateway.k8s.aws, kind: TargetGroupConfiguration, name: x, namespace: infra }', 'TargetGroupConfiguration'],
    ['another group', 'GW2003', '{ group: example.com, kind: LoadBalancerConfiguration, name: settings, namespace: infra }', 'example.com'],
    ['no namespace', 'GW2004', '{ group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: settings }', 'parametersRef'],
    ['an object that is not there', 'GW2005', '{ group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: setings, namespace: infra }', 'setings'],
  ])('fails for %s in a class', (_, code, reference, place) => {
    const manifests = classOf('mine', `{ controllerName: gateway.k8s.aws/alb, parametersRef: ${reference} }`) + SETTINGS;
    const { only, places } = attached(manifests);
    const { condition, about } = only(code);
    expect(condition).toEqual({ type: 'Accepted', status: 'False', reason: 'InvalidParameters' });
    expect(about).toMatchObject({ object: { kind: 'GatewayClass', name: 'mine' } });
    expect(places(code)).toEqual([place]);
  });

  test.each([
    ['another kind', 'GW2003', '{ group: invalid.io, kind: InvalidParameters, name: invalid }', 'InvalidParameters'],
    ['an object that is not there', 'GW2005', '{ group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: setings }', 'setings'],
  ])('fails for %s in a Gateway, whatever the policy', (_, code, reference, place) => {
    const { only, places } = attached(gateway(HTTP, `infrastructure: { parametersRef: ${reference} }`) + SETTINGS, {}, 'respond-500');
    expect(only(code)).toMatchObject({ severity: 'error', condition: { reason: 'InvalidParameters' }, about: { object: { kind: 'Gateway', name: 'web' } } });
    expect(places(code)).toEqual([place]);
  });

  test('a near name is suggested, and where an object of the name is', () => {
    const wanted = gateway(HTTP, 'infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: setings } }');
    expect(attached(wanted + SETTINGS).only('GW2005').hint).toBe('did you mean "settings"?');
    const { notes } = attached(wanted + aws('LoadBalancerConfiguration', 'other/setings', 'scheme: internal')).only('GW2005');
    expect(notes.map(({ span }) => span?.file)).toEqual(['k8s.yaml']);
  });

  test.each([
    ['is not there', 'GW2006', ''],
    ['is meant for a Service', 'GW2007', aws('TargetGroupConfiguration', 'infra/defaults', 'targetReference: { name: cafe }')],
  ])('fails for a default TargetGroupConfiguration that %s', (_, code, target) => {
    const manifests =
      gateway(HTTP, 'infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: settings } }') +
      aws('LoadBalancerConfiguration', 'infra/settings', 'defaultTargetGroupConfiguration: { name: defaults }') +
      target;
    const { only, places, gateway: { configurations } } = attached(manifests);
    expect(only(code).condition?.reason).toBe('InvalidParameters');
    expect(places(code)).toEqual(['defaults']);
    expect(configurations.defaultTargetGroupOfGateway).toBeUndefined();
  });
});

describe('what an ALB cannot do for a whole Gateway', () => {
  test.each([
    ['an IP address', '{ type: IPAddress, value: 192.0.2.1 }', '192.0.2.1'],
    ['an IP address of AWS\'s choice', '{ type: IPAddress }', '{ type: IPAddress }'],
    ['a host name of the user\'s choice', '{ type: Hostname, value: lb.example.com }', 'lb.example.com'],
    ['an unknown type', '{ type: example.com/vip, value: x }', 'x'],
  ])('fails for %s', (_, address, place) => {
    const { only, places } = attached(gateway(HTTP, `addresses: [${address}]`));
    expect(only('GW2008')).toMatchObject({ severity: 'error', condition: { type: 'Accepted', reason: 'UnsupportedAddress' } });
    expect(places('GW2008')).toEqual([place]);
  });

  test('any host name is what AWS gives', () => {
    expect(attached(gateway(HTTP, 'addresses: [{ type: Hostname }]')).codes).toEqual([]);
  });

  test('fails for defaultScope: All, but not None', () => {
    expect(attached(gateway(HTTP, 'defaultScope: All')).places('GW2012')).toEqual(['defaultScope']);
    expect(attached(gateway(HTTP, 'defaultScope: None')).codes).toEqual([]);
  });
});

describe('a client certificate towards backends', () => {
  const SECRET = '---\napiVersion: v1\nkind: Secret\nmetadata: { name: NAME, namespace: infra }\n';
  const reference = (ref: string): string => gateway(HTTP, `tls: { backend: { clientCertificateRef: ${ref} } }`);

  test('fails, because an ALB presents none', () => {
    const { codes, places } = attached(reference('{ name: client }'));
    expect(codes).toEqual(['GW2009']);
    expect(places('GW2009')).toEqual(['clientCertificateRef']);
  });

  test.each([
    ['another kind', '{ kind: ConfigMap, name: client }', 'ConfigMap'],
    ['another group', '{ group: example.com, name: client }', 'example.com'],
    ['a Secret that is not there', '{ name: gone }', 'gone'],
    ['a Secret without a certificate', '{ name: opaque }', 'opaque'],
  ])('fails in addition for %s', (_, ref, place) => {
    const { only, places } = attached(reference(ref) + SECRET.replace('NAME', 'opaque'), { certificates: ['infra/client'] });
    expect(only('GW2010').condition).toEqual({ type: 'ResolvedRefs', status: 'False', reason: 'InvalidClientCertificateRef' });
    expect(places('GW2010')).toEqual([place]);
  });

  test('fails in addition for a Secret elsewhere without a grant', () => {
    const { only, places } = attached(reference('{ name: client, namespace: vault }'));
    expect(only('GW2011').condition?.reason).toBe('RefNotPermitted');
    expect(places('GW2011')).toEqual(['vault']);
  });
});
