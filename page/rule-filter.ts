/** Makes the filter boxes of all Gateways work. */
export function listenToFilters(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[data-filter]')) {
    input.closest<HTMLElement>('.filter')?.removeAttribute('hidden');
    input.addEventListener('input', () => applyFilter(input));
    applyFilter(input);
  }
}

/** Shows the rules that hold every word. */
function applyFilter(input: HTMLInputElement): void {
  const words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const gateway = input.closest('.gateway');
  let shown = 0;
  const rules = gateway?.querySelectorAll<HTMLElement>('.rule[data-rule]') ?? [];
  for (const rule of rules) {
    const text = rule.textContent.toLowerCase();
    rule.hidden = !words.every((word) => text.includes(word));
    if (!rule.hidden) shown += 1;
  }
  const count = gateway?.querySelector('[data-filter-count]');
  if (count) count.textContent = words.length === 0 ? `${rules.length} rules` : `${shown} of ${rules.length} rules`;
}

/** A link to a rule that is filtered away takes the filter back; one to something folded opens it. */
export function showTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const filter = target.hidden ? target.closest('.gateway')?.querySelector<HTMLInputElement>('input[data-filter]') : undefined;
  if (filter) {
    filter.value = '';
    applyFilter(filter);
  }
  const details = target.closest('details');
  if (details) details.open = true;
  if (filter || details) target.scrollIntoView();
}
