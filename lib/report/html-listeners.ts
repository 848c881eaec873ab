import { findingAnchor, ruleAnchor, targetGroupAnchor } from './anchors';
import { plural } from './finding-groups';
import type { Html } from './html';
import { html } from './html';
import type { ListenerReport, RuleReport, TargetReport } from './listener-report';
import type { GatewayReport } from './report';
import { placeText, sayOriginPart, sayShare } from './report-words';

/** The listeners with their rules in order. */
export function listenersHtml(gateway: GatewayReport): Html {
  const count = gateway.listeners.reduce((sum, { rules }) => sum + rules.length, 0);
  return html`<div class="filter" hidden>
<label>Filter the rules <input type="search" data-filter placeholder="host, path, Service, route, file …" spellcheck="false" autocomplete="off"></label>
<p role="status" data-filter-count>${plural(count, 'rule')}</p>
</div>
${gateway.listeners.map((listener) => listenerHtml(listener, gateway))}`;
}

function listenerHtml(listener: ListenerReport, gateway: GatewayReport): Html {
  const { id, port, protocol, rules, otherwise } = listener;
  return html`<section class="listener" data-listener="${id}">
<h4>${protocol} on port ${port} <span class="count">${plural(rules.length, 'rule')}</span></h4>
${factsHtml(listener)}
<div class="headings" aria-hidden="true"><span>Priority</span><span>Request</span><span>What happens</span><span>Comes from</span></div>
<ol class="rules" role="list">
${rules.map((rule) => ruleHtml(rule, listener, gateway))}
<li class="rule otherwise"><span class="priority">default</span><div class="matches"><span class="part">everything else</span></div><div class="deeds"><p>answer ${otherwise}</p></div></li>
</ol>
</section>`;
}

function factsHtml({ protocol, certificates, tlsPolicy, mutualTls, attributes }: ListenerReport): Html {
  const facts: readonly (readonly [string, Html] | undefined)[] = [
    protocol === 'HTTPS' ? ['Certificates', certificates.length === 0 ? html`none` : html`${certificates.map(certificateHtml)}`] : undefined,
    tlsPolicy === undefined ? undefined : ['TLS policy', html`<code>${tlsPolicy}</code>`],
    mutualTls === undefined ? undefined : ['Mutual TLS', html`${mutualTls}`],
    attributes.length === 0 ? undefined : ['Attributes', html`${attributes.map(({ key, value }) => html`<div><code>${key}</code> <code>${value}</code></div>`)}`],
  ];
  const known = facts.filter((fact) => fact !== undefined);
  return known.length === 0 ? html`` : html`<dl class="facts">${known.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function certificateHtml(certificate: string, index: number): Html {
  return html`<div>${certificate}${index === 0 ? html` <span class="muted">(default)</span>` : ''}</div>`;
}

function ruleHtml(rule: RuleReport, listener: ListenerReport, gateway: GatewayReport): Html {
  const { id, position, priority, matches } = rule;
  const anchor = ruleAnchor(gateway, listener.id, id);
  return html`<li class="rule" id="${anchor}" data-rule="${id}">
<a class="priority" href="#${anchor}" title="Rule ${position} of ${listener.rules.length}, priority ${priority}"><span class="sr">Link to the rule with priority </span>${priority}</a>
<div class="matches">${matches.map(({ part, is }) => html`<p><span class="part">${part}</span> <code>${is}</code></p>`)}</div>
<div class="deeds">${deedsHtml(rule, gateway)}</div>
${originHtml(rule, gateway)}
</li>
`;
}

function deedsHtml({ authentication, rewrites, action }: RuleReport, gateway: GatewayReport): Html {
  const before = [...(authentication === undefined ? [] : [authentication]), ...rewrites].map((deed) => html`<p class="before">${deed}</p>`);
  switch (action.type) {
    case 'forward': {
      const sticky = action.stickinessSeconds !== undefined && html`<p class="muted">a client stays for ${action.stickinessSeconds} s</p>`;
      return html`${before}${action.targets.map((target) => targetHtml(target, action.targets.length > 1, gateway))}${sticky}`;
    }
    case 'redirect':
      return html`${before}<p><strong>redirect ${action.statusCode}</strong> ${action.words}</p>`;
    case 'fixed-response':
      return html`${before}<p><strong>answer</strong> ${action.words}</p>`;
  }
}

function targetHtml({ targetGroup, name, weight, share }: TargetReport, isSplit: boolean, gateway: GatewayReport): Html {
  const part = (isSplit || weight === 0) && html` <span class="share">${sayShare(share)}</span>`;
  return html`<p><span aria-hidden="true">→ </span><a href="#${targetGroupAnchor(gateway, targetGroup)}">${name}</a>${part}</p>`;
}

function originHtml({ origin, findings }: RuleReport, gateway: GatewayReport): Html {
  const part = sayOriginPart(origin);
  return html`<div class="origin"><p>${origin.subject}</p>${part !== '' && html`<p class="muted">${part}</p>`}${
    origin.place && html`<p class="place"><code>${placeText(origin.place)}</code></p>`
  }${findings.map((code) => html`<p><a class="badge warning" href="#${findingAnchor(gateway, code)}">${code}</a></p>`)}</div>`;
}
