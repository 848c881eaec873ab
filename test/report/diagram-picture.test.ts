import type { CompileOptions, GatewayReport } from '../../lib/index';
import { compile, reportOf } from '../../lib/index';
import type { PictureBox, PictureOptions } from '../../lib/report/diagram-picture';
import { pictureOf, shareBetween, type } from '../../lib/report/diagram-picture';
import { renderSvg } from '../../lib/report/diagram-svg';
import { widthOf, wrap } from '../../lib/report/diagram-text';
import { fleet } from '../page/fleet';

const gateway = (listeners: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: alb }
spec: { controllerName: gateway.k8s.aws/alb }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  gatewayClassName: alb
  listeners: [${listeners}]`;

const route = (rules: string, kind = 'HTTPRoute'): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${kind.toLowerCase()}, namespace: shop }
spec:
  parentRefs: [{ name: web }]
  rules: [${rules}]`;

const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: x }, ports: [{ port: 80 }] }`;

const http = '{ name: http, protocol: HTTP, port: 80 }';
const https = '{ name: https, protocol: HTTPS, port: 443, tls: { certificateRefs: [{ name: tls }] } }';

function reported(texts: readonly string[], options: CompileOptions = {}): GatewayReport {
  const run = compile([{ path: 'shop.yaml', text: texts.join('\n---\n') }], { defaultTargetType: 'ip', ...options });
  return reportOf(run).gateways[0];
}

/** Title and lines of each box of a kind. */
function boxes(texts: readonly string[], kind: PictureBox['kind'], options: CompileOptions & PictureOptions = {}): readonly string[] {
  const { nodes } = pictureOf(reported(texts, options), options);
  return nodes.filter((node) => node.kind === kind).map(({ title, lines }) => [...title, ...lines.map(({ text }) => text)].join(' | '));
}

const toTea = 'backendRefs: [{ name: tea, port: 80 }]';

describe('a rule says in its box', () => {
  test.each([
    ['a prefix', `{ matches: [{ path: { type: PathPrefix, value: /tea } }], ${toTea} }`, '/tea and below | HTTPRoute httproute'],
    ['an exact path', `{ matches: [{ path: { type: Exact, value: /tea } }], ${toTea} }`, '/tea | HTTPRoute httproute'],
    ['that it takes every path, and its name', `{ name: all, ${toTea} }`, 'every path | HTTPRoute httproute, all'],
    ['the method before the path', `{ matches: [{ method: POST, path: { type: Exact, value: /tea } }], ${toTea} }`, 'POST /tea | HTTPRoute httproute'],
    ['a header', `{ matches: [{ headers: [{ name: x-v, value: "2" }] }], ${toTea} }`, 'every path | header x-v: 2 | HTTPRoute httproute'],
    [
      'a rewrite',
      `{ matches: [{ path: { type: PathPrefix, value: /tea } }], filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /v2 } } }], ${toTea} }`,
      '/tea and below | path prefix /tea becomes /v2 | HTTPRoute httproute',
    ],
  ])('%s', (_, rule, words) => {
    expect(boxes([gateway(http), route(rule), service('tea')], 'rule')).toEqual([words]);
  });

  test('the service of gRPC, in lines that fit', () => {
    const rule = `{ matches: [{ method: { service: example.inventory.v1.Inventory } }], ${toTea} }`;
    expect(boxes([gateway(https), route(rule, 'GRPCRoute'), service('tea')], 'rule')).toEqual(['/example.inventory.v1. | Inventory/* | GRPCRoute grpcroute']);
    expect(boxes([gateway(https), route(rule, 'GRPCRoute'), service('tea')], 'target-group')).toEqual(['GRPC 80 | pods by address | health | /AWS.ALB/healthcheck']);
  });
});

test('what the load balancer answers itself stands among the target groups', () => {
  const redirect = '{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }] }';
  expect(boxes([gateway(http), route(redirect)], 'answer')).toEqual(['redirect 301 | scheme https, port 443']);
});

describe('shares', () => {
  const split = '{ backendRefs: [{ name: tea, port: 80, weight: 9 }, { name: tea-next, port: 80, weight: 1 }, { name: mint, port: 80, weight: 0 }] }';
  const texts = [gateway(http), route(split), service('tea'), service('tea-next'), service('mint')];

  test('stand between a rule and its target groups', () => {
    const picture = pictureOf(reported(texts));
    const said = picture.edges.flatMap(({ from, to }) => shareBetween(picture, from, to) ?? []);
    expect(said.sort()).toEqual(['0 %', '10 %', '90 %']);
  });

  test('are not said of a rule with one target', () => {
    const picture = pictureOf(reported([gateway(http), route(`{ ${toTea} }`), service('tea')]));
    expect(picture.edges.map(({ from, to }) => shareBetween(picture, from, to))).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('a way without requests is dashed', () => {
    expect(renderSvg(reported(texts)).match(/class="edge cold"/g)).toHaveLength(1);
  });
});

describe('clusters', () => {
  const texts = [gateway(http), route(`{ ${toTea} }`), service('tea')];

  test('with weights have target groups of their own', () => {
    const clusters = ['blue', 'green'].map((name) => ({ name, weight: 1, keepsTargetGroups: false }));
    expect(boxes(texts, 'service', { clusters })).toEqual(['tea | port 80 | cluster blue', 'tea | port 80 | cluster green']);
    expect(boxes(texts, 'target-group', { clusters })).toHaveLength(2);
  });

  test('without weights fill the same ones', () => {
    const sharingClusters = ['blue', 'green'];
    expect(boxes(texts, 'service', { sharingClusters })).toEqual(['tea | port 80 | cluster blue', 'tea | port 80 | cluster green']);
    expect(boxes(texts, 'target-group', { sharingClusters })).toHaveLength(1);
  });
});

describe.each([0, 1, 40])('the layout of %i rules', (rules) => {
  const picture = pictureOf(reported([fleet(rules)]));

  test('lets no box lie on another', () => {
    const sorted = picture.nodes.toSorted((one, other) => one.x - other.x || one.y - other.y);
    const overlaps = sorted.slice(1).filter((box, index) => box.x === sorted[index].x && box.y < sorted[index].y + sorted[index].height);
    expect(overlaps).toEqual([]);
  });

  test('keeps all boxes inside, below the headings', () => {
    for (const { x, y, width, height } of picture.nodes) {
      expect(y).toBeGreaterThan(12);
      expect(x + width).toBeLessThanOrEqual(picture.width);
      expect(y + height).toBeLessThanOrEqual(picture.height);
    }
  });

  test('has room for every line in its box', () => {
    for (const { title, lines, width } of picture.nodes) {
      const widths = [...title.map((text) => widthOf(text, type.title)), ...lines.map(({ text }) => widthOf(text, type.line))];
      expect(Math.max(...widths)).toBeLessThanOrEqual(width - type.padding);
    }
  });

  test('keeps the rules in order', () => {
    const order = picture.nodes.filter(({ kind }) => kind === 'rule').map(({ y }) => y);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(order).toHaveLength(rules);
  });
});

describe('lines', () => {
  test.each([
    ['break at spaces', 'one two three', ['one two', 'three']],
    ['break a long name after dots and slashes', 'https://a.very-long.example', ['https://a.', 'very-long.', 'example']],
    ['are cut where nothing helps', 'abcdefghijklmnopqrstuvwxyz', ['abcd…xyz']],
    ['stay as they are where they fit', 'short', ['short']],
  ])('%s', (_, text, lines) => {
    expect(wrap(text, 72, 12)).toEqual(lines);
  });
});

describe('the SVG', () => {
  const hostile = [gateway(http), route(`{ matches: [{ headers: [{ name: x-v, value: "<script>&\\"" }] }], ${toTea} }`), service('tea')];
  const svg = renderSvg(reported(hostile));

  test('has a title and says in words what is drawn', () => {
    expect(svg).toContain('<title id="title">Routing of Gateway shop/web</title>');
    expect(svg).toMatch(/<desc id="description">HTTP on port 80\. .*forward to shop\/tea:80\. Everything else: answer 404\.<\/desc>/);
  });

  test('stands alone: no script, no link, no font and no image', () => {
    expect(svg).not.toMatch(/<script|href|url\(|@import|@font-face|<image/);
    expect(svg.match(/https?:\/\/[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  test('escapes what the manifests say', () => {
    expect(svg).toContain('&lt;script&gt;&amp;&quot;');
  });

  test('has colours for both kinds of page', () => {
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
  });
});
