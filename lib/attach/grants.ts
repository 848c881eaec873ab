import { grantMisplaced, grantsSource, grantsTargets } from '../diagnostics/catalogue/attachment-words';
import type { Note } from '../diagnostics/diagnostic';
import type { ObjectRef } from '../diagnostics/subject';
import type { ReferenceGrant } from '../model/referencegrant';
import { append } from './object-index';

/** What ReferenceGrants permit. A grant lives in the namespace of the target. */
export interface Grants {
  /** Whether `from` may refer to `to`: always inside a namespace, else by a grant. A grant that is needed counts as used. */
  permits(from: ObjectRef, to: ObjectRef): boolean;
  /** Grants that nearly permit it, with what is wrong about each. */
  nearMisses(from: ObjectRef, to: ObjectRef): readonly Note[];
  /** Grants that no call of `permits` has needed so far. */
  unused(): readonly ReferenceGrant[];
}

/** Only the first few near misses help. */
const MOST_NOTES = 3;

export function indexGrants(grants: readonly ReferenceGrant[]): Grants {
  const byReference = new Map<string, ReferenceGrant[]>();
  const byNamespace = new Map<string, ReferenceGrant[]>();
  const used = new Set<ReferenceGrant>();
  for (const grant of grants) {
    append(byNamespace, grant.ref.namespace, grant);
    for (const from of grant.spec.from) {
      for (const to of grant.spec.to) {
        append(byReference, keyOf(from, { ...to, namespace: grant.ref.namespace, name: to.name ?? '' }), grant);
      }
    }
  }
  const permits = (from: ObjectRef, to: ObjectRef): boolean => {
    if (from.namespace === to.namespace) {
      return true;
    }
    const matching = [to, { ...to, name: '' }].flatMap((target) => byReference.get(keyOf(from, target)) ?? []);
    matching.forEach((grant) => used.add(grant));
    return matching.length > 0;
  };
  return {
    permits,
    nearMisses: (from, to) => {
      const inTarget = (byNamespace.get(to.namespace) ?? []).flatMap((grant) => mistakeInTarget(grant, from, to));
      const inOwn = (byNamespace.get(from.namespace) ?? []).flatMap((grant) => mistakeInPlace(grant, from, to));
      return [...inTarget, ...inOwn].slice(0, MOST_NOTES);
    },
    unused: () => grants.filter((grant) => !used.has(grant)),
  };
}

function keyOf(from: Omit<ObjectRef, 'name'>, to: ObjectRef): string {
  return [from.group, from.kind, from.namespace, to.group, to.kind, to.namespace, to.name].join(' ');
}

/** What keeps a grant in the right namespace from permitting the reference, where only one thing does. */
function mistakeInTarget(grant: ReferenceGrant, from: ObjectRef, to: ObjectRef): Note[] {
  const { object, spec } = grant;
  const fromFits = spec.from.some((entry) => entry.group === from.group && entry.kind === from.kind && entry.namespace === from.namespace);
  const toFits = spec.to.some((entry) => entry.group === to.group && entry.kind === to.kind && (entry.name ?? to.name) === to.name);
  if (fromFits) {
    return [{ text: grantsTargets(grant.ref, spec.to), span: object.at('spec', 'to') }];
  }
  const nearby = spec.from.findIndex((entry) => entry.kind === from.kind || entry.namespace === from.namespace);
  if (!toFits || nearby === -1) {
    return [];
  }
  return [{ text: grantsSource(grant.ref, spec.from[nearby], from), span: object.at('spec', 'from', nearby) }];
}

/** A grant that would fit, but stands in the namespace of the referrer. */
function mistakeInPlace(grant: ReferenceGrant, from: ObjectRef, to: ObjectRef): Note[] {
  const meant =
    grant.spec.from.some((entry) => entry.kind === from.kind && entry.namespace === from.namespace) &&
    grant.spec.to.some((entry) => entry.kind === to.kind && (entry.name ?? to.name) === to.name);
  return meant ? [{ text: grantMisplaced(grant.ref, to.namespace), span: grant.object.at('metadata', 'namespace') }] : [];
}
