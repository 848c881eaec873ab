import type { Diagnostic } from '../diagnostics/diagnostic';
import type { RouteTestResult } from './run';
import { titleOf } from './table';

/** Results as JUnit XML, the form that most CI systems show: a suite for each file, a case for each test. */
export function renderJunit(results: readonly RouteTestResult[], diagnostics: readonly Diagnostic[]): string {
  const files = new Map<string, RouteTestResult[]>();
  for (const result of results) {
    const { file } = result.test.at;
    files.set(file, [...(files.get(file) ?? []), result]);
  }
  const suites = [...files].map(([file, some]) => suite(file, some));
  const misread = diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'GW6101');
  if (misread.length > 0) suites.push(problems(misread));
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>'].join('\n');
}

function suite(file: string, results: readonly RouteTestResult[]): string {
  const count = (...verdicts: readonly RouteTestResult['verdict'][]) => results.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const counts = `tests="${results.length}" failures="${count('failed', 'invalid')}" skipped="${count('skipped')}"`;
  return [`  <testsuite name="${escaped(file)}" ${counts}>`, ...results.map(testCase), '  </testsuite>'].join('\n');
}

function testCase(result: RouteTestResult): string {
  const { test: { at } } = result;
  const open = `    <testcase name="${escaped(titleOf(result.test))}" classname="${escaped(at.file)}" file="${escaped(at.file)}" line="${at.start.line}"`;
  switch (result.verdict) {
    case 'passed':
      return `${open}/>`;
    case 'skipped':
      return `${open}><skipped/></testcase>`;
    case 'invalid':
      return `${open}><failure message="no Gateway for this test"/></testcase>`;
    case 'failed':
      return `${open}>${result.differences.map(({ expected, got }) => `<failure message="${escaped(`expected ${expected}, got ${got}`)}"/>`).join('')}</testcase>`;
  }
}

function problems(diagnostics: readonly Diagnostic[]): string {
  const cases = diagnostics.map(({ code, message, span }) => {
    const place = span ? ` file="${escaped(span.file)}" line="${span.start.line}"` : '';
    return `    <testcase name="${code}" classname="gateway-alb"${place}><error message="${escaped(message)}"/></testcase>`;
  });
  return [`  <testsuite name="gateway-alb" tests="${cases.length}" errors="${cases.length}">`, ...cases, '  </testsuite>'].join('\n');
}

/** XML has no place for other control characters, not even as references. */
function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };
  return text.replace(/[&<>"\n\t]/g, (character) => names[character]).replace(/[\u0000-\u0008\u000b-\u001f]/g, '\ufffd');
}
