/** A stretch of a text that holds one YAML document. */
export interface DocumentSlice {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a stream into its documents at `---` and `...`. Documents of blank lines and comments only are left out.
 *
 * Both markers count wherever they begin a line: no scalar, not even a quoted or block one, may contain such a line
 * (YAML 1.2.2 section 9.1.2, rule `c-forbidden`). Cutting first means that a quote that is never closed spoils one document only.
 */
export function splitDocuments(text: string): DocumentSlice[] {
  const slices: DocumentSlice[] = [];
  let start = 0;
  let hasBegun = false;
  let hasContent = false;
  const cut = (end: number): void => {
    if (hasContent) slices.push({ start, end });
    start = end;
    hasBegun = false;
    hasContent = false;
  };
  for (let line = text.startsWith('\ufeff') ? 1 : 0; line < text.length; line = nextLine(text, line)) {
    const isStart = isMarker(text, line, '---');
    if (isStart && hasBegun) cut(line);
    const isEnd = isMarker(text, line, '...');
    const isBlank = isBlankFrom(text, isStart || isEnd ? line + 3 : line);
    hasBegun ||= isStart || !(isBlank || text[line] === '%');
    hasContent ||= !isBlank;
    if (isEnd) cut(nextLine(text, line));
  }
  cut(text.length);
  return slices;
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? text.length : newline + 1;
}

function isMarker(text: string, at: number, marker: string): boolean {
  return text.startsWith(marker, at) && (at + 3 === text.length || ' \t\r\n'.includes(text[at + 3]));
}

/** Nothing but spaces and a comment up to the end of the line. */
function isBlankFrom(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && ' \t\r'.includes(text[at])) at++;
  return at === text.length || text[at] === '\n' || text[at] === '#';
}
