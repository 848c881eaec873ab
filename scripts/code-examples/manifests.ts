import { Document, isCollection, isNode, isPair, parseAllDocuments, parseDocument, type Node } from 'yaml';
import { compile, type CompileOptions } from '../../lib/index';
import type { Example, Patch } from '../../test/support/field-table';
import { fieldTable } from '../../test/support/field-table';
import { certificateArn, type Manifest } from '../../test/support/field-table-manifests';
import { compareExample } from '../../test/support/field-table-judgement';
import { demonstrate, type Demonstration, type Place } from './demonstration';

interface Circumstances extends Pick<Example, 'also' | 'options'> {
  /** The command that is run, where its options matter. */
  readonly call?: string;
  /** A sentence about what the manifests do not say. */
  readonly remark?: string;
}

/** The manifests that the field table has for a kind, changed at the given paths. */
export function changed(kind: string, given: Patch, { call, remark, ...more }: Circumstances = {}): () => Demonstration {
  return () => ({ ...fromExample(`${kind}.unchanged`, { given, ...more }, call), ...(remark !== undefined && { remark }) });
}

/** Manifests as they stand. Each text is a file; the first line is a comment with its path. */
export function written(texts: readonly string[], options: CompileOptions = {}): () => Demonstration {
  return () => {
    const files = texts.map((text) => text.replace(/^\n/, '')).map((text) => ({ path: text.slice(2, text.indexOf('\n')), text: text.slice(text.indexOf('\n') + 1) }));
    return demonstrate(files, compile(files, options).diagnostics);
  };
}

/** The first example of the field table that is there for a code. */
export function ofFieldTable(code: string): (() => Demonstration) | undefined {
  for (const [field, entry] of Object.entries(fieldTable)) {
    const exception = entry.except?.find((candidate) => candidate.code === code);
    if (exception) return () => fromExample(field, exception);
    const codes = entry.verdict === 'mapped' ? (entry.codes ?? []) : [entry.code];
    if (codes.includes(code)) return () => fromExample(field, entry.example);
  }
  return undefined;
}

function fromExample(field: string, example: Example, command?: string): Demonstration {
  const objects = placed(parseAllDocuments(compareExample(field, example).with.text).map((document) => document.toJS() as Manifest));
  const files = [...new Set(objects.map(({ path }) => path))].map((path) => ({
    path,
    text: objects.filter((object) => object.path === path).map(({ text }) => text).join('---\n'),
  }));
  const fields = [...Object.keys(example.given ?? {}), ...('to' in example ? [field] : [])];
  const given = fields.flatMap((each) => placeOf(each, objects) ?? []);
  const also = (example.also ?? []).filter(({ kind }) => !['Service', 'ConfigMap'].includes(kind)).flatMap(({ kind, metadata }) =>
    objects.filter((object) => object.kind === kind && object.name === metadata.name).map(({ path, line }) => ({ file: path, first: line, last: line })));
  const { diagnostics } = compile(files, { defaultTargetType: 'ip', ...example.options });
  return demonstrate(files, diagnostics, command, [...given, ...also]);
}

/** An object as a document of a file. */
interface PlacedObject {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** Its first line in the file. */
  readonly line: number;
}

/** The objects, written short, in files as people name them. */
function placed(objects: readonly Manifest[]): readonly PlacedObject[] {
  const lengths = new Map<string, number>();
  return objects.map((object) => {
    const { kind, metadata: { name } } = object;
    const path = `k8s/${fileNames[kind] ?? (/route/i.test(kind) ? 'routes' : 'settings')}.yaml`;
    const text = short(withPlainCertificate(object));
    const before = lengths.get(path);
    const line = before === undefined ? 1 : before + 2;
    lengths.set(path, line + text.trimEnd().split('\n').length - 1);
    return { kind, name, path, text, line };
  });
}

/** Where a field of the first object of its kind stands; undefined where it does not. */
function placeOf(field: string, objects: readonly PlacedObject[]): Place | undefined {
  const [kind, ...keys] = field.split('.').flatMap((part) => {
    const [key, ...indexes] = part.split('[');
    return [key, ...indexes.map((index) => Number(index.replace(']', '') || 0))];
  });
  const object = objects.find((candidate) => candidate.kind === kind);
  const node = object && parseDocument(object.text).getIn(keys, true);
  if (object === undefined || !isNode(node) || !node.range) return undefined;
  const lineAt = (offset: number): number => object.line + object.text.slice(0, offset).split('\n').length - 1;
  return { file: object.path, first: lineAt(node.range[0]), last: lineAt(Math.max(node.range[0], node.range[1] - 1)) };
}

const fileNames: Readonly<Record<string, string>> = {
  GatewayClass: 'class', Gateway: 'gateway', ListenerSet: 'listeners', Service: 'services',
  Namespace: 'namespaces', ReferenceGrant: 'grants', BackendTLSPolicy: 'policies', Secret: 'secrets', ConfigMap: 'secrets',
};

/** The certificates that the field table names by long ARNs are named by a Secret. */
function withPlainCertificate(object: unknown): unknown {
  const text = JSON.stringify(object);
  const tls = JSON.stringify({ options: { 'gateway.k8s.aws/certificate-arn': certificateArn } });
  return JSON.parse(text.replaceAll(tls, JSON.stringify({ certificateRefs: [{ name: 'web-tls' }] })));
}

/** YAML in which whatever fits on a line stands on one. */
function short(object: unknown): string {
  const document = new Document(inOrder(object), { aliasDuplicateObjects: false });
  flowWithin(document.contents, 0);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, nullStr: '' });
}

/** In this order objects are read most easily; other keys follow as they come. */
const keys = [
  'apiVersion', 'kind', 'metadata', 'type', 'name', 'namespace', 'port', 'spec',
  'gatewayClassName', 'parentRefs', 'parentRef', 'hostnames', 'rules', 'matches', 'filters', 'backendRefs',
];

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const rank = (key: string): number => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => rank(left) - rank(right)).map(([key, child]) => [key, inOrder(child)]));
}

const WIDTH = 90;
const DEPTH = 3;

function flowWithin(node: Node | null, indent: number): void {
  if (!isCollection(node)) return;
  for (const item of node.items) {
    const value = isPair(item) ? item.value : item;
    if (!isCollection(value)) continue;
    const key = isPair(item) ? String(item.key) : '';
    const fits = indent + key.length + lengthOf(value.toJSON()) <= WIDTH && depthOf(value.toJSON()) <= DEPTH;
    if (fits && !['spec', 'rules', 'listeners'].includes(key)) value.flow = true;
    else flowWithin(value, indent + 2);
  }
}

function lengthOf(value: unknown): number {
  return JSON.stringify(value).replaceAll('"', '').replaceAll(/[,:]/g, '$& ').length;
}

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}
