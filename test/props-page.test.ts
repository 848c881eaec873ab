import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { propsPage } from '../scripts/props-page';
import { publicApi } from '../scripts/public-api';

/** API.md is made from the compiled package, the page from the sources: two readings of one thing. */
const reference = readFileSync(join(__dirname, '..', 'API.md'), 'utf8');
const page = propsPage();
const sections = new Map(page.split(/^## /m).slice(1).map((section) => [section.split('\n')[0], section]));

/** Of properties that have a place of their own in API.md: `GatewayAlbProps`, `vpc`, required. */
const properties = [...reference.matchAll(/^##### `(\w+)`<sup>(Required|Optional)<\/sup> <a name="[^"]*" id="cdk-gateway-alb\.(\w+)\.property\.\w+"/gm)]
  .map(([, name, need, owner]) => ({ name, owner, required: need === 'Required' }))
  .filter(({ name }) => name !== 'node');

/** The rows about a declaration, and about what it also takes. */
function rowsOf(owner: string): readonly string[] {
  const section = sections.get(owner) ?? '';
  const [also = ''] = /^Takes what .*$/m.exec(section) ?? [];
  const bases = [...also.matchAll(/`(\w+)`/g)].flatMap(([, base]) => rowsOf(base));
  return [...section.split('\n').filter((line) => line.startsWith('| `')), ...bases];
}

test('API.md has properties to compare with', () => {
  expect(properties.length).toBeGreaterThan(80);
});

test.each([...new Set(properties.map(({ owner }) => owner))])('every property of %s is on the page once', (owner) => {
  for (const { name } of properties.filter((property) => property.owner === owner)) {
    expect(rowsOf(owner).filter((row) => row.startsWith(`| \`${name}\``))).toHaveLength(1);
  }
});

test('what must be given is said to be required, and nothing else', () => {
  const asked = publicApi().filter(({ name }) => /\| Property \|/.test(sections.get(name) ?? '')).map(({ name }) => name);
  for (const { name, owner, required } of properties.filter((property) => asked.includes(property.owner))) {
    const [row] = rowsOf(owner).filter((line) => line.startsWith(`| \`${name}\``));
    expect([name, row.includes('**required**')]).toEqual([name, required]);
  }
});

test('every factory and every value of an enum is on the page', () => {
  const [, , ...found] = reference.split(/^## /m);
  const members = [...found.join('').matchAll(/id="cdk-gateway-alb\.(\w+)\.(from\w+|[A-Z][A-Z_0-9]+)"/g)];
  expect(members.length).toBeGreaterThan(10);
  for (const [, owner, name] of members) expect(sections.get(owner)).toContain(`| \`${owner}.${name}`);
});

test('optional properties have a default', () => {
  for (const row of page.split('\n')) expect(row).not.toMatch(/^\| `[^|]*\|\s*\|/);
});
