import type { Given } from './rule-outcomes';
import { codesOf, coffee, httpRoute, marked, outcomesOf, ruleConfiguration, toLogin } from './rule-outcomes';

const HTTPS_443 = { protocol: 'HTTPS', port: 443 } as const;
const HTTP_80 = { protocol: 'HTTP', port: 80 } as const;

const oidc = {
  issuer: 'https://id.example.com',
  authorizationEndpoint: 'https://id.example.com/authorize',
  tokenEndpoint: 'https://id.example.com/token',
  userInfoEndpoint: 'https://id.example.com/userinfo',
  secret: { name: 'client' },
};
const cognito = {
  userPoolArn: 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_aBcDeFgHi',
  userPoolClientId: '1example23456789',
  userPoolDomain: 'auth-example',
};
const jwt = { issuer: 'https://id.example.com', jwksEndpoint: 'https://id.example.com/jwks.json' };

const oidcAction = (more: object = {}) => ({ type: 'authenticate-oidc', authenticateOIDCConfig: { ...oidc, ...more } });
const cognitoAction = (more: object = {}) => ({ type: 'authenticate-cognito', authenticateCognitoConfig: { ...cognito, ...more } });
const jwtAction = (more: object = {}) => ({ type: 'jwt-validation', jwtValidationConfig: { ...jwt, ...more } });
const claim = (more: object) => ({ additionalClaims: [{ name: 'scope', format: 'single-string', values: ['read'], ...more }] });

function guarded(actions: readonly object[], given: Given = {}, rule: object = { backendRefs: [coffee] }) {
  return outcomesOf(httpRoute([{ ...rule, filters: [toLogin] }], {}, ruleConfiguration({ actions })), { listeners: [HTTPS_443], ...given });
}

const login = {
  onUnauthenticatedRequest: 'authenticate',
  scope: 'openid',
  sessionCookieName: 'AWSELBAuthSessionCookie',
  sessionTimeout: 604800,
  extraParams: {},
};

test.each([
  ['OIDC', oidcAction(), {
    type: 'authenticate-oidc',
    issuer: oidc.issuer,
    authorizationEndpoint: oidc.authorizationEndpoint,
    tokenEndpoint: oidc.tokenEndpoint,
    userInfoEndpoint: oidc.userInfoEndpoint,
    clientSecret: { namespace: 'shop', name: 'client' },
    ...login,
  }],
  ['Cognito', cognitoAction(), { type: 'authenticate-cognito', ...cognito, ...login }],
  ['every login setting', cognitoAction({
    onUnauthenticatedRequest: 'deny', scope: 'openid email', sessionCookieName: 'Session', sessionTimeout: 60, authenticationRequestExtraParams: { prompt: 'login' },
  }), {
    type: 'authenticate-cognito',
    ...cognito,
    onUnauthenticatedRequest: 'deny',
    scope: 'openid email',
    sessionCookieName: 'Session',
    sessionTimeout: 60,
    extraParams: { prompt: 'login' },
  }],
  ['tokens', jwtAction(claim({ format: 'string-array', values: ['a b', 'c'] })), {
    type: 'jwt-validation', ...jwt, additionalClaims: [{ name: 'scope', format: 'string-array', values: ['a b', 'c'] }],
  }],
  ['tokens without claims', jwtAction(), { type: 'jwt-validation', ...jwt, additionalClaims: [] }],
])('%s', (_, action, expected) => {
  const { ports, diagnostics } = guarded([action]);
  expect(diagnostics).toEqual([]);
  expect(ports[0].rules[0].authentication).toEqual(expected);
  expect(ports[0].rules[0].variants[0].action.type).toBe('forward');
});

test('comes before the error of a rule without backends', () => {
  const { ports } = guarded([cognitoAction()], {}, { backendRefs: [{ name: 'nowhere', port: 80 }] });
  expect(ports[0].rules[0]).toMatchObject({ authentication: { type: 'authenticate-cognito' }, variants: [{ action: { type: 'fixed-response', statusCode: 500 } }] });
});

describe('on an HTTP listener', () => {
  const it = guarded([cognitoAction()], { listeners: [HTTP_80, HTTPS_443] });

  test('fails', () => {
    expect(codesOf(it)).toEqual(['GW3321']);
    expect(it.diagnostics[0].notes.map(({ text }) => text)).toEqual(['ListenerRuleConfiguration shop/login']);
  });

  test('is never served to everybody', () => {
    const [http, https] = it.ports.map(({ rules }) => rules[0]);
    expect(https).toMatchObject({ authentication: { type: 'authenticate-cognito' }, variants: [{ action: { type: 'forward' } }] });
    expect(http.variants).toEqual([{ path: 'whole', transforms: [], action: { type: 'fixed-response', statusCode: 500, contentType: 'text/plain' } }]);
  });

  test('is a warning under respond-500', () => {
    expect(guarded([jwtAction()], { listeners: [HTTP_80], policy: 'respond-500' }).diagnostics).toMatchObject([{ code: 'GW3321', severity: 'warning' }]);
  });
});

describe('the client of an OIDC provider', () => {
  test('is known by the name of its Secret', () => {
    expect(guarded([oidcAction()], { options: { oidcClientSecrets: ['shop/client'] } }).diagnostics).toEqual([]);
  });

  test('fails where props do not name it, with the Secret in the manifests or without', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'client', namespace: 'shop' }, stringData: { clientID: 'id', clientSecret: 'hush' } };
    const text = httpRoute([{ backendRefs: [coffee], filters: [toLogin] }], {}, ruleConfiguration({ actions: [oidcAction()] }), secret);
    const it = outcomesOf(text, { listeners: [HTTPS_443], options: { oidcClientSecrets: ['other/client'] } });
    expect(codesOf(it)).toEqual(['GW3322']);
    expect(marked('GW3322', it)).toBe('client');
    expect(it.ports[0].rules[0].authentication).toBeUndefined();
    expect(JSON.stringify([it.ports, it.diagnostics])).not.toContain('hush');
  });

  test('is not taken from a rule that exists, and says so', () => {
    expect(guarded([oidcAction({ useExistingClientSecret: true })]).diagnostics).toMatchObject([{ code: 'GW3324', severity: 'note' }]);
    expect(guarded([oidcAction({ useExistingClientSecret: false })]).diagnostics).toEqual([]);
  });
});

test.each([
  ['an issuer that is no URL', oidcAction({ issuer: 'id.example.com' }), 'id.example.com'],
  ['an authorization endpoint without TLS', oidcAction({ authorizationEndpoint: 'http://id.example.com/a' }), 'http://id.example.com/a'],
  ['a token endpoint with a space', oidcAction({ tokenEndpoint: 'https://id.example.com/a b' }), 'https://id.example.com/a b'],
  ['an empty user info endpoint', oidcAction({ userInfoEndpoint: '' }), ''],
  ['keys that are fetched without TLS', jwtAction({ jwksEndpoint: 'http://id.example.com/k' }), 'http://id.example.com/k'],
  ['a user pool without ARN', cognitoAction({ userPoolArn: 'eu-west-1_aBcDeFgHi' }), 'eu-west-1_aBcDeFgHi'],
  ['a cookie name with a space', cognitoAction({ sessionCookieName: 'my cookie' }), 'my cookie'],
  ['a claim that is checked anyway', jwtAction(claim({ name: 'iss' })), 'iss'],
  ['a space in space-separated values', jwtAction(claim({ format: 'space-separated-values', values: ['read', 'a b'] })), 'a b'],
])('fails for %s', (_, action, value) => {
  const it = guarded([action]);
  expect(codesOf(it)).toEqual(['GW3323']);
  expect(marked('GW3323', it)).toBe(value);
  expect(it.ports[0].rules[0].authentication).toBeUndefined();
  expect(it.ports[0].rules[0].variants[0].action).toMatchObject({ type: 'fixed-response', statusCode: 500 });
});

test('fails for more than 10 claims', () => {
  const additionalClaims = Array.from({ length: 11 }, (_, index) => ({ name: `claim${index}`, format: 'single-string', values: ['x'] }));
  expect(codesOf(guarded([jwtAction({ additionalClaims })]))).toEqual(['GW3323']);
});

test('a mistake in a configuration is reported once for all rules of a route', () => {
  const rules = [{ backendRefs: [coffee], filters: [toLogin] }, { backendRefs: [coffee], filters: [toLogin] }];
  const it = outcomesOf(httpRoute(rules, {}, ruleConfiguration({ actions: [jwtAction({ jwksEndpoint: 'http://x/k' })] })), { listeners: [HTTPS_443] });
  expect(codesOf(it)).toEqual(['GW3323']);
});
