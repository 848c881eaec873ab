import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { placeOf, root, type Snippet } from './snippet';


/** What the type checker says about snippets in TypeScript. One program for all: the types of the CDK take seconds to load. */
export function typeProblems(snippets: readonly Snippet[]): readonly string[] {
  const files = new Map(snippets.map((snippet, index) => [join(__dirname, `snippet-${index}.ts`).replaceAll('\\', '/'), snippet]));
  const program = programOf(new Map([...files].map(([file, { text }]) => [file, moduleOf(text)])));
  return [...files].flatMap(([file, snippet]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map((diagnostic) => `${placeOf(snippet, lineOf(diagnostic) - 1)}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n  ')}`);
  });
}

export function standsAlone(text: string): boolean {
  return /^import .* from '/m.test(text);
}

const prelude = namesOf(readFileSync(join(__dirname, 'prelude.ts'), 'utf8'));

/** The shape of JSON, written as a type without a name. */
function isShape(text: string): boolean {
  return text.trimStart().startsWith('{');
}

/** One line in front of the snippet, so that lines are easily told. */
function moduleOf(text: string): string {
  if (standsAlone(text)) return `export {};\n${text}`;
  const imports = `import { ${prelude.join(', ')} } from './prelude'`;
  if (isShape(text)) return `${imports}; export type Shape =\n${text}`;
  return `${imports}; export async function snippet(this: Construct) {\n${text}\n}`;
}

function lineOf({ file, start = 0 }: ts.Diagnostic): number {
  return file ? file.getLineAndCharacterOfPosition(start).line : 1;
}

const packages = { 'cdk-gateway-alb': [join(root, 'constructs', 'index.ts')], 'cdk-gateway-alb/compiler': [join(root, 'lib', 'index.ts')] };

function options(): ts.CompilerOptions {
  const { config } = ts.parseConfigFileTextToJson('tsconfig.json', readFileSync(join(root, 'tsconfig.json'), 'utf8')) as { config: { compilerOptions: object } };
  const own = { noEmit: true, allowUnusedLabels: false, noUnusedLocals: false, noUnusedParameters: false, types: ['node', 'jest'], paths: packages };
  return ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, ...own }, root).options;
}

function programOf(texts: ReadonlyMap<string, string>, compilerOptions = options()): ts.Program {
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, language, ...rest) => {
    const text = texts.get(file);
    return text === undefined ? getSourceFile(file, language, ...rest) : ts.createSourceFile(file, text, language, true);
  };
  return ts.createProgram([...texts.keys()], compilerOptions, host);
}

/** What the prelude exports, read off its text. */
function namesOf(text: string): readonly string[] {
  const { statements } = ts.createSourceFile('prelude.ts', text, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (ts.isTypeAliasDeclaration(statement)) return [statement.name.text];
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => (name as ts.Identifier).text);
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    if (clause === undefined) return [];
    return ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [clause.name.text];
  });
}
