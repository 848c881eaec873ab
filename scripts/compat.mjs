// Compares the API of the build with the release that the last tag `v*` stands for: `npm run api:compat` after `npm run build`.
// A change that breaks users needs a line in `.compatignore` and one in CHANGELOG.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const tag = spawnSync('git', ['describe', '--tags', '--abbrev=0', '--match', 'v*'], { encoding: 'utf8' }).stdout.trim();
if (tag === '') {
  console.log('there is no release to compare with');
} else {
  const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
  const ignored = existsSync('.compatignore') ? ['--ignore-file', '.compatignore'] : [];
  execFileSync('npx', ['--no', '--', 'jsii-diff', `npm:${name}@${tag.slice(1)}`, '.', '--keys', '--error-on', 'all', ...ignored], { stdio: 'inherit' });
}
