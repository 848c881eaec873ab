/** Words of the messages about reading files and YAML. */

/** What can be wrong with the syntax of a document. */
export type SyntaxProblem =
  | 'alias'
  | 'character'
  | 'comma-missing'
  | 'comment-without-space'
  | 'deeper-than-value'
  | 'directive'
  | 'document-start'
  | 'escape'
  | 'flow-unclosed'
  | 'indentation'
  | 'key-too-long'
  | 'key-without-value'
  | 'list-on-key-line'
  | 'multiline-key'
  | 'quote-unclosed'
  | 'space-missing'
  | 'tab'
  | 'text-after-quote'
  | 'two-anchors-or-tags'
  | 'two-keys-on-a-line'
  | 'unexpected';

/** Completes "not valid YAML: ...". */
export const syntaxProblems: Readonly<Record<SyntaxProblem, string>> = {
  'alias': 'an anchor or alias is not allowed like this; a text that starts with & or * needs quotes',
  'character': 'a value cannot start with this character; put the value in quotes',
  'comma-missing': 'a comma or a closing bracket is missing here',
  'comment-without-space': 'a comment needs a space before its "#"',
  'deeper-than-value': 'this key has its value already, so the lines below it cannot be indented deeper',
  'directive': 'this % directive is not understood',
  'document-start': 'the first key of a document belongs on the line after "---"',
  'escape': 'this escape sequence does not exist; write \\\\ for a backslash, or use single quotes',
  'flow-unclosed': 'this bracket is never closed',
  'indentation': 'the indentation does not fit the lines above',
  'key-too-long': 'a key cannot have more than 1024 characters',
  'key-without-value': 'this is neither "key: value" nor an item of a list',
  'list-on-key-line': 'the items of a list begin on the line after their key',
  'multiline-key': 'this line is no "key: value"; is a colon missing, or the space after it?',
  'quote-unclosed': 'this quote is never closed',
  'space-missing': 'a space is missing here',
  'tab': 'YAML is indented with spaces; this is a tab',
  'text-after-quote': 'there is text after the closing quote; a quote inside quotes is written \'\' or \\"',
  'two-anchors-or-tags': 'a value can have one anchor and one tag only',
  'two-keys-on-a-line': 'a second "key:" on the same line; start a new line, or put a text that contains a colon in quotes',
  'unexpected': 'this does not belong here',
};

/** Completes "cannot be read: ...", by the code of the operating system's error. */
export const systemProblems: Readonly<Record<string, string | undefined>> = {
  'EACCES': 'no permission',
  'ELOOP': 'its symbolic links lead in a circle',
  'ENOTDIR': 'a part of the path is a file, not a folder',
  'EPERM': 'no permission',
  'not-a-file': 'it is neither a regular file nor a folder',
};

/** Words of the notes that point at a second place. */
export const secondPlaces = {
  firstKey: 'it stands here first',
  firstObject: 'the first definition',
  shouldClose: 'it should be closed before this place',
  quoteOpened: 'the quoted text before it began here',
} as const;

/** Hint at an alias that is a wildcard hostname without quotes: `*.example.com` is the alias `.example.com`. */
export function quoteWildcard(alias: string): string {
  return `did you mean "*${alias}", in quotes?`;
}

/** Hint at a second `apiVersion`: files that were put one after the other, as by `cat *.yaml`, without a line between them. */
export const separateDocuments = 'if another object begins here, put a line --- before it';

/** What a value is, for people. */
export function wordFor(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'a text' : `the ${typeof value} ${JSON.stringify(value)}`;
}
