import { renderDiagnostics, type Diagnostic, type SourceFile } from '../../lib/index';

/** What somebody wrote, and everything that this library really says about it. */
export interface Demonstration {
  readonly files: readonly SourceFile[];
  readonly said: readonly Said[];
  /** What makes the difference, where the message points elsewhere. */
  readonly causes?: readonly Place[];
  /** A command or a piece of a CDK app that belongs to it; shown before the files. */
  readonly call?: Call;
  /** A sentence about what neither files nor call show. */
  readonly remark?: string;
}

/** A message as it is shown, and the lines that it points at; the line where it stands comes first. */
export interface Said {
  readonly code: string;
  readonly text: string;
  readonly places: readonly Place[];
}

export interface Place {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

export interface Call {
  readonly language: 'sh' | 'ts';
  readonly text: string;
}

/** Demonstrations by code. They are run when they are needed. */
export type Demonstrations = Readonly<Record<string, () => Demonstration>>;

/** Files with the diagnostics about them. */
export function demonstrate(files: readonly SourceFile[], diagnostics: readonly Diagnostic[], command?: string, causes: readonly Place[] = []): Demonstration {
  const sources = new Map(files.map(({ path, text }) => [path, text]));
  const said = diagnostics.map((diagnostic): Said => ({
    code: diagnostic.code,
    get text() {
      return renderDiagnostics([diagnostic], { sources, format: 'text', notes: true, summary: false });
    },
    places: placesOf(diagnostic),
  }));
  return { files, said, causes, ...(command !== undefined && { call: { language: 'sh', text: command } }) };
}

function placesOf({ span, notes }: Diagnostic): readonly Place[] {
  return [span, ...notes.map((note) => note.span)]
    .filter((place) => place !== undefined)
    .map(({ file, start, end }) => ({ file, first: start.line, last: end.line }));
}
