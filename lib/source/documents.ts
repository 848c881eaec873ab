/** A stretch of a text that holds one YAML document (or none: blank lines and comments only). */
export interface DocumentSlice {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a stream into its documents at `---` and `...`.
 *
 * Both markers count wherever they begin a line: no scalar, not even a quoted or block one, may contain such a line
 * (YAML 1.2.2 section 9.1.2, rule `c-forbidden`). Cutting first means that a quote that is never closed spoils one document only.
 */
export function splitDocuments(text: string): DocumentSlice[] {
  const slices: DocumentSlice[] = [];
  let start = 0;
  let hasContent = false;
  for (let line = text.startsWith('\ufeff') ? 1 : 0; line < text.length; line = nextLine(text, line)) {
    if (isMarker(text, line, '---')) {
      if (hasContent) {
        slices.push({ start, end: line });
        start = line;
      }
      hasContent = true;
    } else if (isMarker(text, line, '...')) {
      const end = nextLine(text, line);
      slices.push({ start, end });
      start = end;
      hasContent = false;
    } else if (!hasContent) {
      hasContent = !isPreamble(text, line);
    }
  }
  slices.push({ start, end: text.length });
  return slices;
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? text.length : newline + 1;
}

function isMarker(text: string, at: number, marker: string): boolean {
  return text.startsWith(marker, at) && (at + 3 === text.length || ' \t\r\n'.includes(text[at + 3]));
}

/** Blank lines, comments and directives may stand before `---` and belong to the document that follows. */
function isPreamble(text: string, line: number): boolean {
  let at = line;
  while (at < text.length && ' \t\r'.includes(text[at])) at++;
  return at === text.length || text[at] === '\n' || text[at] === '#' || text[line] === '%';
}
