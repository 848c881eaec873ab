import type { Report } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { Decoded } from '../model/object';

/** A value of a configuration, with the object that says it and the path it stands at. */
export interface Sourced<T> {
  readonly value: T;
  readonly decoded: Decoded<unknown>;
  readonly path: readonly (string | number)[];
}

/** The part of a value that `key` leads to; undefined where there is none. */
export function part<T extends object, K extends keyof T & (string | number)>(
  whole: Sourced<T>,
  key: K,
): Sourced<NonNullable<T[K]>> | undefined {
  const value = whole.value[key];
  return value === undefined || value === null ? undefined : { ...whole, value, path: [...whole.path, key] };
}

/** The elements of a list. */
export function elements<T>(list: Sourced<readonly T[]> | undefined): readonly Sourced<T>[] {
  if (list === undefined) return [];
  const { decoded, path } = list;
  return list.value.map((value, index) => ({ value, decoded, path: [...path, index] }));
}

/** An entry of a map. */
export interface Entry {
  readonly key: string;
  readonly value: string;
}

/** The entries of a map, each at its key. */
export function entries(map: Sourced<Readonly<Record<string, string>>> | undefined): readonly Sourced<Entry>[] {
  if (map === undefined) return [];
  const { decoded, path } = map;
  return Object.entries(map.value).map(([key, value]) => ({ value: { key, value }, decoded, path: [...path, key] }));
}

/** Where and about what to report: the value itself. */
export function where({ decoded, path }: Sourced<unknown>): Report {
  return { at: decoded.object.at(...path), subject: decoded.ref };
}

/** Where and about what to report: the key that leads to the value. */
export function whereKey({ decoded, path }: Sourced<unknown>): Report {
  return { at: decoded.object.keyAt(...path), subject: decoded.ref };
}

/** `Kind namespace/name` of the object that says it. */
export function subjectFor({ decoded }: Sourced<unknown>): string {
  return subjectOf(decoded.ref);
}

/** One element for each key, in order of first appearance; the element that came first, or last, wins. */
export function unique<T>(
  list: readonly Sourced<T>[],
  keyOf: (value: T) => string,
  wins: 'first' | 'last' = 'first',
): readonly Sourced<T>[] {
  const byKey = new Map<string, Sourced<T>>();
  for (const element of list) {
    const key = keyOf(element.value);
    if (wins === 'last' || !byKey.has(key)) byKey.set(key, element);
  }
  return [...byKey.values()];
}

/** Elements whose key an earlier one has already. */
export function repeated<T>(list: readonly Sourced<T>[], keyOf: (value: T) => string): readonly Sourced<T>[] {
  const seen = new Set<string>();
  return list.filter(({ value }) => seen.size === seen.add(keyOf(value)).size);
}
