import { isValid } from 'ipaddr.js';
import { NOTHING_EXPECTED, TABLE_REQUEST, TABLE_SHAPE } from '../diagnostics/catalogue/route-tests';
import { wordFor } from '../diagnostics/catalogue/yaml-words';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { Request } from '../explain/request';
import { defaultSourceIp, parseRequest } from '../explain/request-text';
import { PlacedValue } from '../source/placed-value';
import { startOf, type SourceFile } from '../source/source-file';
import { readDocuments } from '../source/yaml';
import { readExpectations } from './read-expectations';
import { TableField } from './table-field';
import type { RouteTest } from './table';

/**
 * Reads tables of route tests. Every YAML document of a file is a table of its own:
 *
 *     gateway: infra/web                # only where there are several
 *     base: https://cafe.example.com    # what stands before URLs that begin with /
 *     tests:
 *       - name: canary users            # optional, and so is "gateway" here
 *         request: GET /coffee          # or {method, url, headers, sourceIp, clientCertificate, httpVersion}
 *         expect: shop/coffee:80        # a backend, a status, or a mapping (read-expectations.ts)
 *
 * Never throws for what is in the files; mistakes are reported (GW60xx), and an entry with a mistake is left out.
 */
export function readRouteTests(files: readonly SourceFile[], sink: DiagnosticSink): readonly RouteTest[] {
  return files.flatMap((file) => {
    const documents = [...readDocuments(file, sink)];
    if (documents.length === 0) sink.report(TABLE_SHAPE, { path: file.path, found: 'empty' }, { at: startOf(file.path) });
    return documents.flatMap((document) => {
      if (!document) return [];
      return readTable(new TableField(new PlacedValue(document, document.value, 0), [], document.value, sink), file.path, sink);
    });
  });
}

/** What holds for the entries that do not say otherwise. */
interface TableDefaults {
  readonly gateway?: string;
  readonly base?: string;
}

function readTable(table: TableField, path: string, sink: DiagnosticSink): readonly RouteTest[] {
  if (!table.hasKeys(['gateway', 'base', 'tests'], 'a table of route tests')) {
    sink.report(TABLE_SHAPE, { path, found: wordFor(table.value) }, { at: table.at });
    return [];
  }
  const gateway = readGateway(table.child('gateway'));
  const base = readBase(table.child('base'));
  const tests = table.needed('tests', 'the table', 'a list of requests with what is expected');
  const entries = tests?.items('a list of tests');
  if (entries?.length === 0) sink.report(NOTHING_EXPECTED, { place: 'the table' }, { at: tests?.at ?? table.at });
  const defaults = { ...(gateway !== undefined && { gateway }), ...(base !== undefined && { base }) };
  return (entries ?? []).flatMap((entry) => readEntry(entry, defaults, sink) ?? []);
}

function readGateway(field: TableField | undefined): string | undefined {
  const wanted = 'the name of a Gateway as namespace/name';
  const name = field?.text(wanted);
  return name === undefined || /^[^/\s]+\/[^/\s]+$/.test(name) ? name : field?.wrong(wanted);
}

function readBase(field: TableField | undefined): string | undefined {
  const wanted = 'the beginning of URLs, such as https://cafe.example.com';
  const base = field?.text(wanted);
  return base === undefined || /^https?:\/\/[^/?#]+$/.test(base) ? base : field?.wrong(wanted);
}

function readEntry(entry: TableField, defaults: TableDefaults, sink: DiagnosticSink): RouteTest | undefined {
  const place = `test ${Number(entry.key) + 1}`;
  if (!entry.hasKeys(['name', 'gateway', 'request', 'expect'], place)) return entry.wrong('a mapping with "request" and "expect"');
  const requestField = entry.needed('request', place, 'a method and a URL, such as GET https://cafe.example.com/coffee');
  const expectField = entry.needed('expect', place, 'a backend, a status or a mapping');
  const name = entry.child('name')?.text();
  const gateway = readGateway(entry.child('gateway')) ?? defaults.gateway;
  const request = requestField && readRequest(requestField, defaults.base, sink);
  const expectations = expectField && readExpectations(expectField, place, sink);
  if (!requestField || !request || !expectations) return undefined;
  return { request, expectations, at: requestField.at, ...(name !== undefined && { name }), ...(gateway !== undefined && { gateway }) };
}

const requestKeys = ['method', 'url', 'headers', 'sourceIp', 'clientCertificate', 'httpVersion'] as const;

function readRequest(field: TableField, base: string | undefined, sink: DiagnosticSink): Request | undefined {
  if (field.isText) {
    const [, method, url] = /^([A-Za-z]+) +(\S+)$/.exec(String(field.value).trim()) ?? [];
    if (method !== undefined && url !== undefined) return parsed({ method, url, headers: [], sourceIp: defaultSourceIp }, field, base, sink);
    sink.report(TABLE_REQUEST, { problem: `"${String(field.value)}" is not a method and a URL` }, { at: field.at });
    return undefined;
  }
  if (!field.hasKeys(requestKeys, '"request"')) return field.wrong('a text such as GET https://cafe.example.com/coffee, or a mapping');
  const urlField = field.needed('url', '"request"', 'an absolute URL');
  const url = urlField?.text('an absolute URL');
  const method = readMethod(field.child('method'));
  const sourceIp = readAddress(field.child('sourceIp'));
  const headers = readHeaders(field.child('headers'));
  const connection = readConnection(field);
  if (!urlField || url === undefined || method === undefined || sourceIp === undefined || !headers || !connection) return undefined;
  const request = parsed({ method, url, headers, sourceIp }, urlField, base, sink);
  return request && { ...request, ...connection };
}

function readMethod(field: TableField | undefined): string | undefined {
  return field ? field.text('a method such as GET') : 'GET';
}

/** What a client is, beside what it asks for. */
function readConnection(field: TableField): Pick<Request, 'clientCertificate' | 'httpVersion'> | undefined {
  const [certificate, version] = [field.child('clientCertificate'), field.child('httpVersion')];
  const clientCertificate = certificate?.oneOf(['none', 'valid', 'invalid']);
  const httpVersion = version && readVersion(version);
  if ((certificate && !clientCertificate) || (version && !httpVersion)) return undefined;
  return { ...(clientCertificate && { clientCertificate }), ...(httpVersion && { httpVersion }) };
}

interface RequestTexts {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly sourceIp: string;
}

function parsed({ method, url, headers, sourceIp }: RequestTexts, field: TableField, base: string | undefined, sink: DiagnosticSink): Request | undefined {
  const absolute = url.startsWith('/') && base !== undefined ? base + url : url;
  const request = parseRequest(method, absolute, headers, sourceIp);
  if (typeof request !== 'string') return request;
  sink.report(TABLE_REQUEST, { problem: request }, { at: field.at });
  return undefined;
}

function readAddress(field: TableField | undefined): string | undefined {
  if (!field) return defaultSourceIp;
  const address = field.text('an IP address');
  return address === undefined || isValid(address) ? address : field.wrong('an IP address');
}

function readVersion(field: TableField): '1.1' | '2' | undefined {
  const version = String(field.value);
  return version === '1.1' || version === '2' ? version : field.wrong('1.1 or 2');
}

/** Header lines as texts; a list of values is as many lines. */
function readHeaders(field: TableField | undefined): readonly string[] | undefined {
  if (!field) return [];
  if (!field.isMapping) return field.wrong('a mapping of header names to values');
  const lines = field.entries().map((entry) => {
    const values: readonly unknown[] = Array.isArray(entry.value) ? entry.value : [entry.value];
    const isValue = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
    return values.every(isValue) ? values.map((value) => `${entry.key}: ${String(value)}`) : entry.wrong('a header value, or a list of them');
  });
  return lines.every((some) => some !== undefined) ? lines.flat() : undefined;
}
