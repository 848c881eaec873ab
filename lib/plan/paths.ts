import type { GRPCMethodMatch } from '../model/grpcroute';
import type { HTTPPathMatch } from '../model/httproute';
import { limits } from './limits';
import { packed } from './packing';
import { anchored, escapeRegex, readRegex, searchBody } from './regex';
import type { RegexAlternative } from './regex';

/**
 * A set of paths that a condition can name.
 * `any`: all. `exact`: this one. `prefix`: this one and those below it. `below`: those below it only. `regex`: those that
 * the whole of `body` matches; `hull` is a set of the other kinds that contains them.
 * The path of a prefix has no slash at its end.
 */
export type PathPattern = LiteralPath | RegexPath;

export type LiteralPath =
  | { readonly kind: 'any' }
  | { readonly kind: 'exact' | 'prefix' | 'below'; readonly path: string };

export interface RegexPath {
  readonly kind: 'regex';
  readonly body: string;
  readonly hull: LiteralPath;
}

/** The paths of a match, any of them, or why an ALB cannot match them. */
export type PathReading = readonly PathPattern[] | { readonly problem: string };

const any: LiteralPath = { kind: 'any' };

/** Source: Gateway API HTTPPathMatch. A slash at the end of a prefix does not count. */
export function readPath({ type, value }: HTTPPathMatch): PathReading {
  switch (type) {
    case 'Exact':
      return [{ kind: 'exact', path: value }];
    case 'PathPrefix':
      return [prefixOf(value)];
    case 'RegularExpression': {
      const reading = readRegex(value);
      return 'problem' in reading ? reading : reading.alternatives.map(regexPath);
    }
  }
}

/** The paths of a prefix, in full or parted into the prefix itself and what is below it. Nothing where a part is empty. */
export function partOfPrefix(value: string, part: 'whole' | 'prefix-itself' | 'below-prefix'): readonly PathPattern[] {
  const whole = prefixOf(value);
  if (part === 'whole') return [whole];
  if (whole.kind === 'any') return part === 'below-prefix' ? [whole] : [];
  return [{ kind: part === 'below-prefix' ? 'below' : 'exact', path: whole.path }];
}

function prefixOf(value: string): LiteralPath & { kind: 'any' | 'prefix' } {
  const path = value.replace(/\/+$/, '');
  return path === '' ? { kind: 'any' } : { kind: 'prefix', path };
}

/**
 * A gRPC call is a request for `/service/method`. Regular expressions describe the whole service and the whole method,
 * as in other implementations; the specification leaves it open.
 */
export function readGrpcMethod(match: GRPCMethodMatch | undefined): PathReading {
  const { type = 'Exact', service = '', method = '' } = match ?? {};
  if (service === '' && method === '') return [any];
  if (type === 'RegularExpression') return grpcRegex(service, method);
  if (service !== '' && method !== '') return [{ kind: 'exact', path: `/${service}/${method}` }];
  return service !== ''
    ? [{ kind: 'regex', body: `/${escapeRegex(service)}/[^/]+`, hull: { kind: 'below', path: `/${service}` } }]
    : [{ kind: 'regex', body: `/[^/]+/${escapeRegex(method)}`, hull: any }];
}

function grpcRegex(service: string, method: string): PathReading {
  const bodies: string[] = [];
  for (const source of [service, method]) {
    const reading = source === '' ? undefined : readRegex(source);
    if (reading && 'problem' in reading) return reading;
    const cores = reading?.alternatives.map(({ core }) => core) ?? ['[^/]+'];
    bodies.push(cores.length === 1 ? cores[0] : `(${cores.join('|')})`);
  }
  return [{ kind: 'regex', body: `/${bodies.join('/')}`, hull: any }];
}

function regexPath(alternative: RegexAlternative): RegexPath {
  const folder = alternative.fromStart ? alternative.literal.slice(0, Math.max(0, alternative.literal.lastIndexOf('/'))) : '';
  return { kind: 'regex', body: searchBody(alternative), hull: folder === '' ? any : { kind: 'below', path: folder } };
}

/** Canonical text of a pattern: equal for equal patterns. */
export function pathKey(pattern: PathPattern): string {
  switch (pattern.kind) {
    case 'any':
      return '*';
    case 'exact':
      return `=${pattern.path}`;
    case 'prefix':
      return `^${pattern.path}`;
    case 'below':
      return `>${pattern.path}`;
    case 'regex':
      return `~${pattern.body}`;
  }
}

/**
 * Keys of all literal patterns that contain this one, itself first where it is literal, `*` last.
 * Literal patterns are a family of sets of which two always lie in each other or apart, so two of them overlap only
 * where the key of one is among these keys of the other.
 */
export function enclosingPaths(pattern: PathPattern): readonly string[] {
  switch (pattern.kind) {
    case 'any':
      return ['*'];
    case 'regex':
      return enclosingPaths(pattern.hull);
    case 'exact':
      return [pathKey(pattern), ...(pattern.path.endsWith('/') ? foldersOf(pattern.path) : selfAndFolders(pattern.path))];
    case 'prefix':
      return selfAndFolders(pattern.path);
    case 'below':
      return [pathKey(pattern), ...selfAndFolders(pattern.path)];
  }
}

function selfAndFolders(path: string): readonly string[] {
  return [`^${path}`, ...foldersOf(path)];
}

function foldersOf(path: string): readonly string[] {
  const keys: string[] = [];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash);
    keys.push(`>${folder}`, `^${folder}`);
  }
  return [...keys, '*'];
}

/** The union of patterns without those that another one contains, in canonical order. */
export function unionOfPaths(patterns: readonly PathPattern[]): readonly PathPattern[] {
  const byKey = new Map(patterns.map((pattern) => [pathKey(pattern), pattern]));
  const kept = [...byKey].filter(([key, pattern]) => !enclosingPaths(pattern).some((other) => other !== key && byKey.has(other)));
  return kept.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, pattern]) => pattern);
}

/** Values of a path condition. */
export interface PathValues {
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}

/** Ways to write a condition for the patterns, the most readable first. None where a single pattern is too long. */
export function* pathValues(patterns: readonly PathPattern[]): Generator<PathValues> {
  const globs = patterns.map(globsOf);
  if (globs.every((values) => values !== undefined)) yield { values: globs.flat() };
  const regexValues = packBodies(bodiesOf(patterns));
  if (regexValues) yield { regexValues };
}

/** What the ALB lists for paths; `;` and `&` stand in some of its pages only, so `;` is left to the regex form. */
const plainPath = /^[A-Za-z0-9_\-.$/~"'@:+&]*$/;

function globsOf(pattern: PathPattern): readonly string[] | undefined {
  const values = pattern.kind === 'regex' ? undefined : valuesOf(pattern);
  return values?.every((value) => value.length <= limits.valueLength) ? values : undefined;
}

function valuesOf(pattern: LiteralPath): readonly string[] | undefined {
  if (pattern.kind === 'any') return ['/*'];
  if (!plainPath.test(pattern.path)) return undefined;
  switch (pattern.kind) {
    case 'exact':
      return [pattern.path];
    case 'prefix':
      return [pattern.path, `${pattern.path}/*`];
    case 'below':
      return [`${pattern.path}/*`];
  }
}

const tails = { exact: '', prefix: '(/.*)?', below: '/.*' } as const;

/** Regex bodies, with literals of one kind drawn together: `/(a|b)(/.*)?`. */
function bodiesOf(patterns: readonly PathPattern[]): readonly string[] {
  const literals = (['exact', 'prefix', 'below'] as const).flatMap((kind) => {
    const paths = patterns.flatMap((pattern) => (pattern.kind === kind ? [pattern.path] : []));
    return packed(paths.sort(), (group) => `${drawnTogether(group)}${tails[kind]}`, bodyLength);
  });
  const others = patterns.flatMap((pattern) => (pattern.kind === 'regex' ? [pattern.body] : pattern.kind === 'any' ? ['/.*'] : []));
  return [...literals, ...others];
}

/** Bodies joined into as few values as their length allows. Undefined where one is too long by itself. */
function packBodies(bodies: readonly string[]): readonly string[] | undefined {
  const values = packed(bodies, (group) => anchored(group), limits.valueLength);
  return values.every((value) => value.length <= limits.valueLength) ? values : undefined;
}

/** Leaves room for the anchors and for a group around the body. */
const bodyLength = limits.valueLength - '^()$'.length;

/** A regex for literals: their common folders once, then what differs. */
function drawnTogether(paths: readonly string[]): string {
  if (paths.length === 1) return escapeRegex(paths[0]);
  const folder = commonFolder(paths);
  return `${escapeRegex(folder)}(${paths.map((path) => escapeRegex(path.slice(folder.length))).join('|')})`;
}

/** Longest common start that ends in a slash and leaves something of every path. */
function commonFolder(paths: readonly string[]): string {
  const [first, ...others] = paths;
  let end = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, end))) end -= 1;
  }
  const shortest = Math.min(...paths.map((path) => path.length));
  return first.slice(0, first.slice(0, Math.min(end, shortest - 1)).lastIndexOf('/') + 1);
}
