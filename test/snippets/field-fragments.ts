import { FIELDS } from '../../lib/model/fields';
import { KINDS } from '../../lib/model/kinds';

const paths = new Map(FIELDS.map(({ path, leaf }) => [path.replaceAll('[]', ''), leaf]));
const kinds = KINDS.map(({ kind }) => kind);
const parents = new Set([...kinds, ...[...paths.keys()].map((path) => path.replace(/\.[^.]*$/, ''))]);

/** A part of a manifest has fields that stand together in one place of some kind. */
export function unknownFields(value: unknown): readonly string[] {
  if ([...parents].some((parent) => fits(value, parent))) return [];
  return [`no kind has these fields in one place: ${JSON.stringify(value)}`];
}

function fits(value: unknown, parent: string): boolean {
  if (paths.get(parent) === true) return true;
  if (Array.isArray(value)) return value.every((item) => fits(item, parent));
  if (typeof value !== 'object' || value === null) return paths.has(parent);
  return Object.entries(value).every(([key, inside]) => fitsKey(key, inside, parent));
}

function fitsKey(key: string, inside: unknown, parent: string): boolean {
  if (kinds.includes(parent) && ['apiVersion', 'kind', 'metadata'].includes(key)) return true;
  return paths.has(`${parent}.${key}`) && fits(inside, `${parent}.${key}`);
}
