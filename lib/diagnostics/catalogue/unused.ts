/** GW27xx: objects that are there but change nothing; probably a name is wrong. */
import { note, warning } from '../diagnostic';

export const LOAD_BALANCER_CONFIGURATION_UNUSED = warning<{ subject: string }>('GW2701', 'attach/load-balancer-configuration-unused', {
  message: ({ subject }) => `${subject} is used by no GatewayClass and no Gateway`,
  fix: 'refer to it: parametersRef of a GatewayClass, or infrastructure.parametersRef of a Gateway in its namespace; or remove it',
  cause: 'No parametersRef in the files names this LoadBalancerConfiguration.',
});

export const TARGET_GROUP_CONFIGURATION_UNUSED = warning<{ subject: string; target: string }>(
  'GW2702',
  'attach/target-group-configuration-unused',
  {
    message: ({ subject, target }) =>
      target === '' ? `${subject} is the default of no LoadBalancerConfiguration` : `${subject} has no effect: no route refers to ${target}`,
    fix: ({ target }) =>
      target === ''
        ? 'add a targetReference, name it in defaultTargetGroupConfiguration of a LoadBalancerConfiguration, or remove it'
        : 'correct targetReference (a Service of the same namespace that a route uses), or remove the object',
    advice: 'correct targetReference, name the object in defaultTargetGroupConfiguration of a LoadBalancerConfiguration, or remove it',
    cause: 'The targetReference of a TargetGroupConfiguration names no Service that a route uses, and it is nobody\'s default.',
  },
);

export const LISTENER_RULE_CONFIGURATION_UNUSED = warning<{ subject: string }>('GW2703', 'attach/listener-rule-configuration-unused', {
  message: ({ subject }) => `${subject} is used by no route`,
  fix: 'refer to it by an ExtensionRef filter of a route in its namespace, or remove it',
  cause: 'No ExtensionRef filter in the files names this ListenerRuleConfiguration.',
});

export const REFERENCE_GRANT_UNUSED = note<{ subject: string }>('GW2704', 'attach/reference-grant-unused', {
  message: ({ subject }) => `${subject} permits nothing that is used here`,
  fix: 'remove it if no other tool needs it',
  cause: 'No reference in the files needed this ReferenceGrant.',
});

export const ROUTE_CONFIGURATION_UNUSED = warning<{ subject: string; index: number }>('GW2705', 'attach/route-configuration-unused', {
  message: ({ subject, index }) => `${subject}: routeConfigurations[${index}] is for no route that is there`,
  fix: 'write kind, namespace and name of a route (a name needs both others), leave out name or namespace to mean more routes, or remove it',
  cause: 'The routeIdentifier of an entry fits no route in the files. The AWS controller ignores such entries silently.',
});
