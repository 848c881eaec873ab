import { distance } from 'fastest-levenshtein';

/** More differences than this are no slip, however long the word. */
const MOST_DIFFERENCES = 4;

/**
 * The candidate that `word` was probably meant to be, or undefined if none is near.
 * Case does not count; a third of the letters may differ (so nothing is near a word of one or two letters but its other case),
 * or two letters may have changed places. Of equally near candidates the first one is taken.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const differences = differencesOf(wanted, candidate.toLowerCase());
    if (differences < fewest) {
      best = candidate;
      fewest = differences;
    }
  }
  return best;
}

/** The hint `did you mean "x"?`, or undefined if no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const meant = suggest(word, candidates);
  return meant === undefined ? undefined : `did you mean "${meant}"?`;
}

/** Number of differences, or infinity if there are too many for a slip. */
function differencesOf(word: string, candidate: string): number {
  const longer = Math.max(word.length, candidate.length);
  const allowed = Math.min(Math.floor(longer / 3), MOST_DIFFERENCES);
  if (Math.abs(word.length - candidate.length) > allowed) return Infinity;
  const differences = isTransposition(word, candidate) ? 1 : distance(word, candidate);
  return differences <= allowed ? differences : Infinity;
}

function isTransposition(word: string, candidate: string): boolean {
  if (word.length !== candidate.length) return false;
  const at = [...word].findIndex((letter, index) => letter !== candidate[index]);
  return at !== -1 && word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2) === candidate;
}
