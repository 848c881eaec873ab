/** Greedy packing: an item joins the last group as long as the group's text stays short enough; order is kept. */
export function packed(items: readonly string[], write: (group: readonly string[]) => string, length: number): readonly string[] {
  const groups: string[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && write([...last, item]).length <= length) last.push(item);
    else groups.push([item]);
  }
  return groups.map(write);
}
