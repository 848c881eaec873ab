import { enclosingHosts } from './hosts';
import type { PathPattern } from './paths';
import { enclosingPaths } from './paths';

/** Something that takes requests at a place in the order. */
export interface Claim {
  readonly position: number;
  /** Claims of one owner do not disturb each other. */
  readonly owner: object;
  /** Empty: any host. */
  readonly hostname: string;
  readonly paths: readonly PathPattern[];
  /** Undefined: any method. */
  readonly method?: string;
}

/**
 * Answers: which is the last claim before this one, of another owner, that could take one of its requests?
 *
 * Conservative: two claims are apart only where their hosts, paths or methods are. Header and query conditions never
 * tell claims apart, because a request may repeat a header or a parameter with both values. Hosts and literal paths are
 * families of sets that lie in each other or apart, so overlapping claims are found under the names of the sets around
 * a claim and of those inside it, without looking at the others.
 */
export interface Overlaps {
  /** Position of the nearest such claim, or -1. */
  lastBefore(claim: Claim): number;
}

/** An index over claims in ascending position that can be asked about those for which `isAsked` holds. */
export function indexOverlaps(claims: readonly Claim[], isAsked: (claim: Claim) => boolean): Overlaps {
  const namesOf = { host: remembered(enclosingHosts), path: remembered(enclosingPaths) };
  const asked = claims.filter(isAsked);
  const hosts = new Set(asked.map(({ hostname }) => hostname));
  const paths = new Set(asked.flatMap((claim) => claim.paths.map((path) => namesOf.path(path)[0])));
  const byHost = new Map<string, Map<string, Place>>();
  for (const claim of claims) {
    const pathNames = claim.paths.map((path) => ownAndAround(namesOf.path(path), paths));
    const distinct = pathNames.length === 1 ? pathNames[0] : new Set(pathNames.flat());
    for (const hostName of ownAndAround(namesOf.host(claim.hostname), hosts)) {
      const places = entryOf(byHost, hostName, () => new Map<string, Place>());
      for (const pathName of distinct) add(claim, entryOf(places, pathName, () => ({ all: [] })));
    }
  }
  return {
    lastBefore: (claim) => {
      let last = -1;
      for (const hostName of aroundAndInside(namesOf.host(claim.hostname))) {
        const places = byHost.get(hostName);
        if (!places) continue;
        for (const path of claim.paths) {
          for (const pathName of aroundAndInside(namesOf.path(path))) last = Math.max(last, lastIn(places.get(pathName), claim));
        }
      }
      return last;
    },
  };
}

/** Claims filed under one host and one path. `byMethod` is there as soon as one of them has a method. */
interface Place {
  readonly all: Claim[];
  byMethod?: Map<string | undefined, Claim[]>;
}

function remembered<Key>(compute: (key: Key) => readonly string[]): (key: Key) => readonly string[] {
  const known = new Map<Key, readonly string[]>();
  return (key) => entryOf(known, key, () => compute(key));
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Names under which a claim is filed: itself, and those of the asked sets around it, marked as lying inside them. */
function ownAndAround([own, ...around]: readonly string[], asked: ReadonlySet<string>): readonly string[] {
  return [own, ...around.filter((name) => asked.has(name)).map(inside)];
}

/** Names under which the claims that overlap a set are filed. */
function aroundAndInside(enclosing: readonly string[]): readonly string[] {
  return [...enclosing, inside(enclosing[0])];
}

function inside(name: string): string {
  return `<${name}`;
}

function add(claim: Claim, place: Place): void {
  if (claim.method !== undefined) place.byMethod ??= new Map([[undefined, [...place.all]]]);
  place.all.push(claim);
  if (place.byMethod) entryOf<string | undefined, Claim[]>(place.byMethod, claim.method, () => []).push(claim);
}

function lastIn(place: Place | undefined, claim: Claim): number {
  if (!place) return -1;
  if (claim.method === undefined || !place.byMethod) return lastOther(place.all, claim);
  return Math.max(lastOther(place.byMethod.get(claim.method) ?? [], claim), lastOther(place.byMethod.get(undefined) ?? [], claim));
}

function lastOther(claims: readonly Claim[], { position, owner }: Claim): number {
  for (let index = countBefore(claims, position) - 1; index >= 0; index -= 1) {
    if (claims[index].owner !== owner) return claims[index].position;
  }
  return -1;
}

/** Binary search: how many claims stand before a position. */
function countBefore(claims: readonly Claim[], position: number): number {
  let low = 0;
  let high = claims.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (claims[middle].position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
