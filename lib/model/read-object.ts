import { EMPTY_VALUE, UNREADABLE_VALUE } from '../diagnostics/catalogue/shape';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { ObjectRef } from '../diagnostics/subject';
import type { KubeObject } from '../source/kube-object';
import type { Channel } from './common-route';
import { isConfidential, withoutData, withoutLastApplied } from './confidential';
import { explainIssues } from './issues';
import type { Kind, ReadValue } from './kinds';
import { metadataOf } from './metadata';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Decoded, OmittedPart } from './object';
import { emptyFields, partOf, without, withValue } from './parts';
import type { Path } from './paths';
import { isMapping, sourcePath, valueAt } from './paths';

/** One object and what reading it needs. */
export interface Reading {
  readonly object: KubeObject;
  /** With the namespace defaulted. */
  readonly ref: ObjectRef;
  readonly kind: Kind;
  readonly channel: Channel;
  readonly sink: DiagnosticSink;
}

/** The value as far as it is still to be used. */
interface Remainder {
  readonly value: Readonly<Record<string, unknown>>;
  readonly omitted: readonly OmittedPart[];
}

/** What a look at a value gives: either it is sound and read, or there are mistakes. */
type Look = { readonly read: ReadValue<unknown>; readonly mistakes: readonly [] } | { readonly mistakes: readonly Mistake[] };

/**
 * One object as the schema and rules of its kind see it. Mistakes are reported, and the parts that have them left out;
 * undefined if what remains would be of no use.
 *
 * A sound object is read once. Otherwise it is read again without its empty fields, and then without its wrong parts,
 * until nothing is wrong or nothing is left; so rules over several fields are checked where the fields are sound.
 */
export function readObject(reading: Reading): Decoded<unknown> | undefined {
  let remainder: Remainder | undefined = { value: reading.object.value, omitted: [] };
  let look = lookAt(remainder.value, reading);
  if (look.mistakes.length > 0) {
    const empty = emptyFields(remainder.value).filter((path) => path[0] === 'spec' || path[0] === 'metadata');
    if (empty.length > 0) {
      remainder = { value: without(remainder.value, empty) as Remainder['value'], omitted: [] };
      look = lookAt(remainder.value, reading);
      reportEmpty(empty, look.mistakes, reading);
    }
  }
  while (remainder !== undefined) {
    if ('read' in look) {
      return decoded(look.read, remainder, reading);
    }
    const { omitted } = remainder;
    look.mistakes.forEach((found) => discreet(found, reading).report(reading.sink, { ...reading, omitted }));
    const left: Remainder | undefined = withoutMistakes(remainder, look.mistakes, reading.kind);
    if (left === undefined) {
      reportRest(remainder, look.mistakes, reading);
    }
    remainder = left;
    look = remainder === undefined ? look : lookAt(remainder.value, reading);
  }
  return undefined;
}

/** Compiling a schema takes longer than it saves on the few hundred objects of a project. */
const interpreted = { jitless: true };

function lookAt(value: Remainder['value'], { kind, channel, object }: Reading): Look {
  const result = kind.schema.safeParse(value, interpreted);
  if (!result.success) {
    const explained = explainIssues(result.error.issues, kind.schema, value, object.value);
    if (explained.length === 0) {
      throw new Error(`no explanation for ${result.error.message}`);
    }
    return { mistakes: explained };
  }
  const mistakes: Mistake[] = [];
  kind.check?.(result.data.spec, mistakes, channel);
  return mistakes.length === 0 ? { read: result.data, mistakes: [] } : { mistakes };
}

/** An empty field that is required is reported as missing; the others count as absent. `metadata` is the cluster's affair. */
function reportEmpty(empty: readonly Path[], mistakes: readonly Mistake[], reading: Reading): void {
  const missing = new Set(mistakes.map(({ place }) => JSON.stringify(place.path)));
  empty.filter((path) => path[0] === 'spec' && !missing.has(JSON.stringify(path))).forEach((path) => {
    mistake(EMPTY_VALUE, {}, { path, onKey: true }).report(reading.sink, { ...reading, omitted: [] });
  });
}

/** Mistakes in the values of a Secret are told without the value, and not at the line where it stands. */
function discreet(found: Mistake, { object }: Reading): Mistake {
  const { path } = found.place;
  const isHarmless = path[0] === 'metadata' && path[1] !== 'annotations';
  if (!isConfidential(object) || isHarmless) {
    return found;
  }
  return mistake(UNREADABLE_VALUE, {}, { path: ['metadata', 'name'], about: path });
}

function withoutMistakes(remainder: Remainder, mistakes: readonly Mistake[], kind: Kind): Remainder | undefined {
  const parts = mistakes.map(({ place, isStray }) => partOf(place.path, kind.separable ?? {}) ?? (isStray ? place.path : undefined));
  const found = parts.filter((part) => part !== undefined && valueAt(remainder.value, part) !== undefined) as Path[];
  const value = found.length === parts.length ? without(remainder.value, found) : undefined;
  if (!isMapping(value)) {
    return undefined;
  }
  const omitted = unique(found).map((part) => {
    const name = valueAt(remainder.value, [...part, 'name']);
    return { path: sourcePath(part, remainder.omitted), ...(typeof name === 'string' && { name }) };
  });
  return { value, omitted: [...remainder.omitted, ...omitted] };
}

/** The object is lost; rules that its sound fields break are reported all the same, so that one run shows them too. */
function reportRest({ value, omitted }: Remainder, mistakes: readonly Mistake[], reading: Reading): void {
  const parts = mistakes.map(({ place: { path } }) => path.slice(0, typeof path[2] === 'number' ? 3 : 2));
  const isLost = parts.some((part) => part.length < 2 || part[0] !== 'spec');
  const rest = isLost ? undefined : without(value, parts);
  const result = isMapping(rest) ? reading.kind.schema.safeParse(rest, interpreted) : undefined;
  if (result?.success === true) {
    const found: Mistake[] = [];
    reading.kind.check?.(result.data.spec, found, reading.channel);
    const gone = [...omitted, ...unique(parts).map((path) => ({ path: sourcePath(path, omitted) }))];
    found.forEach((broken) => broken.report(reading.sink, { ...reading, omitted: gone }));
  }
}

function unique(paths: readonly Path[]): readonly Path[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

function decoded(read: ReadValue<unknown>, { value, omitted }: Remainder, { object, ref, kind }: Reading): Decoded<unknown> {
  const metadata = metadataOf(read.metadata, kind.namespaced);
  if (isConfidential(object)) {
    const annotations = withoutLastApplied(metadata.annotations);
    return { object: withoutData(object), ref, metadata: { ...metadata, annotations }, spec: read.spec, omitted };
  }
  return { object: omitted.length === 0 ? object : withValue(object, value, omitted), ref, metadata, spec: read.spec, omitted };
}
