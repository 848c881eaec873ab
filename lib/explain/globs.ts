/**
 * Globs of listener rule conditions: `*` is any number of characters, `?` exactly one; the rest is literal and the glob
 * must cover the whole text.
 * Source: "Condition types for listener rules" (ELB user guide).
 */
export interface GlobOptions {
  readonly ignoreCase: boolean;
  /** Whether `\*`, `\?` and `\\` stand for the character itself (query strings only). */
  readonly escapes: boolean;
}

/** Tests one text. */
export type TextTest = (text: string) => boolean;

type GlobToken = { readonly kind: 'character'; readonly character: string } | { readonly kind: 'one' } | { readonly kind: 'any' };

/** Reads a glob once for many texts. Matching takes at most length of glob times length of text, whatever the glob. */
export function compileGlob(glob: string, options: GlobOptions): TextTest {
  const fold = options.ignoreCase ? foldCase : (text: string) => text;
  const tokens = readGlob(fold(glob), options.escapes);
  if (tokens.every((token) => token.kind === 'character')) {
    const literal = tokens.map((token) => token.character).join('');
    return (text) => fold(text) === literal;
  }
  return (text) => covers(tokens, fold(text));
}

/** Lower case of ASCII letters only: a load balancer compares bytes. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function readGlob(glob: string, escapes: boolean): readonly GlobToken[] {
  const tokens: GlobToken[] = [];
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (escapes && character === '\\' && at + 1 < glob.length) {
      at += 1;
      tokens.push({ kind: 'character', character: glob.charAt(at) });
    } else if (character === '*') {
      tokens.push({ kind: 'any' });
    } else {
      tokens.push(character === '?' ? { kind: 'one' } : { kind: 'character', character });
    }
  }
  return tokens;
}

/** Walks both at once; after a mismatch the last `*` takes one character more. Earlier ones never need to. */
function covers(tokens: readonly GlobToken[], text: string): boolean {
  let token = 0;
  let at = 0;
  let retry: { token: number; at: number } | undefined;
  while (at < text.length) {
    const current = tokens[token];
    if (current?.kind === 'any') {
      retry = { token, at };
      token += 1;
    } else if (current && (current.kind === 'one' || current.character === text.charAt(at))) {
      token += 1;
      at += 1;
    } else if (retry) {
      retry = { token: retry.token, at: retry.at + 1 };
      token = retry.token + 1;
      at = retry.at;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest.kind === 'any');
}
