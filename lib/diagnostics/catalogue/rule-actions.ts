/** GW33xx: what the actions of an ALB listener rule can say: redirects, rewrites, forwards, authentication, source addresses. */
import type { ConditionVerdict } from '../diagnostic';
import { error, note, warning } from '../diagnostic';

/** Which rule: the route, and the index of the rule as it stands in the file. */
interface InRule {
  readonly subject: string;
  readonly rule: number;
}

/** Of a route that loses all its rules. One that keeps some is PartiallyInvalid instead. */
const condition: ConditionVerdict = { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' };

export const REDIRECT_STATUS = error<InRule & { statusCode: number }>('GW3301', 'plan/redirect-status', {
  message: ({ subject, rule, statusCode }) => `${subject}, rule ${rule}: an ALB redirects with status 301 or 302, not ${statusCode}`,
  fix: ({ statusCode }) => `use statusCode ${statusCode === 308 ? 301 : 302}, or let the application redirect where the method must be kept`,
  advice: 'use statusCode 301 or 302, or let the application redirect where the method must be kept',
  cause: 'A RequestRedirect filter has statusCode 303, 307 or 308.',
  condition,
});

export const REDIRECT_TO_HTTP = error<InRule>('GW3302', 'plan/redirect-to-http', {
  message: ({ subject, rule }) => `${subject}, rule ${rule}: an ALB does not redirect from HTTPS to HTTP`,
  fix: 'remove the scheme, or attach the route with sectionName to an HTTP listener only',
  cause: 'A RequestRedirect filter with scheme http is in a route on an HTTPS listener.',
  condition,
});

export const REDIRECT_LOOP = error<InRule & { protocol: string; port: number }>('GW3303', 'plan/redirect-loop', {
  message: ({ subject, rule, protocol, port }) =>
    `${subject}, rule ${rule}: on the ${protocol} listener of port ${port} the redirect leads every request back to itself`,
  fix: 'change hostname, scheme, port or path in the redirect, or attach the route with sectionName to the listener it is meant for',
  cause:
    'A RequestRedirect filter leaves scheme, hostname, port and path of a request as they are. Often a redirect to HTTPS is ' +
    'attached to the HTTPS listener too. ELB refuses such a rule.',
  condition,
});

export const REDIRECT_STRIPS_PREFIX = error<InRule & { prefix: string }>('GW3304', 'plan/redirect-strips-prefix', {
  message: ({ subject, rule, prefix }) =>
    `${subject}, rule ${rule}: an ALB refuses a redirect that only takes the prefix "${prefix}" off the path, as it looks like a loop`,
  fix: 'name the hostname in the redirect, or give the route one hostname without wildcard; a URLRewrite filter needs neither',
  cause:
    'A RequestRedirect filter replaces a prefix with nothing and changes neither scheme, hostname nor port. For ELB the rule ' +
    'would have all parts at their keywords.',
  condition,
});

export const REDIRECT_FIELD = error<InRule & { value: string; problem: string }>('GW3305', 'plan/redirect-field', {
  message: ({ subject, rule, value, problem }) => `${subject}, rule ${rule}: the redirect cannot lead to "${value}": ${problem}`,
  fix: 'use a value of at most 128 characters that can stand in a URL as it is; a path begins with "/"',
  cause: 'The hostname or path of a RequestRedirect filter is none that the redirect action of an ALB takes.',
  condition,
});

export const PATH_REPLACEMENT = error<InRule & { value: string; problem: string }>('GW3306', 'plan/path-replacement', {
  message: ({ subject, rule, value, problem }) => `${subject}, rule ${rule}: the path cannot be rewritten to "${value}": ${problem}`,
  fix: 'use a path that begins with "/" and has none of these characters',
  advice: 'use a path that begins with "/", is not longer than 1021 characters, and has no "?", "#", "$", space or letter beyond ASCII',
  cause: 'The new path of a URLRewrite filter is none that the transform of an ALB can write.',
  condition,
});

export const REDIRECT_QUERY = error<{ subject: string; value: string; problem: string }>('GW3307', 'plan/redirect-query', {
  message: ({ subject, value, problem }) => `${subject}: a redirect cannot have the query "${value}": ${problem}`,
  fix: 'write the query without "?", percent-encoded where needed, in at most 128 characters',
  cause: 'The query of a redirect action in a ListenerRuleConfiguration is none that an ALB takes.',
  condition,
});

export const REDIRECT_CONFIGURATION_ALONE = error<InRule & { configuration: string }>('GW3308', 'plan/redirect-configuration-alone', {
  message: ({ subject, rule, configuration }) =>
    `${subject}, rule ${rule}: ${configuration} sets the query of a redirect, but the rule has no RequestRedirect filter`,
  fix: 'add a RequestRedirect filter to the rule, or remove the redirect action from the configuration',
  cause: 'A ListenerRuleConfiguration with a redirect action is named by a rule that does not redirect.',
  condition,
});

export const TOO_MANY_TARGET_GROUPS = error<InRule & { count: number }>('GW3311', 'plan/too-many-target-groups', {
  message: ({ subject, rule, count }) => `${subject}, rule ${rule}: its requests go to ${count} different backends, an ALB rule has room for 5`,
  fix: 'keep 5 backendRefs with a weight above 0, or put one Service in front of several of them',
  cause: 'The backendRefs of a rule lead to more than five different target groups.',
  condition,
});

export const TOO_MANY_CLUSTER_TARGET_GROUPS = error<InRule & { backends: number; clusters: number; count: number }>(
  'GW3317',
  'plan/too-many-cluster-target-groups',
  {
    message: ({ subject, rule, backends, clusters, count }) =>
      `${subject}, rule ${rule}: ${backends} backends in ${clusters} clusters with weights make ${count} target groups, an ALB rule has room for 5`,
    fix:
      'leave the weights of TargetBindings.clusters out, so that the clusters share target groups, move from cluster to cluster with fewer ' +
      'clusters at a time, or keep fewer backendRefs with a weight above 0 in the rule meanwhile',
    cause:
      'Clusters with weights have a target group each for every backend, those with weight 0 included, and together they are more than five ' +
      'in one rule.',
  },
);

export const UNRESOLVED_SHARE = warning<InRule & { percent: number }>('GW3312', 'plan/unresolved-share', {
  message: ({ subject, rule, percent }) => `${subject}, rule ${rule}: ${percent}% of its requests belong to missing backends and get 503 instead of 500`,
  fix: 'correct the backendRefs that cannot be resolved, or set their weight to 0',
  cause:
    'Some backendRefs of a rule cannot be resolved. Their share of the requests goes to a target group without targets, as an ' +
    'ALB cannot mix fixed responses into a weighted forward.',
});

export const WEIGHTS_SCALED = note<InRule & { from: readonly number[]; to: readonly number[] }>('GW3313', 'plan/weights-scaled', {
  message: ({ subject, rule, from, to }) => `${subject}, rule ${rule}: the weights ${from.join(', ')} became ${to.join(', ')}, as an ALB counts to 999`,
  fix: 'use weights up to 999 where the shares have to be exact',
  cause:
    'A weight is above 999, or the product of the weights of a backend and a cluster is. All weights of the rule are scaled down; none becomes 0.',
});

export const EXISTING_TARGET_GROUP_UNKNOWN = error<InRule & { name: string }>('GW3314', 'plan/existing-target-group-unknown', {
  message: ({ subject, rule, name }) => `${subject}, rule ${rule}: nothing says which target group "${name}" is`,
  fix: ({ name }) => `give the target group in the targetGroups prop of the construct, targetGroups: { '${name}': targetGroup }`,
  advice: 'give the target group in the targetGroups prop of the construct, targetGroups: { \'name\': targetGroup }',
  cause: 'A backendRef of kind TargetGroupName names a target group that the construct is not given.',
  condition: { type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound' },
});

export const GROUP_STICKINESS_MISSING = warning<InRule & { targetGroup: string }>('GW3315', 'plan/group-stickiness-missing', {
  message: ({ subject, rule, targetGroup }) =>
    `${subject}, rule ${rule}: target group ${targetGroup} is sticky, but clients do not stay with it among the backends of the rule`,
  fix:
    'name a ListenerRuleConfiguration with a forward action and targetGroupStickinessConfig enabled, or switch the stickiness of ' +
    'the target group off; AWS asks for both or neither',
  cause: 'A rule spreads requests over several target groups of which one has stickiness, without stickiness of the rule.',
});

export const NOTHING_TO_FORWARD = warning<InRule & { backends: number }>('GW3316', 'plan/nothing-to-forward', {
  message: ({ subject, rule, backends }) =>
    `${subject}, rule ${rule} answers every request with an error: ` +
    (backends === 0 ? 'it has no backendRefs and no redirect' : 'all its backendRefs have weight 0'),
  fix: 'add a backendRef with a weight above 0, or a RequestRedirect filter; a ListenerRuleConfiguration can answer with a fixed response',
  cause: 'A rule has no backend that could get a request. Its requests get 500, those of a GRPCRoute 503.',
});

export const AUTHENTICATION_NEEDS_HTTPS = error<InRule & { action: string }>('GW3321', 'plan/authentication-needs-https', {
  message: ({ subject, rule, action }) => `${subject}, rule ${rule}: ${action} works on HTTPS listeners only, and the route is on an HTTP listener too`,
  fix: 'attach the route to the HTTPS listener with sectionName, and redirect HTTP to HTTPS with a route of its own',
  cause:
    'A ListenerRuleConfiguration asks for a login or a token on an HTTP listener. The rule is not served there; it would be ' +
    'open to everybody.',
  condition,
});

export const OIDC_CLIENT_UNKNOWN = error<{ subject: string; secret: string }>('GW3322', 'plan/oidc-client-unknown', {
  message: ({ subject, secret }) => `${subject}: nothing says which client the Secret "${secret}" stands for`,
  fix: ({ secret }) =>
    `give a Secrets Manager secret with the fields clientID and clientSecret for "${secret}" in the oidcClientSecrets prop of the construct; ` +
    'data of a Kubernetes Secret is not read, as it would end up in the template',
  advice: 'give a Secrets Manager secret with the fields clientID and clientSecret in the oidcClientSecrets prop of the construct',
  cause: 'An authenticate-oidc action names a Secret that the construct is not given a Secrets Manager secret for.',
  condition,
});

export const AUTHENTICATION_FIELD = error<{ subject: string; field: string; value: string; problem: string }>(
  'GW3323',
  'plan/authentication-field',
  {
    message: ({ subject, field, value, problem }) => `${subject}: ${field} "${value}" is refused by AWS: ${problem}`,
    fix: 'correct the value in the ListenerRuleConfiguration; what AWS asks for stands in the message',
    cause: 'A field of an authenticate-oidc, authenticate-cognito or jwt-validation action has a value that AWS would refuse at deployment.',
    condition,
  },
);

export const EXISTING_CLIENT_SECRET = note<{ subject: string }>('GW3324', 'plan/existing-client-secret', {
  message: ({ subject }) => `${subject}: useExistingClientSecret is ignored, CloudFormation always gives the client secret`,
  fix: 'remove useExistingClientSecret',
  cause: 'An authenticate-oidc action has useExistingClientSecret: true. LBC ignores it too.',
});

export const SOURCE_IP = error<{ subject: string; value: string }>('GW3325', 'plan/source-ip', {
  message: ({ subject, value }) => `${subject}: "${value}" is no block of addresses that an ALB takes`,
  fix: 'write CIDR notation, such as 192.0.2.0/24 or 2001:db8::/32',
  cause: 'A source-ip condition of a ListenerRuleConfiguration has a value that is not in CIDR notation.',
  condition,
});

export const SOURCE_IP_UNUSED = warning<InRule & { configuration: string; matchIndexes: readonly number[]; matches: number }>(
  'GW3326',
  'plan/source-ip-unused',
  {
    message: ({ subject, rule, configuration, matchIndexes, matches }) =>
      `${configuration}: a source-ip condition is for no match of ${subject}, rule ${rule}: ` +
      (matchIndexes.length === 0 ? 'its matchIndexes are empty' : `matchIndexes ${matchIndexes.join(', ')} of ${matches} matches`),
    fix: 'count matches from 0, or leave matchIndexes out for all of them',
    cause: 'The matchIndexes of a source-ip condition name none of the matches of a rule, so it restricts nothing.',
  },
);

export const SOURCE_IP_NEVER = warning<InRule & { configuration: string }>('GW3327', 'plan/source-ip-never', {
  message: ({ subject, rule, configuration }) =>
    `${configuration}: no address satisfies all source-ip conditions of ${subject}, rule ${rule}, so requests never match there`,
  fix: 'put alternatives into the values of one condition; several conditions must all hold',
  cause: 'Several source-ip conditions for one match have no address in common.',
});

export const ACTION_WITHOUT_EFFECT = warning<InRule & { what: string; winner: string }>('GW3328', 'plan/action-without-effect', {
  message: ({ subject, rule, what, winner }) => `${subject}, rule ${rule}: ${what} has no effect, as ${winner} answers every request`,
  fix: 'remove one of the two',
  cause:
    'A rule has a fixed response (ListenerRuleConfiguration) beside a redirect or rewrite, or stickiness beside a redirect. ' +
    'The fixed response wins over the redirect, the redirect over the forward, as in LBC.',
});

export const FIXED_RESPONSE_BODY = error<{ subject: string; length: number }>('GW3329', 'plan/fixed-response-body', {
  message: ({ subject, length }) => `${subject}: the body of a fixed response has ${length} characters, an ALB takes 1024`,
  fix: 'shorten messageBody, or serve the page from a backend',
  cause: 'The messageBody of a fixed-response action is too long.',
  condition,
});
