import type { NamespacedName, ObjectRef } from '../diagnostics/subject';

/** Objects of one kind by namespace and name. */
export interface ObjectIndex<T> {
  find(name: NamespacedName): T | undefined;
  /** Names that exist in a namespace, for suggestions. */
  namesIn(namespace: string): readonly string[];
  /** Namespaces in which there is an object of this name, for suggestions. */
  namespacesOf(name: string): readonly string[];
}

/** Of objects with the same name the first counts. */
export function indexByName<T extends { readonly ref: ObjectRef }>(objects: readonly T[]): ObjectIndex<T> {
  const byNamespace = new Map<string, Map<string, T>>();
  const namespacesByName = new Map<string, string[]>();
  for (const object of objects) {
    const { namespace, name } = object.ref;
    const siblings = byNamespace.get(namespace) ?? new Map<string, T>();
    byNamespace.set(namespace, siblings);
    if (!siblings.has(name)) {
      siblings.set(name, object);
      append(namespacesByName, name, namespace);
    }
  }
  return {
    find: ({ namespace, name }) => byNamespace.get(namespace)?.get(name),
    namesIn: (namespace) => [...(byNamespace.get(namespace)?.keys() ?? [])],
    namespacesOf: (name) => namespacesByName.get(name) ?? [],
  };
}

/** Adds to the list at `key`. */
export function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [value]);
  } else {
    list.push(value);
  }
}
