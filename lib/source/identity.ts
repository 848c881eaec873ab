import {
  API_VERSION_MALFORMED, IDENTITY_MISSING, IDENTITY_NOT_TEXT, LIST_WITHOUT_ITEMS, NOT_A_MANIFEST, NOT_A_MAPPING, TEMPLATE_TEXT,
} from '../diagnostics/catalogue/yaml';
import { wordFor } from '../diagnostics/catalogue/yaml-words';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { subjectOf, type ObjectRef, type Span } from '../diagnostics/subject';
import { PlacedValue } from './placed-value';
import { toolOf } from './tool-files';
import type { YamlDocument } from './yaml';

/** An object whose name and kind are known. */
export interface IdentifiedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly ref: ObjectRef;
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: PlacedValue;
}

type Mapping = Readonly<Record<string, unknown>>;

/** API groups in which an unquoted `{{` can only be template text. In other groups it may be meant for the object's reader. */
const templateFreeGroups = /^(.+\.)?gateway\.(networking\.(x-)?k8s\.io|k8s\.aws)$/;

/** The objects in a document: one, or the items of a list. What is no object is reported and left out. */
export function identify(document: YamlDocument, path: string, sink: DiagnosticSink): IdentifiedObject[] {
  const root = new PlacedValue(document, document.value, 0);
  const tool = toolOf(path, root.value);
  if (tool === undefined) return open(root, sink);
  sink.report(NOT_A_MANIFEST, { tool }, { at: root.at() });
  return [];
}

function open(place: PlacedValue, sink: DiagnosticSink): IdentifiedObject[] {
  const { value } = place;
  if (!isMapping(value)) {
    sink.report(NOT_A_MAPPING, { found: wordFor(value) }, { at: place.at() });
    return [];
  }
  if (isList(value)) return openList(place, value, sink);
  const object = identifyOne(place, value, sink);
  return object ? [object] : [];
}

/** `kind: List`, or a list as an API server sends it, such as HTTPRouteList: it has items and no name. */
function isList({ kind, items, metadata }: Mapping): boolean {
  if (typeof kind !== 'string' || !kind.endsWith('List')) return false;
  return kind === 'List' || (items !== undefined && !(isMapping(metadata) && 'name' in metadata));
}

function openList(place: PlacedValue, list: Mapping, sink: DiagnosticSink): IdentifiedObject[] {
  if (list.items === null) return []; // how the API server writes an empty list
  if (!Array.isArray(list.items)) {
    sink.report(LIST_WITHOUT_ITEMS, { kind: String(list.kind) }, { at: place.keyAt('items') });
    return [];
  }
  const itemKind = String(list.kind).slice(0, -'List'.length);
  // The items of a typed list may leave out what the list says.
  const defaults = itemKind === '' ? {} : { apiVersion: list.apiVersion, kind: itemKind };
  return place.items('items').flatMap((item) => open(isMapping(item.value) ? item.with({ ...defaults, ...item.value }) : item, sink));
}

function identifyOne(place: PlacedValue, value: Mapping, sink: DiagnosticSink): IdentifiedObject | undefined {
  const metadata = isMapping(value.metadata) ? value.metadata : {};
  const found = { apiVersion: value.apiVersion, kind: value.kind, name: metadata.name, namespace: metadata.namespace ?? '' };
  const subject = describeObject(found);
  if (reportMissing(place, subject, found, sink)) return undefined;
  if (!isIdentity(found)) return void reportNotText(place, subject, found, sink);

  const { apiVersion, kind, name, namespace } = found;
  const group = groupOf(apiVersion);
  const braces = templateIn(place, found, group);
  if (braces) return void sink.report(TEMPLATE_TEXT, {}, { at: braces });
  if (group === undefined) return void sink.report(API_VERSION_MALFORMED, { subject, apiVersion }, { at: place.at('apiVersion') });
  return { apiVersion, kind, ref: { group, kind, namespace, name }, value, place };
}

/** What an object says about itself, before it is known whether it says it right. */
interface Found<T = unknown> {
  readonly apiVersion: T;
  readonly kind: T;
  readonly name: T;
  readonly namespace: T;
}

const paths: Found<readonly [string, ...string[]]> = {
  apiVersion: ['apiVersion'],
  kind: ['kind'],
  name: ['metadata', 'name'],
  namespace: ['metadata', 'namespace'],
};
const fields = Object.keys(paths) as (keyof Found)[];

function reportMissing(place: PlacedValue, subject: string, found: Found, sink: DiagnosticSink): boolean {
  const missing = fields.filter((field) => field !== 'namespace' && (found[field] ?? '') === '');
  if (missing.length === 0) return false;
  const names = missing.map((field) => paths[field].join('.'));
  sink.report(IDENTITY_MISSING, { subject, fields: names }, { at: place.keyAt(...paths[missing[0]]) });
  return true;
}

function isIdentity(found: Found): found is Found<string> {
  return fields.every((field) => typeof found[field] === 'string');
}

function reportNotText(place: PlacedValue, subject: string, found: Found, sink: DiagnosticSink): void {
  for (const field of fields.filter((candidate) => typeof found[candidate] !== 'string')) {
    sink.report(IDENTITY_NOT_TEXT, { subject, field: paths[field].join('.'), found: wordFor(found[field]) }, { at: place.at(...paths[field]) });
  }
}

/** Where template text stands that is valid YAML by accident: in a name of any object, anywhere in an object of a Gateway group. */
function templateIn(place: PlacedValue, found: Found<string>, group: string | undefined): Span | undefined {
  const field = fields.find((candidate) => found[candidate].includes('{{'));
  if (field !== undefined) return place.at(...paths[field]);
  return group !== undefined && templateFreeGroups.test(group) ? place.braces() : undefined;
}

/** The group of an apiVersion (empty for the core group), or undefined where it is neither `version` nor `group/version`. */
function groupOf(apiVersion: string): string | undefined {
  const parts = apiVersion.split('/');
  if (parts.length === 1) return /^v\d/.test(apiVersion) ? '' : undefined;
  return parts.length === 2 && parts[0] !== '' && parts[1] !== '' ? parts[0] : undefined;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeObject({ kind, name, namespace }: Found): string {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const ref = { group: '', kind: text(kind) || 'object', namespace: text(namespace), name: text(name) };
  return ref.name === '' ? `the ${ref.kind}` : subjectOf(ref);
}
