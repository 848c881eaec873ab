import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import type { LoadBalancerPlan } from '../../lib/index';
import { explain, parseRequest, renderExplanation } from '../../lib/index';
import type { TypedRequest } from './requests';

/** Types a request into the box; what the page answers in the words of the command line. */
export async function ask(page: Page, request: TypedRequest): Promise<string> {
  await page.fill('#method', request.method);
  await page.fill('#url', request.url);
  await page.fill('#headers', (request.headers ?? []).join('\n'));
  await page.fill('#source', request.source ?? '198.51.100.1');
  if (await page.isVisible('#certificate')) await page.selectOption('#certificate', request.certificate ?? 'none');
  await page.click('button[type=submit]');
  return page.locator('#answer pre').evaluate((element) => element.textContent);
}

/** What the same program says in Node. */
export function expectedAnswer(plan: LoadBalancerPlan, { method, url, headers = [], source = '198.51.100.1', certificate = 'none' }: TypedRequest): string {
  const request = parseRequest(method, url, headers, source);
  if (typeof request === 'string') throw new Error(request);
  return renderExplanation(explain(plan, { ...request, clientCertificate: certificate }));
}

/** Throws where two values differ, with both. */
export function equal(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) {
    throw new Error(`expected ${JSON.stringify(expected, undefined, 2)}\n     got ${JSON.stringify(actual, undefined, 2)}`);
  }
}
