import type { NamespacedName } from '../diagnostics/subject';
import { nameOf } from '../diagnostics/subject';
import type { ObjectMeta } from '../model/object';

interface Aged {
  readonly ref: NamespacedName;
  readonly metadata: Pick<ObjectMeta, 'creationTimestamp'>;
}

/**
 * The order in which the Gateway API settles conflicts: older first, then by `namespace/name`.
 * An object without creationTimestamp is not in a cluster yet, so it counts as younger than any that has one.
 */
export function compareAge(left: Aged, right: Aged): number {
  return compareTimestamps(left.metadata.creationTimestamp, right.metadata.creationTimestamp) || compareNames(left.ref, right.ref);
}

/** Alphabetical by `namespace/name`, the same on every machine. */
export function compareNames(left: NamespacedName, right: NamespacedName): number {
  return compareText(nameOf(left), nameOf(right));
}

/** By UTF-16 code units: no locale has a say. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function compareTimestamps(left: string | undefined, right: string | undefined): number {
  return moment(left) === moment(right) ? 0 : moment(left) - moment(right);
}

function moment(timestamp: string | undefined): number {
  const parsed = timestamp === undefined ? NaN : Date.parse(timestamp);
  return Number.isNaN(parsed) ? Infinity : parsed;
}
