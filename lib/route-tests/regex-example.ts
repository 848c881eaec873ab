import { otherCharacters, parseRegex, type CharacterSet, type RegexNode } from '../explain/regex-syntax';

/** Characters by how well they look in an example; those that would end a path or a query come last. */
const pleasant = `abcdefghijklmnopqrstuvwxyz0123456789-_.~/ABCDEFGHIJKLMNOPQRSTUVWXYZ:@!$'()*+,;=&%"<>[]^\`{|}\\#? `;

/** How to make one text: which branch of an alternation to take (the last where there are fewer), how often to repeat. */
interface Choice {
  readonly branch: number;
  readonly repetitions: number;
}

const choices = [0, 1, 2].flatMap((repetitions) => [0, 1, 2, 3, 4].map((branch): Choice => ({ branch, repetitions })));

/**
 * Texts that a regular expression describes, the shortest of each branch first. Anchors are taken to hold, so a text has
 * to be tried. Throws UnsupportedRegexError.
 */
export function regexExamples(regex: string): readonly string[] {
  const node = parseRegex(regex, false);
  return [...new Set(choices.map((choice) => exampleOf(node, choice)))];
}

function exampleOf(node: RegexNode, choice: Choice): string {
  switch (node.kind) {
    case 'set':
      return characterOf(node.set);
    case 'sequence':
      return node.items.map((item) => exampleOf(item, choice)).join('');
    case 'alternation':
      return exampleOf(node.branches[Math.min(choice.branch, node.branches.length - 1)], choice);
    case 'repetition':
      return exampleOf(node.item, choice).repeat(Math.min(Math.max(node.min, choice.repetitions), node.max));
    case 'assertion':
      return '';
  }
}

function characterOf(set: CharacterSet): string {
  const found = [...pleasant].find((character) => set[character.charCodeAt(0)] === 1);
  return found ?? (set[otherCharacters] === 1 ? 'é' : '');
}
