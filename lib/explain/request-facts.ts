import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';
import type { Request } from './request';
import type { AlbSettings, PathNormalisation } from './settings';

/** A request taken apart as listener rule conditions see it, once for all rules. */
export interface RequestFacts {
  /** Host header, with or without its port by `hostKeepsPort`. */
  readonly host: string;
  /** Without the query; normalised by `pathNormalisation`. */
  readonly path: string;
  readonly method: string;
  readonly query: readonly QueryPair[];
  /** Values by lower-case name, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Undefined where the address cannot be read. */
  readonly sourceIp?: IPv4 | IPv6;
}

export interface QueryPair {
  readonly key: string;
  readonly value: string;
}

export function factsOf(request: Request, settings: AlbSettings): RequestFacts {
  const { path, query } = splitTarget(request.path);
  return {
    host: settings.hostKeepsPort ? request.host : splitHost(request.host).name,
    path: normalisePath(path, settings.pathNormalisation),
    method: request.method,
    query: readQuery(query ?? '', settings),
    headers: readHeaders(request, settings),
    sourceIp: readAddress(request.sourceIp),
  };
}

/** Name and port of a Host header. The brackets of an IPv6 address belong to the name. */
export function splitHost(host: string): { readonly name: string; readonly port?: string } {
  const found = /^(\[[^\]]*\]|[^:]*):([0-9]*)$/.exec(host);
  return found ? { name: found[1], port: found[2] } : { name: host };
}

/** Path and query of a request target; a fragment, which no client should send, ends both. */
export function splitTarget(target: string): { readonly path: string; readonly query?: string } {
  const [sent] = target.split('#', 1);
  const mark = sent.indexOf('?');
  return mark < 0 ? { path: sent } : { path: sent.slice(0, mark), query: sent.slice(mark + 1) };
}

/** Escapes of letters, digits and `-._~`. */
const escapedUnreserved = /%(?:2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])/g;

function normalisePath(path: string, normalisation: PathNormalisation): string {
  let normal = path;
  if (normalisation.decodeUnreserved) normal = normal.replace(escapedUnreserved, decodeURIComponent);
  if (normalisation.mergeSlashes) normal = normal.replace(/\/{2,}/g, '/');
  return normalisation.resolveDotSegments ? resolveDotSegments(normal) : normal;
}

/** RFC 3986 section 5.2.4. */
function resolveDotSegments(path: string): string {
  const segments = path.split('/');
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === '..' && kept.length > 1) kept.pop();
    if (segment === '.' || segment === '..') {
      if (isLast) kept.push('');
    } else {
      kept.push(segment);
    }
  });
  return kept.join('/');
}

function readQuery(query: string, settings: AlbSettings): readonly QueryPair[] {
  const decode = settings.decodeQuery ? decodeLeniently : (text: string) => text;
  return query
    .split('&')
    .filter((text) => text !== '' && (settings.bareQueryKey === 'empty-value' || text.includes('=')))
    .map((text) => {
      const equals = text.indexOf('=');
      const [key, value] = equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
      return { key: decode(key), value: decode(value) };
    });
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

function readHeaders(request: Request, settings: AlbSettings): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (const [name, value] of request.headers) {
    const values = settings.splitHeadersAtCommas ? value.split(',').map((part) => part.trim()) : [value];
    const known = headers.get(name.toLowerCase());
    if (known) known.push(...values);
    else headers.set(name.toLowerCase(), values);
  }
  return headers;
}

/** Reads an address; an IPv4 address inside an IPv6 one counts as IPv4. */
function readAddress(text: string): IPv4 | IPv6 | undefined {
  try {
    return ipaddr.process(text);
  } catch {
    return undefined;
  }
}

/** Whether an address lies in a CIDR block. Throws where the block cannot be read. */
export function cidrTest(cidr: string): (address: IPv4 | IPv6 | undefined) => boolean {
  const block = cidr.includes('/') ? ipaddr.parseCIDR(cidr) : hostBlock(cidr);
  return (address) => address !== undefined && address.kind() === block[0].kind() && address.match(block);
}

function hostBlock(address: string): [IPv4 | IPv6, number] {
  const parsed = ipaddr.parse(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}
