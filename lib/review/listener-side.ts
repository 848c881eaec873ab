import { inOrder } from '../explain/simulate';
import type { ListenerPlan, ListenerRulePlan } from '../plan/ir';
import type { ConditionBook } from './dimensions';
import { outcomeKey, outcomeOfRule, type Entry as EntryPoint, type RoutedOutcome } from './outcomes';
import type { ReviewedPlan } from './reviewed-plan';
import type { Entry, Residuals, RuleList } from './rule-lists';

/** Numbers for outcomes; equal ones have the same number. */
export class OutcomeBook {
  private readonly numbers = new Map<string, number>();
  private readonly outcomes: RoutedOutcome[] = [];

  public add(outcome: RoutedOutcome): number {
    const key = outcomeKey(outcome);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.outcomes.length);
    this.outcomes.push(outcome);
    return this.outcomes.length - 1;
  }

  public outcome(number: number): RoutedOutcome {
    return this.outcomes[number];
  }
}

/** A kind of client: which scheme it speaks on which port, and whether it has a certificate that the listener accepts. */
export interface Client extends EntryPoint {
  readonly clientCertificate: 'none' | 'valid';
}

/** Position of the default action. */
export const defaultAction = -1;
/** Position that stands for what happens before any rule is asked. */
export const beforeRules = -2;

/** What one version does with the requests of a kind of client. */
export interface ListenerSide {
  readonly listener?: ListenerPlan;
  /** In order; positions in lists point here. */
  readonly rules: readonly ListenerRulePlan[];
  readonly list: RuleList;
  /** Whether rules are asked at all. */
  readonly asksRules: boolean;
}

export interface Books {
  readonly conditions: ConditionBook;
  readonly outcomes: OutcomeBook;
  readonly residuals: Residuals;
}

/** Reads a listener for one kind of client. Throws UnsupportedRegexError. */
export function listenerSide(plan: ReviewedPlan, client: Client, books: Books): ListenerSide {
  const listener = plan.listeners.find(({ port }) => port === client.port);
  const stopped = stoppedBeforeRules(listener, client);
  if (stopped || !listener) {
    const residual = books.residuals.of([], books.outcomes.add(stopped ?? { type: 'refused' }));
    return { ...(listener && { listener }), rules: [], list: [{ rule: beforeRules, residual }], asksRules: false };
  }
  const rules = inOrder(listener.rules);
  const entries = rules.map((rule, index): Entry => {
    const outcome = books.outcomes.add(outcomeOfRule(rule, plan, client));
    return { rule: index, residual: books.residuals.of(rule.conditions.map((condition) => books.conditions.add(condition)), outcome) };
  });
  const fallback = books.outcomes.add(outcomeOfRule({ action: listener.fallback, transforms: [] }, plan, client));
  const end: Entry = { rule: defaultAction, residual: books.residuals.of([], fallback) };
  const certain = entries.findIndex(({ residual }) => residual.conditions.length === 0);
  return { listener, rules, list: certain < 0 ? [...entries, end] : entries.slice(0, certain + 1), asksRules: true };
}

/** As the simulator: TLS on an HTTP listener and missing certificates are refused, plain HTTP on HTTPS is answered with 400. */
function stoppedBeforeRules(listener: ListenerPlan | undefined, { scheme, clientCertificate }: Client): RoutedOutcome | undefined {
  if (!listener) return { type: 'refused' };
  if (scheme === 'https' && listener.protocol === 'HTTP') return { type: 'refused' };
  if (scheme === 'http' && listener.protocol === 'HTTPS') return { type: 'error', statusCode: 400 };
  if (listener.mutualAuthentication?.mode === 'verify' && clientCertificate !== 'valid') return { type: 'refused' };
  return undefined;
}

/** The kinds of clients that the two versions may treat differently. */
export function clientsOf(old: ReviewedPlan, latest: ReviewedPlan): readonly Client[] {
  const ports = [...new Set([...old.listeners, ...latest.listeners].map(({ port }) => port))].sort((one, other) => one - other);
  return ports.flatMap((port) => {
    const listeners = [old, latest].flatMap((plan) => plan.listeners.filter((listener) => listener.port === port));
    const verifies = listeners.some(({ mutualAuthentication }) => mutualAuthentication?.mode === 'verify');
    const certificates = verifies ? (['valid', 'none'] as const) : (['none'] as const);
    return (['http', 'https'] as const).flatMap((scheme) => certificates.map((clientCertificate) => ({ port, scheme, clientCertificate })));
  });
}
