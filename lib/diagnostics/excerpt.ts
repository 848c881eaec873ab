import { columnsOf, printable } from './printable';
import type { Span } from './subject';

/** One line of a file with the stretch that a span marks. */
export interface Excerpt {
  readonly line: number;
  /** Printable, and cut to about 100 columns around the mark. */
  readonly text: string;
  /** First marked column of `text`, from 0, and number of marked columns, at least 1. */
  readonly column: number;
  readonly length: number;
}

/** Characters of a line that are shown. */
const WIDTH = 100;

/** Characters shown before the mark where the beginning of a line has to be cut. */
const LEAD = 40;

const CUT = '…';

/** The first line of `span`, for display. Undefined where `text` does not reach that far, so it is not the text of the span. */
export function excerptOf(text: string, span: Span): Excerpt | undefined {
  const start = span.start.offset;
  if (start > text.length) return undefined;
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = endOfLine(text, start);
  const end = Math.min(span.end.offset, lineEnd);
  const from = end - lineStart <= WIDTH ? lineStart : Math.max(lineStart, start - LEAD);
  const to = Math.min(lineEnd, from + WIDTH);

  const lead = (from > lineStart ? CUT : '') + printable(text.slice(from, start));
  const marked = printable(text.slice(start, Math.min(end, to)));
  const rest = printable(text.slice(Math.max(start, Math.min(end, to)), to)) + (to < lineEnd ? CUT : '');
  return { line: span.start.line, text: lead + marked + rest, column: columnsOf(lead), length: Math.max(1, columnsOf(marked)) };
}

function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}
