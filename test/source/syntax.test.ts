import { marks, reading } from './reading';

const head = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const good = `---\n${head.replace('web', 'good')}`;

describe('syntax', () => {
  test.each([
    ['fails at a quote that is never closed', 'a: "x\nb: 1\n', 'GW0101 1:4 "x'],
    ['fails at a quote that another one seems to close', 'a: "x\nb: "y"\nc: 1\n', 'GW0101 1:4 "x'],
    ['fails at a single quote that is never closed', 'a:\n  b: \'it\n', 'GW0101 2:6 \'it'],
    ['fails at text after a quote', 'a: \'don\'t\'\n', 'GW0101 1:9 t\''],
    ['fails at a bracket that is never closed', 'a: [1, 2\nb: 1\n', 'GW0101 1:4 ['],
    ['fails at a brace that is never closed', 'a:\n  b: {c: [1], d: 2\n  e: 1\n', 'GW0101 2:6 {'],
    ['fails at the inner of two brackets that are never closed', 'a: [x, {b: 1\nc: 1\n', 'GW0101 1:8 {'],
    ['fails at a bracket with the wrong partner', '{"a": [1, 2}\n', 'GW0101 1:7 ['],
    ['fails at a bracket too many', 'a: [1, 2]]\n', 'GW0101 1:10 ]'],
    ['fails at a line without a colon', 'apiVersion: v1\nkind Service\nmetadata: x\n', 'GW0101 2:1 kind Service'],
    ['fails at a last line without a colon', 'a: b\nfoo', 'GW0101 2:1 foo'],
    ['fails at a colon without a space', 'a:b\nc: d\n', 'GW0101 1:1 a:b'],
    ['fails at two keys on a line', 'a: b: c\n', 'GW0101 1:4 b'],
    ['fails at a key that is indented deeper than its brother', 'spec:\n  a: 1\n   b: 2\n', 'GW0101 2:6 1'],
    ['fails at a key that is indented less than its brother', 'spec:\n  a: 1\n b: 2\n', 'GW0101 3:2 b:'],
    ['fails at a key below a list', '- a\nb: c\n', 'GW0101 2:1 b:'],
    ['fails at a tab', 'a:\n\tb: 1\n', 'GW0101 2:1 '],
    ['fails at a list on the line of its key', 'a: - b\n', 'GW0101 1:4 -'],
    ['fails at a reserved character', 'a: @x\n', 'GW0101 1:4 @'],
    ['fails at an unknown escape', 'a: "\\q"\n', 'GW0101 1:5 \\'],
    ['fails at an alias that is a single star', 'a: *\n', 'GW0101 1:4 *'],
    ['fails at two anchors', 'a: &x &y z\n', 'GW0101 1:7 &y'],
    ['fails at a comment that touches a value', 'a: "b"#c\n', 'GW0101 1:7 #c'],
    ['fails at a comma too many', 'a: [1,,2]\n', 'GW0101 1:7 ,'],
    ['fails at a missing comma', '{\n "a": "b"\n "c": 2\n}\n', 'GW0101 3:2 "'],
    ['fails at a directive without a document', '%FOO\n', 'GW0101 2:1 '],
    ['fails at a key on the line of the document marker', '--- a: b\n', 'GW0101 1:5 a'],
    ['fails at a block scalar with text in its header', 'a: |x\n  y\n', 'GW0101 1:5 x'],
    ['fails at a key that is too long', `${'k'.repeat(1025)}: 1\n`, `GW0101 1:1 ${'k'.repeat(1025)}`],
  ])('%s', (_, text, mark) => {
    expect(marks(text)).toEqual([mark]);
  });

  test.each([
    ['a quote', 'a: "x\nb: 1\n'],
    ['a bracket', 'a: [x\nb: 1\n'],
    ['a block of text', 'a: |\n  x\n y\n'],
    ['nesting', '['.repeat(300)],
    ['template text', 'a: {{ .b }}\n'],
  ])('a document broken by %s does not hide the others', (_, broken) => {
    const { objects, codes } = reading({ 'a.yaml': `${head}---\n${broken}${broken.endsWith('\n') ? '' : '\n'}${good}` });
    expect(objects.map(({ ref }) => ref.name)).toEqual(['web', 'good']);
    expect(codes.length).toBe(1);
  });

  test('reports the mistakes of all documents, several in one document too', () => {
    expect(marks(`a: "\\q"\nb: "\\z"\n---\n- [1\n${good}`)).toEqual(['GW0101 1:5 \\', 'GW0101 2:5 \\', 'GW0101 4:3 [']);
  });

  test('points at the quoted text that ran on to a fault', () => {
    const { diagnostics } = reading({ 'a.yaml': 'a:\n  b: "x\n   y: "z"\n' });
    expect(diagnostics.map(({ span, notes }) => [span?.start.line, notes.map((note) => note.span?.start.line)])).toEqual([[3, [2]]]);
  });

  test('points from an unclosed bracket to the place where it shows', () => {
    const { diagnostics } = reading({ 'a.yaml': 'a: [1,\n  2\nb: 1\n' });
    expect(diagnostics.map(({ span, notes }) => [span?.start.line, notes.map((note) => note.span?.start.line)])).toEqual([[1, [3]]]);
  });

  test('calls JSON by its name', () => {
    const message = (path: string): string => reading({ [path]: '{"a": [1}' }).diagnostics[0].message;
    expect([message('a.json'), message('a.yaml')]).toEqual([expect.stringContaining('JSON'), expect.stringContaining('YAML')]);
  });

  test('the library\'s own words never reach the user', () => {
    const { diagnostics } = reading({ 'a.yaml': 'a: [x\nb: 1\n' });
    expect(diagnostics[0].message).not.toMatch(/flow|at line \d/i);
  });
});

describe('documents', () => {
  test.each([
    ['---\n---\n', 0],
    ['# only a comment\n', 0],
    ['\n\n---\n# nothing\n...\n', 0],
    [`\ufeff---\n${head}`, 1],
    [`%YAML 1.2\n---\n${head}...\n# between\n%YAML 1.2\n---\n${good.slice(4)}`, 2],
    [`${head}...\n${good.slice(4)}`, 2],
    [`--- # first\n${head}--- {apiVersion: v1, kind: Service, metadata: {name: x}}\n`, 2],
    [head.replaceAll('\n', '\r\n') + good.replaceAll('\n', '\r\n'), 2],
    [`${head}data:\n  text: |\n    ---\n    x\n   \n${good}`, 2],
  ])('%j holds %d objects', (text, count) => {
    const { objects, codes } = reading({ 'a.yaml': text });
    expect(codes).toEqual([]);
    expect(objects).toHaveLength(count);
  });
});

describe('template text', () => {
  test.each([
    ['fails where a value is an action', `${head}spec:\n  a: {{ .Values.a }}\n`, 'GW0109 6:6 {{'],
    ['fails where a line is an action', `{{- if .Values.on }}\n${head}{{- end }}\n`, 'GW0109 1:1 {{'],
    ['fails where a name holds an action', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web-{{ .x }}\n', 'GW0109 4:9 web-{{ .x }}'],
    ['fails where a quoted name holds an action', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: "{{ .x }}"\n', 'GW0109 4:9 "{{ .x }}"'],
    [
      'fails where an object of a Gateway group holds an action',
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: web\nspec:\n  hostnames:\n    - a.{{ .domain }}\n',
      'GW0109 7:7 a.{{ .domain }}',
    ],
  ])('%s', (_, text, mark) => {
    expect(marks(text)).toEqual([mark]);
  });

  test.each([
    ['in a comment', `# {{ .x }}\n${head}`],
    ['in a quoted value', `${head}spec:\n  a: "{{ .x }}"\n`],
    ['in a block of text', `${head}data:\n  a: |\n    {{ .x }}\n`],
    ['unquoted in an object that is for others to read', `${head}data:\n  image: foo:{{inputs.tag}}\n`],
    ['quoted in an object of a Gateway group', `${head.replace('v1', 'gateway.k8s.aws/v1')}spec:\n  a: "{{ .x }}"\n`],
  ])('is fine %s', (_, text) => {
    expect(marks(text)).toEqual([]);
  });
});

describe('bounds', () => {
  test('reads 200 levels of nesting', () => {
    const { codes, objects } = reading({ 'a.yaml': `${head}spec: ${'['.repeat(199)}1${']'.repeat(199)}\n` });
    expect([codes, objects.length]).toEqual([[], 1]);
  });

  test.each([
    ['lists', '['.repeat(100_000)],
    ['mappings', '{a: '.repeat(100_000)],
    ['block lists', '- '.repeat(100_000)],
    ['JSON', '{"a":'.repeat(100_000)],
    ['explicit keys', '? '.repeat(100_000)],
  ])('fails at the 201st level of %s', (_, text) => {
    expect(reading({ 'a.yaml': text }).codes).toEqual(['GW0107']);
  });

  test('fails at an alias bomb', () => {
    const levels = [...'bcdefghijklmnop'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghijklmnop'[index]}`).join(', ')}]\n`);
    expect(marks(`a: &a [x, x, x, x, x, x, x, x, x]\n${levels.join('')}`)).toEqual([expect.stringMatching(/^GW0106 \d+:\d+ \*\w$/)]);
  });

  test('fails at an alias bomb of merges', () => {
    const levels = [...'bcdefghijklmnopqrstuvwxyz'].map((name, index) => {
      const before = 'abcdefghijklmnopqrstuvwxyz'[index];
      return `${name}: &${name} {<<: *${before}, l${name}: *${before}, r${name}: *${before}}\n`;
    });
    expect(reading({ 'a.yaml': `a: &a {x: 1}\n${levels.join('')}` }).codes).toEqual(['GW0106']);
  });

  test('fails at a document with too many tokens', () => {
    expect(reading({ 'a.yaml': `[${'1,'.repeat(1_400_000)}]` }).codes).toEqual(['GW0111']);
  });

  test('fails at a text that is too large', () => {
    expect(reading({ 'a.yaml': '#'.repeat(10_000_001) }).codes).toEqual(['GW0004']);
  });

  test('fails once at a long quoted text full of mistakes', () => {
    expect(reading({ 'a.yaml': `a: "${'\\q'.repeat(1_000_000)}"` }).codes).toEqual(['GW0101']);
  });

  test('stops after 500 mistakes in a file', () => {
    const { codes } = reading({ 'a.yaml': '--- x\n'.repeat(2000), 'b.yaml': '- *a\n'.repeat(2000), 'c.yaml': 'x' });
    const count = (code: string): number => codes.filter((candidate) => candidate === code).length;
    expect([count('GW0201'), count('GW0105'), count('GW0006')]).toEqual([502, 500, 2]);
  });
});
