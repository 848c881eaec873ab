import { controller, decodeText, object } from './decoding';

describe.each(['v1', 'v1beta1'])('kinds of the load balancer controller in version %s', (version) => {
  test('a LoadBalancerConfiguration keeps what is set and nothing else', () => {
    const { resources, found } = decodeText(object(`gateway.k8s.aws/${version}`, 'LoadBalancerConfiguration', `
scheme: internet-facing
listenerConfigurations:
  - protocolPort: HTTPS:443
    defaultCertificate: arn:aws:acm:eu-west-1:1:certificate/a
    mutualAuthentication: { mode: verify, trustStore: clients, advertiseTrustStoreCaNames: "on" }
sourceRanges: []
shieldConfiguration: {}
loadBalancerSubnetsSelector: { tier: [public] }
tags: { team: shop }`));
    expect(found).toEqual([]);
    expect(resources.loadBalancerConfigurations[0].spec).toEqual({
      scheme: 'internet-facing',
      listenerConfigurations: [{
        protocolPort: 'HTTPS:443',
        defaultCertificate: 'arn:aws:acm:eu-west-1:1:certificate/a',
        alpnPolicy: 'None',
        mutualAuthentication: { mode: 'verify', trustStore: 'clients', advertiseTrustStoreCaNames: 'on' },
      }],
      sourceRanges: [],
      shieldConfiguration: { enabled: false },
      loadBalancerSubnetsSelector: { tier: ['public'] },
      tags: { team: 'shop' },
    });
  });

  test('a TargetGroupConfiguration refers to a Service unless said', () => {
    const { resources, found } = decodeText(object(`gateway.k8s.aws/${version}`, 'TargetGroupConfiguration', `
targetReference: { name: shop }
routeConfigurations:
  - routeIdentifier: { kind: HTTPRoute, namespace: shop }
    targetGroupProps: { targetType: ip, healthCheckConfig: { matcher: { httpCode: 200-299 } } }`));
    expect(found).toEqual([]);
    expect(resources.targetGroupConfigurations[0].spec).toEqual({
      targetReference: { group: '', kind: 'Service', name: 'shop' },
      defaultConfiguration: {},
      routeConfigurations: [{
        routeIdentifier: { kind: 'HTTPRoute', namespace: 'shop' },
        targetGroupProps: { targetType: 'ip', healthCheckConfig: { matcher: { httpCode: '200-299' } } },
      }],
    });
  });

  test('a ListenerRuleConfiguration has the defaults of each action', () => {
    const { resources, found } = decodeText(object(`gateway.k8s.aws/${version}`, 'ListenerRuleConfiguration', `
actions:
  - type: authenticate-cognito
    authenticateCognitoConfig: { userPoolArn: a, userPoolClientId: b, userPoolDomain: c }
  - { type: forward, forwardConfig: {} }
conditions: [{ field: source-ip, sourceIPConfig: { values: [10.0.0.0/8] }, matchIndexes: [0] }]`));
    expect(found).toEqual([]);
    expect(resources.listenerRuleConfigurations[0].spec).toEqual({
      actions: [
        {
          type: 'authenticate-cognito',
          authenticateCognitoConfig: {
            userPoolArn: 'a', userPoolClientId: 'b', userPoolDomain: 'c', scope: 'openid', onUnauthenticatedRequest: 'authenticate',
            sessionCookieName: 'AWSELBAuthSessionCookie', sessionTimeout: 604800,
          },
        },
        { type: 'forward', forwardConfig: { targetGroupStickinessConfig: { enabled: false, durationSeconds: 3600 } } },
      ],
      conditions: [{ field: 'source-ip', sourceIPConfig: { values: ['10.0.0.0/8'] }, matchIndexes: [0] }],
    });
  });
});

test('the spec of these kinds may be missing', () => {
  const kinds = ['LoadBalancerConfiguration', 'TargetGroupConfiguration', 'ListenerRuleConfiguration'];
  const text = kinds.map((kind) => `apiVersion: gateway.k8s.aws/v1\nkind: ${kind}\nmetadata: { name: a }\n`).join('---\n');
  const { resources, found } = decodeText(text);
  expect(found).toEqual([]);
  expect(resources.loadBalancerConfigurations[0].spec).toEqual({});
  expect(resources.targetGroupConfigurations[0].spec).toEqual({ defaultConfiguration: {} });
  expect(resources.listenerRuleConfigurations[0].spec).toEqual({});
});

test.each([
  ['an unknown scheme', 'scheme: public', ['GW1004 public']],
  ['a name of 33 characters', `loadBalancerName: ${'x'.repeat(33)}`, [`GW1007 ${'x'.repeat(33)}`]],
  ['a port without a colon', 'listenerConfigurations: [{ protocolPort: HTTPS }]', ['GW1006 HTTPS']],
  ['a port out of range', 'listenerConfigurations: [{ protocolPort: HTTPS:65536 }]', ['GW1006 HTTPS:65536']],
  ['a listener without a port', 'listenerConfigurations: [{ sslPolicy: a }]', ['GW1003 { sslPolicy: a }']],
  ['an unknown ALPN policy', 'listenerConfigurations: [{ protocolPort: HTTPS:443, alpnPolicy: H2 }]', ['GW1004 H2']],
  ['verification without a trust store', 'listenerConfigurations: [{ protocolPort: HTTPS:443, mutualAuthentication: { mode: verify } }]', ['GW1131 verify']],
  ['a trust store for passthrough',
    'listenerConfigurations: [{ protocolPort: HTTPS:443, mutualAuthentication: { mode: passthrough, trustStore: a } }]', ['GW1131 trustStore']],
  ['expired certificates without verification',
    'listenerConfigurations: [{ protocolPort: HTTPS:443, mutualAuthentication: { mode: "off", ignoreClientCertificateExpiry: true } }]',
    ['GW1131 ignoreClientCertificateExpiry']],
  ['a mode that YAML 1.1 would take for no', 'listenerConfigurations: [{ protocolPort: HTTPS:443, mutualAuthentication: { mode: false } }]', ['GW1004 false']],
  ['a number as the value of an attribute', 'loadBalancerAttributes: [{ key: idle_timeout.timeout_seconds, value: 120 }]', ['GW1002 120']],
  ['a truth value as a tag', 'tags: { managed: true }', ['GW1002 true']],
  ['a web ACL without its ARN', 'wafV2: {}', ['GW1003 wafV2']],
  ['a slip', 'securityGroup: [sg-1]', ['GW1001 securityGroup']],
])('fails for a LoadBalancerConfiguration with %s, and does not use it', (_, spec, expected) => {
  const { found, resources } = decodeText(controller('LoadBalancerConfiguration', spec));
  expect(found).toEqual(expected);
  expect(resources.loadBalancerConfigurations).toEqual([]);
  expect(resources.invalid.map(({ kind }) => kind)).toEqual(['LoadBalancerConfiguration']);
});

test.each([
  ['an unknown target type', 'defaultConfiguration: { targetType: lambda }', ['GW1004 lambda']],
  ['an interval as text', 'defaultConfiguration: { healthCheckConfig: { healthCheckInterval: 15s } }', ['GW1002 15s']],
  ['codes as a number', 'defaultConfiguration: { healthCheckConfig: { matcher: { httpCode: 200 } } }', ['GW1002 200']],
  ['a route without settings', 'routeConfigurations: [{ routeIdentifier: { kind: HTTPRoute } }]', ['GW1003 { routeIdentifier: { kind: HTTPRoute } }']],
  ['a selector that cannot be read', 'defaultConfiguration: { nodeSelector: { matchExpressions: [{ key: a, operator: Equals }] } }', ['GW1004 Equals']],
  ['a selector that compares with nothing', 'defaultConfiguration: { nodeSelector: { matchExpressions: [{ key: a, operator: In, values: [] }] } }',
    ['GW1127 { key: a, operator: In, values: [] }']],
  ['a reference without a name', 'targetReference: { kind: Service }', ['GW1003 targetReference']],
])('fails for a TargetGroupConfiguration with %s', (_, spec, expected) => {
  expect(decodeText(controller('TargetGroupConfiguration', spec)).found).toEqual(expected);
});

const oidc = '{ type: authenticate-oidc, authenticateOIDCConfig: { issuer: a, authorizationEndpoint: b, tokenEndpoint: c, userInfoEndpoint: d, secret: { name: e } } }';
const jwt = '{ type: jwt-validation, jwtValidationConfig: { issuer: a, jwksEndpoint: b } }';

test.each([
  ['two ways to authenticate', `actions: [${oidc}, ${jwt}]`, ['GW1132 jwt-validation']],
  ['two ways to route', 'actions: [{ type: forward, forwardConfig: {} }, { type: redirect, redirectConfig: {} }]', ['GW1132 redirect']],
  ['an action without its settings', 'actions: [{ type: fixed-response }]', ['GW1011 fixed-response']],
  ['an action with the settings of another', 'actions: [{ type: forward, redirectConfig: {} }]', ['GW1012 redirectConfig']],
  ['no actions', 'actions: []', ['GW1009 actions']],
  ['three actions', `actions: [${oidc}, ${jwt}, { type: forward, forwardConfig: {} }]`, ['GW1008 actions']],
  ['a response that redirects', 'actions: [{ type: fixed-response, fixedResponseConfig: { statusCode: 301 } }]', ['GW1133 301']],
  ['a response beyond all codes', 'actions: [{ type: fixed-response, fixedResponseConfig: { statusCode: 600 } }]', ['GW1133 600']],
  ['a type of content that is not offered', 'actions: [{ type: fixed-response, fixedResponseConfig: { statusCode: 200, contentType: text/xml } }]', ['GW1004 text/xml']],
  ['a session of more than a week', `actions: [${oidc.replace('issuer: a', 'issuer: a, sessionTimeout: 604801')}]`, ['GW1005 604801']],
  ['eleven parameters', `actions: [${oidc.replace('issuer: a', `issuer: a, authenticationRequestExtraParams: { ${Array.from({ length: 11 }, (_, index) => `p${index}: x`).join(', ')} }`)}]`,
    ['GW1008 authenticationRequestExtraParams']],
  ['a condition on a path', 'conditions: [{ field: path-pattern, sourceIPConfig: { values: [a] } }]', ['GW1004 path-pattern']],
  ['a condition without addresses', 'conditions: [{ field: source-ip, sourceIPConfig: { values: [] } }]', ['GW1009 values']],
  ['a claim without values', `actions: [${jwt.replace('issuer: a', 'issuer: a, additionalClaims: [{ format: single-string, name: b, values: [] }]')}]`, ['GW1009 values']],
])('fails for a ListenerRuleConfiguration with %s', (_, spec, expected) => {
  expect(decodeText(controller('ListenerRuleConfiguration', spec)).found).toEqual(expected);
});
