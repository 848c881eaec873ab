import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { planInfrastructure } from '../../lib/plan/tags';
import { planTargetGroups } from '../../lib/plan/targetgroups';
import type { Planned } from './planned';
import { attached, configuration, defaultOptions, gatewayWith, planned, pointedAt, reported, route, service, targetGroupOf } from './planned';

const arn = 'arn:aws:acm:eu-west-1:111122223333:certificate/a';
const tls = `{listenerConfigurations: [{protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-2016-08, defaultCertificate: "${arn}"}]}`;
const https = ['{name: https, port: 443, protocol: HTTPS}'];
const both = ['{name: http, port: 80, protocol: HTTP}', ...https];

/** A TargetGroupConfiguration of Service `s`. */
const forService = (fields: string, name = 's'): string =>
  `${configuration('TargetGroupConfiguration', `of-${name}`, `{targetReference: {name: ${name}}, ${fields}}`).join('\n')}\n`;
const withDefaults = (props: string): string => forService(`defaultConfiguration: {${props}}`);
/** One that the LoadBalancerConfiguration of class or Gateway names. */
const byDefault = (name: string, fields: string): string => `${configuration('TargetGroupConfiguration', name, `{${fields}}`).join('\n')}\n`;

/** Gateway with a route to port 80 of Service `s`, whose targetPort is 8080. */
function one(extra = '', { listeners = ['{name: http, port: 80, protocol: HTTP}'], lines = tls, ports = '{name: web, port: 80, targetPort: 8080}', rest = '', kind = 'HTTPRoute' } = {}): string {
  return `${gatewayWith({ listeners, ofGateway: lines })}${service('s', ports, rest)}${route('r', '{name: s, port: 80}', { kind })}${extra}`;
}

const groupOf = (manifests: string, options = {}) => targetGroupOf(planned(manifests, options), 's');
const codesOf = ({ codes }: Planned): readonly string[] => codes.filter((code) => code.startsWith('GW54') || code.startsWith('GW53') || code === 'GW5013');

describe('a target group', () => {
  test('of an instance backend has the node port and the defaults of the AWS controller', () => {
    const group = groupOf(one('', { ports: '{port: 80, nodePort: 30080}', rest: 'type: NodePort' }), { defaultTargetType: 'instance' });
    expect(group).toMatchObject({
      targetType: 'instance',
      port: 30_080,
      protocol: 'HTTP',
      protocolVersion: 'HTTP1',
      ipAddressType: 'ipv4',
      healthCheck: {
        port: 'traffic-port',
        protocol: 'HTTP',
        path: '/',
        intervalSeconds: 15,
        timeoutSeconds: 5,
        healthyThresholdCount: 3,
        unhealthyThresholdCount: 3,
        matcher: { httpCode: '200-399' },
      },
      binding: { service: { namespace: 'infra', name: 's' }, servicePort: 80, openPorts: [30_080], multiCluster: false },
    });
  });

  test.each([
    ['a numeric targetPort', '{port: 80, targetPort: 8080}', 8080, [8080]],
    ['no targetPort', '{port: 80}', 80, [80]],
    ['a named targetPort', '{port: 80, targetPort: http}', 1, ['http']],
  ])('of an ip backend has %s', (_, ports, port, openPorts) => {
    const group = groupOf(one('', { ports }));
    expect(group).toMatchObject({ targetType: 'ip', port, binding: { openPorts } });
  });

  test.each([
    ['fails without node port on a ClusterIP Service', '{port: 80}', ''],
    ['fails without node port on a NodePort Service', '{port: 80}', 'type: NodePort'],
    ['fails with node port 0', '{port: 80, nodePort: 0}', 'type: NodePort'],
  ])('%s', (_, ports, rest) => {
    const manifests = one('', { ports, rest });
    const result = planned(manifests, { defaultTargetType: 'instance' });
    expect(result.plan.targetGroups.filter(({ binding }) => binding)).toEqual([]);
    expect(pointedAt(manifests, reported(result, 'GW5401'))).toBe(ports);
  });

  test('that cannot be made is a warning where routes may answer 500', () => {
    const result = planned(one(), { defaultTargetType: 'instance', onInvalidRoute: 'respond-500' });
    expect(reported(result, 'GW5401').severity).toBe('warning');
  });

  test.each([
    ['HTTPRoute', both.slice(0, 1), '', '', 'HTTP1', []],
    ['HTTPRoute', https, '', '', 'HTTP1', []],
    ['GRPCRoute', https, '', '', 'GRPC', []],
    ['HTTPRoute', https, ', appProtocol: kubernetes.io/h2c', '', 'HTTP2', []],
    ['HTTPRoute', https, '', withDefaults('protocolVersion: HTTP2'), 'HTTP2', []],
    ['GRPCRoute', https, ', appProtocol: kubernetes.io/h2c', withDefaults('protocolVersion: HTTP1'), 'HTTP1', []],
    ['HTTPRoute', both.slice(0, 1), ', appProtocol: kubernetes.io/h2c', '', 'HTTP1', ['GW5403']],
    ['HTTPRoute', both.slice(0, 1), '', withDefaults('protocolVersion: HTTP2'), 'HTTP1', ['GW5403']],
    ['HTTPRoute', https, ', appProtocol: http2', '', 'HTTP1', ['GW5404']],
    ['HTTPRoute', https, ', appProtocol: https', withDefaults('protocol: HTTPS'), 'HTTP1', []],
    ['HTTPRoute', https, ', appProtocol: kubernetes.io/ws', '', 'HTTP1', []],
  ])('of a %s behind %s%s speaks the right version', (kind, listeners, appProtocol, extra, version, codes) => {
    const result = planned(one(extra, { kind, listeners: [...listeners], ports: `{name: web, port: 80${appProtocol}}` }));
    expect(targetGroupOf(result, 's').protocolVersion).toBe(version);
    expect(codesOf(result)).toEqual(codes);
  });

  test.each([
    ['', 'HTTP'],
    [withDefaults('protocol: HTTP'), 'HTTP'],
    [withDefaults('protocol: HTTPS'), 'HTTPS'],
  ])('speaks HTTP unless a configuration says HTTPS', (extra, protocol) => {
    expect(groupOf(one(extra))).toMatchObject({ protocol, healthCheck: { protocol } });
  });

  test('fails with a protocol of Network Load Balancers', () => {
    const manifests = one(withDefaults('protocol: TCP'));
    const result = planned(manifests);
    expect(pointedAt(manifests, reported(result, 'GW5402'))).toBe('TCP');
    expect(result.plan.targetGroups.filter(({ binding }) => binding)).toEqual([]);
  });

  test('speaks HTTPS to a backend with a BackendTLSPolicy that was accepted unverified', () => {
    const policy = [
      '---', 'apiVersion: gateway.networking.k8s.io/v1', 'kind: BackendTLSPolicy', 'metadata: {name: tls, namespace: infra}',
      'spec: {targetRefs: [{group: "", kind: Service, name: s}], validation: {hostname: s.example.com, wellKnownCACertificates: System}}', '',
    ].join('\n');
    expect(groupOf(one(policy)).protocol).toBe('HTTPS');
  });

  test.each([
    ['ipv4', '', '', 'dualstack', 'ipv4', []],
    ['ipv4', 'ipFamilies: [IPv4]', '', 'ipv4', 'ipv4', []],
    ['ipv6', 'ipFamilies: [IPv4, IPv6]', '', 'dualstack', 'ipv6', []],
    ['ipv6', 'ipFamilies: [IPv6]', '', 'dualstack-without-public-ipv4', 'ipv6', []],
    ['ipv4 by configuration', 'ipFamilies: [IPv4, IPv6]', withDefaults('ipAddressType: ipv4'), 'ipv4', 'ipv4', ['GW5406']],
    ['ipv6 by configuration', '', withDefaults('ipAddressType: ipv6'), 'dualstack', 'ipv6', ['GW5406']],
  ])('is %s', (_, families, extra, loadBalancer, expected, codes) => {
    const result = planned(one(extra, { rest: families, lines: `{ipAddressType: ${loadBalancer}}` }));
    expect(targetGroupOf(result, 's').ipAddressType).toBe(expected);
    expect(codesOf(result)).toEqual(codes);
  });

  test('fails with IPv6 targets on an IPv4 load balancer', () => {
    const manifests = one('', { rest: 'ipFamilies: [IPv6]' });
    expect(pointedAt(manifests, reported(planned(manifests), 'GW5405'))).toBe('[IPv6]');
  });

  test('has a target control port that is opened as well', () => {
    const result = planned(one(withDefaults('targetControlPort: 3000')));
    expect(targetGroupOf(result, 's')).toMatchObject({ targetControlPort: 3000, binding: { openPorts: [8080, 3000] } });
    expect(codesOf(result)).toEqual(['GW5409']);
  });

  test.each([
    ['a control port of instance targets', 'targetType: instance, targetControlPort: 3000', 'GW5408'],
    ['a control port out of range', 'targetControlPort: 70000', 'GW5407'],
  ])('fails with %s', (_, props, code) => {
    const result = planned(one(withDefaults(props), { ports: '{port: 80, nodePort: 30080}', rest: 'type: NodePort' }));
    expect(codesOf(result)).toEqual([code]);
    expect(result.plan.targetGroups.filter(({ binding }) => binding)).toEqual([]);
  });

  test('has a node selector for instance targets only', () => {
    const nodes = 'nodeSelector: {matchLabels: {pool: web}}';
    const instance = planned(one(withDefaults(`targetType: instance, ${nodes}`), { ports: '{port: 80, nodePort: 30080}', rest: 'type: NodePort' }));
    expect(targetGroupOf(instance, 's').binding?.nodeSelector).toEqual({ matchLabels: { pool: 'web' } });
    const ip = planned(one(withDefaults(nodes)));
    expect(targetGroupOf(ip, 's').binding).not.toHaveProperty('nodeSelector');
    expect(codesOf(ip)).toEqual(['GW5013']);
  });

  test('may be shared by clusters', () => {
    expect(groupOf(one(withDefaults('enableMultiCluster: true'))).binding?.multiCluster).toBe(true);
  });

  test('has tags of its configuration and of the infrastructure, not those of the load balancer', () => {
    const manifests = gatewayWith({ ofGateway: '{tags: {of: lb}}', rest: ['  infrastructure:', '    labels: {foo: bar}', '    annotations: {ann: x}'] });
    const group = groupOf(`${manifests}${service('s', '{port: 80}')}${route('r', '{name: s, port: 80}')}${withDefaults('tags: {team: app}')}`);
    expect(group.tags).toEqual([{ key: 'ann', value: 'x' }, { key: 'foo', value: 'bar' }, { key: 'team', value: 'app' }]);
    expect(group.binding).toMatchObject({ labels: { foo: 'bar' }, annotations: { ann: 'x' } });
  });
});

describe('the health check', () => {
  const check = (fields: string, options = {}) => groupOf(one(withDefaults(`healthCheckConfig: {${fields}}`), options)).healthCheck;

  test('of a gRPC target asks for its own path and code', () => {
    expect(groupOf(one('', { kind: 'GRPCRoute', listeners: https })).healthCheck).toMatchObject({ path: '/AWS.ALB/healthcheck', matcher: { grpcCode: '12' } });
  });

  test('takes every field of its configuration', () => {
    const fields = 'healthCheckInterval: 30, healthCheckTimeout: 10, healthyThresholdCount: 2, unhealthyThresholdCount: 4, '
      + 'healthCheckPath: /up, healthCheckPort: "9000", healthCheckProtocol: HTTPS, matcher: {httpCode: "200,204"}';
    const group = groupOf(one(withDefaults(`healthCheckConfig: {${fields}}`)));
    expect(group.healthCheck).toEqual({
      intervalSeconds: 30,
      timeoutSeconds: 10,
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 4,
      path: '/up',
      port: '9000',
      protocol: 'HTTPS',
      matcher: { httpCode: '200,204' },
    });
    expect(group.binding?.openPorts).toEqual([8080, 9000]);
  });

  test.each([
    ['traffic-port', '{port: 80}', 'ip', 'traffic-port', [80]],
    ['"80"', '{port: 80}', 'ip', '80', [80]],
    ['health', '{port: 80}, {name: health, port: 81, targetPort: 8081}', 'ip', '8081', [80, 8081]],
    ['health', '{port: 80, nodePort: 30080}, {name: health, port: 81, targetPort: named, nodePort: 30081}', 'instance', '30081', [30_080, 30_081]],
  ])('on port %s of %s goes to the right port', (port, ports, targetType, expected, openPorts) => {
    const manifests = one(withDefaults(`targetType: ${targetType}, healthCheckConfig: {healthCheckPort: ${port}}`), { ports, rest: 'type: NodePort' });
    expect(groupOf(manifests)).toMatchObject({ healthCheck: { port: expected }, binding: { openPorts } });
  });

  test.each([
    ['an unknown port', 'healthCheckPort: helth', '{port: 80}, {name: health, port: 81}', 'ip', 'GW5415', 'helth'],
    ['a named container port', 'healthCheckPort: health', '{port: 80}, {name: health, port: 81, targetPort: named}', 'ip', 'GW5416', 'health'],
    ['a named port without node port', 'healthCheckPort: health', '{port: 80, nodePort: 30080}, {name: health, port: 81}', 'instance', 'GW5417', 'health'],
    ['port 0', 'healthCheckPort: "0"', '{port: 80}', 'ip', 'GW5413', '"0"'],
  ])('fails on %s', (_, fields, ports, targetType, code, text) => {
    const manifests = one(withDefaults(`targetType: ${targetType}, healthCheckConfig: {${fields}}`), { ports, rest: 'type: NodePort' });
    const result = planned(manifests);
    expect(pointedAt(manifests, reported(result, code))).toBe(text);
    expect(result.plan.targetGroups.filter(({ binding }) => binding)).toEqual([]);
  });

  test.each([
    ['healthCheckInterval: 4', '4'],
    ['healthCheckInterval: 301', '301'],
    ['healthCheckTimeout: 1', '1'],
    ['healthyThresholdCount: 1', '1'],
    ['unhealthyThresholdCount: 11', '11'],
    ['healthCheckPath: up', 'up'],
    ['healthCheckProtocol: TCP', 'TCP'],
    ['matcher: {httpCode: "500"}', '"500"'],
    ['matcher: {httpCode: "299-200"}', '"299-200"'],
    ['matcher: {httpCode: "200;204"}', '"200;204"'],
  ])('fails on %s', (fields, text) => {
    const manifests = one(withDefaults(`healthCheckConfig: {${fields}}`));
    const result = planned(manifests);
    expect(codesOf(result)).toEqual(['GW5413']);
    expect(pointedAt(manifests, reported(result, 'GW5413'))).toBe(text);
  });

  test('fails on a timeout that is not shorter than the interval', () => {
    expect(codesOf(planned(one(withDefaults('healthCheckConfig: {healthCheckInterval: 5}'))))).toEqual(['GW5414']);
  });

  test('says which matcher has no effect', () => {
    const result = planned(one(withDefaults('healthCheckConfig: {matcher: {grpcCode: "0"}}')));
    expect(targetGroupOf(result, 's').healthCheck.matcher).toEqual({ httpCode: '200-399' });
    expect(codesOf(result)).toEqual(['GW5013']);
    expect(check('matcher: {grpcCode: "0,12", httpCode: "200"}', { kind: 'GRPCRoute', listeners: https }).matcher).toEqual({ grpcCode: '0,12' });
  });
});

describe('attributes of a target group', () => {
  const attributes = (...list: readonly (readonly [string, string])[]): string =>
    withDefaults(`targetGroupAttributes: [${list.map(([key, value]) => `{key: ${key}, value: "${value}"}`).join(', ')}]`);
  const valueIn = (result: Planned, key: string): string | undefined =>
    targetGroupOf(result, 's').attributes.find((attribute) => attribute.key === key)?.value;

  test('are written out with their defaults, sorted', () => {
    const result = planned(one(attributes(['deregistration_delay.timeout_seconds', '30'])));
    expect(valueIn(result, 'deregistration_delay.timeout_seconds')).toBe('30');
    expect(valueIn(result, 'stickiness.enabled')).toBe('false');
    const keys = targetGroupOf(result, 's').attributes.map(({ key }) => key);
    expect(keys).toEqual(keys.toSorted());
  });

  test('of stickiness have type and duration', () => {
    const result = planned(one(attributes(['stickiness.enabled', 'true'])));
    expect(valueIn(result, 'stickiness.type')).toBe('lb_cookie');
    expect(valueIn(result, 'stickiness.lb_cookie.duration_seconds')).toBe('86400');
    expect(codesOf(result)).toEqual([]);
  });

  test.each([
    ['an unknown key', [['deregistration_delay.timeout', '30']], ['GW5301']],
    ['a value out of range', [['deregistration_delay.timeout_seconds', '3601']], ['GW5302']],
    ['a slow start below 30 seconds', [['slow_start.duration_seconds', '29']], ['GW5302']],
    ['a cookie name of the load balancer', [['stickiness.app_cookie.cookie_name', 'AWSALBTG']], ['GW5302']],
    ['an application cookie without name', [['stickiness.enabled', 'true'], ['stickiness.type', 'app_cookie']], ['GW5304']],
    ['anomaly mitigation without weighted random', [['load_balancing.algorithm.anomaly_mitigation', 'on']], ['GW5304']],
    ['slow start with another algorithm', [['slow_start.duration_seconds', '60'], ['load_balancing.algorithm.type', 'least_outstanding_requests']], ['GW5305']],
    ['the same key twice', [['slow_start.duration_seconds', '60'], ['slow_start.duration_seconds', '0']], ['GW5303']],
  ] as const)('report %s', (_, list, codes) => {
    expect(codesOf(planned(one(attributes(...list))))).toEqual(codes);
  });
});

describe('TargetGroupConfigurations', () => {
  const forRoutes = (...entries: readonly string[]): string =>
    forService(`defaultConfiguration: {healthCheckConfig: {healthCheckPath: /default}, tags: {by: default, only: default}}, routeConfigurations: [${entries.join(', ')}]`);
  const entry = (identifier: string, path: string): string =>
    `{routeIdentifier: {${identifier}}, targetGroupProps: {healthCheckConfig: {healthCheckPath: ${path}}, tags: {by: ${path}}}}`;

  test.each([
    ['its name', [entry('kind: HTTPRoute', '/kind'), entry('kind: HTTPRoute, namespace: infra', '/ns'), entry('kind: HTTPRoute, namespace: infra, name: r', '/name')], '/name'],
    ['its namespace', [entry('kind: HTTPRoute', '/kind'), entry('kind: HTTPRoute, namespace: infra', '/ns'), entry('kind: HTTPRoute, namespace: infra, name: x', '/name')], '/ns'],
    ['its kind', [entry('kind: HTTPRoute', '/kind'), entry('kind: HTTPRoute, namespace: other', '/ns'), entry('kind: GRPCRoute, namespace: infra, name: r', '/name')], '/kind'],
    ['its kind, the first of two', [entry('kind: HTTPRoute', '/first'), entry('kind: HTTPRoute', '/second')], '/first'],
    ['nothing but the default', [entry('namespace: infra, name: r', '/no-kind'), entry('kind: HTTPRoute, name: r', '/no-namespace')], '/default'],
  ])('have entries for a route by %s', (_, entries, path) => {
    const group = groupOf(one(forRoutes(...entries)));
    expect(group.healthCheck.path).toBe(path);
    expect(group.tags).toEqual([{ key: 'by', value: path === '/default' ? 'default' : path }, { key: 'only', value: 'default' }]);
  });

  test('of the Service come before the default of the Gateway; a health check is taken whole', () => {
    const ofService = withDefaults('healthCheckConfig: {healthCheckPath: /svc}, tags: {team: app}, targetGroupAttributes: [{key: stickiness.enabled, value: "true"}]');
    const ofGateway = byDefault('gw', 'defaultConfiguration: {healthCheckConfig: {healthCheckPath: /gw, healthCheckInterval: 20}, tags: {team: platform, env: prod}, '
      + 'targetGroupAttributes: [{key: stickiness.enabled, value: "false"}, {key: deregistration_delay.timeout_seconds, value: "30"}], targetType: ip}');
    const group = groupOf(one(ofService + ofGateway, { lines: '{defaultTargetGroupConfiguration: {name: gw}}' }), { defaultTargetType: 'instance' });
    expect(group).toMatchObject({ targetType: 'ip', healthCheck: { path: '/svc', intervalSeconds: 15 } });
    expect(group.tags).toEqual([{ key: 'env', value: 'prod' }, { key: 'team', value: 'app' }]);
    expect(group.attributes).toContainEqual({ key: 'stickiness.enabled', value: 'true' });
    expect(group.attributes).toContainEqual({ key: 'deregistration_delay.timeout_seconds', value: '30' });
  });

  test.each([
    ['prefer-gateway-class', '/class', 'class'],
    ['prefer-gateway', '/gateway', 'gateway'],
  ])('of class and Gateway are united field by field, %s', (mergingMode, path, tag) => {
    const props = (name: string, more = ''): string =>
      byDefault(name, `defaultConfiguration: {tags: {from: ${name}, ${name}: x}${more}}, routeConfigurations: [${entry('kind: HTTPRoute', `/${name}`)}]`);
    const manifests = gatewayWith({
      ofClass: `{mergingMode: ${mergingMode}, defaultTargetGroupConfiguration: {name: class}}`,
      ofGateway: '{defaultTargetGroupConfiguration: {name: gateway}}',
    }) + service('s', '{port: 80}') + route('r', '{name: s, port: 80}') + props('class', ', enableMultiCluster: true') + props('gateway', ', protocol: HTTPS');
    const group = groupOf(manifests);
    expect(group).toMatchObject({ protocol: 'HTTPS', healthCheck: { path }, binding: { multiCluster: true } });
    expect(group.tags).toContainEqual({ key: 'from', value: tag });
  });

  test('for certain routes make groups of their own, whose identity does not follow their content', () => {
    const two = (path: string): Planned => planned(one(forRoutes(entry('kind: HTTPRoute, namespace: infra, name: r', path))) + route('other', '{name: s, port: 80}'));
    expect(two('/a').plan.targetGroups.filter(({ binding }) => binding)).toHaveLength(2);
    expect(two('/a').plan.targetGroups.map(({ id }) => id)).toEqual(two('/b').plan.targetGroups.map(({ id }) => id));
  });
});

describe('identity', () => {
  const ids = (manifests: string, options = {}): readonly string[] => planned(manifests, options).plan.targetGroups.map(({ id }) => id);

  test('one group serves all routes and listeners that reach a Service port the same way', () => {
    expect(ids(one('', { listeners: both }) + route('other', '{name: s, port: 80}'))).toHaveLength(1);
  });

  test('two ports of a Service are two groups, also with one targetPort', () => {
    const manifests = one('', { ports: '{name: a, port: 80, targetPort: 8080}, {name: b, port: 81, targetPort: 8080}' }) + route('other', '{name: s, port: 81}');
    expect(ids(manifests)).toHaveLength(2);
  });

  test('a gRPC backend behind HTTP and HTTPS is two groups, so that HTTPS keeps gRPC', () => {
    const manifests = one('', { listeners: both, ports: '{name: web, port: 80, appProtocol: kubernetes.io/h2c}' });
    expect(planned(manifests).plan.targetGroups.map(({ protocolVersion }) => protocolVersion).toSorted()).toEqual(['HTTP1', 'HTTP2']);
  });

  test('id and name carry the same hash; the name fits and is fit for a Kubernetes object', () => {
    const long = 'a-very-long-namespace-and-service-name-indeed-it-is';
    const manifests = gatewayWith() + service(long, '{port: 80}') + route('r', `{name: ${long}, port: 80}`);
    const group = targetGroupOf(planned(manifests), long);
    expect(group.name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
    expect(group.name.length).toBeLessThanOrEqual(32);
    expect(group.id.slice(-10)).toBe(group.name.slice(-10));
    expect(group.id).toContain('a-very-long-namespace');
  });

  const base = one();
  test.each([
    ['the target port', one('', { ports: '{name: web, port: 80, targetPort: 8081}' }), {}],
    ['the protocol', one(withDefaults('protocol: HTTPS')), {}],
    ['the version', one('', { listeners: https, ports: '{name: web, port: 80, targetPort: 8080, appProtocol: kubernetes.io/h2c}' }), {}],
    ['the target type', one('', { ports: '{name: web, port: 80, targetPort: 8080, nodePort: 8080}', rest: 'type: NodePort' }), { defaultTargetType: 'instance' }],
    ['the address type', one(withDefaults('ipAddressType: ipv6'), { lines: '{ipAddressType: dualstack}' }), {}],
    ['the control port', one(withDefaults('targetControlPort: 3000')), {}],
    ['the name', one(withDefaults('targetGroupName: mine')), {}],
    ['the scheme', one('', { lines: '{scheme: internet-facing}' }), {}],
    ['the name of the load balancer', one('', { lines: '{loadBalancerName: web}' }), {}],
    ['the naming scope', base, { namingScope: 'other' }],
  ])('a change of %s makes a new group with a new name', (_, changed, options) => {
    const [before, after] = [groupOf(base), groupOf(changed, options)];
    expect(after.id).not.toBe(before.id);
    expect(after.name).not.toBe(before.name);
  });

  test.each([
    ['the health check', one(withDefaults('healthCheckConfig: {healthCheckPath: /up}'))],
    ['attributes', one(withDefaults('targetGroupAttributes: [{key: slow_start.duration_seconds, value: "60"}]'))],
    ['tags', one(withDefaults('tags: {a: b}'))],
    ['the route', one().replace('metadata: {name: r,', 'metadata: {name: renamed,')],
    ['the other ports', one('', { ports: '{name: other, port: 90}, {name: web, port: 80, targetPort: 8080}' })],
  ])('a change of %s changes the group in place', (_, changed) => {
    const [before, after] = [groupOf(base), groupOf(changed)];
    expect([after.id, after.name]).toEqual([before.id, before.name]);
  });
});

describe('a name from a configuration', () => {
  test('is kept, with a warning', () => {
    const result = planned(one(withDefaults('targetGroupName: MyGroup')));
    expect(targetGroupOf(result, 's').name).toBe('MyGroup');
    expect(codesOf(result)).toEqual(['GW5411']);
  });

  test('that is empty counts as none', () => {
    expect(codesOf(planned(one(withDefaults('targetGroupName: ""'))))).toEqual([]);
  });

  test.each(['my_group', '-group', 'x'.repeat(33)])('fails as %s', (name) => {
    const manifests = one(withDefaults(`targetGroupName: ${name}`));
    expect(pointedAt(manifests, reported(planned(manifests), 'GW5410'))).toBe(name);
  });

  test('fails for two groups, and names both', () => {
    const result = planned(one(withDefaults('targetGroupName: mine'), { ports: '{name: a, port: 80}, {name: b, port: 81}' }) + route('other', '{name: s, port: 81}'));
    const names = result.plan.targetGroups.map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
    expect(reported(result, 'GW5412').message).toContain('infra-s-81');
  });
});

describe('the registry', () => {
  function registry(manifests: string) {
    const { gateway } = attached(manifests);
    const sink = new DiagnosticSink();
    const loadBalancer = { scheme: 'internal', ipAddressType: 'ipv4' } as const;
    const groups = planTargetGroups({ gateway, loadBalancer, infrastructure: planInfrastructure(gateway, sink), options: defaultOptions, sink });
    const [attachedRoute] = gateway.routes;
    const [backend] = attachedRoute.rules[0].backends;
    if (backend.kind !== 'service') throw new Error('no service');
    return { groups, idFor: (stickiness?: { cookieName?: string; durationSeconds?: number }) => groups.idFor(backend, attachedRoute, 'HTTP', stickiness) };
  }

  test('gives a sticky group of its own, with the cookie asked for', () => {
    const { groups, idFor } = registry(one());
    const [plain, balancer, application] = [idFor(), idFor({ durationSeconds: 60 }), idFor({ cookieName: 'session' })];
    expect(new Set([plain, balancer, application]).size).toBe(3);
    const sticky = (id?: string) => groups.plans().find((group) => group.id === id)?.attributes.filter(({ key }) => key.startsWith('stickiness'));
    expect(sticky(plain)).toEqual([{ key: 'stickiness.enabled', value: 'false' }]);
    expect(sticky(balancer)).toEqual([
      { key: 'stickiness.enabled', value: 'true' },
      { key: 'stickiness.lb_cookie.duration_seconds', value: '60' },
      { key: 'stickiness.type', value: 'lb_cookie' },
    ]);
    expect(sticky(application)).toEqual([
      { key: 'stickiness.app_cookie.cookie_name', value: 'session' },
      { key: 'stickiness.app_cookie.duration_seconds', value: '86400' },
      { key: 'stickiness.enabled', value: 'true' },
      { key: 'stickiness.type', value: 'app_cookie' },
    ]);
  });

  test('stickiness that is asked for beats configured stickiness', () => {
    const configured = withDefaults('targetGroupAttributes: [{key: stickiness.enabled, value: "true"}, {key: stickiness.type, value: app_cookie}, '
      + '{key: stickiness.app_cookie.cookie_name, value: theirs}]');
    const { groups, idFor } = registry(one(configured));
    const id = idFor({});
    const [group] = groups.plans().filter((candidate) => candidate.id === id);
    expect(group.attributes).toContainEqual({ key: 'stickiness.type', value: 'lb_cookie' });
    expect(group.attributes.some(({ value }) => value === 'theirs')).toBe(false);
  });

  test('the group for what cannot be resolved is one, empty and not bound', () => {
    const { groups } = registry(one());
    expect(groups.unresolvedId()).toBe(groups.unresolvedId());
    const [group] = groups.plans();
    expect(group).toMatchObject({ targetType: 'ip', healthCheck: { intervalSeconds: 15 } });
    expect(group).not.toHaveProperty('binding');
  });
});
