import type { SimulatedPlan } from '../explain/simulate';
import { gatewayAnchor } from './anchors';
import { countFindings, plural } from './finding-groups';
import type { Finding } from './findings';
import { diagramHtml } from './html-diagram';
import { listenersHtml } from './html-listeners';
import { findingsHtml, overviewHtml, statusHtml, targetGroupsHtml } from './html-sections';
import type { Html } from './html';
import { html, Html as HtmlText, jsonScript } from './html';
import type { PageData } from './page-data';
import type { GatewayReport, Report } from './report';

/** What the page consists of besides the report. */
export interface PageParts {
  readonly script: PageAsset;
  readonly style: PageAsset;
  /** The plans that the box simulates, in the order of the report's Gateways. */
  readonly plans: readonly { readonly name: string; readonly plan: SimulatedPlan }[];
}

/** A script or style sheet of ours. It must not hold `</script` or `</style`. */
export interface PageAsset {
  readonly text: string;
  /** As a content security policy names it: `sha256-...`. */
  readonly integrity: string;
}

/**
 * A report as one HTML page that needs nothing else: no network, no fonts, no images. Its content security policy allows
 * its own script and style only.
 */
export function renderHtmlReport(report: Report, { script, style, plans }: PageParts): string {
  const policy = `default-src 'none'; script-src '${script.integrity}'; style-src '${style.integrity}'; base-uri 'none'; form-action 'none'`;
  const title = report.gateways.length === 1 ? `Gateway ${report.gateways[0].name}` : `${report.gateways.length} Gateways`;
  const data: PageData = { plans: plans.map(({ name, plan }) => ({ name, ...simulatedParts(plan) })) };
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} - gateway-alb report</title>
<style>${HtmlText.trusted(style.text)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${headerHtml(report, title)}
<main id="main" tabindex="-1">
${alertHtml(report)}
${report.gateways.some(({ listeners }) => listeners.length > 0) && simulatorHtml(report)}
${report.gateways.map((gateway) => gatewayHtml(gateway, report.gateways.length > 1))}
${report.findings.length > 0 && html`<section aria-labelledby="found-elsewhere"><h2 id="found-elsewhere">Found elsewhere</h2>${findingsHtml(report.findings, { name: 'elsewhere' })}</section>`}
</main>
<footer><p>Written by <code>gateway-alb report</code>. What an ALB leaves undocumented, and target health, are not simulated.</p></footer>
<script type="application/json" id="data">${jsonScript(data)}</script>
<script>${HtmlText.trusted(script.text)}</script>
</body>
</html>
`;
  return page.text;
}

/** What the simulator reads of a plan, and no more: a page is given away. */
function simulatedParts({ attributes, listeners, targetGroups }: SimulatedPlan): SimulatedPlan {
  return {
    attributes,
    listeners: listeners.map((listener) => ({ ...listener, certificates: [], tags: [], rules: listener.rules.map((rule) => ({ ...rule, tags: [] })) })),
    targetGroups: targetGroups.map(({ id, protocolVersion, binding }) => ({
      id,
      protocolVersion,
      ...(binding && { binding: binding === 'unknown' ? binding : { service: binding.service, servicePort: binding.servicePort } }),
    })),
  };
}

function headerHtml(report: Report, title: string): Html {
  const links = report.gateways.flatMap((gateway) => {
    const anchor = gatewayAnchor(gateway);
    if (report.gateways.length > 1) return [html`<li><a href="#${anchor}">${gateway.name}</a></li>`];
    return sectionsOf(gateway).map(({ id, heading }) => html`<li><a href="#${anchor}.${id}">${heading}</a></li>`);
  });
  return html`<header><p class="kicker">gateway-alb report</p><h1>${title}</h1>
<nav aria-label="Sections"><ul><li><a href="#try">Try a request</a></li>${links}</ul></nav></header>`;
}

/** A report is written in spite of errors, so that it can be seen what they do; nobody must take it for what is deployed. */
function alertHtml({ gateways, findings }: Report): Html | false {
  const errors = (some: readonly Finding[]): number => some.filter(({ severity }) => severity === 'error').length;
  const total = gateways.reduce((sum, gateway) => sum + errors(gateway.findings), errors(findings));
  if (total === 0) return false;
  const broken = gateways.find((gateway) => errors(gateway.findings) > 0);
  const where = broken ? `${gatewayAnchor(broken)}.findings` : 'found-elsewhere';
  return html`<p class="alert"><strong>Not to be deployed:</strong> <a href="#${where}">${plural(total, 'error')}</a> in what was read. The rest shows what could be understood of it.</p>`;
}

function simulatorHtml({ gateways }: Report): Html {
  const choice = gateways.length > 1 && html`<div class="field gateway"><label for="gateway">Gateway</label>
<select id="gateway" name="gateway">${gateways.map(({ name }) => html`<option>${name}</option>`)}</select></div>`;
  return html`<section class="try" aria-labelledby="try"><h2 id="try">Try a request</h2>
<p class="lead">Which rule takes it, and which ones almost do?</p>
<noscript><p>This box needs JavaScript. The rest of the page does not; <code>gateway-alb explain</code> answers the same questions.</p></noscript>
<form id="request" hidden>
${choice}
<div class="field method"><label for="method">Method</label><input id="method" name="method" list="methods" value="GET" required spellcheck="false" autocomplete="off" autocapitalize="characters">
<datalist id="methods">${['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((method) => html`<option>${method}</option>`)}</datalist></div>
<div class="field url"><label for="url">URL</label><input id="url" name="url" type="text" inputmode="url" required spellcheck="false" autocomplete="off" autocapitalize="none"></div>
<div class="field headers"><label for="headers">Headers <span class="muted">one per line, name: value</span></label><textarea id="headers" name="headers" rows="2" spellcheck="false" autocomplete="off" autocapitalize="none"></textarea></div>
<div class="field source"><label for="source">Source address</label><input id="source" name="source" value="198.51.100.1" spellcheck="false" autocomplete="off"></div>
<div class="field certificate"><label for="certificate">Client certificate</label><select id="certificate" name="certificate"><option>none</option><option>valid</option><option>invalid</option></select></div>
<button type="submit">Which rule?</button>
</form>
<p class="sr" role="status" id="announcement"></p>
<div id="answer" hidden></div>
</section>`;
}

interface Section {
  readonly id: string;
  readonly heading: string;
  readonly content: Html;
}

function sectionsOf(gateway: GatewayReport): readonly Section[] {
  const { targetGroups, status, findings } = gateway;
  return [
    { id: 'overview', heading: 'Overview', content: overviewHtml(gateway) },
    { id: 'diagram', heading: 'Diagram', content: diagramHtml(gateway) },
    { id: 'rules', heading: 'Rules', content: listenersHtml(gateway) },
    { id: 'target-groups', heading: 'Target groups', content: targetGroupsHtml(gateway) },
    ...(status.length > 0 ? [{ id: 'status', heading: 'Status', content: statusHtml(gateway) }] : []),
    ...(findings.length > 0 ? [{ id: 'findings', heading: 'Findings', content: findingsHtml(findings, gateway) }] : []),
  ].filter(({ id }) => id !== 'target-groups' || targetGroups.length > 0);
}

function gatewayHtml(gateway: GatewayReport, isOneOfSeveral: boolean): Html {
  const anchor = gatewayAnchor(gateway);
  const counts = countFindings(gateway.findings);
  const rules = gateway.listeners.reduce((sum, listener) => sum + listener.rules.length, 0);
  const line = [plural(gateway.listeners.length, 'listener'), plural(rules, 'rule'), plural(gateway.targetGroups.length, 'target group')].join(', ');
  return html`<article class="gateway" id="${anchor}" data-gateway="${gateway.name}" aria-labelledby="${anchor}.name">
<h2 class="${isOneOfSeveral ? 'name' : 'sr'}" id="${anchor}.name">${gateway.name}</h2>
<p class="lead">${line}${counts !== '' && html`; <a href="#${anchor}.findings">${counts}</a>`}</p>
${sectionsOf(gateway).map(({ id, heading, content }) => html`<section class="section-${id}" aria-labelledby="${anchor}.name ${anchor}.${id}"><h3 id="${anchor}.${id}">${heading}</h3>
${content}</section>`)}
</article>`;
}
