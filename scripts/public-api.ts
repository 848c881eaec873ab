import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/** A name with its documentation in one line. */
interface Documented {
  readonly name: string;
  readonly text: string;
}

export interface Parameter extends Documented {
  readonly type: string;
}

export interface Member extends Documented {
  /** Of a method: what it returns. Of a value: its text. */
  readonly type: string;
  readonly kind: 'property' | 'method' | 'factory' | 'value';
  readonly optional: boolean;
  /** As after `@default`; absent where there is none. */
  readonly byDefault?: string;
  readonly parameters: readonly Parameter[];
}

/** A class, an interface or an enum that users of the package see. */
export interface Declaration extends Documented {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly constructable: boolean;
  readonly bases: readonly string[];
  readonly members: readonly Member[];
}

type Declared = ts.ClassDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration;
type DeclaredMember = ts.ClassElement | ts.TypeElement | ts.EnumMember;

const folder = join(__dirname, '..', 'constructs');

/** What `constructs/index.ts` exports, read from the sources, so that no build is needed. */
export function publicApi(): readonly Declaration[] {
  return readdirSync(folder).sort().filter((file) => file.endsWith('.ts')).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const exported = exportedNames(file);
    return source.statements.filter(isDeclared).filter((node) => isPublic(node) && exported(node.name?.text ?? '')).map(declaration);
  });
}

/** Which names of a file the index exports. */
function exportedNames(file: string): (name: string) => boolean {
  const index = readFileSync(join(folder, 'index.ts'), 'utf8');
  const [, names = ''] = new RegExp(`export (?:type )?(\\*|\\{[^}]*\\}) from '\\./${file.replace(/\.ts$/, '')}'`).exec(index) ?? [];
  const listed: readonly string[] = names.match(/\w+/g) ?? [];
  return (name) => names === '*' || listed.includes(name);
}

function isDeclared(node: ts.Node): node is Declared {
  return ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node);
}

function isPublic(node: Declared | DeclaredMember): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) ?? [] : [];
  const hidden = modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword);
  const exported = !isDeclared(node) || modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return exported && !hidden && !ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');
}

function declaration(node: Declared): Declaration {
  const elements: readonly DeclaredMember[] = [...node.members];
  return {
    name: node.name?.text ?? '',
    text: commentOf(node),
    kind: ts.isClassDeclaration(node) ? 'class' : ts.isEnumDeclaration(node) ? 'enum' : 'interface',
    constructable: elements.some((element) => ts.isConstructorDeclaration(element) && isPublic(element)),
    bases: ts.isInterfaceDeclaration(node) ? (node.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.getText())) : [],
    members: elements.filter((element) => isPublic(element) && !ts.isConstructorDeclaration(element)).map(member),
  };
}

function member(node: DeclaredMember): Member {
  const isStatic = ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  const parameters = ts.isMethodDeclaration(node) ? node.parameters : [];
  const name = node.name?.getText() ?? '';
  return {
    name: ts.isMethodDeclaration(node) ? `${name}(${parameters.map(shownParameter).join(', ')})` : name,
    text: commentOf(node),
    type: typeOf(node),
    kind: ts.isEnumMember(node) ? 'value' : isStatic ? 'factory' : ts.isMethodDeclaration(node) ? 'method' : 'property',
    optional: ts.isPropertySignature(node) && node.questionToken !== undefined,
    byDefault: tagOf(node, 'default'),
    parameters: parameters.map(parameterOf),
  };
}

function parameterOf(node: ts.ParameterDeclaration): Parameter {
  return { name: node.name.getText(), text: oneLine(ts.getJSDocParameterTags(node)[0]?.comment), type: shortType(node.type) };
}

function shownParameter({ name, initializer, questionToken, dotDotDotToken }: ts.ParameterDeclaration): string {
  return `${dotDotDotToken ? '...' : ''}${name.getText()}${initializer ?? questionToken ? '?' : ''}`;
}

/** As it is written, without the namespaces it is imported with. */
function typeOf(node: DeclaredMember): string {
  if (ts.isEnumMember(node)) return node.initializer?.getText() ?? '';
  return shortType((node as ts.PropertySignature).type);
}

function shortType(type: ts.TypeNode | undefined): string {
  return oneLine(type?.getText()).replace(/\b(?:[a-z]\w*\.)+(?=[A-Z])/g, '').replace(/\breadonly /g, '');
}

function commentOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '');
  return oneLine(comments.join(' ').replace(/```[^]*?```/g, ''));
}

function tagOf(node: ts.Node, name: string): string | undefined {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === name);
  return tag && oneLine(tag.comment);
}

function oneLine(text: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(text) ?? '').replace(/\s+/g, ' ').trim();
}
