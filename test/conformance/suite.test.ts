import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statesOf } from './changes';
import { inventoryOf } from './inventory';
import { judge } from './judgement';
import { objectsOf, type KubernetesObject, type TestObjects } from './manifests';
import { loadSuite, type ConformanceTest, type RequestCase } from './suite';
import { report } from './table';
import { runTest } from './test-run';

const manifests = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  gatewayClassName: "{GATEWAY_CLASS_NAME}"
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - name: https
      port: 443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: good }] }
    - name: https-bad
      port: 8443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: bad }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cafe, namespace: shop }
spec:
  parentRefs: [{ name: web }]
  rules:
    - backendRefs: [{ name: coffee, namespace: kitchen, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: { name: kitchen, namespace: kitchen }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }]
  to: [{ group: "", kind: Service }]
---
apiVersion: v1
kind: Service
metadata: { name: coffee, namespace: kitchen }
spec:
  selector: { app: coffee }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: coffee, namespace: kitchen }
spec:
  template: { metadata: { labels: { app: coffee } } }
`;

const gateway = { namespace: 'shop', name: 'web' };
const get: RequestCase = {
  id: 'Coffee#1', gateway, assertion: 'response', backend: 'coffee', namespace: 'kitchen', response: { statusCode: 200 },
  request: { scheme: 'http', port: 80, path: '/', method: 'GET' },
};
const overTls = { scheme: 'https', host: 'cafe.example.com', port: 443, path: '/', method: 'GET', trustServerCert: 'secret:shop/good#tls.crt' };
const withoutGrant = { op: 'delete', kind: 'ReferenceGrant', namespace: 'kitchen', name: 'kitchen' };
const badListener = {
  assert: 'GatewayListenerMustHaveConditions', object: 'shop/web', listenerNames: ['https-bad'],
  conditions: [{ type: 'ResolvedRefs', status: 'False', reason: 'InvalidCertificateRef' }],
};

const coffee = {
  shortName: 'Coffee', manifests: ['tests/coffee.yaml'], albVerdict: 'YES', lbcV350: 'skip', mutations: [withoutGrant],
  gatewayRefs: [gateway],
  acceptedAssertions: [{ kind: 'HTTPRoute', gateway, listeners: [], routes: [{ namespace: 'shop', name: 'cafe' }] }],
  statusAssertions: [badListener],
  cases: [
    get,
    { ...get, id: 'Coffee#2', request: overTls },
    { ...get, id: 'Coffee#3', backend: undefined, namespace: undefined, response: { statusCode: 500 }, afterMutations: [withoutGrant] },
    { ...get, id: 'Coffee#4', assertion: 'tls-or-connection-error', request: { ...overTls, port: 8443 } },
    { ...get, id: 'Coffee#5', assertion: 'tls-or-connection-error', request: { ...overTls, trustServerCert: 'secret:shop/other#tls.crt' } },
  ],
};

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true })));

function suiteOf(...tests: readonly object[]): ReturnType<typeof loadSuite> {
  const directory = mkdtempSync(join(tmpdir(), 'conformance-test-'));
  directories.push(directory);
  mkdirSync(join(directory, 'manifests', 'tests'), { recursive: true });
  writeFileSync(join(directory, 'manifests', 'tests', 'coffee.yaml'), manifests);
  writeFileSync(join(directory, 'cases.json'), JSON.stringify({ tests }));
  return loadSuite(directory);
}

function run(test: object): ReturnType<typeof runTest> {
  const suite = suiteOf(test);
  return runTest(suite.tests[0], suite);
}

describe('a suite', () => {
  test('whose manifests do what its cases expect passes; it compiles, synthesises, sends requests and reads statuses', () => {
    const result = run(coffee);
    expect([...result.cases, ...result.checks].filter(({ result: { kind } }) => kind !== 'pass')).toEqual([{
      // The broken listener keeps the Gateway's listeners from all being in order.
      name: 'HTTPRoute accepted: shop/cafe',
      result: expect.objectContaining({ kind: 'fail' }) as object,
    }]);
    expect(run({ ...coffee, acceptedAssertions: [] }).outcome).toBe('pass');
  });

  test.each([
    ['a case expects another backend', { cases: [{ ...get, backend: 'tea' }] }],
    ['a case expects another status', { cases: [{ ...get, response: { statusCode: 404 } }] }],
    ['the deletion of a grant is not expected to show', { cases: [{ ...get, afterMutations: [withoutGrant] }] }],
    ['a status is expected of an object that is not there', { statusAssertions: [{ ...badListener, object: 'shop/other' }] }],
  ])('fails where %s', (_, change) => {
    const result = run({ ...coffee, acceptedAssertions: [], ...change });
    expect(result.outcome).toBe('fail');
    expect(judge(result, false).kind).toBe('less than expected');
    expect(report([result], false).join('\n')).toMatch(/0 of 1 tests with verdict YES or YES\+ pass[^]*expected .*, got /);
  });

  test('is not modelled where it writes what the data does not hold', () => {
    const apply = { op: 'apply' };
    const result = run({ ...coffee, acceptedAssertions: [], statusAssertions: [], mutations: [apply], cases: [{ ...get, afterMutations: [apply] }] });
    expect(result.outcome).toBe('not modelled');
    expect(judge(result, false).kind).toBe('less than expected');
  });

  test.each([
    ['NO', 'not judged', 'not modelled'],
    ['PART 2/3', 'as expected', 'pass'],
    ['PART 6/7', 'less than expected', 'pass'],
    ['PART <=2/3', 'not judged', 'pass'],
  ])('with verdict %s is %s', (albVerdict, kind, outcome) => {
    const result = run({ ...coffee, acceptedAssertions: [], albVerdict });
    expect(result.outcome).toBe(outcome);
    expect(judge(result, false).kind).toBe(kind);
  });

  test('without a verdict is judged only if asked to', () => {
    const result = run({ ...coffee, albVerdict: undefined, cases: [{ ...get, backend: 'tea' }] });
    expect(judge(result, false).kind).toBe('not judged');
    expect(judge(result, true).kind).toBe('less than expected');
  });

  test('fails to load where it holds no tests', () => {
    expect(() => suiteOf()).toThrow('no tests');
  });
});

describe('client certificates', () => {
  const validated = manifests.replace('  listeners:', `  tls:
    frontend:
      default: { validation: { caCertificateRefs: [{ kind: ConfigMap, group: "", name: checks-ca-certificate }] } }
      perPort: [{ port: 8443, tls: { validation: { caCertificateRefs: [{ kind: ConfigMap, group: "", name: checks-per-port-ca-certificate }] } } }]
  listeners:`);
  const certified = (port: number, clientCert?: string, assertion = 'response'): object => ({
    ...get, assertion, request: { ...overTls, port, trustServerCert: undefined, ...(clientCert !== undefined && { clientCert: `secret:shop/${clientCert}#tls.crt` }) },
  });

  test.each([
    ['of the authority of all ports', certified(443, 'checks-client-certificate')],
    ['of the authority of its own port', certified(8443, 'checks-per-port-client-certificate')],
    ['of another port, refused', certified(443, 'checks-per-port-client-certificate', 'tls-or-connection-error')],
    ['of all ports on one with its own authority, refused', certified(8443, 'checks-client-certificate', 'tls-or-connection-error')],
    ['none, refused', certified(443, undefined, 'tls-or-connection-error')],
  ])('%s', (_, testCase) => {
    const suite = suiteOf({ ...coffee, acceptedAssertions: [], statusAssertions: [], mutations: [], cases: [testCase] });
    writeFileSync(join(suite.directory, 'manifests', 'tests', 'coffee.yaml'), validated);
    expect(runTest(suite.tests[0], suite)).toMatchObject({ outcome: 'pass' });
  });
});

describe('what the suite makes in code', () => {
  test('a Secret exists and has a certificate, unless all that refer to it are expected to refuse it', () => {
    const suite = suiteOf(coffee);
    const [test] = suite.tests as [ConformanceTest];
    const { objects, certificates } = inventoryOf(test, objectsOf(test, suite.directory));
    expect(certificates).toEqual(['shop/good']);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Secret good']);
    const unexpecting = { ...test, statusAssertions: [] };
    expect(inventoryOf(unexpecting, objectsOf(test, suite.directory)).certificates).toEqual(['shop/bad', 'shop/good']);
  });

  test('CA certificates are judged by the listeners of their port', () => {
    const refs = (name: string): object => ({ validation: { caCertificateRefs: [{ kind: 'ConfigMap', group: '', name }] } });
    const web: KubernetesObject = {
      apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'web', namespace: 'shop' },
      spec: {
        listeners: [{ name: 'default', port: 443, tls: {} }, { name: 'https-bad', port: 8443, tls: {} }],
        tls: { frontend: { default: refs('good-ca'), perPort: [{ port: 8443, tls: refs('bad-ca') }] } },
      },
    };
    const expecting = { ...badListener, conditions: [{ type: 'ResolvedRefs', status: 'False', reason: 'InvalidCACertificateRef' }] };
    const [test] = suiteOf({ ...coffee, statusAssertions: [expecting] }).tests as [ConformanceTest];
    expect(inventoryOf(test, { base: [], own: [web] }).objects.map(({ metadata }) => metadata.name)).toEqual(['good-ca']);
  });
});

describe('writes to the API', () => {
  const object = (kind: string, name: string, spec: object): KubernetesObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata: { name, namespace: 'gateway-conformance-infra', generation: 1 }, spec,
  });
  const statesAfter = (own: readonly KubernetesObject[], ...mutations: readonly object[]): ReturnType<typeof statesOf> => {
    const [test] = suiteOf({ ...coffee, mutations }).tests as [ConformanceTest];
    const objects: TestObjects = { base: [], own };
    return statesOf(test, objects, []);
  };

  test('a patch of recorded contents changes its object and gives it a new generation', () => {
    const [before, after] = statesAfter([object('Gateway', 'gateway-add-listener', { listeners: [{ name: 'https' }] })], { op: 'patch' });
    expect(before?.objects[0]?.spec).toEqual({ listeners: [{ name: 'https' }] });
    expect(after?.objects[0]).toMatchObject({ metadata: { generation: 2 }, spec: { listeners: [{ name: 'https' }, { name: 'http', port: 80 }] } });
  });

  test('a patch that only keeps one listener removes the others', () => {
    const listeners = [{ name: 'https' }, { name: 'http' }];
    const [, after] = statesAfter([object('Gateway', 'gateway-remove-listener', { listeners })], { op: 'patch' });
    expect(after?.objects[0]?.spec).toEqual({ listeners: [{ name: 'http' }] });
  });

  test('a patch of unknown contents gives the objects of the test a new generation', () => {
    const [, after] = statesAfter([object('Gateway', 'web', { listeners: [] })], { op: 'patch' });
    expect(after?.objects[0]).toMatchObject({ metadata: { generation: 2 }, spec: { listeners: [] } });
  });

  test('a deletion removes the object it names', () => {
    const grant = object('ReferenceGrant', 'grant', {});
    const [before, after] = statesAfter([grant], { op: 'delete', kind: 'ReferenceGrant', namespace: 'gateway-conformance-infra', name: 'grant' });
    expect([before?.objects.length, after?.objects.length]).toEqual([1, 0]);
  });
});
