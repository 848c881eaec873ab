import type { PathSegment } from '../source/kube-object';
import type { OmittedPart } from './object';

/** A path in the value of an object: `['spec', 'rules', 0]`. */
export type Path = readonly PathSegment[];

/** The path in the file of a path in a value whose `omitted` parts were left out. */
export function sourcePath(path: Path, omitted: readonly OmittedPart[]): Path {
  if (omitted.length === 0) {
    return path;
  }
  return path.reduce<Path>((source, segment) => {
    if (typeof segment === 'string') {
      return [...source, segment];
    }
    const gone = omitted.map((part) => part.path)
      .filter((part) => part.length === source.length + 1 && source.every((step, at) => part[at] === step))
      .map((part) => Number(part[source.length]))
      .sort((left, right) => left - right);
    return [...source, gone.reduce((index, missing) => (missing <= index ? index + 1 : index), segment)];
  }, []);
}

/** The value at `path`; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, segment) => {
    if (Array.isArray(node)) {
      return typeof segment === 'number' ? node[segment] : undefined;
    }
    return isMapping(node) && Object.hasOwn(node, segment) ? node[segment] : undefined;
  }, value);
}

/** True for a mapping; false for lists, scalars and nothing. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
