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
  const asked = claims.filter(isAsked);
  const hosts = new Set(asked.map(({ hostname }) => hostname));
  const paths = new Set(asked.flatMap((claim) => claim.paths.map(nameOf)));
  const places = new Map<string, ClaimsByMethod>();
  for (const claim of claims) {
    const hostNames = ownAndAround(enclosingHosts(claim.hostname), hosts);
    for (const pathName of new Set(claim.paths.flatMap((path) => ownAndAround(enclosingPaths(path), paths)))) {
      for (const hostName of hostNames) add(claim, `${hostName} ${pathName}`, places);
    }
  }
  return {
    lastBefore: (claim) => {
      const hostNames = aroundAndInside(enclosingHosts(claim.hostname));
      const positions = claim.paths.flatMap((path) => aroundAndInside(enclosingPaths(path)).flatMap((pathName) =>
        hostNames.map((hostName) => lastIn(places.get(`${hostName} ${pathName}`), claim))));
      return Math.max(-1, ...positions);
    },
  };
}

interface ClaimsByMethod {
  readonly all: Claim[];
  readonly byMethod: Map<string | undefined, Claim[]>;
}

function nameOf(path: PathPattern): string {
  return enclosingPaths(path)[0];
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

function add(claim: Claim, name: string, places: Map<string, ClaimsByMethod>): void {
  const place = places.get(name) ?? { all: [], byMethod: new Map<string | undefined, Claim[]>() };
  places.set(name, place);
  place.all.push(claim);
  const sameMethod = place.byMethod.get(claim.method);
  if (sameMethod) sameMethod.push(claim);
  else place.byMethod.set(claim.method, [claim]);
}

function lastIn(place: ClaimsByMethod | undefined, claim: Claim): number {
  if (!place) return -1;
  if (claim.method === undefined) return lastOther(place.all, claim);
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
