import type { Severity } from '../diagnostics/diagnostic';
import type { Finding } from './findings';

/** Findings of one code. */
export interface FindingGroup {
  readonly severity: Severity;
  readonly code: string;
  readonly name: string;
  readonly findings: readonly Finding[];
}

const severities: readonly Severity[] = ['error', 'warning', 'note'];

/** By severity, then by code. Under `respond-500` one code can be of two severities. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  return severities.flatMap((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    const codes = [...new Set(own.map(({ code }) => code))].sort();
    return codes.map((code) => {
      const group = own.filter((finding) => finding.code === code);
      return { severity, code, name: group[0].name, findings: group };
    });
  });
}

/** Such as `1 error, 2 warnings, 7 notes`; empty where nothing was found. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = severities.map((severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const);
  return counts.filter(([count]) => count > 0).map(([count, severity]) => plural(count, severity)).join(', ');
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
