import { DUPLICATE_OBJECT, FILE_TOO_LARGE, TOO_MANY_MISTAKES } from '../diagnostics/catalogue/yaml';
import { secondPlaces } from '../diagnostics/catalogue/yaml-words';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { subjectOf, type ObjectRef } from '../diagnostics/subject';
import { identify, type IdentifiedObject } from './identity';
import type { KubeObject } from './kube-object';
import { comparePaths, MAX_FILE_BYTES, startOf, type SourceFile } from './source-file';
import { MAX_MISTAKES, readDocuments } from './yaml';

/**
 * The reading stage: texts in, Kubernetes objects with their places out.
 *
 * Promises: files are read in the order of their paths, whatever the order given; `kind: List` and typed lists are opened;
 * every object has apiVersion, kind and name; no two have the same group, kind, namespace and name (the first one stays);
 * values are plain JSON data with harmless keys. A mistake costs the document it is in, or less; all mistakes are reported.
 * It checks nothing else: what the fields of a kind mean is the business of lib/model.
 */
export function readManifests(files: readonly SourceFile[], sink: DiagnosticSink): KubeObject[] {
  const objects = new Map<string, KubeObject>();
  for (const file of files.toSorted((left, right) => comparePaths(left.path, right.path))) {
    for (const object of readFile(file, sink)) {
      const key = identityOf(object.ref);
      const first = objects.get(key);
      if (first) reportDuplicate(object, first, sink);
      else objects.set(key, placed(object, objects.size));
    }
  }
  return [...objects.values()];
}

/** Reads manifests from one text; `path` is what messages call it. */
export function readText(text: string, path: string, sink: DiagnosticSink): KubeObject[] {
  return readManifests([{ path, text }], sink);
}

function* readFile(file: SourceFile, sink: DiagnosticSink): Generator<IdentifiedObject> {
  const bytes = file.text.length;
  if (bytes > MAX_FILE_BYTES) {
    sink.report(FILE_TOO_LARGE, { path: file.path, bytes, limit: MAX_FILE_BYTES }, { at: startOf(file.path) });
    return;
  }
  const before = sink.diagnostics.length;
  for (const document of readDocuments(file, sink)) {
    if (document) yield* identify(document, file.path, sink);
    if (sink.diagnostics.length - before >= MAX_MISTAKES) {
      sink.report(TOO_MANY_MISTAKES, { path: file.path, limit: MAX_MISTAKES }, { at: startOf(file.path) });
      return;
    }
  }
}

function placed({ apiVersion, kind, ref, value, place }: IdentifiedObject, order: number): KubeObject {
  return { apiVersion, kind, ref, value, order, at: (...path) => place.at(...path), keyAt: (...path) => place.keyAt(...path) };
}

/** Without a namespace an object lands in `default`. The version does not count: it is a view of the same object. */
function identityOf({ group, kind, namespace, name }: ObjectRef): string {
  return JSON.stringify([group, kind, namespace || 'default', name]);
}

function reportDuplicate({ ref, place }: IdentifiedObject, first: KubeObject, sink: DiagnosticSink): void {
  sink.report(DUPLICATE_OBJECT, { subject: subjectOf(ref) }, {
    at: place.at('metadata', 'name'),
    subject: ref,
    notes: [{ text: secondPlaces.firstObject, span: first.at('metadata', 'name') }],
  });
}
