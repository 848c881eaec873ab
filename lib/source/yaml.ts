import { isMap, isScalar, type ParsedNode } from 'yaml';
import { DOCUMENT_TOO_LARGE, TEMPLATE_TEXT, TOO_DEEP, UNKNOWN_TAG, YAML_SYNTAX } from '../diagnostics/catalogue/yaml';
import { secondPlaces } from '../diagnostics/catalogue/yaml-words';
import type { DiagnosticSink, Note } from '../diagnostics/diagnostic';
import { nameOf, type Span } from '../diagnostics/subject';
import { splitDocuments, type DocumentSlice } from './documents';
import { LineIndex } from './line-index';
import { MAX_DEPTH, MAX_TOKENS, parseDocument, type Refusal, type SyntaxFault } from './syntax';
import type { SourceFile } from './source-file';
import { readValue, type DocumentValue, type ReportAt } from './value';

/** Most mistakes that are reported in one document; a file with so many is not read to its end. */
export const MAX_MISTAKES = 500;

/** One YAML document that could be read, with its place in its file. */
export interface YamlDocument extends DocumentValue {
  readonly lines: LineIndex;
  /** Where the offsets of `places` count from. */
  readonly base: number;
}

/**
 * Reads all documents of a file: YAML 1.2 (so `yes` and `on` are texts) with anchors, aliases and `<<`, or JSON.
 * Empty documents are skipped. For a document with a mistake in its syntax, undefined is yielded, after the report; the others are read.
 */
export function* readDocuments(file: SourceFile, sink: DiagnosticSink): Generator<YamlDocument | undefined> {
  const lines = new LineIndex(file);
  for (const slice of splitDocuments(file.text)) yield readDocument(file, slice, lines, sink);
}

function readDocument(file: SourceFile, { start, end }: DocumentSlice, lines: LineIndex, sink: DiagnosticSink): YamlDocument | undefined {
  const { root, faults, tags, refusal } = parseDocument(file.text.slice(start, end));
  const place = (from: number, to: number): Span => lines.span(start + from, start + to);
  if (refusal) reportRefusal(refusal, place, sink);
  for (const fault of faults.slice(0, MAX_MISTAKES)) reportFault(fault, file, place, sink);
  if (refusal || faults.length > 0 || !root || isEmpty(root)) return undefined;

  let mistakes = 0;
  const report: ReportAt = (code, args, range, { first, hint } = {}) => {
    if (++mistakes > MAX_MISTAKES) return;
    const notes: Note[] = first ? [{ text: secondPlaces.firstKey, span: place(...first) }] : [];
    sink.report(code, args(subjectOf(root)), { at: place(...range), notes, hint });
  };
  for (const tag of tags) {
    report(UNKNOWN_TAG, (subject) => ({ subject, tag: file.text.slice(start + tag.start, start + tag.end) }), [tag.start, tag.end]);
  }
  const document = readValue(root, report);
  return document && { ...document, lines, base: start };
}

function reportRefusal({ why, start, end }: Refusal, place: (from: number, to: number) => Span, sink: DiagnosticSink): void {
  const at = place(start, end);
  if (why === 'template') sink.report(TEMPLATE_TEXT, {}, { at });
  else if (why === 'depth') sink.report(TOO_DEEP, { limit: MAX_DEPTH }, { at });
  else sink.report(DOCUMENT_TOO_LARGE, { limit: MAX_TOKENS }, { at });
}

function reportFault(fault: SyntaxFault, file: SourceFile, place: (from: number, to: number) => Span, sink: DiagnosticSink): void {
  const notes: Note[] = [];
  if (fault.noticed !== undefined) notes.push({ text: secondPlaces.shouldClose, span: place(fault.noticed, fault.noticed + 1) });
  if (fault.openedBy !== undefined) notes.push({ text: secondPlaces.quoteOpened, span: place(fault.openedBy, fault.openedBy + 1) });
  const language = /\.json$/i.test(file.path) ? 'JSON' : 'YAML';
  sink.report(YAML_SYNTAX, { language, problem: fault.problem }, { at: place(fault.start, fault.end), notes });
}

function isEmpty(root: ParsedNode): boolean {
  return isScalar(root) && root.value === null && (root.source ?? '') === '' && root.anchor === undefined && root.tag === undefined;
}

/** Names the object before it is read, for mistakes that keep it from being read. */
function subjectOf(root: ParsedNode): string {
  const text = (path: readonly string[]): string | undefined => {
    const value: unknown = isMap(root) ? root.getIn(path) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const kind = text(['kind']) ?? 'object';
  const name = text(['metadata', 'name']);
  return name === undefined ? `the ${kind}` : `${kind} ${nameOf({ namespace: text(['metadata', 'namespace']) ?? '', name })}`;
}
