import type { Condition, HttpHeaderCondition, HttpRequestMethodCondition, QueryStringCondition, SourceIpCondition } from './ir';
import type { HeaderPattern } from './headers';
import { headerValues, textKey, unionOfTexts } from './headers';
import type { HostUse } from './hosts';
import { hostValues, unionOfHosts } from './hosts';
import { exceedsLimits, limits } from './limits';
import type { PathPattern } from './paths';
import { pathKey, pathValues, unionOfPaths } from './paths';
import type { QueryPair } from './queries';

/**
 * A set of requests as a listener rule can describe it: all of its parts must hold, of the alternatives in a part any.
 * It is what conditions are written from, what rules are compared by, and what gives a rule its identity.
 */
export interface RequestPattern {
  /** Hostnames; the empty one is any host. Never empty. */
  readonly hosts: readonly string[];
  /** Never empty. */
  readonly paths: readonly PathPattern[];
  /** Empty: any method. */
  readonly methods: readonly string[];
  /** Every header must match. */
  readonly headers: readonly HeaderPattern[];
  /** Of every entry one pair must occur. */
  readonly queries: readonly (readonly QueryPair[])[];
  /** CIDR blocks. Empty: any address. */
  readonly sourceIps: readonly string[];
}

/**
 * The conditions of one listener rule for a pattern, in the order of the AWS Load Balancer Controller, in the most
 * readable form that keeps the limits of a rule. Undefined where none does.
 */
export function conditionsOf(pattern: RequestPattern, use: HostUse): readonly Condition[] | undefined {
  const hosts = pattern.hosts.includes('') ? [{}] : hostValues(pattern.hosts, use);
  const paths = isAnyPath(pattern.paths) ? [{}] : pathValues(pattern.paths);
  const rest = otherConditions(pattern);
  for (const path of paths) {
    for (const host of hosts) {
      const conditions = [
        ...('values' in host || 'regexValues' in host ? [{ field: 'host-header', ...host } as const] : []),
        ...('values' in path || 'regexValues' in path ? [{ field: 'path-pattern', ...path } as const] : []),
        ...rest,
      ];
      const written = conditions.length > 0 ? conditions : [everything];
      if (!exceedsLimits(written)) return written;
    }
  }
  return undefined;
}

const everything: Condition = { field: 'path-pattern', values: ['/*'] };

function isAnyPath(paths: readonly PathPattern[]): boolean {
  return paths.some(({ kind }) => kind === 'any');
}

function otherConditions({ headers, queries, methods, sourceIps }: RequestPattern): readonly Condition[] {
  const method: HttpRequestMethodCondition = { field: 'http-request-method', values: methods };
  const sourceIp: SourceIpCondition = { field: 'source-ip', values: sourceIps };
  return [
    ...headers.map(({ name, alternatives }): HttpHeaderCondition => ({ field: 'http-header', name, ...headerValues(alternatives) })),
    ...queries.map((values): QueryStringCondition => ({ field: 'query-string', values })),
    ...(methods.length > 0 ? [method] : []),
    ...(sourceIps.length > 0 ? [sourceIp] : []),
  ];
}

/** How many conditions a pattern needs at the least, by kind. */
export function neededConditions(pattern: RequestPattern): ReadonlyMap<string, number> {
  const counts: readonly [string, number][] = [
    ['host', pattern.hosts.includes('') ? 0 : 1],
    ['path', isAnyPath(pattern.paths) ? 0 : 1],
    ['header', pattern.headers.length],
    ['query parameter', pattern.queries.length],
    ['method', pattern.methods.length > 0 ? 1 : 0],
    ['source address', pattern.sourceIps.length > 0 ? 1 : 0],
  ];
  return new Map(counts.filter(([, count]) => count > 0));
}

/**
 * The pattern in parts that each fit into one rule, as few as can be; alternatives are what is parted.
 * Undefined where not even single alternatives fit together.
 */
export function splitToFit(pattern: RequestPattern, use: HostUse): readonly RequestPattern[] | undefined {
  if (conditionsOf(pattern, use)) return [pattern];
  const needed = [...neededConditions(pattern).values()].reduce((sum, count) => sum + count, 0);
  if (needed > limits.valuesPerRule) return undefined;
  const sizes = bestSizes(pattern, limits.valuesPerRule - needed);
  const parts = partsOf(pattern, sizes);
  return parts.every((part) => conditionsOf(part, use)) ? parts : undefined;
}

/** The parts of a pattern that can be split: how many alternatives each has, and how to take some of them. */
interface Axis {
  readonly length: number;
  slice(pattern: RequestPattern, from: number, to: number): RequestPattern;
}

function axesOf(pattern: RequestPattern): readonly Axis[] {
  return [
    { length: pattern.paths.length, slice: (whole, from, to) => ({ ...whole, paths: whole.paths.slice(from, to) }) },
    ...pattern.headers.map((header, index): Axis => ({
      length: header.alternatives.length,
      slice: (whole, from, to) => ({
        ...whole,
        headers: whole.headers.with(index, { ...header, alternatives: header.alternatives.slice(from, to) }),
      }),
    })),
    { length: pattern.sourceIps.length, slice: (whole, from, to) => ({ ...whole, sourceIps: whole.sourceIps.slice(from, to) }) },
  ];
}

/** For every axis how many alternatives go into one rule, so that there are the fewest rules; `spare` values can be given out. */
function bestSizes(pattern: RequestPattern, spare: number): readonly number[] {
  let best = axesOf(pattern).map(() => 1);
  const rules = (sizes: readonly number[]) => axesOf(pattern).reduce((count, { length }, axis) => count * Math.max(1, Math.ceil(length / sizes[axis])), 1);
  const improve = (sizes: readonly number[], left: number, from: number): void => {
    if (rules(sizes) < rules(best)) best = [...sizes];
    if (left === 0) return;
    for (let axis = from; axis < sizes.length; axis += 1) {
      if (sizes[axis] < limits.valuesPerCondition) improve(sizes.with(axis, sizes[axis] + 1), left - 1, axis);
    }
  };
  improve(best, spare, 0);
  return best;
}

function partsOf(pattern: RequestPattern, sizes: readonly number[]): readonly RequestPattern[] {
  return axesOf(pattern).reduce<readonly RequestPattern[]>((parts, { length, slice }, axis) => {
    if (length <= sizes[axis]) return parts;
    const starts = Array.from({ length: Math.ceil(length / sizes[axis]) }, (_, index) => index * sizes[axis]);
    return parts.flatMap((part) => starts.map((start) => slice(part, start, start + sizes[axis])));
  }, [pattern]);
}

/** Canonical texts of the parts of a pattern: two patterns are equal where these are. */
export interface PatternKeys {
  readonly hosts: string;
  readonly paths: string;
  readonly methods: string;
  /** By name in lower case, in canonical order. */
  readonly headers: readonly (readonly [name: string, alternatives: string])[];
  readonly queries: readonly string[];
  readonly sourceIps: string;
}

const knownKeys = new WeakMap<RequestPattern, PatternKeys>();

export function keysOf(pattern: RequestPattern): PatternKeys {
  const keys = knownKeys.get(pattern) ?? makeKeys(pattern);
  knownKeys.set(pattern, keys);
  return keys;
}

function makeKeys(pattern: RequestPattern): PatternKeys {
  return {
    hosts: JSON.stringify(unionOfHosts(pattern.hosts)),
    paths: JSON.stringify(unionOfPaths(pattern.paths).map(pathKey)),
    methods: JSON.stringify([...pattern.methods].sort()),
    headers: pattern.headers
      .map(({ name, alternatives }) => [name.toLowerCase(), JSON.stringify(unionOfTexts(alternatives).map(textKey))] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
    queries: pattern.queries.map((pairs) => JSON.stringify(pairs.map(queryKey).sort())).sort(),
    sourceIps: JSON.stringify([...pattern.sourceIps].sort()),
  };
}

export function queryKey({ key, value }: QueryPair): string {
  return `${key}=${value}`;
}
