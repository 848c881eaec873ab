import { subjectOf } from '../lib/diagnostics/subject';
import type { Outcome, RouteDecision } from '../lib/explain/decision';
import { keyOfAnswer, keys } from '../lib/report/diagram-keys';
import { withData } from './elements';

/** Marks the way of a request in the diagram of its Gateway, and the rule that takes it. */
export function showTrace(gateway: string, decision: RouteDecision): void {
  clearTrace();
  const article = withData(document, '.gateway', 'gateway', gateway);
  const { listener, rule } = decision;
  if (!article || !listener) return;
  const row = rule && withData(withData(article, '.listener', 'listener', listener.id) ?? article, '.rule', 'rule', rule.id);
  row?.classList.add('taken');
  const diagram = article.querySelector('.diagram');
  if (diagram) markWay(diagram, wayOf(listener.id, decision));
}

function wayOf(listener: string, { rule, outcome }: RouteDecision): ReadonlySet<string> {
  const way = [keys.gateway, keys.listener(listener)];
  return new Set(rule ? [...way, keys.route(listener, subjectOf(rule.origin.object)), ...destinations(outcome)] : way);
}

function markWay(diagram: Element, way: ReadonlySet<string>): void {
  for (const { classList, dataset } of diagram.querySelectorAll<SVGElement>('[data-node]')) {
    classList.toggle('taken', way.has(dataset.node ?? ''));
  }
  for (const { classList, dataset } of diagram.querySelectorAll<SVGElement>('[data-from]')) {
    classList.toggle('taken', way.has(dataset.from ?? '') && way.has(dataset.to ?? ''));
  }
}

function destinations(outcome: Outcome): readonly string[] {
  switch (outcome.type) {
    case 'authenticate':
      return destinations(outcome.then);
    case 'forward':
      return outcome.shares.filter(({ share }) => share > 0).flatMap(({ targetGroup }) => {
        return targetGroup.kind === 'planned' ? [keys.targetGroup(targetGroup.id), keys.service(targetGroup.id)] : [keys.targetGroup(targetGroup.name)];
      });
    case 'redirect':
    case 'fixed-response':
      return [keyOfAnswer(outcome.type, outcome.statusCode)];
    case 'refused':
    case 'error':
      return [];
  }
}

export function clearTrace(): void {
  for (const { classList } of document.querySelectorAll('.taken')) classList.remove('taken');
}
