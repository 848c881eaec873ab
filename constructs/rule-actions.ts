import type { aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import type { AuthenticationAction, FixedResponseAction, ForwardAction, RedirectAction, RoutingAction, TargetGroupRef } from '../lib/index';
import { nameOf } from '../lib/index';

type ActionProperty = elbv2.CfnListenerRule.ActionProperty;

/** Names that actions use, bound to what CloudFormation knows. */
export interface ActionBindings {
  readonly targetGroupArn: (targetGroup: TargetGroupRef) => string | undefined;
  readonly oidcClient: (secret: string) => { readonly id: string; readonly secret: string } | undefined;
}

/** The actions of a rule or listener in their order: authentication first, the routing action last. */
export function actionsOf(
  plan: { readonly authentication?: AuthenticationAction; readonly action: RoutingAction },
  bindings: ActionBindings,
): ActionProperty[] {
  const authentication = plan.authentication ? [authenticationOf(plan.authentication, bindings)] : [];
  return [...authentication, routingOf(plan.action, bindings)].map((action, index) => ({ ...action, order: index + 1 }));
}

function routingOf(action: RoutingAction, bindings: ActionBindings): ActionProperty {
  switch (action.type) {
    case 'forward':
      return { type: action.type, forwardConfig: forwardOf(action, bindings) };
    case 'redirect':
      return { type: action.type, redirectConfig: redirectOf(action) };
    case 'fixed-response':
      return { type: action.type, fixedResponseConfig: fixedResponseOf(action) };
  }
}

/** The same in rules and in default actions of listeners. */
export function fixedResponseOf(action: FixedResponseAction): elbv2.CfnListenerRule.FixedResponseConfigProperty {
  return {
    statusCode: String(action.statusCode),
    ...(action.contentType !== undefined && { contentType: action.contentType }),
    ...(action.messageBody !== undefined && { messageBody: action.messageBody }),
  };
}

function forwardOf(action: ForwardAction, bindings: ActionBindings): elbv2.CfnListenerRule.ForwardConfigProperty {
  const targetGroups = action.targetGroups.flatMap(({ targetGroup, weight }) => {
    const targetGroupArn = bindings.targetGroupArn(targetGroup);
    return targetGroupArn === undefined ? [] : [{ targetGroupArn, weight }];
  });
  const { stickinessSeconds } = action;
  return {
    targetGroups,
    ...(stickinessSeconds !== undefined && {
      targetGroupStickinessConfig: { enabled: true, durationSeconds: stickinessSeconds },
    }),
  };
}

/** Every field is written out with its keyword, so that nothing depends on defaults. */
function redirectOf(action: RedirectAction): elbv2.CfnListenerRule.RedirectConfigProperty {
  return {
    statusCode: action.statusCode,
    protocol: action.protocol ?? '#{protocol}',
    host: action.host ?? '#{host}',
    port: action.port ?? '#{port}',
    path: action.path ?? '/#{path}',
    query: action.query ?? '#{query}',
  };
}

function authenticationOf(action: AuthenticationAction, bindings: ActionBindings): ActionProperty {
  switch (action.type) {
    case 'jwt-validation':
      return {
        type: action.type,
        jwtValidationConfig: {
          issuer: action.issuer,
          jwksEndpoint: action.jwksEndpoint,
          ...(action.additionalClaims.length > 0 && {
            additionalClaims: action.additionalClaims.map((claim) => ({ ...claim, values: [...claim.values] })),
          }),
        },
      };
    case 'authenticate-cognito':
      return {
        type: action.type,
        authenticateCognitoConfig: {
          userPoolArn: action.userPoolArn,
          userPoolClientId: action.userPoolClientId,
          userPoolDomain: action.userPoolDomain,
          ...loginOf(action),
        },
      };
    case 'authenticate-oidc': {
      const client = bindings.oidcClient(nameOf(action.clientSecret));
      return {
        type: action.type,
        authenticateOidcConfig: {
          issuer: action.issuer,
          authorizationEndpoint: action.authorizationEndpoint,
          tokenEndpoint: action.tokenEndpoint,
          userInfoEndpoint: action.userInfoEndpoint,
          clientId: client?.id ?? '',
          ...(client && { clientSecret: client.secret }),
          ...loginOf(action),
        },
      };
    }
  }
}

function loginOf(action: Exclude<AuthenticationAction, { type: 'jwt-validation' }>): {
  onUnauthenticatedRequest: string;
  scope: string;
  sessionCookieName: string;
  sessionTimeout: number;
  authenticationRequestExtraParams?: Record<string, string>;
} {
  return {
    onUnauthenticatedRequest: action.onUnauthenticatedRequest,
    scope: action.scope,
    sessionCookieName: action.sessionCookieName,
    sessionTimeout: action.sessionTimeout,
    ...(Object.keys(action.extraParams).length > 0 && { authenticationRequestExtraParams: { ...action.extraParams } }),
  };
}
