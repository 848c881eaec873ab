/** The words of a command line as far as it is written, quotes and backslashes undone; nothing is expanded or run. */
export function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part] of line.matchAll(/\s+|\\.?|'[^']*'?|"(?:\\.|[^"\\])*"?|[^\s\\'"]+/gsu)) {
    if (/^\s/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + unquoted(part);
    }
  }
  return [...words, word ?? ''];
}

function unquoted(part: string): string {
  if (part.startsWith("'")) return part.slice(1).replace(/'$/, '');
  if (part.startsWith('"')) return part.slice(1).replace(/(?<!\\)"$/, '').replaceAll(/\\(["\\$`])/g, '$1');
  return part.startsWith('\\') ? part.slice(1) : part;
}
