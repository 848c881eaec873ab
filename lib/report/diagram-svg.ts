import { middleOf } from './diagram-layout';
import type { Picture, PictureOptions } from './diagram-picture';
import { pictureOf, shareBetween, type } from './diagram-picture';
import type { Html } from './html';
import { html, Html as HtmlText } from './html';
import type { GatewayReport } from './report';
import { sayDeeds } from './report-words';

const margin = 20;

/** Own colours on an own ground: it must be readable on a page of either kind, whichever the reader prefers. */
const style = `
svg { --ground: #fff; --surface: #f7f8f9; --ink: #1b2127; --muted: #56606b; --edge: #9aa5b1; --accent: #0a58a8; --accent-ground: #e7f0fa; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #101418; --surface: #1b2127; --ink: #e4e8ec; --muted: #9fabb7; --edge: #5c6976; --accent: #83bdff; --accent-ground: #15293f; }
}
text { font: ${type.line}px system-ui, sans-serif; fill: var(--ink); }
.title { font-size: ${type.title}px; font-weight: 600; }
.muted, .column { fill: var(--muted); }
.guard { fill: var(--accent); }
.ground { fill: var(--ground); stroke: var(--edge); }
.box { fill: var(--surface); stroke: var(--edge); }
.rule .box { fill: var(--accent-ground); stroke: var(--accent); }
.answer .box { stroke-dasharray: 4 3; }
.edge { fill: none; stroke: var(--edge); stroke-width: 1.5; }
.cold { stroke-dasharray: 4 3; }
.head { fill: var(--edge); }
.share { font-weight: 600; text-anchor: middle; paint-order: stroke; stroke: var(--ground); stroke-width: 5px; stroke-linejoin: round; }
`;

/** Way of a Gateway's requests as an SVG that stands alone: no script, no font, no colour from outside. */
export function renderSvg(gateway: GatewayReport, options?: PictureOptions): string {
  const picture = pictureOf(gateway, options);
  const [width, height] = [picture.width + 2 * margin, picture.height + 2 * margin];
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">Routing of Gateway ${gateway.name}</title>
<desc id="description">${description(gateway)}</desc>
<style>${HtmlText.trusted(style)}</style>
<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>
<g transform="translate(${margin} ${margin})">
${picture.columns.map(({ heading, x }) => html`<text class="column" x="${x}" y="12">${heading}</text>\n`)}${picture.edges.map((edge) => edgeSvg(edge, picture))}${
  picture.nodes.map(boxSvg)
}${picture.edges.map((edge) => shareSvg(edge, picture))}</g>
</svg>
`.text;
}

/** The rules in words, for those who cannot see them. */
function description({ listeners }: GatewayReport): string {
  const rules = listeners.flatMap(({ protocol, port, rules: own, otherwise }) => [
    `${protocol} on port ${port}.`,
    ...own.map((rule) => `${rule.matches.map(({ part, is }) => `${part} ${is}`).join(', ') || 'every request'}: ${sayDeeds(rule).join(', ')}.`),
    `Everything else: answer ${otherwise}.`,
  ]);
  return rules.join(' ');
}

type Edge = Picture['edges'][number];

function ends({ from, to }: Edge): readonly [number, number, number, number] {
  return [from.x + from.width, middleOf(from), to.x, middleOf(to)];
}

function edgeSvg(edge: Edge, picture: Picture): Html {
  const [x1, y1, x2, y2] = ends(edge);
  const tip = x2 - 6;
  const bend = (tip - x1) / 2;
  const cold = shareBetween(picture, edge.from, edge.to) === '0 %' && ' cold';
  return html`<path class="edge${cold}" d="M${x1} ${y1}C${x1 + bend} ${y1} ${tip - bend} ${y2} ${tip} ${y2}"/><path class="head" d="M${x2} ${y2}l-7 -3.5v7z"/>\n`;
}

function shareSvg(edge: Edge, picture: Picture): Html | undefined {
  const share = shareBetween(picture, edge.from, edge.to);
  const [x1, y1, x2, y2] = ends(edge);
  return share === undefined ? undefined : html`<text class="share" x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 + 4}">${share}</text>\n`;
}

function boxSvg({ kind, title, lines, x, y, width, height }: Picture['nodes'][number]): Html {
  const first = y + type.padding + type.title - 2;
  const below = first + title.length * type.titleHeight;
  const texts = [
    ...title.map((text, index) => textSvg({ text, kind: 'title' }, x, first + index * type.titleHeight)),
    ...lines.map((line, index) => textSvg(line, x, below + index * type.lineHeight)),
  ];
  return html`<g class="${kind}"><rect class="box" x="${x + 0.5}" y="${y + 0.5}" width="${width - 1}" height="${height - 1}" rx="6"/>${texts}</g>\n`;
}

function textSvg({ text, kind }: { readonly text: string; readonly kind: string }, x: number, y: number): Html {
  return html`\n<text${kind !== 'plain' && html` class="${kind}"`} x="${x + type.padding}" y="${y}">${text}</text>`;
}
