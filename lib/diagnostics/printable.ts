/** Takes two columns on a terminal. Best effort: terminals differ. */
const wide =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u;

/** Takes no column of its own: combining marks, joiners, variation selectors. */
const narrow = /^[\p{Mn}\u200b-\u200d\ufe0f]$/u;

/** Controls, lone surrogates, line separators and marks of writing direction: they would move the cursor or hide text. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text on one line and without effects on a terminal: a tab becomes two spaces, other control characters their pictures. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => {
    if (character === '\t') return '  ';
    return character < ' ' ? String.fromCharCode(0x2400 + character.charCodeAt(0)) : '\ufffd';
  });
}

/** Number of terminal columns of a printable text. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (!narrow.test(character)) columns += wide.test(character) ? 2 : 1;
  }
  return columns;
}
