import type { Request } from '../lib/explain/request';
import { parseRequest } from '../lib/explain/request-text';
import { inOrder, simulate, type SimulatedPlan } from '../lib/explain/simulate';
import type { ListenerPlan, ListenerRulePlan } from '../lib/plan/ir';

/** What the box shows first. */
export interface ExampleRequest {
  readonly method: string;
  readonly url: string;
}

/** A request that one of the rules takes, one that forwards if there is any, from the listener with the most rules. */
export function exampleFor(plan: SimulatedPlan): ExampleRequest {
  const listeners = plan.listeners.toSorted((left, right) => right.rules.length - left.rules.length);
  const rules = listeners.flatMap((listener) => inOrder(listener.rules).map((rule) => ({ listener, rule })));
  const forwarding = rules.filter(({ rule: { action } }) => action.type === 'forward');
  for (const { listener, rule } of [...forwarding, ...rules]) {
    const example = guess(listener, rule);
    const request = parseRequest(example.method, example.url, [], '198.51.100.1');
    if (typeof request !== 'string' && takes(plan, rule, request)) return example;
  }
  const [first] = listeners;
  return { method: 'GET', url: first ? originOf(first, 'www.example.com') : 'https://www.example.com/' };
}

function takes(plan: SimulatedPlan, rule: ListenerRulePlan, request: Request): boolean {
  return simulate(plan, request).rule?.id === rule.id;
}

/** Conditions on more than host, path and method are not guessed. */
function guess(listener: ListenerPlan, { conditions, origin }: ListenerRulePlan): ExampleRequest {
  const host = (origin.hostnames[0] ?? 'www.example.com').replace('*', 'www');
  const path = conditions.find((condition) => condition.field === 'path-pattern');
  const method = conditions.find((condition) => condition.field === 'http-request-method');
  const pattern = path?.values?.at(-1) ?? path?.regexValues?.[0]?.replace(/^\^|\(\/\.\*\)\?\$$|\$$/g, '') ?? '/';
  return { method: method?.values[0] ?? 'GET', url: originOf(listener, host) + pattern.replace(/[*?]/g, '1').slice(1) };
}

function originOf({ protocol, port }: ListenerPlan, host: string): string {
  const shown = port === (protocol === 'HTTPS' ? 443 : 80) ? '' : `:${port}`;
  return `${protocol.toLowerCase()}://${host}${shown}/`;
}
