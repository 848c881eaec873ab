import { compareText } from '../attach/age';
import type { Condition, HttpHeaderCondition, HttpRequestMethodCondition, QueryStringCondition, SourceIpCondition } from './ir';
import type { HeaderPattern } from './headers';
import { headerValues, textKey, unionOfTexts } from './headers';
import type { HostUse } from './hosts';
import { hostForm, hostValues, unionOfHosts } from './hosts';
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
  const rest = otherConditions(pattern);
  const hosts = pattern.hosts.includes('') ? [[]] : hostConditions(pattern.hosts, use);
  for (const path of isAnyPath(pattern.paths) ? [[]] : pathConditions(pattern.paths)) {
    for (const host of hosts) {
      const conditions = [...host, ...path, ...rest];
      const written = conditions.length > 0 ? conditions : [everything];
      if (!exceedsLimits(written)) return written;
    }
  }
  return undefined;
}

function hostConditions(hostnames: readonly string[], use: HostUse): readonly (readonly Condition[])[] {
  return [...hostValues(hostnames, use)].map((values) => [{ field: 'host-header', ...values }]);
}

function* pathConditions(paths: readonly PathPattern[]): Generator<readonly Condition[]> {
  for (const values of pathValues(paths)) yield [{ field: 'path-pattern', ...values }];
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
  if (surelyFits(pattern, use) || conditionsOf(pattern, use)) return [pattern];
  const needed = [...neededConditions(pattern).values()].reduce((sum, count) => sum + count, 0);
  if (needed > limits.valuesPerRule) return undefined;
  const sizes = bestSizes(pattern, limits.valuesPerRule - needed);
  const parts = partsOf(pattern, sizes);
  return parts.every((part) => conditionsOf(part, use)) ? parts : undefined;
}

/**
 * The usual case, told without writing conditions: so few alternatives that each can be a value of its own, with two for
 * a prefix. False says nothing. Every alternative alone must be one that a condition can hold.
 */
export function surelyFits({ hosts, paths, headers, queries, methods, sourceIps }: RequestPattern, use: HostUse): boolean {
  if (hosts.length > 1 && new Set(hosts.map((hostname) => hostForm(hostname, use) === 'without-port')).size > 1) return false;
  let most = Math.max(hosts.length, methods.length, sourceIps.length);
  let sum = hosts.length + methods.length + sourceIps.length;
  const count = (values: number) => {
    most = Math.max(most, values);
    sum += values;
  };
  count(paths.reduce((values, { kind }) => values + (kind === 'prefix' ? 2 : 1), 0));
  for (const { alternatives } of headers) count(alternatives.length);
  for (const pairs of queries) count(pairs.length);
  return most <= limits.valuesPerCondition && sum <= limits.valuesPerRule;
}

/** The parts of a pattern that can be split: how many alternatives each has, and how to take some of them. */
interface Axis {
  readonly length: number;
  readonly slice: (pattern: RequestPattern, from: number, to: number) => RequestPattern;
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

export function keysOf(pattern: RequestPattern): PatternKeys {
  return {
    hosts: hostsText(pattern.hosts.length > 1 ? unionOfHosts(pattern.hosts) : pattern.hosts),
    paths: pathsText(pattern.paths.length > 1 ? unionOfPaths(pattern.paths) : pattern.paths),
    methods: textsText(pattern.methods.toSorted()),
    headers: pattern.headers
      .map(({ name, alternatives }) => [name.toLowerCase(), textsText(unionOfTexts(alternatives).map(textKey))] as const)
      .sort(([left], [right]) => compareText(left, right)),
    queries: pattern.queries.map(queryText).sort(),
    sourceIps: textsText(pattern.sourceIps.toSorted()),
  };
}

/** Canonical text of hostnames that are a union already. */
export function hostsText(hostnames: readonly string[]): string {
  return textsText(hostnames);
}

/** Canonical text of paths that are a union already. */
export function pathsText(paths: readonly PathPattern[]): string {
  return textsText(paths.map(pathKey));
}

/** Canonical text of the pairs of which one must occur. */
export function queryText(pairs: readonly QueryPair[]): string {
  return textsText(pairs.map(queryKey).sort());
}

export function queryKey({ key, value }: QueryPair): string {
  return `${key}=${value}`;
}

/** One text, line by line: neither names nor patterns contain a newline. */
export function textsText(texts: readonly string[]): string {
  return texts.join('\n');
}
