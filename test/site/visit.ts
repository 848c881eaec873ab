import type { Browser, Page } from 'playwright-core';

export interface Look {
  readonly width: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens a page, lets something be done with it, and says everything that went wrong in it meanwhile. */
export async function visit(browser: Browser, url: string, look: Look, use: (page: Page) => Promise<void>): Promise<readonly string[]> {
  const context = await browser.newContext({ viewport: { width: look.width, height: 900 }, colorScheme: look.colorScheme ?? 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (fault) => troubles.push(`fault: ${fault.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin) troubles.push(`request to ${request.url()}`);
  });
  try {
    await page.goto(url);
    await page.waitForLoadState('networkidle');
    await use(page);
  } finally {
    await context.close();
  }
  return troubles;
}

/** What stands on a page, as other pages can link to it. */
export interface Content {
  readonly ids: readonly string[];
  /** Absolute addresses. */
  readonly links: readonly string[];
  readonly sidebar: readonly string[];
  /** Width that the page needs. */
  readonly width: number;
}

export async function contentOf(page: Page): Promise<Content> {
  return page.evaluate<Content>(`({
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    links: [...document.querySelectorAll('a[href]')].map(({ href }) => href),
    sidebar: [...document.querySelectorAll('.VPSidebar a[href]')].map(({ href }) => href),
    width: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
  })`);
}
