import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root, filesBelow } from './snippet';

/** Public classes, and what makes objects of them: static methods. */
export function publicClasses(): readonly PublicClass[] {
  return filesBelow('constructs', '.ts').flatMap((file) => classesIn(readFileSync(join(root, file), 'utf8')));
}

export interface PublicClass {
  readonly name: string;
  /** Names of the class and its static methods, with what their docstrings say behind `@example`. */
  readonly examples: ReadonlyMap<string, string>;
}

export function classesIn(text: string): readonly PublicClass[] {
  const { statements } = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  return statements.filter(ts.isClassDeclaration).filter((declaration) => has(declaration, ts.ModifierFlags.Export)).map((declaration) => {
    const name = declaration.name?.text ?? '';
    const factories = declaration.members.filter(ts.isMethodDeclaration).filter((member) => has(member, ts.ModifierFlags.Static) && !has(member, ts.ModifierFlags.Private));
    const named = factories.map((member) => [`${name}.${member.name.getText()}`, member] as const);
    return { name, examples: new Map([[name, declaration] as const, ...named].map(([each, node]) => [each, exampleOf(node)])) };
  });
}

function has(node: ts.Declaration, flag: ts.ModifierFlags): boolean {
  return (ts.getCombinedModifierFlags(node) & flag) !== 0;
}

function exampleOf(node: ts.Node): string {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'example');
  return ts.getTextOfJSDocComment(tag?.comment) ?? '';
}
