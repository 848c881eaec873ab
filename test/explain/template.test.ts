import { loadBalancersOf, planOf, simulateTemplate, type CloudFormationTemplate } from '../../lib/explain/template';
import { TemplateError } from '../../lib/explain/template-values';
import { requestTo } from '../support/requests';

type Properties = Record<string, unknown>;

function resource(type: string, properties: Properties) {
  return { Type: `AWS::ElasticLoadBalancingV2::${type}`, Properties: properties };
}

const notFound = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain' } };

function templateOf(rule: Properties = {}, listener: Properties = {}): CloudFormationTemplate {
  return {
    Resources: {
      Other: { Type: 'AWS::EC2::SecurityGroup' },
      Balancer: resource('LoadBalancer', {
        Name: 'web',
        Scheme: 'internal',
        LoadBalancerAttributes: [{ Key: 'routing.http2.enabled', Value: 'true' }],
        Tags: [{ Key: 'stack', Value: { Ref: 'AWS::StackName' } }],
      }),
      Https: resource('Listener', {
        LoadBalancerArn: { Ref: 'Balancer' },
        Port: 443,
        Protocol: 'HTTPS',
        SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
        Certificates: [{ CertificateArn: { Ref: 'Certificate' } }],
        DefaultActions: [notFound],
        MutualAuthentication: { Mode: 'verify', TrustStoreArn: { 'Fn::GetAtt': ['Trust', 'TrustStoreArn'] } },
        ListenerAttributes: [{ Key: 'routing.http.response.x_frame_options.header_value', Value: 'DENY' }],
      }),
      Sni: resource('ListenerCertificate', { ListenerArn: { Ref: 'Https' }, Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:1:certificate/x' }] }),
      Trust: resource('TrustStore', {}),
      Http: resource('Listener', { LoadBalancerArn: { 'Fn::GetAtt': ['Balancer', 'LoadBalancerArn'] }, Port: '80', Protocol: 'HTTP', DefaultActions: [notFound], ...listener }),
      Rule: resource('ListenerRule', {
        ListenerArn: { Ref: 'Http' },
        Priority: 10,
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/coffee', '/coffee/*'] } }],
        Actions: [{ Type: 'forward', Order: 1, TargetGroupArn: { Ref: 'Coffee' } }],
        ...rule,
      }),
      Coffee: resource('TargetGroup', { Port: 80, Protocol: 'HTTP', ProtocolVersion: 'HTTP1', TargetType: 'ip' }),
      Unused: resource('TargetGroup', { Port: 80, Protocol: 'HTTP' }),
    },
  };
}

test('a template is read back with logical ids as ids', () => {
  const plan = planOf(templateOf());
  expect(plan).toMatchObject({
    gateway: { namespace: '', name: 'Balancer' },
    name: 'web',
    scheme: 'internal',
    ipAddressType: 'ipv4',
    tags: [{ key: 'stack', value: 'AWS::StackName' }],
    attributes: [{ key: 'routing.http2.enabled', value: 'true' }],
  });
  expect(plan.listeners.map(({ id, port, protocol }) => ({ id, port, protocol }))).toEqual([
    { id: 'Http', port: 80, protocol: 'HTTP' },
    { id: 'Https', port: 443, protocol: 'HTTPS' },
  ]);
  expect(plan.listeners[1]).toMatchObject({
    certificates: [{ kind: 'arn', arn: 'Certificate' }, { kind: 'arn', arn: 'arn:aws:acm:eu-west-1:1:certificate/x' }],
    mutualAuthentication: { mode: 'verify', trustStore: { kind: 'planned', id: 'Trust' } },
  });
  expect(plan.listeners[0].rules.map(({ id, priority }) => ({ id, priority }))).toEqual([{ id: 'Rule', priority: 10 }]);
  expect(plan.targetGroups).toEqual([
    { id: 'Coffee', targetType: 'ip', protocol: 'HTTP', protocolVersion: 'HTTP1', ipAddressType: 'ipv4', port: 80, attributes: [], tags: [], binding: 'unknown' },
  ]);
});

test('the same engine decides', () => {
  const decision = simulateTemplate(templateOf(), requestTo('GET http://h.io/coffee/1'));
  expect(decision).toMatchObject({ listener: { id: 'Http' }, rule: { id: 'Rule' }, outcome: { type: 'forward', shares: [{ targetGroup: { kind: 'planned', id: 'Coffee' }, share: 1 }] } });
  expect(simulateTemplate(templateOf(), requestTo('GET http://h.io/tea')).outcome).toMatchObject({ statusCode: 404 });
  expect(simulateTemplate(templateOf(), requestTo('GET https://h.io/', { clientCertificate: 'valid' }))).toMatchObject({
    outcome: { statusCode: 404 },
    responseHeaders: [{ name: 'x-frame-options', value: 'DENY' }],
  });
});

test.each<[Properties, object]>([
  [{ Field: 'host-header', HostHeaderConfig: { RegexValues: ['^a$'] } }, { field: 'host-header', regexValues: ['^a$'] }],
  [{ Field: 'host-header', Values: ['a.io'] }, { field: 'host-header', values: ['a.io'] }],
  [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X', Values: ['1'] } }, { field: 'http-header', name: 'X', values: ['1'] }],
  [{ Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'k', Value: '1' }, { Value: '2' }] } }, { field: 'query-string', values: [{ key: 'k', value: '1' }, { value: '2' }] }],
  [{ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } }, { field: 'http-request-method', values: ['GET'] }],
  [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }, { field: 'source-ip', values: ['10.0.0.0/8'] }],
])('reads the condition %j', (condition, expected) => {
  expect(planOf(templateOf({ Conditions: [condition] })).listeners[0].rules[0].conditions).toEqual([expected]);
});

const existing = 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/x/1';

test.each<[Properties[], object]>([
  [[notFound], { action: { type: 'fixed-response', statusCode: 404, contentType: 'text/plain' } }],
  [
    [{
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: { Ref: 'Coffee' }, Weight: 0 }, { TargetGroupArn: existing, Weight: 3 }],
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
      },
    }],
    {
      action: {
        type: 'forward',
        targetGroups: [{ targetGroup: { kind: 'planned', id: 'Coffee' }, weight: 0 }, { targetGroup: { kind: 'existing', name: existing }, weight: 3 }],
        stickinessSeconds: 60,
      },
    },
  ],
  [
    [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', Protocol: '#{protocol}', Host: 'new.io', Query: '' } }],
    { action: { type: 'redirect', statusCode: 'HTTP_301', host: 'new.io', query: '' } },
  ],
  [
    [
      { ...notFound, Order: 2 },
      { Type: 'jwt-validation', Order: 1, JwtValidationConfig: { Issuer: 'https://id.io', JwksEndpoint: 'https://id.io/keys', AdditionalClaims: [{ Name: 'scope', Format: 'single-string', Values: ['a'] }] } },
    ],
    {
      authentication: {
        type: 'jwt-validation',
        issuer: 'https://id.io',
        jwksEndpoint: 'https://id.io/keys',
        additionalClaims: [{ name: 'scope', format: 'single-string', values: ['a'] }],
      },
      action: { type: 'fixed-response' },
    },
  ],
  [
    [
      {
        Type: 'authenticate-oidc',
        Order: 1,
        AuthenticateOidcConfig: {
          Issuer: 'https://id.io',
          AuthorizationEndpoint: 'https://id.io/a',
          TokenEndpoint: 'https://id.io/t',
          UserInfoEndpoint: 'https://id.io/u',
          ClientId: 'x',
          ClientSecret: '{{resolve:secretsmanager:x}}',
          SessionTimeout: 60,
          AuthenticationRequestExtraParams: { prompt: 'login' },
        },
      },
      { ...notFound, Order: 2 },
    ],
    { authentication: { type: 'authenticate-oidc', scope: 'openid', sessionTimeout: 60, extraParams: { prompt: 'login' }, onUnauthenticatedRequest: 'authenticate' } },
  ],
  [
    [
      { Type: 'authenticate-cognito', Order: 1, AuthenticateCognitoConfig: { UserPoolArn: { 'Fn::GetAtt': ['Pool', 'Arn'] }, UserPoolClientId: { Ref: 'Client' }, UserPoolDomain: 'x', OnUnauthenticatedRequest: 'deny' } },
      { ...notFound, Order: 2 },
    ],
    { authentication: { type: 'authenticate-cognito', userPoolArn: 'Pool', userPoolClientId: 'Client', onUnauthenticatedRequest: 'deny' } },
  ],
])('reads the actions %j', (actions, expected) => {
  expect(planOf(templateOf({ Actions: actions })).listeners[0].rules[0]).toMatchObject(expected);
});

test('reads transforms', () => {
  const transforms = [
    { Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [{ Regex: '^/a', Replace: '/b' }] } },
    { Type: 'host-header-rewrite', HostHeaderRewriteConfig: { Rewrites: [{ Regex: '.*', Replace: 'b.io' }] } },
  ];
  expect(planOf(templateOf({ Transforms: transforms })).listeners[0].rules[0].transforms).toEqual([
    { type: 'url-rewrite', regex: '^/a', replace: '/b' },
    { type: 'host-header-rewrite', regex: '.*', replace: 'b.io' },
  ]);
});

test.each<[string, CloudFormationTemplate, string]>([
  ['no load balancer', { Resources: {} }, 'Resources: one load balancer expected, it has none'],
  ['an intrinsic where it decides', templateOf({ Priority: { Ref: 'Parameter' } }), 'Rule.Properties.Priority: expected a text, found {"Ref":"Parameter"}'],
  ['an unknown condition', templateOf({ Conditions: [{ Field: 'cookie' }] }), 'Rule.Properties.Conditions[0].Field: expected one of'],
  ['an unknown property of a condition', templateOf({ Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/'], Not: true } }] }), 'Rule.Properties.Conditions[0].PathPatternConfig.Not: not known'],
  ['a condition without values', templateOf({ Conditions: [{ Field: 'path-pattern' }] }), 'Rule.Properties.Conditions[0]: a condition without values'],
  ['an unknown property of a rule', templateOf({ Extra: 1 }), 'Rule.Properties.Extra: not known'],
  ['an unknown action', templateOf({ Actions: [{ Type: 'mirror' }] }), 'Rule.Properties.Actions[0].Type: expected one of'],
  ['a rule without actions', templateOf({ Actions: [] }), 'Rule.Properties.Actions: no action'],
  ['authentication alone', templateOf({ Actions: [{ Type: 'jwt-validation' }] }), 'Rule.Properties.Actions[0]: jwt-validation must come before'],
  ['two routing actions', templateOf({ Actions: [{ ...notFound, Order: 1 }, { ...notFound, Order: 2 }] }), 'Rule.Properties.Actions[0]: fixed-response must be the last action'],
  ['a default action that forwards', templateOf({}, { DefaultActions: [{ Type: 'forward', TargetGroupArn: 'x' }] }), 'Http.Properties.DefaultActions: the model knows only a fixed response'],
  ['two rewrites', templateOf({ Transforms: [{ Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [{}, {}] } }] }), 'Rewrites: exactly one rewrite expected'],
  ['no rewrite', templateOf({ Transforms: [{ Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [] } }] }), 'Rewrites: exactly one rewrite expected'],
])('fails on %s', (_, template, message) => {
  expect(() => planOf(template)).toThrow(TemplateError);
  expect(() => planOf(template)).toThrow(message);
});

test('one of several load balancers is chosen by its logical id', () => {
  const { Resources } = templateOf();
  const template = { Resources: { ...Resources, Second: resource('LoadBalancer', {}) } };
  expect(loadBalancersOf(template)).toEqual(['Balancer', 'Second']);
  expect(planOf(template, 'Second')).toMatchObject({ scheme: 'internet-facing', listeners: [], targetGroups: [] });
  expect(() => planOf(template)).toThrow('one load balancer expected, it has Balancer, Second');
  expect(() => planOf(template, 'Third')).toThrow('no load balancer Third');
});
