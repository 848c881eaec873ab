import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Compilation, Diagnostic } from '../lib/index';
import { renderDiagnostics, subjectOf } from '../lib/index';
import type { GatewayDiagnostic } from './gateway-diagnostic';
import { DiagnosticSeverity } from './gateway-diagnostic';

/** Diagnostics with the texts of the files they point into. */
export type ReportedDiagnostics = Pick<Compilation, 'diagnostics' | 'sources'>;

/**
 * Hands the diagnostics of a compilation to CDK.
 *
 * Errors go through `node.addValidation`: the one channel that fails `app.synth()` in a unit test as well as under the
 * CLI, once, with all of them. Warnings go through `Validations` with their code as id and the route as context, so
 * that they can be acknowledged per route.
 */
export function reportToCdk(scope: Construct, reported: ReportedDiagnostics): void {
  const errors = reported.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  scope.node.addValidation({ validate: () => (errors.length === 0 ? [] : [`\n${render(errors, reported)}`]) });
  for (const warning of reported.diagnostics.filter((diagnostic) => diagnostic.severity === 'warning')) {
    Validations.of(scope).addWarning(warning.code, render([warning], reported), { context: contextOf(warning) });
  }
}

/** The diagnostics as users of the construct get them. */
export function gatewayDiagnostics(reported: ReportedDiagnostics): GatewayDiagnostic[] {
  return reported.diagnostics.map((diagnostic) => ({
    code: diagnostic.code,
    name: diagnostic.name,
    severity: severities[diagnostic.severity],
    message: diagnostic.message,
    ...(diagnostic.span && {
      file: diagnostic.span.file,
      line: diagnostic.span.start.line,
      column: diagnostic.span.start.column,
    }),
    text: render([diagnostic], reported),
  }));
}

const severities = { error: DiagnosticSeverity.ERROR, warning: DiagnosticSeverity.WARNING, note: DiagnosticSeverity.NOTE };

function render(diagnostics: readonly Diagnostic[], reported: ReportedDiagnostics): string {
  return renderDiagnostics(diagnostics, { sources: reported.sources, format: 'text', color: false, notes: true, summary: false });
}

/** Diagnostics that point into no file, as errors show them. */
export function renderAll(diagnostics: readonly Diagnostic[]): string {
  return render(diagnostics, { diagnostics, sources: new Map() });
}

/** What an acknowledgement can be narrowed to with `where`. */
function contextOf({ subject }: Diagnostic): Record<string, string> {
  if (subject === undefined) return {};
  const name = subjectOf(subject).slice(subject.kind.length + 1);
  return subject.kind.endsWith('Route') ? { object: subjectOf(subject), route: name } : { object: subjectOf(subject) };
}
