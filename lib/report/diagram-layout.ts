/** A box, placed. Coordinates are pixels from the top left corner. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a box must tell of itself to be placed. */
export interface Draft {
  readonly key: string;
}

/** One column: boxes, and the keys of what stands left of each. */
export interface Column<D extends Draft> {
  readonly heading: string;
  readonly drafts: readonly D[];
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

export interface Measures<D extends Draft> {
  /** Width of the boxes of each column. */
  readonly widths: readonly number[];
  readonly heightOf: (draft: D) => number;
  readonly gap: number;
  /** Room right of each column. */
  readonly columnGaps: readonly number[];
  /** Room above the first box, for the headings. */
  readonly top: number;
  /** Column whose boxes stand in order below each other; the others stand as near to what they belong to as fits. */
  readonly pivot: number;
  /**
   * Where boxes go that want the same place. Absent: one takes it and the others move down, which keeps a long diagram
   * in reading order. `true`: they gather around it, which suits a picture that is seen at one glance.
   */
  readonly centred?: boolean;
}

export interface Laid<D extends Draft> {
  readonly nodes: readonly (D & Placed)[];
  readonly edges: readonly { readonly from: D & Placed; readonly to: D & Placed }[];
  readonly width: number;
  readonly height: number;
}

/** Columns from left to right, joined by edges between a box and its parents. Unless centred, there is a column right of the pivot. */
export function layOut<D extends Draft>(columns: readonly Column<D>[], measures: Measures<D>): Laid<D> {
  const nodes = measures.centred === true ? raised(centredColumns(columns, measures).flat(), measures.top) : placeColumns(columns, measures).flat();
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const edges = columns.flatMap(({ parents }) => [...parents].flatMap(([key, from]) => from.flatMap((parent) => edge(byKey.get(parent), byKey.get(key)))));
  const last = columns.length - 1;
  return {
    nodes,
    edges,
    width: columnX(last, measures) + measures.widths[last],
    height: Math.max(...nodes.map(({ y, height }) => y + height)) + 2,
  };
}

function placeColumns<D extends Draft>(columns: readonly Column<D>[], measures: Measures<D>): readonly (readonly (D & Placed)[])[] {
  const { pivot } = measures;
  const placed: (readonly (D & Placed)[])[] = [];
  const inOrder = stack(columns[pivot].drafts, pivot, measures, () => 0);
  placed[pivot + 1] = follow(columns[pivot + 1], pivot + 1, inOrder, measures);
  for (let column = pivot + 2; column < columns.length; column += 1) placed[column] = follow(columns[column], column, placed[column - 1], measures);
  for (let column = pivot; column >= 0; column -= 1) placed[column] = precede(columns[column], column, { ...columns[column + 1], placed: placed[column + 1] }, measures);
  return placed;
}

function centredColumns<D extends Draft>(columns: readonly Column<D>[], measures: Measures<D>): readonly (readonly (D & Placed)[])[] {
  const { pivot } = measures;
  const placed: (readonly (D & Placed)[])[] = [];
  placed[pivot] = stack(columns[pivot].drafts, pivot, measures, () => 0);
  for (let column = pivot + 1; column < columns.length; column += 1) placed[column] = follow(columns[column], column, placed[column - 1], measures);
  for (let column = pivot - 1; column >= 0; column -= 1) placed[column] = precede(columns[column], column, { ...columns[column + 1], placed: placed[column + 1] }, measures);
  return placed;
}

/** All boxes, moved so that the highest stands below the headings. */
function raised<D extends Placed>(nodes: readonly D[], top: number): readonly D[] {
  const highest = Math.min(...nodes.map(({ y }) => y));
  return nodes.map((node) => ({ ...node, y: node.y - highest + top }));
}

function edge<T>(from: T | undefined, to: T | undefined): readonly { readonly from: T; readonly to: T }[] {
  return from && to ? [{ from, to }] : [];
}

export function columnX(column: number, { widths, columnGaps }: Pick<Measures<Draft>, 'widths' | 'columnGaps'>): number {
  return widths.slice(0, column).reduce((sum, width, index) => sum + width + columnGaps[index], 0);
}

/** Boxes below each other, each with its middle as near to the wished height as there is room. */
function stack<D extends Draft>(drafts: readonly D[], column: number, measures: Measures<D>, wish: (draft: D) => number): readonly (D & Placed)[] {
  const heights = drafts.map(measures.heightOf);
  const wishes = drafts.map((draft, index) => wish(draft) - heights[index] / 2);
  const tops = measures.centred === true ? gathered(wishes, heights, measures.gap) : pushedDown(wishes, heights, measures);
  return drafts.map((draft, index) => ({ ...draft, x: columnX(column, measures), y: tops[index], width: measures.widths[column], height: heights[index] }));
}

function pushedDown(wishes: readonly number[], heights: readonly number[], { top, gap }: Pick<Measures<Draft>, 'top' | 'gap'>): readonly number[] {
  let free = top;
  return wishes.map((wish, index) => {
    const y = Math.max(free, Math.round(wish));
    free = y + heights[index] + gap;
    return y;
  });
}

/** Least squares of the ways to the wishes: boxes that would overlap become a block, which stands where its boxes wish on average. */
function gathered(wishes: readonly number[], heights: readonly number[], gap: number): readonly number[] {
  const offsets = heights.map((_, index) => heights.slice(0, index).reduce((sum, height) => sum + height + gap, 0));
  const blocks: { readonly place: number; readonly size: number }[] = [];
  wishes.forEach((wish, index) => {
    let block = { place: wish - offsets[index], size: 1 };
    for (let above = blocks.at(-1); above && above.place > block.place; above = blocks.at(-1)) {
      const size = above.size + block.size;
      block = { place: (above.place * above.size + block.place * block.size) / size, size };
      blocks.pop();
    }
    blocks.push(block);
  });
  return blocks.flatMap(({ place, size }) => Array.from({ length: size }, () => place)).map((place, index) => Math.round(place + offsets[index]));
}

/** Boxes beside those that lead to them; what nothing leads to comes last. */
function follow<D extends Draft>({ drafts, parents }: Column<D>, column: number, left: readonly (D & Placed)[], measures: Measures<D>): readonly (D & Placed)[] {
  const middles = new Map(left.map((node) => [node.key, middleOf(node)]));
  const wish = ({ key }: D): number => mean((parents.get(key) ?? []).flatMap((parent) => middles.get(parent) ?? []));
  const sorted = drafts.toSorted((one, other) => compare(wish(one), wish(other)));
  return stack(sorted, column, measures, (draft) => (wish(draft) === Infinity ? 0 : wish(draft)));
}

interface NextColumn<D extends Draft> extends Column<D> {
  readonly placed: readonly (D & Placed)[];
}

/** Boxes in the middle of what they lead to. */
function precede<D extends Draft>({ drafts }: Column<D>, column: number, next: NextColumn<D>, measures: Measures<D>): readonly (D & Placed)[] {
  const middles = new Map<string, number[]>(drafts.map(({ key }) => [key, []]));
  for (const node of next.placed) next.parents.get(node.key)?.forEach((parent) => middles.get(parent)?.push(middleOf(node)));
  return stack(drafts, column, measures, ({ key }) => {
    const middle = mean(middles.get(key) ?? []);
    return middle === Infinity ? 0 : middle;
  });
}

export function middleOf({ y, height }: Pick<Placed, 'y' | 'height'>): number {
  return y + height / 2;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Infinity : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
