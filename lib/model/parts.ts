import type { KubeObject } from '../source/kube-object';
import type { OmittedPart } from './object';
import type { Path } from './paths';
import { isMapping, sourcePath } from './paths';

/**
 * Which parts of a kind can be left out alone without giving the rest another meaning.
 * Keys are fields of `spec`, with dots for nested ones; `element` leaves out one entry of a list, but never the last one.
 */
export type Separable = Readonly<Record<string, 'element' | 'field'>>;

/** The separable part that holds `path`; undefined if without it the whole object is of no use. */
export function partOf(path: Path, separable: Separable): Path | undefined {
  if (path[0] === 'metadata') {
    return path.length > 1 && path[1] !== 'name' && path[1] !== 'namespace' ? path.slice(0, 2) : undefined;
  }
  for (let length = 2; length <= path.length; length += 1) {
    const how = separable[path.slice(1, length).join('.')];
    if (how === 'field') {
      return path.slice(0, length);
    }
    if (how === 'element') {
      return path.length > length ? path.slice(0, length + 1) : undefined;
    }
  }
  return undefined;
}

/**
 * `value` without the parts. Undefined if a list lost its last entry: an empty list would mean something else
 * (no hostnames: all hostnames).
 */
export function without(value: unknown, parts: readonly Path[]): unknown {
  const paths = new Set(parts.map((part) => JSON.stringify(part)));
  let emptied = false;
  const copy = (node: unknown, path: Path): unknown => {
    if (Array.isArray(node)) {
      const kept = node.map((_, index) => index).filter((index) => !paths.has(JSON.stringify([...path, index])));
      emptied ||= node.length > 0 && kept.length === 0;
      return kept.map((index) => copy(node[index], [...path, index]));
    }
    if (isMapping(node)) {
      const kept = Object.keys(node).filter((key) => !paths.has(JSON.stringify([...path, key])));
      return Object.fromEntries(kept.map((key) => [key, copy(node[key], [...path, key])]));
    }
    return node;
  };
  const result = copy(value, []);
  return emptied ? undefined : result;
}

/** `object` with another value; positions are those of the file. */
export function withValue(object: KubeObject, value: Readonly<Record<string, unknown>>, omitted: readonly OmittedPart[]): KubeObject {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    ref: object.ref,
    order: object.order,
    value,
    at: (...path) => object.at(...sourcePath(path, omitted)),
    keyAt: (...path) => object.keyAt(...sourcePath(path, omitted)),
  };
}

/** Paths of all fields without a value (`key:` and nothing after it, or `null`). Entries of lists are not among them. */
export function emptyFields(value: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => emptyFields(item, [...path, index]));
  }
  if (!isMapping(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, field]) => (field === null ? [[...path, key]] : emptyFields(field, [...path, key])));
}
