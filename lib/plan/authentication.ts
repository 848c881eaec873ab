import {
  AUTHENTICATION_FIELD,
  AUTHENTICATION_NEEDS_HTTPS,
  EXISTING_CLIENT_SECRET,
  OIDC_CLIENT_UNKNOWN,
} from '../diagnostics/catalogue/rule-actions';
import { nameOf, subjectOf } from '../diagnostics/subject';
import type {
  AuthenticateCognitoActionConfig,
  AuthenticateOIDCActionConfig,
  JwtValidationActionConfig,
  ListenerRuleAction,
  ListenerRuleConfiguration,
} from '../model/listenerruleconfiguration';
import type { PathSegment } from '../source/kube-object';
import type { PlanContext, PortGroup } from './context';
import type { AuthenticationAction, LoginSettings } from './ir';
import type { Obstacle } from './obstacles';
import { listenerObstacle, obstacle } from './obstacles';
import type { RouteRule } from './route-rule';
import { whereConfigured } from './route-rule';

type LoginConfig = AuthenticateOIDCActionConfig | AuthenticateCognitoActionConfig;
type AuthenticationConfig = Extract<ListenerRuleAction, { type: AuthenticationAction['type'] }>;

function authenticationOf({ spec: { actions = [] } }: ListenerRuleConfiguration): { action: AuthenticationConfig; index: number } | undefined {
  const index = actions.findIndex(({ type }) => type === 'authenticate-oidc' || type === 'authenticate-cognito' || type === 'jwt-validation');
  return index < 0 ? undefined : { action: actions[index] as AuthenticationConfig, index };
}

/**
 * The action of a ListenerRuleConfiguration that runs before the routing action.
 * The client of an OIDC provider is the Secret of that name in the namespace of the configuration; in this plan only its
 * name stands, for a Secrets Manager secret that is given in props. Values of a Kubernetes Secret are never read.
 */
export function planAuthentication(configuration: ListenerRuleConfiguration): AuthenticationAction | undefined {
  const action = authenticationOf(configuration)?.action;
  switch (action?.type) {
    case undefined:
      return undefined;
    case 'authenticate-oidc':
      return oidcAction(action.authenticateOIDCConfig, configuration.ref.namespace);
    case 'authenticate-cognito': {
      const { userPoolArn, userPoolClientId, userPoolDomain } = action.authenticateCognitoConfig;
      return { type: action.type, userPoolArn, userPoolClientId, userPoolDomain, ...loginSettings(action.authenticateCognitoConfig) };
    }
    case 'jwt-validation': {
      const { issuer, jwksEndpoint, additionalClaims = [] } = action.jwtValidationConfig;
      return { type: action.type, issuer, jwksEndpoint, additionalClaims };
    }
  }
}

function oidcAction(config: AuthenticateOIDCActionConfig, namespace: string): AuthenticationAction {
  const { issuer, authorizationEndpoint, tokenEndpoint, userInfoEndpoint, secret } = config;
  return {
    type: 'authenticate-oidc',
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    userInfoEndpoint,
    clientSecret: { namespace, name: secret.name },
    ...loginSettings(config),
  };
}

function loginSettings(config: LoginConfig): LoginSettings {
  const { onUnauthenticatedRequest, scope, sessionCookieName, sessionTimeout, authenticationRequestExtraParams } = config;
  return { onUnauthenticatedRequest, scope, sessionCookieName, sessionTimeout, extraParams: authenticationRequestExtraParams ?? {} };
}

/**
 * What keeps an authentication from being set up. On an HTTP listener an ALB has none: LBC drops it there and serves the
 * rule to everybody, here the rule is not served.
 */
export function authenticationObstacles(
  configuration: ListenerRuleConfiguration,
  rule: RouteRule,
  group: PortGroup,
  context: PlanContext,
): readonly Obstacle[] {
  const found = authenticationOf(configuration);
  if (!found) return [];
  const { action, index } = found;
  const place: Place = { configuration, rule, path: ['spec', 'actions', index] };
  const plain = group.protocol === 'HTTP'
    ? [listenerObstacle(AUTHENTICATION_NEEDS_HTTPS, { ...rule.who, action: action.type }, {
      ...rule.where('filters'),
      notes: [{ text: subjectOf(configuration.ref), span: configuration.object.at(...place.path) }],
    })]
    : [];
  return [...plain, ...fieldObstacles(action, place, context)];
}

interface Place {
  readonly configuration: ListenerRuleConfiguration;
  readonly rule: RouteRule;
  readonly path: readonly PathSegment[];
}

function fieldObstacles(action: AuthenticationConfig, place: Place, context: PlanContext): readonly Obstacle[] {
  switch (action.type) {
    case 'authenticate-oidc':
      return oidcObstacles(action.authenticateOIDCConfig, inside(place, 'authenticateOIDCConfig'), context);
    case 'authenticate-cognito':
      return cognitoObstacles(action.authenticateCognitoConfig, inside(place, 'authenticateCognitoConfig'));
    case 'jwt-validation':
      return jwtObstacles(action.jwtValidationConfig, inside(place, 'jwtValidationConfig'));
  }
}

function inside(place: Place, ...path: readonly PathSegment[]): Place {
  return { ...place, path: [...place.path, ...path] };
}

function wrong({ configuration, rule, path }: Place, value: string, problem: string): Obstacle {
  const field = String(path.findLast((segment) => typeof segment === 'string'));
  const args = { subject: subjectOf(configuration.ref), field, value, problem };
  return obstacle(AUTHENTICATION_FIELD, args, whereConfigured(configuration, path, rule));
}

const httpsUrl = /^https:\/\/[^\s/?#@]+(:\d+)?([/?][^\s#]*)?$/i;

function unlessHttps(place: Place, value: string): readonly Obstacle[] {
  return httpsUrl.test(value) ? [] : [wrong(place, value, 'it is not a full https:// URL')];
}

function oidcObstacles(config: AuthenticateOIDCActionConfig, place: Place, context: PlanContext): readonly Obstacle[] {
  const { configuration, rule, path } = place;
  const { ref } = configuration;
  const endpoints = ['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'userInfoEndpoint'] as const;
  const secret = nameOf({ namespace: ref.namespace, name: config.secret.name });
  const known = context.options.oidcClientSecrets;
  const unknown = known !== 'any' && !known.includes(secret)
    ? [obstacle(OIDC_CLIENT_UNKNOWN, { subject: subjectOf(ref), secret }, whereConfigured(configuration, [...path, 'secret', 'name'], rule))]
    : [];
  return [...endpoints.flatMap((field) => unlessHttps(inside(place, field), config[field])), ...unknown, ...loginObstacles(config, place)];
}

const userPoolArn = /^arn:[^:\s]+:cognito-idp:[^:\s]+:[^:\s]+:userpool\/\S+$/;

function cognitoObstacles(config: AuthenticateCognitoActionConfig, place: Place): readonly Obstacle[] {
  const fits = userPoolArn.test(config.userPoolArn);
  const arn = fits ? [] : [wrong(inside(place, 'userPoolArn'), config.userPoolArn, 'it is not the ARN of a Cognito user pool')];
  return [...arn, ...loginObstacles(config, place)];
}

const cookieName = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

function loginObstacles({ sessionCookieName }: LoginConfig, place: Place): readonly Obstacle[] {
  return cookieName.test(sessionCookieName) ? [] : [wrong(inside(place, 'sessionCookieName'), sessionCookieName, 'it is not the name of a cookie')];
}

/** Claims that an ALB checks by itself and takes no values for. */
const standardClaims = ['exp', 'iss', 'nbf', 'iat'];

function jwtObstacles({ jwksEndpoint, additionalClaims = [] }: JwtValidationActionConfig, place: Place): readonly Obstacle[] {
  const claims = inside(place, 'additionalClaims');
  return [
    ...unlessHttps(inside(place, 'jwksEndpoint'), jwksEndpoint),
    ...(additionalClaims.length > 10 ? [wrong(claims, `${additionalClaims.length} claims`, 'an ALB checks 10 of them')] : []),
    ...additionalClaims.flatMap(({ name, format, values }, index) => [
      ...(standardClaims.includes(name) ? [wrong(inside(claims, index, 'name'), name, 'an ALB checks exp, iss, nbf and iat by itself')] : []),
      ...values.flatMap((value, at) => (format === 'space-separated-values' && /\s/.test(value)
        ? [wrong(inside(claims, index, 'values', at), value, 'a value of this format has no spaces')]
        : [])),
    ]),
  ];
}

/** Fields of an authentication that mean nothing here. For rules that are served. */
export function tellIgnoredFields(configuration: ListenerRuleConfiguration, context: PlanContext): void {
  const found = authenticationOf(configuration);
  if (found?.action.type !== 'authenticate-oidc' || !found.action.authenticateOIDCConfig.useExistingClientSecret) return;
  const at = configuration.object.at('spec', 'actions', found.index, 'authenticateOIDCConfig', 'useExistingClientSecret');
  context.sink.report(EXISTING_CLIENT_SECRET, { subject: subjectOf(configuration.ref) }, { at, subject: configuration.ref });
}
