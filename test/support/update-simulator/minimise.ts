import { stringify } from 'yaml';
import { manifestsOf } from './fleet';
import type { Finding, History } from './history';
import { live, noFigures } from './history';
import { randomFrom } from './random';

/** How many other seeds are tried before an edit counts as needed: without it everything after it happens in another order. */
const attempts = 12;

/** A shorter history in which the same kind of violation is met: edits are left out as long as it still is. */
export function minimise(history: History, kind: string): { readonly history: History; readonly finding: Finding } | undefined {
  const finding = findingOf(history, kind);
  if (!finding) return undefined;
  let best = { history, finding };
  for (let isShorter = true; isShorter;) {
    const shorter = shorterThan(best.history).map((candidate) => withAnySeed(candidate, kind)).find((found) => found !== undefined);
    isShorter = shorter !== undefined;
    best = shorter ?? best;
  }
  return best;
}

function shorterThan({ beginnings, edits, seed }: History): readonly History[] {
  return [
    ...edits.map((_, index) => ({ beginnings, edits: edits.toSpliced(index, 1), seed })),
    ...beginnings.map((_, index) => ({ beginnings: beginnings.toSpliced(index, 1), edits, seed })),
  ];
}

function withAnySeed(history: History, kind: string): { history: History; finding: Finding } | undefined {
  const random = randomFrom(history.seed);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const candidate = { ...history, seed: attempt === 0 ? history.seed : random.below(2 ** 31) };
    const finding = findingOf(candidate, kind);
    if (finding) return { history: candidate, finding };
  }
  return undefined;
}

function findingOf(history: History, kind: string): Finding | undefined {
  return live(history, noFigures()).find((finding) => finding.kind === kind);
}

/** A finding as a person wants to read it: the history, the two versions that differ, and what was seen. */
export function describe({ detail, from, kind, to, versions }: Finding, { beginnings, edits, seed }: History): string {
  const manifests = (index: number | undefined): readonly string[] =>
    index === undefined ? ['(nothing)'] : manifestsOf(versions[index].fleet).map((text) => stringify(JSON.parse(text)));
  const [before, after] = [manifests(from), manifests(to)];
  return [
    `${kind}: ${detail}`,
    `history: ${JSON.stringify({ beginnings, edits, seed })}`,
    `from version ${from ?? '-'} to version ${to}; manifests that differ:`,
    ...before.filter((text) => !after.includes(text)).map((text) => `--- before\n${text}`),
    ...after.filter((text) => !before.includes(text)).map((text) => `--- after\n${text}`),
  ].join('\n');
}
