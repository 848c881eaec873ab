import fc from 'fast-check';
import { stringify } from 'yaml';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { renderDiagnostics } from '../../lib/diagnostics/render';
import type { Span } from '../../lib/diagnostics/subject';
import type { KubeObject, PathSegment } from '../../lib/source/kube-object';
import { readText } from '../../lib/source/read';

const RUNS = Number(process.env.RUNS ?? 100);

const path = fc.array(fc.oneof(fc.constantFrom('spec', 'metadata', 'name', 'items', 'a', '__proto__', 'length'), fc.string(), fc.integer({ min: -1, max: 5 })), { maxLength: 6 });

/** Data as a manifest may hold it; keys often repeat, so that paths find something. */
const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', '8'), fc.string()).filter(isSafe), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const object = fc.record({ apiVersion: fc.constant('v1'), kind: fc.constant('Thing'), metadata: fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/) }), spec: data });

/** Pieces of YAML, put together without sense. */
const noise = fc.array(
  fc.oneof(
    fc.constantFrom(
      'a: ', '- ', '? ', ': ', '{', '}', '[', ']', ', ', '"', '\'', '|\n', '>-\n', '&a ', '*a', '<<: ', '!t ', '!!str ', '# c', '\n', '\n  ', '\n    ', '\r\n', '\t', '---\n', '...\n',
      '%YAML 1.2\n', '{{ .x }}', '\ufeff', '__proto__: ', 'apiVersion: v1\n', 'kind: List\n', 'metadata:\n  name: x\n', 'items:\n', '\0', '\\', '\u2028', '\ud800',
    ),
    fc.string({ maxLength: 5 }),
    fc.string({ unit: 'binary', maxLength: 3 }),
  ),
  { maxLength: 60 },
).map((pieces) => pieces.join(''));

function isSafe(key: string): boolean {
  return !['__proto__', 'constructor', 'prototype', '<<'].includes(key);
}

function expectInside(span: Span, text: string): void {
  const { start, end } = span;
  expect(start.offset).toBeGreaterThanOrEqual(0);
  expect(end.offset).toBeGreaterThanOrEqual(start.offset);
  expect(text.length).toBeGreaterThanOrEqual(end.offset);
  for (const { line, column, offset } of [start, end]) {
    const before = text.slice(0, offset).split('\n');
    expect([line, column]).toEqual([before.length, before[before.length - 1].length + 1]);
  }
}

/** Reads `text` and holds everything that comes of it to the laws. */
function lawfulReading(text: string, paths: readonly (readonly PathSegment[])[]): KubeObject[] {
  const sink = new DiagnosticSink();
  const objects = readText(text, 'a.yaml', sink);
  const spans = objects.flatMap((read) => paths.flatMap((steps) => [read.at(...steps), read.keyAt(...steps)]));
  for (const { span, notes } of sink.diagnostics) spans.push(...[span, ...notes.map((note) => note.span)].filter((candidate) => candidate !== undefined));
  for (const span of spans) expectInside(span, text);
  for (const format of ['text', 'json', 'github'] as const) renderDiagnostics(sink.diagnostics, { sources: new Map([['a.yaml', text]]), format, notes: true });
  return objects;
}

test('what is written as YAML or JSON is read again, with every place inside the file', () => {
  const styles = fc.constantFrom(
    (value: unknown) => stringify(value),
    (value: unknown) => stringify(value, { defaultStringType: 'QUOTE_DOUBLE', indent: 4 }),
    (value: unknown) => stringify(value, { collectionStyle: 'flow' }),
    (value: unknown) => JSON.stringify(value, null, 2),
    (value: unknown) => JSON.stringify(value, null, '\t'),
  );
  fc.assert(fc.property(object, styles, fc.array(path, { minLength: 1, maxLength: 5 }), (value, write, paths) => {
    const objects = lawfulReading(write(value), paths);
    expect(objects.map((read) => read.value)).toEqual([JSON.parse(JSON.stringify(value))]);
  }), { numRuns: RUNS });
});

test('the place of every value shows that value', () => {
  fc.assert(fc.property(object, (value) => {
    const text = JSON.stringify(value, null, 1);
    const [read] = lawfulReading(text, []);
    for (const [steps, found] of leaves(value)) {
      const span = read.at(...steps);
      expect(JSON.parse(text.slice(span.start.offset, span.end.offset))).toEqual(JSON.parse(JSON.stringify(found)));
    }
  }), { numRuns: RUNS });
});

test('no text whatever makes it throw or point outside of the file', () => {
  fc.assert(fc.property(fc.oneof(noise, fc.string({ unit: 'binary' })), fc.array(path, { maxLength: 3 }), (text, paths) => {
    lawfulReading(text, [[], ...paths]);
  }), { numRuns: RUNS * 3 });
});

test('no noise in the spec of an object makes it throw, and an object beside it is read', () => {
  fc.assert(fc.property(noise, fc.array(path, { maxLength: 3 }), (text, paths) => {
    const inside = text.replaceAll(/^(---|\.\.\.)/gm, '').replaceAll('\n', '\n    ');
    const good = '\n---\napiVersion: v1\nkind: Thing\nmetadata: {name: good}\n';
    const objects = lawfulReading(`apiVersion: v1\nkind: Thing\nmetadata: {name: bad}\nspec:\n  x: ${inside}${good}`, paths);
    expect(objects.at(-1)?.ref.name).toBe('good');
  }), { numRuns: RUNS * 3 });
});

test('a text that holds something leaves an object or a message behind', () => {
  fc.assert(fc.property(noise, (text) => {
    const sink = new DiagnosticSink();
    const objects = readText(text, 'a.yaml', sink);
    const isBlank = text.split('\n').every((line) => /^\ufeff?(---|\.\.\.)?[ \t\r]*(#.*)?$/s.test(line)) || /kind: List/.test(text);
    expect(objects.length + sink.diagnostics.length > 0 || isBlank).toBe(true);
  }), { numRuns: RUNS * 3 });
});

/** All values that contain no others, with the paths that lead to them. */
function* leaves(value: unknown, steps: readonly PathSegment[] = []): Generator<readonly [readonly PathSegment[], unknown]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* leaves(item, [...steps, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* leaves(item, [...steps, key]);
  } else {
    yield [steps, value];
  }
}
