/** The words in which the field table is written. */
import type { Example, Exception, FieldEntries, FieldEntry, IgnoredField, MappedField, Patch, RejectedField } from './field-table';
import type { Place } from './field-table-places';

export function mapped(
  place: Place,
  example: Example,
  more: Partial<Omit<MappedField, 'verdict' | 'place' | 'example'>> = {},
): MappedField {
  return { verdict: 'mapped', place, example, ...more };
}

export function rejected(
  code: string,
  detail: string,
  example: Example,
  more: Partial<Omit<RejectedField, 'verdict' | 'code' | 'detail' | 'example'>> = {},
): RejectedField {
  return { verdict: 'rejected', code, detail, example, ...more };
}

export function ignored(
  detail: string,
  example: Example,
  more: Partial<Omit<IgnoredField, 'verdict' | 'detail' | 'example'>> = {},
): IgnoredField {
  return { verdict: 'ignored', detail, example, ...more };
}

/** Without the field, and with this value. */
export function added(to: unknown, given: Patch = {}, more: Partial<Example> = {}): Example {
  return { to, given, ...more };
}

/** With one value, and with another. */
export function changed(from: unknown, to: unknown, given: Patch = {}, more: Partial<Example> = {}): Example {
  return { from, to, given, ...more };
}

/** Without `whole`, and with everything that `given` says. */
export function within(whole: string, given: Patch = {}, more: Partial<Example> = {}): Example {
  return { whole, given, ...more };
}

export function except(code: string, when: string, example: Example, more: Partial<Exception> = {}): Exception {
  return { code, when, ...example, ...more };
}

/** Entries whose paths all begin with `prefix`. */
export function under(prefix: string, entries: FieldEntries): FieldEntries {
  return Object.fromEntries(Object.entries(entries).map(([path, entry]) => [`${prefix}.${path}`, entry] satisfies [string, FieldEntry]));
}
