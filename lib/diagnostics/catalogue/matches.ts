/** GW31xx: matches and hostnames that an ALB cannot express. */
import { error } from '../diagnostic';
import type { MatchPlace } from './match-words';
import { placeOf } from './match-words';

const unsupportedMatch = { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' } as const;

export const HOSTNAME_TOO_LONG = error<{ subject: string; hostname: string }>('GW3101', 'plan/hostname-too-long', {
  message: ({ subject, hostname }) => `${subject}: the hostname "${hostname}" does not fit into the 128 characters of a host condition`,
  fix: 'use a shorter hostname, or a wildcard that covers it',
  cause: 'A hostname is longer than an ALB can compare, in every form in which it could be written.',
  condition: unsupportedMatch,
});

export const PATH_TOO_LONG = error<MatchPlace & { value: string }>('GW3102', 'plan/path-too-long', {
  message: ({ value, ...place }) => `${placeOf(place)}: the path "${value}" does not fit into the 128 characters of a path condition`,
  fix: 'match a shorter prefix, or a shorter regular expression',
  cause: 'The path of a match, written as an ALB needs it, is longer than 128 characters.',
  condition: unsupportedMatch,
});

export const REGEX_UNSUPPORTED = error<MatchPlace & { what: string; value: string; problem: string }>('GW3103', 'plan/regex-unsupported', {
  message: ({ what, value, problem, ...place }) => `${placeOf(place)}: an ALB cannot use the regular expression "${value}" of ${what}: ${problem}`,
  fix: 'use literals, classes, groups, alternatives and the quantifiers * + ? {m,n} only, or an Exact or PathPrefix match',
  cause: 'A regular expression is not valid, or has a part that AWS excludes or does not document for listener rules.',
  condition: unsupportedMatch,
});

export const HEADER_HOST = error<MatchPlace>('GW3104', 'plan/header-host', {
  message: (place) => `${placeOf(place)}: an ALB refuses header conditions on "Host"`,
  fix: 'use the hostnames of the route instead',
  cause: 'A header match names the Host header.',
  condition: unsupportedMatch,
});

export const HEADER_NAME_TOO_LONG = error<MatchPlace & { name: string }>('GW3105', 'plan/header-name-too-long', {
  message: ({ name, ...place }) => `${placeOf(place)}: the header name "${name}" has ${name.length} characters, an ALB compares names of at most 40`,
  fix: 'match a header with a shorter name',
  cause: 'A header match has a name of more than 40 characters, and an ALB compares no header with such a name.',
  condition: unsupportedMatch,
});

export const HEADER_VALUE = error<MatchPlace & { name: string; value: string; problem: string }>('GW3106', 'plan/header-value', {
  message: ({ name, value, problem, ...place }) => `${placeOf(place)}: an ALB cannot compare header ${name} with "${value}": ${problem}`,
  fix: 'use a shorter value of printable ASCII characters, or a regular expression for a part of it',
  cause: 'A header value is longer than 128 characters or has characters that an ALB does not compare.',
  condition: unsupportedMatch,
});

export const QUERY_REGEX = error<MatchPlace & { name: string; value: string }>('GW3107', 'plan/query-regex', {
  message: ({ name, value, ...place }) =>
    `${placeOf(place)}: an ALB has no regular expressions for query parameters; "${value}" of parameter ${name} is not a plain text`,
  fix: 'use type: Exact, with one match for every value that the parameter may have',
  cause: 'A query parameter match has type RegularExpression and a value with metacharacters.',
  condition: unsupportedMatch,
});

export const QUERY_TOO_LONG = error<MatchPlace & { name: string; length: number }>('GW3108', 'plan/query-too-long', {
  message: ({ name, length, ...place }) =>
    `${placeOf(place)}: query parameter ${name} takes ${length} characters, of which an ALB compares at most 128 (percent-encoding included)`,
  fix: 'match a shorter value',
  cause: 'Name or value of a query parameter match is longer than 128 characters as it stands in a request.',
  condition: unsupportedMatch,
});

export const TOO_MANY_CONDITIONS = error<MatchPlace & { needed: number; parts: string }>('GW3109', 'plan/too-many-conditions', {
  message: ({ needed, parts, ...place }) => `${placeOf(place)} needs ${needed} condition values (${parts}), an ALB rule holds 5`,
  fix: ({ needed }) => `drop ${needed - 5} of them, for example a header or the method; all fields of a match must hold in one rule`,
  advice: 'drop some of them, for example a header or the method; all fields of a match must hold in one rule',
  cause: 'The fields of a match and the hostname, which must all hold, need more than the five values that an ALB rule can have.',
  condition: unsupportedMatch,
});
