import { BACKEND_WITHOUT_PORT, PARENTS_NOT_DISTINCT, TOO_MANY_MATCHES } from '../diagnostics/catalogue/shape';
import { firstUse } from '../diagnostics/catalogue/shape-words';
import { checkUnique } from './entries';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Path } from './paths';
import type { BackendObjectReference, ParentReference } from './references';

/** The channels of the Gateway API's CRDs. */
export type Channel = 'standard' | 'experimental';

interface CommonRouteSpec {
  readonly parentRefs?: readonly ParentReference[];
  readonly rules: readonly { readonly name?: string; readonly matches?: readonly unknown[] }[];
}

const MAXIMUM_MATCHES = 128;

/** The rules that HTTPRoute and GRPCRoute share. */
export function checkCommonRoute(spec: CommonRouteSpec, channel: Channel, mistakes: Mistake[]): void {
  const fields = channel === 'standard' ? ['sectionName'] as const : ['sectionName', 'port'] as const;
  checkDistinctTargets(spec.parentRefs ?? [], fields, ['spec', 'parentRefs'], mistakes);
  checkUnique(spec.rules, (rule) => rule.name, 'name', ['spec', 'rules'], mistakes);
  const count = spec.rules.reduce((sum, rule) => sum + (rule.matches?.length ?? 0), 0);
  if (count > MAXIMUM_MATCHES) {
    mistakes.push(mistake(TOO_MANY_MATCHES, { count, maximum: MAXIMUM_MATCHES }, { path: ['spec', 'rules'], onKey: true }));
  }
}

/** A reference to a core Service must say a port. */
export function checkBackendPort(ref: BackendObjectReference, path: Path, mistakes: Mistake[]): void {
  if (ref.group === '' && ref.kind === 'Service' && ref.port === undefined) {
    mistakes.push(mistake(BACKEND_WITHOUT_PORT, { name: ref.name }, { path: [...path, 'name'], about: path }));
  }
}

interface Target {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/**
 * References to one object must all have the same of the optional `fields`, with different values
 * (CEL of parentRefs; the standard channel compares sectionName only, the experimental one also port).
 */
export function checkDistinctTargets(
  targets: readonly Target[],
  fields: readonly ('sectionName' | 'port')[],
  path: Path,
  mistakes: Mistake[],
): void {
  targets.forEach((target, index) => {
    const earlier = targets.findIndex((other, at) => at < index && sameObject(other, target) && !areDistinct(other, target, fields));
    if (earlier === -1) {
      return;
    }
    const partial = !sameFields(targets[earlier], target, fields);
    const notes = [{ text: firstUse(`${target.kind} ${target.name}`), path: [...path, earlier, 'name'] }];
    const args = { parent: `${target.kind} ${target.name}`, by: fields, partial };
    mistakes.push(mistake(PARENTS_NOT_DISTINCT, args, { path: [...path, index, 'name'], about: [...path, index], notes }));
  });
}

function sameObject(left: Target, right: Target): boolean {
  return left.group === right.group && left.kind === right.kind && left.name === right.name && left.namespace === right.namespace;
}

function sameFields(left: Target, right: Target, fields: readonly ('sectionName' | 'port')[]): boolean {
  return fields.every((field) => (left[field] === undefined) === (right[field] === undefined));
}

function areDistinct(left: Target, right: Target, fields: readonly ('sectionName' | 'port')[]): boolean {
  return sameFields(left, right, fields) && fields.some((field) => left[field] !== right[field]);
}
