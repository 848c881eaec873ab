import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import type { OpenPage, View } from './browser';
import { openPage } from './browser';
import type { WrittenPage, writePages } from './pages';
import { ask, equal, expectedAnswer } from './questions';
import type { TypedRequest } from './requests';
import { fleetRequests, hostileRequests, shopRequests } from './requests';

export interface Check {
  readonly name: string;
  readonly check: (context: BrowserContext) => Promise<void>;
}

type Pages = ReturnType<typeof writePages>;

/** Everything that is tried, each as one test. */
export function checksOf(pages: Pages): readonly Check[] {
  return [
    ...answerChecks(pages),
    ...appearanceChecks(pages),
    ...keyboardChecks(pages.shop),
    ...filterChecks(pages.fleet),
    ...safetyChecks(pages.hostile),
  ];
}

/** One page, and nothing may have gone wrong in it. */
async function on(context: BrowserContext, { file }: WrittenPage, view: View, use: (page: Page) => Promise<void>): Promise<void> {
  const { page, troubles }: OpenPage = await openPage(context, file, view);
  await use(page);
  equal(troubles, []);
}

const laptop: View = { width: 1280 };

function answerChecks({ shop, fleet, hostile, pair, broken }: Pages): readonly Check[] {
  const asked = (written: WrittenPage, requests: readonly TypedRequest[]): readonly Check[] => requests.map((request) => ({
    name: `the page of the ${written.name} answers ${request.method} ${request.url} as the command line does`,
    check: (context) => on(context, written, laptop, async (page) => {
      equal(await ask(page, request), expectedAnswer(written.gateways[0].plan, request));
    }),
  }));
  return [
    ...asked(shop, shopRequests),
    ...asked(fleet, fleetRequests),
    ...asked(hostile, hostileRequests),
    {
      name: 'a page begins with a request that a rule takes',
      check: (context) => on(context, shop, laptop, async (page) => equal(await page.locator('#answer h3').first().textContent(), 'Rule 3 takes it')),
    },
    {
      name: 'of two Gateways the chosen one is asked',
      check: (context) => on(context, pair, laptop, async (page) => {
        for (const { name, plan } of pair.gateways) {
          await page.selectOption('#gateway', name);
          for (const request of [shopRequests[2], fleetRequests[0]]) equal(await ask(page, request), expectedAnswer(plan, request));
        }
      }),
    },
    {
      name: 'fails on what is no request with a sentence, and says it aloud',
      check: (context) => on(context, shop, laptop, async (page) => {
        await page.fill('#url', 'shop.example.com/catalog');
        await page.click('button[type=submit]');
        const problem = await page.locator('#answer .problem').textContent();
        equal(problem?.includes('is not an absolute URL'), true);
        equal(await page.locator('#announcement').textContent(), problem);
      }),
    },
    {
      name: 'fails visibly where there are errors, with a link to them',
      check: (context) => on(context, broken, laptop, async (page) => {
        await page.click('.alert a');
        equal(await page.locator('.section-findings h3').evaluate((element) => element.getBoundingClientRect().top < innerHeight), true);
        equal(await page.locator('.section-findings .badge.error').count(), 2);
      }),
    },
    {
      name: 'every rule has a button that puts a request into the box which the rule takes',
      check: (context) => on(context, shop, laptop, async (page) => {
        const taken: (string | null)[] = [];
        for (const button of await page.locator('.listener[data-listener="443"] .offer').all()) {
          await button.click();
          taken.push(await page.locator('.verdict h3, .verdict.problem p').textContent());
        }
        const shadowed = 'no request was found that reaches this rule: rules before it take them';
        equal(taken, [...Array.from({ length: 9 }, (_, index) => `Rule ${index + 1} takes it`), shadowed]);
        equal(await page.evaluate(() => document.activeElement?.id), 'url');
      }),
    },
    {
      name: 'the answer links to the rule and marks its way in the diagram',
      check: (context) => on(context, shop, laptop, async (page) => {
        await ask(page, shopRequests[2]);
        const href = await page.locator('.verdict a').getAttribute('href');
        equal(await page.locator('.rule.taken').getAttribute('id'), href?.slice(1));
        const taken = await page.locator('.diagram .node.taken .title').allTextContents();
        equal(taken.slice(0, 3), ['shop/web', 'HTTPS 443', 'shop/catalog']);
        equal(taken.includes('shop/catalog-next'), true);
        equal(await page.locator('.diagram .node.taken').count(), 7);
        equal(await page.locator('.diagram .edges .taken').count(), 6);
      }),
    },
    {
      name: 'typing is answered without a click, and announced once',
      check: (context) => on(context, shop, laptop, async (page) => {
        await page.fill('#url', '');
        await page.locator('#url').pressSequentially('http://www.shop.example.com/x');
        await page.locator('.verdict.redirect').waitFor();
        equal((await page.locator('#announcement').textContent())?.startsWith('Rule 1 takes it: redirect 301'), true);
      }),
    },
  ];
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

/** Every folded part is opened first. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await page.evaluate(axe);
  const found = await page.evaluate<readonly Violation[]>('axe.run().then(({ violations }) => violations)');
  return found.flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`));
}

function appearanceChecks(pages: Pages): readonly Check[] {
  return Object.values(pages).flatMap((written): readonly Check[] => [
    ...[320, 360, 768, 1024, 1280].map((width): Check => ({
      name: `the page of the ${written.name} is not wider than ${width} px`,
      check: (context) => on(context, written, { width }, async (page) => {
        await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
        equal(await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)), width);
      }),
    })),
    ...(['light', 'dark'] as const).flatMap((colorScheme) => [1280, 360].map((width): Check => ({
      name: `axe finds nothing in the ${colorScheme} page of the ${written.name} at ${width} px`,
      check: (context) => on(context, written, { width, colorScheme }, async (page) => equal(await violations(page), [])),
    }))),
  ]);
}

function keyboardChecks(shop: WrittenPage): readonly Check[] {
  return [
    {
      name: 'Tab leads through everything in the order of the page, and the focus is always visible',
      check: (context) => on(context, shop, laptop, async (page) => {
        const expected = await page.evaluate(() => {
          const found = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"]');
          return [...found].filter((element) => element.checkVisibility()).map((element, index) => (element.dataset.order = `${index} ${element.outerHTML.slice(0, 60)}`));
        });
        for (const element of expected) {
          await page.keyboard.press('Tab');
          const focused = await page.evaluate(() => {
            const active = document.activeElement as HTMLElement;
            const { order } = active.dataset;
            const { outlineWidth, outlineStyle } = getComputedStyle(active);
            const { strokeWidth } = getComputedStyle(active.querySelector('rect') ?? active);
            const framed = active instanceof SVGElement && parseFloat(strokeWidth) >= 2;
            return { element: order, visible: framed || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) };
          });
          equal(focused, { element, visible: true });
        }
      }),
    },
    {
      name: 'the first Tab offers to skip to the report, and Enter in the URL asks',
      check: (context) => on(context, shop, laptop, async (page) => {
        await page.keyboard.press('Tab');
        equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the report');
        await page.keyboard.press('Enter');
        equal(await page.evaluate(() => document.activeElement?.id), 'main');
        await page.fill('#url', 'http://www.shop.example.com/');
        await page.press('#url', 'Enter');
        equal(await page.locator('.verdict h3').textContent(), 'Rule 1 takes it');
      }),
    },
    {
      name: 'printing opens what is folded, in light colours, and fits on A4',
      check: (context) => on(context, shop, { width: 700, colorScheme: 'dark' }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        equal(await page.locator('details:not([open])').count(), 0);
        equal(await page.evaluate(() => document.documentElement.scrollWidth), 700);
        equal(await page.evaluate(() => getComputedStyle(document.body).color), 'rgb(27, 33, 39)');
      }),
    },
  ];
}

function filterChecks(fleet: WrittenPage): readonly Check[] {
  return [
    {
      name: 'the filter shows the rules that hold every word, and says how many',
      check: (context) => on(context, fleet, laptop, async (page) => {
        equal(await page.locator('.rule[data-rule]:visible').count(), 100);
        await page.fill('[data-filter]', 'TEAM-7/ part-3');
        equal(await page.locator('.rule[data-rule]:visible').count(), 1);
        equal(await page.locator('[data-filter-count]').textContent(), '1 of 100 rules');
      }),
    },
    {
      name: 'a link to a rule that is filtered away takes the filter back',
      check: (context) => on(context, fleet, laptop, async (page) => {
        const id = await page.locator('.rule[data-rule]').nth(80).getAttribute('id');
        await page.fill('[data-filter]', 'nothing like this');
        await page.evaluate((hash) => (location.hash = hash), `#${id}`);
        await page.waitForFunction(() => document.querySelector('.rule:target')?.checkVisibility());
        equal(await page.inputValue('[data-filter]'), '');
      }),
    },
    {
      name: 'a deep link leads to its rule',
      check: async (context) => {
        const { page: first } = await openPage(context, fleet.file, laptop);
        const id = (await first.locator('.rule[data-rule]').nth(90).getAttribute('id')) ?? '';
        await on(context, fleet, { ...laptop, hash: id }, async (page) => {
          await page.waitForFunction(() => {
            const { top = -1 } = document.querySelector('.rule:target')?.getBoundingClientRect() ?? {};
            return top >= 0 && top < innerHeight;
          });
        });
      },
    },
    {
      name: 'the diagram of a hundred rules has one box for each route',
      check: (context) => on(context, fleet, laptop, async (page) => {
        equal(await page.locator('.diagram .node.route').count(), 10);
        equal(await page.locator('.diagram .node.route .subtitle').first().textContent(), 'HTTPRoute, 10 rules');
      }),
    },
  ];
}

function safetyChecks(hostile: WrittenPage): readonly Check[] {
  return [
    {
      name: 'names and values of others stay text',
      check: (context) => on(context, hostile, laptop, async (page) => {
        equal(await page.locator('script').count(), 2);
        equal(await page.locator('img, svg[onload], iframe').count(), 0);
        equal((await page.locator('.rules').first().textContent())?.includes('</script><script>alert(1)</script>'), true);
        equal((await page.content()).includes('\u202e'), false);
      }),
    },
    {
      name: 'the content security policy stops a script that is not the page\'s own',
      check: async (context) => {
        const { page } = await openPage(context, hostile.file, laptop);
        await page.evaluate(() => {
          const script = document.createElement('script');
          script.textContent = 'document.title = "broken out"';
          document.body.append(script);
        });
        equal((await page.title()).includes('broken out'), false);
      },
    },
  ];
}
