// Compares the API of the build with that of the last release: `npm run api:compat` after `npm run build`.
//
// The rule: what breaks users needs a version in package.json that says so. Below 1.0 that is a higher minor, from 1.0 a higher
// major. All of the API counts, experimental or not. A change that jsii-diff only takes for a break gets its key, printed in
// brackets, into `.compatignore`.
//
// The release is the highest tag `v*` before this commit, as npm has it; where npm has it not, the tag is built.
// `npm run api:compat -- FOLDER` compares with another build.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const { resolve: find } = createRequire(import.meta.url);
const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const git = (...args) => spawnSync('git', args, { encoding: 'utf8' }).stdout.trim();

function lastRelease() {
  const tags = git('tag', '--merged', 'HEAD', '--no-contains', 'HEAD', '--list', 'v*', '--sort=-version:refname').split('\n');
  return tags.find((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
}

/** Calls back with what jsii-diff can read. */
function withRelease(tag, use) {
  const published = `${manifestOf('.').name}@${tag.slice(1)}`;
  if (spawnSync('npm', ['view', published, 'version'], { encoding: 'utf8' }).stdout.trim() === tag.slice(1)) return use(`npm:${published}`);
  console.log(`npm has no ${published}: the tag is built`);
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    execFileSync('tar', ['-x', '-C', folder], { input: execFileSync('git', ['archive', tag], { maxBuffer: 2 ** 30 }) });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    execFileSync(process.execPath, [find('jsii/bin/jsii'), '--silence-warnings', 'metadata/missing-dev-dependency'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether a version tells those who know the released one that things break. */
function announcesBreaks(released, version) {
  const [[major, minor], [newMajor, newMinor]] = [released, version].map((text) => text.split('.').map(Number));
  return newMajor > major || (major === 0 && newMajor === 0 && newMinor > minor);
}

function compare(base, released) {
  const { version } = manifestOf('.');
  const ignored = existsSync('.compatignore') ? ['--ignore-file', '.compatignore'] : [];
  const { status } = spawnSync(process.execPath, [find('jsii-diff/bin/jsii-diff'), base, '.', '--keys', '--error-on', 'all', ...ignored], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) console.log(`users of ${released} can take this API as it is`);
  else if (status !== 1) console.error(`the API cannot be compared with that of ${released}`);
  else if (announcesBreaks(released, version)) console.log(`users of ${released} must change their code; the version is ${version}, which says so. CHANGELOG.md must list what is above`);
  else {
    const [major, minor] = released.split('.').map(Number);
    const next = major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
    console.error(`users of ${released} must change their code, and version ${version} in package.json does not say so. Keep what is above as it was, or raise the version to ${next} and list the changes in CHANGELOG.md`);
    return 1;
  }
  return status === 1 ? 0 : status;
}

const [folder] = process.argv.slice(2);
const tag = folder === undefined ? lastRelease() : undefined;
if (folder !== undefined) process.exitCode = compare(folder, manifestOf(folder).version);
else if (tag !== undefined) process.exitCode = withRelease(tag, (base) => compare(base, tag.slice(1)));
else if (git('rev-parse', '--is-shallow-repository') === 'true') console.log('skipped: this clone is shallow and shows no release; `git fetch --unshallow --tags` gets them');
else console.log('there is no release to compare with');
