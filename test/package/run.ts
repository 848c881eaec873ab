import { tryJava } from './java';
import { pack, project, samples, tryCommandLine, trySamples } from './npm';
import { tryPython } from './python';
import { starter } from './starter';
import { check, expect, peerDependencies, totals } from './trial';

/**
 * Tries the tarball as its users get it: packs it, installs it into empty projects with the lowest and the newest peers,
 * type-checks and runs the samples of the README there, and calls the command line; then goes the way of
 * docs/getting-started.md. Needs the npm registry and a build. `--python` and `--java` build those packages and try them;
 * `--only` leaves out the projects with the lowest and the newest peers.
 */
function tryProjects(tarball: string): void {
  const newest = Object.fromEntries(Object.keys(peerDependencies).map((name) => [name, 'latest']));
  const oldest = Object.fromEntries(Object.entries(peerDependencies).map(([name, range]) => [name, range.replace(/^[^\d]*/, '')]));
  for (const [name, peers] of [['lowest', oldest], ['newest', newest]] as const) {
    let folder: string | undefined;
    check(`installs with the ${name} peers (${Object.entries(peers).map((peer) => peer.join(' ')).join(', ')})`, () => {
      folder = project(tarball, peers);
    });
    if (folder === undefined) continue;
    trySamples(folder);
    tryCommandLine(folder);
  }
  if (samples().length === 0) check('the README has a sample', () => expect('', /./));
}

/** A new user's machine is no CI, where the first synthesis must not write a priority ledger. */
delete process.env.CI;

const languages = { python: tryPython, java: tryJava };
const asked = (option: string): boolean => process.argv.includes(`--${option}`);

const tarball = pack();
if (!asked('only')) tryProjects(tarball);
const web = starter(tarball);
const skipped = Object.entries(languages).flatMap(([language, tryIt]) => {
  if (!asked(language)) return [`${language} (--${language} tries it)`];
  tryIt(web);
  return [];
});
console.log(`skipped: ${[...skipped, '.NET and Go'].join(', ')}; \`npm run package\` builds what this machine can build`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
