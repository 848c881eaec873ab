import { enclosingPaths, pathKey, type PathPattern } from './paths';
import type { RuleUnit } from './units';

/** The unit of higher precedence that takes all requests for these paths with these terms, if there is one. */
export type FindTaker = (paths: readonly string[], terms: readonly string[]) => RuleUnit | undefined;

/** More parts than this are not looked at. */
const mostParts = 16;

/**
 * The units that together take every request of a unit; undefined where they leave something, as far as can be told.
 *
 * The unit is parted where an ALB rule knows alternatives: a prefix is the path itself and what is below it, a header has
 * alternatives, a regular expression too. Every part must be taken as a whole by some unit.
 */
export function jointCover({ pattern: { paths } }: RuleUnit, terms: readonly string[], find: FindTaker): readonly RuleUnit[] | undefined {
  const termParts = selectionsOfAlternatives(terms);
  const pathParts = partsOfPaths(paths);
  if (!termParts || termParts.length * pathParts.length > mostParts || termParts.length * pathParts.length === 1) return undefined;
  const takers = new Set<RuleUnit>();
  for (const path of pathParts) {
    for (const some of termParts) {
      const taker = find(path, some);
      if (!taker) return undefined;
      takers.add(taker);
    }
  }
  return [...takers];
}

/**
 * Terms with one alternative each, in every combination: a unit that takes all alternatives takes each of them.
 * Undefined where there are too many.
 */
export function selectionsOfAlternatives(terms: readonly string[]): readonly (readonly string[])[] | undefined {
  let selections: readonly (readonly string[])[] = [[]];
  for (const term of terms) {
    const alternatives = alternativesOf(term);
    if (selections.length * alternatives.length > mostParts) return undefined;
    selections = selections.flatMap((selection) => alternatives.map((alternative) => [...selection, alternative]));
  }
  return selections;
}

/** `header x =a\n=b` is `header x =a` or `header x =b`; other terms have no alternatives that could be taken apart. */
function alternativesOf(term: string): readonly string[] {
  if (!term.startsWith('header ') || !term.includes('\n')) return [term];
  const start = term.indexOf(' ', 'header '.length) + 1;
  return term.slice(start).split('\n').map((alternative) => term.slice(0, start) + alternative);
}

/** Keys under which the takers of each part stand. What is below a prefix is taken seldom, so it is asked first. */
function partsOfPaths(paths: readonly PathPattern[]): readonly (readonly string[])[] {
  if (paths.length > 1) return paths.map((path) => [...new Set([pathKey(path), ...enclosingPaths(path)])]);
  const [path] = paths;
  if (path.kind !== 'prefix') return [[...new Set([pathKey(path), ...enclosingPaths(path)])]];
  const around = enclosingPaths(path);
  return [[`>${path.path}`, ...around], [`=${path.path}`, ...around]];
}
