import type { Code, DiagnosticSink } from '../diagnostics/diagnostic';
import type { ObjectRef, Span } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import type { KubeObject } from '../source/kube-object';
import type { OmittedPart } from './object';
import type { Path } from './paths';
import { sourcePath } from './paths';

/** Where in an object a mistake is, and what else belongs to it. */
export interface Place {
  readonly path: Path;
  /** Point at the key that leads to `path` instead of its value. */
  readonly onKey?: boolean;
  /** What the message names as the field. Default: `path`. */
  readonly about?: Path;
  readonly hint?: string;
  readonly notes?: readonly { readonly text: string; readonly path: Path }[];
}

/** The object that is read, for reports. */
export interface ReadObject {
  readonly object: KubeObject;
  readonly ref: ObjectRef;
  /** Parts that are missing in the value to which the paths of mistakes belong. */
  readonly omitted: readonly OmittedPart[];
}

/** Something that is wrong in an object, not yet reported. */
export interface Mistake {
  readonly place: Place;
  /** True for a field that is unknown and resembles none that is known: leaving it out changes nothing else. */
  readonly isStray: boolean;
  report(sink: DiagnosticSink, read: ReadObject): void;
}

/** A mistake of the given code; who has it and in which field is added when it is reported. */
export function mistake<A extends { subject: string; field: string }>(
  code: Code<A>,
  args: Omit<A, 'subject' | 'field'>,
  place: Place,
  isStray = false,
): Mistake {
  return {
    place,
    isStray,
    report: (sink, { object, ref, omitted }) => {
      const field = fieldName(sourcePath(place.about ?? place.path, omitted));
      const complete = { ...args, field, subject: subjectOf(ref) } as unknown as A;
      const notes = place.notes?.map(({ text, path }) => ({ text, span: object.at(...sourcePath(path, omitted)) }));
      sink.report(code, complete, { at: spanOf(object, place, omitted), subject: ref, hint: place.hint, notes });
    },
  };
}

function spanOf(object: KubeObject, place: Place, omitted: readonly OmittedPart[]): Span {
  const path = sourcePath(place.path, omitted);
  return place.onKey === true ? object.keyAt(...path) : object.at(...path);
}

/** A path as messages show it: `spec.rules[0].filters[1]`, `metadata.labels["example.com/team"]`. */
export function fieldName(path: Path): string {
  return path.reduce<string>((name, segment) => {
    if (typeof segment === 'number') {
      return `${name}[${segment}]`;
    }
    const plain = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(segment);
    return plain ? `${name}${name === '' ? '' : '.'}${segment}` : `${name}[${JSON.stringify(segment)}]`;
  }, '');
}

/** A value as messages show it: JSON, shortened. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length <= 80 ? json : `${json.slice(0, 76)}..."`;
}
