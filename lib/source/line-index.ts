import type { Span } from '../diagnostics/subject';
import type { SourceFile } from './source-file';

/** Turns offsets of one file into places that people can find. */
export class LineIndex {
  private starts: Int32Array | undefined;

  public constructor(private readonly file: SourceFile) {}

  /** The span from `start` to `end`, kept inside the file and freed of white space at its end. */
  public span(start: number, end: number): Span {
    const { path, text } = this.file;
    const from = Math.min(Math.max(start, 0), text.length);
    let to = Math.min(Math.max(end, from), text.length);
    while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
    return { file: path, start: this.position(from), end: this.position(to) };
  }

  private position(offset: number): Span['start'] {
    this.starts ??= lineStarts(this.file.text);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low] + 1, offset };
  }
}

function lineStarts(text: string): Int32Array {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return Int32Array.from(starts);
}

function isSpace(character: number): boolean {
  return character === 0x20 || character === 0x09 || character === 0x0a || character === 0x0d;
}
