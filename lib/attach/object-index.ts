import type { NamespacedName, ObjectRef } from '../diagnostics/subject';
import { nameOf } from '../diagnostics/subject';
import { didYouMean } from '../diagnostics/suggest';

/** Objects of one kind by namespace and name. */
export interface ObjectIndex<T> {
  find(name: NamespacedName): T | undefined;
  /** Names that exist in a namespace. */
  namesIn(namespace: string): readonly string[];
  /** The hint `did you mean "x"?` for a name that does not exist, if a near one exists in its namespace. */
  hintFor(name: NamespacedName): string | undefined;
  /** Namespaces in which there is an object of this name, for suggestions. */
  namespacesOf(name: string): readonly string[];
}

/** Each hint is a search through all names. Whoever has more wrong names than these has another mistake than a slip of the pen. */
const MOST_HINTS = 500;

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
  const hints = new Map<string, string | undefined>();
  const namesIn = (namespace: string): readonly string[] => [...(byNamespace.get(namespace)?.keys() ?? [])];
  return {
    find: ({ namespace, name }) => byNamespace.get(namespace)?.get(name),
    namesIn,
    hintFor: (name) => {
      const key = nameOf(name);
      if (!hints.has(key) && hints.size < MOST_HINTS) {
        hints.set(key, didYouMean(name.name, namesIn(name.namespace)));
      }
      return hints.get(key);
    },
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
