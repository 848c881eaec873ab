import type { PageData } from '../lib/report/page-data';
import { clearTrace } from './diagram-trace';
import { listenToFilters, showTarget } from './rule-filter';
import { listenToRequests } from './simulator';

/** The script of the report: the box for requests, the filters, and links that lead to what is filtered away or folded. */
function start(): void {
  const data = JSON.parse(document.getElementById('data')?.textContent ?? '{"plans":[]}') as PageData;
  listenToFilters();
  if (data.plans.length > 0) listenToRequests(data.plans);
  addEventListener('hashchange', showTarget);
  addEventListener('beforeprint', () => {
    clearTrace();
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  showTarget();
}

start();
