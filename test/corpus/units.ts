import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../lib/index';

/** Manifests that are compiled together. */
export interface Unit {
  /** Path of the file or folder, relative to the corpus. */
  readonly name: string;
  readonly files: readonly SourceFile[];
}

/** The corpus in two halves: what is valid and what must be rejected. */
export interface Corpus {
  readonly examples: readonly Unit[];
  readonly invalid: readonly Unit[];
}

/**
 * Reads a corpus: `examples/` is valid, `hack/invalid-examples/` must be rejected, file by file.
 * A folder without subfolders is one example. One with subfolders only collects examples: each of its files stands for
 * itself. Since a folder may also hold alternatives (several routes of one name), its files are compiled alone as well.
 */
export function readCorpus(directory: string): Corpus {
  const folders = foldersBelow(directory, 'examples');
  const files = filesBelow(directory, 'examples');
  const together = folders.filter((folder) => !folders.some((other) => other.startsWith(`${folder}/`)));
  return {
    examples: [
      ...together.map((folder) => ({ name: `${folder}/`, files: files.filter(({ path }) => path.startsWith(`${folder}/`)) })),
      ...files.map((file) => ({ name: file.path, files: [file] })),
    ].filter((unit) => unit.files.length > 0).sort((one, other) => (one.name < other.name ? -1 : 1)),
    invalid: filesBelow(directory, 'hack').map((file) => ({ name: file.path, files: [file] })),
  };
}

function entriesBelow(directory: string, folder: string, isFolder: boolean): string[] {
  return readdirSync(join(directory, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() === isFolder)
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

function foldersBelow(directory: string, folder: string): string[] {
  return entriesBelow(directory, folder, true);
}

function filesBelow(directory: string, folder: string): SourceFile[] {
  return entriesBelow(directory, folder, false)
    .filter((path) => /\.(ya?ml|json)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(directory, path), 'utf8') }));
}
