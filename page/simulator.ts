import { explain, type Explanation } from '../lib/explain/explain';
import type { Request } from '../lib/explain/request';
import { parseRequest } from '../lib/explain/request-text';
import type { PagePlan } from '../lib/report/page-data';
import { announcementOf, answerElements } from './answer';
import { clearTrace, showTrace } from './diagram-trace';
import { element, elementById } from './elements';
import { exampleFor } from './example';

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
  fill(form, chosen());
  answer(form, chosen());
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
  choice?.addEventListener('change', () => fill(form, chosen()));
}

function fill(form: HTMLFormElement, plan: PagePlan): void {
  const { method, url } = exampleFor(plan);
  field(form, 'method').value = method;
  field(form, 'url').value = url;
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
    clearTrace();
    shown.replaceChildren(element('div', { class: 'verdict problem' }, element('p', {}, explanation)));
    announce(announcement, explanation);
    return;
  }
  shown.replaceChildren(...answerElements(explanation, plan.name));
  showTrace(plan.name, explanation.decision);
  announce(announcement, announcementOf(explanation));
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
