/** A shell script as the commands in it, each as its words. As much of the language as documentation needs. */
export function commandsIn(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let intoFile = false;
  const endWord = () => {
    if (word !== undefined && !intoFile) words.push(word);
    if (word !== undefined) intoFile = false;
    word = undefined;
  };
  for (const { 0: text, groups = {} } of withoutDocuments(script).matchAll(token)) {
    if (groups.piece !== undefined) word = `${word ?? ''}${valueOf(text)}`;
    else endWord();
    if (groups.redirect !== undefined) intoFile = true;
    if (groups.end === undefined) continue;
    commands.push(words);
    words = [];
  }
  endWord();
  return [...commands, words].map(withoutKeywords).filter((command) => command.length > 0);
}

const token = new RegExp([
  String.raw`(?<space>(?:[ \t]|\\\n)+|(?<![^\s;&|()])#[^\n]*)`,
  String.raw`(?<redirect>(?<!\S)\d*(?:>>|>&|<<<|[<>])&?)`,
  String.raw`(?<end>[;&|()\n]|\$\()`,
  String.raw`(?<piece>'[^']*'|"(?:\\.|[^"\\])*"|\$\{\{.*?\}\}|\$\{[^}]*\}|\\.|[^\s;&|()])`,
].join('|'), 'gs');

function valueOf(piece: string): string {
  if (/^['"]/.test(piece) && piece.length > 1) return piece.slice(1, -1).replaceAll(piece.startsWith('"') ? /\\(["\\$`])/g : /$^/g, '$1');
  return piece.startsWith('\\') ? piece.slice(1) : piece;
}

/** What follows `<<END` up to `END` is input, not commands. */
function withoutDocuments(script: string): string {
  return script.replaceAll(/<<-?\s*(['"]?)(\w+)\1([^\n]*)\n[^]*?\n\s*\2(?=\n|$)/g, '$3');
}

const keywords = new Set(['if', 'then', 'else', 'elif', 'fi', 'do', 'done', 'while', 'until', '!', '{', '}', 'time', 'sudo', 'exec', '$']);

/** Without words of the shell and variables that are set for the command. */
function withoutKeywords(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !keywords.has(word) && !/^\w+=/.test(word));
  return first === -1 ? [] : words.slice(first);
}
