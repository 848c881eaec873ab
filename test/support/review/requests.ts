import * as fc from 'fast-check';
import type { Request } from '../../../lib/explain/request';
import type { RouteDiff } from '../../../lib/review/route-diff';
import { pieces } from './plans-arbitrary';

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** Requests for hand-made plans, of pieces that their conditions can tell apart. */
export const requestsArbitrary: fc.Arbitrary<readonly Request[]> = fc.array(
  fc
    .record({
      scheme: fc.oneof({ weight: 3, arbitrary: fc.constant('https' as const) }, { weight: 2, arbitrary: fc.constant('http' as const) }),
      host: pick(pieces.hosts),
      method: pick(pieces.methods),
      path: pick(pieces.paths),
      headers: fc.array(pick(pieces.headers), { maxLength: 3 }),
      pairs: fc.array(pick(pieces.pairs), { maxLength: 3 }),
      sourceIp: pick(pieces.addresses),
      certificate: fc.boolean(),
    })
    .map(({ pairs, certificate, path, ...rest }): Request => ({
      ...rest,
      port: 443,
      path: pairs.length > 0 ? `${path}?${pairs.join('&')}` : path,
      ...(certificate && { clientCertificate: 'valid' }),
    })),
  { minLength: 20, maxLength: 60, size: 'max' },
);

/** Requests near the witnesses of a report: parts of one put into another, and small changes. No randomness, so that it shrinks. */
export function guidedRequests(diff: RouteDiff): readonly Request[] {
  const witnesses = diff.classes.flatMap(({ witness }) => (witness ? [witness.request] : [])).slice(0, 8);
  const mixed = witnesses.flatMap((one) => witnesses.filter((other) => other !== one && other.port === one.port).flatMap((other) => crossed(one, other)));
  return [...witnesses.flatMap(mutated), ...mixed].slice(0, 400);
}

function crossed(one: Request, other: Request): readonly Request[] {
  return [
    { ...one, host: other.host },
    { ...one, path: other.path },
    { ...one, headers: other.headers },
    { ...one, headers: [...one.headers, ...other.headers] },
    { ...one, method: other.method, sourceIp: other.sourceIp },
    { ...one, path: withQueryOf(one.path, other.path) },
  ];
}

function withQueryOf(one: string, other: string): string {
  const [path, query = ''] = one.split('?');
  const [, more = ''] = other.split('?');
  return `${path}?${[query, more].filter((text) => text !== '').join('&')}`;
}

function mutated(request: Request): readonly Request[] {
  const [path, query] = request.path.split('?');
  const tail = query === undefined ? '' : `?${query}`;
  return [
    { ...request, host: request.host.toUpperCase() },
    { ...request, host: `${request.host}:8443` },
    { ...request, host: `x${request.host}` },
    { ...request, host: `b.${request.host}` },
    { ...request, path: `${path}/${tail}` },
    { ...request, path: `${path}x${tail}` },
    { ...request, path: `${path.slice(0, -1) || '/'}${tail}` },
    { ...request, path: `${path.toUpperCase()}${tail}` },
    { ...request, path },
    { ...request, path: `${path}${tail === '' ? '?' : `${tail}&`}q=1` },
    { ...request, headers: [] },
    { ...request, headers: request.headers.slice(1) },
    { ...request, headers: request.headers.map(([name, value]) => [name, `${value}1`] as const) },
    { ...request, headers: [...request.headers, ...request.headers.map(([name, value]) => [name.toUpperCase(), value.toUpperCase()] as const)] },
    { ...request, method: request.method === 'GET' ? 'POST' : 'GET' },
    { ...request, sourceIp: request.sourceIp === '10.1.2.3' ? '203.0.113.5' : '10.1.2.3' },
    { ...request, scheme: request.scheme === 'http' ? 'https' : 'http' },
    { ...request, clientCertificate: request.clientCertificate === 'valid' ? 'none' : 'valid' },
    { ...request, port: request.port === 443 ? 80 : 443 },
  ];
}
