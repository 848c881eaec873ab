import * as fc from 'fast-check';
import { conditionsOf } from '../../lib/report/conditions';
import { attached, aws, gateway, gatewayApi, HTTP, namespace, service } from './attached';

const set = (name: string, hostname: string): string =>
  gatewayApi('ListenerSet', `infra/${name}`, `parentRef: { name: web }\nlisteners:\n- { name: x, port: 80, protocol: HTTP, hostname: ${hostname} }\n- { name: y, port: 8443, protocol: ${name === 'b' ? 'HTTP' : 'HTTPS'} }`);
const route = (kind: string, path: string, parents: string, backend: string): string =>
  gatewayApi(kind, path, `parentRefs: [${parents}]\nhostnames: [a.example.com, b.example.com]\nrules: [{ backendRefs: [${backend}] }]`);

/** One of everything, mistakes included. */
const OBJECTS = [
  gateway(`${HTTP}\n- { name: https, port: 443, protocol: HTTPS }\n- { name: tcp, port: 22, protocol: TCP }`, 'allowedListeners: { namespaces: { from: All } }'),
  set('a', 'a.example.com'),
  set('b', 'a.example.com'),
  set('c', 'c.example.com'),
  route('HTTPRoute', 'infra/one', '{ name: web }, { kind: ListenerSet, name: a }', '{ name: cafe, port: 80 }'),
  route('HTTPRoute', 'shop/two', '{ name: web, namespace: infra }', '{ name: cafe, namespace: infra, port: 80 }'),
  route('HTTPRoute', 'shop/three', '{ name: wob, namespace: infra }', '{ name: gone, port: 80 }'),
  route('GRPCRoute', 'infra/rpc', '{ name: web }, { kind: ListenerSet, name: c }', '{ name: cafe, port: 81 }'),
  service('infra/cafe'),
  service('shop/tea'),
  namespace('shop', 'team: shop'),
  aws('TargetGroupConfiguration', 'infra/t2', 'targetReference: { name: cafe }'),
  aws('TargetGroupConfiguration', 'infra/t1', 'targetReference: { name: cafe }'),
  gatewayApi('ReferenceGrant', 'infra/allow', 'from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }]\nto: [{ group: "", kind: Service }]'),
  gatewayApi('BackendTLSPolicy', 'infra/p2', 'targetRefs: [{ group: "", kind: Service, name: cafe }]\nvalidation: { hostname: cafe.example.com, wellKnownCACertificates: System }'),
  gatewayApi('BackendTLSPolicy', 'infra/p1', 'targetRefs: [{ group: "", kind: Service, name: cafe }]\nvalidation: { hostname: cafe.example.com, wellKnownCACertificates: System }'),
];

function summary(manifests: readonly string[]) {
  const { resources, topology, diagnostics } = attached(manifests.join(''), { acceptUnverifiedBackendTls: true });
  return {
    messages: diagnostics.map(({ code, message }) => `${code} ${message}`).sort(),
    listeners: topology.gateways.flatMap(({ listeners }) => listeners.map(({ parent, listener, valid }) => `${parent.ref.name}.${listener.name} ${valid}`)),
    attachments: topology.gateways.flatMap(({ routes }) =>
      routes.map(({ route: { ref }, attachments }) => [ref.name, ...attachments.map(({ listener, hostnames }) => `${listener.parent.ref.name}.${listener.listener.name} ${hostnames.join(' ')}`)]),
    ),
    backends: topology.gateways.flatMap(({ routes }) =>
      routes.flatMap(({ rules }) =>
        rules.flatMap(({ backends }) => backends.map((backend) => (backend.kind === 'service' ? `${backend.configuration?.ref.name} ${backend.unverifiedTls?.ref.name}` : backend.kind))),
      ),
    ),
    statuses: conditionsOf(resources, topology, diagnostics)
      .flatMap(({ object, status }) => [...(status.conditions ?? []), ...(status.parents ?? []).flatMap(({ conditions }) => conditions)].map(({ type, status: is, reason }) => `${object.kind} ${object.name} ${type} ${is} ${reason}`))
      .sort(),
  };
}

test('the order of documents changes nothing', () => {
  const expected = summary(OBJECTS);
  expect(expected.messages.length).toBeGreaterThan(5);
  fc.assert(
    fc.property(fc.shuffledSubarray(OBJECTS, { minLength: OBJECTS.length, maxLength: OBJECTS.length }), (shuffled) => {
      expect(summary(shuffled)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('whatever is missing, there is a topology and a status', () => {
  fc.assert(
    fc.property(fc.subarray(OBJECTS), (some) => {
      const { resources, topology, diagnostics } = attached(some.join(''));
      const statuses = conditionsOf(resources, topology, diagnostics);
      expect(statuses.filter(({ object }) => object.kind === 'Gateway')).toHaveLength(topology.gateways.length);
      for (const { span } of diagnostics) expect(span).toBeDefined();
    }),
    { numRuns: 60 },
  );
});
