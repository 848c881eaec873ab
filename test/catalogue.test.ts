import { readdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../lib/diagnostics/catalogue';
import { exampleOf, withoutExample, writtenExamples } from '../scripts/code-examples';
import { MOST_LINES } from '../scripts/code-examples/excerpts';
import { diagnosticsPage } from '../scripts/diagnostics-page';

const ROOT = join(__dirname, '..');
const CATALOGUE = 'lib/diagnostics/catalogue';

/** The TypeScript files under a folder with their texts, by path from the root. */
function textsUnder(folder: string, endings = ['.ts']): ReadonlyMap<string, string> {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => endings.some((ending) => path.endsWith(ending)) && !path.includes('node_modules'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
  return new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

/** Where a code is declared: the name of its constant and its file. */
interface Declaration {
  readonly constant: string;
  readonly file: string;
}

/** The exports of the files that declare codes; a file that passes on another's is not where they stand. */
const declarations = new Map<string, Declaration>(
  [...textsUnder(CATALOGUE)].flatMap(([path, text]) => {
    const file = path.slice(CATALOGUE.length + 1);
    const exported = Object.entries(jest.requireActual<Readonly<Record<string, unknown>>>(`../${path}`));
    return exported.flatMap(([constant, value]) => {
      const code = catalogue.find((known) => known === value)?.code;
      return code !== undefined && text.includes(`export const ${constant} = `) ? [[code, { constant, file }] as const] : [];
    });
  }),
);

const named = catalogue.map((code) => [code.code, code] as const);

/** Which codes each file may declare, and the stage their names begin with. */
const RANGES: Readonly<Record<string, readonly [codes: RegExp, stage: RegExp]>> = {
  'yaml.ts': [/^GW0[012]/, /^source$/],
  'sides.ts': [/^GW03/, /^source$/],
  'shape.ts': [/^GW1[01]/, /^model$/],
  'gateways.ts': [/^GW2[04]/, /^attach$/],
  'parents.ts': [/^GW21/, /^attach$/],
  'listeners.ts': [/^GW22/, /^attach$/],
  'listener-tls.ts': [/^GW23/, /^attach$/],
  'backends.ts': [/^GW2[56]/, /^attach$/],
  'unused.ts': [/^GW27/, /^attach$/],
  'selection.ts': [/^GW29/, /^attach$/],
  'matches.ts': [/^GW31/, /^plan$/],
  'filters.ts': [/^GW32/, /^plan$/],
  'rule-actions.ts': [/^GW33/, /^plan$/],
  'routing.ts': [/^GW4/, /^plan$/],
  'aws.ts': [/^GW5[012]/, /^plan$/],
  'aws-attributes.ts': [/^GW5[35]/, /^plan$/],
  'aws-target-groups.ts': [/^GW54/, /^plan$/],
  'delivery.ts': [/^GW56/, /^emit$/],
  'priorities.ts': [/^GW57/, /^plan$/],
  'route-tests.ts': [/^GW6/, /^route-tests$/],
  'internal.ts': [/^GW9/, /^internal$/],
};

describe('the catalogue as a whole', () => {
  test('holds every code that its files declare', () => {
    const written = [...textsUnder(CATALOGUE).values()].flatMap((text) => [...text.matchAll(/^export const \w+ = (?:error|warning|note)</gm)]);
    expect(written).toHaveLength(catalogue.length);
    expect([...declarations.keys()].sort()).toEqual(catalogue.map(({ code }) => code));
  });

  test('has every number and every name once', () => {
    expect(new Set(catalogue.map(({ code }) => code)).size).toBe(catalogue.length);
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
  });
});

describe('an entry', () => {
  test.each(named)('%s stands in the file of its range, under the name of its stage', (code, { name }) => {
    const { file } = declarations.get(code) ?? { file: '' };
    const [codes, stage] = RANGES[file] ?? [/^$/, /^$/];
    expect(code).toMatch(codes);
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(name.split('/')[0]).toMatch(stage);
  });

  test.each(named)('%s says its cause in sentences and its fix as advice', (_, { cause, advice }) => {
    expect(cause).toMatch(/^[`A-Za-z].*[.)]$/s);
    expect(advice).toMatch(/^(HTTP|[a-z`])/);
    expect(advice).not.toMatch(/\.$|undefined|\[object|<\w+>/);
  });

  test.each(named)('%s has a status only where it stands for one', (_, { severity, condition, runtime }) => {
    if (severity === 'note') expect(condition).toBeUndefined();
    if (condition?.status === 'True') expect(['Conflicted', 'PartiallyInvalid', 'OverlappingTLSConfig', 'InsecureFrontendValidationMode']).toContain(condition.type);
    if (condition !== undefined) expect(condition.reason).toMatch(/^[A-Z][A-Za-z]+$/);
    if (runtime) expect(severity).toBe('error');
  });
});

/** Never a user's mistake: only a fault of this library would report it. */
const WITHOUT_CASE = ['GW9001'];

describe('a code', () => {
  const sources = [...textsUnder('lib'), ...textsUnder('constructs'), ...textsUnder('bin')]
    .filter(([path]) => !path.startsWith(CATALOGUE))
    .map(([, text]) => text.replaceAll(/^import[^;]*;/gm, ''));
  const tests = [...textsUnder('test', ['.ts', '.txt', '.yaml', '.json'])].filter(([path]) => !path.startsWith('test/catalogue.test.ts'));

  test.each(named)('%s is reported somewhere', (code) => {
    const { constant } = declarations.get(code) ?? { constant: code };
    const word = new RegExp(`\\b${constant}\\b`);
    expect(sources.some((text) => word.test(text))).toBe(true);
  });

  test.each(named.filter(([code]) => !WITHOUT_CASE.includes(code)))('%s has a case', (code) => {
    const { constant } = declarations.get(code) ?? { constant: code };
    // Quoted, or in a golden; remarks in brackets do not count.
    const word = new RegExp(`\\b${constant}\\b|['"\`]${code}\\b|\\b(error|warning|note) ${code}\\b`);
    expect(tests.filter(([, text]) => word.test(text)).map(([path]) => path)).not.toEqual([]);
  });
});

describe('docs/diagnostics.md', () => {
  const codes = catalogue.map(({ code }) => code);

  test.each(codes.filter((code) => !(code in withoutExample)))('%s has an example that leads to it', (code) => {
    const { excerpts, message } = exampleOf(code) ?? { excerpts: [], message: '' };
    expect(message).toMatch(new RegExp(`^(\\S+:\\d+:\\d+ - )?(error|warning|note) ${code}: `));
    for (const folder of [tmpdir(), homedir(), ROOT]) expect(message).not.toContain(`${folder}/`);
    const shown = excerpts.flatMap(({ text }) => text.split('\n')).filter((line) => !/^( *# \.\.\.|---)$/.test(line));
    expect(shown.length).toBeLessThanOrEqual(MOST_LINES);
  });

  test('has a reason for each code without an example, and for no other', () => {
    expect(Object.keys(withoutExample)).toEqual(['GW0111', 'GW0302', 'GW0309', 'GW9001']);
    expect(Object.keys(withoutExample).map(exampleOf).filter((example) => example !== undefined)).toEqual([]);
    expect([...writtenExamples, ...Object.keys(withoutExample)].filter((code) => !codes.includes(code))).toEqual([]);
    expect(writtenExamples.filter((code) => code in withoutExample)).toEqual([]);
  });

  const page = diagnosticsPage();

  test('has a heading and a link at the top for every code', () => {
    const [top] = page.split(/^## /m);
    expect([...page.matchAll(/^### (GW\d{4}) /gm)].map(([, code]) => code)).toEqual(codes);
    expect([...top.matchAll(/\[(GW\d{4})\]\(#/g)].map(([, code]) => code)).toEqual(codes);
  });

  test('has nothing that a template of Vue would take for its own, apart from code', () => {
    const text = page.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
    expect(text).not.toMatch(/\{\{|<[a-z/!]/i);
  });
});
