import type { LabelSelector } from '../model/object';
import type { Namespace } from '../model/namespace';

/** Every cluster puts this label on every namespace, with its name as the value. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

type Labels = Readonly<Record<string, string>>;

/** Labels of namespaces by name. */
export interface NamespaceLabels {
  /** The labels of a namespace; of one that is not in the files only the name is known. */
  labelsOf(namespace: string): Labels;
  /** Whether the Namespace object is in the files. */
  isKnown(namespace: string): boolean;
}

/** How `allowedRoutes` and `allowedListeners` choose namespaces. */
export interface NamespaceChoice {
  readonly from: 'All' | 'Selector' | 'Same' | 'None';
  readonly selector?: LabelSelector;
}

export function labelNamespaces(namespaces: readonly Namespace[]): NamespaceLabels {
  const known = new Map(namespaces.map((namespace) => [namespace.ref.name, namespace.metadata.labels]));
  return {
    labelsOf: (namespace) => ({ ...known.get(namespace), [NAME_LABEL]: namespace }),
    isKnown: (namespace) => known.has(namespace),
  };
}

/** Whether a choice made in namespace `home` takes `namespace`. `Selector` without a selector takes none. */
export function takesNamespace(choice: NamespaceChoice, home: string, namespace: string, namespaces: NamespaceLabels): boolean {
  switch (choice.from) {
    case 'All':
      return true;
    case 'None':
      return false;
    case 'Same':
      return namespace === home;
    case 'Selector':
      return choice.selector !== undefined && selects(choice.selector, namespaces.labelsOf(namespace));
  }
}

/** Kubernetes label selector: all requirements must hold, so an empty selector selects everything. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  const equalities = Object.entries(selector.matchLabels ?? {});
  return (
    equalities.every(([key, value]) => labelOf(labels, key) === value) &&
    (selector.matchExpressions ?? []).every((requirement) => holds(requirement, labelOf(labels, requirement.key)))
  );
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

/** `NotIn` holds for a missing label too, as in Kubernetes. */
function holds({ operator, values = [] }: Requirement, label: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
  }
}
