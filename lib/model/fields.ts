import { KINDS } from './kinds';
import type { Schema } from './schema-walk';
import { elementOf, isOptional, shapeOf } from './schema-walk';

/** One field of a kind that is decoded. */
export interface Field {
  readonly group: string;
  readonly kind: string;
  /** Served versions; the field is the same in all of them. */
  readonly versions: readonly string[];
  /** For example `HTTPRoute.spec.rules[].filters[].requestRedirect.port`; `[]` stands for the entries of a list. */
  readonly path: string;
  /** False for a field that an object may leave out. */
  readonly required: boolean;
  /** True for a value without fixed fields of its own: text, number, mapping with free keys, list of such. */
  readonly leaf: boolean;
}

/** Not the business of a kind: what every object has, and what the cluster writes. */
const COMMON = ['apiVersion', 'kind', 'metadata', 'status'];

/** Every field of every kind that is decoded, read off the schemas; of core kinds the fields that are read. */
export const FIELDS: readonly Field[] = KINDS.flatMap(({ group, kind, versions, schema }) => {
  const fields = Object.entries(shapeOf(schema) ?? {}).filter(([name]) => !COMMON.includes(name));
  return fields.flatMap(([name, field]) => walk(`${kind}.${name}`, field).map((entry) => ({ group, kind, versions, ...entry })));
});

type Entry = Pick<Field, 'path' | 'required' | 'leaf'>;

function walk(path: string, schema: Schema): readonly Entry[] {
  const [inside, suffix] = innermost(schema);
  const shape = shapeOf(inside);
  const nested = Object.entries(shape ?? {}).flatMap(([name, field]) => walk(`${path}${suffix}.${name}`, field));
  return [{ path, required: !isOptional(schema), leaf: shape === undefined }, ...nested];
}

/** The entries of a list, of lists too. */
function innermost(schema: Schema, suffix = ''): readonly [Schema, string] {
  const element = elementOf(schema);
  return element === undefined ? [schema, suffix] : innermost(element, `${suffix}[]`);
}
