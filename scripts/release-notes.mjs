// Prints the section of a version from CHANGELOG.md: `node scripts/release-notes.mjs v0.2.0`.
// Fails where the version is not that of package.json or has no section, so that nothing is released by accident.
import { readFileSync } from 'node:fs';

const wanted = (process.argv[2] ?? '').replace(/^v/, '');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m).slice(1);
const section = sections.find((text) => text.split(/[\s,]/, 1)[0] === wanted);

if (wanted !== version || section === undefined) {
  console.error(wanted === version ? `CHANGELOG.md has no section "## ${wanted}"` : `package.json says ${version}, the tag ${wanted}`);
  process.exit(1);
}
console.log(section.slice(section.indexOf('\n')).trim());
