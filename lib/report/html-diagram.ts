import { ruleAnchor, targetGroupAnchor } from './anchors';
import type { Diagram, DiagramEdge, DiagramNode } from './diagram';
import { box, columnX, diagramOf } from './diagram';
import { cut } from './diagram-text';
import type { Html } from './html';
import { html } from './html';
import type { GatewayReport } from './report';

/** The diagram as inline SVG. Boxes that stand for rules and target groups are links to them. */
export function diagramHtml(gateway: GatewayReport): Html {
  const diagram = diagramOf(gateway);
  const { width, height, columns, edges, nodes } = diagram;
  return html`<div class="scroller" tabindex="0" role="region" aria-label="Diagram of ${gateway.name}, can be scrolled">
<svg class="diagram" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${summary(diagram)}">
${columns.map((heading, index) => html`<text class="column" x="${columnX(index)}" y="14" aria-hidden="true">${heading}</text>`)}
<g class="edges" aria-hidden="true">${edges.map(edgeHtml)}</g>
${nodes.map((node) => nodeHtml(node, gateway))}
</svg></div>`;
}

function summary({ nodes, columns }: Diagram): string {
  const counts = columns.map((heading, index) => `${nodes.filter(({ x }) => x === columnX(index)).length} ${heading.toLowerCase()}`);
  return `From left to right: ${counts.join(', ')}. The same is listed below.`;
}

function edgeHtml({ from, to }: DiagramEdge): Html {
  const [x1, y1, x2, y2] = [from.x + box.width, from.y + box.height / 2, to.x, to.y + box.height / 2];
  const bend = box.columnGap * 0.6;
  const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  return html`<path d="${path}" data-from="${from.key}" data-to="${to.key}"/>`;
}

function nodeHtml(node: DiagramNode, gateway: GatewayReport): Html {
  const { key, title, subtitle, x, y } = node;
  const content = html`<title>${title}${subtitle === '' ? '' : `, ${subtitle}`}</title>
<rect x="${x + 0.5}" y="${y + 0.5}" width="${box.width - 1}" height="${box.height - 1}" rx="6"/>
<text class="title" x="${x + 12}" y="${y + 18}">${cut(title, titleLength)}</text>
<text class="subtitle" x="${x + 12}" y="${y + 34}">${cut(subtitle, subtitleLength)}</text>`;
  const target = anchorOf(node, gateway);
  const kind = key.split(' ', 1)[0];
  return target === undefined
    ? html`<g class="node ${kind}" data-node="${key}">${content}</g>`
    : html`<a class="node ${kind}" data-node="${key}" href="#${target}">${content}</a>`;
}

function anchorOf({ leadsTo }: DiagramNode, gateway: GatewayReport): string | undefined {
  if (leadsTo === undefined) return undefined;
  return 'rule' in leadsTo ? ruleAnchor(gateway, leadsTo.rule.listener, leadsTo.rule.id) : targetGroupAnchor(gateway, leadsTo.targetGroup);
}

/** Characters that fit into a box. */
const titleLength = 23;
const subtitleLength = 28;
