import type { z } from 'zod';
import type { Path } from './paths';

type Schema = z.core.$ZodType;

/** The schema under `optional`, `default`, `prefault` and transformations. */
function essence(schema: Schema): Schema {
  const def = (schema as z.ZodType).def as { type: string; innerType?: Schema; in?: Schema };
  const inner = def.type === 'pipe' ? def.in : def.innerType;
  return inner === undefined ? schema : essence(inner);
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  return (essence(schema) as { shape?: Readonly<Record<string, Schema>> }).shape;
}

function elementOf(schema: Schema): Schema | undefined {
  return (essence(schema) as { element?: Schema }).element;
}

/** Names of the fields that the object at `path` may have; none if there is no object with fixed fields. */
export function knownFields(schema: Schema, path: Path): readonly string[] {
  const at = path.reduce<Schema | undefined>((parent, segment) => {
    if (parent === undefined) {
      return undefined;
    }
    return typeof segment === 'number' ? elementOf(parent) : shapeOf(parent)?.[segment];
  }, schema);
  return at === undefined ? [] : Object.keys(shapeOf(at) ?? {});
}
