import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join, posix } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');

interface Import {
  readonly specifier: string;
  /** Only types are taken, so nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

interface SourceFile {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

interface Room {
  readonly rule: string;
  /** A folder (ends in a slash) or a file. Of several rooms that hold a file, the longest name counts. */
  readonly room: string;
  readonly values: readonly string[];
  readonly types?: readonly string[];
}

interface Home {
  readonly rule: string;
  readonly packages: readonly string[];
  readonly homes: readonly string[];
}

/** Who may import what of ours. A folder's files may always import each other; a single file's room has no such neighbours. */
const ROOMS: readonly Room[] = [
  { rule: 'diagnostics imports nothing of ours', room: 'lib/diagnostics/', values: [] },
  { rule: 'source imports diagnostics', room: 'lib/source/', values: ['lib/diagnostics/'] },
  { rule: 'model imports source and diagnostics', room: 'lib/model/', values: ['lib/source/', 'lib/diagnostics/'] },
  {
    rule: 'attach imports model, diagnostics and the types of source',
    room: 'lib/attach/',
    values: ['lib/model/', 'lib/diagnostics/'],
    types: ['lib/source/'],
  },
  {
    rule: 'plan imports attach, model, diagnostics and the types of source',
    room: 'lib/plan/',
    values: ['lib/attach/', 'lib/model/', 'lib/diagnostics/'],
    types: ['lib/source/'],
  },
  { rule: 'the plan itself knows no Kubernetes object, only places to point at', room: 'lib/plan/ir.ts', values: ['lib/diagnostics/subject.ts'] },
  {
    rule: 'explain sees the plan only, so a simulation cannot cheat by looking at the routes',
    room: 'lib/explain/',
    values: ['lib/plan/ir.ts', 'lib/diagnostics/subject.ts'],
  },
  {
    rule: 'report imports the plan, its limits, diagnostics, the words of explain and the types of attach and model',
    room: 'lib/report/',
    values: ['lib/plan/ir.ts', 'lib/plan/limits.ts', 'lib/explain/wording.ts', 'lib/explain/render-explanation.ts', 'lib/diagnostics/'],
    types: ['lib/attach/', 'lib/model/', 'lib/explain/'],
  },
  {
    rule: 'page, which runs in a browser, imports explain and what it shares with the renderer of the page: nothing that reads files or YAML',
    room: 'page/',
    values: ['lib/explain/', 'lib/route-tests/witness.ts', 'lib/report/anchors.ts', 'lib/report/diagram-keys.ts', 'lib/diagnostics/subject.ts'],
    types: ['lib/plan/ir.ts', 'lib/report/page-data.ts'],
  },
  {
    rule: 'route tests read tables with source and run them on the plan with explain',
    room: 'lib/route-tests/',
    values: ['lib/source/', 'lib/explain/', 'lib/plan/ir.ts', 'lib/diagnostics/'],
  },
  {
    rule: 'review compares plans and asks the simulator, so that it knows nothing the simulator does not; its page escapes as the report does',
    room: 'lib/review/',
    values: ['lib/plan/ir.ts', 'lib/explain/', 'lib/diagnostics/', 'lib/report/html.ts'],
  },
  { rule: 'compile.ts may call every stage', room: 'lib/compile.ts', values: ['lib/'] },
  { rule: 'index.ts, the door into lib, may export everything', room: 'lib/index.ts', values: ['lib/'] },
  {
    rule: 'compiler.ts, the door for what must start fast, exports nothing that looks at plans',
    room: 'lib/compiler.ts',
    values: ['lib/compile.ts', 'lib/source/', 'lib/plan/', 'lib/diagnostics/'],
  },
  { rule: 'constructs enters lib through its door', room: 'constructs/', values: ['lib/index.ts'] },
  { rule: 'bin enters lib through its doors', room: 'bin/', values: ['lib/index.ts', 'lib/compiler.ts'] },
  { rule: 'the CDK app also uses the constructs', room: 'bin/app/', values: ['lib/index.ts', 'constructs/index.ts'] },
  { rule: 'the CDK app is made of its parts', room: 'bin/app.ts', values: ['lib/index.ts', 'bin/app/'] },
];

/** Packages that have a home: nobody else imports them. Every other dependency is free to use, every other builtin only outside lib. */
const HOMES: readonly Home[] = [
  {
    rule: 'only constructs and the CDK app know CDK and cdk8s',
    packages: ['aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs'],
    homes: ['constructs/', 'bin/app.ts', 'bin/app/'],
  },
  { rule: 'only source reads YAML', packages: ['yaml'], homes: ['lib/source/'] },
  { rule: 'only model has schemas', packages: ['zod'], homes: ['lib/model/'] },
  { rule: 'only bin has a command line', packages: ['commander'], homes: ['bin/'] },
  {
    rule: 'in lib, only source/files.ts touches the disk',
    packages: ['node:fs', 'node:fs/promises'],
    homes: ['lib/source/files.ts', 'constructs/', 'bin/'],
  },
  { rule: 'in lib, only source knows paths', packages: ['node:path'], homes: ['lib/source/', 'constructs/', 'bin/'] },
  { rule: 'in lib, only plan hashes', packages: ['node:crypto'], homes: ['lib/plan/', 'constructs/', 'bin/'] },
];

const FILES = ['bin', 'constructs', 'lib', 'page'].flatMap(readFolder);
const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

test('there are files to look at, and imports in them', () => {
  expect(FILES.length).toBeGreaterThan(0);
  expect(FILES.flatMap((file) => file.imports).length).toBeGreaterThan(0);
});

describe('the import table', () => {
  test.each(ROOMS)('$rule', (room) => {
    const residents = FILES.filter((file) => roomOf(file.path) === room);
    expect(residents.flatMap((file) => strangers(file, room))).toEqual([]);
  });

  test('every file has a row in the table', () => {
    expect(FILES.map((file) => file.path).filter((path) => !roomOf(path))).toEqual([]);
  });
});

describe('packages', () => {
  test.each(HOMES)('$rule', ({ packages, homes }) => {
    expect(packageImports((name, path) => packages.includes(name) && !homes.some((home) => holds(home, path)))).toEqual([]);
  });

  test('lib and page use no builtin without a home', () => {
    const homed = HOMES.flatMap(({ packages }) => packages);
    expect(packageImports((name, path) => /^(lib|page)\//.test(path) && isBuiltin(name) && !homed.includes(name))).toEqual([]);
  });

  test('what is imported is a dependency, and in lib one that is bundled', () => {
    const known = (path: string): string[] => Object.keys({ ...dependencies, ...(path.startsWith('lib/') ? {} : peerDependencies) });
    expect(packageImports((name, path) => !isBuiltin(name) && !known(path).includes(name))).toEqual([]);
  });
});

describe('files', () => {
  test.each([
    ['are named after the domain', (file: SourceFile) => !/(^|[/-])(utils?|helpers?|common|types?)(\.ts$|\/)/.test(file.path)],
    ['and their folders have kebab-case names', (file: SourceFile) => /^([a-z0-9]+(-[a-z0-9]+)*\/)+[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(file.path)],
    ['have 500 lines at most', (file: SourceFile) => file.lines <= 500],
  ])('%s', (_, isFine) => {
    expect(FILES.filter((file) => !isFine(file)).map((file) => file.path)).toEqual([]);
  });
});

function holds(room: string, path: string): boolean {
  return room.endsWith('/') ? path.startsWith(room) : path === room;
}

function roomOf(path: string): Room | undefined {
  return ROOMS.filter(({ room }) => holds(room, path)).sort((a, b) => b.room.length - a.room.length)[0];
}

/** The imports of our own files that the room does not allow, as sentences. */
function strangers(file: SourceFile, { room, values, types = [] }: Room): string[] {
  return file.imports
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map((it) => ({ ...it, target: resolve(file.path, it.specifier) }))
    .filter(({ target, typeOnly }) => ![room, ...values, ...(typeOnly ? types : [])].some((allowed) => holds(allowed, target)))
    .map(({ target, typeOnly }) => `${file.path} imports ${typeOnly ? 'types of ' : ''}${target}`);
}

/** The imports of packages and builtins that fit, as sentences. Builtins are named with their scheme, packages without subpath. */
function packageImports(fits: (name: string, path: string) => boolean): string[] {
  return FILES.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => !specifier.startsWith('.'))
      .map(({ specifier }) => packageName(specifier))
      .filter((name) => fits(name, path))
      .map((name) => `${path} imports ${name}`),
  );
}

function packageName(specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The file that a relative import means. One that does not exist yet keeps the name it would have. */
function resolve(from: string, specifier: string): string {
  const path = posix.join(posix.dirname(from), specifier).replace(/\/$/, '').replace(/\.[jt]s$/, '');
  return !existsSync(join(ROOT, `${path}.ts`)) && existsSync(join(ROOT, path, 'index.ts')) ? `${path}/index.ts` : `${path}.ts`;
}

function readFolder(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = posix.join(folder, ...name.split(/[\\/]/));
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, lines: text.trimEnd().split('\n').length, imports: readImports(text, basename(path)) };
    });
}

/** Every form: import and export declarations, import(), require(), import = require() and the type import('...'). */
function readImports(text: string, name: string): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && isModuleName(node)) found.push({ specifier: node.text, typeOnly: isTypeOnly(node.parent) });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return found;
}

function isModuleName({ parent }: ts.StringLiteral): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  return ts.isCallExpression(parent) && /^(import|require)$/.test(parent.expression.getText());
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isLiteralTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
