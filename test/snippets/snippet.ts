import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

/** A piece of code in the documentation. */
export interface Snippet {
  readonly page: string;
  /** Line of the page on which the text begins, from 1. */
  readonly line: number;
  /** The first word behind the fence; `inline` for a command and `inline ts` for TypeScript in running text. */
  readonly language: string;
  /** Codes behind the language, such as `yaml GW2104`: the snippet shows these mistakes on purpose. */
  readonly codes: readonly string[];
  readonly text: string;
}

export function placeOf({ page, line }: Pick<Snippet, 'page' | 'line'>, offset = 0): string {
  return `${page}:${line + offset}`;
}

/** The pages that users and contributors read. The changelog is history: what it shows was true then. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...filesBelow('docs', '.md').filter((page) => !page.includes('.vitepress')),
  ...filesBelow('examples', 'README.md'),
];

export function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending) && !/node_modules|cdk\.out/.test(file))
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .sort();
}

export function snippetsOf(page: string): readonly Snippet[] {
  return snippetsIn(readFileSync(join(root, page), 'utf8'), page);
}

const fenceForm = /^(\s*(?:> ?)?)(`{3,}|~{3,})\s*([^`]*)$/;

/** Fenced blocks and commands in running text, in the order of the page. */
export function snippetsIn(text: string, page: string): readonly Snippet[] {
  const lines = text.split(/\r?\n/);
  const found: Snippet[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent, fence, info] = fenceForm.exec(lines[index]) ?? [];
    if (fence === undefined) {
      found.push(...codeInRunningText(lines[index]).map((code) => ({ page, line: index + 1, codes: [], ...code })));
      continue;
    }
    const end = endOf(lines, index, fence);
    const [language = '', ...marks] = info.trim().split(/\s+/);
    const inside = lines.slice(index + 1, end).map((line) => line.slice(Math.min(indent.length, line.length)));
    const codes = marks.filter((mark) => /^GW\d{4}$/.test(mark));
    found.push({ page, line: index + 2, language, codes, text: `${inside.join('\n')}\n` });
    index = end;
  }
  return found;
}

function endOf(lines: readonly string[], start: number, fence: string): number {
  const end = lines.findIndex((line, index) => index > start && line.replace(/^[\s>]*/, '').trimEnd().startsWith(fence));
  return end === -1 ? lines.length : end;
}

/** Code in running text that says enough to be tried. */
function codeInRunningText(line: string): readonly Pick<Snippet, 'language' | 'text'>[] {
  const spans = [...line.matchAll(/(`+)(.+?)\1(?!`)/g)].map(([, , code]) => code.trim());
  return spans.flatMap((code) => {
    if (/^(npx |npm run |gateway-alb [a-z])/.test(code)) return [{ language: 'inline', text: code }];
    const text = statementOf(code.replaceAll('\\|', '|'));
    return text === undefined ? [] : [{ language: 'inline ts', text }];
  });
}

const props = [...readFileSync(join(root, 'constructs', 'gateway-alb-props.ts'), 'utf8').matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);

/** A call of this package, or a property of `GatewayAlb` with its value, as TypeScript that can be checked. */
function statementOf(code: string): string | undefined {
  if (/\.\.\./.test(code)) return undefined;
  const [, property] = /^(\w+): \S/.exec(code) ?? [];
  if (property !== undefined && props.includes(property)) return `({ ${code} }) satisfies Partial<GatewayAlbProps>;`;
  if (/^(listener|targetGroup|targetGroupsOf)\(/.test(code)) return `alb.${code};`;
  return /^(new GatewayAlb\(|alb\.|web\.|Validations\.|(GatewayManifests|TargetBindings|Priorities|RouteTests|GatewayAlbTesting)\.\w+\()/.test(code) ? `${code};` : undefined;
}
