import * as fc from 'fast-check';
import type { Request } from '../../lib/explain/request';
import { commonHostnames } from './oracle-listeners';
import { hostnames, regexes, type GeneratedInput, type Manifest } from './arbitraries';

/**
 * Choices from which a request is made for a given input: it is made to hit what the input matches, then bent a little.
 * Choices are numbers taken modulo what there is, so that an input can shrink under the same request.
 */
export interface RequestSketch {
  readonly route: number;
  readonly rule: number;
  readonly match: number;
  readonly listener: number;
  readonly host: number;
  readonly label: number;
  readonly hostForm: number;
  readonly tail: number;
  readonly method: number;
  readonly bend: number;
  readonly extraHeader: number;
  readonly extraParam: number;
  readonly address: number;
}

const choice = fc.nat({ max: 999 });

export const requestSketchArbitrary: fc.Arbitrary<RequestSketch> = fc.record({
  route: choice,
  rule: choice,
  match: choice,
  listener: choice,
  host: choice,
  label: choice,
  hostForm: choice,
  tail: choice,
  method: choice,
  bend: choice,
  extraHeader: choice,
  extraParam: choice,
  address: choice,
});

function at<T>(values: readonly T[], choice: number): T {
  return values[choice % values.length];
}

const labels = ['x', 'a', 'b.a', 'x.y', 'a.example'];
const tails = ['', '', '', '/', '/b', '/b/c', 'x', '/%2F', '//', '/x.y'];
const fallbackPaths = ['/', '/a', '/a/b', '/zzz', '/shop.Cart/Add', '/shop/Remove', '/%61'];
const extraHeaders: Request['headers'] = [['x-a', '1'], ['X-a', 'B'], ['x-b', 'a'], ['x-b', 'a*'], ['x-a', 'x,y'], ['X-B', ''], ['accept', '*/*'], ['x-a', '']];
const extraParams = ['q=1', 'Q=2', 'p=x', 'q', 'z=%20', 'q=', 'p=X'];

/** A request for an input; most are for something that one of its routes matches. */
export function requestFor(input: GeneratedInput, sketch: RequestSketch): Request {
  const route = at(input.routes, sketch.route);
  const listener = listenerFor(route, input, sketch);
  const rule = at(route.spec.rules as readonly { matches?: readonly Manifest[] }[], sketch.rule);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a match as it stands in a manifest
  const match: Record<string, any> = rule.matches && rule.matches.length > 0 ? at(rule.matches, sketch.match) : {};
  const grpc = route.kind === 'GRPCRoute' && sketch.bend % 10 !== 0;
  const scheme = listener.protocol === 'HTTPS' ? 'https' : 'http';
  return {
    scheme,
    port: sketch.bend % 50 === 1 ? 9 : listener.port,
    host: hostFor(route, listener, sketch),
    method: grpc ? 'POST' : sketch.method % 8 === 0 ? at(['GET', 'POST', 'DELETE', 'get', 'HEAD'], sketch.method / 8 | 0) : (match.method ?? 'GET'),
    path: pathFor(route, match, sketch),
    headers: headersFor(match, sketch),
    sourceIp: at(['192.0.2.1', '10.1.2.3', '172.31.0.1'], sketch.address),
    ...(grpc && scheme === 'https' && { grpc }),
  };
}

interface ListenerSketch {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
}

/** Mostly a listener that the route may be attached to. */
function listenerFor(route: Manifest, input: GeneratedInput, sketch: RequestSketch): ListenerSketch {
  const all = [input.gateway, ...input.listenerSets].flatMap(({ spec }) => spec.listeners as readonly ListenerSketch[]);
  const parents = route.spec.parentRefs as readonly { name: string; sectionName?: string }[];
  const meant = [input.gateway, ...input.listenerSets].flatMap(({ metadata, spec }) =>
    (spec.listeners as readonly ListenerSketch[]).filter(
      ({ name, hostname, protocol }) =>
        parents.some((parent) => parent.name === metadata.name && (parent.sectionName ?? name) === name) &&
        commonHostnames(hostname, route.spec.hostnames).length > 0 &&
        (route.kind === 'HTTPRoute' || protocol === 'HTTPS'),
    ),
  );
  return at(meant.length > 0 && sketch.listener % 8 !== 0 ? meant : all, sketch.listener);
}

function hostFor(route: Manifest, listener: ListenerSketch, sketch: RequestSketch): string {
  const named = commonHostnames(listener.hostname, route.spec.hostnames).filter((hostname) => hostname !== '*');
  const hostname = sketch.host % 9 === 0 || named.length === 0 ? at(hostnames, sketch.host) : at(named, sketch.host);
  const host = hostname.startsWith('*.') ? `${at(labels, sketch.label)}${hostname.slice(1)}` : hostname;
  switch (sketch.hostForm % 6) {
    case 0:
      return `${host}:${listener.port}`;
    case 1:
      return host.toUpperCase();
    case 2:
      return `${host.charAt(0).toUpperCase()}${host.slice(1)}:12345`;
    default:
      return host;
  }
}

/** As browsers encode the value of a parameter, see GW4155. */
function encoded(value: string): string {
  return value.replace(/[^A-Za-z0-9*?=\\]/g, encodeURIComponent);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a match as it stands in a manifest
function pathFor(route: Manifest, match: Record<string, any>, sketch: RequestSketch): string {
  const params = (match.queryParams ?? []) as readonly { name: string; value: string }[];
  const query = [
    ...params.map(({ name, value }) => `${sketch.bend % 7 === 2 ? name.toUpperCase() : name}=${encoded(value)}`),
    ...(sketch.extraParam % 3 === 0 ? [at(extraParams, sketch.extraParam / 3 | 0)] : []),
  ];
  if (sketch.extraParam % 2 === 0) query.reverse();
  const path = sketch.bend % 8 === 3 ? at(fallbackPaths, sketch.tail) : pathOfMatch(route, match, sketch);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a match as it stands in a manifest
function pathOfMatch(route: Manifest, match: Record<string, any>, sketch: RequestSketch): string {
  const tail = at(tails, sketch.tail);
  if (route.kind === 'GRPCRoute') {
    const { type, service = 'shop.Cart', method = 'Add' } = (match.method ?? {}) as { type?: string; service?: string; method?: string };
    const call = type === 'RegularExpression' ? '/shop.Cart/Add' : `/${service}/${method}`;
    return sketch.tail % 4 === 0 ? `${call}${tail}` : call;
  }
  const { type = 'PathPrefix', value = '/' } = (match.path ?? {}) as { type?: string; value?: string };
  if (type === 'RegularExpression') return regexes[value as keyof typeof regexes];
  if (type === 'Exact') return sketch.tail % 4 === 0 ? `${value}${tail}` : value;
  return `${value}${value.endsWith('/') && tail.startsWith('/') ? tail.slice(1) : tail}`;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a match as it stands in a manifest
function headersFor(match: Record<string, any>, sketch: RequestSketch): Request['headers'] {
  const matched = ((match.headers ?? []) as { name: string; type?: string; value: string }[]).map(({ name, type, value }): [string, string] => {
    const sent = type === 'RegularExpression' ? 'a1' : sketch.bend % 5 === 4 ? value.toUpperCase() : value.split(/(?<!\\),/)[0].replace(/\\(.)/, '$1');
    return [name, sent];
  });
  return sketch.extraHeader % 3 === 0 ? [at(extraHeaders, sketch.extraHeader / 3 | 0), ...matched] : matched;
}
