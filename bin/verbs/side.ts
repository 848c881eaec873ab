import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type * as Library from '../../lib/index';
import type {
  AssembledTemplate, Compilation, CompileOptions, Diagnostic, DiagnosticSink, LoadBalancerPlan, ManifestInput, StandardInput, TemplatePlan,
} from '../../lib/index';
import { parseRevision, readRevision, type RevisionFile } from './git-revision';

/** Where a routing is read from. */
export type SideKind = 'manifests' | 'template' | 'assembly';

/** A routing as an argument names it: manifests, a synthesised template, a `cdk.out` folder, or any of them in a git revision. */
export interface Side {
  readonly kind: SideKind;
  /** The argument, or what messages call the standard input. */
  readonly label: string;
  readonly loadBalancers: readonly SideLoadBalancer[];
  readonly diagnostics: readonly Diagnostic[];
  readonly hasErrors: boolean;
  /** Texts of the manifests by path, for excerpts. */
  readonly sources: ReadonlyMap<string, string>;
  /** What the compiler made of manifests. */
  readonly compilation?: Compilation;
}

export interface SideLoadBalancer {
  /** `namespace/name` of the Gateway; in a template that does not say it, the logical id, after the stack where there are several. */
  readonly name: string;
  readonly plan: LoadBalancerPlan | TemplatePlan;
  /** The same as the template alone says it, with logical ids: to be compared with one that nobody knows more about. */
  readonly bare?: TemplatePlan;
  /** Whether target groups are known by their Services, not by logical ids alone. */
  readonly servicesKnown: boolean;
}

/** What is read: texts with the names that messages give them, or paths for the compiler to read itself. */
interface Found {
  readonly kind: SideKind;
  /** By path relative to the folder, for an assembly; the one template otherwise. */
  readonly files: readonly RevisionFile[];
  readonly folder: string;
}

/** Reads one side with what `loadLibrary()` gave. Mistakes in it are in `diagnostics`; it never throws for them. */
export function readSide(library: typeof Library, input: ManifestInput, options: CompileOptions = {}): Side {
  const sink = new library.DiagnosticSink();
  const argument = typeof input === 'string' ? input : input.path;
  const revision = typeof input === 'string' && input.startsWith('git:');
  const found = revision ? findInRevision(input, library, sink) : typeof input === 'string' ? findOnDisk(input) : findInPipe(input, library, sink);
  if (found === undefined) return { kind: 'manifests', label: argument, loadBalancers: [], ...outcomeOf(sink) };
  if (found.kind === 'manifests') {
    const compilation = revision ? library.compile(found.files, options) : library.compilePaths([input], options);
    const loadBalancers = compilation.gateways.map(({ name, plan }) => ({ name, plan, servicesKnown: true }));
    const diagnostics = [...sink.diagnostics, ...compilation.diagnostics];
    const { hasErrors, sources } = compilation;
    return { kind: found.kind, label: argument, loadBalancers, diagnostics, hasErrors, sources, compilation };
  }
  const loadBalancers = readTemplates(found, argument, options.gateway ?? 'all', library, sink);
  return { kind: found.kind, label: argument, loadBalancers, ...outcomeOf(sink) };
}

function outcomeOf({ diagnostics, hasErrors }: DiagnosticSink): Pick<Side, 'diagnostics' | 'hasErrors' | 'sources'> {
  return { diagnostics, hasErrors, sources: new Map() };
}

/** Manifests on disk are left to the compiler, which reports what cannot be read. */
function findOnDisk(path: string): Found {
  const manifests: Found = { kind: 'manifests', files: [], folder: '' };
  if (!existsSync(path)) return manifests;
  if (statSync(path).isDirectory()) {
    if (!isAssembly(textAt(join(path, 'manifest.json')))) return manifests;
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    return { kind: 'assembly', folder: '', files: names.map((name) => ({ path: name.replaceAll('\\', '/'), text: textAt(join(path, name)) ?? '' })) };
  }
  const text = path.endsWith('.json') ? textAt(path) : undefined;
  return text !== undefined && isTemplate(path, text) ? { kind: 'template', folder: '', files: [{ path, text }] } : manifests;
}

/** `cdk synth --json` writes a template, `cdk synth` writes it as YAML; everything else is manifests, which are left to the compiler. */
function findInPipe({ path, content }: StandardInput, { sideCodes }: typeof Library, sink: DiagnosticSink): Found | undefined {
  const text = Buffer.from(content ?? []).toString();
  if (/^Resources:\s*$/m.test(text) && !/^apiVersion:/m.test(text)) {
    sink.report(sideCodes.TEMPLATE_UNREADABLE, { path, problem: 'it is YAML, and only JSON is read (cdk synth --json)' });
    return undefined;
  }
  return isTemplate(path, text) ? { kind: 'template', folder: '', files: [{ path, text }] } : { kind: 'manifests', folder: '', files: [] };
}

function textAt(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
}

function findInRevision(argument: string, { sideCodes }: typeof Library, sink: DiagnosticSink): Found | undefined {
  const parsed = parseRevision(argument);
  if (!parsed) {
    sink.report(sideCodes.BAD_REVISION_ARGUMENT, { argument });
    return undefined;
  }
  const { revision, path } = parsed;
  const read = readRevision(revision, path, ['.yaml', '.yml', '.json']);
  if ('problem' in read) {
    if (read.problem === 'unavailable') sink.report(sideCodes.GIT_UNAVAILABLE, { problem: read.words });
    else if (read.problem === 'revision') sink.report(sideCodes.REVISION_NOT_FOUND, { revision });
    else sink.report(sideCodes.PATH_NOT_IN_REVISION, { revision, path });
    return undefined;
  }
  for (const link of read.links) sink.report(sideCodes.LINK_NOT_FOLLOWED, { path: `${revision}:${link.path}`, what: link.what });
  const root = path === '.' ? '' : path.replace(/^(\.\/+)+/, '').replace(/\/*$/, '/');
  const manifest = read.files.find((file) => file.path === `${root}manifest.json`);
  if (isAssembly(manifest?.text)) {
    return { kind: 'assembly', folder: `${revision}:${root}`, files: read.files.map((file) => ({ ...file, path: file.path.slice(root.length) })) };
  }
  const [first, ...others] = read.files;
  const files = read.files.map((file) => ({ ...file, path: `${revision}:${file.path}` }));
  return { kind: others.length === 0 && isTemplate(first.path, first.text) ? 'template' : 'manifests', folder: '', files };
}

function isAssembly(manifest: string | undefined): boolean {
  return typeof parsed(manifest ?? '')?.['artifacts'] === 'object';
}

/** One that cannot be parsed counts as a template by its name. */
function isTemplate(path: string, text: string): boolean {
  const value = parsed(text);
  return value === undefined ? path.endsWith('.template.json') : typeof value['Resources'] === 'object' && !('apiVersion' in value);
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** A load balancer that has not been read yet. */
interface Candidate {
  readonly template: AssembledTemplate;
  readonly id: string;
  readonly name: string;
}

function readTemplates(found: Found, argument: string, wanted: string, library: typeof Library, sink: DiagnosticSink): SideLoadBalancer[] {
  const { sideCodes, GATEWAY_NOT_FOUND } = library;
  const templates = templatesOf(found, library, sink);
  if (templates === undefined) return [];
  const all = withUniqueNames(templates.flatMap((template) => {
    return library.loadBalancersOf(template.template).map((id): Candidate => ({ template, id, name: nameOf(template, id, templates) }));
  }));
  const chosen = all.filter(({ name, id }) => wanted === 'all' || wanted === name || wanted === id || name.endsWith(`: ${wanted}`));
  if (all.length === 0) sink.report(sideCodes.NO_LOAD_BALANCER, { path: argument });
  else if (chosen.length === 0) sink.report(GATEWAY_NOT_FOUND, { gateway: wanted, existing: all.map(({ name }) => name) });
  return chosen.flatMap((candidate) => readLoadBalancer(candidate, library, sink));
}

/** Stages of one app may each have the same Gateway: then the template says which is which. */
function withUniqueNames(candidates: readonly Candidate[]): readonly Candidate[] {
  const isUnique = ({ name }: Candidate) => candidates.filter((other) => other.name === name).length === 1;
  return candidates.map((candidate) => {
    const { template, name } = candidate;
    return isUnique(candidate) ? candidate : { ...candidate, name: `${template.path.replace(/(\.nested)?\.template\.json$/, '')}: ${name}` };
  });
}

function templatesOf({ kind, files, folder }: Found, library: typeof Library, sink: DiagnosticSink): readonly AssembledTemplate[] | undefined {
  const { sideCodes, AssemblyError, readAssembly } = library;
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  if (kind === 'assembly') {
    try {
      return readAssembly((path) => texts.get(path), [...texts.keys()]);
    } catch (fault) {
      if (!(fault instanceof AssemblyError)) throw fault;
      sink.report(sideCodes.TEMPLATE_UNREADABLE, { path: `${folder}${fault.path}`, problem: fault.problem });
      return undefined;
    }
  }
  const [{ path, text }] = files;
  const template = parsed(text);
  if (template !== undefined) return [{ path, stack: '', template, origins: new Map() }];
  sink.report(sideCodes.TEMPLATE_UNREADABLE, { path, problem: 'it is not valid JSON' });
  return undefined;
}

function nameOf({ origins, stack }: AssembledTemplate, id: string, templates: readonly AssembledTemplate[]): string {
  const note = origins.get(id);
  if (note?.kind === 'load-balancer') return [note.gateway.namespace, note.gateway.name].filter((part) => part !== '').join('/');
  return templates.length > 1 && stack !== '' ? `${stack}/${id}` : id;
}

function readLoadBalancer({ template, id, name }: Candidate, library: typeof Library, sink: DiagnosticSink): SideLoadBalancer[] {
  try {
    const bare = library.planOf(template.template, id);
    const plan = library.withOrigins(bare, template.origins);
    library.compileSimulator(plan);
    return [{ name, plan, bare, servicesKnown: plan.targetGroups.every(({ binding }) => binding !== 'unknown') }];
  } catch (fault) {
    sink.report(library.sideCodes.LOAD_BALANCER_NOT_UNDERSTOOD, { loadBalancer: name, problem: fault instanceof Error ? fault.message : String(fault) });
    return [];
  }
}
