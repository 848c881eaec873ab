import { z } from 'zod';
import { SELECTOR_VALUES } from '../diagnostics/catalogue/shape';
import type { ObjectRef } from '../diagnostics/subject';
import type { KubeObject, PathSegment } from '../source/kube-object';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Path } from './paths';

/** `T` with everything in it readonly. */
export type Immutable<T> = T extends string | number | boolean | undefined | null
  ? T
  : { readonly [K in keyof T]: Immutable<T[K]> };

/** What we keep of `metadata`. Labels and annotations are empty where the file has none. */
export interface ObjectMeta {
  readonly name: string;
  /** Defaulted to `default` for namespaced kinds, empty for cluster-scoped ones. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339, as the cluster wrote it; absent in hand-written files. */
  readonly creationTimestamp?: string;
  readonly generation?: number;
}

/** A part of an object that was left out of its decoded value because it is wrong; it has been reported. */
export interface OmittedPart {
  /** Where it stands in the file, for example `['spec', 'rules', 2]`. */
  readonly path: readonly PathSegment[];
  /** The `name` of the part, where it has a readable one: a listener, a rule, a parentRef. */
  readonly name?: string;
}

/**
 * One decoded object. `spec` has the field names of the YAML with the CRD's defaults applied.
 * Paths given to `object.at(...)` are paths in `spec` as it is here, also where parts were left out.
 */
export interface Decoded<Spec> {
  readonly object: KubeObject;
  /** Like `object.ref`, with the namespace defaulted. */
  readonly ref: ObjectRef;
  readonly metadata: ObjectMeta;
  readonly spec: Spec;
  /** Empty for an object that was decoded completely. */
  readonly omitted: readonly OmittedPart[];
}

/** Kubernetes label selector (`metav1.LabelSelector`); all of its requirements must hold. */
export const labelSelector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z.array(z.strictObject({
    key: z.string(),
    operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
    values: z.array(z.string()).optional(),
  })).optional(),
});

export type LabelSelector = Immutable<z.infer<typeof labelSelector>>;

/** In and NotIn compare with values, Exists and DoesNotExist take none; label keys and values have their forms. */
export function checkLabelSelector(selector: LabelSelector | undefined, path: Path, mistakes: Mistake[]): void {
  selector?.matchExpressions?.forEach(({ operator, values }, index) => {
    const needed = operator === 'In' || operator === 'NotIn';
    if (needed !== (values !== undefined && values.length > 0)) {
      mistakes.push(mistake(SELECTOR_VALUES, { operator, needed }, { path: [...path, 'matchExpressions', index] }));
    }
  });
}
