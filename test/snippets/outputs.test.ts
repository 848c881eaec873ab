import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandsIn } from './shell-words';
import { pages, placeOf, root, snippetsOf, type Snippet } from './snippet';

/** What a page says that a command prints, against what it prints. docs/review.md has its test in test/review/docs.test.ts. */
const cli = join(root, 'build', 'bin', 'gateway-alb.js');

function printed(folder: string, ...args: readonly string[]): string {
  return spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } }).stdout;
}

function output(page: string, beginning: RegExp): Snippet {
  const found = snippetsOf(page).find(({ language, text }) => language === '' && beginning.test(text));
  if (!found) throw new Error(`${page} shows no output that begins with ${String(beginning)}`);
  return found;
}

/** Lines of a picture, from one on; captions are not printed. */
function pictured(page: string, beginning: RegExp): Snippet {
  const texts = [...readFileSync(join(root, page), 'utf8').matchAll(/<text(?! class="caption")[^>]*>(.*)<\/text>/g)].map(([, text]) => text.replace(/<[^>]+>/g, ''));
  const first = texts.findIndex((text) => beginning.test(text));
  if (first === -1) throw new Error(`${page} shows no output that begins with ${String(beginning)}`);
  return { page, line: 1, language: '', codes: [], text: texts.slice(first).join('\n') };
}

/** Lines of a page that are not printed, or not in this order. A page may leave lines out, and end a line early. */
function notPrinted(shown: Snippet, text: string): readonly string[] {
  let rest = text.split('\n');
  return shown.text.trimEnd().split('\n').flatMap((line, offset) => {
    const index = rest.findIndex((each) => (line === '' ? each === '' : each.startsWith(line)));
    if (index === -1) return [`${placeOf(shown, offset)}: "${line}" is not printed`];
    rest = rest.slice(index + 1);
    return [];
  });
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'output-'));
  mkdirSync(join(folder, 'k8s'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

function commit(folder: string): void {
  const git = (...args: readonly string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'pipe' });
  git('-c', 'init.defaultBranch=main', 'init');
  git('add', '-A');
  git('commit', '-m', 'before');
}

/** Changes a file; gives what puts it back. */
function change(folder: string, file: string, from: string, to: string): () => void {
  const before = readFileSync(join(folder, file), 'utf8');
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(join(folder, file), before.replace(from, to));
  return () => writeFileSync(join(folder, file), before);
}

/** A repository with an example, and a change that is not committed yet. */
function exampleWith(example: string, file: string, from: string, to: string): string {
  const folder = folderWith({});
  cpSync(join(root, 'examples', example, 'k8s'), join(folder, 'k8s'), { recursive: true });
  commit(folder);
  change(folder, `k8s/${file}`, from, to);
  return folder;
}

test('the picture of a pull request that changes a path', () => {
  const folder = exampleWith('shared-gateway', 'team-orders.yaml', 'value: /v1/orders', 'value: /v2/orders');
  expect(notPrinted(pictured('docs/images/route-diff.svg', /^Routing of/), printed(folder, 'diff', 'git:main:k8s', 'k8s'))).toEqual([]);
});

test('README: a mistake', () => {
  const folder = exampleWith('getting-started', 'routes.yaml', 'sectionName: https', 'sectionName: htps');
  expect(notPrinted(output('README.md', /^k8s.routes.yaml/), printed(folder, 'check', 'k8s/'))).toEqual([]);
});

describe('docs/getting-started.md, in the app that init writes:', () => {
  const page = 'docs/getting-started.md';
  const folder = join(folderWith({}), 'web');
  beforeAll(() => void printed(root, 'init', folder));

  test('a request is explained', () => {
    expect(notPrinted(output(page, /^GET /), printed(folder, 'explain', 'k8s', 'GET', 'http://shop.example.com/catalog/1'))).toEqual([]);
  });

  test('a mistake is found', () => {
    const repair = change(folder, 'k8s/catalog.yaml', '- name: catalog\n          port', '- name: catalogue\n          port');
    expect(notPrinted(output(page, /^k8s.catalog.yaml/), printed(folder, 'check', 'k8s'))).toEqual([]);
    repair();
  });

  test('a change is reviewed', () => {
    commit(folder);
    change(folder, 'k8s/catalog.yaml', 'value: /catalog', 'value: /products');
    expect(notPrinted(output(page, /^Routing of/), printed(folder, 'diff', 'git:HEAD:k8s', 'k8s'))).toEqual([]);
  });
});

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: aws-alb }
spec: { controllerName: gateway.k8s.aws/alb }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  gatewayClassName: aws-alb
  listeners:
    - { name: http, protocol: HTTP, port: 80 }
    - { name: https, protocol: HTTPS, port: 443, tls: { certificateRefs: [{ name: cafe }] } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: to-https, namespace: shop }
spec:
  parentRefs: [{ name: web, sectionName: http }]
  rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }] }]
---
apiVersion: v1
kind: Service
metadata: { name: coffee, namespace: shop }
spec: { ports: [{ port: 80, nodePort: 30080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: tea, namespace: shop }
spec: { ports: [{ port: 80, nodePort: 30081 }] }
---
apiVersion: v1
kind: Service
metadata: { name: tea-next, namespace: shop }
spec: { ports: [{ port: 80, nodePort: 30082 }] }
`;

/** Somebody has copied the path of coffee here. */
const tea = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: tea
  namespace: shop
spec:
  parentRefs:
    - name: web
      sectionName: https
  hostnames: [cafe.example.com]
  rules:
    - matches: [{ path: { value: /coffee } }]
      backendRefs: [{ name: tea, port: 80 }]
    - matches: [{ path: { value: /tea } }]
      backendRefs: [{ name: tea, port: 80, weight: 90 }, { name: tea-next, port: 80, weight: 10 }]
`;

/** And mistyped it there. */
const coffee = `# One Service for all kinds of it.
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: coffee
  namespace: shop
spec:
  parentRefs:
    - name: web
      namespace: shop
      sectionName: https
  hostnames:
    - cafe.example.com
  rules:
    - matches: [{ path: { value: /cofee } }]
      backendRefs: [{ name: coffee, port: 80 }]
`;

test('docs/route-tests.md: a request that is answered otherwise', () => {
  const table = snippetsOf('docs/route-tests.md').find(({ text }) => text.startsWith('# routes.test.yaml'))?.text ?? '';
  const folder = folderWith({ 'k8s/gateway.yaml': gateway, 'k8s/tea.yaml': tea, 'k8s/coffee.yaml': coffee, 'routes.test.yaml': table });
  const said = printed(folder, 'test', 'k8s/', '--requests', 'routes.test.yaml');
  expect(notPrinted(output('docs/route-tests.md', /^routes.test.yaml/), said)).toEqual([]);
  expect(said).toMatch(/^4 tests: 3 passed, 1 failed$/m);
});

const commands = pages.filter((page) => page.startsWith('examples/')).flatMap(snippetsOf)
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => commandsIn(text))
  .filter(([npx, tsx, program]) => npx === 'npx' && tsx === 'tsx' && program === 'bin/gateway-alb.ts')
  .map(([, , , ...args]) => args);

test.each(commands.map((args) => [args.join(' '), args] as const))('the READMEs of the examples: %s', (_, args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: root, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).not.toBe('');
});

test('fails on lines that are not printed, or in another order', () => {
  const shown = { page: 'page.md', line: 5, language: '', codes: [], text: 'two\n\none\nthree\n' };
  expect(notPrinted(shown, 'one\ntwo words\n\nthree\n')).toEqual(['page.md:7: "one" is not printed']);
});
