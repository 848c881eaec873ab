import type { BrowserContext } from 'playwright-core';
import { bundlePage } from '../../scripts/bundle-page';
import { findChromium, withBrowser } from './browser';
import { checksOf } from './checks';
import { writePages } from './pages';
import { takeScreenshots } from './screenshots';

/**
 * `npm run test:page`: opens reports in a headless Chromium (`CHROMIUM` says which) and uses them as people do. The last
 * line is "N passed, N failed". An argument chooses the checks whose names hold it. With `--screenshots` it also writes the images of docs/report.md.
 */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';
  const executable = findChromium();
  if (executable === undefined) {
    process.stderr.write('no Chromium found: install one, or name it in CHROMIUM\n');
    process.exitCode = 2;
    return;
  }
  bundlePage();
  const pages = writePages();
  await withBrowser(executable, async (context) => {
    await runChecks(context, checksOf(pages).filter(({ name }) => name.includes(wanted)));
    if (process.argv.includes('--screenshots')) await takeScreenshots(context, pages);
  });
}

async function runChecks(context: BrowserContext, checks: ReturnType<typeof checksOf>): Promise<void> {
  let failed = 0;
  for (const { name, check } of checks) {
    try {
      await check(context);
    } catch (fault) {
      failed += 1;
      process.stdout.write(`FAILED ${name}\n     ${fault instanceof Error ? fault.message : String(fault)}\n`);
    }
    for (const page of context.pages().slice(1)) await page.close();
  }
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}

void main();
