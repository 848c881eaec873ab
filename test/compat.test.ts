import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether scripts/compat.mjs lets a change of the API through, with assemblies as jsii writes them. */
const script = join(__dirname, '..', 'scripts', 'compat.mjs');

interface Package {
  readonly version: string;
  /** Methods of the only class. */
  readonly methods: readonly string[];
}

function write(folder: string, { version, methods }: Package): void {
  mkdirSync(folder, { recursive: true });
  const docs = { stability: 'experimental' };
  const type = { fqn: 'web.Web', assembly: 'web', name: 'Web', kind: 'class', docs, initializer: { docs }, methods: methods.map((name) => ({ name, docs })) };
  const assembly = {
    schema: 'jsii/0.10.0', name: 'web', version, jsiiVersion: '6.0.0', description: '-', license: 'Apache-2.0', homepage: '-', fingerprint: '-',
    author: { name: '-', roles: ['author'] }, repository: { type: 'git', url: '-' }, targets: {}, types: { 'web.Web': type },
  };
  writeFileSync(join(folder, '.jsii'), JSON.stringify(assembly));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'web', version, jsii: {} }));
}

function gate(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

function folderOf(next: Package): string {
  const folder = mkdtempSync(join(tmpdir(), 'compat-'));
  write(folder, next);
  return folder;
}

function compared(released: Package, next: Package, ignored = '') {
  const folder = folderOf(next);
  write(join(folder, 'released'), released);
  if (ignored !== '') writeFileSync(join(folder, '.compatignore'), ignored);
  return gate(folder, 'released');
}

const both = ['explain', 'plan'];

describe('a change of the API', () => {
  test.each([
    ['that adds to it', '0.3.1', '0.3.1', ['explain', 'plan', 'report'], ''],
    ['that breaks it, with a higher minor below 1.0', '0.3.1', '0.4.0', ['plan'], ''],
    ['that breaks it, with a higher major', '1.9.0', '2.0.0', ['plan'], ''],
    ['that breaks it, where .compatignore has its key', '0.3.1', '0.3.1', ['plan'], 'removed:web.Web.explain\n'],
  ])('%s passes', (_, released, version, methods, ignored) => {
    expect(compared({ version: released, methods: both }, { version, methods }, ignored)).toMatchObject({ status: 0 });
  });

  test.each([
    ['without a new version', '0.3.1', '0.3.1', '0.4.0'],
    ['with a patch', '0.3.1', '0.3.2', '0.4.0'],
    ['with a minor from 1.0', '1.9.0', '1.10.0', '2.0.0'],
    ['with a lower version', '0.10.0', '0.9.0', '0.11.0'],
  ])('that breaks it, %s, fails with the change and the version that it needs', (_, released, version, needed) => {
    const { status, said } = compared({ version: released, methods: both }, { version, methods: ['plan'] });
    expect(status).toBe(1);
    expect(said).toMatch(/^err +- METHOD web\.Web\.explain: has been removed \[removed:web\.Web\.explain\]$/m);
    expect(said).toContain(`raise the version to ${needed}`);
  });

  test('fails where it cannot be compared', () => {
    const folder = folderOf({ version: '0.3.1', methods: both });
    write(join(folder, 'released'), { version: '0.3.1', methods: both });
    writeFileSync(join(folder, 'released', '.jsii'), 'no assembly');
    expect(gate(folder, 'released')).toMatchObject({ status: 100, said: expect.stringContaining('cannot be compared') as string });
  });
});

describe('the release to compare with', () => {
  const git = (folder: string, ...args: readonly string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'pipe' });

  function repository(): string {
    const folder = folderOf({ version: '0.3.1', methods: both });
    git(folder, 'init');
    git(folder, 'commit', '--allow-empty', '-m', 'first');
    return folder;
  }

  test('is none before the first tag', () => {
    expect(gate(repository())).toEqual({ status: 0, said: 'there is no release to compare with\n' });
  });

  test('is not the one that is being made, nor a candidate', () => {
    const folder = repository();
    git(folder, 'tag', 'v0.3.1-rc.1');
    git(folder, 'commit', '--allow-empty', '-m', 'second');
    git(folder, 'tag', 'v0.3.1');
    expect(gate(folder)).toEqual({ status: 0, said: 'there is no release to compare with\n' });
  });

  test('is not seen in a shallow clone, which is said', () => {
    const [folder, clone] = [repository(), mkdtempSync(join(tmpdir(), 'shallow-'))];
    git(folder, 'commit', '--allow-empty', '-m', 'second');
    git(clone, 'clone', '--depth', '1', `file://${folder}`, '.');
    expect(gate(clone)).toMatchObject({ status: 0, said: expect.stringMatching(/^skipped: .*git fetch --unshallow --tags/) as string });
  });
});
