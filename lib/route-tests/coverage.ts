import { COVERAGE_LOW } from '../diagnostics/catalogue/route-tests';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { RouteDecision } from '../explain/decision';
import { describeOrigin } from '../explain/render-explanation';
import { describeCondition } from '../explain/wording';
import type { ListenerRulePlan } from '../plan/ir';
import type { RouteTestResult, TestedGateway } from './run';

/** Which listener rules requests reach. Rules that stand for no rule of a route (the closing 404 of a listener) do not count. */
export interface Coverage {
  readonly rules: readonly CoveredRule[];
  readonly reached: number;
  /** 0 to 100 with one decimal, rounded down; 100 where there are no rules. */
  readonly percent: number;
}

export interface CoveredRule {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  readonly port: number;
  readonly rule: ListenerRulePlan;
  /** Requests that reach it. */
  readonly requests: number;
}

/** A request that was decided. */
export interface DecidedRequest {
  readonly gateway: TestedGateway;
  readonly decision: RouteDecision;
}

/** The requests of the tests that were run, whether they passed or not. */
export function decidedRequests(results: readonly RouteTestResult[]): readonly DecidedRequest[] {
  return results.flatMap((result) => (result.verdict === 'passed' || result.verdict === 'failed' ? [result] : []));
}

export function coverageOf(decided: readonly DecidedRequest[], gateways: readonly TestedGateway[]): Coverage {
  const counts = new Map<TestedGateway, Map<string, number>>();
  for (const { gateway, decision: { listener, rule } } of decided) {
    if (!listener || !rule) continue;
    const ofGateway = counts.get(gateway) ?? new Map<string, number>();
    const key = keyOf(listener.port, rule.id);
    counts.set(gateway, ofGateway.set(key, (ofGateway.get(key) ?? 0) + 1));
  }
  const rules = gateways.flatMap((gateway) => gateway.plan.listeners.flatMap(({ port, rules: ofListener }) => ofListener
    .filter(({ origin }) => origin.rule !== undefined)
    .map((rule): CoveredRule => ({ gateway: gateway.name, port, rule, requests: counts.get(gateway)?.get(keyOf(port, rule.id)) ?? 0 }))));
  const reached = rules.filter(({ requests }) => requests > 0).length;
  return { rules, reached, percent: rules.length === 0 ? 100 : Math.floor((1000 * reached) / rules.length) / 10 };
}

function keyOf(port: number, rule: string): string {
  return `${port} ${rule}`;
}

/** Reports GW6102 where fewer rules are reached than `wanted` percent. */
export function checkCoverage({ rules, reached, percent }: Coverage, wanted: number, sink: DiagnosticSink): void {
  if (reached * 100 < wanted * rules.length) sink.report(COVERAGE_LOW, { percent, wanted, reached, rules: rules.length });
}

/** The percentage, and two lines for every rule that is not reached. Empty lines part them; no line break at the end. */
export function renderCoverage({ rules, reached, percent }: Coverage): string {
  const missing = rules.filter(({ requests }) => requests === 0);
  const summary = `${reached} of ${rules.length} rules are reached by a test (${percent} %)`;
  if (missing.length === 0) return summary;
  const places = missing.map(({ gateway, port, rule: { origin } }) => [`${gateway}:${port}`, describeOrigin(origin)]);
  const widths = [0, 1].map((column) => Math.max(...places.map((place) => place[column].length)));
  const lines = missing.flatMap(({ rule: { origin: { span }, conditions } }, index) => [
    `  ${places[index].map((cell, column) => cell.padEnd(widths[column])).join('  ')}${span ? `  ${span.file}:${span.start.line}` : ''}`.trimEnd(),
    `    ${conditions.map(describeCondition).join(', ') || 'every request'}`,
  ]);
  return [summary, '', 'not reached:', ...lines].join('\n');
}
