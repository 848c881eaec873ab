import { explain, type Explanation } from '../lib/explain/explain';
import type { Request } from '../lib/explain/request';
import { parseRequest } from '../lib/explain/request-text';
import type { PagePlan } from '../lib/report/page-data';
import { announcementOf, answerElements } from './answer';
import { clearTrace, showTrace } from './diagram-trace';
import { element, elementById, withData } from './elements';
import { exampleFor, requestFor, type TypedRequest } from './example';

/** Milliseconds after the last key. */
const patience = 250;

/** Makes the box work: it answers when a field changes, a moment after typing, and on Enter. */
export function listenToRequests(plans: readonly PagePlan[]): void {
  const form = elementById<HTMLFormElement>('request');
  const choice = document.getElementById('gateway') as HTMLSelectElement | null;
  const chosen = (): PagePlan => plans[choice?.selectedIndex ?? 0];
  const verifies = plans.some(({ listeners }) => listeners.some(({ mutualAuthentication }) => mutualAuthentication?.mode === 'verify'));
  form.querySelector<HTMLElement>('.certificate')?.toggleAttribute('hidden', !verifies);
  form.hidden = false;
  fill(form, exampleFor(chosen()));
  answer(form, chosen());
  offerRequests(form, plans, choice);
  let timer: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => answer(form, chosen()), patience);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    answer(form, chosen());
  });
  choice?.addEventListener('change', () => fill(form, exampleFor(chosen())));
}

function fill(form: HTMLFormElement, request: TypedRequest): void {
  for (const [name, value] of Object.entries(request) as [keyof TypedRequest, string][]) field(form, name).value = value;
}

/** Beside every rule a button that puts a request into the box which the rule takes. */
function offerRequests(form: HTMLFormElement, plans: readonly PagePlan[], choice: HTMLSelectElement | null): void {
  plans.forEach((plan, index) => {
    const gateway = withData(document, '.gateway', 'gateway', plan.name);
    for (const row of gateway?.querySelectorAll<HTMLElement>('.rule[data-rule]') ?? []) {
      const priority = row.querySelector('.priority');
      const button = element('button', { type: 'button', class: 'offer' }, 'Try', element('span', { class: 'sr' }, ` rule ${priority?.textContent.replace(/\D/g, '') ?? ''}`));
      button.addEventListener('click', () => {
        if (choice) choice.selectedIndex = index;
        offer(form, plan, row);
      });
      priority?.after(button);
    }
  });
}

function offer(form: HTMLFormElement, plan: PagePlan, row: HTMLElement): void {
  const request = requestFor(plan, row.closest<HTMLElement>('.listener')?.dataset.listener ?? '', row.dataset.rule ?? '');
  if (request) {
    fill(form, request);
    answer(form, plan);
  } else {
    showProblem('no request was found that reaches this rule: rules before it take them');
  }
  elementById('try').scrollIntoView();
  field(form, 'url').focus({ preventScroll: true });
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function field(form: HTMLFormElement, name: string): Field {
  return form.elements.namedItem(name) as Field;
}

function answer(form: HTMLFormElement, plan: PagePlan): void {
  const shown = elementById('answer');
  const announcement = elementById('announcement');
  const explanation = explanationFor(form, plan);
  shown.hidden = false;
  if (typeof explanation === 'string') {
    showProblem(explanation);
    return;
  }
  shown.replaceChildren(...answerElements(explanation, plan.name));
  showTrace(plan.name, explanation.decision);
  announce(announcement, announcementOf(explanation));
}

function showProblem(problem: string): void {
  clearTrace();
  elementById('answer').replaceChildren(element('div', { class: 'verdict problem' }, element('p', {}, problem)));
  announce(elementById('announcement'), problem);
}

/** A sentence where the request cannot be read, or where a plan with errors holds what an ALB would refuse. */
function explanationFor(form: HTMLFormElement, plan: PagePlan): Explanation | string {
  const request = requestOf(form);
  if (typeof request === 'string') return request;
  try {
    return explain(plan, request);
  } catch (fault) {
    return `cannot be simulated: ${fault instanceof Error ? fault.message : String(fault)}`;
  }
}

/** Only what is new is worth hearing. */
function announce(region: HTMLElement, text: string): void {
  if (region.textContent !== text) region.textContent = text;
}

function requestOf(form: HTMLFormElement): Request | string {
  const value = (name: string): string => field(form, name).value;
  const headers = value('headers').split('\n').filter((line) => line.trim() !== '');
  const request = parseRequest(value('method').trim(), value('url').trim(), headers, value('source').trim());
  if (typeof request === 'string') return request;
  return { ...request, clientCertificate: value('certificate') as Request['clientCertificate'] };
}
