/** How serious a diagnostic is. */
export enum DiagnosticSeverity {
  /** Fails the synthesis. Cannot be silenced. */
  ERROR = 'error',
  /** Shown at synthesis; can be acknowledged with a reason. */
  WARNING = 'warning',
  /** A deliberate difference or an ignored field. */
  NOTE = 'note',
}

/** One message of the compiler about the manifests. */
export interface GatewayDiagnostic {
  /** Stable code, such as `GW2104`. See docs/diagnostics.md. */
  readonly code: string;

  /** Stable readable name, such as `attach/no-such-listener`. */
  readonly name: string;

  /** How serious it is. */
  readonly severity: DiagnosticSeverity;

  /** What is wrong, in one line. */
  readonly message: string;

  /**
   * File it is about.
   *
   * @default - no file is to blame
   */
  readonly file?: string;

  /**
   * Line in the file, from 1.
   *
   * @default - no place in a file
   */
  readonly line?: number;

  /**
   * Column in the line, from 1.
   *
   * @default - no place in a file
   */
  readonly column?: number;

  /** The whole message as the command line shows it, with an excerpt of the file. */
  readonly text: string;
}
