import { findingAnchor, targetGroupAnchor } from './anchors';
import type { BudgetEntry } from './budget';
import type { FindingGroup } from './finding-groups';
import { countFindings, groupFindings, plural } from './finding-groups';
import type { Finding, StatusRow } from './findings';
import type { Html } from './html';
import { html } from './html';
import type { GatewayReport } from './report';
import { placeText, sayCompaction, sayEvaluations } from './report-words';
import type { TargetGroupReport } from './target-report';

/** Facts, budget and what compaction saves. */
export function overviewHtml({ facts, attributes, budget, compaction, evaluations }: GatewayReport): Html {
  return html`<dl class="facts">${facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${attributes.length > 0 && html`<details><summary>${plural(attributes.length, 'attribute')}</summary>
<dl class="facts pairs">${attributes.map(({ key, value }) => html`<div><dt><code>${key}</code></dt><dd><code>${value}</code></dd></div>`)}</dl></details>`}
<h4>Budget</h4>
<ul class="budget">${budget.map(budgetHtml)}</ul>
<ul class="sentences">${compaction && html`<li>${sayCompaction(compaction)}</li>`}${evaluations.map((evaluation) => html`<li>${sayEvaluations(evaluation)}</li>`)}</ul>`;
}

function budgetHtml({ name, used, allowed, adjustable }: BudgetEntry): Html {
  const share = Math.min(100, Math.round((100 * used) / allowed));
  const level = used > allowed ? 'over' : share >= 80 ? 'near' : 'fine';
  return html`<li class="${level}"><p class="number"><strong>${used}</strong> of ${allowed}</p><p>${name}${
    used > allowed && html` <strong>(too many)</strong>`
  }</p>
<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="4"/><rect class="fill" width="${share}" height="4"/></svg>
<p class="muted">${adjustable ? 'AWS raises it on request' : 'fixed'}</p></li>`;
}

export function targetGroupsHtml(gateway: GatewayReport): Html {
  const { targetGroups } = gateway;
  if (targetGroups.length === 0) return html`<p>None.</p>`;
  return tableHtml(`Target groups of ${gateway.name}`, ['Serves', 'Name', 'Targets', 'Health check', 'Rules'], targetGroups.map((group) => targetGroupHtml(group, gateway)));
}

function targetGroupHtml({ id, name, existing, service, targets, healthCheck, rules, cold }: TargetGroupReport, gateway: GatewayReport): Html {
  return html`<tr id="${targetGroupAnchor(gateway, id)}"><th scope="row">${service}</th><td><code>${name ?? id}</code></td>
<td>${existing ? 'exists already' : targets}</td><td>${healthCheck}</td><td>${rules}${cold && html` <span class="badge warning">no requests</span>`}</td></tr>`;
}

/** Conditions that are not as they should be are open to the eye, the others are folded. */
export function statusHtml({ name, status }: GatewayReport): Html {
  const bad = status.filter(({ good }) => !good);
  const good = status.filter((row) => row.good);
  return html`${bad.length === 0 ? html`<p>All ${status.length} are as they should be.</p>` : statusTable(`Conditions of ${name} that are not as they should be`, bad)}
${good.length > 0 && html`<details><summary>${plural(good.length, 'condition')} as they should be</summary>${statusTable(`Conditions of ${name} that are as they should be`, good)}</details>`}`;
}

function statusTable(label: string, rows: readonly StatusRow[]): Html {
  const cells = rows.map(({ subject, type, status, reason, message, good }) => html`<tr><th scope="row">${subject}</th>
<td><span class="badge ${good ? 'good' : 'error'}">${type}=${status}</span></td><td>${reason}</td><td>${message}</td></tr>`);
  return tableHtml(label, ['Object', 'Condition', 'Reason', 'Message'], cells);
}

/** Errors and warnings; notes, of which there are many, are folded. */
export function findingsHtml(findings: readonly Finding[], gateway: { readonly name: string }): Html {
  const shown = findings.filter(({ severity }) => severity !== 'note');
  const notes = findings.filter(({ severity }) => severity === 'note');
  return html`${shown.length > 0 && groupsHtml(shown, gateway)}${
    notes.length > 0 && html`<details><summary>${countFindings(notes)}: ignored fields and deliberate differences</summary>${groupsHtml(notes, gateway)}</details>`
  }`;
}

function groupsHtml(findings: readonly Finding[], gateway: { readonly name: string }): Html {
  const groups = groupFindings(findings);
  return html`<ul class="findings">${groups.map((group, index) => {
    // A code can be there as error and as warning; links lead to the first.
    const isFirst = groups.findIndex(({ code }) => code === group.code) === index;
    return groupHtml(group, isFirst ? findingAnchor(gateway, group.code) : undefined);
  })}</ul>`;
}

function groupHtml({ severity, code, name, findings }: FindingGroup, anchor: string | undefined): Html {
  return html`<li${anchor !== undefined && html` id="${anchor}"`}>
<p><span class="badge ${severity}">${severity}</span> <strong>${code}</strong> <span class="muted">${name}</span></p>
<ul>${findings.map(findingHtml)}</ul></li>`;
}

function findingHtml({ message, place, fix, hint, notes }: Finding): Html {
  return html`<li><p>${message}</p>${place && html`<p class="place"><code>${placeText(place)}</code></p>`}${
    [...(hint === undefined ? [] : [hint]), ...notes, ...(fix === undefined ? [] : [fix])].map((remark) => html`<p class="muted">${remark}</p>`)
  }</li>`;
}

function tableHtml(label: string, headings: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroller" tabindex="0" role="region" aria-label="${label}, can be scrolled"><table><thead><tr>${
    headings.map((heading) => html`<th scope="col">${heading}</th>`)
  }</tr></thead><tbody>${rows}</tbody></table></div>`;
}
