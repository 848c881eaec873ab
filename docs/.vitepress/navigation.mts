import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { pageOf, pagesIn, repository, root } from './pages.mjs';

/** Pages in the order in which a newcomer reads. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Using it',
    items: [
      page('Getting started', 'docs/getting-started.md'),
      page('Concepts', 'docs/concepts.md'),
      page('Deploying', 'docs/deploying.md'),
      page('Reviewing changes', 'docs/review.md'),
      page('Route tests', 'docs/route-tests.md'),
      page('The review in CI', 'docs/ci.md'),
      page('Reports', 'docs/report.md'),
      page('Command line', 'docs/command-line.md'),
      page('Migration', 'docs/migration.md'),
      page('Differences from the controller', 'docs/differences.md'),
    ],
  },
  {
    text: 'Reference',
    items: [
      page('Props', 'docs/props.md'),
      page('API', 'API.md'),
      page('Fields', 'docs/support.md'),
      page('Diagnostics', 'docs/diagnostics.md'),
      page('Changelog', 'CHANGELOG.md'),
    ],
  },
  {
    text: 'How it works',
    items: [
      page('Security model', 'docs/security.md'),
      page('Performance', 'docs/performance.md'),
      page('Verification', 'docs/verification.md'),
      page('Architecture', 'docs/architecture.md'),
      { ...page('Decisions', 'docs/decisions/README.md'), collapsed: true, items: titledPages('docs/decisions') },
    ],
  },
  { ...page('Examples', 'examples/README.md'), collapsed: true, items: titledPages('examples') },
  {
    text: 'Project',
    items: [page('Contributing', 'CONTRIBUTING.md'), page('Reporting a vulnerability', 'SECURITY.md')],
  },
];

export const nav: DefaultTheme.NavItem[] = [
  page('Getting started', 'docs/getting-started.md'),
  page('Props', 'docs/props.md'),
  page('Diagnostics', 'docs/diagnostics.md'),
  page('Changelog', 'CHANGELOG.md'),
  { text: 'GitHub', link: repository },
];

function page(text: string, file: string): { text: string; link: string } {
  return { text, link: `/${pageOf(file)?.replace(/(index)?\.md$/, '')}` };
}

/** By their headings, without the page of the folder itself. */
function titledPages(folder: string): { text: string; link: string }[] {
  return pagesIn(folder).filter((file) => file !== `${folder}/README.md`).map((file) => page(titleOf(file), file));
}

function titleOf(file: string): string {
  const [, title] = /^# (.*)$/m.exec(readFileSync(join(root, file), 'utf8')) ?? [];
  return title ?? file;
}
