/**
 * GW0xxx: reading files (GW00xx), the YAML in them (GW01xx), and the Kubernetes objects in that (GW02xx).
 */
import { error, note } from '../diagnostic';
import { syntaxProblems, systemProblems, type SyntaxProblem } from './yaml-words';

export const PATH_NOT_FOUND = error<{ path: string }>('GW0001', 'source/path-not-found', {
  message: ({ path }) => `${path} does not exist`,
  fix: 'correct the path; relative paths start at the working directory',
  cause: 'A path given as manifests names neither a file nor a folder.',
});

export const UNREADABLE = error<{ path: string; problem: string }>('GW0002', 'source/unreadable', {
  message: ({ path, problem }) => `${path} cannot be read: ${systemProblems[problem] ?? `the system says ${problem}`}`,
  fix: 'make it a regular file or a folder that this user may read',
  cause: 'A file or folder exists but the operating system does not let us read it, or it is a device, a socket or a pipe.',
});

export const NO_MANIFEST_FILES = error<{ path: string }>('GW0003', 'source/no-manifest-files', {
  message: ({ path }) => (path === '' ? 'no files or folders with manifests were given' : `the folder ${path} holds no manifests`),
  fix: 'name a folder with .yaml, .yml or .json files; hidden files and node_modules are not searched',
  cause: 'A folder given as manifests has no .yaml, .yml or .json file, also not in its subfolders.',
});

export const FILE_TOO_LARGE = error<{ path: string; bytes: number; limit: number }>('GW0004', 'source/file-too-large', {
  message: ({ path, bytes, limit }) => `${path} has ${megabytes(bytes)} MB; files over ${megabytes(limit)} MB are not read`,
  fix: 'split the file, or name only the files that hold Gateway API objects',
  cause: 'A file is larger than 10 MB.',
});

export const NOT_TEXT = error<{ path: string }>('GW0005', 'source/not-text', {
  message: ({ path }) => `${path} is not a UTF-8 text`,
  fix: 'name the manifests only, or save the file as UTF-8 (the ">" of Windows PowerShell writes UTF-16)',
  cause: 'A file holds NUL bytes or bytes that are not UTF-8.',
});

export const TOO_MANY_MISTAKES = error<{ path: string; limit: number }>('GW0006', 'source/too-many-mistakes', {
  message: ({ path, limit }) => `${path} has more than ${limit} mistakes; the rest of it is not read`,
  fix: 'look at the first ones; the file may be no manifest at all',
  cause: 'Reading a file brought up 500 diagnostics or more.',
});

export const NO_STANDARD_INPUT = error<{ problem: 'terminal' | 'empty' }>('GW0007', 'source/no-standard-input', {
  message: ({ problem }) => `nothing came in on the standard input: ${problem === 'terminal' ? 'it is a terminal' : 'it is empty'}`,
  fix: 'pipe manifests into it, as in "kustomize build . | gateway-alb check -"; where another command writes them, see whether it failed',
  cause: 'The path `-` stands for the standard input, which is a terminal or has no content; often the command before the pipe has failed.',
});

export const YAML_SYNTAX = error<{ language: 'YAML' | 'JSON'; problem: SyntaxProblem }>('GW0101', 'source/yaml-syntax', {
  message: ({ language, problem }) => `not valid ${language}: ${syntaxProblems[problem]}`,
  fix: 'correct this place; the document around it is not read before that',
  cause: 'A document of a file is not well-formed YAML (or JSON).',
});

export const DUPLICATE_KEY = error<{ subject: string; key: string }>('GW0102', 'source/duplicate-key', {
  message: ({ subject, key }) => `${subject}: the key "${key}" stands twice in the same mapping`,
  fix: 'keep one of the two',
  cause: 'A mapping has the same key twice; one of the two values would be lost.',
});

export const UNSAFE_KEY = error<{ subject: string; key: string }>('GW0103', 'source/unsafe-key', {
  message: ({ subject, key }) => `${subject}: the key "${key}" is not accepted`,
  fix: 'rename or remove the key',
  cause: 'A key is `__proto__`, `constructor` or `prototype`, which tools written in JavaScript may take for something else.',
});

export const KEY_NOT_TEXT = error<{ subject: string }>('GW0104', 'source/key-not-text', {
  message: ({ subject }) => `${subject}: a key has to be a text, not a list, a mapping or nothing`,
  fix: 'write the key as a plain word, or in quotes',
  cause: 'A key of a mapping is itself a list or a mapping, or is empty.',
});

export const UNKNOWN_ANCHOR = error<{ subject: string; anchor: string }>('GW0105', 'source/unknown-anchor', {
  message: ({ subject, anchor }) => `${subject}: the alias *${anchor} has no anchor &${anchor} before it in this document`,
  fix: 'define the anchor earlier in the same document, or write the value out (a text that starts with * needs quotes)',
  cause: 'An alias names no anchor that ends before it. Anchors do not reach over `---`, and a value cannot contain itself.',
});

export const ALIASES_TOO_LARGE = error<{ subject: string; limit: number }>('GW0106', 'source/aliases-too-large', {
  message: ({ subject, limit }) => `${subject}: aliases repeat more than ${limit} values; this document is not read`,
  fix: 'write the values out, or use fewer aliases',
  cause: 'The aliases of a document expand to more values than any manifest needs (an "alias bomb").',
});

export const TOO_DEEP = error<{ limit: number }>('GW0107', 'source/too-deep', {
  message: ({ limit }) => `values are nested more than ${limit} levels deep; this document is not read`,
  fix: 'remove the nesting; an unclosed bracket that repeats has the same effect',
  cause: 'Lists and mappings are nested deeper than any manifest needs.',
});

export const UNKNOWN_TAG = error<{ subject: string; tag: string }>('GW0108', 'source/unknown-tag', {
  message: ({ subject, tag }) => `${subject}: the tag ${tag} means nothing in a manifest`,
  fix: 'remove the tag; a text that starts with ! needs quotes',
  cause: 'A value has a YAML tag such as `!Ref` or `!!binary`, which is not part of JSON.',
});

export const TEMPLATE_TEXT = error<Record<never, never>>('GW0109', 'source/template-text', {
  message: () => 'this is a template ("{{ ... }}"), not a manifest; it is not read',
  fix: 'render the chart first, for example: helm template RELEASE CHART > manifests.yaml (a text with {{ }} needs quotes)',
  cause: 'A file is the template of a Helm chart, or another text with Go template actions in it.',
});

export const NOT_JSON = error<{ subject: string; value: string }>('GW0110', 'source/not-json', {
  message: ({ subject, value }) => `${subject}: ${value} is no value that Kubernetes knows`,
  fix: 'write a number, or put the value in quotes',
  cause: 'A value is `.nan` or `.inf`, which JSON and the Kubernetes API do not have.',
});

export const DOCUMENT_TOO_LARGE = error<{ limit: number }>('GW0111', 'source/document-too-large', {
  message: ({ limit }) => `this document has more than ${limit} tokens and is not read`,
  fix: 'split the document into several with "---"',
  cause: 'One document (often a `kind: List`) is so large that reading it would need gigabytes of memory.',
});

export const BAD_MERGE = error<{ subject: string }>('GW0112', 'source/bad-merge', {
  message: ({ subject }) => `${subject}: "<<" merges mappings, and this is not a mapping`,
  fix: 'name an anchor of a mapping, or a list of such anchors',
  cause: 'The merge key `<<` has a value that is neither a mapping nor a list of mappings.',
});

export const NOT_A_MAPPING = error<{ found: string }>('GW0201', 'source/not-a-mapping', {
  message: ({ found }) => `a Kubernetes object was expected here, not ${found}`,
  fix: 'start the document with apiVersion, kind and metadata; keep other files elsewhere',
  cause: 'A document (or an item of a List) is a list, a text or a number instead of an object.',
});

export const IDENTITY_MISSING = error<{ subject: string; fields: readonly string[] }>('GW0202', 'source/identity-missing', {
  message: ({ subject, fields }) => `${subject} has no ${fields.join(', no ')}`,
  fix: ({ fields }) =>
    fields.includes('kind')
      ? 'every Kubernetes object needs apiVersion, kind and metadata.name; keep other files elsewhere'
      : `add ${fields.join(' and ')}${fields.includes('metadata.name') ? ' (metadata.generateName is not enough)' : ''}`,
  advice: 'add apiVersion, kind and metadata.name; keep other files elsewhere',
  cause: 'An object lacks `apiVersion`, `kind` or `metadata.name`.',
});

export const IDENTITY_NOT_TEXT = error<{ subject: string; field: string; found: string }>('GW0203', 'source/identity-not-text', {
  message: ({ subject, field, found }) => `${subject}: ${field} must be a text, not ${found}`,
  fix: 'correct the value; numbers and words like true need quotes to be texts',
  cause: '`apiVersion`, `kind`, `metadata.name` or `metadata.namespace` is a number, a list or a mapping.',
});

export const DUPLICATE_OBJECT = error<{ subject: string }>('GW0204', 'source/duplicate-object', {
  message: ({ subject }) => `${subject} is defined twice; only the first definition is read`,
  fix: 'remove one of the two, or name them differently',
  cause: 'Two objects have the same group, kind, namespace and name. In a cluster, the one applied last would win.',
});

export const LIST_WITHOUT_ITEMS = error<{ kind: string }>('GW0205', 'source/list-without-items', {
  message: ({ kind }) => `${kind}: "items" must be a list of objects`,
  fix: 'give the objects under items, or write them as documents of their own',
  cause: 'An object of a kind that ends in `List` has no list under `items`.',
});

export const API_VERSION_MALFORMED = error<{ subject: string; apiVersion: string }>('GW0207', 'source/api-version-malformed', {
  message: ({ subject, apiVersion }) => `${subject}: apiVersion "${apiVersion}" is neither "version" nor "group/version"`,
  fix: 'write it as Kubernetes does, for example v1 or gateway.networking.k8s.io/v1',
  cause: 'An apiVersion lacks its version or has more than one slash.',
});

export const NOT_A_MANIFEST = note<{ tool: string }>('GW0206', 'source/not-a-manifest', {
  message: ({ tool }) => `skipped: this file belongs to ${tool}`,
  fix: 'nothing to do, unless its output is meant: build that and name it',
  cause: 'A file such as `kustomization.yaml`, `Chart.yaml` or `values.yaml` lies among the manifests and holds no Kubernetes object.',
});

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1).replace(/\.0$/, '');
}
