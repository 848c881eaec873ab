import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { Resources } from '../model/resources';
import type { NamespaceLabels } from './namespaces';
import { labelNamespaces } from './namespaces';
import type { References } from './references';
import { indexReferences } from './references';

/** What the caller decides outside the YAML. */
export interface AttachOptions {
  /** Secrets (`namespace/name`) for which there is a certificate, or `any` where that is settled later. */
  readonly certificates: readonly string[] | 'any';
  /** Serve backends with a BackendTLSPolicy over TLS that nobody verifies. Default false. */
  readonly acceptUnverifiedBackendTls?: boolean;
}

/** What all parts of the stage share. */
export interface AttachScope {
  readonly resources: Resources;
  readonly options: AttachOptions;
  /** `options.certificates`, for looking up. */
  readonly certificates: ReadonlySet<string> | 'any';
  readonly sink: DiagnosticSink;
  readonly references: References;
  readonly namespaces: NamespaceLabels;
}

/** Indexes the resources once; everything after is a look-up. */
export function openScope(resources: Resources, options: AttachOptions, sink: DiagnosticSink): AttachScope {
  const certificates = options.certificates === 'any' ? 'any' : new Set(options.certificates);
  return { resources, options, certificates, sink, references: indexReferences(resources), namespaces: labelNamespaces(resources.namespaces) };
}
