import { parseAllDocuments } from 'yaml';
import { compile, decodeFiles, DiagnosticSink, readRouteTests } from '../../lib/index';
import type { Diagnostic, SourceFile } from '../../lib/index';
import { shellProblems } from './command-lines';
import { unknownFields } from './field-fragments';
import type { Snippet } from './snippet';

type YamlSnippet = Pick<Snippet, 'text' | 'codes'>;

/**
 * What is wrong with YAML. It is read by what it is for: manifests by the compiler, route tests by their reader, jobs of GitHub
 * and GitLab for their commands, and a part of a manifest by the fields of the kinds. A mistake on purpose says its code.
 */
export function yamlProblems({ text, codes }: YamlSnippet): readonly string[] {
  if (codes.length === 0) return problemsOf(text);
  const reported = codesIn(text);
  return codes.filter((code) => !reported.includes(code)).map((code) => `does not bring up ${code}, but ${reported.join(', ') || 'nothing'}`);
}

function problemsOf(text: string): readonly string[] {
  const documents = parseAllDocuments(text);
  const broken = documents.flatMap(({ errors }) => errors.map(({ message }) => message));
  if (broken.length > 0) return broken;
  const [value] = documents.map((document) => document.toJS() as unknown);
  if (isManifest(value)) return errorsIn(decodeFiles(fileOf(text)).diagnostics);
  if (isTable(value)) return errorsIn(routeTestDiagnostics(text));
  const scripts = scriptsIn(value);
  return scripts.length > 0 ? scripts.flatMap((script) => shellProblems(script)) : unknownFields(value);
}

function codesIn(text: string): readonly string[] {
  const [value] = parseAllDocuments(text).map(({ errors, contents }) => (errors.length > 0 ? undefined : (contents?.toJSON() as unknown)));
  const diagnostics = isTable(value) ? routeTestDiagnostics(text) : compile(fileOf(text)).diagnostics;
  return [...new Set(diagnostics.map(({ code }) => code))];
}

function routeTestDiagnostics(text: string): readonly Diagnostic[] {
  const sink = new DiagnosticSink();
  readRouteTests(fileOf(text), sink);
  return sink.diagnostics;
}

function errorsIn(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message, span }) => `line ${span?.start.line ?? 1}: ${code} ${message}`);
}

function fileOf(text: string): readonly SourceFile[] {
  return [{ path: 'snippet.yaml', text }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isManifest(value: unknown): boolean {
  return isObject(value) && 'apiVersion' in value && 'kind' in value;
}

function isTable(value: unknown): boolean {
  return isObject(value) && 'tests' in value;
}

/** The commands of jobs and steps, wherever they stand. */
function scriptsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(scriptsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    const lines = [inside].flat();
    const isScript = ['run', 'script', 'before_script'].includes(key) && lines.every((line) => typeof line === 'string');
    return isScript ? [lines.join('\n')] : scriptsIn(inside);
  });
}
