import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import {
  ALIASES_TOO_LARGE, BAD_MERGE, DUPLICATE_KEY, KEY_NOT_TEXT, NOT_JSON, UNKNOWN_ANCHOR, UNSAFE_KEY,
} from '../diagnostics/catalogue/yaml';
import { quoteWildcard, separateDocuments } from '../diagnostics/catalogue/yaml-words';
import type { Code } from '../diagnostics/diagnostic';
import { PlaceTableBuilder, type PlaceTable } from './place-table';

/** Most values that the aliases of one document may repeat. */
export const MAX_ALIASED_VALUES = 100_000;

/** Keys that JavaScript gives a meaning of its own. */
const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Start and end, counted from the start of the document's text. */
export type Range = readonly [number, number];

/** Takes a code, the stretch that it is about, and what else there is to say; `first` is an earlier place to point at. */
export type ReportAt = <A>(code: Code<A>, args: (subject: string) => A, range: Range, also?: { first?: Range; hint?: string }) => void;

/** The data of one document. */
export interface DocumentValue {
  /** Plain JSON data. What stands behind an alias is shared, not copied. */
  readonly value: unknown;
  /** Row 0 is the whole document. */
  readonly places: PlaceTable;
  /** Rows of unquoted texts that contain `{{`. */
  readonly braces: readonly number[];
}

interface Anchored {
  readonly value: unknown;
  /** Number of values in it, itself included, aliases expanded. */
  readonly size: number;
}

/** Marks a value that cannot be had; its key or its place in a list is left out. */
const nothing = Symbol('nothing');

/** Returns undefined where nothing is left to use (an alias bomb, an alias without anchor as the whole document); what is wrong inside is left out. */
export function readValue(root: Node, report: ReportAt): DocumentValue | undefined {
  const reader = new ValueReader(report);
  const value = reader.read(root);
  return reader.overflown || value === nothing ? undefined : { value, places: reader.places.build(), braces: reader.braces };
}

class ValueReader {
  public readonly places = new PlaceTableBuilder();
  public readonly braces: number[] = [];
  public overflown = false;
  private readonly anchors = new Map<string, Anchored>();
  /** Values read so far, aliases expanded. */
  private size = 0;
  private aliased = 0;

  public constructor(private readonly report: ReportAt) {}

  public read(node: Node): unknown {
    const before = this.size++;
    const [start, end] = rangeOf(node);
    const row = this.places.open(start, end);
    const value = this.content(node, row);
    this.places.close(row);
    const anchor = isAlias(node) ? undefined : node.anchor;
    if (anchor !== undefined) this.anchors.set(anchor, { value, size: this.size - before });
    return value;
  }

  private content(node: Node, row: number): unknown {
    if (isScalar(node)) return this.scalar(node, row);
    if (isMap(node)) return this.mapping(node);
    if (isSeq(node)) return this.list(node);
    return isAlias(node) ? this.alias(node) : null;
  }

  private scalar(node: Scalar, row: number): unknown {
    const { value } = node;
    if (typeof value === 'string') {
      if (node.type === 'PLAIN' && value.includes('{{')) this.braces.push(row);
      return value;
    }
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.at(node, NOT_JSON, (subject) => ({ subject, value: node.source ?? typeof value }));
    return nothing;
  }

  private list(node: YAMLSeq): unknown[] {
    const items: unknown[] = [];
    for (const item of node.items) {
      const row = this.places.size;
      const value = this.read(item as Node);
      if (value === nothing) continue;
      this.places.index(row, items.length);
      items.push(value);
    }
    return items;
  }

  private mapping(node: YAMLMap): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    const keys = new Map<string, Node>();
    const merges: { readonly value: unknown; readonly node: Node }[] = [];
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const isMerge = isMergeKey(pair.key);
      const key = isMerge ? undefined : this.newKey(pair.key, keys);
      const row = this.places.size;
      const value = pair.value ? this.read(pair.value) : this.empty(pair.key);
      if (isMerge) merges.push({ value, node: pair.value ?? pair.key });
      if (key === undefined || value === nothing) continue;
      mapping[key] = value;
      const [start, end] = rangeOf(pair.key);
      this.places.entry(row, key, start, end);
    }
    for (const { value, node: source } of merges) this.merge(mapping, value, source);
    return mapping;
  }

  /** The key as text, or undefined where its value must be left out. */
  private newKey(node: Node, keys: Map<string, Node>): string | undefined {
    const key = this.key(node);
    if (key === undefined) {
      this.at(node, KEY_NOT_TEXT, (subject) => ({ subject }));
    } else if (unsafeKeys.has(key)) {
      this.at(node, UNSAFE_KEY, (subject) => ({ subject, key }));
    } else if (keys.has(key)) {
      const hint = key === 'apiVersion' ? separateDocuments : undefined;
      this.at(node, DUPLICATE_KEY, (subject) => ({ subject, key }), { first: rangeOf(keys.get(key) ?? node), hint });
    } else {
      keys.set(key, node);
      return key;
    }
    return undefined;
  }

  /** Numbers and booleans are fine as keys: JSON has texts only, and Kubernetes turns them into texts too. */
  private key(node: Node): string | undefined {
    const value = isAlias(node) ? this.anchors.get(node.source)?.value : isScalar(node) ? node.value : undefined;
    if (!isAlias(node) && node.anchor !== undefined) this.anchors.set(node.anchor, { value, size: 1 });
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  /** A key without a value (`? key`, or `{key}`) has null, which stands where the key ends. */
  private empty(key: Node): null {
    const [, end] = rangeOf(key);
    this.places.close(this.places.open(end, end));
    return null;
  }

  private alias(node: Alias): unknown {
    const anchored = this.anchors.get(node.source);
    if (anchored === undefined) {
      const hint = node.source.startsWith('.') ? quoteWildcard(node.source) : undefined;
      this.at(node, UNKNOWN_ANCHOR, (subject) => ({ subject, anchor: node.source }), { hint });
      return nothing;
    }
    this.size += anchored.size;
    this.aliased += anchored.size;
    if (this.aliased > MAX_ALIASED_VALUES && !this.overflown) {
      this.overflown = true;
      this.at(node, ALIASES_TOO_LARGE, (subject) => ({ subject, limit: MAX_ALIASED_VALUES }));
    }
    return this.overflown ? nothing : anchored.value;
  }

  /** Keys of the mapping itself win over merged ones, and earlier sources over later ones (https://yaml.org/type/merge.html). */
  private merge(mapping: Record<string, unknown>, value: unknown, source: Node): void {
    if (value === nothing) return;
    const sources: unknown[] = Array.isArray(value) ? value : [value];
    const [start, end] = rangeOf(source);
    for (const merged of sources) {
      if (!isMapping(merged)) {
        this.at(source, BAD_MERGE, (subject) => ({ subject }));
        return;
      }
      for (const [key, inherited] of Object.entries(merged)) {
        if (Object.hasOwn(mapping, key)) continue;
        mapping[key] = inherited;
        const row = this.places.open(start, end);
        this.places.entry(row, key, start, end);
        this.places.close(row);
      }
    }
  }

  private at<A>(node: Node, code: Code<A>, args: (subject: string) => A, also?: { first?: Range; hint?: string }): void {
    this.report(code, args, rangeOf(node), also);
  }
}

function rangeOf(node: Node): Range {
  return node.range ? [node.range[0], node.range[1]] : [0, 0];
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
