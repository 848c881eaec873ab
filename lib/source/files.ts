import { readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { extname, isAbsolute, join, relative, sep } from 'node:path';
import { FILE_TOO_LARGE, NO_MANIFEST_FILES, NO_STANDARD_INPUT, NOT_TEXT, PATH_NOT_FOUND, UNREADABLE } from '../diagnostics/catalogue/yaml';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { comparePaths, MAX_FILE_BYTES, startOf, type SourceFile } from './source-file';

const extensions: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);

/** What came in on the standard input. Reading it is left to the command line. */
export interface StandardInput {
  /** How messages call it. */
  readonly path: string;
  /** Absent where it is a terminal, on which nobody types manifests. */
  readonly content?: Uint8Array;
}

/** A file or folder by its path, or what the standard input held. */
export type ManifestInput = string | StandardInput;

/**
 * Reads files and folders from disk, sorted by path.
 *
 * Of a folder, all files named `.yaml`, `.yml` or `.json` are read, also in its subfolders; hidden entries and `node_modules` are left out.
 * A file that is named itself is read whatever its name. A file that is reached in two ways (twice named, by symbolic links) is read once.
 * Paths are shown relative to the working directory where they are below it.
 */
export function loadFiles(paths: readonly ManifestInput[], sink: DiagnosticSink): SourceFile[] {
  if (paths.length === 0) sink.report(NO_MANIFEST_FILES, { path: '' });
  const search = new FileSearch(sink);
  for (const path of paths) if (typeof path === 'string') search.start(path);
  const files = search.found.toSorted((left, right) => comparePaths(left.shown, right.shown));
  const inputs = new Set(paths.filter((path) => typeof path !== 'string'));
  return [...[...inputs].flatMap((input) => readInput(input, sink)), ...files.flatMap((file) => load(file, sink))];
}

function readInput({ path, content }: StandardInput, sink: DiagnosticSink): SourceFile[] {
  if (content !== undefined && content.length > 0) return toText(path, Buffer.from(content), sink);
  sink.report(NO_STANDARD_INPUT, { problem: content === undefined ? 'terminal' : 'empty' });
  return [];
}

interface FoundFile {
  readonly path: string;
  readonly shown: string;
  readonly bytes: number;
}

class FileSearch {
  public readonly found: FoundFile[] = [];
  /** Real paths of all files and folders visited: symbolic links may lead in circles. */
  private readonly visited = new Set<string>();

  public constructor(private readonly sink: DiagnosticSink) {}

  /** Searches a path that the user named. */
  public start(path: string): void {
    const stats = this.stat(path);
    if (stats?.isDirectory()) {
      if (!this.folder(path)) this.sink.report(NO_MANIFEST_FILES, { path: shownPath(path) });
    } else if (stats) {
      this.file(path, stats);
    }
  }

  /** False if the folder holds no manifests. One that was visited before, or cannot be read, counts as one that does. */
  private folder(path: string): boolean {
    if (this.wasVisited(path)) return true;
    const names = this.list(path);
    if (names === undefined) return true;
    let any = false;
    for (const name of names.sort(comparePaths)) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      any = this.entry(join(path, name)) || any;
    }
    return any;
  }

  private entry(path: string): boolean {
    const isManifest = extensions.has(extname(path).toLowerCase());
    const stats = this.stat(path, isManifest);
    if (stats?.isDirectory()) return this.folder(path);
    if (isManifest && stats) this.file(path, stats);
    return isManifest;
  }

  private file(path: string, stats: Stats): void {
    if (this.wasVisited(path)) return;
    if (stats.isFile()) this.found.push({ path, shown: shownPath(path), bytes: stats.size });
    else this.sink.report(UNREADABLE, { path: shownPath(path), problem: 'not-a-file' });
  }

  private wasVisited(path: string): boolean {
    const real = realpathSync(path);
    const known = this.visited.has(real);
    this.visited.add(real);
    return known;
  }

  private stat(path: string, isWanted = true): Stats | undefined {
    try {
      return statSync(path);
    } catch (fault) {
      if (!isWanted) return undefined;
      const shown = shownPath(path);
      if (codeOf(fault) === 'ENOENT') this.sink.report(PATH_NOT_FOUND, { path: shown });
      else this.sink.report(UNREADABLE, { path: shown, problem: codeOf(fault) });
      return undefined;
    }
  }

  private list(path: string): string[] | undefined {
    try {
      return readdirSync(path);
    } catch (fault) {
      this.sink.report(UNREADABLE, { path: shownPath(path), problem: codeOf(fault) });
      return undefined;
    }
  }
}

function load({ path, shown, bytes }: FoundFile, sink: DiagnosticSink): SourceFile[] {
  if (bytes > MAX_FILE_BYTES) return tooLarge(shown, bytes, sink);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (fault) {
    sink.report(UNREADABLE, { path: shown, problem: codeOf(fault) }, { at: startOf(shown) });
    return [];
  }
  return toText(shown, content, sink);
}

function toText(path: string, content: Buffer, sink: DiagnosticSink): SourceFile[] {
  if (content.length > MAX_FILE_BYTES) return tooLarge(path, content.length, sink);
  const text = decode(content);
  if (text !== undefined) return [{ path, text }];
  sink.report(NOT_TEXT, { path }, { at: startOf(path) });
  return [];
}

function tooLarge(path: string, bytes: number, sink: DiagnosticSink): SourceFile[] {
  sink.report(FILE_TOO_LARGE, { path, bytes, limit: MAX_FILE_BYTES }, { at: startOf(path) });
  return [];
}

/** The text without its byte order mark, or undefined where the bytes are no UTF-8 text. */
function decode(content: Buffer): string | undefined {
  if (content.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

function shownPath(path: string): string {
  const below = relative('.', path);
  const isBelow = below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  return (isBelow ? below || '.' : path).split(sep).join('/');
}

function codeOf(fault: unknown): string {
  return (fault as NodeJS.ErrnoException).code ?? 'unknown';
}
