import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../page/browser';
import type { Check, Site } from './checks';
import { checksOf } from './checks';
import { withServer } from './server';

/**
 * `npm run test:site`: builds the documentation, serves it as GitHub Pages does, and opens every page in a headless Chromium
 * (`CHROMIUM` says which). The last line is "N passed, N failed". An argument chooses the checks whose names hold it.
 */
const root = join(__dirname, '..', '..');
const folder = join(root, 'dist', 'site');
const base = '/cdk-gateway-alb/';
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

let [passed, failed] = [0, 0];

async function main(): Promise<void> {
  const wanted = process.argv[2] ?? '';
  const executablePath = findChromium();
  if (executablePath === undefined) {
    process.stderr.write('no Chromium found: install one, or name it in CHROMIUM\n');
    process.exitCode = 2;
    return;
  }
  await run('the site builds', () => Promise.resolve(build()));
  if (failed === 0) {
    await withServer(folder, base, async (origin) => {
      const checks = Object.entries(checksOf(siteAt(origin))).filter(([name]) => name.includes(wanted));
      const browser = await chromium.launch({ executablePath, args: quiet });
      for (const [name, check] of checks) await run(name, () => check(browser));
      await browser.close();
    });
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}

async function run(name: string, check: () => ReturnType<Check>): Promise<void> {
  const problems = await check().catch((fault: unknown) => [fault instanceof Error ? fault.message : String(fault)]);
  if (problems.length === 0) passed += 1;
  else failed += 1;
  process.stdout.write(problems.length === 0 ? `ok     ${name}\n` : `FAILED ${name}\n${problems.map((problem) => `       ${problem}\n`).join('')}`);
}

/** A link to a page that does not exist makes it fail. */
function build(): readonly string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', 'vitepress', 'bin', 'vitepress.js'), 'build', 'docs'], { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return status === 0 ? [] : [`${stdout}${stderr}`];
}

function siteAt(origin: string): Site {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  const pages = files.filter((file) => file.endsWith('.html') && file !== '404.html').map((file) => file.replace(/(^|\/)index\.html$|\.html$/, '$1')).sort();
  return { start: origin + base, pages };
}

void main();
