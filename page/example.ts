import { defaultSourceIp } from '../lib/explain/request-text';
import type { Request } from '../lib/explain/request';
import { compileSimulator, inOrder, type SimulatedPlan } from '../lib/explain/simulate';
import { findWitness } from '../lib/route-tests/witness';

/** A request as the box holds it. */
export interface TypedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly source: string;
  readonly certificate: NonNullable<Request['clientCertificate']>;
}

/** A request that one of the rules takes, one that forwards if there is any, from the listener with the most rules. */
export function exampleFor(plan: SimulatedPlan): TypedRequest {
  const simulate = compileSimulator(plan);
  const listeners = plan.listeners.toSorted((left, right) => right.rules.length - left.rules.length);
  const rules = listeners.flatMap((listener) => inOrder(listener.rules).map((rule) => ({ listener, rule })));
  const forwarding = rules.filter(({ rule: { action, authentication } }) => action.type === 'forward' && !authentication);
  for (const { listener, rule } of [...forwarding, ...rules]) {
    const witness = findWitness(rule, listener, plan, simulate);
    if (witness) return typed(witness.request);
  }
  const [{ protocol, port } = { protocol: 'HTTPS', port: 443 }] = listeners;
  return typed({ scheme: protocol === 'HTTPS' ? 'https' : 'http', port, host: 'www.example.com', method: 'GET', path: '/', headers: [], sourceIp: defaultSourceIp });
}

/** A request that the rule takes; undefined where none is found, most likely because others take them all. */
export function requestFor(plan: SimulatedPlan, listener: string, rule: string): TypedRequest | undefined {
  const serving = plan.listeners.find(({ id }) => id === listener);
  const wanted = serving?.rules.find(({ id }) => id === rule);
  const witness = serving && wanted && findWitness(wanted, serving, plan, compileSimulator(plan));
  return witness && typed(witness.request);
}

function typed({ scheme, port, host, method, path, headers, sourceIp, clientCertificate = 'none' }: Request): TypedRequest {
  const isUsual = port === (scheme === 'https' ? 443 : 80) || host.endsWith(`:${port}`);
  return {
    method,
    url: `${scheme}://${host}${isUsual ? '' : `:${port}`}${path}`,
    headers: headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
    source: sourceIp,
    certificate: clientCertificate,
  };
}
