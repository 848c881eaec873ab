import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Content, Look } from './visit';
import { contentOf, visit } from './visit';

/** The site as it is served: where it begins, and its pages as addresses below that; the home page is empty. */
export interface Site {
  readonly start: string;
  readonly pages: readonly string[];
}

/** What is wrong, one line each; nothing where all is well. */
export type Check = (browser: Browser) => Promise<readonly string[]>;

const repository = 'https://github.com/cdk-gateway-alb/cdk-gateway-alb';
const laptop: Look = { width: 1280 };

export function checksOf(site: Site): Readonly<Record<string, Check>> {
  const contents = new Map<string, Content>();
  return Object.fromEntries([
    ...site.pages.map((page): [string, Check] => [`/${page} opens without a complaint and fits a phone`, (browser) => openingProblems(browser, site, contents, page)]),
    ...site.pages.map((page): [string, Check] => [`every link of /${page} leads somewhere`, () => Promise.resolve(linkProblems(site, contents, page))]),
    ['every page is in the sidebar', () => Promise.resolve(unlisted(site, contents))],
    ...Object.entries(questions).map(([question, answer]): [string, Check] => [`the search finds ${question}`, (browser) => searchProblems(browser, site, question, answer)]),
    ...judged.flatMap((page) => (['light', 'dark'] as const).map((colorScheme): [string, Check] => [
      `axe finds nothing serious in /${page}, ${colorScheme}`,
      (browser) => violations(browser, site.start + page, { ...laptop, colorScheme }),
    ])),
  ]);
}

const phone = 390;

/** What is on the page is remembered, since other pages link to it. */
async function openingProblems(browser: Browser, { start }: Site, contents: Map<string, Content>, name: string): Promise<readonly string[]> {
  const wide: string[] = [];
  const troubles = await visit(browser, start + name, laptop, async (page) => {
    contents.set(name, await contentOf(page));
    await page.setViewportSize({ width: phone, height: 844 });
    const { width } = await contentOf(page);
    if (width > phone) wide.push(`it is ${width} px wide`);
  });
  return [...wide, ...troubles];
}

function linkProblems({ start, pages }: Site, contents: ReadonlyMap<string, Content>, page: string): readonly string[] {
  return [...new Set(contents.get(page)?.links)].filter((link) => {
    if (link.startsWith(`${repository}/`)) return !isInRepository(link);
    if (!link.startsWith(new URL(start).origin)) return false;
    const [address, anchor = ''] = link.split('#');
    const target = address.slice(start.length);
    const ids = contents.get(target)?.ids; // of a page that has been opened
    return !pages.includes(target) || (anchor !== '' && ids?.includes(decodeURIComponent(anchor)) === false);
  });
}

function isInRepository(link: string): boolean {
  const [, path] = /^\/(?:blob|tree|edit)\/main\/([^#]*)/.exec(link.slice(repository.length)) ?? [];
  return path === undefined || existsSync(join(__dirname, '..', '..', path));
}

function unlisted({ start, pages }: Site, contents: ReadonlyMap<string, Content>): readonly string[] {
  const listed = contents.get('getting-started')?.sidebar ?? [];
  return pages.filter((page) => page !== '' && !listed.includes(start + page));
}

/** What people type, and what they look for. */
const questions: Readonly<Record<string, string>> = {
  'GW2104': 'diagnostics#gw2104-attachno-such-listener',
  'hostedZones': 'api#hostedzonesoptional',
  'allowedRoutes': 'support#gateway',
};

async function searchProblems(browser: Browser, { start }: Site, question: string, answer: string): Promise<readonly string[]> {
  const found: string[] = [];
  const troubles = await visit(browser, `${start}concepts`, laptop, async (page) => {
    await page.click('.VPNavBarSearch button');
    await page.fill('#localsearch-input', question);
    await page.waitForSelector('.VPLocalSearchBox .result');
    found.push(...await page.evaluate<readonly string[]>(`[...document.querySelectorAll('.VPLocalSearchBox a.result')].map(({ href }) => href)`));
  });
  return [...troubles, ...(found.slice(0, 5).includes(start + answer) ? [] : [`${answer} is not among the first five of ${found.join(', ')}`])];
}

/** The home page, one of text, one of tables. */
const judged = ['', 'getting-started', 'props'];
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

async function violations(browser: Browser, url: string, look: Look): Promise<readonly string[]> {
  const found: Violation[] = [];
  const troubles = await visit(browser, url, look, async (page: Page) => {
    await page.evaluate(axe);
    found.push(...await page.evaluate<readonly Violation[]>('axe.run().then(({ violations }) => violations)'));
  });
  const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return [...troubles, ...serious.flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`))];
}
