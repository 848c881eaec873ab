import type { CompileOptions } from '../../lib/index';
import { commonKinds } from './field-table-core';
import { gatewayKinds } from './field-table-gateways';
import { loadBalancerConfiguration } from './field-table-load-balancers';
import { listenerRuleConfiguration } from './field-table-listener-rules';
import type { Manifest } from './field-table-manifests';
import type { Place } from './field-table-places';
import { routeKinds } from './field-table-routes';
import { targetGroupConfiguration } from './field-table-target-groups';

/** Values by field path, as in lib/model/fields.ts; `[]` is the first entry of a list, `[1]` the second. `undefined` removes. */
export type Patch = Readonly<Record<string, unknown>>;

/**
 * Two sets of manifests that differ in one field: with its value `to`, and with `from` or without it. The manifests are those
 * of `manifestsFor` its kind, patched by `given`.
 */
export interface Example {
  readonly given?: Patch;
  readonly from?: unknown;
  readonly to?: unknown;
  /** For a field that cannot be missing alone: path of the value around it (or the kind) that the first set has not. */
  readonly whole?: string;
  readonly also?: readonly Manifest[];
  readonly options?: CompileOptions;
}

/** Further values of a field, or circumstances, that lead to a code. */
export interface Exception extends Example {
  readonly code: string;
  /** Completes "where", for docs/support.md. */
  readonly when: string;
  /** Field at whose line the code is reported, if it is another. */
  readonly at?: string;
}

interface Judged {
  readonly example: Example;
  /** What a reader of docs/support.md should know. */
  readonly detail?: string;
  readonly except?: readonly Exception[];
}

/** The field decides a part of the AWS resources or of the Kubernetes objects that are made. */
export interface MappedField extends Judged {
  readonly verdict: 'mapped';
  readonly place: Place;
  /** Codes that accompany the value `to`: differences and approximations that are named. */
  readonly codes?: readonly string[];
}

/** An ALB cannot do it: the field is an error with this code. */
export interface RejectedField extends Judged {
  readonly verdict: 'rejected';
  readonly code: string;
  readonly detail: string;
  readonly at?: string;
}

/** Nothing that is made depends on it. */
export interface IgnoredField extends Judged {
  readonly verdict: 'ignored';
  readonly detail: string;
  /** The warning or note that says so; without one the detail says why none is needed. */
  readonly code?: string;
  readonly at?: string;
}

export type FieldEntry = MappedField | RejectedField | IgnoredField;
export type FieldEntries = Readonly<Record<string, FieldEntry>>;

/** What becomes of every leaf field of every kind that is read, by its path. test/fields.test.ts proves every line. */
export const fieldTable: FieldEntries = {
  ...gatewayKinds,
  ...routeKinds,
  ...loadBalancerConfiguration,
  ...targetGroupConfiguration,
  ...listenerRuleConfiguration,
  ...commonKinds,
};
