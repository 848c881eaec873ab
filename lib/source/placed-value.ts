import type { Span } from '../diagnostics/subject';
import type { PathSegment } from './kube-object';
import type { YamlDocument } from './yaml';

/** A value somewhere in a document, which can tell where it and everything in it stands. */
export class PlacedValue {
  public constructor(
    private readonly document: YamlDocument,
    public readonly value: unknown,
    /** Its row in the document's table of places. */
    private readonly row: number,
  ) {}

  /** Span of the value at `path`, or of its nearest ancestor that has one. */
  public at(...path: PathSegment[]): Span {
    return this.span(this.document.places.value(this.document.places.find(this.row, path)));
  }

  /** Span of the key that leads to the value at `path`, or to its nearest ancestor that has one. */
  public keyAt(...path: PathSegment[]): Span {
    return this.span(this.document.places.key(this.document.places.find(this.row, path)));
  }

  /** The same place with another value, for example one with defaults filled in. */
  public with(value: unknown): PlacedValue {
    return new PlacedValue(this.document, value, this.row);
  }

  /** The elements of the list at `key`. */
  public items(key: string): PlacedValue[] {
    const { document } = this;
    const list = (this.value as Record<string, unknown>)[key] as readonly unknown[];
    const rows = [...document.places.children(document.places.find(this.row, [key]))];
    // Behind an alias the elements have no places of their own: they stand where the alias stands.
    return list.map((item, index) => new PlacedValue(document, item, rows[index] ?? document.places.find(this.row, [key])));
  }

  /** Where an unquoted text with `{{` stands, if there is one in the value. */
  public braces(): Span | undefined {
    const { places, braces } = this.document;
    const row = braces.find((candidate) => candidate >= this.row && candidate < places.after(this.row));
    return row === undefined ? undefined : this.span(places.value(row));
  }

  private span([start, end]: readonly [number, number]): Span {
    return this.document.lines.span(this.document.base + start, this.document.base + end);
  }
}
