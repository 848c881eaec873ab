import type { z } from 'zod';
import type { Path } from './paths';

/** A schema of zod, looked at from outside. */
export type Schema = z.core.$ZodType;

/** The schema under `optional`, `default`, `prefault` and transformations. */
function essence(schema: Schema): Schema {
  const def = (schema as z.ZodType).def as { readonly type: string; readonly innerType?: Schema; readonly in?: Schema };
  const inner = def.type === 'pipe' ? def.in : def.innerType;
  return inner === undefined ? schema : essence(inner);
}

/** The fields of an object schema and their schemas; undefined for anything else. */
export function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  return (essence(schema) as { readonly shape?: Readonly<Record<string, Schema>> }).shape;
}

/** The schema of the entries of a list; undefined for anything else. */
export function elementOf(schema: Schema): Schema | undefined {
  return (essence(schema) as { readonly element?: Schema }).element;
}

/** True for a field that may be left out. */
export function isOptional(schema: Schema): boolean {
  return (schema as z.ZodType).safeParse(undefined).success;
}

function schemaAt(schema: Schema, path: Path): Schema | undefined {
  return path.reduce<Schema | undefined>((parent, segment) => {
    if (parent === undefined) {
      return undefined;
    }
    return typeof segment === 'number' ? elementOf(parent) : shapeOf(parent)?.[segment];
  }, schema);
}

/** Names of the fields that the object at `path` may have; none if there is no object with fixed fields. */
export function knownFields(schema: Schema, path: Path): readonly string[] {
  const at = schemaAt(schema, path);
  return at === undefined ? [] : Object.keys(shapeOf(at) ?? {});
}

/** The limits of a number or of the length of a text, as far as the schema has them. */
export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Limits of the number or text at `path`; none where the schema has none or is a union. */
export function boundsAt(schema: Schema, path: Path): Bounds {
  const at = schemaAt(schema, path);
  const limits = at === undefined ? {} : essence(at) as Partial<Record<'minValue' | 'maxValue' | 'minLength' | 'maxLength', number | null>>;
  const minimum = limits.minValue ?? limits.minLength ?? undefined;
  const maximum = limits.maxValue ?? limits.maxLength ?? undefined;
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}
