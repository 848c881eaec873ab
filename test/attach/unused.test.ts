import { attached, aws, CLASS, gateway, gatewayApi, HTTP, service } from './attached';

const PARAMETERS = 'infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: lb } }';
const ROUTE = gatewayApi('HTTPRoute', 'infra/cafe', 'parentRefs: [{ name: web }]\nrules: [{ backendRefs: [{ name: cafe, port: 80 }] }]');
const BASE = gateway(HTTP) + ROUTE + service('infra/cafe');
const tuning = (target: string): string => aws('TargetGroupConfiguration', 'infra/tuning', `defaultConfiguration: { targetType: ip }\n${target}`);

test.each<readonly [string, string, string, string, string]>([
  ['a LoadBalancerConfiguration', 'GW2701', 'warning', aws('LoadBalancerConfiguration', 'infra/lb', 'scheme: internal'), 'lb'],
  ['a TargetGroupConfiguration without target', 'GW2702', 'warning', tuning(''), 'tuning'],
  ['a TargetGroupConfiguration for a Service that no route uses', 'GW2702', 'warning', tuning('targetReference: { name: caffe }'), 'caffe'],
  ['a TargetGroupConfiguration for another kind', 'GW2702', 'warning', tuning('targetReference: { kind: Cafe, name: cafe }'), 'cafe'],
  ...['{ kind: HTTPRoute, name: cafe }', '{ kind: HTTPRoute, namespace: shop }', '{ kind: GRPCRoute }', '{ namespace: infra, name: cafe }'].map((identifier) => [
    `an entry of routeConfigurations for ${identifier}`,
    'GW2705',
    'warning',
    tuning(`targetReference: { name: cafe }\nrouteConfigurations: [{ routeIdentifier: ${identifier}, targetGroupProps: {} }]`),
    identifier,
  ] as const),
  [
    'a ListenerRuleConfiguration',
    'GW2703',
    'warning',
    aws('ListenerRuleConfiguration', 'infra/auth', 'actions: [{ type: fixed-response, fixedResponseConfig: { statusCode: 503 } }]'),
    'auth',
  ],
  [
    'a ReferenceGrant',
    'GW2704',
    'note',
    gatewayApi('ReferenceGrant', 'infra/allow', 'from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }]\nto: [{ group: "", kind: Service }]'),
    'allow',
  ],
])('%s that changes nothing is reported', (_, code, severity, manifest, place) => {
  const { codes, only, places } = attached(BASE + manifest);
  expect(codes).toEqual([code]);
  expect(only(code).severity).toBe(severity);
  expect(places(code)).toEqual([place]);
});

const foreign = (text: string): string => text.replace('name: alb', 'name: nlb').replace('k8s.aws/alb', 'k8s.aws/nlb');

test.each<readonly [string, string]>([
  ['a LoadBalancerConfiguration of a Gateway', gateway(HTTP, PARAMETERS) + aws('LoadBalancerConfiguration', 'infra/lb', 'scheme: internal')],
  [
    'a LoadBalancerConfiguration of a class of another controller',
    `---${foreign(CLASS).replace('/nlb }', '/nlb, parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: lb, namespace: infra } }')}` +
      aws('LoadBalancerConfiguration', 'infra/lb', 'scheme: internal'),
  ],
  ['a TargetGroupConfiguration of a backend', BASE + tuning('targetReference: { name: cafe }')],
  ...['{ kind: HTTPRoute, namespace: infra, name: cafe }', '{ kind: HTTPRoute, namespace: infra }', '{ kind: HTTPRoute }'].map((identifier) => [
    `an entry of routeConfigurations for ${identifier}`,
    BASE + tuning(`targetReference: { name: cafe }\nrouteConfigurations: [{ routeIdentifier: ${identifier}, targetGroupProps: {} }]`),
  ] as const),
  [
    'a TargetGroupConfiguration of a backend of a TCPRoute',
    gatewayApi('TCPRoute', 'infra/db', 'parentRefs: [{ name: l4 }]\nrules: [{ backendRefs: [{ name: db, port: 5432 }] }]') + tuning('targetReference: { name: db }'),
  ],
  [
    'a grant for kinds that other tools follow',
    gatewayApi('ReferenceGrant', 'infra/allow', 'from: [{ group: example.com, kind: Thing, namespace: shop }]\nto: [{ group: "", kind: Service }]'),
  ],
])('%s is used', (_, manifests) => {
  expect(attached(manifests).codes).toEqual([]);
});
