import type {
  AuthenticationAction,
  FixedResponseAction,
  ForwardAction,
  LoginSettings,
  RedirectAction,
  RoutingAction,
  TargetGroupRef,
} from '../plan/ir';
import type { TemplateValue } from './template-values';
import { expectKeys, integer, isAbsent, items, member, oneOf, optionalText, reference, TemplateError, text } from './template-values';

/** What the actions of a rule come to: one routing action, and at most one authentication before it. */
export interface TemplateActions {
  readonly action: RoutingAction;
  readonly authentication?: AuthenticationAction;
}

const actionTypes = ['forward', 'redirect', 'fixed-response', 'authenticate-oidc', 'authenticate-cognito', 'jwt-validation'] as const;

/** Reads the actions of a rule or a listener in their order. `targetGroupIds` are the logical ids of the template's own. */
export function actionsOf(actions: TemplateValue, targetGroupIds: ReadonlySet<string>): TemplateActions {
  const ordered = items(actions)
    .map((action) => ({ action, order: isAbsent(member(action, 'Order')) ? 0 : integer(member(action, 'Order')) }))
    .sort((one, other) => one.order - other.order)
    .map(({ action }) => action);
  const last = ordered.pop();
  if (!last) throw new TemplateError(actions.at, 'no action');
  if (ordered.length > 1) throw new TemplateError(actions.at, 'more than one action before the routing action');
  const action = routingActionOf(last, targetGroupIds);
  return ordered.length === 0 ? { action } : { action, authentication: authenticationOf(ordered[0]) };
}

function routingActionOf(action: TemplateValue, targetGroupIds: ReadonlySet<string>): RoutingAction {
  const type = oneOf(member(action, 'Type'), actionTypes);
  switch (type) {
    case 'forward':
      return forwardOf(action, targetGroupIds);
    case 'redirect':
      return redirectOf(action);
    case 'fixed-response':
      return fixedResponseOf(action);
    default:
      throw new TemplateError(action.at, `${type} must come before a routing action`);
  }
}

function forwardOf(action: TemplateValue, targetGroupIds: ReadonlySet<string>): ForwardAction {
  expectKeys(action, ['Type', 'Order', 'TargetGroupArn', 'ForwardConfig']);
  const config = member(action, 'ForwardConfig');
  expectKeys(config, ['TargetGroups', 'TargetGroupStickinessConfig']);
  const refOf = (arn: TemplateValue): TargetGroupRef => {
    const id = reference(arn);
    return targetGroupIds.has(id) ? { kind: 'planned', id } : { kind: 'existing', name: id };
  };
  const tuples = items(member(config, 'TargetGroups')).map((tuple) => {
    expectKeys(tuple, ['TargetGroupArn', 'Weight']);
    const weight = member(tuple, 'Weight');
    return { targetGroup: refOf(member(tuple, 'TargetGroupArn')), weight: isAbsent(weight) ? 1 : integer(weight) };
  });
  const stickiness = member(config, 'TargetGroupStickinessConfig');
  const sticky = optionalText(member(stickiness, 'Enabled')) === 'true';
  return {
    type: 'forward',
    targetGroups: tuples.length > 0 ? tuples : [{ targetGroup: refOf(member(action, 'TargetGroupArn')), weight: 1 }],
    ...(sticky && { stickinessSeconds: integer(member(stickiness, 'DurationSeconds')) }),
  };
}

function redirectOf(action: TemplateValue): RedirectAction {
  expectKeys(action, ['Type', 'Order', 'RedirectConfig']);
  const config = member(action, 'RedirectConfig');
  expectKeys(config, ['StatusCode', 'Protocol', 'Host', 'Port', 'Path', 'Query']);
  const protocol = optionalText(member(config, 'Protocol'));
  const texts = {
    host: optionalText(member(config, 'Host')),
    port: optionalText(member(config, 'Port')),
    path: optionalText(member(config, 'Path')),
    query: optionalText(member(config, 'Query')),
  };
  return {
    type: 'redirect',
    statusCode: oneOf(member(config, 'StatusCode'), ['HTTP_301', 'HTTP_302']),
    ...(protocol !== undefined && protocol !== '#{protocol}' && { protocol: oneOf(member(config, 'Protocol'), ['HTTP', 'HTTPS']) }),
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
  };
}

function fixedResponseOf(action: TemplateValue): FixedResponseAction {
  expectKeys(action, ['Type', 'Order', 'FixedResponseConfig']);
  const config = member(action, 'FixedResponseConfig');
  expectKeys(config, ['StatusCode', 'ContentType', 'MessageBody']);
  const contentType = optionalText(member(config, 'ContentType'));
  const messageBody = optionalText(member(config, 'MessageBody'));
  return {
    type: 'fixed-response',
    statusCode: integer(member(config, 'StatusCode')),
    ...(contentType !== undefined && { contentType }),
    ...(messageBody !== undefined && { messageBody }),
  };
}

function authenticationOf(action: TemplateValue): AuthenticationAction {
  const type = oneOf(member(action, 'Type'), actionTypes);
  switch (type) {
    case 'authenticate-oidc': {
      const config = member(action, 'AuthenticateOidcConfig');
      return {
        type,
        issuer: reference(member(config, 'Issuer')),
        authorizationEndpoint: reference(member(config, 'AuthorizationEndpoint')),
        tokenEndpoint: reference(member(config, 'TokenEndpoint')),
        userInfoEndpoint: reference(member(config, 'UserInfoEndpoint')),
        clientSecret: { namespace: '', name: reference(member(config, 'ClientSecret')) },
        ...loginSettingsOf(config),
      };
    }
    case 'authenticate-cognito': {
      const config = member(action, 'AuthenticateCognitoConfig');
      return {
        type,
        userPoolArn: reference(member(config, 'UserPoolArn')),
        userPoolClientId: reference(member(config, 'UserPoolClientId')),
        userPoolDomain: reference(member(config, 'UserPoolDomain')),
        ...loginSettingsOf(config),
      };
    }
    case 'jwt-validation':
      return jwtValidationOf(member(action, 'JwtValidationConfig'));
    default:
      throw new TemplateError(action.at, `${type} must be the last action`);
  }
}

/** Defaults as in "AuthenticateOidcActionConfig" (ELB API). */
function loginSettingsOf(config: TemplateValue): LoginSettings {
  const onUnauthenticated = member(config, 'OnUnauthenticatedRequest');
  const extra = member(config, 'AuthenticationRequestExtraParams');
  const timeout = member(config, 'SessionTimeout');
  return {
    onUnauthenticatedRequest: isAbsent(onUnauthenticated) ? 'authenticate' : oneOf(onUnauthenticated, ['deny', 'allow', 'authenticate']),
    scope: optionalText(member(config, 'Scope')) ?? 'openid',
    sessionCookieName: optionalText(member(config, 'SessionCookieName')) ?? 'AWSELBAuthSessionCookie',
    sessionTimeout: isAbsent(timeout) ? 604_800 : integer(timeout),
    extraParams: isAbsent(extra) ? {} : Object.fromEntries(Object.keys(extra.value as object).map((key) => [key, text(member(extra, key))])),
  };
}

function jwtValidationOf(config: TemplateValue): AuthenticationAction {
  return {
    type: 'jwt-validation',
    issuer: reference(member(config, 'Issuer')),
    jwksEndpoint: reference(member(config, 'JwksEndpoint')),
    additionalClaims: items(member(config, 'AdditionalClaims')).map((claim) => ({
      name: text(member(claim, 'Name')),
      format: oneOf(member(claim, 'Format'), ['single-string', 'string-array', 'space-separated-values']),
      values: items(member(claim, 'Values')).map(text),
    })),
  };
}
