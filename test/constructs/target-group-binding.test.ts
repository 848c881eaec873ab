import { targetGroupBinding, type BindingSettings } from '../../constructs/kubernetes';
import { compile } from '../../lib/compile';
import { faultsOf, targetGroupBindingSchema, type Schema } from '../support/update-simulator/binding-schema';
import { Cluster, type KubernetesObject } from '../support/update-simulator/cluster';
import { Refused } from '../support/update-simulator/refusal';

/** Two Services with everything that becomes part of a binding: ip targets on a named port, and instance targets on selected nodes. */
const manifests = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: alb }
spec: { controllerName: gateway.k8s.aws/alb }
---
apiVersion: gateway.k8s.aws/v1beta1
kind: LoadBalancerConfiguration
metadata: { name: web, namespace: shop }
spec: { ipAddressType: dualstack }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  gatewayClassName: alb
  infrastructure:
    labels: { team: shop }
    annotations: { contact: shop }
    parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: web }
  listeners: [{ name: http, protocol: HTTP, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  parentRefs: [{ name: web }]
  rules:
    - backendRefs: [{ name: coffee, port: 80 }, { name: tea, port: 80 }]
---
apiVersion: v1
kind: Service
metadata: { name: coffee, namespace: shop }
spec:
  ipFamilies: [IPv6]
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: v1
kind: Service
metadata: { name: tea, namespace: shop }
spec:
  type: NodePort
  ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }]
---
apiVersion: gateway.k8s.aws/v1beta1
kind: TargetGroupConfiguration
metadata: { name: coffee, namespace: shop }
spec:
  targetReference: { name: coffee }
  defaultConfiguration: { targetType: ip, ipAddressType: ipv6 }
---
apiVersion: gateway.k8s.aws/v1beta1
kind: TargetGroupConfiguration
metadata: { name: tea, namespace: shop }
spec:
  targetReference: { name: tea }
  defaultConfiguration:
    targetType: instance
    enableMultiCluster: true
    nodeSelector:
      matchLabels: { pool: web }
      matchExpressions: [{ key: zone, operator: In, values: [a, b] }]
`;

const groups = compile([{ path: 'shop.yaml', text: manifests }]).gateways[0].plan.targetGroups;

const settings: Readonly<Record<string, BindingSettings>> = {
  'applied by the stack': {
    targetGroup: { arn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/coffee/1' },
    vpcId: 'vpc-0123456789abcdef0',
    peers: [{ securityGroup: { groupID: 'sg-0123456789abcdef0' } }],
  },
  'written as YAML, opened for addresses': { targetGroup: { name: 'coffee' }, peers: [{ ipBlock: { cidr: '10.0.0.0/16' } }] },
  'of several clusters, of which one is in another account': {
    targetGroup: { arn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/coffee/1' },
    peers: [],
    multiCluster: true,
    iamRoleArnToAssume: 'arn:aws:iam::111122223333:role/targets',
    assumeRoleExternalId: 'shop',
  },
};

const emitted = Object.entries(settings).flatMap(([how, values]) =>
  groups.map((group) => [`${group.binding?.service.name ?? ''} ${how}`, targetGroupBinding(group, values) as unknown as KubernetesObject] as const));

/** Paths of all fields of a schema, lists without their positions. */
function pathsOf({ items, properties = {} }: Schema, path = ''): readonly string[] {
  return [
    ...Object.entries(properties).flatMap(([key, schema]) => [`${path}.${key}`, ...pathsOf(schema, `${path}.${key}`)]),
    ...(items ? pathsOf(items, path) : []),
  ];
}

function isFree(path: string): boolean {
  return ['.metadata.labels', '.metadata.annotations', '.spec.nodeSelector.matchLabels'].includes(path);
}

/** The fields of a value. */
function fieldsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((element) => fieldsOf(element, path));
  if (typeof value !== 'object' || value === null || isFree(path)) return [];
  return Object.entries(value).flatMap(([key, child]) => [`${path}.${key}`, ...fieldsOf(child, `${path}.${key}`)]);
}

/** Copies of a value, each with one unknown field in another object of it. */
function withUnknownFields(value: unknown, path = ''): readonly (readonly [path: string, value: unknown])[] {
  if (Array.isArray(value)) {
    return value.flatMap((element, index) =>
      withUnknownFields(element, path).map(([where, changed]) => [where, value.with(index, changed)] as const));
  }
  if (typeof value !== 'object' || value === null || isFree(path)) return [];
  return [
    [path, { ...value, unknown: 'x' }],
    ...Object.entries(value).flatMap(([key, child]) =>
      withUnknownFields(child, `${path}.${key}`).map(([where, changed]) => [where, { ...value, [key]: changed }] as const)),
  ];
}

describe('the schema of the custom resource', () => {
  test.each(emitted)('allows the binding of %s', (_, binding) => {
    expect(faultsOf(binding, targetGroupBindingSchema)).toEqual([]);
  });

  test('has no field that is never emitted, so that each has been checked', () => {
    const fields = new Set(emitted.flatMap(([, binding]) => fieldsOf(binding)));
    expect([...fields].sort()).toEqual([...new Set(pathsOf(targetGroupBindingSchema))].sort());
  });

  const unknown = emitted.flatMap(([name, binding]) => withUnknownFields(binding).map(([path, value]) => [path, name, value] as const));

  test.each(unknown)('fails for an unknown field in %s of %s', (path, _, value) => {
    expect(faultsOf(value, targetGroupBindingSchema).map((fault) => fault.replace(/\[\d+\]/g, ''))).toEqual([`${path}.unknown: unknown field`]);
  });

  const [[, binding]] = emitted;
  const changed = (spec: object, metadata: object = {}): object =>
    ({ ...binding, metadata: { ...binding.metadata, ...metadata }, spec: { ...binding.spec, ...spec } });

  test.each<[string, unknown]>([
    ['.apiVersion', { ...binding, apiVersion: 'elbv2.k8s.aws/v1' }],
    ['.metadata.name', changed({}, { name: 'Coffee_1' })],
    ['.metadata.labels.team', changed({}, { labels: { team: 1 } })],
    ['.spec.serviceRef', changed({ serviceRef: undefined })],
    ['.spec.serviceRef.port', changed({ serviceRef: { name: 'coffee', port: 80.5 } })],
    ['.spec.serviceRef.port', changed({ serviceRef: { name: 'coffee', port: true } })],
    ['.spec.targetType', changed({ targetType: 'lambda' })],
    ['.spec.targetGroupARN', changed({ targetGroupARN: '' })],
    ['.spec.targetGroupProtocol', changed({ targetGroupProtocol: 'HTTP2' })],
    ['.spec.ipAddressType', changed({ ipAddressType: 'dualstack' })],
    ['.spec.multiClusterTargetGroup', changed({ multiClusterTargetGroup: 'true' })],
    ['.spec.networking.ingress', changed({ networking: { ingress: {} } })],
    ['.spec.networking.ingress[0].ports', changed({ networking: { ingress: [{ from: [] }] } })],
    ['.spec.networking.ingress[0].ports[0].port', changed({ networking: { ingress: [{ from: [], ports: [{ port: 70_000 }] }] } })],
    ['.spec.nodeSelector.matchExpressions[0].operator', changed({ nodeSelector: { matchExpressions: [{ key: 'zone' }] } })],
  ])('fails for %s (%#)', (path, value) => {
    expect(faultsOf(value, targetGroupBindingSchema)).toEqual([expect.stringContaining(`${path}:`)]);
  });
});

describe('the webhook', () => {
  const service = (name: string, more: object = {}): KubernetesObject =>
    ({ apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name }, spec: { ports: [{ port: 80 }], ...more } });
  const vpcId = 'vpc-0123456789abcdef0';
  const [arn, otherArn] = ['coffee/1', 'coffee/2'];
  const binding: KubernetesObject = {
    apiVersion: 'elbv2.k8s.aws/v1beta1',
    kind: 'TargetGroupBinding',
    metadata: { namespace: 'shop', name: 'coffee-1' },
    spec: {
      targetGroupARN: arn,
      targetType: 'ip',
      targetGroupProtocol: 'HTTP',
      ipAddressType: 'ipv4',
      vpcID: vpcId,
      serviceRef: { name: 'coffee', port: 80 },
      networking: { ingress: [{ from: [{ securityGroup: { groupID: 'sg-1' } }], ports: [{ protocol: 'TCP', port: 8080 }] }] },
    },
  };
  const changed = (spec: object, metadata: object = {}): KubernetesObject =>
    ({ ...binding, metadata: { ...binding.metadata, ...metadata }, spec: { ...binding.spec, ...spec } });
  const without = (field: string): KubernetesObject =>
    ({ ...binding, spec: Object.fromEntries(Object.entries(binding.spec).filter(([key]) => key !== field)) });

  function refusalOf(...objects: readonly KubernetesObject[]): string | undefined {
    const cluster = new Cluster();
    try {
      for (const object of objects) {
        cluster.apply(object, (id) => ([arn, otherArn].includes(id) ? { protocol: 'HTTP', ipAddressType: 'ipv4', vpcId } : undefined));
      }
      return undefined;
    } catch (fault) {
      if (fault instanceof Refused) return fault.constraint;
      throw fault;
    }
  }

  test.each<[string, KubernetesObject]>([
    ['the same again', binding],
    ['other networking', changed({ networking: { ingress: [] } })],
    ['no networking', without('networking')],
    ['another Service port', changed({ serviceRef: { name: 'coffee', port: 81 } })],
    ['another cluster beside', changed({ multiClusterTargetGroup: true })],
    ['the binding of another target group', changed({ targetGroupARN: otherArn }, { name: 'coffee-2' })],
  ])('takes %s', (_, object) => {
    expect(refusalOf(service('coffee'), binding, object)).toBeUndefined();
  });

  test('takes two bindings of one target group where both are for several clusters', () => {
    const shared = { multiClusterTargetGroup: true };
    expect(refusalOf(service('coffee'), changed(shared), changed(shared, { name: 'coffee-2' }))).toBeUndefined();
  });

  test.each<[string, string, KubernetesObject]>([
    ['another target group', 'binding-immutable', changed({ targetGroupARN: otherArn })],
    ['another target type', 'binding-immutable', changed({ targetType: 'instance' })],
    ['another address type', 'binding-immutable', changed({ ipAddressType: 'ipv6' })],
    ['no address type', 'binding-immutable', without('ipAddressType')],
    ['another VPC', 'binding-immutable', changed({ vpcID: 'vpc-0123456789abcdef1' })],
    ['no VPC', 'binding-immutable', without('vpcID')],
    ['a second binding of the target group', 'binding-duplicate', changed({}, { name: 'coffee-2' })],
    ['a second binding, for several clusters', 'binding-duplicate', changed({ multiClusterTargetGroup: true }, { name: 'coffee-2' })],
    ['a node selector with ip targets', 'binding-invalid', changed({ nodeSelector: { matchLabels: { a: 'b' } } })],
  ])('fails when %s follows: %s', (_, constraint, object) => {
    expect(refusalOf(service('coffee'), binding, object)).toBe(constraint);
  });

  test.each<[string, string, readonly KubernetesObject[]]>([
    ['a binding without its Service', 'service-missing', [binding]],
    ['a binding without a target type', 'binding-invalid', [service('coffee'), without('targetType')]],
    ['a binding whose protocol is not that of the target group', 'binding-invalid', [service('coffee'), changed({ targetGroupProtocol: 'HTTPS' })]],
    ['a binding whose address type is not that of the target group', 'binding-invalid', [service('coffee'), changed({ ipAddressType: 'ipv6' })]],
    ['a binding whose VPC is another one', 'binding-invalid', [service('coffee'), changed({ vpcID: 'vpc-0123456789abcdef1' })]],
    ['a binding whose VPC is no id', 'binding-invalid', [service('coffee'), changed({ vpcID: 'vpc-1' })]],
    ['a binding of a target group that is not there', 'not-found', [service('coffee'), changed({ targetGroupARN: 'elsewhere' })]],
    ['a role with instance targets', 'binding-invalid', [service('coffee'), changed({ targetType: 'instance', iamRoleArnToAssume: 'role' })]],
    ['a binding with a field that the schema does not know', 'schema', [service('coffee'), changed({ targetGroupArn: arn })]],
    ['two Services with one node port', 'node-port-taken', ['coffee', 'tea'].map((name) =>
      service(name, { ports: [{ port: 80, nodePort: 30_000 }] }))],
    ['a Service that becomes headless', 'service-immutable', [service('coffee'), service('coffee', { clusterIP: 'None' })]],
  ])('fails for %s: %s', (_, constraint, objects) => {
    expect(refusalOf(...objects)).toBe(constraint);
  });

  test('fails when a Service goes under a binding', () => {
    const cluster = new Cluster();
    for (const object of [service('coffee'), binding]) cluster.apply(object, () => ({ protocol: 'HTTP', ipAddressType: 'ipv4', vpcId }));
    expect(() => cluster.remove(service('coffee'))).toThrow(/service-missing/);
  });
});
