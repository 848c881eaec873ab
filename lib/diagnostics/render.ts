import { createColors } from 'picocolors';
import type { Diagnostic, Note, Severity } from './diagnostic';
import { excerptOf } from './excerpt';
import { inDisplayOrder } from './order';
import { printable } from './printable';

/** How diagnostics are shown. */
export interface RenderOptions {
  /** Texts by path, for excerpts. A span whose file is missing is shown without one. */
  readonly sources: ReadonlyMap<string, string>;
  /**
   * `text` for people, with excerpts; `json` for programs: `{version, summary, diagnostics}`;
   * `github` for annotations in pull requests (workflow commands).
   */
  readonly format: 'text' | 'json' | 'github';
  /** Colours in `text`. Default false. */
  readonly color?: boolean;
  /** Show notes (deliberate differences, ignored fields) in `text` and `github`; `json` always has them. Default false. */
  readonly notes?: boolean;
  /** End `text` with a line that counts errors and warnings. Default true. */
  readonly summary?: boolean;
}

/** Numbers of diagnostics, and of the files that have errors or warnings. */
export interface DiagnosticSummary {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly files: number;
}

type Colors = ReturnType<typeof createColors>;

/**
 * Shows diagnostics by file and position, those without a place first. The result has no line break at its end;
 * it is empty where there is nothing to say (`json` is never empty).
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const ordered = inDisplayOrder(diagnostics);
  if (options.format === 'json') return renderJson(ordered);
  const shown = ordered.filter((diagnostic) => options.notes === true || diagnostic.severity !== 'note');
  if (options.format === 'github') return shown.map(githubCommand).join('\n');
  const colors = createColors(options.color ?? false);
  const blocks = shown.map((diagnostic) => renderText(diagnostic, options.sources, colors));
  if (options.summary !== false && ordered.length > 0) blocks.push(summaryLine(summarize(ordered), options.notes === true));
  return blocks.join('\n\n');
}

function renderJson(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify({ version: 1, summary: summarize(diagnostics), diagnostics }, null, 2);
}

/** One diagnostic: header, excerpt with the hint beside the caret, then notes, status and fix as remarks. */
function renderText(diagnostic: Diagnostic, sources: ReadonlyMap<string, string>, colors: Colors): string {
  const { span, hint } = diagnostic;
  const text = span && sources.get(span.file);
  const excerpt = span && text !== undefined ? excerptOf(text, span) : undefined;
  const lines = [header(diagnostic, colors)];
  const number = String(excerpt?.line ?? '');
  const margin = ' '.repeat(Math.max(number.length, 1) + 2);
  if (excerpt) {
    const caret = colorOf(diagnostic.severity, colors)('^'.repeat(excerpt.length));
    const bar = colors.dim('|');
    lines.push('', ` ${colors.dim(number)} ${bar} ${excerpt.text}`.trimEnd());
    lines.push(`${margin}${bar} ${' '.repeat(excerpt.column)}${caret}${hint === undefined ? '' : ` ${printable(hint)}`}`);
  }
  const remarks = excerpt === undefined && hint !== undefined ? [printable(hint)] : [];
  remarks.push(...remarksOf(diagnostic));
  return [...lines, ...remarks.map((remark) => `${margin}${colors.dim('=')} ${remark}`)].join('\n');
}

/** `file:line:column - severity CODE: message [stage/name]`: editors and terminals make the place clickable. */
function header({ span, severity, code, message, name }: Diagnostic, colors: Colors): string {
  const place = span ? `${colors.cyan(printable(span.file))}:${span.start.line}:${span.start.column} - ` : '';
  return `${place}${colorOf(severity, colors)(severity)} ${colors.bold(code)}: ${printable(message)} ${colors.dim(`[${name}]`)}`;
}

function remarksOf({ notes, condition, fix }: Diagnostic): string[] {
  const remarks = notes.map(noteText);
  if (condition) remarks.push(`status: ${condition.type}=${condition.status}, reason ${condition.reason}`);
  if (fix !== undefined) remarks.push(fix);
  return remarks.map(printable);
}

function noteText({ span, text }: Note): string {
  return span ? `${span.file}:${span.start.line} ${text}` : text;
}

function colorOf(severity: Severity, colors: Colors): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, note: colors.blue }[severity];
}

function summarize(diagnostics: readonly Diagnostic[]): DiagnosticSummary {
  const count = (severity: Severity): number => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const files = new Set(diagnostics.filter(({ severity }) => severity !== 'note').flatMap(({ span }) => span?.file ?? []));
  return { errors: count('error'), warnings: count('warning'), notes: count('note'), files: files.size };
}

function summaryLine({ errors, warnings, notes, files }: DiagnosticSummary, notesShown: boolean): string {
  const counts = [errors > 0 || warnings === 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''];
  const main = counts.filter((part) => part !== '').join(', ') + (files > 0 ? ` in ${plural(files, 'file')}` : '');
  if (notes === 0) return main;
  return `${main}, ${plural(notes, 'note')}${notesShown ? '' : ' (shown with --notes)'}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A workflow command, see https://docs.github.com/actions/reference/workflow-commands-for-github-actions. */
function githubCommand(diagnostic: Diagnostic): string {
  const { span, code, name, message, hint } = diagnostic;
  const properties: [string, string | number][] = [];
  if (span) {
    const { start, end } = span;
    properties.push(['file', span.file], ['line', start.line], ['endLine', end.line]);
    // Columns count on one line only.
    if (start.line === end.line) properties.splice(2, 1, ['col', start.column], ['endLine', end.line], ['endColumn', end.column]);
  }
  properties.push(['title', `${code} ${name}`]);
  const command = diagnostic.severity === 'note' ? 'notice' : diagnostic.severity;
  const body = [printable(message), ...(hint === undefined ? [] : [printable(hint)]), ...remarksOf(diagnostic)].join('\n');
  return `::${command} ${properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',')}::${escapeData(body)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
