/** A text with the name under which diagnostics show it. */
export interface SourceFile {
  /** As shown to the user: relative to the working directory where possible, with forward slashes. */
  readonly path: string;
  readonly text: string;
}
