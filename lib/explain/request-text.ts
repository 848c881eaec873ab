import type { Request } from './request';

/** Address of the client where nobody gives one; it belongs to documentation (RFC 5737). */
export const defaultSourceIp = '198.51.100.1';

/** Splits `name: value`. Undefined where there is no name. */
function parseHeader(text: string): readonly [string, string] | undefined {
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}

/** The request that a command line describes, or a sentence that says what is wrong with it. */
export function parseRequest(method: string, url: string, headerTexts: readonly string[], sourceIp = defaultSourceIp): Request | string {
  if (!URL.canParse(url)) return `"${url}" is not an absolute URL such as https://cafe.example.com/coffee`;
  const { protocol, port } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return `the URL must begin with http:// or https://, got "${url}"`;
  const headers: (readonly [string, string])[] = [];
  for (const text of headerTexts) {
    const header = parseHeader(text);
    if (header === undefined) return `"${text}" is not a header; write 'name: value'`;
    headers.push(header);
  }
  const given = headers.find(([name]) => name.toLowerCase() === 'host');
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
    host: given?.[1] ?? authority(url),
    method: method.toUpperCase(),
    path: pathOf(url),
    headers: headers.filter((header) => header !== given),
    sourceIp,
  };
}

/** Host and port exactly as typed: the URL class would change their case and drop a default port. */
function authority(url: string): string {
  return /^[^:]+:\/\/(?:[^/?#@]*@)?([^/?#]*)/.exec(url)?.[1] ?? '';
}

/** Path and query exactly as typed: the URL class would normalise them. */
function pathOf(url: string): string {
  const path = /^[^:]+:\/\/[^/?#]*([^#]*)/.exec(url)?.[1] ?? '';
  return path.startsWith('/') ? path : `/${path}`;
}
