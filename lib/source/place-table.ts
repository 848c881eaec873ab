import type { PathSegment } from './kube-object';

/** Numbers per row: start, end, start and end of the key (-1 without one), row after the subtree. */
const WIDTH = 5;

/**
 * Where every value of a document stands: a table of its values in document order (each before the values it contains), 28 bytes a row.
 * It replaces the syntax tree, which takes ten times as much and would have to live as long as the objects.
 */
export class PlaceTable {
  public constructor(
    private readonly keys: readonly (PathSegment | undefined)[],
    private readonly numbers: Int32Array,
  ) {}

  /** Start and end of the value in row `row`. */
  public value(row: number): readonly [number, number] {
    return [this.numbers[row * WIDTH], this.numbers[row * WIDTH + 1]];
  }

  /** Start and end of the key that leads to the value in row `row`; of the value where it has no key. */
  public key(row: number): readonly [number, number] {
    const start = this.numbers[row * WIDTH + 2];
    return start === -1 ? this.value(row) : [start, this.numbers[row * WIDTH + 3]];
  }

  /** The first row after the value in row `row` and all that it contains. */
  public after(row: number): number {
    return this.numbers[row * WIDTH + 4];
  }

  /** Rows of the values directly inside the value in row `row`. */
  public *children(row: number): Generator<number> {
    const end = this.after(row);
    for (let child = row + 1; child < end; child = this.after(child)) yield child;
  }

  /** The row of the value at `path` below row `root`, or of its nearest ancestor that has one. */
  public find(root: number, path: readonly PathSegment[]): number {
    let row = root;
    for (const segment of path) {
      const child = this.child(row, segment);
      if (child === undefined) return row;
      row = child;
    }
    return row;
  }

  private child(row: number, segment: PathSegment): number | undefined {
    for (const child of this.children(row)) {
      if (this.keys[child] === segment) return child;
    }
    return undefined;
  }
}

/** Writes a `PlaceTable` while the values of a document are read, in document order. */
export class PlaceTableBuilder {
  private readonly keys: (PathSegment | undefined)[] = [];
  private readonly numbers: number[] = [];

  /** Number of rows so far. */
  public get size(): number {
    return this.keys.length;
  }

  /** Opens the row of a value. Its key and its contents follow; `close` ends it. */
  public open(start: number, end: number): number {
    this.keys.push(undefined);
    this.numbers.push(start, end, -1, -1, this.keys.length);
    return this.keys.length - 1;
  }

  /** Names the row of an element of a list. */
  public index(row: number, index: number): void {
    this.keys[row] = index;
  }

  /** Names the row of a value of a mapping. A value without any text of its own stands where its key stands. */
  public entry(row: number, key: string, start: number, end: number): void {
    this.keys[row] = key;
    this.numbers[row * WIDTH + 2] = start;
    this.numbers[row * WIDTH + 3] = end;
    if (this.numbers[row * WIDTH] === this.numbers[row * WIDTH + 1]) {
      this.numbers[row * WIDTH] = start;
      this.numbers[row * WIDTH + 1] = end;
    }
  }

  public close(row: number): void {
    this.numbers[row * WIDTH + 4] = this.keys.length;
  }

  public build(): PlaceTable {
    return new PlaceTable(this.keys, Int32Array.from(this.numbers));
  }
}
