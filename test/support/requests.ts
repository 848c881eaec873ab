import type { Request } from '../../lib/explain/request';

/** `GET https://host:8443/path?query` with everything else at its plainest; the port of the URL is the one dialled. */
export function requestTo(line: string, more: Partial<Request> = {}): Request {
  const found = /^([A-Za-z]+) (https?):\/\/(\[[^\]]*\]|[^/:?]*)(:\d+)?(.*)$/.exec(line);
  if (!found) throw new Error(`not a request line: ${line}`);
  const [, method, scheme, name, port = '', path] = found;
  const isHttps = scheme === 'https';
  return {
    scheme: isHttps ? 'https' : 'http',
    port: port === '' ? (isHttps ? 443 : 80) : Number(port.slice(1)),
    host: `${name}${port}`,
    method,
    path: path === '' ? '/' : path,
    headers: [],
    sourceIp: '192.0.2.1',
    ...more,
  };
}
