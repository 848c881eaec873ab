// Prints the section of a version from CHANGELOG.md: `node scripts/release-notes.mjs v0.2.0`.
// Fails where the version is not that of package.json or has nothing to say there, so that nothing is released by accident.
import { readFileSync } from 'node:fs';

const [tag = ''] = process.argv.slice(2);
const wanted = tag.replace(/^v/, '');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m).slice(1);
const section = sections.find((text) => text.split(/[\s,]/, 1)[0] === wanted) ?? '';
const notes = section.slice(section.indexOf('\n')).trim();

if (wanted === '') fail('which version? `node scripts/release-notes.mjs v0.2.0`');
else if (wanted !== version) fail(`the tag is ${tag}, but package.json says ${version}`);
else if (section === '') fail(`CHANGELOG.md has no section "## ${wanted}"; rename "## Unreleased" to "## ${wanted}, YYYY-MM-DD"`);
else if (notes === '') fail(`the section "## ${wanted}" of CHANGELOG.md is empty`);
else console.log(notes);

function fail(problem) {
  console.error(problem);
  process.exitCode = 1;
}
