import type { Request } from '../../../lib/explain/simulate';
import type { Condition, ListenerPlan, ListenerRulePlan, LoadBalancerPlan } from '../../../lib/plan/ir';
import type { Random } from './random';

/** The parts of a request that conditions look at. */
interface Sketch {
  readonly listener: Pick<ListenerPlan, 'port' | 'protocol'>;
  readonly grpc: boolean;
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
}

/** How many requests are mixed from those for two rules: where rules overlap, their order matters. */
const mixtures = 20;

/** Requests that the rules of the plans match, one for each, and mixtures of those on one port. */
export function probesFor(plans: readonly LoadBalancerPlan[], random: Random): readonly Request[] {
  const sketches = plans.flatMap(({ listeners }) =>
    listeners.flatMap((listener) => listener.rules.map((rule) => sketchFor(rule, listener, random))));
  const mixed = sketches.length === 0 ? [] : Array.from({ length: mixtures }, () => {
    const one = random.pick(sketches);
    return mix(one, random.pick(sketches.filter(({ listener }) => listener.port === one.listener.port)), random);
  });
  const requests = [...sketches, ...mixed].map(requestOf);
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

function sketchFor({ conditions, origin }: ListenerRulePlan, listener: ListenerPlan, random: Random): Sketch {
  const find = <Field extends Condition['field']>(field: Field) =>
    conditions.filter((condition): condition is Extract<Condition, { field: Field }> => condition.field === field);
  const oneOf = (texts: readonly string[] = [], otherwise: string): string => (texts.length > 0 ? random.pick(texts) : otherwise);
  const grpc = origin.object.kind === 'GRPCRoute';
  return {
    listener,
    grpc,
    host: oneOf(origin.hostnames, 'elsewhere.test').replace(/^\*/, 'some'),
    path: filled(oneOf(find('path-pattern')[0]?.values, '/')),
    method: oneOf(find('http-request-method')[0]?.values, grpc ? 'POST' : 'GET'),
    headers: new Map(find('http-header').map(({ name, values }) => [name.toLowerCase(), filled(oneOf(values, ''))])),
    query: new Map(find('query-string').map(({ values: [{ key = 'any', value }] }) => [key, filled(value)])),
  };
}

/** A text that a glob matches. */
function filled(glob: string): string {
  return glob.replaceAll('*', 'w').replaceAll('?', 'w');
}

/** A request that may match both rules: everything that either asks for. */
function mix(one: Sketch, other: Sketch, random: Random): Sketch {
  return {
    listener: random.pick([one.listener, other.listener]),
    grpc: one.grpc && other.grpc,
    host: random.pick([one.host, other.host]),
    path: random.pick([one.path, other.path]),
    method: random.pick([one.method, other.method]),
    headers: new Map([...other.headers, ...one.headers]),
    query: new Map([...other.query, ...one.query]),
  };
}

function requestOf({ grpc, headers, host, listener, method, path, query }: Sketch): Request {
  const pairs = [...query].map(([key, value]) => `${key}=${value}`);
  const isHttps = listener.protocol === 'HTTPS';
  return {
    scheme: isHttps ? 'https' : 'http',
    port: listener.port,
    host,
    method,
    path: pairs.length > 0 ? `${path}?${pairs.join('&')}` : path,
    headers: [...headers],
    sourceIp: '192.0.2.1',
    // HTTP/2, as browsers speak it with TLS; and what no HTTP/1 target group takes is asked of gRPC routes only.
    ...(isHttps && { httpVersion: '2' as const }),
    ...(grpc && isHttps && { grpc }),
  };
}
