import { execFileSync } from 'node:child_process';

/** A text file of a revision; `path` is relative to the working directory. */
export interface RevisionFile {
  readonly path: string;
  readonly text: string;
}

/** What git gave, or why it did not. Links and submodules are named, not followed. */
export type RevisionFiles =
  | { readonly files: readonly RevisionFile[]; readonly links: readonly { readonly path: string; readonly what: string }[] }
  | { readonly problem: 'unavailable'; readonly words: string }
  | { readonly problem: 'revision' | 'path' };

/** Splits `git:REV:PATH`. Undefined for another form; an empty PATH is the working directory. */
export function parseRevision(argument: string): { readonly revision: string; readonly path: string } | undefined {
  const found = /^git:([^:\s-][^:\s]*):([^\0]*)$/.exec(argument);
  return found ? { revision: found[1], path: found[2] || '.' } : undefined;
}

const limit = 256 * 1024 * 1024;

/** Runs git without a shell, hooks or a working tree. */
function git(args: readonly string[], input?: string): Buffer {
  return execFileSync('git', args, { input, maxBuffer: limit, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** All files with these endings below a path of a revision; a file that is named itself has any ending. Nothing is checked out. */
export function readRevision(revision: string, path: string, endings: readonly string[]): RevisionFiles {
  try {
    git(['rev-parse', '--git-dir']);
  } catch (fault) {
    return { problem: 'unavailable', words: firstLine(fault) };
  }
  const commit = attempt(() => git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).toString().trim());
  if (commit === undefined) return { problem: 'revision' };
  const listing = attempt(() => git(['ls-tree', '-r', '-z', commit, '--', path]).toString());
  const entries = (listing ?? '').split('\0').filter((line) => line !== '').map(readEntry);
  const visible = entries.filter((entry) => isVisible(entry.path, path));
  const files = visible.filter((entry) => entry.mode.startsWith('100') && (isSame(entry.path, path) || hasEnding(entry.path, endings)));
  const links = visible.filter(({ mode }) => !mode.startsWith('100'));
  if (files.length === 0) return { problem: 'path' };
  const texts = readObjects(files.map(({ object }) => object));
  return {
    files: files.map((file, index) => ({ path: file.path, text: texts[index] })),
    links: links.map((link) => ({ path: link.path, what: link.mode === '160000' ? 'a submodule' : 'a symbolic link' })),
  };
}

interface Entry {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
}

/** `mode type object<TAB>path` */
function readEntry(line: string): Entry {
  const tab = line.indexOf('\t');
  const [mode, , object] = line.slice(0, tab).split(' ');
  return { mode, object, path: line.slice(tab + 1) };
}

function rootOf(named: string): string {
  return named.replace(/^(\.\/+)+/, '').replace(/\/+$/, '');
}

function isSame(file: string, named: string): boolean {
  return file === rootOf(named);
}

function hasEnding(file: string, endings: readonly string[]): boolean {
  return endings.some((ending) => file.toLowerCase().endsWith(ending));
}

/** As on disk: hidden entries and node_modules are left out, below the folder that was named. */
function isVisible(file: string, named: string): boolean {
  const root = rootOf(named);
  if (file === root) return true;
  const below = root === '' || root === '.' ? file : file.slice(root.length + 1);
  return !below.split('/').some((part) => (part.startsWith('.') && part !== '..') || part === 'node_modules');
}

/** `git cat-file --batch` answers `object type size`, a line break, the content, a line break. */
function readObjects(objects: readonly string[]): readonly string[] {
  if (objects.length === 0) return [];
  const output = git(['cat-file', '--batch'], `${objects.join('\n')}\n`);
  let at = 0;
  return objects.map(() => {
    const header = output.indexOf(10, at);
    const size = Number(output.subarray(at, header).toString().split(' ')[2]);
    at = header + 1 + size + 1;
    return output.subarray(header + 1, header + 1 + size).toString();
  });
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function firstLine(fault: unknown): string {
  const { code, stderr, message } = fault as { code?: string; stderr?: Buffer; message: string };
  if (code === 'ENOENT') return 'it is not installed';
  const text = stderr?.toString().trim() ?? '';
  return (text === '' ? message : text).split('\n')[0].replace(/^fatal: /, '');
}
