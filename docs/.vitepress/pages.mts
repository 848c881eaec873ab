import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, whose Markdown files are the pages of the site just as they are on GitHub. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const repository = 'https://github.com/cdk-gateway-alb/cdk-gateway-alb';

const outsideDocs: Readonly<Record<string, string>> = {
  'API.md': 'api.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'security-policy.md',
};

/** The page that a file of the repository becomes; undefined for files that are no pages. */
export function pageOf(file: string): string | undefined {
  if (file in outsideDocs) return outsideDocs[file];
  const [, document] = /^docs\/(?!\.)(.+\.md)$/.exec(file) ?? [];
  const [, folder, example = ''] = /^(examples)(?:\/([^/]+))?\/README\.md$/.exec(file) ?? [];
  if (folder !== undefined) return example === '' ? 'examples/index.md' : `examples/${example}.md`;
  return document?.replace(/README\.md$/, 'index.md');
}

/** Where a link of a file leads: to a page of the site, or to what is only in the repository. Undefined where nothing is there. */
export function destinationOf(href: string, from: string): string | undefined {
  const [path, anchor] = href.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const file = posix.join(posix.dirname(from), decodeURI(path));
  const page = pageOf(file) ?? pageInFolder(file);
  if (page !== undefined) return `/${page}${hash}`;
  if (!existsSync(join(root, file))) return undefined;
  const kind = statSync(join(root, file)).isDirectory() ? 'tree' : 'blob';
  return `${repository}/${kind}/main/${file.replace(/\/$/, '')}${hash}`;
}

/** A link to a folder shows its README. */
function pageInFolder(file: string): string | undefined {
  const readme = posix.join(file, 'README.md');
  return existsSync(join(root, readme)) ? pageOf(readme) : undefined;
}

/** Files of a folder that are pages. */
export function pagesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => pageOf(file) !== undefined)
    .sort();
}
