import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..');
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md', 'CHANGELOG.md', ...markdownBelow('docs'), ...markdownBelow('examples')];

function markdownBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules') && !file.includes('cdk.out'))
    .map((file) => join(folder, file));
}

interface Link {
  readonly target: string;
  readonly file: string;
  readonly anchor?: string;
}

/** Links to files of the project; code is not text. */
function linksOf(page: string): readonly Link[] {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)?)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target): Link => {
      const [path, anchor] = target.split('#');
      return { target, file: path === '' ? page : relative(root, join(root, dirname(page), path)), ...(anchor !== undefined && { anchor }) };
    });
}

/** Anchors as GitHub makes them from headings. */
function anchorsOf(file: string): ReadonlySet<string> {
  const text = readFileSync(join(root, file), 'utf8').replace(/^```[^]*?^```/gm, '');
  const headings = [...text.matchAll(/^#+ +(.*?) *(?:<a .*)?$/gm)].map(([, heading]) =>
    heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-'));
  return new Set([...headings, ...[...text.matchAll(/ (?:id|name)="([^"]+)"/g)].map(([, id]) => id)]);
}

function isBroken({ file, anchor }: Link): boolean {
  if (!existsSync(join(root, file))) return true;
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor);
}

test('there are links to follow', () => {
  expect(pages.flatMap(linksOf).length).toBeGreaterThan(100);
});

test.each(pages)('every link of %s leads somewhere', (page) => {
  const links = linksOf(page);
  const broken = new Map(links.map((link) => [link.target, link]));
  expect([...broken.values()].filter(isBroken).map(({ target }) => target)).toEqual([]);
});

test('fails on a link to nowhere', () => {
  expect(isBroken({ target: 'docs/none.md', file: 'docs/none.md' })).toBe(true);
  expect(isBroken({ target: '#none', file: 'README.md', anchor: 'none' })).toBe(true);
});
