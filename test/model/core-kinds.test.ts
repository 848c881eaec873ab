import { decodeText } from './decoding';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const certificate = '-----BEGIN CERTIFICATE-----\nTUlJQ2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n';
const privateKey = '-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0IGtleQ==\n-----END EC PRIVATE KEY-----\n';

const core = (kind: string, rest: string) => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\n${rest}\n`;

describe('Service', () => {
  test('has the defaults of its ports; what is not read passes', () => {
    const { resources, found } = decodeText(core('Service', `spec:
  selector: { app: web }
  sessionAffinity: 7
  ports:
    - port: 80
    - { name: metrics, port: 9090, targetPort: metrics, nodePort: 30001, protocol: TCP, appProtocol: kubernetes.io/h2c, extra: x }`));
    expect(found).toEqual([]);
    expect(resources.services[0].spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'web' },
      ports: [
        { port: 80, protocol: 'TCP', targetPort: 80 },
        { name: 'metrics', port: 9090, targetPort: 'metrics', nodePort: 30001, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' },
      ],
    });
    expect(resources.services[0].object.value).toHaveProperty('spec.sessionAffinity', 7);
  });

  test('without ports it has none', () => {
    expect(decodeText(core('Service', 'spec: { type: ExternalName, externalName: a.com }')).resources.services[0].spec.ports).toEqual([]);
    expect(decodeText(core('Service', '')).resources.services[0].spec.type).toBe('ClusterIP');
  });

  test.each([
    ['a port in quotes', '{ ports: [{ port: "80" }] }', ['GW1002 "80"']],
    ['a target port that is a truth value', '{ ports: [{ port: 80, targetPort: true }] }', ['GW1002 true']],
    ['a target port that is a list', '{ ports: [{ port: 80, targetPort: [] }] }', ['GW1002 []']],
    ['a target port out of range', '{ ports: [{ port: 80, targetPort: 65536 }] }', ['GW1005 65536']],
    ['an empty target port', '{ ports: [{ port: 80, targetPort: "" }] }', ['GW1007 ""']],
    ['a type in lower case', '{ type: nodeport }', ['GW1004 nodeport']],
    ['a port twice', '{ ports: [{ name: a, port: 80 }, { name: b, port: 80 }] }', ['GW1010 80']],
    ['a name twice', '{ ports: [{ name: a, port: 80 }, { name: a, port: 81 }] }', ['GW1010 a']],
  ])('fails for %s', (_, spec, expected) => {
    const { found, resources } = decodeText(core('Service', `spec: ${spec}`));
    expect(found).toEqual(expected);
    expect(resources.services).toEqual([]);
    expect(resources.invalid).toEqual([{ group: '', kind: 'Service', namespace: 'shop', name: 'web' }]);
  });

  test('ports of different protocols may be the same', () => {
    expect(decodeText(core('Service', 'spec: { ports: [{ name: a, port: 53 }, { name: b, port: 53, protocol: UDP }] }')).found).toEqual([]);
  });
});

test('a Namespace has the label with its name that every cluster adds', () => {
  const { resources } = decodeText('apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { team: a } }\nspec: { finalizers: [kubernetes] }\n');
  expect(resources.namespaces[0].ref.namespace).toBe('');
  expect(resources.namespaces[0].metadata.labels).toEqual({ 'team': 'a', 'kubernetes.io/metadata.name': 'shop' });
});

describe('Secret', () => {
  const tls = (crt: string, key: string, field = 'data') =>
    core('Secret', `type: kubernetes.io/tls\n${field}:\n  tls.crt: ${JSON.stringify(crt)}\n  tls.key: ${JSON.stringify(key)}`);

  test.each([
    ['base64 of PEM', tls(base64(certificate), base64(privateKey)), 'valid'],
    ['PEM as text', tls(certificate, privateKey, 'stringData'), 'valid'],
    ['a chain of certificates', tls(base64(certificate + certificate), base64(privateKey)), 'valid'],
    ['base64 in several lines', tls(base64(certificate).replace(/(.{20})/g, '$1\n'), base64(privateKey)), 'valid'],
    ['something else in base64', tls(base64('hello'), base64(privateKey)), 'malformed'],
    ['a certificate for a key', tls(base64(certificate), base64(certificate)), 'malformed'],
    ['PEM where base64 belongs', tls(certificate, privateKey), 'malformed'],
    ['no key', core('Secret', `type: kubernetes.io/tls\ndata: { tls.crt: "${base64(certificate)}" }`), 'absent'],
    ['another type', core('Secret', `data: { tls.crt: "${base64(certificate)}", tls.key: "${base64(privateKey)}" }`), 'absent'],
  ])('with %s is judged', (_, text, verdict) => {
    const { found, resources } = decodeText(text);
    expect(found).toEqual([]);
    expect(resources.secrets[0].spec.tls).toBe(verdict);
  });

  test('keeps its type and the names of its keys', () => {
    const { resources } = decodeText(core('Secret', 'data: { b: eA==, a: null }\nstringData: { c: x }'));
    expect(resources.secrets[0].spec).toEqual({ type: 'Opaque', keys: ['a', 'b', 'c'], tls: 'absent' });
  });

  test('keeps no data, wherever it stands', () => {
    const text = [
      `apiVersion: v1
kind: Secret
metadata:
  name: web
  annotations: { kubectl.kubernetes.io/last-applied-configuration: '{"data":{"a":"TOPSECRET"}}', team: shop }
data: { a: TOPSECRET }
stringData: { b: TOPSECRET }
`,
      'apiVersion: v1\nkind: Secret\nmetadata: { name: odd }\ndata: { a: TOPSECRET, b: 7 }\n',
      'apiVersion: v2\nkind: Secret\nmetadata: { name: future }\ndata: { a: TOPSECRET }\n',
      'apiVersion: example.com/v1\nkind: Secret\nmetadata: { name: foreign }\ndata: { a: TOPSECRET }\n',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { password: TOPSECRET, ca.crt: public }\nbinaryData: { b: TOPSECRET }\n',
    ].join('---\n');
    const { resources, diagnostics } = decodeText(text);
    expect(JSON.stringify([resources, diagnostics])).not.toContain('TOPSECRET');
    expect(resources.secrets[0].metadata.annotations).toEqual({ team: 'shop' });
    expect(resources.secrets[0].object.value).toHaveProperty('metadata.annotations', { team: 'shop' });
    expect(resources.others.map(({ ref }) => ref.name)).toEqual(['foreign']);
    expect(resources.configMaps[0].object.value).toHaveProperty(['data', 'ca.crt'], 'public');
  });

  test('fails for a value that is not text, without showing it or its line', () => {
    const { found, diagnostics } = decodeText(core('Secret', 'data:\n  pin: 1234'));
    expect(found).toEqual(['GW1017 web']);
    expect(diagnostics[0].message).not.toContain('1234');
    expect(decodeText(core('Secret', 'data: 1234')).found).toEqual(['GW1017 web']);
  });
});

describe('ConfigMap', () => {
  test('keeps the certificates of an authority', () => {
    const { resources } = decodeText(core('ConfigMap', `data: { ca.crt: ${JSON.stringify(certificate)}, other: x }`));
    expect(resources.configMaps[0].spec).toEqual({ keys: ['ca.crt', 'other'], ca: 'valid', caBundle: certificate });
  });

  test.each([
    ['something else', 'data: { ca.crt: hello }', { keys: ['ca.crt'], ca: 'malformed' }],
    ['bytes', 'binaryData: { ca.crt: eA== }', { keys: ['ca.crt'], ca: 'malformed' }],
    ['nothing', '', { keys: [], ca: 'absent' }],
  ])('with %s for an authority is judged', (_, rest, spec) => {
    expect(decodeText(core('ConfigMap', rest)).resources.configMaps[0].spec).toEqual(spec);
  });
});
