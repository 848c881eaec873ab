import { stringify } from 'yaml';
import { compile, DiagnosticSink, readManifests, type Compilation, type Diagnostic, type Span } from '../../lib/index';
import type { Example, Patch } from './field-table';
import type { Manifest } from './field-table-manifests';
import { manifestsFor } from './field-table-manifests';

type Segment = string | number;

/** One of the two sets of manifests of an example. */
export interface Variant {
  readonly text: string;
  readonly compilation: Compilation;
}

/** An example, compiled both ways. */
export interface Comparison {
  readonly without: Variant;
  readonly with: Variant;
  /** What is reported with the field and not without it. */
  readonly news: readonly Diagnostic[];
}

/** Compiles both sets of manifests of an example. `apiVersion`: of the objects of the field's kind. */
export function compareExample(field: string, example: Example, apiVersion?: string): Comparison {
  const [kind] = segmentsOf(field);
  const given = patched([...manifestsFor(String(kind)), ...(example.also ?? [])], example.given ?? {});
  const withField = 'to' in example ? patched(given, { [field]: example.to }) : given;
  const withoutField = patched(given, { [example.whole ?? field]: example.whole === undefined ? example.from : undefined });
  const [first, second] = [withoutField, withField].map((objects) => variantOf(inVersion(objects, String(kind), apiVersion), example));
  const before = first.compilation.diagnostics.map(keyOf);
  return { without: first, with: second, news: second.compilation.diagnostics.filter((diagnostic) => !before.includes(keyOf(diagnostic))) };
}

/** Whether a diagnostic points at a field: at its value, its key, or something in it. */
export function pointsAt(field: string, { span }: Diagnostic, { text }: Variant): boolean {
  const [kind, ...path] = segmentsOf(field);
  const object = readManifests([{ path: FILE, text }], new DiagnosticSink()).find((candidate) => candidate.kind === kind);
  if (span === undefined || object === undefined) return false;
  const places: readonly Span[] = [object.keyAt(...path), object.at(...path)];
  return span.file === FILE && places.some(({ start, end }) => span.start.line >= start.line && span.end.line <= end.line);
}

/** The concrete value of a field in manifests; undefined where it is missing. */
export function valueAt(objects: readonly Manifest[], field: string): unknown {
  const [kind, ...path] = segmentsOf(field);
  return path.reduce<unknown>(
    (value, segment) => (value as Record<Segment, unknown> | undefined)?.[segment],
    objects.find((object) => object.kind === kind),
  );
}

const FILE = 'example.yaml';
const compiled = new Map<string, Compilation>();

function variantOf(objects: readonly Manifest[], { options }: Example): Variant {
  const text = objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');
  const key = JSON.stringify([text, options]);
  const known = compiled.get(key) ?? compile([{ path: FILE, text }], { defaultTargetType: 'ip', ...options });
  compiled.set(key, known);
  return { text, compilation: known };
}

/** A diagnostic without its line, which differs where lines were added above it. */
function keyOf({ code, message }: Diagnostic): string {
  return `${code} ${message}`;
}

function inVersion(objects: readonly Manifest[], kind: string, version: string | undefined): readonly Manifest[] {
  if (version === undefined) return objects;
  return objects.map((object) => (object.kind === kind ? { ...object, apiVersion: object.apiVersion.replace(/[^/]+$/, version) } : object));
}

/** Sets or removes the values of a patch, each in the first object of its kind. */
function patched(objects: readonly Manifest[], patch: Patch): readonly Manifest[] {
  return Object.entries(patch).reduce<readonly Manifest[]>((all, [field, value]) => {
    const [kind, ...path] = segmentsOf(field);
    const index = all.findIndex((object) => object.kind === kind);
    if (index === -1) throw new Error(`no ${kind} to patch with ${field}`);
    const object = placed(all[index], path, value) as Manifest | undefined;
    return all.toSpliced(index, 1, ...(object === undefined ? [] : [object]));
  }, objects);
}

function placed(value: unknown, [segment, ...rest]: readonly Segment[], leaf: unknown): unknown {
  if (segment === undefined) return leaf;
  const copy: Record<Segment, unknown> = typeof segment === 'number' ? ([...((value ?? []) as unknown[])] as never) : { ...(value ?? {}) };
  copy[segment] = placed(copy[segment], rest, leaf);
  if (copy[segment] === undefined && typeof segment === 'string') delete copy[segment];
  return copy;
}

/** `HTTPRoute.spec.rules[].matches[1]` as kind, keys and indexes. */
function segmentsOf(field: string): readonly Segment[] {
  return field.split('.').flatMap((part) => {
    const [name, ...indexes] = part.split('[');
    return [name, ...indexes.map((index) => Number(index.replace(']', '') || 0))];
  });
}
