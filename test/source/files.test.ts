import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { loadFiles, type ManifestInput } from '../../lib/source/files';
import { MAX_FILE_BYTES } from '../../lib/source/source-file';

let folder: string;
const home = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function load(...paths: ManifestInput[]): { paths: string[]; texts: string[]; codes: string[]; messages: string[]; places: (string | undefined)[] } {
  const sink = new DiagnosticSink();
  const files = loadFiles(paths, sink);
  return {
    paths: files.map(({ path }) => path),
    texts: files.map(({ text }) => text),
    codes: sink.diagnostics.map(({ code }) => code),
    messages: sink.diagnostics.map(({ message }) => message),
    places: sink.diagnostics.map(({ span }) => span?.file),
  };
}

describe('folders', () => {
  test('are read with their subfolders, in the order of the bytes of the paths', () => {
    write({ 'b.yml': '', 'a/z.yaml': '', 'a.yaml': '', 'B.YAML': '', 'a/b/c.json': '', 'ä.yaml': '', '\u{1f600}.yaml': '', '\uff5e.yaml': '', 'notes.txt': '', 'yaml': '' });
    expect(load('.')).toMatchObject({
      paths: ['B.YAML', 'a.yaml', 'a/b/c.json', 'a/z.yaml', 'b.yml', 'ä.yaml', '\uff5e.yaml', '\u{1f600}.yaml'],
      codes: [],
    });
  });

  test('keep hidden files and node_modules to themselves', () => {
    write({ '.hidden.yaml': '', '.git/a.yaml': '', 'node_modules/x/a.yaml': '', 'a.yaml': '' });
    expect(load('.').paths).toEqual(['a.yaml']);
  });

  test('may be hidden if they are named', () => {
    write({ '.k8s/a.yaml': '', '.k8s/.b.yaml': '' });
    expect(load('.k8s').paths).toEqual(['.k8s/a.yaml']);
  });

  test('may be linked in a circle', () => {
    write({ 'a/b/c.yaml': '', 'd.yaml': '' });
    symlinkSync('..', join(folder, 'a/b/up'));
    symlinkSync('.', join(folder, 'a/self'));
    symlinkSync(join(folder, 'd.yaml'), join(folder, 'a/e.yaml'));
    symlinkSync('loop', join(folder, 'loop'));
    expect(load('.')).toMatchObject({ paths: ['a/b/c.yaml', 'a/e.yaml'], codes: [] });
  });

  test('and files named twice are read once', () => {
    write({ 'k8s/a.yaml': '', 'k8s/b/c.yaml': '' });
    expect(load('k8s/b', 'k8s', './k8s/a.yaml', join(folder, 'k8s'))).toMatchObject({ paths: ['k8s/a.yaml', 'k8s/b/c.yaml'], codes: [] });
  });

  test.each([
    ['an empty folder', {}],
    ['a folder without manifests', { 'k8s/notes.txt': '', 'k8s/.a.yaml': '', 'k8s/deep/er/x.md': '' }],
  ])('fails for %s', (_, files) => {
    mkdirSync('k8s');
    write(files);
    expect(load('k8s')).toMatchObject({ paths: [], codes: ['GW0003'], places: [undefined] });
  });

  test('fails for a link that leads nowhere', () => {
    write({ 'a.yaml': '' });
    symlinkSync('gone', join(folder, 'b.yaml'));
    symlinkSync('gone', join(folder, 'c'));
    expect(load('.')).toMatchObject({ paths: ['a.yaml'], codes: ['GW0001'] });
  });

  test('fails for a link that leads to itself', () => {
    symlinkSync('a.yaml', join(folder, 'a.yaml'));
    expect(load('.').codes).toEqual(['GW0002']);
  });
});

describe('files', () => {
  test('are read whatever their names if they are named', () => {
    write({ 'manifests.txt': 'a', '.hidden': 'b' });
    expect(load('manifests.txt', '.hidden').texts).toEqual(['b', 'a']);
  });

  test('outside the working directory keep their path', () => {
    write({ 'a/x.yaml': '', 'b/..c.yaml': '' });
    process.chdir('b');
    expect(load('..', join(folder, 'a/x.yaml')).paths).toEqual(['../a/x.yaml']);
    expect(load('..c.yaml').paths).toEqual(['..c.yaml']);
    expect(load(join(folder, 'a')).paths).toEqual([`${folder}/a/x.yaml`]);
  });

  test('lose their byte order mark', () => {
    write({ 'a.yaml': '\ufeffa: 1\r\n' });
    expect(load('a.yaml').texts).toEqual(['a: 1\r\n']);
  });

  test('may have the largest size', () => {
    write({ 'a.yaml': '#'.repeat(MAX_FILE_BYTES) });
    expect(load('.').paths).toEqual(['a.yaml']);
  });

  test.each([
    ['too large', '#'.repeat(MAX_FILE_BYTES + 1), 'GW0004'],
    ['with a NUL byte', 'a: \0', 'GW0005'],
    ['in UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0x00]), 'GW0005'],
    ['in Latin-1', new Uint8Array([0x61, 0x3a, 0x20, 0xe4]), 'GW0005'],
  ])('fails for a file %s', (_, content, code) => {
    write({ 'bad.yaml': content, 'good.yaml': '' });
    expect(load('.')).toMatchObject({ paths: ['good.yaml'], codes: [code], places: ['bad.yaml'] });
  });

  test('fails for a path that does not exist', () => {
    write({ 'a.yaml': '' });
    expect(load('nope', 'a.yaml', 'a.yaml/b')).toMatchObject({ paths: ['a.yaml'], codes: ['GW0001', 'GW0002'], places: [undefined, undefined] });
  });

  test('fails for no path at all', () => {
    expect(load().codes).toEqual(['GW0003']);
  });

  test('fails for a device', () => {
    expect(load('/dev/null')).toMatchObject({ paths: [], codes: ['GW0002'] });
  });

  const isRoot = process.getuid?.() === 0;
  (isRoot ? test.skip : test)('fails for a file or a folder without permission', () => {
    write({ 'a.yaml': '', 'b/c.yaml': '' });
    chmodSync('a.yaml', 0);
    chmodSync('b', 0);
    expect(load('.').codes).toEqual(['GW0002', 'GW0002']);
    chmodSync('b', 0o700);
  });
});

describe('the standard input', () => {
  const input = (content?: string | Uint8Array) => ({ path: '<stdin>', content: typeof content === 'string' ? Buffer.from(content) : content });

  test('is read with the files, before them', () => {
    write({ 'a.yaml': '' });
    expect(load('a.yaml', input('\ufeffkind: Gateway\n'))).toMatchObject({ paths: ['<stdin>', 'a.yaml'], texts: ['kind: Gateway\n', ''], codes: [] });
  });

  test('is read once, however often it is named', () => {
    const piped = input('kind: Gateway\n');
    expect(load(piped, piped).paths).toEqual(['<stdin>']);
  });

  test.each([
    ['is a terminal', undefined, 'GW0007', undefined],
    ['is empty', '', 'GW0007', undefined],
    ['is too large', '#'.repeat(MAX_FILE_BYTES + 1), 'GW0004', '<stdin>'],
    ['is no text', new Uint8Array([0xff, 0xfe]), 'GW0005', '<stdin>'],
  ])('fails where it %s', (_, content, code, place) => {
    expect(load(input(content))).toMatchObject({ paths: [], codes: [code], places: [place] });
  });
});
