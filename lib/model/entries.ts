import { CONFLICTING_FIELDS, DUPLICATE, MEMBER_MISMATCH, MEMBER_MISSING, NEITHER_FIELD, TOO_MANY } from '../diagnostics/catalogue/shape';
import { firstUse } from '../diagnostics/catalogue/shape-words';
import type { Mistake } from './mistakes';
import { mistake, shown } from './mistakes';
import type { Path } from './paths';

/** Reports every entry of the list at `path` whose `keyOf` an earlier entry has (list-map keys and sets). */
export function checkUnique<T>(
  list: readonly T[] | undefined,
  keyOf: (entry: T) => string | number | undefined,
  key: string,
  path: Path,
  mistakes: Mistake[],
): void {
  const first = new Map<string | number, number>();
  list?.forEach((entry, index) => {
    const value = keyOf(entry);
    const earlier = value === undefined ? undefined : first.get(value);
    if (value !== undefined && earlier === undefined) {
      first.set(value, index);
    } else if (value !== undefined && earlier !== undefined) {
      const at = key === '' ? [] : [key];
      const notes = [{ text: firstUse(shown(value)), path: [...path, earlier, ...at] }];
      mistakes.push(mistake(DUPLICATE, { key, value: shown(value) }, { path: [...path, index, ...at], about: path, notes }));
    }
  });
}

/** Reports a mapping with more than `maximum` keys. */
export function checkEntries(mapping: object | undefined, maximum: number, path: Path, mistakes: Mistake[]): void {
  const count = mapping === undefined ? 0 : Object.keys(mapping).length;
  if (count > maximum) {
    mistakes.push(mistake(TOO_MANY, { count, maximum }, { path, onKey: true }));
  }
}

/**
 * A union: the member that belongs to the value of the discriminator must be there and no other.
 * `members` has the member of each of its values; `value` is the union at `path`.
 */
export function checkMember(
  value: object,
  members: Readonly<Record<string, string>>,
  path: Path,
  mistakes: Mistake[],
  discriminator = 'type',
): void {
  const type = String((value as Record<string, unknown>)[discriminator]);
  const expected = members[type] ?? '';
  const present = presentOf(value, Object.values(members));
  const strange = present.filter((member) => member !== expected);
  reportStrange(strange, type, expected, path, mistakes);
  if (strange.length === 0 && expected !== '' && present.length === 0) {
    mistakes.push(mistake(MEMBER_MISSING, { type, member: expected }, { path: [...path, discriminator], about: path }));
  }
}

/** Fields that do not belong to the type of the value at `path`. */
export function checkStrange(value: { readonly type: string }, strange: readonly string[], path: Path, mistakes: Mistake[]): void {
  reportStrange(presentOf(value, strange), value.type, '', path, mistakes);
}

function reportStrange(found: readonly string[], type: string, expected: string, path: Path, mistakes: Mistake[]): void {
  for (const member of found) {
    const args = { type, member: expected, found: member };
    mistakes.push(mistake(MEMBER_MISMATCH, args, { path: [...path, member], onKey: true, about: path }));
  }
}

/** Of two fields exactly one must be there. */
export function checkExactlyOne(value: object, fields: readonly [string, string], path: Path, mistakes: Mistake[]): void {
  checkNotBoth(value, fields, path, mistakes);
  checkAnyOf(value, fields, path, mistakes);
}

/** Of several fields at least one must be there. */
export function checkAnyOf(value: object, fields: readonly string[], path: Path, mistakes: Mistake[]): void {
  if (presentOf(value, fields).length === 0) {
    mistakes.push(mistake(NEITHER_FIELD, { fields }, { path, onKey: true }));
  }
}

/** Of two fields at most one may be there. */
export function checkNotBoth(value: object, fields: readonly [string, string], path: Path, mistakes: Mistake[]): void {
  const present = presentOf(value, fields);
  if (present.length === 2) {
    mistakes.push(mistake(CONFLICTING_FIELDS, { fields }, { path: [...path, fields[1]], onKey: true, about: path }));
  }
}

function presentOf(value: object, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => (value as Record<string, unknown>)[field] !== undefined);
}
