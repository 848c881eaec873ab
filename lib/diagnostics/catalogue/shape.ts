/**
 * GW1xxx: the shape of objects; what the API server's schema and CEL rules would refuse.
 * GW100x are families that any field can break, GW102x are about whole objects, GW110x are rules of routes,
 * GW112x of listeners and Gateways, GW113x of the load balancer controller's kinds.
 */
import { error, warning } from '../diagnostic';
import type { FormatName, PathProblem } from './shape-words';
import { allOf, anyOf, FORMAT_ADVICE, FORMATS, PATH_ADVICE, PATH_PROBLEMS } from './shape-words';

/** Who has the mistake (`Kind namespace/name`) and where (`spec.rules[0].name`). */
interface AtField {
  readonly subject: string;
  readonly field: string;
}

export const UNKNOWN_FIELD = error<AtField & { key: string; known: readonly string[] }>('GW1001', 'model/unknown-field', {
  message: ({ subject, field, key }) => `${owner(subject, field)} has no field "${key}"`,
  fix: ({ known }) => known.length === 0 ? 'remove it' : `correct its name or remove it; the fields here are ${known.join(', ')}`,
  advice: 'correct its name or remove it; the message lists the fields that are known',
  cause: 'An object has a field that its schema does not know. It would have no effect, or an API server would refuse it.',
});

export const WRONG_TYPE = error<AtField & { found: string; expected: string; advice: string }>('GW1002', 'model/wrong-type', {
  message: ({ subject, field, found, expected }) => `${subject}: ${field} is ${found}, but must be ${expected}`,
  fix: ({ advice, expected }) => advice === '' ? `write ${expected}` : advice,
  advice: 'write a value of the type that the message names',
  cause: 'A field has a value of another type than its schema says, often a number in quotes or a word without them.',
});

export const MISSING_FIELD = error<AtField & { key: string; expected: string }>('GW1003', 'model/missing-field', {
  message: ({ subject, field, key }) => `${owner(subject, field)} has no "${key}", which is required`,
  fix: ({ key, expected }) => `add ${key}${expected === '' ? '' : ` (${expected})`}`,
  advice: 'add the field that the message names',
  cause: 'A required field is missing or empty.',
});

export const NOT_ONE_OF = error<AtField & { value: string; allowed: readonly string[] }>('GW1004', 'model/not-one-of', {
  message: ({ subject, field, value, allowed }) => `${subject}: ${field} is ${value}, but must be ${anyOf(allowed, '')}`,
  fix: 'use one of the values that are allowed; upper and lower case count',
  cause: 'A field has a value outside of the list that its schema allows.',
});

export const OUT_OF_RANGE = error<AtField & { value: string; minimum?: number; maximum?: number }>('GW1005', 'model/out-of-range', {
  message: ({ subject, field, value, minimum, maximum }) => `${subject}: ${field} is ${value}, but must be ${range(minimum, maximum)}`,
  fix: 'use a number in this range',
  advice: 'use a number in the range that the message names',
  cause: 'A number is smaller or greater than its schema allows.',
});

export const BAD_FORMAT = error<AtField & { value: string; form: FormatName }>('GW1006', 'model/bad-format', {
  message: ({ subject, field, value, form }) => `${subject}: ${field} is ${value}, but must be ${FORMATS[form]}`,
  fix: ({ form }) => FORMAT_ADVICE[form] ?? 'correct the value',
  advice: 'correct the value; the message says of which form it has to be',
  cause: 'A text is not of the form that its schema asks for.',
});

export const BAD_LENGTH = error<AtField & { length: number; minimum?: number; maximum?: number }>('GW1007', 'model/bad-length', {
  message: ({ subject, field, length, minimum, maximum }) => length === 0
    ? `${subject}: ${field} is empty`
    : `${subject}: ${field} has ${plural(length, 'character')}, but must have ${range(minimum, maximum)}`,
  fix: ({ length }) => length === 0 ? 'write a value, or remove the field' : 'shorten it',
  advice: 'shorten it; write a value where it is empty, or remove the field',
  cause: 'A text is empty or longer than its schema allows.',
});

export const TOO_MANY = error<AtField & { count: number; maximum: number }>('GW1008', 'model/too-many', {
  message: ({ subject, field, count, maximum }) => `${subject}: ${field} has ${count} entries, but may have ${maximum}`,
  fix: 'remove some, or divide them among several objects',
  cause: 'A list or mapping has more entries than its schema allows.',
});

export const TOO_FEW = error<AtField & { minimum: number }>('GW1009', 'model/too-few', {
  message: ({ subject, field, minimum }) => `${subject}: ${field} is empty, but must have at least ${plural(minimum, 'entry')}`,
  fix: 'add an entry, or remove the field where it is optional',
  cause: 'A list has fewer entries than its schema asks for.',
});

export const DUPLICATE = error<AtField & { key: string; value: string }>('GW1010', 'model/duplicate', {
  message: ({ subject, field, key, value }) => `${subject}: ${field} has ${key === '' ? '' : `${key} `}${value} more than once`,
  fix: 'remove or rename one of them',
  cause: 'Two entries of a list have the same key, where each key may be used once.',
});

export const MEMBER_MISSING = error<AtField & { type: string; member: string }>('GW1011', 'model/member-missing', {
  message: ({ subject, field, type, member }) => `${subject}: ${field} is of type ${type}, but has no "${member}"`,
  fix: ({ member }) => `add ${member}`,
  advice: 'add the field that belongs to the type',
  cause: 'A value says its type and lacks the field that belongs to this type.',
});

export const MEMBER_MISMATCH = error<AtField & { type: string; member: string; found: string }>('GW1012', 'model/member-mismatch', {
  message: ({ subject, field, type, found }) => `${subject}: ${field} is of type ${type}, but has "${found}"`,
  fix: ({ member, found }) => `remove ${found}, or use the type it belongs to${member === '' ? '' : `; this type takes ${member}`}`,
  advice: 'remove the field, or use the type it belongs to',
  cause: 'A value carries a field that belongs to another type than the one it says.',
});

export const CONFLICTING_FIELDS = error<AtField & { fields: readonly string[] }>('GW1013', 'model/conflicting-fields', {
  message: ({ subject, field, fields }) => `${subject}: ${field} has ${allOf(fields)}, of which only one is allowed`,
  fix: ({ fields }) => `keep ${anyOf(fields)}`,
  advice: 'keep one of them',
  cause: 'Two fields are present that exclude each other.',
});

export const NEITHER_FIELD = error<AtField & { fields: readonly string[] }>('GW1014', 'model/neither-field', {
  message: ({ subject, field, fields }) => `${subject}: ${field} has none of ${anyOf(fields)}, of which one is required`,
  fix: ({ fields }) => `add ${anyOf(fields)}`,
  advice: 'add one of them',
  cause: 'None of several fields is present, of which the rules of the API ask for one.',
});

export const EMPTY_VALUE = warning<AtField>('GW1015', 'model/empty-value', {
  message: ({ subject, field }) => `${subject}: ${field} has no value and counts as absent`,
  fix: 'write a value after it, or remove it',
  cause: 'A key has nothing after it. An API server drops such fields, so the default applies.',
});

export const BAD_KEY = error<AtField & { key: string; form?: FormatName; maximum?: number }>('GW1016', 'model/bad-key', {
  message: ({ subject, field, key, form, maximum }) =>
    `${subject}: ${field} has the key ${key}, but a key must be ${form === undefined ? `from 1 to ${maximum} characters long` : FORMATS[form]}`,
  fix: 'correct the key or remove the entry',
  cause: 'A key of a mapping such as labels, annotations or options is not of the form that is asked for.',
});

export const UNREADABLE_VALUE = error<AtField>('GW1017', 'model/unreadable-value', {
  message: ({ subject, field }) => `${subject}: ${field} is not of the type that its kind asks for`,
  fix: 'write text; numbers, true and false need quotes (the value is not shown because it may be secret)',
  cause: 'A value of a Secret or ConfigMap is not text. Such values are never shown.',
});

export const UNKNOWN_KIND = error<{ subject: string; group: string; known: readonly string[] }>('GW1021', 'model/unknown-kind', {
  message: ({ subject, group }) => `${subject}: the group ${group} has no such kind`,
  fix: ({ known }) => `the kinds of this group are ${known.join(', ')}`,
  advice: 'correct the kind; the message lists those of the group',
  cause: 'An object is of a group that this library reads, and of a kind that the group does not have.',
});

export const UNKNOWN_VERSION = error<{ subject: string; apiVersion: string; served: readonly string[] }>(
  'GW1022',
  'model/unknown-version',
  {
    message: ({ subject, apiVersion, served }) => `${subject} has the apiVersion "${apiVersion}", but must have ${anyOf(served)}`,
    fix: ({ served }) => `write apiVersion: ${served[0]} and check the fields against that version`,
    advice: 'write an apiVersion that is served and check the fields against that version',
    cause: 'An object has a version of its kind that is not served (any more).',
  },
);

export const UNKNOWN_GROUP = error<{ subject: string; group: string; meant: string }>('GW1023', 'model/unknown-group', {
  message: ({ subject, group, meant }) => `${subject} is of the group "${group}", which looks like a slip of "${meant}"`,
  fix: ({ meant }) => `write ${meant} in its apiVersion`,
  advice: 'correct the group in its apiVersion',
  cause: 'An object has a kind that this library reads and a group that is almost, but not quite, the group of this kind.',
});

export const BINDING_GIVEN = warning<{ subject: string }>('GW1024', 'model/binding-given', {
  message: ({ subject }) => `${subject} is not used: the TargetGroupBindings are made from the routes`,
  fix: 'remove it from the manifests, or apply it by other means if it belongs to another target group',
  cause: 'The manifests contain a TargetGroupBinding. This library makes its own, and never applies one that is given.',
});

export const REDIRECT_WITH_BACKENDS = error<AtField>('GW1101', 'model/redirect-with-backends', {
  message: ({ subject, field }) => `${subject}: ${field} redirects and has backendRefs, which could never be reached`,
  fix: 'remove the backendRefs or the RequestRedirect filter',
  cause: 'A rule has a RequestRedirect filter and backendRefs.',
});

export const REDIRECT_WITH_REWRITE = error<AtField>('GW1102', 'model/redirect-with-rewrite', {
  message: ({ subject, field }) => `${subject}: ${field} has both RequestRedirect and URLRewrite`,
  fix: 'keep one of them; a redirect has its own hostname and path',
  cause: 'A list of filters has RequestRedirect and URLRewrite, which exclude each other.',
});

export const FILTER_REPEATED = error<AtField & { type: string }>('GW1103', 'model/filter-repeated', {
  message: ({ subject, field, type }) => `${subject}: ${field} has more than one filter of type ${type}`,
  fix: 'merge the two filters into one',
  cause: 'A rule or backendRef has two filters of one type, of which one is allowed.',
});

export const PREFIX_NOT_MATCHED = error<AtField>('GW1104', 'model/prefix-not-matched', {
  message: ({ subject, field }) => `${subject}: ${field} replaces the matched prefix, but its rule has not exactly one match of type PathPrefix`,
  fix: 'give the rule exactly one match with a PathPrefix, dividing it into several rules if need be, or use ReplaceFullPath',
  cause: 'ReplacePrefixMatch is used in a rule with several matches, or whose match has another type than PathPrefix.',
});

export const TOO_MANY_MATCHES = error<AtField & { count: number; maximum: number }>('GW1105', 'model/too-many-matches', {
  message: ({ subject, count, maximum }) => `${subject} has ${count} matches in all its rules together, but may have ${maximum}`,
  fix: 'divide the rules among several routes',
  cause: 'The rules of a route have more than 128 matches together.',
});

export const BAD_PATH = error<AtField & { value: string; problem: PathProblem }>('GW1106', 'model/bad-path', {
  message: ({ subject, field, value, problem }) => `${subject}: ${field} is ${value}, but a path ${PATH_PROBLEMS[problem]}`,
  fix: ({ problem }) => PATH_ADVICE[problem] ?? 'correct the path',
  advice: 'correct the path; the message says what is wrong with it',
  cause: 'The path of an Exact or PathPrefix match has a form that no normalised request path can have.',
});

export const BACKEND_WITHOUT_PORT = error<AtField & { name: string }>('GW1107', 'model/backend-without-port', {
  message: ({ subject, field, name }) => `${subject}: ${field} refers to the Service ${name} without a port`,
  fix: 'add the port of the Service (its port, not its targetPort)',
  cause: 'A backendRef names a Service and no port.',
});

export const PARENTS_NOT_DISTINCT = error<AtField & { parent: string; by: readonly string[]; partial: boolean }>(
  'GW1108',
  'model/parents-not-distinct',
  {
    message: ({ subject, field, parent, by, partial }) => partial
      ? `${subject}: ${field} and another entry refer to ${parent}, but not both have ${anyOf(by)}`
      : `${subject}: ${field} refers to ${parent} like another entry, with no other ${anyOf(by)}`,
    fix: ({ by, partial }) => partial ? `give each of them its own ${anyOf(by, '')}, or keep only one` : 'remove one of them',
    advice: 'give each of them a sectionName (or port) of its own, or keep only one',
    cause: 'Two entries refer to one object, and their sectionName (in the experimental channel also port) does not tell them apart.',
  },
);

export const TIMEOUTS_REVERSED = error<AtField & { request: string; backendRequest: string }>('GW1109', 'model/timeouts-reversed', {
  message: ({ subject, field, request, backendRequest }) =>
    `${subject}: ${field} has a backendRequest of ${backendRequest}, longer than the request as a whole (${request})`,
  fix: 'make backendRequest at most as long as request',
  cause: 'The timeout of one attempt is longer than the timeout of the request.',
});

export const FRACTION_ABOVE_ONE = error<AtField & { numerator: number; denominator: number }>('GW1110', 'model/fraction-above-one', {
  message: ({ subject, field, numerator, denominator }) => `${subject}: ${field} is ${numerator}/${denominator}, more than all requests`,
  fix: 'make the numerator at most as great as the denominator (100 unless said)',
  cause: 'The fraction of a RequestMirror filter is greater than one.',
});

export const WILDCARD_NOT_ALONE = error<AtField>('GW1111', 'model/wildcard-not-alone', {
  message: ({ subject, field }) => `${subject}: ${field} has "*" beside other entries`,
  fix: 'keep "*" alone, or list the entries without it',
  cause: 'A list of a CORS filter has "*" and further entries.',
});

export const PERMANENT_WITHOUT_TIMEOUT = error<AtField>('GW1112', 'model/permanent-without-timeout', {
  message: ({ subject, field }) => `${subject}: ${field} has a permanent cookie and no absoluteTimeout`,
  fix: 'add absoluteTimeout, or use the lifetimeType Session',
  cause: 'A session persistence with a permanent cookie does not say when the session ends.',
});

export const TLS_FORBIDDEN = error<AtField & { protocol: string }>('GW1121', 'model/tls-forbidden', {
  message: ({ subject, field, protocol }) => `${subject}: ${field} has tls, which a listener of protocol ${protocol} cannot have`,
  fix: 'remove tls, or use the protocol HTTPS',
  cause: 'A listener of protocol HTTP, TCP or UDP has a tls block.',
});

export const TLS_MODE_WRONG = error<AtField & { protocol: string; mode: string }>('GW1122', 'model/tls-mode-wrong', {
  message: ({ subject, field, protocol, mode }) => mode === ''
    ? `${subject}: ${field} is of protocol ${protocol} and does not say its tls.mode`
    : `${subject}: ${field} is of protocol ${protocol} and has the tls.mode ${mode}`,
  fix: ({ protocol }) => protocol === 'HTTPS' ? 'remove mode; HTTPS is always terminated' : 'write tls.mode: Terminate or Passthrough',
  advice: 'remove mode from HTTPS listeners; write tls.mode on TLS listeners',
  cause: 'An HTTPS listener has another tls.mode than Terminate, or a TLS listener says none.',
});

export const HOSTNAME_FORBIDDEN = error<AtField & { protocol: string }>('GW1123', 'model/hostname-forbidden', {
  message: ({ subject, field, protocol }) => `${subject}: ${field} has a hostname, which a listener of protocol ${protocol} cannot have`,
  fix: 'remove the hostname',
  cause: 'A listener of protocol TCP or UDP has a hostname.',
});

export const LISTENERS_NOT_DISTINCT = error<AtField & { port: number; protocol: string; hostname: string }>(
  'GW1124',
  'model/listeners-not-distinct',
  {
    message: ({ subject, field, port, protocol, hostname }) =>
      `${subject}: ${field} has the port ${port}, protocol ${protocol} and ${hostname === '' ? 'no hostname' : `hostname ${hostname}`} like another listener`,
    fix: 'remove one of them, or give them different ports or hostnames',
    cause: 'Two listeners of one object agree in port, protocol and hostname.',
  },
);

export const TLS_WITHOUT_CERTIFICATE = error<AtField>('GW1125', 'model/tls-without-certificate', {
  message: ({ subject, field }) => `${subject}: ${field} terminates TLS and has neither certificateRefs nor options`,
  fix: 'add certificateRefs or options, or leave out tls and name the certificate in a LoadBalancerConfiguration',
  cause: 'A tls block of mode Terminate says nothing about certificates.',
});

export const BAD_ADDRESS = error<AtField & { value: string; type: string }>('GW1126', 'model/bad-address', {
  message: ({ subject, field, value, type }) =>
    `${subject}: ${field} is ${value}, which is not ${type === 'Hostname' ? 'a host name' : 'an IPv4 or IPv6 address'}`,
  fix: ({ type }) => type === 'Hostname' ? 'write a host name without port' : 'write an IP address, or say another type',
  advice: 'write an IP address, a host name without port, or say another type',
  cause: 'An address of a Gateway is not of the form that its type (IPAddress unless said) asks for.',
});

export const SELECTOR_VALUES = error<AtField & { operator: string; needed: boolean }>('GW1127', 'model/selector-values', {
  message: ({ subject, field, operator, needed }) => `${subject}: ${field} has the operator ${operator} and ${needed ? 'no values' : 'values'}`,
  fix: ({ needed }) => needed ? 'add the values to compare with' : 'remove the values, or use the operator In or NotIn',
  advice: 'add values for In and NotIn, remove them for Exists and DoesNotExist',
  cause: 'A requirement of a label selector has values where its operator takes none, or none where it needs some.',
});

export const MUTUAL_TLS_FIELDS = error<AtField & { mode: string; member: string; needed: boolean }>('GW1131', 'model/mutual-tls-fields', {
  message: ({ subject, field, mode, member, needed }) =>
    `${subject}: ${field} has the mode ${mode} and ${needed ? `no ${member}` : `${member}, which belongs to the mode verify`}`,
  fix: ({ member, needed }) => needed ? `add ${member}: the name or ARN of a trust store` : `remove ${member}, or use the mode verify`,
  advice: 'add a trustStore to the mode verify; remove from the other modes what belongs to it',
  cause: 'A mutualAuthentication of mode verify has no trustStore, or one of another mode has a field that only verify uses.',
});

export const ACTIONS_EXCLUDE = error<AtField & { types: readonly string[]; stage: 'authenticate' | 'route' }>('GW1132', 'model/actions-exclude', {
  message: ({ subject, types, stage }) =>
    `${subject} has ${types.length} actions that ${stage} a request (${types.join(', ')}), but may have one`,
  fix: 'keep one of them',
  cause: 'A ListenerRuleConfiguration has two actions of one stage: of authentication and validation, or of routing.',
});

export const BAD_STATUS_CODE = error<AtField & { value: number }>('GW1133', 'model/bad-status-code', {
  message: ({ subject, field, value }) => `${subject}: ${field} is ${value}, but must be from 200 to 299 or from 400 to 599`,
  fix: 'use a status code that a load balancer can answer with; for redirects there is the RequestRedirect filter',
  cause: 'A fixed response has a status code that a load balancer cannot send.',
});

function owner(subject: string, field: string): string {
  return field === '' ? subject : `${subject}: ${field}`;
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) {
    return `at most ${maximum}`;
  }
  return maximum === undefined ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
}

function plural(count: number, word: string): string {
  if (count === 1) {
    return `1 ${word}`;
  }
  return `${count} ${word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`}`;
}
