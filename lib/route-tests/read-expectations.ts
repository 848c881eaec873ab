import { NOTHING_EXPECTED } from '../diagnostics/catalogue/route-tests';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { Expectation, ExpectedFact } from './table';
import { readRuleName } from './table';
import type { TableField } from './table-field';

type Reader = (field: TableField) => readonly Expectation[] | undefined;

const readers: Readonly<Record<string, Reader>> = {
  backend: readBackend,
  status: readStatus,
  redirect: readRedirect,
  rewrite: readRewrite,
  rule: readRule,
  authentication: (field) => one(field, field.oneOf(['none', 'oidc', 'cognito', 'jwt']), (kind) => ({ fact: 'authentication', kind })),
  refused: (field) => one(field, field.oneOf([true, false, ...refusals]), (refused) => ({ fact: 'refused', refused })),
  responseHeaders: readResponseHeaders,
};

const refusals = ['no-listener', 'tls-without-listener', 'client-certificate', 'http2-without-tls'] as const;

/**
 * Reads what an entry expects: a backend (`shop/coffee:80`), a status (`404`), or a mapping of
 *
 *     backend: shop/coffee:80                       # all requests; or a mapping of backends to percentages
 *     status: 404                                   # of an answer that the load balancer gives itself
 *     redirect: https://cafe.example.com/           # or {location, status}
 *     rewrite: { host: inner, path: /v2/coffee }    # what the backend sees
 *     rule: shop/cafe/1                             # route, and name or index of the rule; or none
 *     authentication: oidc                          # none, oidc, cognito, jwt; the rest is what follows the login
 *     refused: true                                 # no HTTP response at all; or the reason
 *     responseHeaders: { server: null }             # set by the listener; null where it must not be
 *
 * Undefined where something is wrong or nothing is expected; that has been reported.
 */
export function readExpectations(field: TableField, place: string, sink: DiagnosticSink): readonly Expectation[] | undefined {
  if (field.isText) return readBackend(field);
  if (typeof field.value === 'number') return readStatus(field);
  if (!field.hasKeys(Object.keys(readers), '"expect"')) return field.wrong('a backend such as shop/coffee:80, a status, or a mapping');
  const known = field.entries().filter(({ key }) => Object.hasOwn(readers, key));
  if (field.entries().length === 0) sink.report(NOTHING_EXPECTED, { place }, { at: field.at });
  const read = known.map((entry) => readers[entry.key](entry));
  const complete = known.length > 0 && known.length === field.entries().length;
  return complete && read.every((expectations) => expectations !== undefined) ? read.flat() : undefined;
}

function one<Value>(field: TableField, value: Value | undefined, fact: (value: Value) => ExpectedFact): readonly Expectation[] | undefined {
  return value === undefined ? undefined : [{ at: field.at, ...fact(value) }];
}

/** All expectations of a mapping; one that is wrong spoils the others. */
function all(lists: readonly (readonly Expectation[] | undefined)[]): readonly Expectation[] | undefined {
  return lists.every((list) => list !== undefined) && lists.length > 0 ? lists.flat() : undefined;
}

/** A Service with its port, or the name of a target group that exists outside. */
const backendForm = /^([^/\s:]+\/[^/\s:]+:\d{1,5}|[A-Za-z0-9-]+)$/;

function readBackend(field: TableField): readonly Expectation[] | undefined {
  const wanted = 'a Service port such as shop/coffee:80, the name of an existing target group, or a mapping of those to percentages';
  if (!field.isMapping) {
    const backend = field.text(wanted);
    return backend === undefined || backendForm.test(backend)
      ? one(field, backend, (name) => ({ fact: 'backend', backend: name, percent: 100 }))
      : field.wrong(wanted);
  }
  if (field.entries().length === 0) return field.wrong(wanted);
  return all(field.entries().map((entry) => {
    if (!backendForm.test(entry.key)) return entry.wrong('a percentage of a Service port such as shop/coffee:80');
    return one(entry, readPercent(entry), (percent) => ({ fact: 'backend', backend: entry.key, percent }));
  }));
}

function readPercent(field: TableField): number | undefined {
  const number = typeof field.value === 'string' ? Number(/^(\d+(?:\.\d+)?) ?%$/.exec(field.value)?.[1] ?? NaN) : field.value;
  return typeof number === 'number' && number >= 0 && number <= 100 ? number : field.wrong('a percentage from 0 to 100');
}

function readStatus(field: TableField): readonly Expectation[] | undefined {
  return one(field, statusOf(field), (status) => ({ fact: 'status', status }));
}

function statusOf(field: TableField): number | undefined {
  const { value } = field;
  return typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599 ? value : field.wrong('an HTTP status from 100 to 599');
}

function readRedirect(field: TableField): readonly Expectation[] | undefined {
  const location = (it: TableField) => one(it, it.text('a URL'), (text) => ({ fact: 'location', location: text }));
  if (field.isText) return location(field);
  if (!field.hasKeys(['location', 'status'], '"redirect"')) return field.wrong('a URL, or a mapping with "location" and "status"');
  const parts = field.entries().flatMap((entry) => (entry.key === 'location' ? [location(entry)] : entry.key === 'status' ? [readStatus(entry)] : []));
  return parts.length === 0 && field.entries().length === 0 ? field.wrong('a URL, or a mapping with "location" and "status"') : all(parts);
}

function readRewrite(field: TableField): readonly Expectation[] | undefined {
  const wanted = 'a mapping with "host" and "path", as the backend sees them';
  if (!field.hasKeys(['host', 'path'], '"rewrite"')) return field.wrong(wanted);
  if (field.entries().length === 0) return field.wrong(wanted);
  const known = (['host', 'path'] as const).flatMap((fact) => {
    const entry = field.child(fact);
    return entry ? [one(entry, entry.text(), (text) => ({ fact, text }))] : [];
  });
  return all(known);
}

function readRule(field: TableField): readonly Expectation[] | undefined {
  const wanted = 'a route and the name or index of its rule, such as shop/cafe/1, or none';
  const text = field.text(wanted);
  if (text === undefined) return undefined;
  if (text === 'none') return [{ at: field.at, fact: 'rule', rule: undefined }];
  const rule = readRuleName(text);
  return rule ? [{ at: field.at, fact: 'rule', rule }] : field.wrong(wanted);
}

function readResponseHeaders(field: TableField): readonly Expectation[] | undefined {
  if (!field.isMapping || field.entries().length === 0) return field.wrong('a mapping of header names to values, null for headers that must not be there');
  return all(field.entries().map((entry): readonly Expectation[] | undefined => {
    const { value, key: name, at } = entry;
    if (value === null) return [{ at, fact: 'header', name, value }];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [{ at, fact: 'header', name, value: String(value) }];
    return entry.wrong('a header value, or null');
  }));
}
