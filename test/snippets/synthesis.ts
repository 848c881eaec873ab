import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import ts from 'typescript';
import { root, type Snippet } from './snippet';

/** Whole apps: they import what they need and make the app. */
export function isApp({ text }: Pick<Snippet, 'text'>): boolean {
  return /^import /m.test(text) && /\bnew (cdk\.)?App\(/.test(text);
}

const routeTests = 'tests:\n  - request: GET https://shop.example.com/none\n    expect: 404\n';

/** A folder as the reader has it: the manifests of the first example, and a table of requests. */
function startingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'snippet-'));
  cpSync(join(root, 'examples', 'getting-started', 'k8s'), join(folder, 'k8s'), { recursive: true });
  writeFileSync(join(folder, 'routes.test.yaml'), routeTests);
  return folder;
}

/** Runs an app in a folder of its own and synthesises it; gives its templates. Throws what the app or the synthesis throws. */
export function templatesOf({ text }: Pick<Snippet, 'text'>): readonly string[] {
  const before = process.cwd();
  process.chdir(startingFolder());
  try {
    const { directory } = appOf(text).synth();
    return readdirSync(directory).filter((file) => file.endsWith('.template.json')).map((file) => readFileSync(join(directory, file), 'utf8'));
  } finally {
    process.chdir(before);
  }
}

const ownPackages: Readonly<Record<string, string>> = { 'cdk-gateway-alb': '../../constructs/index', 'cdk-gateway-alb/compiler': '../../lib/index' };

function appOf(text: string): App {
  const [, name] = /\bconst (\w+) = new (?:cdk\.)?App\(/.exec(text) ?? [];
  if (name === undefined) throw new Error('the app has no name: write const app = new App()');
  const { outputText } = ts.transpileModule(`${text}\nexport const theApp = ${name};\n`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  const exports: { theApp?: App } = {};
  const load = (wanted: string): unknown => jest.requireActual(ownPackages[wanted] ?? wanted);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a text of this repository, run as its reader would run it
  const run = new Function('require', 'exports', '__dirname', outputText) as (...given: unknown[]) => void;
  run(load, exports, process.cwd());
  if (!exports.theApp) throw new Error('the app has not run');
  return exports.theApp;
}
