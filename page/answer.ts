import type { Outcome } from '../lib/explain/decision';
import type { AlmostMatch, Explanation } from '../lib/explain/explain';
import { describeOrigin, describeOutcome, renderExplanation } from '../lib/explain/render-explanation';
import { describeCondition } from '../lib/explain/wording';
import type { Origin } from '../lib/plan/ir';
import { ruleAnchor } from '../lib/report/anchors';
import { element } from './elements';

/** An explanation as a part of the page. The words are those of `gateway-alb explain`. */
export function answerElements(explanation: Explanation, gateway: string): readonly HTMLElement[] {
  const { almost, decision } = explanation;
  const text = element('details', {}, element('summary', {}, 'As gateway-alb explain prints it'), element('pre', {}, renderExplanation(explanation)));
  const nearest = almost.map((match) => almostElement(match, gateway, decision.listener?.id ?? ''));
  const others = nearest.length === 0 ? [] : [element('h3', {}, 'Almost'), element('ul', { class: 'almost' }, ...nearest)];
  return [verdictElement(explanation, gateway), ...others, text];
}

/** One sentence for those who hear the page. */
export function announcementOf({ request, decision, services }: Explanation): string {
  return `${headlineOf(decision.rule?.priority, decision.outcome)}: ${describeOutcome(decision.outcome, request, services).join(', ')}`;
}

function verdictElement({ request, decision, conditions, services }: Explanation, gateway: string): HTMLElement {
  const { listener, rule, outcome, responseHeaders } = decision;
  const facts = describeOutcome(outcome, request, services).map((fact) => element('li', {}, fact));
  const headers = responseHeaders.map(({ name, value }) => element('li', { class: 'muted' }, `response header ${name}: ${value}`));
  const where = listener ? `listener ${listener.id} (${listener.protocol})` : `no listener on port ${request.port}`;
  return element('div', { class: `verdict ${outcome.type}` },
    element('h3', {}, headlineOf(rule?.priority, outcome)),
    rule && element('p', {}, ...ruleElements(rule.origin, ruleAnchor({ name: gateway }, listener?.id ?? '', rule.id))),
    element('ul', { class: 'facts-list' }, ...facts, ...headers),
    element('p', { class: 'muted' }, [where, ...conditions.map(describeCondition)].join(', ')));
}

function headlineOf(priority: number | undefined, { type }: Outcome): string {
  if (priority !== undefined) return `Rule ${priority} takes it`;
  return type === 'refused' || type === 'error' ? 'No rule is asked' : 'No rule takes it';
}

function ruleElements(origin: Origin, anchor: string): readonly (Node | string)[] {
  const place = origin.span ? [' ', element('code', { class: 'place' }, `${origin.span.file}:${origin.span.start.line}`)] : [];
  return [element('a', { href: `#${anchor}` }, describeOrigin(origin)), ...place];
}

function almostElement({ rule, failed, satisfied }: AlmostMatch, gateway: string, listener: string): HTMLElement {
  const anchor = ruleAnchor({ name: gateway }, listener, rule.id);
  const reasons = failed.length === 0 ? ['matches too, but comes later'] : failed.map(({ words }) => words);
  const count = failed.length === 0 ? '' : `${satisfied} of ${satisfied + failed.length} conditions hold`;
  return element('li', {},
    element('p', {}, element('span', { class: 'priority' }, String(rule.priority)), ' ', ...ruleElements(rule.origin, anchor)),
    element('ul', {}, ...reasons.map((reason) => element('li', {}, reason))),
    count === '' ? undefined : element('p', { class: 'muted' }, count));
}
