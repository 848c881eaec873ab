import { controller, decodeText, gatewayApi, gatewayWith, httpRule, object } from './decoding';

const bare = (apiVersion: string, kind: string) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\n`;

describe('kinds and versions', () => {
  test.each([
    ['GatewayClass', 'v1beta1', '{ controllerName: a.b/c }'],
    ['Gateway', 'v1beta1', '{ gatewayClassName: alb, listeners: [{ name: a, protocol: HTTP, port: 80 }] }'],
    ['HTTPRoute', 'v1beta1', '{}'],
    ['HTTPRoute', 'v1', '{}'],
    ['GRPCRoute', 'v1', '{}'],
  ])('%s is read in version %s', (kind, version, spec) => {
    expect(decodeText(object(`gateway.networking.k8s.io/${version}`, kind, spec)).found).toEqual([]);
  });

  test.each([
    ['HTTPRoute', 'gateway.networking.k8s.io/v1alpha2'],
    ['GRPCRoute', 'gateway.networking.k8s.io/v1beta1'],
    ['TCPRoute', 'gateway.networking.k8s.io/v1beta1'],
    ['LoadBalancerConfiguration', 'gateway.k8s.aws/v1alpha1'],
    ['TargetGroupBinding', 'elbv2.k8s.aws/v1'],
    ['Service', 'v2'],
  ])('fails for %s in version %s, and remembers the object', (kind, apiVersion) => {
    const { found, resources } = decodeText(bare(apiVersion, kind));
    expect(found).toEqual([`GW1022 ${apiVersion}`]);
    expect(resources.invalid.map((ref) => ref.kind)).toEqual([kind]);
    expect(resources.others).toEqual([]);
  });

  test.each([
    ['HttpRoute', 'gateway.networking.k8s.io/v1', 'did you mean "HTTPRoute"?'],
    ['XListenerSet', 'gateway.networking.x-k8s.io/v1alpha1', 'XListenerSet is now ListenerSet (gateway.networking.k8s.io/v1)'],
    ['XMesh', 'gateway.networking.x-k8s.io/v1alpha1', undefined],
    ['TargetGroupConfig', 'gateway.k8s.aws/v1', undefined],
    ['TargetGroupBinding', 'gateway.k8s.aws/v1', undefined],
    ['TargetGroupBindings', 'elbv2.k8s.aws/v1beta1', 'did you mean "TargetGroupBinding"?'],
  ])('fails for the kind %s of %s', (kind, apiVersion, hint) => {
    const { found, diagnostics, resources } = decodeText(bare(apiVersion, kind));
    expect(found).toEqual([`GW1021 ${kind}`]);
    expect(diagnostics[0].hint).toBe(hint);
    expect(resources.invalid).toHaveLength(1);
  });

  test('fails for a group that is almost ours, if it has a kind of ours', () => {
    expect(decodeText(bare('gateway.network.k8s.io/v1', 'HTTPRoute')).found).toEqual(['GW1023 gateway.network.k8s.io/v1']);
    expect(decodeText(bare('gateway.network.k8s.io/v1', 'Mesh')).found).toEqual([]);
    expect(decodeText(bare('networking.k8s.io/v1', 'Ingress')).found).toEqual([]);
  });

  test('routes for a Network Load Balancer are set apart, objects of other groups pass unread', () => {
    const texts = [
      bare('gateway.networking.k8s.io/v1', 'TCPRoute'),
      bare('gateway.networking.k8s.io/v1', 'UDPRoute'),
      bare('gateway.networking.k8s.io/v1alpha3', 'TLSRoute'),
      bare('apps/v1', 'Deployment'),
      bare('v1', 'Pod'),
      bare('external-secrets.io/v1', 'ExternalSecret'),
      bare('elbv2.k8s.aws/v1beta1', 'IngressClassParams'),
    ];
    const { resources, found } = decodeText(texts.join('---\n'));
    expect(found).toEqual([]);
    expect(resources.unsupportedRoutes.map(({ kind }) => kind)).toEqual(['TCPRoute', 'UDPRoute', 'TLSRoute']);
    expect(resources.others.map(({ kind }) => kind)).toEqual(['Deployment', 'Pod', 'ExternalSecret', 'IngressClassParams']);
  });

  test('a TargetGroupBinding is a warning: bindings are made from routes', () => {
    const { resources, found, diagnostics } = decodeText(bare('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding'));
    expect(found).toEqual(['GW1024 TargetGroupBinding']);
    expect(diagnostics[0].severity).toBe('warning');
    expect(resources.others).toHaveLength(1);
  });
});

describe('metadata', () => {
  test('an object as a cluster exports it is read; status and what the cluster writes do not count', () => {
    const { resources, found } = decodeText(`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  annotations: { kubectl.kubernetes.io/last-applied-configuration: "{}", Example.com/Note: "" }
  creationTimestamp: "2026-01-02T03:04:05Z"
  deletionGracePeriodSeconds: null
  finalizers: [a.b/c]
  generation: 3
  labels: { app.kubernetes.io/name: shop, empty: "" }
  managedFields: [{ manager: kubectl, fieldsV1: { "f:spec": {} } }]
  name: cart
  ownerReferences: [{ kind: App }]
  resourceVersion: "77"
  selfLink: ""
  uid: 0a
spec: {}
status: { parents: [{ nonsense: null }] }
`);
    expect(found).toEqual([]);
    expect(resources.httpRoutes[0].metadata).toEqual({
      name: 'cart',
      namespace: 'default',
      labels: { 'app.kubernetes.io/name': 'shop', 'empty': '' },
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'Example.com/Note': '' },
      creationTimestamp: '2026-01-02T03:04:05Z',
      generation: 3,
    });
    expect(resources.httpRoutes[0].ref).toEqual({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'default', name: 'cart' });
  });

  test('an empty namespace is none', () => {
    const text = 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: a, namespace: "" }\nspec: {}\n';
    expect(decodeText(text).found).toEqual([]);
    expect(decodeText(text).resources.httpRoutes[0].ref.namespace).toBe('default');
  });

  test('a creationTimestamp without a value is none', () => {
    const { resources, found } = decodeText('apiVersion: v1\nkind: Service\nmetadata: { name: a, creationTimestamp: null }\n');
    expect(found).toEqual([]);
    expect(resources.services[0].metadata).toEqual({ name: 'a', namespace: 'default', labels: {}, annotations: {} });
  });

  test.each([
    ['a number as a label', 'labels: { a: 1 }', ['GW1002 1'], 1],
    ['a list of labels', 'labels: [a]', ['GW1002 [a]'], 1],
    ['a label with a blank in its key', 'labels: { "a b": c }', ['GW1016 "a b"'], 1],
    ['a truth value as an annotation', 'annotations: { a: true }', ['GW1002 true'], 1],
    ['a slip', 'lables: {}', ['GW1001 lables'], 1],
    ['a name in upper case', 'uid: a', ['GW1006 Web'], 0],
  ])('fails for %s', (sentence, line, expected, kept) => {
    const name = sentence.startsWith('a name') ? 'Web' : 'web';
    const text = `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: ${name}, ${line} }\nspec: {}\n`;
    const { found, resources } = decodeText(text);
    expect(found).toEqual(expected);
    expect(resources.httpRoutes).toHaveLength(kept);
    expect(resources.invalid).toHaveLength(1 - kept);
  });
});

describe('families of mistakes', () => {
  test.each([
    ['a number in quotes', 'parentRefs: [{ name: a, port: "80" }]', 'GW1002 "80"', 'remove the quotes: 80'],
    ['a number without quotes', 'hostnames: [80]', 'GW1002 80', 'put it in quotes: "80"'],
    ['a truth value without quotes', 'hostnames: [true]', 'GW1002 true', 'put it in quotes: "true"'],
    ['one value for a list', 'hostnames: a.com', 'GW1002 a.com', 'make it a list: ["a.com"]'],
    ['a mapping for a list', 'rules: { name: a }', 'GW1002 { name: a }', 'put "- " in front of each entry'],
    ['a list for a mapping', 'rules: [{ timeouts: [{ request: 1s }] }]', 'GW1002 [{ request: 1s }]', 'remove the "- " in front of its fields'],
    ['a word for a number', 'parentRefs: [{ name: a, port: http }]', 'GW1002 http', 'write a whole number'],
    ['an entry without a value', 'hostnames: [~]', 'GW1002 ~', 'write text'],
  ])('%s', (_, spec, expected, fix) => {
    const { found, diagnostics } = decodeText(gatewayApi('HTTPRoute', spec));
    expect(found).toEqual([expected]);
    expect(diagnostics[0].fix).toBe(fix);
  });

  test('a slip in the name of a field points at the key and names the one that is meant', () => {
    const { found, diagnostics } = decodeText(gatewayApi('HTTPRoute', 'rules:\n  - backendRef: []\n  - name: sound'));
    expect(found).toEqual(['GW1001 backendRef']);
    expect(diagnostics[0].hint).toBe('did you mean "backendRefs"?');
    expect(diagnostics[0].span?.start).toMatchObject({ line: 8, column: 7 });
  });

  test('an empty field that is required is missing, one that is not counts as absent', () => {
    const { found, diagnostics, resources } = decodeText(gatewayApi('HTTPRoute', 'parentRefs:\n  - name:\nhostnames:\nrules:\n  - filters:'));
    expect(found).toEqual(['GW1015 hostnames', 'GW1015 filters', 'GW1003 name']);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning', 'warning', 'error']);
    expect(resources.invalid).toHaveLength(1);
  });

  test('one run shows the mistakes of several rules, each once, shapes before rules', () => {
    const { found } = decodeText(gatewayApi('HTTPRoute', `
rules:
  - matches: [{ path: { value: a } }]
  - name: Bad
    timeouts: { request: 1, retry: 2 }
  - backendRefs: [{ name: a }]
  - name: sound`));
    expect(found).toEqual(['GW1006 Bad', 'GW1002 1', 'GW1001 retry', 'GW1106 a', 'GW1107 a']);
  });

  test('a misspelt field is not missing as well', () => {
    expect(decodeText(gatewayWith('name: a\nport: 80\nprotocl: HTTP')).found).toEqual(['GW1001 protocl']);
  });

  test('half of a word is a hint, too', () => {
    expect(decodeText(httpRule('matches: [{ path: { type: Prefix } }]')).diagnostics[0].hint).toBe('did you mean "PathPrefix"?');
  });

  test('where a mistake costs the object, rules that the rest of it breaks are reported all the same', () => {
    const { found, resources } = decodeText(controller('LoadBalancerConfiguration', `
scheme: public
listenerConfigurations:
  - { protocolPort: https:443 }
  - { protocolPort: HTTPS:444, mutualAuthentication: { mode: verify } }`));
    expect(found).toEqual(['GW1004 public', 'GW1006 https:443', 'GW1131 verify']);
    expect(resources.invalid).toHaveLength(1);
  });

  test('who, where and what are in the message', () => {
    const [diagnostic] = decodeText(gatewayApi('HTTPRoute', 'rules:\n  - name: ok\n  - backendRefs: [{ name: a, port: 70000 }]')).diagnostics;
    expect(diagnostic.message).toContain('HTTPRoute shop/web');
    expect(diagnostic.message).toContain('spec.rules[1].backendRefs[0].port');
    expect(diagnostic.message).toContain('70000');
    expect(diagnostic.message).toContain('from 1 to 65535');
    expect(diagnostic.subject).toEqual({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop', name: 'web' });
  });
});

describe('what is left of an object', () => {
  const text = gatewayApi('HTTPRoute', `
parentRefs: [{ name: bad, port: 0 }, { name: web }]
hostnames: [BAD, ok.com]
rules:
  - name: first
    backendRefs: [{ name: a }]
  - name: second
  - name: third
    timeouts: { request: never }
  - name: fourth
    backendRefs: [{ name: b, port: 81 }]`);

  test('the sound parts stay, the others are told', () => {
    const { resources } = decodeText(text);
    const [route] = resources.httpRoutes;
    expect(route.spec.parentRefs?.map(({ name }) => name)).toEqual(['web']);
    expect(route.spec.hostnames).toEqual(['ok.com']);
    expect(route.spec.rules.map(({ name }) => name)).toEqual(['second', 'fourth']);
    expect(route.omitted).toEqual([
      { path: ['spec', 'parentRefs', 0], name: 'bad' },
      { path: ['spec', 'hostnames', 0] },
      { path: ['spec', 'rules', 2], name: 'third' },
      { path: ['spec', 'rules', 0], name: 'first' },
    ]);
  });

  test('paths of what stays lead to its place in the file', () => {
    const [{ object: left }] = decodeText(text).resources.httpRoutes;
    const slice = (...path: (string | number)[]) => text.slice(left.at(...path).start.offset, left.at(...path).end.offset);
    expect(slice('spec', 'rules', 0, 'name')).toBe('second');
    expect(slice('spec', 'rules', 1, 'backendRefs', 0, 'port')).toBe('81');
    expect(slice('spec', 'parentRefs', 0, 'name')).toBe('web');
    expect(text.slice(left.keyAt('spec', 'rules', 1, 'backendRefs').start.offset)).toMatch(/^backendRefs: \[\{ name: b/);
    expect(left.value).toHaveProperty('spec.hostnames', ['ok.com']);
  });

  test.each([
    ['rule', 'rules: [{ name: Bad }]'],
    ['hostname', 'hostnames: [BAD]'],
    ['parent', 'parentRefs: [{ name: a, port: 0 }]'],
  ])('a route without its last %s is of no use: an empty list would mean something else', (_, spec) => {
    const { resources } = decodeText(gatewayApi('HTTPRoute', spec));
    expect(resources.httpRoutes).toEqual([]);
    expect(resources.invalid).toHaveLength(1);
  });
});
