import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import type { KubeObject } from '../../lib/source/kube-object';
import { readText } from '../../lib/source/read';
import { marks, place, reading } from './reading';

const route = `# the shop
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: cafe   # a name
  namespace: shop
spec:
  hostnames: ["a.example.com", 'b.example.com']
  empty:
  rules:
    - name: first
      text: |
        several
        lines

    - backendRefs:
        - name: web
          port: 80
`;

function only(text: string): KubeObject {
  const { objects, codes } = reading({ 'a.yaml': text });
  expect(codes).toEqual([]);
  expect(objects).toHaveLength(1);
  return objects[0];
}

/** An object with the given lines under `spec`. */
function withSpec(spec: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n${spec.replaceAll(/^(?=.)/gm, '  ')}\n`;
}

describe('objects', () => {
  test('have identity, data and order', () => {
    const object = only(route);
    expect(object).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      ref: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop', name: 'cafe' },
      order: 0,
    });
    expect(object.value.spec).toEqual({
      hostnames: ['a.example.com', 'b.example.com'],
      empty: null,
      rules: [{ name: 'first', text: 'several\nlines\n' }, { backendRefs: [{ name: 'web', port: 80 }] }],
    });
  });

  test('of the core group have no group, and no namespace where none is written', () => {
    expect(only('apiVersion: v1\nkind: Service\nmetadata: {name: web}\n').ref).toEqual({ group: '', kind: 'Service', namespace: '', name: 'web' });
  });

  test('are numbered in the order of their files, whatever the order of reading', () => {
    const object = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
    const files = { 'b.yaml': object('c'), 'a/z.yaml': `${object('a')}---\n${object('b')}`, 'é.yaml': object('e'), 'b.yml': object('d') };
    const backwards = Object.fromEntries(Object.entries(files).reverse());
    const names = reading(files).objects.map(({ ref, order }) => `${order} ${ref.name}`);
    expect(names).toEqual(['0 a', '1 b', '2 c', '3 d', '4 e']);
    expect(reading(backwards).objects.map(({ ref, order }) => `${order} ${ref.name}`)).toEqual(names);
  });

  test('can be read from one text', () => {
    expect(readText(route, 'cafe.yaml', new DiagnosticSink()).map((object) => object.at().file)).toEqual(['cafe.yaml']);
  });

  test('are read from JSON with their places', () => {
    const text = '{\r\n\t"apiVersion": "v1", "kind": "Service",\r\n\t"metadata": {"name": "w\\u0065b"},\r\n\t"spec": {"ports": [{"port": 80}]}\r\n}';
    const object = only(text);
    expect(object.value.metadata).toEqual({ name: 'web' });
    expect(place(object.at('spec', 'ports', 0, 'port'), text)).toBe('4:30 80');
    expect(place(object.keyAt('spec', 'ports', 0, 'port'), text)).toBe('4:22 "port"');
  });
});

describe('places', () => {
  test.each([
    [['metadata', 'name'], '5:9 cafe', '5:3 name'],
    [['spec', 'hostnames', 1], '8:32 \'b.example.com\'', '8:32 \'b.example.com\''],
    [['spec', 'hostnames'], '8:14 ["a.example.com", \'b.example.com\']', '8:3 hostnames'],
    [['spec', 'rules', 0, 'text'], '12:13 |\n        several\n        lines', '12:7 text'],
    [['spec', 'rules', 1, 'backendRefs', 0, 'port'], '18:17 80', '18:11 port'],
    [['spec', 'rules', 1, 'backendRefs', 0], '17:11 name: web\n          port: 80', '17:11 name: web\n          port: 80'],
    [['spec', 'empty'], '9:3 empty', '9:3 empty'],
    [['spec', 'hostnames', 7], '8:14 ["a.example.com", \'b.example.com\']', '8:3 hostnames'],
    [['metadata', 'labels', 'app'], '5:3 name: cafe   # a name\n  namespace: shop', '4:1 metadata'],
    [['nothing', 0, 'there'], expect.stringMatching(/^2:1 apiVersion/), expect.stringMatching(/^2:1 apiVersion/)],
    [['spec', 'rules', 'name'], expect.stringMatching(/^11:5 /), '10:3 rules'],
  ])('of %j', (path, value, key) => {
    const object = only(route);
    expect([place(object.at(...path), route), place(object.keyAt(...path), route)]).toEqual([value, key]);
  });

  test('count from the start of the file in later documents', () => {
    const { objects } = reading({ 'a.yaml': `${route}---\n${route.replace('cafe', 'bar')}` });
    expect(objects[1].at('metadata', 'name').start).toMatchObject({ line: 24, column: 9 });
  });
});

describe('values', () => {
  test.each([
    ['words of YAML 1.1 are texts', 'a: yes\nb: on\nc: 0777\nd: 1_000\ne: 2024-01-01', { a: 'yes', b: 'on', c: 777, d: '1_000', e: '2024-01-01' }],
    ['numbers, booleans and nothing are not', 'a: 1\nb: 0x10\nc: 1e3\nd: true\ne: ~\nf:', { a: 1, b: 16, c: 1000, d: true, e: null, f: null }],
    ['standard tags are understood', 'a: !!str 1\nb: !!int "2"\nc: !!map {d: 1}', { a: '1', b: 2, c: { d: 1 } }],
    ['keys that are numbers or booleans become texts', '80: a\ntrue: b', { 80: 'a', true: 'b' }],
    ['a key without a value is there', 'a: {b, c: 1}', { a: { b: null, c: 1 } }],
    ['aliases are expanded', 'a: &x {b: [1]}\nc: *x\nd: [*x]', { a: { b: [1] }, c: { b: [1] }, d: [{ b: [1] }] }],
    ['the last anchor of a name counts', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['an alias may be a key, and a key an anchor', 'a: &x b\n*x : 1\n&k c: *k', { a: 'b', b: 1, c: 'c' }],
    ['a mapping is merged', 'a: &x {p: 1, q: 1}\nb: {<<: *x, q: 2, r: 3}', { a: { p: 1, q: 1 }, b: { p: 1, q: 2, r: 3 } }],
    ['own keys win before and after the merge', 'a: &x {p: 1, q: 1}\nb: {q: 2, <<: *x, p: 3}', { a: { p: 1, q: 1 }, b: { p: 3, q: 2 } }],
    ['of merged mappings the first one wins', 'a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y]}', { a: { p: 1 }, b: { p: 2, q: 2 }, c: { p: 1, q: 2 } }],
    ['a quoted << is a key like any other', 'a: {"<<": 1}', { a: { '<<': 1 } }],
    ['harmless names of JavaScript are keys', 'a: {toString: 1, hasOwnProperty: 2, valueOf: 3}', { a: { toString: 1, hasOwnProperty: 2, valueOf: 3 } }],
  ])('%s', (_, spec, value) => {
    expect(only(withSpec(spec)).value.spec).toEqual(value);
  });

  test('a document that says YAML 1.1 is read as 1.2 all the same', () => {
    expect(only(`%YAML 1.1\n---\n${withSpec('a: yes\nb: 010')}`).value.spec).toEqual({ a: 'yes', b: 10 });
  });

  test('stand where the alias or the merge stands, if they come from there', () => {
    const text = withSpec('a: &x {p: [1]}\nb: *x\nc: {<<: *x}');
    const object = only(text);
    expect([['b', 'p', 0], ['b'], ['c', 'p'], ['a', 'p', 0]].map((path) => place(object.at('spec', ...path), text)))
      .toEqual(['7:6 *x', '7:6 *x', '8:11 *x', '6:14 1']);
  });

  test.each([
    ['fails at a key given twice', 'a: 1\nb: 2\na: 3', 'GW0102 8:3 a'],
    ['fails at a key given twice in other words', '1: a\n"1": b', 'GW0102 7:3 "1"'],
    ['fails at __proto__', 'labels:\n  __proto__: {x: 1}', 'GW0103 7:5 __proto__'],
    ['fails at a quoted __proto__', '"__proto__": 1', 'GW0103 6:3 "__proto__"'],
    ['fails at constructor', 'a: {constructor: {prototype: 1}}', 'GW0103 6:7 constructor', 'GW0103 6:21 prototype'],
    ['fails at __proto__ behind an alias', 'a: &x __proto__\n*x : 1', 'GW0103 7:3 *x'],
    ['fails at a list as key', '? [a]\n: b', 'GW0104 6:5 [a]'],
    ['fails at nothing as key', '~: b', 'GW0104 6:3 ~'],
    ['fails at an alias without anchor', 'a: *nope', 'GW0105 6:6 *nope'],
    ['fails at an alias before its anchor', 'a: *x\nb: &x 1', 'GW0105 6:6 *x'],
    ['fails at a value that contains itself', 'a: &x [*x]', 'GW0105 6:10 *x'],
    ['fails at a tag', 'a: !Ref x', 'GW0108 6:6 !Ref'],
    ['fails at binary data', 'a: !!binary aGk=', 'GW0108 6:6 !!binary'],
    ['fails at a tag on a list', 'a: !Sub [x]', 'GW0108 6:6 !Sub'],
    ['fails at infinity', 'a: -.inf', 'GW0110 6:6 -.inf'],
    ['fails at no number', 'a: [.nan]', 'GW0110 6:7 .nan'],
    ['fails at merging a text', 'a: 1\n<<: x', 'GW0112 7:7 x'],
    ['fails at merging a list of texts', 'a: {<<: [x]}', 'GW0112 6:11 [x]'],
    ['fails at merging nothing', '<<:', 'GW0112 6:6 '],
  ])('%s', (_, spec, ...expected) => {
    const text = withSpec(spec);
    expect(marks(text)).toEqual(expected);
    expect(reading({ 'a.yaml': text }).objects).toHaveLength(1);
  });

  test.each(['*x\n', '.inf\n'])('fails once if the document is %j', (text) => {
    expect(marks(text)).toHaveLength(1);
  });

  test('the first of two equal keys stays', () => {
    expect(reading({ 'a.yaml': withSpec('a: 1\na: 2') }).objects[0].value.spec).toEqual({ a: 1 });
  });

  test('what has no value is left out, and the places of its neighbours stay right', () => {
    const text = withSpec('a: [1, *nope, 2]\nb: *nope');
    const [object] = reading({ 'a.yaml': text }).objects;
    expect(object.value.spec).toEqual({ a: [1, 2] });
    expect(place(object.at('spec', 'a', 1), text)).toBe('6:17 2');
  });

  test('refused keys leave no trace', () => {
    const [object] = reading({ 'a.yaml': withSpec('a: {__proto__: {polluted: 1}, constructor: 1, b: 2}') }).objects;
    const { a } = object.value.spec as { a: object };
    expect(Object.keys(a)).toEqual(['b']);
    expect(Object.getPrototypeOf(a)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  test('points from the second key to the first', () => {
    const { diagnostics } = reading({ 'a.yaml': withSpec('a: 1\na: 2') });
    expect(diagnostics[0].notes.map(({ span }) => span?.start.line)).toEqual([6]);
  });

  test('knows a wildcard hostname without quotes', () => {
    const { diagnostics } = reading({ 'a.yaml': withSpec('hostnames:\n  - *.example.com') });
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([['GW0105', expect.stringContaining('"*.example.com"')]]);
  });

  test('of files that were put together without --- has a hint at that', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n';
    const { diagnostics } = reading({ '<stdin>': service + service });
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
      ['GW0102', expect.stringContaining('put a line ---')], ['GW0102', undefined], ['GW0102', undefined],
    ]);
  });

  test('names the object in the message', () => {
    const { diagnostics } = reading({ 'a.yaml': withSpec('a: !Ref x') });
    expect(diagnostics[0].message).toContain('Service web');
  });
});

describe('identity', () => {
  const text = (fields: Record<string, unknown>): string => `${JSON.stringify(fields, null, 1)}\n`;

  test.each([
    ['fails at a list', '- a\n', 'GW0201 1:1 - a'],
    ['fails at a text', 'hello\n', 'GW0201 1:1 hello'],
    ['fails without kind', text({ apiVersion: 'v1', metadata: { name: 'a' } }), expect.stringMatching(/^GW0202 1:1 /)],
    ['fails with an empty kind', text({ apiVersion: 'v1', kind: '', metadata: { name: 'a' } }), 'GW0202 3:2 "kind"'],
    ['fails without metadata', text({ apiVersion: 'v1', kind: 'Service' }), expect.stringMatching(/^GW0202 1:1 /)],
    ['fails without a name', text({ apiVersion: 'v1', kind: 'Service', metadata: { labels: {} } }), 'GW0202 4:2 "metadata"'],
    ['fails with a generated name', text({ apiVersion: 'v1', kind: 'Job', metadata: { generateName: 'a-' } }), 'GW0202 4:2 "metadata"'],
    ['fails with a number as name', text({ apiVersion: 'v1', kind: 'Service', metadata: { name: 42 } }), 'GW0203 5:11 42'],
    ['fails with a list as namespace', text({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: [] } }), 'GW0203 6:16 []'],
    ['fails with a group without version', text({ apiVersion: 'gateway.networking.k8s.io', kind: 'HTTPRoute', metadata: { name: 'a' } }), 'GW0207 2:16 "gateway.networking.k8s.io"'],
    ['fails with two slashes in apiVersion', text({ apiVersion: 'a/b/c', kind: 'X', metadata: { name: 'a' } }), 'GW0207 2:16 "a/b/c"'],
  ])('%s', (_, yaml, mark) => {
    expect(marks(yaml)).toEqual([mark]);
    expect(reading({ 'a.yaml': yaml }).objects).toEqual([]);
  });

  const service = (name: string, more = ''): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${more}`;

  test('fails at an object that is there twice, also in another file, another version and the default namespace', () => {
    const { objects, diagnostics } = reading({
      'a.yaml': `${service('web')}---\n${service('web', '  namespace: default\n')}---\n${service('web', '  namespace: other\n')}`,
      'b.yaml': service('web').replace('v1', 'v2'),
    });
    expect(objects.map(({ ref }) => ref.namespace)).toEqual(['', 'other']);
    expect(diagnostics.map(({ code, span, notes }) => [code, span?.file, span?.start.line, notes.map((note) => [note.span?.file, note.span?.start.line])]))
      .toEqual([['GW0204', 'a.yaml', 9, [['a.yaml', 4]]], ['GW0204', 'b.yaml', 4, [['a.yaml', 4]]]]);
  });
});

describe('lists', () => {
  const items = 'items:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: a}\n- apiVersion: v1\n  kind: Service\n  metadata: {name: b}\n';

  test('are opened, and places stay', () => {
    const text = `apiVersion: v1\nkind: List\n${items}`;
    const { objects, codes } = reading({ 'a.yaml': text });
    expect(codes).toEqual([]);
    expect(objects.map((object) => [object.ref.name, place(object.at('metadata', 'name'), text)])).toEqual([['a', '6:20 a'], ['b', '9:20 b']]);
  });

  test('in lists are opened', () => {
    const inner = `apiVersion: v1\nkind: List\n${items}`.replaceAll(/^(?=.)/gm, '  ').replace('  ', '- ');
    expect(reading({ 'a.yaml': `kind: List\napiVersion: v1\nitems:\n${inner}` }).objects.map(({ ref }) => ref.name)).toEqual(['a', 'b']);
  });

  test('of one kind lend their kind and version to their items', () => {
    const text = 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRouteList\nmetadata: {resourceVersion: "1"}\nitems:\n- metadata: {name: a}\n';
    const { objects, codes } = reading({ 'a.yaml': text });
    expect(codes).toEqual([]);
    expect(objects[0]).toMatchObject({ kind: 'HTTPRoute', value: { kind: 'HTTPRoute', apiVersion: 'gateway.networking.k8s.io/v1' } });
    expect(place(objects[0].at('metadata', 'name'), text)).toBe('5:20 a');
  });

  test('may be empty', () => {
    expect(reading({ 'a.yaml': 'kind: List\napiVersion: v1\nitems: []\n---\nkind: ServiceList\napiVersion: v1\nitems:\n' })).toMatchObject({ objects: [], codes: [] });
  });

  test('with a name are objects of a kind that happens to be called so', () => {
    expect(reading({ 'a.yaml': 'kind: AllowList\napiVersion: x.io/v1\nmetadata: {name: a}\nitems: [1]\n' }).objects.map(({ kind }) => kind)).toEqual(['AllowList']);
  });

  test('behind an alias stand where the alias stands', () => {
    const text = `kind: List\napiVersion: v1\nx: &i\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\nitems: *i\n`;
    expect(reading({ 'a.yaml': text }).objects.map((object) => place(object.at('metadata', 'name'), text))).toEqual(['5:8 *i']);
  });

  test.each([
    ['fail without items', 'kind: List\napiVersion: v1\n', 'GW0205 1:1 kind: List\napiVersion: v1'],
    ['fail with a mapping as items', 'kind: List\napiVersion: v1\nitems: {a: 1}\n', 'GW0205 3:1 items'],
    ['fail with a text as item', 'kind: List\napiVersion: v1\nitems: [x]\n', 'GW0201 3:9 x'],
  ])('%s', (_, text, mark) => {
    expect(marks(text)).toEqual([mark]);
  });
});

describe('files of other tools', () => {
  test.each([
    ['kustomization.yaml', 'resources: [a.yaml]\n'],
    ['k8s/kustomization.yml', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n'],
    ['component.yaml', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'],
    ['chart/Chart.yaml', 'apiVersion: v2\nname: x\n'],
    ['values.yaml', 'a: 1\n'],
    ['values-prod.yaml', '- 1\n'],
    ['package.json', '{"name": "x"}'],
    ['cdk.json', '{"app": "x"}'],
    ['gateway-alb.priorities.json', '{}'],
  ])('%s is skipped with a note', (path, text) => {
    const { objects, diagnostics } = reading({ [path]: text });
    expect(objects).toEqual([]);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['GW0206', 'note']]);
  });

  test('an object in such a file is read', () => {
    expect(reading({ 'values.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n' }).objects).toHaveLength(1);
  });

  test('fails for other files without an object', () => {
    expect(marks('a: 1\n', 'other.yaml')).toEqual(['GW0202 1:1 a: 1']);
  });
});
