/**
 * The compiler alone, which starts faster than all of `lib/`: a check does not load what looks at plans (explain, route tests,
 * review, report).
 */
export { compile, compileDecoded, compilePaths, decodeFiles, decodePaths } from './compile';
export type { Compilation, CompiledGateway, CompileOptions, DecodedManifests } from './compile';

export { catalogue } from './diagnostics/catalogue';
export * as deliveryCodes from './diagnostics/catalogue/delivery';
export { GATEWAY_NOT_FOUND } from './diagnostics/catalogue/selection';
export * as sideCodes from './diagnostics/catalogue/sides';
export { PRIORITIES_RANKED } from './diagnostics/catalogue/priorities';
export { DiagnosticSink } from './diagnostics/diagnostic';
export type { Code, Diagnostic, InvalidRoutePolicy, Note, Severity, StatusTarget } from './diagnostics/diagnostic';
export { renderDiagnostics } from './diagnostics/render';
export { nameOf, subjectOf } from './diagnostics/subject';
export type { NamespacedName, ObjectRef, Position, Span } from './diagnostics/subject';

export type { ClusterShare } from './plan/context';
export type * from './plan/ir';
export { defaultQuotas, limits } from './plan/limits';
export type { Quotas } from './plan/limits';
export { compact as compactLedger, emptyLedger, listenerKey, readLedger, recordPriorities, writeLedger } from './plan/ledger';
export type { PriorityLedger } from './plan/priorities';
export { ruleStackOf } from './plan/rule-stacks';

export { loadFiles } from './source/files';
export type { ManifestInput, StandardInput } from './source/files';
export { readManifests } from './source/read';
export type { SourceFile } from './source/source-file';
