import type { SourceFile } from '../../lib/index';
import type { Place } from './demonstration';

/** Most lines of files that are shown for a code, those that stand for others not counted. */
export const MOST_LINES = 16;

/** Lines of a file that is shown alone, or of each of several. */
const ALONE = 10;
const BESIDE = 8;

const MOST_COLUMNS = 110;

/** The objects around some places, without what is far from them: where the message stands, then what leads to it. */
export function excerptsOf(files: readonly SourceFile[], places: readonly Place[], causes: readonly Place[] = []): readonly SourceFile[] {
  const elsewhere = causes.filter(({ file, first }) => file !== places.at(0)?.file || !isStart(files, file, first));
  const wanted = [...places, ...elsewhere];
  const isCause = (path: string): boolean => [...places.slice(0, 1), ...causes].some(({ file }) => file === path);
  const paths = [...new Set(wanted.map(({ file }) => file))];
  const room = paths.filter(isCause).length > 1 ? BESIDE : ALONE;
  let left = MOST_LINES;
  return paths.flatMap((path) => {
    const file = files.find((candidate) => candidate.path === path);
    if (file === undefined) return [];
    const lines = file.text.trimEnd().split('\n');
    const kept = keptLines(lines, wanted.filter((place) => place.file === path), { most: Math.min(ALONE, left), usual: Math.min(room, left) });
    const excerpt = withGaps(lines, kept);
    if (kept.length === 0 || (!isCause(path) && excerpt.includes('# ...'))) return [];
    left -= kept.length;
    return [{ path, text: excerpt }];
  });
}

/** Numbers of the lines to show, from 0: first what is pointed at, then what stands nearest; each with what it is in. */
function keptLines(lines: readonly string[], places: readonly Place[], room: { readonly most: number; readonly usual: number }): readonly number[] {
  const kept = new Set<number>();
  const keep = (wanted: readonly number[], most = room.usual): void => {
    const added = wanted.filter((line) => line < lines.length && !kept.has(line));
    if (kept.size + added.length <= most) added.forEach((line) => kept.add(line));
  };
  for (const { first, last } of places) {
    keep([...headOf(lines, first - 1), ...ancestorsOf(lines, first - 1), ...range(first - 1, Math.min(last - 1, first + 1))], room.most);
  }
  if (kept.size > 0) for (const line of nearest(lines, places)) keep([...headOf(lines, line), ...ancestorsOf(lines, line), line]);
  return [...kept].sort((left, right) => left - right);
}

/** The lines that say which object it is. */
function headOf(lines: readonly string[], line: number): readonly number[] {
  const [start, end] = documentAround(lines, line);
  return range(start, end).filter((index) => /^(kind|metadata):/.test(lines[index]));
}

/** The keys that a line is below, and the first lines of the list entries that it is in. */
function ancestorsOf(lines: readonly string[], line: number): readonly number[] {
  const found: number[] = [];
  let limit = isEntry(lines[line] ?? '') ? indentOf(lines[line]) - 1 : depthOf(lines[line] ?? '');
  for (let index = line - 1; index >= 0 && limit > 0 && lines[index] !== '---'; index -= 1) {
    const begins = isEntry(lines[index]) && depthOf(lines[index]) === limit;
    if (lines[index].trim() === '' || (!begins && depthOf(lines[index]) >= limit)) continue;
    limit = isEntry(lines[index]) ? indentOf(lines[index]) - 1 : indentOf(lines[index]);
    found.push(index);
  }
  return found;
}

/** The lines of the documents that are pointed into, the nearest ones first. */
function nearest(lines: readonly string[], places: readonly Place[]): readonly number[] {
  const indexes = places.flatMap(({ first }) => {
    const [start, end] = documentAround(lines, first - 1);
    return range(start, end).map((index) => ({ index, distance: Math.abs(index - first + 1) }));
  });
  return indexes.sort((left, right) => left.distance - right.distance || left.index - right.index).map(({ index }) => index);
}

function documentAround(lines: readonly string[], line: number): readonly [number, number] {
  const next = lines.indexOf('---', line);
  return [lines.lastIndexOf('---', line) + 1, next === -1 ? lines.length - 1 : next - 1];
}

/** Where lines are left out, a comment says so; documents are parted. */
function withGaps(lines: readonly string[], kept: readonly number[]): string {
  return kept.flatMap((line, position) => {
    const before = position === 0 ? documentAround(lines, line)[0] - 1 : kept[position - 1];
    const between = lines.slice(before + 1, line);
    const gap = between.includes('---') ? ['---'] : between.length > 0 && position > 0 ? [`${' '.repeat(indentOf(lines[line]))}# ...`] : [];
    const isLast = position === kept.length - 1 && line < documentAround(lines, line)[1];
    const trail = isLast ? [`${' '.repeat(indentOf(lines[line + 1]))}# ...`] : [];
    return [...gap, cut(lines[line]), ...trail];
  }).join('\n');
}

function cut(line: string): string {
  return line.length <= MOST_COLUMNS ? line : `${line.slice(0, MOST_COLUMNS)}…`;
}

function indentOf(line: string): number {
  return Math.max(0, line.search(/\S/));
}

/** Whether a whole object is meant. */
function isStart(files: readonly SourceFile[], path: string, line: number): boolean {
  return files.find((file) => file.path === path)?.text.split('\n').at(line - 1)?.startsWith('apiVersion:') ?? false;
}

function isEntry(line: string): boolean {
  return /^ *- /.test(line);
}

/** An entry of a list stands deeper than its dash. */
function depthOf(line: string): number {
  return indentOf(line.replace(/^( *)- /, '$1  '));
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
