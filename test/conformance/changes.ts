import { describeObject, type KubernetesObject, type TestObjects } from './manifests';
import type { ConformanceTest, Mutation } from './suite';
import recordedChanges from './changes.json';

/**
 * What a patch of the suite does to an object. `cases.json` says that a test patches something, not what: the contents
 * stand in the suite's code. `changes.json` holds those contents by object; it says nothing about results.
 */
interface Change {
  /** `Kind namespace/name` */
  readonly object: string;
  readonly set?: { readonly path: readonly (string | number)[]; readonly value: unknown };
  readonly append?: { readonly path: readonly (string | number)[]; readonly value: unknown };
  /** Only the element of this name stays. */
  readonly keep?: { readonly path: readonly (string | number)[]; readonly name: string };
}

/** The objects of a test at one moment. */
export interface State {
  readonly objects: readonly KubernetesObject[];
  /** Set where this state could not be reached as the suite does: what is missing. */
  readonly gap?: string;
}

/**
 * The states a test goes through: as applied, and after each of its writes.
 *
 * A deletion names its object. A patch is looked up by the objects of the test; a patch of unknown contents gives every
 * object of the test a new generation and leaves it as it is otherwise, which is all that tests of generations look at.
 */
export function statesOf(test: ConformanceTest, { base, own }: TestObjects, supplied: readonly KubernetesObject[]): readonly State[] {
  const fixed = [...base, ...supplied];
  const changes = (recordedChanges as readonly Change[]).filter(({ object }) => own.some((candidate) => describeObject(candidate) === object));
  const states: State[] = [{ objects: [...fixed, ...own] }];
  let current = own;
  let gap: string | undefined;
  for (const mutation of test.mutations) {
    const change = mutation.op === 'patch' ? changes.shift() : undefined;
    const next = applied(mutation, change, current);
    if (next === undefined) gap ??= `write "${mutation.op}" cannot be replayed`;
    else current = next;
    states.push({ objects: [...fixed, ...current], ...(gap !== undefined && { gap }) });
  }
  return states;
}

function applied(mutation: Mutation, change: Change | undefined, objects: readonly KubernetesObject[]): readonly KubernetesObject[] | undefined {
  if (mutation.op === 'delete') return objects.filter((object) => !isMeant(mutation, object));
  if (mutation.op !== 'patch') return undefined;
  return objects.map((object) => {
    if (change === undefined) return nextGeneration(object);
    return describeObject(object) === change.object ? nextGeneration(changed(object, change)) : object;
  });
}

function isMeant({ kind, namespace, name }: Mutation, object: KubernetesObject): boolean {
  return object.kind === kind && object.metadata.name === name && (object.metadata.namespace ?? '') === (namespace ?? '');
}

function nextGeneration(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, generation: (object.metadata.generation ?? 1) + 1 } };
}

function changed(object: KubernetesObject, { set, append, keep }: Change): KubernetesObject {
  const copy = structuredClone(object);
  if (set) replaceAt(copy, set.path, () => set.value);
  if (append) replaceAt(copy, append.path, (list) => [...(list as unknown[]), append.value]);
  if (keep) replaceAt(copy, keep.path, (list) => (list as { name: string }[]).filter(({ name }) => name === keep.name));
  return copy;
}

function replaceAt(root: unknown, path: readonly (string | number)[], replace: (value: unknown) => unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], root);
  const last = path[path.length - 1];
  const target = parent as Record<string | number, unknown>;
  target[last] = replace(target[last]);
}
