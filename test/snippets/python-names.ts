import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesBelow, root, type Snippet } from './snippet';

/** The public API as Python has it: members in snake_case, properties of a struct as keyword arguments. */
interface PythonApi {
  /** Classes and enums with their members; structs with their properties. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keyword arguments of calls: every parameter and every property of a struct. */
  readonly keywords: ReadonlySet<string>;
}

/**
 * What is wrong with the names of this package in a Python snippet: imports, members of its classes, and keyword arguments of
 * their calls. The rest of Python, and that it runs, is the business of test/package.
 */
export function pythonProblems({ text }: Pick<Snippet, 'text'>): readonly string[] {
  const imported = importedNames(text);
  const unknown = imported.filter((name) => !api().types.has(name));
  const members = imported.flatMap((name) => membersUsed(text, name).filter((member) => api().types.get(name)?.has(member) === false).map((member) => `${name}.${member}`));
  const keywords = imported.flatMap((name) => callsOf(text, name).flatMap(keywordsIn)).filter((keyword) => !api().keywords.has(keyword));
  return [...unknown, ...members, ...keywords.map((keyword) => `${keyword}=`)].map((name) => `cdk_gateway_alb has no ${name}`);
}

function importedNames(text: string): readonly string[] {
  return [...text.matchAll(/^from cdk_gateway_alb import +(?:\(([^)]*)\)|(.+))$/gm)].flatMap(([, several, line]) => (several ?? line).match(/\w+/g) ?? []);
}

function membersUsed(text: string, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, member]) => member);
}

/** What stands between the brackets of calls of a class and its methods. */
function callsOf(text: string, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\\b${name}(?:\\.\\w+)?\\(`, 'g'))].map(({ 0: call, index }) => insideBrackets(text.slice(index + call.length)));
}

function insideBrackets(text: string): string {
  let depth = 1;
  const end = [...text].findIndex((character) => {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    return depth === 0;
  });
  return end === -1 ? text : text.slice(0, end);
}

/** Keywords of the call itself, not of calls inside it. */
function keywordsIn(call: string): readonly string[] {
  let flat = call.replaceAll(/"[^"\n]*"|'[^'\n]*'/g, '""');
  for (let before = ''; before !== flat;) [before, flat] = [flat, flat.replaceAll(/\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}/g, '')];
  return [...flat.matchAll(/(?:^|,)\s*(\w+)\s*=(?!=)/g)].map(([, keyword]) => keyword);
}

let known: PythonApi | undefined;

function api(): PythonApi {
  return (known ??= apiOf(filesBelow('constructs', '.ts').map((file) => readFileSync(join(root, file), 'utf8'))));
}

function apiOf(texts: readonly string[]): PythonApi {
  const declarations = texts.flatMap((text) => [...ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true).statements])
    .filter((statement) => ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isEnumDeclaration(statement))
    .filter((declaration) => (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0);
  const types = new Map(declarations.map((declaration) => [declaration.name?.text ?? '', new Set(membersOf(declaration))]));
  const structs = declarations.filter(ts.isInterfaceDeclaration).flatMap(membersOf);
  const parameters = declarations.filter(ts.isClassDeclaration).flatMap(({ members }) => members.filter(ts.isMethodDeclaration).flatMap((method) => method.parameters.map(({ name }) => snakeCase(name.getText()))));
  return { types, keywords: new Set([...structs, ...parameters]) };
}

function membersOf(declaration: ts.ClassDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration): readonly string[] {
  const names = [...declaration.members].flatMap((member) => (member.name ? [member.name.getText()] : []));
  return ts.isEnumDeclaration(declaration) ? names : names.map(snakeCase);
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
