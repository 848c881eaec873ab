import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { openPage } from './browser';
import type { writePages } from './pages';
import { ask } from './questions';

const folder = join(__dirname, '..', '..', 'docs', 'images');

/** Writes the images of docs/report.md, which must stay small. */
export async function takeScreenshots(context: BrowserContext, { shop }: ReturnType<typeof writePages>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const canary = { method: 'GET', url: 'https://www.shop.example.com/catalog/17', headers: ['accept: text/html'] };
  const admin = { method: 'GET', url: 'https://admin.shop.example.com/users', source: '203.0.113.9' };
  const images = [
    { name: 'report-laptop', view: { width: 1280, height: 860 }, request: canary },
    { name: 'report-dark', view: { width: 1280, height: 1080, colorScheme: 'dark' }, request: canary, from: '.section-diagram' },
    { name: 'report-phone', view: { width: 390, height: 844 }, request: admin, from: '.try' },
  ] as const;
  for (const { name, view, request, ...rest } of images) {
    const { page } = await openPage(context, shop.file, view);
    await ask(page, request);
    await page.evaluate((from) => {
      (document.activeElement as HTMLElement | null)?.blur();
      if (from !== undefined) document.querySelector(from)?.scrollIntoView();
      else scrollTo(0, 0);
    }, 'from' in rest ? rest.from : undefined);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    const kilobytes = Math.round(statSync(path).size / 1024);
    process.stderr.write(`docs/images/${name}.png: ${kilobytes} kB\n`);
    if (kilobytes >= 200) throw new Error(`docs/images/${name}.png is too large`);
    await page.close();
  }
}
