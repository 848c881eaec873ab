/** GW4xxx: quality of the routing: legal, deployable, but probably not what was meant; and named differences. */
import { note, warning } from '../diagnostic';
import type { MatchPlace } from './match-words';
import { placeOf } from './match-words';

const forHosts = (hostnames: readonly string[]) => (hostnames.length === 0 ? '' : ` for ${hostnames.join(', ')}`);

/** Why one rule comes before another. */
export type Advantage = 'precedence' | 'name' | 'order' | 'case' | 'source-ip';

const advantages: Readonly<Record<Advantage, string>> = {
  precedence: 'it comes first and takes all these requests',
  name: 'it has the same conditions and comes first by namespace/name',
  order: 'it has the same conditions and stands earlier in the route',
  case: 'it differs only in case, which an ALB ignores in header and query values, and comes first',
  'source-ip': 'source addresses do not count in the order, so the more general rule comes first',
};

export const RULE_SHADOWED = warning<MatchPlace & { hostnames: readonly string[]; winner: string; advantage: Advantage }>(
  'GW4101',
  'plan/rule-shadowed',
  {
    message: ({ hostnames, winner, advantage, ...place }) =>
      `${placeOf(place)} can never match${forHosts(hostnames)}: ${winner} wins; ${advantages[advantage]}`,
    fix: 'remove it, or make it more specific than the rule that wins',
    cause: 'A rule of higher precedence matches every request that this match could match.',
  },
);

export const TIE_BY_NAME = warning<MatchPlace & { hostnames: readonly string[]; winner: string }>('GW4102', 'plan/tie-by-name', {
  message: ({ hostnames, winner, ...place }) =>
    `${placeOf(place)} and ${winner} match common requests${forHosts(hostnames)} with equal precedence; the second wins by namespace/name`,
  fix: 'make one of them more specific (a longer path, one more header), or put both rules into one route in the order you want',
  cause: 'Matches of two routes overlap, neither is more specific, and only the names of the routes decide which one gets the common requests.',
});

export const HOSTNAME_ISOLATED = warning<{ subject: string; hostname: string; listener: string; owner: string }>(
  'GW4103',
  'plan/hostname-isolated',
  {
    message: ({ subject, hostname, listener, owner }) =>
      `${subject}: requests for "${hostname}" never reach listener ${listener}: they belong to listener ${owner}, to which the route is not attached`,
    fix: ({ owner }) => `attach the route to listener ${owner} too, or drop the hostname`,
    advice: 'attach the route to the listener that owns the hostname too, or drop the hostname',
    cause: 'A listener of the same port has a more specific hostname, and a request belongs to the most specific listener only.',
  },
);

export const DUPLICATE_HEADER = warning<MatchPlace & { name: string; first: string }>('GW4104', 'plan/duplicate-header', {
  message: ({ name, first, ...place }) => `${placeOf(place)}: header "${name}" is ignored, "${first}" of the same match is the same header`,
  fix: 'remove one of the two; for alternatives use one match for each',
  cause: 'A match names one header twice, in different case. Header names have no case, and the specification lets the first entry count.',
});

export const METHOD_TRACE = warning<MatchPlace>('GW4105', 'plan/method-trace', {
  message: (place) => `${placeOf(place)} can never match: an ALB answers TRACE requests with 405 itself`,
  fix: 'remove the match',
  cause: 'A match asks for method TRACE.',
});

export const HEADER_VALUE_SPACE = warning<MatchPlace & { name: string; value: string }>('GW4106', 'plan/header-value-space', {
  message: ({ name, value, ...place }) => `${placeOf(place)}: header ${name} is never "${value}": values have no spaces around them`,
  fix: 'remove the space, for example behind a comma, which parts alternatives',
  cause: 'An alternative of a header value begins or ends with a space.',
});

export const HOST_WITHOUT_PORT = warning<{ subject: string; hostname: string }>('GW4107', 'plan/host-without-port', {
  message: ({ subject, hostname }) =>
    `${subject}: "${hostname}" is too long for the exact form of a host condition; requests whose Host header names a port do not match`,
  fix: 'use a shorter hostname or a wildcard that covers it, if clients send "host:port"',
  cause:
    'A hostname is so long that the regular expression for it, which ignores case and port, needs more than 128 characters. The plain ' +
    'hostname is compared instead.',
});

export const HOST_LOWER_CASE = warning<{ subject: string; hostname: string }>('GW4108', 'plan/host-lower-case', {
  message: ({ subject, hostname }) =>
    `${subject}: "${hostname}" is too long for the exact form of a host condition; requests that spell it with capital letters may not match`,
  fix: 'use a shorter hostname or a wildcard that covers it, if clients use capital letters',
  cause:
    'A hostname is so long that the regular expression for it, which ignores case and port, needs more than 128 characters. One for ' +
    'lower case is used instead.',
});

export const HEADER_IGNORES_CASE = note<MatchPlace & { name: string; value: string }>('GW4151', 'plan/header-ignores-case', {
  message: ({ name, value, ...place }) => `${placeOf(place)}: an ALB ignores case when it compares header ${name} with "${value}"`,
  fix: 'nothing to do, unless values differ in case only: use others',
  cause: 'An Exact header match has letters in its value. The Gateway API compares them with their case, an ALB without.',
});

export const QUERY_IGNORES_CASE = note<MatchPlace & { name: string; value: string }>('GW4152', 'plan/query-ignores-case', {
  message: ({ name, value, ...place }) => `${placeOf(place)}: an ALB ignores case in query parameter ${name}, name and value ("${value}")`,
  fix: 'nothing to do, unless names or values differ in case only: use others',
  cause: 'A query parameter match has letters. The Gateway API compares them with their case, an ALB without.',
});

export const HEADER_ALTERNATIVES = note<MatchPlace & { name: string; values: readonly string[] }>('GW4153', 'plan/header-alternatives', {
  message: ({ name, values, ...place }) =>
    `${placeOf(place)}: header ${name} may be ${values.map((value) => `"${value}"`).join(' or ')}: in an Exact value a comma parts alternatives and a backslash escapes`,
  fix: 'write "\\," and "\\\\" for a literal comma and backslash',
  cause: 'An Exact header value has a comma or a backslash. The AWS Load Balancer Controller gives them a meaning, and so do we; the Gateway API does not.',
});

export const PATH_ENCODING = note<MatchPlace & { value: string }>('GW4154', 'plan/path-encoding', {
  message: ({ value, ...place }) => `${placeOf(place)}: the path "${value}" is compared as clients send it; other encodings of the same path do not match`,
  fix: 'nothing to do, unless clients encode the path in another way: add a match for that',
  cause: 'A path match has percent-encoded characters. AWS does not document what an ALB decodes before it compares.',
});

export const QUERY_ENCODING = note<MatchPlace & { name: string; value: string; sent: string }>('GW4155', 'plan/query-encoding', {
  message: ({ name, value, sent, ...place }) =>
    `${placeOf(place)}: query parameter ${name} with "${value}" matches requests that send "${sent}"; other encodings of the same text do not match`,
  fix: 'nothing to do, unless clients encode the value in another way: add a match for that',
  cause: 'A query parameter match has characters that clients may encode. An ALB compares the raw query.',
});

export const LISTENER_CLOSED = note<{ subject: string; listener: string; hostname: string }>('GW4156', 'plan/listener-closed', {
  message: ({ subject, listener, hostname }) =>
    `${subject}: a request for "${hostname}" that no route of listener ${listener} matches gets 404, also where a less specific listener has a route for it`,
  fix: 'nothing to do; the prop listenerIsolation: false lets the less specific listener have the request, as the AWS controller does',
  cause:
    'Two listeners share a port, and one has a more specific hostname. A request belongs to the most specific listener of its port and gets ' +
    '404 where no route of that listener matches it. The AWS Load Balancer Controller does not isolate listeners.',
});

export const REGEX_SEARCHED = note<MatchPlace & { what: string; value: string }>('GW4157', 'plan/regex-searched', {
  message: ({ what, value, ...place }) => `${placeOf(place)}: the regular expression "${value}" of ${what} may match a part of it: it is not anchored at both ends`,
  fix: 'write ^ in front and $ behind where the whole is meant',
  cause:
    'A regular expression has no ^ in front or no $ behind. It is searched for anywhere in the value, so that it means the same whether an ' +
    'ALB anchors expressions or not, which AWS does not document.',
});

export const GRPC_REGEX = note<MatchPlace>('GW4158', 'plan/grpc-regex', {
  message: (place) => `${placeOf(place)}: the regular expressions must match the whole service and the whole method`,
  fix: 'write .* where a part of the name is meant',
  cause: 'A gRPC method match has type RegularExpression. The AWS Load Balancer Controller takes it for a pattern with wildcards.',
});

export const LITERAL_WILDCARD = note<MatchPlace & { what: string; value: string }>('GW4159', 'plan/literal-wildcard', {
  message: ({ what, value, ...place }) => `${placeOf(place)}: "*" and "?" in ${what} "${value}" are compared as they are`,
  fix: 'use type: RegularExpression where a wildcard is meant',
  cause: 'An Exact or PathPrefix value has a "*" or "?". The AWS Load Balancer Controller takes them for wildcards or refuses them.',
});

export const HOST_ANY_PORT = note<{ subject: string; port: number }>('GW4160', 'plan/host-any-port', {
  message: ({ subject, port }) => `${subject}: its hostnames match requests whose Host header names a port, such as ${port}`,
  fix: 'nothing to do; clients name the port in the Host header unless it is 80 or 443',
  cause:
    'A route with hostnames is on another port than 80 and 443, where clients send the port in the Host header. Under the AWS Load ' +
    'Balancer Controller such requests match no hostname.',
});

export const RULE_COVERED = warning<MatchPlace & { hostnames: readonly string[]; winners: readonly string[] }>('GW4109', 'plan/rule-covered', {
  message: ({ hostnames, winners, ...place }) =>
    `${placeOf(place)} can never match${forHosts(hostnames)}: ${winners.join(' and ')} come first and together take all these requests`,
  fix: 'remove it, or make it more specific than the rules that win',
  cause: 'Several rules of higher precedence together match every request that this match could match.',
});

/** One route and the other, of another namespace, whose requests it takes. */
interface Taken extends MatchPlace {
  readonly requests: string;
  readonly owner: string;
  /** Further matches of the same two routes of which the same is true. */
  readonly more: number;
}

const takesFrom = ({ requests, owner, more, ...place }: Taken) =>
  `${placeOf(place)} takes requests for ${requests} that ${owner}, of another namespace, would get otherwise` +
  (more > 0 ? ` (and so do ${more} more of its matches)` : '');

export const TAKES_FROM_NAMESPACE = warning<Taken>('GW4110', 'plan/takes-from-namespace', {
  message: takesFrom,
  fix: 'agree on who serves the path; where this is wanted, acknowledge it for the route',
  cause:
    'Routes of two namespaces share a hostname, and one matches a part of what the other serves under a path of its own: a deeper path, ' +
    'or the same path with more conditions. Paths below a catch-all of another namespace are only noted (GW4161).',
});

export const PUBLIC_CATCH_ALL = warning<{ subject: string; rule: number; ports: readonly number[] }>('GW4111', 'plan/public-catch-all', {
  message: ({ subject, rule, ports }) =>
    `${subject}, rule ${rule} forwards requests for every hostname and every path on port ${ports.join(' and ')} of an internet-facing load balancer`,
  fix: 'give the route or its listener hostnames; then requests for other names, which scanners send, get 404',
  cause: 'A rule without hostname, path or any other condition, and without authentication, forwards what arrives from the internet.',
});

export const HTTP_BESIDE_HTTPS = warning<{ subject: string; http: readonly number[]; https: readonly number[] }>('GW4112', 'plan/http-beside-https', {
  message: ({ subject, http, https }) =>
    `${subject} is served without TLS on port ${http.join(' and ')}, although the same hostnames have HTTPS on port ${https.join(' and ')}`,
  fix: 'attach the route to the HTTPS listener only (sectionName), and to the HTTP listener a route with a RequestRedirect to scheme https',
  cause: 'On an internet-facing load balancer an HTTP listener forwards requests that an HTTPS listener would serve too, instead of redirecting them.',
});

export const OVERLAPS_NAMESPACE = note<Taken>('GW4161', 'plan/overlaps-namespace', {
  message: takesFrom,
  fix: 'nothing to do, unless the two teams do not know of each other',
  cause: 'A route serves a path, or a hostname, out of a catch-all of another namespace.',
});

export const SPLIT_IDLE = note<{ subject: string; rule: number; busy: string; idle: readonly string[] }>('GW4162', 'plan/split-idle', {
  message: ({ subject, rule, busy, idle }) => `${subject}, rule ${rule} sends every request to ${busy}: ${idle.join(' and ')} ${idle.length > 1 ? 'have' : 'has'} weight 0`,
  fix: 'nothing to do while a rollout begins or ends; later remove the backends without requests',
  cause: 'A rule has several backendRefs, and all but one have weight 0. Their target groups are kept, so that they are warm.',
});

export const HEADER_REGEX_CASE = note<MatchPlace & { name: string; value: string }>('GW4163', 'plan/header-regex-case', {
  message: ({ name, value, ...place }) =>
    `${placeOf(place)}: AWS does not say whether the regular expression "${value}" of header ${name} minds the case of letters`,
  fix: 'spell out both cases, such as [Aa], or begin with (?i), where clients send either; otherwise nothing to do',
  cause: 'A regular expression of a header match has letters of one case. An ALB ignores case in plain header values; for regular expressions it is not documented.',
});
