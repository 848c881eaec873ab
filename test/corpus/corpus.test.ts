import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { completed, oursInstead } from './adaptation';
import { outcomeOf, rejectionOf } from './outcome';
import { readCorpus, type Unit } from './units';

const foreign = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: foreign }
spec:
  controllerName: acme.io/controller
  parametersRef:
    group: acme.io
    kind: Parameters
    name: some
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web }
spec:
  gatewayClassName: foreign
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`;

const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cafe }
spec:
  parentRefs: [{ name: elsewhere }]
  rules:
    - backendRefs: [{ name: coffee, port: 80 }]
`;

function unit(text: string): Unit {
  return { name: 'file.yaml', files: [{ path: 'file.yaml', text }] };
}

function asOurs({ name, files }: Unit): Unit {
  return { name, files: completed(oursInstead(files)) };
}

const fail = { onInvalidRoute: 'fail' } as const;

describe('an example', () => {
  test('of a foreign class is answered with coded diagnostics', () => {
    const { result, problem } = outcomeOf(unit(foreign), 'as it is', fail);
    expect(result).toContain('GW2901');
    expect(problem).toBeUndefined();
  });

  test('synthesises once its class is ours, and keeps its lines', () => {
    const adapted = asOurs(unit(foreign));
    expect(adapted.files[0]?.text.split('\n')).toHaveLength(foreign.split('\n').length);
    expect(outcomeOf(adapted, 'ours', fail)).toMatchObject({ result: 'synthesises 1' });
    expect(outcomeOf(adapted, 'ours', fail).problem).toBeUndefined();
  });

  test('that is a route only gets the Gateway and the Service it refers to', () => {
    expect(outcomeOf(asOurs(unit(route)), 'ours', fail).result).toBe('synthesises 1');
  });

  test('fails where another result is expected', () => {
    expect(outcomeOf(asOurs(unit(route)), 'ours', fail, 'GW3207').problem).toBe('expected GW3207');
  });
});

describe('an invalid file', () => {
  const invalid = unit(route.replace('port: 80', 'port: 123456'));

  test('passes where it is rejected at the expected line', () => {
    expect(rejectionOf(invalid, { code: 'GW1005', line: 7 }).problem).toBeUndefined();
  });

  test.each([
    ['another line is expected', invalid, { code: 'GW1005', line: 6 }],
    ['another code is expected', invalid, { code: 'GW1006', line: 7 }],
    ['nothing is wrong with it', asOurs(unit(foreign)), undefined],
  ])('fails where %s', (_, file, expected) => {
    expect(rejectionOf(file, expected).problem).toBeDefined();
  });
});

test('a folder without subfolders is compiled as a whole, and every file for itself', () => {
  const directory = mkdtempSync(join(tmpdir(), 'corpus-test-'));
  for (const path of ['examples/a.yaml', 'examples/together/b.yaml', 'examples/together/c.yaml', 'hack/invalid-examples/d.yaml']) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), '');
  }
  const { examples, invalid } = readCorpus(directory);
  rmSync(directory, { recursive: true });
  expect(examples.map(({ name, files }) => [name, files.length])).toEqual([
    ['examples/a.yaml', 1],
    ['examples/together/', 2],
    ['examples/together/b.yaml', 1],
    ['examples/together/c.yaml', 1],
  ]);
  expect(invalid.map(({ name }) => name)).toEqual(['hack/invalid-examples/d.yaml']);
});
