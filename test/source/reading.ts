import { DiagnosticSink, type Diagnostic } from '../../lib/diagnostics/diagnostic';
import type { Span } from '../../lib/diagnostics/subject';
import type { KubeObject } from '../../lib/source/kube-object';
import { readManifests } from '../../lib/source/read';

export interface Reading {
  readonly objects: readonly KubeObject[];
  readonly diagnostics: readonly Diagnostic[];
  readonly codes: readonly string[];
}

/** Reads texts by path and keeps what was reported. */
export function reading(files: Readonly<Record<string, string>>): Reading {
  const sink = new DiagnosticSink();
  const objects = readManifests(Object.entries(files).map(([path, text]) => ({ path, text })), sink);
  return { objects, diagnostics: sink.diagnostics, codes: sink.diagnostics.map(({ code }) => code) };
}

/** `code line:column text`, where text is what the span marks. */
export function marks(text: string, path = 'a.yaml'): string[] {
  return reading({ [path]: text }).diagnostics.map(({ code, span }) => `${code} ${span ? place(span, text) : '-'}`);
}

/** `line:column text` */
export function place({ start, end }: Span, text: string): string {
  return `${start.line}:${start.column} ${text.slice(start.offset, end.offset)}`;
}
