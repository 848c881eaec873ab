import { attach } from './attach/attach';
import { belongingOf, concernsAny, type Belonging } from './attach/belonging';
import type { AttachedGateway, Topology } from './attach/topology';
import { INTERNAL_ERROR } from './diagnostics/catalogue/internal';
import { GATEWAY_NOT_FOUND, NO_GATEWAY, SEVERAL_GATEWAYS } from './diagnostics/catalogue/selection';
import type { Diagnostic } from './diagnostics/diagnostic';
import { DiagnosticSink } from './diagnostics/diagnostic';
import { nameOf } from './diagnostics/subject';
import { didYouMean } from './diagnostics/suggest';
import { decode } from './model/decode';
import type { Resources } from './model/resources';
import type { PlanOptions } from './plan/context';
import type { LoadBalancerPlan } from './plan/ir';
import { defaultQuotas } from './plan/limits';
import { plan } from './plan/plan';
import { conditionsOf, type ObjectStatus } from './report/conditions';
import { loadFiles, type ManifestInput } from './source/files';
import { readManifests } from './source/read';
import type { SourceFile } from './source/source-file';

/** What the caller decides. Everything has a default. */
export interface CompileOptions extends Partial<PlanOptions> {
  /**
   * Which Gateway: `namespace/name`, `all` (one plan each), or `only` (there must be exactly one).
   * Default `all`.
   */
  readonly gateway?: string;
  /** Treat an HTTPS backend with a BackendTLSPolicy as plain HTTPS, which an ALB does not verify. Default false. */
  readonly acceptUnverifiedBackendTls?: boolean;
}

/** One Gateway, planned. */
export interface CompiledGateway {
  /** `namespace/name` */
  readonly name: string;
  readonly attached: AttachedGateway;
  readonly plan: LoadBalancerPlan;
}

/** Everything one run has found out. Usable as far as the input was, even with errors. */
export interface Compilation {
  readonly gateways: readonly CompiledGateway[];
  /** Errors of all manifests; warnings and notes about what has to do with these Gateways, or with none at all. */
  readonly diagnostics: readonly Diagnostic[];
  readonly hasErrors: boolean;
  readonly resources: Resources;
  /** Conditions as the Gateway API would write them into `status`. Worked out when first asked for. */
  readonly status: readonly ObjectStatus[];
  /** Texts by path, for excerpts. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Manifests that have been read and decoded, ready to be compiled any number of times with different options. */
export interface DecodedManifests {
  readonly resources: Resources;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
}

const emptyTopology: Topology = { gateways: [], gatewayClasses: [] };

/** Reads and decodes the manifests of `paths` (files, folders, the standard input). Never throws for a mistake in the input. */
export function decodePaths(paths: readonly ManifestInput[]): DecodedManifests {
  const sink = new DiagnosticSink();
  return decodeWith(guarded('source', sink, [], () => loadFiles(paths, sink)), sink);
}

/** Reads and decodes manifests given as texts. */
export function decodeFiles(files: readonly SourceFile[]): DecodedManifests {
  return decodeWith(files, new DiagnosticSink());
}

/** Compiles the manifests of `paths`. All mistakes of the run are in `diagnostics`. */
export function compilePaths(paths: readonly ManifestInput[], options: CompileOptions = {}): Compilation {
  return compileDecoded(decodePaths(paths), options);
}

/** Compiles manifests given as texts. */
export function compile(files: readonly SourceFile[], options: CompileOptions = {}): Compilation {
  return compileDecoded(decodeFiles(files), options);
}

/** Attaches and plans what has been decoded. */
export function compileDecoded(decoded: DecodedManifests, options: CompileOptions = {}): Compilation {
  const { resources, sources } = decoded;
  const attachment = attachOnce(decoded, options);
  const { topology, diagnostics } = attachment;
  const sink = new DiagnosticSink(options.onInvalidRoute, diagnostics);
  const gateways = select(topology, options.gateway ?? 'all', sink).flatMap((attached) => {
    const name = nameOf(attached.gateway.ref);
    const planned = guarded('plan', sink, undefined, () => plan(attached, planOptions(options), sink));
    return planned === undefined ? [] : [{ name, attached, plan: planned }];
  });
  let status: readonly ObjectStatus[] | undefined;
  return {
    gateways,
    diagnostics: gateways.length === topology.gateways.length ? sink.diagnostics : toldBy(sink.diagnostics, gateways, attachment.belonging),
    hasErrors: sink.hasErrors,
    resources,
    get status() {
      return (status ??= guarded('report', sink, [], () => conditionsOf(resources, topology, sink.diagnostics)));
    },
    sources,
  };
}

function toldBy(diagnostics: readonly Diagnostic[], gateways: readonly CompiledGateway[], belonging: Belonging): readonly Diagnostic[] {
  const isConcerned = concernsAny(gateways.map(({ attached }) => attached), belonging);
  return diagnostics.filter(({ severity, subject }) => severity === 'error' || isConcerned(subject));
}

interface Attached {
  readonly topology: Topology;
  /** Those of reading and decoding included. */
  readonly diagnostics: readonly Diagnostic[];
  /** Worked out when first asked for: only a choice of Gateways needs it. */
  readonly belonging: Belonging;
}

const attachedBefore = new WeakMap<DecodedManifests, Map<string, Attached>>();

/** An app with one load balancer for each of many Gateways attaches its routes once. */
function attachOnce(decoded: DecodedManifests, options: CompileOptions): Attached {
  const known = attachedBefore.get(decoded) ?? new Map<string, Attached>();
  attachedBefore.set(decoded, known);
  const key = JSON.stringify([attachOptions(options), options.onInvalidRoute]);
  const attached = known.get(key) ?? attachTo(decoded, options);
  known.set(key, attached);
  return attached;
}

function attachTo({ resources, diagnostics }: DecodedManifests, options: CompileOptions): Attached {
  const sink = new DiagnosticSink(options.onInvalidRoute, diagnostics);
  const topology = guarded('attach', sink, emptyTopology, () => attach(resources, attachOptions(options), sink));
  let belonging: Belonging | undefined;
  return {
    topology,
    diagnostics: sink.diagnostics,
    get belonging() {
      return (belonging ??= belongingOf(topology));
    },
  };
}

function decodeWith(files: readonly SourceFile[], sink: DiagnosticSink): DecodedManifests {
  const objects = guarded('source', sink, [], () => readManifests(files, sink));
  const resources = guarded('model', sink, undefined, () => decode(objects, sink)) ?? decode([], sink);
  return { resources, diagnostics: sink.diagnostics, sources: new Map(files.map((file) => [file.path, file.text])) };
}

function attachOptions(options: CompileOptions): { certificates: PlanOptions['certificates']; acceptUnverifiedBackendTls: boolean } {
  return {
    certificates: options.certificates ?? 'any',
    acceptUnverifiedBackendTls: options.acceptUnverifiedBackendTls ?? false,
  };
}

function planOptions(options: CompileOptions): PlanOptions {
  const { clusters, ledger, ruleStacks } = options;
  return {
    onInvalidRoute: options.onInvalidRoute ?? 'fail',
    defaultTargetType: options.defaultTargetType ?? 'instance',
    listenerIsolation: options.listenerIsolation ?? true,
    compaction: options.compaction ?? true,
    certificates: options.certificates ?? 'any',
    defaultCertificate: options.defaultCertificate ?? (options.certificates ?? 'any') === 'any',
    oidcClientSecrets: options.oidcClientSecrets ?? 'any',
    existingTargetGroups: options.existingTargetGroups ?? 'any',
    quotas: options.quotas ?? defaultQuotas,
    namingScope: options.namingScope ?? '',
    ...(clusters && { clusters }),
    ...(ruleStacks !== undefined && { ruleStacks }),
    ...(ledger && { ledger }),
  };
}

function select(topology: Topology, wanted: string, sink: DiagnosticSink): readonly AttachedGateway[] {
  const existing = topology.gateways.map((attached) => nameOf(attached.gateway.ref));
  const named = wanted !== 'all' && wanted !== 'only';
  if (existing.length === 0 && !named) {
    // A file that could not be read or a Gateway that could not be decoded has been reported already.
    if (sink.diagnostics.some(({ code, severity }) => severity === 'error' && /^GW[01]/.test(code))) return [];
    sink.report(NO_GATEWAY, { classes: topology.gatewayClasses.map((gatewayClass) => gatewayClass.ref.name) });
  } else if (wanted === 'only' && existing.length > 1) {
    sink.report(SEVERAL_GATEWAYS, { existing });
  } else if (named && !existing.includes(wanted)) {
    const hint = didYouMean(wanted, existing);
    sink.report(GATEWAY_NOT_FOUND, { gateway: wanted, existing }, hint === undefined ? {} : { hint });
  }
  return named ? topology.gateways.filter((attached) => nameOf(attached.gateway.ref) === wanted) : topology.gateways;
}

/** A fault of ours becomes a coded message too; the run goes on with `fallback`. */
function guarded<T>(stage: string, sink: DiagnosticSink, fallback: T, run: () => T): T {
  try {
    return run();
  } catch (fault) {
    sink.report(INTERNAL_ERROR, { stage, problem: fault instanceof Error ? fault.message : String(fault) });
    return fallback;
  }
}
