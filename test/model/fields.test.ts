import { FIELDS } from '../../lib/model/fields';

const paths = FIELDS.map(({ path }) => path);

test.each([
  'GatewayClass.spec.controllerName',
  'Gateway.spec.listeners[].tls.certificateRefs[].namespace',
  'Gateway.spec.tls.frontend.perPort[].tls.validation.caCertificateRefs[].kind',
  'HTTPRoute.spec.rules[].filters[].requestRedirect.port',
  'HTTPRoute.spec.rules[].filters[].requestRedirect.path.replacePrefixMatch',
  'HTTPRoute.spec.rules[].backendRefs[].filters[].urlRewrite.hostname',
  'HTTPRoute.spec.rules[].sessionPersistence.cookie.path',
  'GRPCRoute.spec.rules[].matches[].method.service',
  'ListenerSet.spec.listeners[].allowedRoutes.namespaces.selector.matchExpressions[].values',
  'ReferenceGrant.spec.to[].name',
  'BackendTLSPolicy.spec.validation.subjectAltNames[].uri',
  'LoadBalancerConfiguration.spec.listenerConfigurations[].mutualAuthentication.trustStore',
  'TargetGroupConfiguration.spec.routeConfigurations[].targetGroupProps.healthCheckConfig.matcher.grpcCode',
  'ListenerRuleConfiguration.spec.actions[].jwtValidationConfig.additionalClaims[].values',
  'Service.spec.ports[].targetPort',
  'Secret.stringData',
  'ConfigMap.binaryData',
])('%s is a field', (path) => {
  expect(paths).toContain(path);
});

test('every field is listed once, and nothing that belongs to all objects', () => {
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.filter((path) => /^\w+\.(apiVersion|kind|metadata|status)/.test(path))).toEqual([]);
});

test('required fields and leaves are told', () => {
  const named = (path: string) => FIELDS.find((field) => field.path === path);
  expect(named('Gateway.spec')).toMatchObject({ required: true, leaf: false, group: 'gateway.networking.k8s.io', versions: ['v1', 'v1beta1'] });
  expect(named('Gateway.spec.listeners[].port')).toMatchObject({ required: true, leaf: true });
  expect(named('Gateway.spec.listeners[].hostname')).toMatchObject({ required: false, leaf: true });
  expect(named('Gateway.spec.allowedListeners')).toMatchObject({ required: false, leaf: false });
  expect(named('LoadBalancerConfiguration.spec')).toMatchObject({ required: false });
  expect(named('LoadBalancerConfiguration.spec.tags')).toMatchObject({ required: false, leaf: true });
  expect(named('HTTPRoute.spec.hostnames')).toMatchObject({ required: false, leaf: true });
  expect(named('HTTPRoute.spec.rules[].filters[].requestRedirect.statusCode')).toMatchObject({ required: false, leaf: true });
});
