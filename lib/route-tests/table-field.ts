import { TABLE_KEY, TABLE_KEY_MISSING, TABLE_VALUE } from '../diagnostics/catalogue/route-tests';
import { wordFor } from '../diagnostics/catalogue/yaml-words';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { didYouMean } from '../diagnostics/suggest';
import type { Span } from '../diagnostics/subject';
import type { PathSegment } from '../source/kube-object';
import type { PlacedValue } from '../source/placed-value';

/** A value of a table with its place. Readers return undefined for what is wrong, after they have reported it. */
export class TableField {
  public constructor(
    private readonly root: PlacedValue,
    private readonly path: readonly PathSegment[],
    public readonly value: unknown,
    private readonly sink: DiagnosticSink,
  ) {}

  public get at(): Span {
    return this.root.at(...this.path);
  }

  /** The key or the index that leads to it. */
  public get key(): string {
    return String(this.path.at(-1) ?? '');
  }

  public get isText(): boolean {
    return typeof this.value === 'string';
  }

  public get isMapping(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  /** What stands under a key; undefined where there is no such key. */
  public child(key: string): TableField | undefined {
    return this.isMapping && Object.hasOwn(this.value as object, key) ? this.below(key, (this.value as Record<string, unknown>)[key]) : undefined;
  }

  /** The same, reported where the key is missing. */
  public needed(key: string, place: string, wanted: string): TableField | undefined {
    const child = this.child(key);
    if (!child) this.sink.report(TABLE_KEY_MISSING, { key, place, wanted }, { at: this.at });
    return child;
  }

  public entries(): readonly TableField[] {
    return this.isMapping ? Object.entries(this.value as object).map(([key, value]) => this.below(key, value)) : [];
  }

  public items(wanted: string): readonly TableField[] | undefined {
    if (!Array.isArray(this.value)) return this.wrong(wanted);
    return (this.value as readonly unknown[]).map((item, index) => this.below(index, item));
  }

  /** Whether it is a mapping; keys that are none of `known` are reported, but do not count against it. */
  public hasKeys(known: readonly string[], place: string): boolean {
    if (!this.isMapping) return false;
    for (const key of Object.keys(this.value as object).filter((candidate) => !known.includes(candidate))) {
      const hint = didYouMean(key, known);
      this.sink.report(TABLE_KEY, { key, place, known }, { at: this.root.keyAt(...this.path, key), ...(hint !== undefined && { hint }) });
    }
    return true;
  }

  public text(wanted = 'a text'): string | undefined {
    return typeof this.value === 'string' && this.value !== '' ? this.value : this.wrong(wanted);
  }

  public oneOf<const Word extends string | boolean>(words: readonly Word[]): Word | undefined {
    const found = words.find((word) => word === this.value);
    if (found !== undefined) return found;
    const hint = typeof this.value === 'string' ? didYouMean(this.value, words.map(String)) : undefined;
    return this.wrong(`one of ${words.join(', ')}`, hint);
  }

  /** Reports that the value is not what it should be. */
  public wrong(wanted: string, hint?: string): undefined {
    const found = typeof this.value === 'string' ? JSON.stringify(this.value) : wordFor(this.value);
    const last = this.path.at(-1);
    const what = typeof last === 'number' ? `entry ${last + 1}` : JSON.stringify(last ?? 'the table');
    this.sink.report(TABLE_VALUE, { what, wanted, found }, { at: this.at, ...(hint !== undefined && { hint }) });
    return undefined;
  }

  private below(key: PathSegment, value: unknown): TableField {
    return new TableField(this.root, [...this.path, key], value, this.sink);
  }
}
