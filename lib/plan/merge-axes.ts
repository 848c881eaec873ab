import { compareText } from '../attach/age';
import { unionOfTexts } from './headers';
import { unionOfHosts } from './hosts';
import { unionOfPaths } from './paths';
import type { PatternKeys, RequestPattern } from './request-pattern';
import { hostsText, pathsText, queryKey, queryText, textsText } from './request-pattern';

/** A pattern with its canonical texts. */
export interface KeyedPattern {
  readonly pattern: RequestPattern;
  readonly keys: PatternKeys;
}

/** A part in which two patterns may differ and still be one: all other parts are equal, of this one either may hold. */
export interface MergeAxis {
  /** Canonical text of the part; undefined where a pattern has no such part. */
  readonly partOf: (keys: PatternKeys) => string | undefined;
  /** Canonical text of everything else. */
  readonly restOf: (keys: PatternKeys) => string;
  readonly union: (left: KeyedPattern, right: KeyedPattern) => KeyedPattern;
}

/** The parts in which some of the patterns do differ; the first part where they are all the same. */
export function differingAxes(keys: readonly PatternKeys[]): readonly MergeAxis[] {
  const most = (part: 'headers' | 'queries') => Array.from({ length: Math.max(...keys.map((one) => one[part].length)) }, (_, index) => index);
  const axes = [hosts, paths, methods, ...most('headers').map(headerAxis), ...most('queries').map(queryAxis)];
  const differing = axes.filter(({ partOf }) => keys.some((one) => partOf(one) !== partOf(keys[0])));
  return differing.length > 0 ? differing : [hosts];
}

/** What no merging changes: patterns that differ in it never become one. */
export function invariantOf({ headers, queries, sourceIps }: PatternKeys): string {
  return joined([...headers.map(([name]) => name), String(queries.length), sourceIps]);
}

const hosts: MergeAxis = {
  partOf: (keys) => keys.hosts,
  restOf: (keys) => joined([keys.paths, keys.methods, ...headersAndQueries(keys), keys.sourceIps]),
  union: ({ pattern, keys }, { pattern: right }) => {
    const union = unionOfHosts([...pattern.hosts, ...right.hosts]);
    return { pattern: { ...pattern, hosts: union }, keys: { ...keys, hosts: hostsText(union) } };
  },
};

const paths: MergeAxis = {
  partOf: (keys) => keys.paths,
  restOf: (keys) => joined([keys.hosts, keys.methods, ...headersAndQueries(keys), keys.sourceIps]),
  union: ({ pattern, keys }, { pattern: right }) => {
    const union = unionOfPaths([...pattern.paths, ...right.paths]);
    return { pattern: { ...pattern, paths: union }, keys: { ...keys, paths: pathsText(union) } };
  },
};

const methods: MergeAxis = {
  partOf: (keys) => keys.methods,
  restOf: (keys) => joined([keys.hosts, keys.paths, ...headersAndQueries(keys), keys.sourceIps]),
  union: ({ pattern, keys }, { pattern: right }) => {
    const any = pattern.methods.length === 0 || right.methods.length === 0;
    const union = any ? [] : [...new Set([...pattern.methods, ...right.methods])].sort();
    return { pattern: { ...pattern, methods: union }, keys: { ...keys, methods: textsText(union) } };
  },
};

/** The header that is at this place by name. */
function headerAxis(index: number): MergeAxis {
  return {
    partOf: ({ headers }) => headers[index] && joined(headers[index]),
    restOf: (keys) => joined([
      keys.hosts, keys.paths, keys.methods, ...keys.queries, keys.sourceIps,
      ...keys.headers.flatMap(([name, alternatives], at) => (at === index ? [name] : [name, alternatives])),
    ]),
    union: ({ pattern, keys }, { pattern: right, keys: rightKeys }) => {
      const [name] = keys.headers[index];
      const alternativesIn = (one: RequestPattern) => one.headers.find((header) => header.name.toLowerCase() === name)?.alternatives ?? [];
      const union = unionOfTexts([...alternativesIn(pattern), ...alternativesIn(right)]);
      const headers = pattern.headers.map((header) => (header.name.toLowerCase() === name ? { ...header, alternatives: union } : header));
      const alternatives = [...new Set([keys, rightKeys].flatMap((one) => one.headers[index][1].split('\n')))].sort().join('\n');
      return { pattern: { ...pattern, headers }, keys: { ...keys, headers: keys.headers.with(index, [name, alternatives]) } };
    },
  };
}

/** The query parameter that is at this place in canonical order; of the merged ones either may occur. */
function queryAxis(index: number): MergeAxis {
  const inOrder = ({ queries }: RequestPattern) => [...queries].sort((left, right) => compareText(queryText(left), queryText(right)));
  return {
    partOf: ({ queries }) => queries[index],
    restOf: (keys) => joined([keys.hosts, keys.paths, keys.methods, ...headersAndQueries({ ...keys, queries: keys.queries.toSpliced(index, 1) }), keys.sourceIps]),
    union: ({ pattern, keys }, { pattern: right }) => {
      const pairs = new Map([...inOrder(pattern)[index], ...inOrder(right)[index]].map((pair) => [queryKey(pair), pair]));
      const queries = inOrder(pattern).with(index, [...pairs].sort(([one], [other]) => compareText(one, other)).map(([, pair]) => pair));
      return { pattern: { ...pattern, queries }, keys: { ...keys, queries: queries.map(queryText).sort() } };
    },
  };
}

function headersAndQueries({ headers, queries }: PatternKeys): readonly string[] {
  return [...headers.flat(), ...queries];
}

/** Texts as one. None of them contains a NUL. */
function joined(texts: readonly string[]): string {
  return texts.join('\0');
}
