import fc from 'fast-check';
import { catalogue } from '../../lib/diagnostics/catalogue';
import { decodeText } from './decoding';

/** Sound objects with most of their fields, to be spoilt. */
const sound = [
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'web', namespace: 'infra', labels: { team: 'platform' }, creationTimestamp: null },
    spec: {
      gatewayClassName: 'alb',
      listeners: [
        { name: 'http', protocol: 'HTTP', port: 80, hostname: '*.example.com' },
        {
          name: 'https', protocol: 'HTTPS', port: 443,
          tls: { certificateRefs: [{ name: 'cert' }], options: { 'a.b/c': 'd' } },
          allowedRoutes: { namespaces: { from: 'Selector', selector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }, kinds: [{ kind: 'HTTPRoute' }] },
        },
      ],
      addresses: [{ type: 'IPAddress', value: '10.0.0.1' }],
      infrastructure: { labels: { a: 'b' }, parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'web' } },
    },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: {
      parentRefs: [{ name: 'web', namespace: 'infra', sectionName: 'https' }, { name: 'internal' }],
      hostnames: ['a.example.com', '*.example.com'],
      rules: [
        {
          name: 'cart',
          matches: [{ path: { type: 'PathPrefix', value: '/cart' }, headers: [{ name: 'x', value: 'y' }], method: 'GET' }],
          filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }],
          backendRefs: [{ name: 'cart', port: 80, weight: 9 }, { name: 'new-cart', port: 80 }],
          timeouts: { request: '10s', backendRequest: '2s' },
        },
        { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301, port: 443 } }] },
        { sessionPersistence: { sessionName: 'cart', absoluteTimeout: '1h' }, retry: { codes: [503] } },
      ],
    },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GRPCRoute',
    metadata: { name: 'orders', namespace: 'shop' },
    spec: { rules: [{ matches: [{ method: { service: 'a.B', method: 'C' } }], backendRefs: [{ name: 'orders', port: 50051 }] }, { name: 'rest' }] },
  },
  {
    apiVersion: 'gateway.k8s.aws/v1',
    kind: 'ListenerRuleConfiguration',
    metadata: { name: 'login' },
    spec: {
      actions: [{ type: 'jwt-validation', jwtValidationConfig: { issuer: 'a', jwksEndpoint: 'b' } }, { type: 'fixed-response', fixedResponseConfig: { statusCode: 404 } }],
      conditions: [{ field: 'source-ip', sourceIPConfig: { values: ['10.0.0.0/8'] } }],
    },
  },
  {
    apiVersion: 'gateway.k8s.aws/v1',
    kind: 'LoadBalancerConfiguration',
    metadata: { name: 'web' },
    spec: { scheme: 'internal', listenerConfigurations: [{ protocolPort: 'HTTPS:443', mutualAuthentication: { mode: 'verify', trustStore: 'a' } }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cart' },
    spec: { ports: [{ name: 'http', port: 80, targetPort: 'web' }], selector: { app: 'cart' } },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert' }, type: 'kubernetes.io/tls', data: { 'tls.crt': 'eA==', 'tls.key': 'eA==' } },
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One change: which of all places in the object, what, and a value for it. */
interface Change {
  readonly place: number;
  readonly what: 'replace' | 'remove' | 'rename' | 'repeat';
  readonly value: Json;
}

const words = fc.constantFrom('', 'HTTP', 'Exact', 'x y', 'a.com', '/', '80', 'true', '*', '\n', 'é', 'name', 'type', 'tls', 'Selector');
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null), fc.boolean(), fc.integer({ min: -10, max: 70000 }), fc.double({ noNaN: true }), words, fc.string({ maxLength: 6 }),
  fc.constant([]), fc.constant({}), fc.array(words, { maxLength: 3 }), fc.dictionary(words, words, { maxKeys: 2 }),
) as fc.Arbitrary<Json>;
const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(),
  what: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'repeat'),
  value,
});

type Place = readonly string[];

/** The places of all values but those that say what the object is. */
function placesIn(node: Json, at: Place = []): readonly Place[] {
  if (node === null || typeof node !== 'object') {
    return [at];
  }
  const nested = Object.entries(node).flatMap(([key, child]) => placesIn(child, [...at, key]));
  return [at, ...nested].filter((place) => !/^$|^apiVersion|^kind|^metadata$|^metadata,name/.test(place.join()));
}

function spoil(object: Json, { place, what, value: fresh }: Change): Json {
  const places = placesIn(object);
  const target = places[place % places.length] ?? [];
  const copy = (node: Json, at: Place): Json => {
    if (node === null || typeof node !== 'object') {
      return node;
    }
    const entries = Object.entries(node).flatMap(([key, child]): (readonly [string, Json])[] => {
      const here = [...at, key];
      if (here.join() !== target.join()) {
        return [[key, copy(child, here)]];
      }
      switch (what) {
        case 'replace': return [[key, fresh]];
        case 'remove': return [];
        case 'rename': return [[`${key}x`, child]];
        case 'repeat': return [[key, child], [`${key}2`, child]];
      }
    });
    return Array.isArray(node) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
  };
  return copy(object, []);
}

const spoilt = fc.record({ which: fc.nat({ max: sound.length - 1 }), changes: fc.array(change, { minLength: 1, maxLength: 3 }) })
  .map(({ which, changes }) => JSON.stringify(changes.reduce(spoil, sound[which] as unknown as Json), undefined, 2));

const codes = new Set(catalogue.map(({ code }) => code));

test('sound objects are decoded without a word', () => {
  const { found, resources } = decodeText(sound.map((object) => JSON.stringify(object)).join('\n---\n'));
  expect(found).toEqual([]);
  expect(resources.invalid).toEqual([]);
});

test('whatever is wrong with an object, decoding ends with coded diagnostics inside of the file', () => {
  fc.assert(fc.property(spoilt, (text) => {
    const { diagnostics, resources } = decodeText(text);
    for (const { code, span, notes, message } of diagnostics) {
      expect(codes.has(code)).toBe(true);
      expect(message).not.toMatch(/undefined|\[object Object\]|NaN/);
      for (const place of [span, ...notes.map((note) => note.span)]) {
        expect(place?.start.offset).toBeGreaterThanOrEqual(0);
        expect(place?.end.offset).toBeGreaterThanOrEqual(place?.start.offset ?? Infinity);
        expect(place?.end.offset).toBeLessThanOrEqual(text.length);
      }
    }
    const kept = Object.values(resources).flat().length;
    expect(kept + diagnostics.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0);
  }), { numRuns: 400 });
});

test('what is kept of a spoilt object obeys schema and rules: decoding it again changes nothing', () => {
  fc.assert(fc.property(spoilt, (text) => {
    const { invalid: _, others: __, unsupportedRoutes: ___, secrets: ____, configMaps: _____, namespaces: ______, ...lists } = decodeText(text).resources;
    for (const kept of Object.values(lists).flat()) {
      const { apiVersion, kind } = kept.object;
      const again = decodeText(JSON.stringify({ apiVersion, kind, metadata: { name: 'again' }, spec: kept.spec }));
      expect(again.found).toEqual([]);
      expect(Object.values(again.resources).flat()).toHaveLength(1);
      expect((Object.values(again.resources).flat()[0] as typeof kept).spec).toEqual(kept.spec);
    }
  }), { numRuns: 300 });
});
