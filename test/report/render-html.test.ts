import { createHash } from 'node:crypto';
import { readPageAssets } from '../../bin/verbs/page-assets';
import { compile, renderHtmlReport, reportOf } from '../../lib/index';
import { html, jsonScript } from '../../lib/report/html';
import { code, plain, table } from '../../lib/report/markdown';
import { hostile } from '../page/hostile';

const assets = readPageAssets();
if (typeof assets === 'string') throw new Error(assets);
const run = compile([{ path: 'cafe.yaml', text: hostile }]);
const page = renderHtmlReport(reportOf(run), { ...assets, plans: run.gateways });

describe('the page', () => {
  test('holds no element that somebody\'s values made', () => {
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toMatch(/<(img|iframe|object|link|base|svg onload)/);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
  });

  test('holds the plans as they are', () => {
    const [, data] = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(page) ?? [];
    const { plans } = JSON.parse(data) as { plans: { name: string; listeners: { rules: { conditions: unknown }[] }[] }[] };
    expect(plans.map(({ name }) => name)).toEqual(['shop/web']);
    expect(plans[0].listeners[0].rules.map(({ conditions }) => conditions)).toEqual(run.gateways[0].plan.listeners[0].rules.map(({ conditions }) => conditions));
  });

  test('allows its own script and style only, and loads nothing', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const hashOf = (element: string): string => {
      const [, text] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page) ?? [];
      return `sha256-${createHash('sha256').update(text).digest('base64')}`;
    };
    expect(policy.replaceAll('&#39;', '\'')).toBe(
      `default-src 'none'; script-src '${hashOf('script')}'; style-src '${hashOf('style')}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/(src|href)="(?!#)/);
    expect(assets.style.text).not.toMatch(/url\(|@import/);
  });

  test('brings the licences of the libraries in it', () => {
    expect(assets.script.text).toMatch(/^\/\*\nipaddr\.js\n[^]*Permission is hereby granted[^]*picocolors/);
  });

  test('fails where its script is not built, with what to run', () => {
    expect(readPageAssets('/nowhere/bin/verbs')).toMatch(/npm run build:page/);
  });

  test('says the same for the same manifests', () => {
    expect(renderHtmlReport(reportOf(run), { ...assets, plans: run.gateways })).toBe(page);
  });
});

test.each([
  ['<b>&"\'', '&lt;b&gt;&amp;&quot;&#39;'],
  ['a\u202eb\u0000', 'a\ufffdb\u2400'],
])('%j is escaped in HTML', (text, expected) => {
  expect(html`<p title="${text}">${[text, undefined, false, 1]}</p>`.text).toBe(`<p title="${expected}">${expected}1</p>`);
});

test('HTML in HTML stays HTML', () => {
  expect(html`<ul>${['a', '<'].map((text) => html`<li>${text}</li>`)}</ul>`.text).toBe('<ul><li>a</li><li>&lt;</li></ul>');
});

test.each(['</script>', '<!--<script>', '\u2028', 'a&b'])('%j cannot end a script element', (text) => {
  const written = jsonScript({ text }).text;
  expect(written).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(written)).toEqual({ text });
});

test.each([
  ['a`b', '`` a`b ``'],
  ['plain', '`plain`'],
  ['', '`  `'],
])('%j is a code span in Markdown', (text, expected) => {
  expect(code(text)).toBe(expected);
});

test.each([
  ['*a* _b_ [c](d) <e>', '\\*a\\* \\_b\\_ \\[c\\](d) \\<e\\>'],
  ['@team https://evil.example', '@\u200bteam https:\u200b//evil.example'],
])('%j is no markup in Markdown', (text, expected) => {
  expect(plain(text)).toBe(expected);
});

test('a bar in a cell does not end it', () => {
  expect(table(['a'], [['x|y']])).toBe('| a |\n| --- |\n| x\\|y |');
});
