import { z } from 'zod';
import { ACTIONS_EXCLUDE, BAD_STATUS_CODE } from '../diagnostics/catalogue/shape';
import { checkEntries, checkMember } from './entries';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Decoded, Immutable } from './object';
import type { Path } from './paths';
import { int32, tags } from './scalars';

const onUnauthenticatedRequest = z.enum(['deny', 'allow', 'authenticate']).default('authenticate');
const sessionTimeout = z.int().min(1).max(604_800).default(604_800);
const extraParams = z.record(z.string(), z.string()).optional();

/** Session timeout in seconds. */
export const authenticateCognitoActionConfig = z.strictObject({
  userPoolArn: z.string(),
  userPoolClientId: z.string(),
  userPoolDomain: z.string(),
  scope: z.string().default('openid'),
  authenticationRequestExtraParams: extraParams,
  onUnauthenticatedRequest,
  sessionCookieName: z.string().default('AWSELBAuthSessionCookie'),
  sessionTimeout,
});
export type AuthenticateCognitoActionConfig = Immutable<z.infer<typeof authenticateCognitoActionConfig>>;

/** `secret` names a Secret with the client's id and secret, in the namespace of the configuration. */
export const authenticateOIDCActionConfig = z.strictObject({
  issuer: z.string(),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  userInfoEndpoint: z.string(),
  secret: z.strictObject({ name: z.string() }),
  scope: z.string().default('openid'),
  authenticationRequestExtraParams: extraParams,
  onUnauthenticatedRequest,
  sessionCookieName: z.string().default('AWSELBAuthSessionCookie'),
  sessionTimeout,
  useExistingClientSecret: z.boolean().optional(),
});
export type AuthenticateOIDCActionConfig = Immutable<z.infer<typeof authenticateOIDCActionConfig>>;

export const jwtValidationAdditionalClaim = z.strictObject({
  format: z.enum(['single-string', 'string-array', 'space-separated-values']),
  name: z.string().min(1),
  values: z.array(z.string().max(256)).min(1).max(10),
});
export type JwtValidationAdditionalClaim = Immutable<z.infer<typeof jwtValidationAdditionalClaim>>;

export const jwtValidationActionConfig = z.strictObject({
  issuer: z.string().max(256),
  jwksEndpoint: z.string().max(256),
  additionalClaims: z.array(jwtValidationAdditionalClaim).optional(),
});
export type JwtValidationActionConfig = Immutable<z.infer<typeof jwtValidationActionConfig>>;

export const fixedResponseActionConfig = z.strictObject({
  statusCode: z.int(),
  contentType: z.enum(['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json']).default('text/plain'),
  messageBody: z.string().optional(),
});
export type FixedResponseActionConfig = Immutable<z.infer<typeof fixedResponseActionConfig>>;

/** Duration in seconds. */
export const targetGroupStickinessConfig = z.strictObject({
  enabled: z.boolean().default(false),
  durationSeconds: int32.min(1).max(604_800).default(3600),
});
export type TargetGroupStickinessConfig = Immutable<z.infer<typeof targetGroupStickinessConfig>>;

export const forwardActionConfig = z.strictObject({
  targetGroupStickinessConfig: targetGroupStickinessConfig.default({ enabled: false, durationSeconds: 3600 }),
});
export type ForwardActionConfig = Immutable<z.infer<typeof forwardActionConfig>>;

export const redirectActionConfig = z.strictObject({ query: z.string().default('#{query}') });
export type RedirectActionConfig = Immutable<z.infer<typeof redirectActionConfig>>;

/** An action; the member that belongs to its `type` is present, the others are not. */
export type ListenerRuleAction =
  | { readonly type: 'forward'; readonly forwardConfig: ForwardActionConfig }
  | { readonly type: 'redirect'; readonly redirectConfig: RedirectActionConfig }
  | { readonly type: 'fixed-response'; readonly fixedResponseConfig: FixedResponseActionConfig }
  | { readonly type: 'authenticate-cognito'; readonly authenticateCognitoConfig: AuthenticateCognitoActionConfig }
  | { readonly type: 'authenticate-oidc'; readonly authenticateOIDCConfig: AuthenticateOIDCActionConfig }
  | { readonly type: 'jwt-validation'; readonly jwtValidationConfig: JwtValidationActionConfig };

export const listenerRuleAction = z.strictObject({
  type: z.enum(['forward', 'fixed-response', 'redirect', 'authenticate-cognito', 'authenticate-oidc', 'jwt-validation']),
  forwardConfig: forwardActionConfig.optional(),
  redirectConfig: redirectActionConfig.optional(),
  fixedResponseConfig: fixedResponseActionConfig.optional(),
  authenticateCognitoConfig: authenticateCognitoActionConfig.optional(),
  authenticateOIDCConfig: authenticateOIDCActionConfig.optional(),
  jwtValidationConfig: jwtValidationActionConfig.optional(),
}).transform((action) => action as ListenerRuleAction);

/** `matchIndexes` are indexes of matches in the rule; without them the condition is for all matches. */
export const listenerRuleCondition = z.strictObject({
  field: z.enum(['source-ip']),
  sourceIPConfig: z.strictObject({ values: z.array(z.string()).min(1) }),
  matchIndexes: z.array(z.int()).optional(),
});
export type ListenerRuleCondition = Immutable<z.infer<typeof listenerRuleCondition>>;

/** gateway.k8s.aws ListenerRuleConfiguration (v1 and v1beta1 are the same). */
export const listenerRuleConfigurationSpec = z.strictObject({
  actions: z.array(listenerRuleAction).min(1).max(2).optional(),
  conditions: z.array(listenerRuleCondition).min(1).optional(),
  tags: tags.optional(),
});

export type ListenerRuleConfigurationSpec = Immutable<z.infer<typeof listenerRuleConfigurationSpec>>;
export type ListenerRuleConfiguration = Decoded<ListenerRuleConfigurationSpec>;

/** The member of each type of action. */
const ACTION_MEMBERS = {
  'forward': 'forwardConfig',
  'redirect': 'redirectConfig',
  'fixed-response': 'fixedResponseConfig',
  'authenticate-cognito': 'authenticateCognitoConfig',
  'authenticate-oidc': 'authenticateOIDCConfig',
  'jwt-validation': 'jwtValidationConfig',
};

const STAGES = {
  authenticate: ['authenticate-cognito', 'authenticate-oidc', 'jwt-validation'],
  route: ['forward', 'redirect', 'fixed-response'],
} as const;

/** The rules of the ListenerRuleConfiguration CRD that go over several fields. */
export function checkListenerRuleConfiguration(spec: ListenerRuleConfigurationSpec, mistakes: Mistake[]): void {
  const { actions = [] } = spec;
  for (const stage of ['authenticate', 'route'] as const) {
    const indexes = [...actions.keys()].filter((index) => (STAGES[stage] as readonly string[]).includes(actions[index].type));
    if (indexes.length > 1) {
      const types = indexes.map((index) => actions[index].type);
      mistakes.push(mistake(ACTIONS_EXCLUDE, { types, stage }, { path: ['spec', 'actions', indexes[1], 'type'], about: ['spec', 'actions'] }));
    }
  }
  actions.forEach((action, index) => {
    const path = ['spec', 'actions', index];
    checkMember(action, ACTION_MEMBERS, path, mistakes);
    checkAction(action, path, mistakes);
  });
}

function checkAction(action: ListenerRuleAction, path: Path, mistakes: Mistake[]): void {
  const { fixedResponseConfig, authenticateCognitoConfig, authenticateOIDCConfig } = action as Partial<{
    readonly fixedResponseConfig: FixedResponseActionConfig;
    readonly authenticateCognitoConfig: AuthenticateCognitoActionConfig;
    readonly authenticateOIDCConfig: AuthenticateOIDCActionConfig;
  }>;
  const status = fixedResponseConfig?.statusCode ?? 200;
  if (status < 200 || status > 599 || (status >= 300 && status <= 399)) {
    mistakes.push(mistake(BAD_STATUS_CODE, { value: status }, { path: [...path, 'fixedResponseConfig', 'statusCode'] }));
  }
  for (const [member, config] of Object.entries({ authenticateCognitoConfig, authenticateOIDCConfig })) {
    checkEntries(config?.authenticationRequestExtraParams, 10, [...path, member, 'authenticationRequestExtraParams'], mistakes);
  }
}
