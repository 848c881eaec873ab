import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const path = join(__dirname, 'constructs.ts');
const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

/** The code of an example in `constructs.ts`, as a user writes it. */
export function shownCode(code: string): string {
  const body = bodyOf(code);
  if (ts.isBlock(body)) return dedent(body.statements.map((statement) => indentOf(statement) + statement.getText()).join('\n')).replaceAll(/^return /gm, '');
  const object = ts.isParenthesizedExpression(body) ? body.expression : body;
  if (!ts.isObjectLiteralExpression(object)) throw new Error(`${code}: neither props nor statements`);
  const props = object.properties.map((property) => `${indentOf(property)}${property.getText()},`).join('\n');
  if (props === '') return "new GatewayAlb(stack, 'Web', { vpc, manifests });";
  const given = ['vpc', 'manifests'].filter((name) => !props.includes(`${name}: {`));
  return `new GatewayAlb(stack, 'Web', {\n${[...given.map((name) => `${name},`), dedent(props)].join('\n').replaceAll(/^/gm, '  ')}\n});`;
}

function bodyOf(code: string): ts.ConciseBody {
  let found: ts.ConciseBody | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === code && ts.isCallExpression(node.initializer)) {
      found = node.initializer.arguments.find(ts.isArrowFunction)?.body;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (found === undefined) throw new Error(`${code} has no code in constructs.ts`);
  return found;
}

function indentOf(node: ts.Node): string {
  const { character } = source.getLineAndCharacterOfPosition(node.getStart());
  return ' '.repeat(character);
}

function dedent(text: string): string {
  const depth = Math.min(...text.split('\n').filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return text.split('\n').map((line) => line.slice(depth)).join('\n');
}
