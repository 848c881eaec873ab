/**
 * The algebra of Gateway API hostnames, on plain strings.
 *
 * A hostname is a precise name (`cafe.example.com`), a wildcard (`*.example.com`: one or more labels in front of
 * `.example.com`, never `example.com` itself) or the empty string: any host. An unset hostname counts as empty.
 * Names are lower case, as the CRDs demand; ports of a Host header play no part here.
 */

/**
 * The hostname that matches exactly what both match; undefined where no host satisfies both.
 * Of two names one always lies inside the other or they are disjoint, so the result is one of the two.
 */
export function intersect(listenerHostname = '', routeHostname = ''): string | undefined {
  if (covers(listenerHostname, routeHostname)) {
    return routeHostname;
  }
  return covers(routeHostname, listenerHostname) ? listenerHostname : undefined;
}

/** Whether every host that `narrow` matches is matched by `wide` too. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === '' || wide === narrow) {
    return true;
  }
  return isWildcard(wide) && narrow !== '' && narrow.endsWith(wide.slice(1));
}

/** Whether some host is matched by both. */
export function overlaps(left: string, right: string): boolean {
  return intersect(left, right) !== undefined;
}

/**
 * The hosts under which a route with `routeHostnames` (none: any) is served by a listener, without repetitions and in
 * the order of the route. Empty means any host, undefined that no hostname of the route fits the listener.
 */
export function intersectAll(listenerHostname: string | undefined, routeHostnames: readonly string[]): readonly string[] | undefined {
  if (routeHostnames.length === 0) {
    return listenerHostname === undefined || listenerHostname === '' ? [] : [listenerHostname];
  }
  const common = routeHostnames.map((hostname) => intersect(listenerHostname, hostname)).filter((hostname) => hostname !== undefined);
  return common.length === 0 ? undefined : [...new Set(common)];
}

/** Whether a hostname matches a host: a precise name in lower case, without port. */
export function matches(hostname: string, host: string): boolean {
  return !isWildcard(host) && covers(hostname, host);
}

/**
 * Orders hostnames, the more specific first: precise before wildcard before any, then the one with more characters.
 * Zero for equally specific names, which are then equal or disjoint.
 */
export function compareSpecificity(left: string, right: string): number {
  return precision(right) - precision(left) || right.length - left.length;
}

/** The other hostnames that cover this one, the nearest first: `a.b.c` lies in `*.b.c`, `*.c` and any. */
export function widerHostnames(hostname: string): readonly string[] {
  if (hostname === '') {
    return [];
  }
  const labels = (isWildcard(hostname) ? hostname.slice(2) : hostname).split('.');
  return [...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`), ''];
}

/** Whether the hostname has a wildcard as its first label. */
export function isWildcard(hostname: string): boolean {
  return hostname.startsWith('*.');
}

function precision(hostname: string): number {
  if (hostname === '') {
    return 0;
  }
  return isWildcard(hostname) ? 1 : 2;
}
