import { withNestedRules } from './nested-rules';
import { readOriginNotes, type OriginNotes } from './template-origins';
import type { CloudFormationTemplate } from './template';

/** Reads a file of the assembly by its path relative to the folder; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A template of a cloud assembly with what its metadata says about it. */
export interface AssembledTemplate {
  /** Path of the template relative to the folder of the assembly. */
  readonly path: string;
  /** Name of the stack, or of the nested stack's file. */
  readonly stack: string;
  readonly template: CloudFormationTemplate;
  readonly origins: OriginNotes;
}

/** A file of a cloud assembly that is missing or has another form than CDK writes. */
export class AssemblyError extends Error {
  public constructor(
    public readonly path: string,
    public readonly problem: string,
  ) {
    super(`${path}: ${problem}`);
    this.name = 'AssemblyError';
  }
}

/** Entries by construct path. */
type Metadata = Readonly<Record<string, unknown>>;

interface Artifact {
  readonly type?: string;
  readonly properties?: { readonly templateFile?: string; readonly directoryName?: string; readonly file?: string };
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

/**
 * The templates of a cloud assembly (the folder that `cdk synth` writes): of its stacks, their nested stacks, and the
 * assemblies of Stages inside it. Rules that stand in a nested stack are with their listener. Throws AssemblyError.
 */
export function readAssembly(read: ReadFile, files: readonly string[], folder = ''): readonly AssembledTemplate[] {
  const { artifacts } = jsonOf<{ readonly artifacts?: Readonly<Record<string, Artifact>> }>(read, `${folder}manifest.json`);
  if (typeof artifacts !== 'object') throw new AssemblyError(`${folder}manifest.json`, 'it has no artifacts, so it is no cloud assembly');
  const metadata = Object.assign({}, ...Object.values(artifacts).map((artifact) => metadataOf(artifact, read, folder))) as Metadata;
  const templateAt = (path: string, stack: string): AssembledTemplate => ({
    path: `${folder}${path}`,
    stack,
    template: jsonOf<CloudFormationTemplate>(read, `${folder}${path}`),
    origins: readOriginNotes(metadata, path),
  });
  const own = Object.entries(artifacts).flatMap(([name, { type, properties = {} }]) => {
    const { templateFile, directoryName } = properties;
    if (type === 'cdk:cloud-assembly' && directoryName !== undefined) return readAssembly(read, files, `${folder}${directoryName}/`);
    return type === 'aws:cloudformation:stack' && templateFile !== undefined ? [templateAt(templateFile, name)] : [];
  });
  const nested = files
    .filter((file) => file.startsWith(folder))
    .map((file) => file.slice(folder.length))
    .filter((file) => file.endsWith(nestedTemplate) && !file.includes('/'));
  const templates = [...own, ...nested.map((path) => templateAt(path, path.slice(0, -nestedTemplate.length)))];
  return withNestedRules(templates, new Map(Object.values(artifacts).flatMap((artifact) => assetsOf(artifact, read, folder))));
}

interface AssetManifest {
  readonly files?: Readonly<Record<string, { readonly source?: { readonly path?: string } }>>;
}

/** Files that are uploaded, by their hashes. */
function assetsOf({ type, properties = {} }: Artifact, read: ReadFile, folder: string): readonly (readonly [hash: string, path: string])[] {
  if (type !== 'cdk:asset-manifest' || properties.file === undefined || read(`${folder}${properties.file}`) === undefined) return [];
  const { files = {} } = jsonOf<AssetManifest>(read, `${folder}${properties.file}`);
  return Object.entries(files).flatMap(([hash, { source }]) => (source?.path === undefined ? [] : [[hash, `${folder}${source.path}`] as const]));
}

const nestedTemplate = '.nested.template.json';

/** In the manifest itself, or in a file beside it (newer versions of CDK). */
function metadataOf({ metadata, additionalMetadataFile }: Artifact, read: ReadFile, folder: string): Metadata {
  const more = additionalMetadataFile === undefined ? {} : jsonOf<Metadata>(read, `${folder}${additionalMetadataFile}`);
  return { ...metadata, ...more };
}

function jsonOf<T extends object>(read: ReadFile, path: string): T {
  const text = read(path);
  if (text === undefined) throw new AssemblyError(path, 'the file is missing');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as T;
  } catch {
    throw new AssemblyError(path, 'it is not valid JSON');
  }
  throw new AssemblyError(path, 'it is not a JSON object');
}
