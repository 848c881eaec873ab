import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Chromium of the environment variable, or the first one on the path; undefined where there is none. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM;
  if (given !== undefined && given !== '') return given;
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim())
    .find((path) => path !== '' && existsSync(path));
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

/** A browser with a profile of its own, which is thrown away. */
export async function withBrowser(executablePath: string, use: (context: BrowserContext) => Promise<void>): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'page-test-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: quiet, viewport: { width: 1280, height: 900 } });
  try {
    await use(context);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** A page with everything that went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  /** Console errors and warnings, uncaught faults, dialogs, and requests that are not for the file itself. */
  readonly troubles: readonly string[];
}

export interface View {
  readonly width: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly hash?: string;
}

export async function openPage(context: BrowserContext, file: string, view: View): Promise<OpenPage> {
  const page = await context.newPage();
  const troubles: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (fault) => troubles.push(`fault: ${fault.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) troubles.push(`request: ${request.url()}`);
  });
  await page.setViewportSize({ width: view.width, height: view.height ?? 900 });
  await page.emulateMedia({ colorScheme: view.colorScheme ?? 'light', reducedMotion: 'reduce' });
  await page.goto(view.hash === undefined ? url : `${url}#${view.hash}`);
  return { page, troubles };
}
