/** ListenerRuleConfiguration in the field table. */
import type { FieldEntries, Patch } from './field-table';
import { added, changed, except, ignored, mapped, under, within } from './field-table-entries';

const spec = 'ListenerRuleConfiguration.spec';
const action = `${spec}.actions[]`;
const using = (more: object): Patch => ({ [`${spec}.actions`]: [more] });
const actions = 'ListenerRule Actions';

const redirecting: Patch = {
  ...using({ type: 'redirect', redirectConfig: {} }),
  'HTTPRoute.spec.rules[].backendRefs': undefined,
  'HTTPRoute.spec.rules[].filters[1]': { type: 'RequestRedirect', requestRedirect: { hostname: 'other.example.com' } },
};
const login = {
  scope: 'openid',
  authenticationRequestExtraParams: { prompt: 'login' },
  onUnauthenticatedRequest: 'authenticate',
  sessionCookieName: 'session',
  sessionTimeout: 3600,
};
const cognito = using({
  type: 'authenticate-cognito',
  authenticateCognitoConfig: {
    userPoolArn: 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_abc',
    userPoolClientId: 'client',
    userPoolDomain: 'login',
    ...login,
  },
});
const oidc = using({
  type: 'authenticate-oidc',
  authenticateOIDCConfig: {
    issuer: 'https://id.example.com',
    authorizationEndpoint: 'https://id.example.com/authorize',
    tokenEndpoint: 'https://id.example.com/token',
    userInfoEndpoint: 'https://id.example.com/userinfo',
    secret: { name: 'client' },
    ...login,
  },
});
const claim = { format: 'single-string', name: 'role', values: ['barista'] };
const jwt = using({
  type: 'jwt-validation',
  jwtValidationConfig: { issuer: 'https://id.example.com', jwksEndpoint: 'https://id.example.com/keys', additionalClaims: [claim] },
});

function loginFields(given: Patch): FieldEntries {
  return {
    scope: mapped(actions, changed('openid', 'openid email', given)),
    authenticationRequestExtraParams: mapped(actions, changed({ prompt: 'login' }, { prompt: 'none' }, given)),
    onUnauthenticatedRequest: mapped(actions, changed('authenticate', 'deny', given), { detail: 'authenticate, allow, deny' }),
    sessionCookieName: mapped(actions, changed('session', 'other', given)),
    sessionTimeout: mapped(actions, changed(3600, 60, given)),
  };
}

const url = (path: string) => `https://login.example.com/${path}`;
const plainHttp: Patch = { 'Gateway.spec.listeners[].protocol': 'HTTP', 'Gateway.spec.listeners[].tls': undefined };
const condition = (more: object = {}): Patch => ({
  [`${spec}.conditions`]: [{ field: 'source-ip', sourceIPConfig: { values: ['10.0.0.0/8'] }, ...more }],
});

export const listenerRuleConfiguration: FieldEntries = under(spec, {
  'actions[].type': mapped(
    actions,
    within(`${spec}.actions`, using({ type: 'fixed-response', fixedResponseConfig: { statusCode: 503 } })),
    {
      detail: 'forward, redirect, fixed-response, authenticate-cognito, authenticate-oidc, jwt-validation',
      except: [
        except('GW3321', 'it authenticates on an HTTP listener', within(`${spec}.actions`, { ...jwt, ...plainHttp }), {
          at: 'HTTPRoute.spec.rules[].filters',
        }),
        except(
          'GW1132',
          'two actions route, or two authenticate',
          within(`${spec}.actions[1]`, {
            [`${spec}.actions`]: [
              { type: 'forward', forwardConfig: {} },
              { type: 'fixed-response', fixedResponseConfig: { statusCode: 503 } },
            ],
          }),
          { at: `${spec}.actions[1].type` },
        ),
      ],
    },
  ),
  ...under('actions[].forwardConfig.targetGroupStickinessConfig', {
    enabled: mapped(
      actions,
      changed(false, true, using({ type: 'forward', forwardConfig: { targetGroupStickinessConfig: { durationSeconds: 60 } } })),
      {
        detail: 'clients stay with one of several target groups',
      },
    ),
    durationSeconds: mapped(
      actions,
      changed(60, 30, using({ type: 'forward', forwardConfig: { targetGroupStickinessConfig: { enabled: true } } })),
    ),
  }),
  'actions[].redirectConfig.query': mapped(actions, changed('#{query}', 'from=shop', redirecting), {
    detail: 'beside a RequestRedirect filter',
    except: [
      except('GW3307', 'an ALB does not take it', changed('#{query}', '?x', redirecting)),
      except(
        'GW3308',
        'the rule has no RequestRedirect filter',
        within(`${spec}.actions`, using({ type: 'redirect', redirectConfig: {} })),
        { at: action },
      ),
    ],
  }),
  ...under('actions[].fixedResponseConfig', {
    statusCode: mapped(actions, changed(503, 404, using({ type: 'fixed-response', fixedResponseConfig: {} })), {
      except: [
        except(
          'GW1133',
          'it is not from 200 to 299 or 400 to 599',
          changed(503, 302, using({ type: 'fixed-response', fixedResponseConfig: {} })),
        ),
      ],
    }),
    contentType: mapped(
      actions,
      changed('text/plain', 'text/html', using({ type: 'fixed-response', fixedResponseConfig: { statusCode: 503 } })),
    ),
    messageBody: mapped(actions, changed('a', 'b', using({ type: 'fixed-response', fixedResponseConfig: { statusCode: 503 } })), {
      except: [
        except(
          'GW3329',
          'it has more than 1024 characters',
          changed('a', 'b'.repeat(1025), using({ type: 'fixed-response', fixedResponseConfig: { statusCode: 503 } })),
        ),
      ],
    }),
  }),
  ...under('actions[].authenticateCognitoConfig', {
    userPoolArn: mapped(
      actions,
      changed(
        'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_xyz',
        'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_abc',
        cognito,
      ),
      {
        except: [
          except(
            'GW3323',
            'AWS would refuse it',
            changed('arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_abc', 'abc', cognito),
          ),
        ],
      },
    ),
    userPoolClientId: mapped(actions, changed('client', 'other', cognito)),
    userPoolDomain: mapped(actions, changed('login', 'other', cognito)),
    ...loginFields(cognito),
  }),
  ...under('actions[].authenticateOIDCConfig', {
    'issuer': mapped(actions, changed(url('a'), url('b'), oidc), {
      except: [except('GW3323', 'AWS would refuse it', changed(url('a'), 'http://id.example.com', oidc))],
    }),
    'authorizationEndpoint': mapped(actions, changed(url('a'), url('b'), oidc)),
    'tokenEndpoint': mapped(actions, changed(url('a'), url('b'), oidc)),
    'userInfoEndpoint': mapped(actions, changed(url('a'), url('b'), oidc)),
    'secret.name': mapped(actions, changed('client', 'other', oidc), {
      detail: 'stands for the Secrets Manager secret that the prop `oidcClientSecrets` gives; Secret data is never read',
      except: [
        except('GW3322', 'the prop has none for it', changed('client', 'other', oidc, { options: { oidcClientSecrets: ['shop/client'] } })),
      ],
    }),
    ...loginFields(oidc),
    'useExistingClientSecret': ignored('CloudFormation always gives the client secret', added(true, oidc), { code: 'GW3324' }),
  }),
  ...under('actions[].jwtValidationConfig', {
    'issuer': mapped(actions, changed('https://a.example.com', 'https://b.example.com', jwt)),
    'jwksEndpoint': mapped(actions, changed(url('a'), url('b'), jwt), {
      except: [except('GW3323', 'AWS would refuse it', changed(url('a'), 'http://id.example.com/keys', jwt))],
    }),
    'additionalClaims[].format': mapped(actions, changed('single-string', 'string-array', jwt)),
    'additionalClaims[].name': mapped(actions, changed('role', 'group', jwt)),
    'additionalClaims[].values': mapped(actions, changed(['barista'], ['guest'], jwt)),
  }),
  'conditions[].field': mapped('ListenerRule Conditions', within(`${spec}.conditions`, condition()), { detail: 'source-ip' }),
  'conditions[].sourceIPConfig.values': mapped('ListenerRule Conditions', changed(['192.0.2.0/24'], ['10.0.0.0/8'], condition()), {
    detail: 'several conditions for one match must all hold: they are intersected',
    except: [
      except('GW3325', 'it is no block of addresses', changed(['10.0.0.0/8'], ['10.0.0.1'], condition())),
      except(
        'GW3327',
        'conditions have no address in common',
        changed(['10.0.0.0/8'], ['192.0.2.0/24'], {
          [`${spec}.conditions`]: [
            { field: 'source-ip', sourceIPConfig: {} },
            { field: 'source-ip', sourceIPConfig: { values: ['10.0.0.0/8'] } },
          ],
        }),
        { at: `${spec}.conditions` },
      ),
    ],
  }),
  'conditions[].matchIndexes': mapped('ListenerRule Conditions', changed([0], [1], condition()), {
    detail: 'indexes of matches in the rule; without them the condition is for all',
    except: [except('GW3326', 'the rule has no such match', changed([0], [7], condition()), { at: `${spec}.conditions[]` })],
  }),
  'tags': mapped('ListenerRule Tags', added({ team: 'web' }), {
    except: [except('GW5310', 'AWS refuses one', added({ 'aws:team': 'web' }))],
  }),
});
