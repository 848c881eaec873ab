import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../lib/diagnostics/catalogue';
import { FIELDS } from '../lib/model/fields';
import { differenceSections, kept, otherNotes } from '../scripts/differences';
import { generatedPages, outdatedPages } from '../scripts/generated-pages';
import { isWithin, publishedSupport } from '../scripts/lbc-support';

test('the generated pages are up to date; if not: npm run docs', () => {
  expect(outdatedPages()).toEqual([]);
});

describe('docs/support.md', () => {
  const page = generatedPages['docs/support.md']();

  test('has every field once', () => {
    for (const { path, kind } of FIELDS.filter(({ leaf }) => leaf)) {
      const section = page.split(/^## /m).find((text) => text.startsWith(`${kind}\n`)) ?? '';
      expect(section.split('\n').filter((line) => line.startsWith(`| \`${path.slice(kind.length + 1)}\` |`))).toHaveLength(1);
    }
  });

  test('promises nothing for later', () => {
    expect(page).not.toMatch(/not yet|\bTODO\b|planned for|coming soon/i);
  });

  test('has every row that the controller publishes, about fields that exist', () => {
    const paths = FIELDS.map(({ path }) => path);
    for (const { object, field, fields, here } of publishedSupport) {
      expect(page).toContain(`| ${object} | ${field} |`);
      expect(fields.length > 0 || here !== undefined).toBe(true);
      for (const around of fields) expect(paths.some((path) => isWithin(path, around))).toBe(true);
    }
  });
});

describe('docs/differences.md', () => {
  const all = [...differenceSections.flatMap(({ differences }) => differences), ...kept];
  const named = new Set(all.flatMap(({ codes }) => codes));

  test('names every note of the catalogue, apart from those that are about no difference', () => {
    const notes = catalogue.filter(({ severity }) => severity === 'note').map(({ code }) => code);
    expect(notes.filter((code) => !named.has(code))).toEqual(otherNotes);
    expect(otherNotes.filter((code) => named.has(code))).toEqual([]);
  });

  test('says of each difference both sides, why, and a code or why there is none', () => {
    for (const { controller, here, why, codes, noCode } of differenceSections.flatMap(({ differences }) => differences)) {
      for (const text of [controller, here, why]) expect(text).toMatch(/^([A-Z]|`[a-z*]).*\.$/s);
      expect(codes.length > 0).toBe(noCode === undefined);
    }
  });
});

test('links in the generated pages lead somewhere', () => {
  const anchors = new Map(Object.entries(generatedPages).map(([path, render]) => [path.replace('docs/', ''), anchorsOf(render())]));
  for (const render of Object.values(generatedPages)) {
    for (const [, file, anchor] of render().matchAll(/\]\(([a-z.-]+)(?:#([^)]*))?\)/g)) {
      expect(existsSync(join(__dirname, '..', 'docs', file))).toBe(true);
      if (anchor !== undefined) expect(anchors.get(file)).toContain(anchor);
    }
  }
});

test('README leads to the pages', () => {
  const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
  const pages = Object.keys(generatedPages).filter((path) => path.endsWith('.md'));
  for (const path of pages) expect(readme).toContain(`(${path})`);
});

/** As GitHub makes them from headings. */
function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replaceAll(/[^a-z0-9 -]/g, '').replaceAll(' ', '-'));
}
