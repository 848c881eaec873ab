/** GW32xx: filters and fields of route rules that an Application Load Balancer does not have, or has for whole listeners only. */
import type { ConditionVerdict } from '../diagnostic';
import { error, note, warning } from '../diagnostic';

/** Which rule: the route, and the index of the rule as it stands in the file. */
interface InRule {
  readonly subject: string;
  readonly rule: number;
}

/** Of a route that loses all its rules. One that keeps some is PartiallyInvalid instead. */
const condition: ConditionVerdict = { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' };

export const REQUEST_HEADER_MODIFIER = error<InRule & { headers: readonly string[] }>('GW3201', 'plan/request-header-modifier', {
  message: ({ subject, rule, headers }) => `${subject}, rule ${rule}: an ALB cannot change request headers (${headers.join(', ')})`,
  fix: ({ headers }) => (headers.some((name) => name.toLowerCase() === 'host')
    ? 'use a URLRewrite filter with a hostname for the Host header, and remove the RequestHeaderModifier filter'
    : 'remove the filter and let the application, or a proxy in front of it, change the headers; the headers that an ALB adds ' +
      'itself have attributes in a LoadBalancerConfiguration (routing.http.xff_header_processing.mode, listenerAttributes)'),
  advice:
    'remove the filter and let the application, or a proxy in front of it, change the headers; for Host, use a URLRewrite filter with a hostname',
  cause: 'A rule or one of its backendRefs has a RequestHeaderModifier filter that sets, adds or removes headers.',
  condition,
});

export const RESPONSE_HEADER = error<InRule & { header: string; problem: string }>('GW3202', 'plan/response-header', {
  message: ({ subject, rule, header, problem }) => `${subject}, rule ${rule}: the response header "${header}" cannot be changed: ${problem}`,
  fix:
    'let the application change it; an ALB can set Strict-Transport-Security, Content-Security-Policy, X-Content-Type-Options, ' +
    'X-Frame-Options and the Access-Control-* headers, and remove Server, each for a whole listener',
  cause:
    'A ResponseHeaderModifier filter adds to a header, removes one, or sets one that is not in the list of headers that an ALB ' +
    'can set, or sets a value that is not possible there.',
  condition,
});

export const RESPONSE_HEADER_DISAGREES = error<InRule & { header: string; port: number; others: number }>(
  'GW3203',
  'plan/response-header-disagrees',
  {
    message: ({ subject, rule, header, port, others }) =>
      `${subject}, rule ${rule}: an ALB sets the response header "${header}" for a whole listener, and on port ${port} ` +
      (others === 0 ? 'a LoadBalancerConfiguration sets it to something else' : `${others} other rules do not set it to the same value`),
    fix: ({ others }) => (others === 0
      ? 'use the same value as the listenerAttributes of the LoadBalancerConfiguration, or remove one of the two'
      : 'give every rule of the listener the same filter, or set the header once with listenerAttributes in a LoadBalancerConfiguration'),
    advice: 'give every rule of the listener the same filter, or set the header once with listenerAttributes in a LoadBalancerConfiguration',
    cause: 'A filter sets a response header, or removes Server, and other rules of the same listener do not do the same.',
    condition,
  },
);

export const RESPONSE_HEADERS_EVERYWHERE = note<{ subject: string; port: number; headers: readonly string[] }>(
  'GW3204',
  'plan/response-headers-everywhere',
  {
    message: ({ subject, port, headers }) =>
      `${subject}: on port ${port} every response is changed in ${headers.join(', ')}, also those the ALB makes itself, such as 404`,
    fix: 'give routes that must not have them a listener of their own; the ALB\'s own answers always have them',
    cause: 'All rules of a listener agree on response headers, so they became attributes of the listener.',
  },
);

export const CORS_NOT_STATIC = error<InRule & { problem: string }>('GW3205', 'plan/cors-not-static', {
  message: ({ subject, rule, problem }) => `${subject}, rule ${rule}: an ALB answers every request with the same CORS headers, but ${problem}`,
  fix: 'let the application do CORS, or allow one origin (or "*" without credentials) and name methods and headers',
  cause:
    'A CORS filter asks for headers that depend on the request: several origins, an origin with a wildcard, "*" with credentials; ' +
    'or for values that an ALB does not take. An ALB has fixed headers only.',
  condition,
});

export const CORS_PREFLIGHT = warning<InRule>('GW3206', 'plan/cors-preflight', {
  message: ({ subject, rule }) => `${subject}, rule ${rule}: an ALB does not answer CORS preflight requests itself`,
  fix:
    'make the backends answer OPTIONS requests with a 2xx status; the ALB adds the CORS headers to these and all other ' +
    'responses of the listener, whatever their Origin',
  cause:
    'A CORS filter became fixed response headers of the listener. Preflight requests are forwarded like all others, and ' +
    'requests without Origin or from another origin get the headers too.',
});

export const REQUEST_MIRROR = error<InRule>('GW3207', 'plan/request-mirror', {
  message: ({ subject, rule }) => `${subject}, rule ${rule}: an ALB cannot mirror requests`,
  fix: 'remove the RequestMirror filter, or serve this rule from another Gateway class',
  cause: 'A rule has a RequestMirror filter.',
  condition,
});

export const EXTERNAL_AUTH = error<InRule>('GW3208', 'plan/external-auth', {
  message: ({ subject, rule }) => `${subject}, rule ${rule}: an ALB cannot ask another service whether a request may pass`,
  fix:
    'use a ListenerRuleConfiguration with an authenticate-oidc, authenticate-cognito or jwt-validation action, or let the ' +
    'application decide',
  cause: 'A rule has an ExternalAuth filter (experimental channel).',
  condition,
});

// The fields below leave open where requests go: under RESPOND_500 the rule is served without them.

export const TIMEOUT = error<InRule & { field: string; value: string }>('GW3209', 'plan/timeout', {
  message: ({ subject, rule, field, value }) => `${subject}, rule ${rule}: an ALB has no timeout for a rule (${field}: ${value})`,
  fix:
    'remove the timeout, or write "0s" for none; the load balancer as a whole has the attribute idle_timeout.timeout_seconds ' +
    '(LoadBalancerConfiguration, loadBalancerAttributes), and with RESPOND_500 the rule is served without the timeout',
  cause: 'A rule has a request or backendRequest timeout other than zero.',
  runtime: true,
});

export const RETRY = error<InRule>('GW3210', 'plan/retry', {
  message: ({ subject, rule }) => `${subject}, rule ${rule}: an ALB does not retry requests`,
  fix: 'remove retry and let clients repeat requests; with RESPOND_500 the rule is served without retries',
  cause: 'A rule has a retry stanza (experimental channel).',
  runtime: true,
});

export const PERSISTENCE_BY_HEADER = error<InRule>('GW3211', 'plan/persistence-by-header', {
  message: ({ subject, rule }) => `${subject}, rule ${rule}: an ALB keeps sessions by cookie only, not by header`,
  fix: 'use sessionPersistence of type Cookie, or remove it; with RESPOND_500 the rule is served without persistence',
  cause: 'A rule has sessionPersistence of type Header (experimental channel).',
  runtime: true,
});

export const BACKEND_FILTERS_DIFFER = error<InRule & { backend: number; filter: string }>('GW3212', 'plan/backend-filters-differ', {
  message: ({ subject, rule, backend, filter }) =>
    `${subject}, rule ${rule}: the ${filter} filter of backendRef ${backend} is for this backend only; an ALB does the same for all backends of a rule`,
  fix: 'give every backendRef of the rule the same filters, move the filter to the rule, or make it a rule of its own',
  cause: 'The backendRefs of a rule that get requests do not all have the same filters, or one with a redirect leads nowhere.',
  condition,
});

export const EXTENSION_ON_BACKEND = error<InRule>('GW3214', 'plan/extension-on-backend', {
  message: ({ subject, rule }) => `${subject}, rule ${rule}: a ListenerRuleConfiguration is for a whole rule, not for one backendRef`,
  fix: 'move the ExtensionRef filter to the filters of the rule',
  cause: 'A backendRef has an ExtensionRef filter.',
  condition,
});

export const FILTERS_OVERLAP = error<InRule & { what: string }>('GW3213', 'plan/filters-overlap', {
  message: ({ subject, rule, what }) => `${subject}, rule ${rule}: its filters change ${what}; an ALB has room for one change`,
  fix: 'keep one of the two filters, with what they do together',
  cause: 'Filters of a rule and of its backendRefs, or two filters of one list, change the same part of a request or response.',
  condition,
});

/** In which way the stickiness of target groups is not quite a `sessionPersistence`. */
const APPROXIMATIONS = {
  'application-cookie': 'the ALB follows a cookie of this name but does not set it; the application has to, with the path and lifetime it wants',
  'session-lifetime': 'the cookie of an ALB does not end with the session of the browser; it lasts until absoluteTimeout, at most 7 days',
  'cookie-path': 'the cookie of an ALB has the path /, so clients keep to their target below other paths as well',
  'idle-timeout': 'an ALB has one duration and no idle timeout; idleTimeout is ignored',
  'timeout-range': 'an ALB takes durations from 1 second to 7 days; the nearest is used',
  'existing-target-group': 'its target group is not made here; it is sticky only if it was made so',
} as const;
export type PersistenceApproximation = keyof typeof APPROXIMATIONS;

export const PERSISTENCE_APPROXIMATED = warning<InRule & { how: PersistenceApproximation }>('GW3215', 'plan/persistence-approximated', {
  message: ({ subject, rule, how }) => `${subject}, rule ${rule}: session persistence by stickiness of the target group: ${APPROXIMATIONS[how]}`,
  fix: 'acknowledge this if it is good enough, or change the field',
  cause:
    'A rule has sessionPersistence of type Cookie (experimental channel). It becomes stickiness of the target group, which has ' +
    'a cookie with a fixed path and one duration, or follows a cookie of the application.',
});

export const PERSISTENCE_COOKIE_NAME = error<InRule & { name: string }>('GW3216', 'plan/persistence-cookie-name', {
  message: ({ subject, rule, name }) => `${subject}, rule ${rule}: an ALB cannot follow a cookie named "${name}"`,
  fix:
    'use letters, digits and !#$%&\'*+-.^_`|~ only, and no name that begins with AWSALB, or leave the name out; with RESPOND_500 ' +
    'the rule is served without persistence',
  cause: 'The name in a sessionPersistence is none that a cookie can have, or begins with AWSALB as the cookies of ALBs do.',
  runtime: true,
});
