/** Widths of characters in parts of the font size, as the widest of the usual sans-serif fonts has them. */
const narrow = 0.4;
const usual = 0.62;
const wide = 0.95;

/** About how wide a line is at most; what draws it has no font to ask. */
export function widthOf(text: string, fontSize: number): number {
  const widths = [...text].map((character) => {
    if (/[ijltfrI.,:;'"|!()[\]{}/ -]/.test(character)) return narrow;
    return /[mwMW@%…]|[^\x20-\x7e]/.test(character) ? wide : usual;
  });
  return widths.reduce((sum, width) => sum + width, 0) * fontSize;
}

/** Names differ at their ends more often than in the middle. */
export function cut(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - tail).join('')}…${characters.slice(-tail).join('')}`;
}

/** Lines that fit, broken at spaces; a long name is broken after slashes and dots, and cut where even that does not help. */
export function wrap(text: string, width: number, fontSize: number): readonly string[] {
  const fits = (line: string): boolean => widthOf(line.trimEnd(), fontSize) <= width;
  const lines: string[] = [];
  for (const part of text.split(/(?<= )/).flatMap((word) => (fits(word) ? [word] : word.split(/(?<=[^ /][/.])/)))) {
    const longer = `${lines.at(-1) ?? ''}${part}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line) => fit(line.trimEnd(), width, fontSize));
}

function fit(text: string, width: number, fontSize: number): string {
  let length = [...text].length;
  while (length > 2 && widthOf(cut(text, length), fontSize) > width) length -= 1;
  return cut(text, length);
}
