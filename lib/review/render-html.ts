import { Html, html } from '../report/html';
import type { Review } from './review';
import type { RequestClass, RouteDiff } from './route-diff';
import { proofLines, resourceLines, titleOf, verdictOf } from './summary';
import { decisionWords, portWords, reasonWords, regionWords, requestWords, rulesWords, ruleWords, settingWords } from './wording';

/** A review as one page that needs nothing else: no script, no font, no address outside. */
export function renderReviewHtml({ gateways, old, new: latest }: Review): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Routing review</title>
<style>${Html.trusted(style)}</style>
</head>
<body>
<main>
<h1>Routing review</h1>
<p class="sides"><code>${old}</code> → <code>${latest}</code></p>
${gateways.length === 0 ? html`<p>No load balancer on either side.</p>` : gateways.map(gatewaySection)}
</main>
</body>
</html>
`.text;
}

function gatewaySection(diff: RouteDiff): Html {
  const served = diff.classes.filter((it) => it.served);
  const notes = [
    ...diff.settings.map((setting) => html`${badge(setting.public ? 'public' : 'setting')} ${settingWords(setting)}`),
    ...diff.shadowed.map(({ rule, isNew, by }) => html`${badge('shadowed')} ${`${ruleWords(rule)} can never match${isNew ? '' : ' any more'}${by[0] ? `, behind ${ruleWords(by[0])}` : ''}`}`),
    ...diff.unshadowed.map((rule) => html`${badge('reached')} ${`${ruleWords(rule)} could not match before and can now`}`),
    ...resourceLines(diff).map((line) => html`${badge('deploy')} ${line}`),
    ...proofLines(diff).map((line) => html`${badge(diff.unchanged.proved ? 'proved' : 'open')} ${line}`),
  ];
  return html`<section>
<h2>${titleOf(diff)}</h2>
<p class="verdict">${verdictOf(diff)}</p>
${served.map(classArticle)}
<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>
</section>
`;
}

function classArticle(it: RequestClass): Html {
  const facts = [
    ...(it.witness ? [['e.g.', requestWords(it.witness.request)]] : []),
    ...(it.old.rules.length > 0 ? [['rule before', rulesWords(it.old.rules)]] : []),
    ...(it.new.rules.length > 0 ? [['rule after', rulesWords(it.new.rules)]] : []),
    ['because', reasonWords(it)],
  ];
  return html`<article>
<h3>${badge(it.kind)}${it.public && html` ${badge('public')}`} <code>${portWords(it)} ${regionWords(it)}</code></h3>
<p class="change"><code>${decisionWords(it.old)}</code> <span role="img" aria-label="becomes">→</span> <code>${decisionWords(it.new)}</code></p>
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</article>
`;
}

function badge(word: string): Html {
  return html`<span class="badge ${word}">${word === 'public' ? 'open to the internet' : word}</span>`;
}

const style = `
:root { color-scheme: light dark; --text: #1f2328; --faint: #59636e; --page: #ffffff; --box: #f6f8fa; --line: #d1d9e0;
  --red: #b4232a; --yellow: #7d5200; --blue: #0b5cad; --green: #1a6b32; --violet: #6f42c1; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --faint: #9aa4af; --page: #0d1117; --box: #161b22; --line: #30363d;
  --red: #ff7b72; --yellow: #e3b341; --blue: #79c0ff; --green: #56d364; --violet: #d2a8ff; } }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 0; } h3 { font-size: 1rem; margin: 0; font-weight: 600; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
.sides, dt { color: var(--faint); } .verdict { margin: 0.25rem 0 1rem; }
article { border: 1px solid var(--line); border-radius: 8px; background: var(--box); padding: 0.8rem 1rem; margin: 0 0 0.8rem; }
.change { margin: 0.5rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 0.8rem; margin: 0; font-size: 0.9rem; } dd { margin: 0; overflow-wrap: anywhere; }
ul { list-style: none; padding: 0; } li { padding: 0.2rem 0; overflow-wrap: anywhere; }
.badge { border: 1px solid currentColor; border-radius: 1rem; padding: 0 0.55rem; font-size: 0.8rem; font-weight: 600; color: var(--faint); white-space: nowrap; }
.lost, .public { color: var(--red); } .new, .shadowed, .open { color: var(--yellow); } .moved { color: var(--blue); } .changed, .setting { color: var(--violet); }
.proved, .reached { color: var(--green); }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } dt { margin-top: 0.3rem; } }
`;
