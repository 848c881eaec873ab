import { describeObject, type KubernetesObject, type TestObjects } from './manifests';
import type { ConformanceTest, ExpectedCondition, NamespacedName } from './suite';
import { nameOf } from './suite';

/**
 * What the suite creates in code, derived from what the manifests refer to and what the test expects of it: every Secret
 * and CA ConfigMap that something refers to exists, unless all that refer to it are expected to report it as invalid.
 */
export interface Inventory {
  readonly objects: readonly KubernetesObject[];
  /** Secrets (`namespace/name`) for which there is a certificate: those the test does not expect to be invalid. */
  readonly certificates: readonly string[];
}

/** A reference from a listener, a Gateway port or a policy to a Secret or a ConfigMap. */
interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly target: NamespacedName;
  /** Whether the test expects what refers to it to say that this is no valid certificate. */
  readonly expectedInvalid: boolean;
}

/** Reasons that mean "the object is not there or is malformed"; a refused or foreign reference says nothing about it. */
const INVALID_REASONS = ['InvalidCertificateRef', 'InvalidCACertificateRef', 'InvalidClientCertificateRef'];

export function inventoryOf(test: ConformanceTest, { base, own }: TestObjects): Inventory {
  const objects = [...base, ...own];
  const references = objects.flatMap((object) => referencesOf(object, test));
  const wanted = new Map<string, Reference>();
  for (const reference of references) {
    const key = `${reference.kind} ${nameOf(reference.target)}`;
    if (!reference.expectedInvalid) wanted.set(key, reference);
  }
  const declared = new Set(objects.map(describeObject));
  return {
    objects: [...wanted].filter(([key]) => !declared.has(key)).map(([, reference]) => supplied(reference)),
    certificates: [...wanted.values()].filter(({ kind }) => kind === 'Secret').map(({ target }) => nameOf(target)).sort(),
  };
}

/** Text of the certificate authority in a supplied ConfigMap, different for each. The compiler reads the armour only. */
export function authorityOf(configMap: NamespacedName): string {
  return armoured('CERTIFICATE', nameOf(configMap));
}

/** The ConfigMap of the authority that signed a client certificate: in the suite their names differ in this word only. */
export function authorityOfClient(secret: NamespacedName): NamespacedName {
  return { namespace: secret.namespace, name: secret.name.replace('client', 'ca') };
}

/** Reads `secret:namespace/name#key`. */
export function secretIn(text: string): NamespacedName | undefined {
  const [, namespace, name] = /^secret:([^/]+)\/([^#]+)/.exec(text) ?? [];
  return namespace !== undefined && name !== undefined ? { namespace, name } : undefined;
}

function supplied({ kind, target }: Reference): KubernetesObject {
  const metadata = { ...target, generation: 1 };
  if (kind === 'ConfigMap') return { apiVersion: 'v1', kind, metadata, data: { 'ca.crt': authorityOf(target) } };
  const stringData = { 'tls.crt': armoured('CERTIFICATE', nameOf(target)), 'tls.key': armoured('PRIVATE KEY', nameOf(target)) };
  return { apiVersion: 'v1', kind, metadata, type: 'kubernetes.io/tls', stringData };
}

function armoured(what: string, content: string): string {
  return `-----BEGIN ${what}-----\n${Buffer.from(content).toString('base64')}\n-----END ${what}-----\n`;
}

// What refers to what: the fields of the objects, as written.

interface WrittenRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
}

interface Validation {
  readonly validation?: { readonly caCertificateRefs?: readonly WrittenRef[] };
}

interface WrittenSpec {
  readonly listeners?: readonly { readonly name: string; readonly port?: number; readonly tls?: { readonly certificateRefs?: readonly WrittenRef[] } }[];
  readonly tls?: {
    readonly backend?: { readonly clientCertificateRef?: WrittenRef };
    readonly frontend?: { readonly default?: Validation; readonly perPort?: readonly { readonly port: number; readonly tls?: Validation }[] };
  };
  readonly validation?: { readonly caCertificateRefs?: readonly WrittenRef[] };
}

function referencesOf(object: KubernetesObject, test: ConformanceTest): Reference[] {
  const spec = (object.spec ?? {}) as WrittenSpec;
  const read = (refs: readonly WrittenRef[] | undefined, defaultKind: string, expectedInvalid: boolean): Reference[] =>
    (refs ?? []).flatMap((ref) => referenceOf(ref, defaultKind, object, expectedInvalid));
  switch (object.kind) {
    case 'Gateway':
    case 'ListenerSet':
      return [
        ...(spec.listeners ?? []).flatMap(({ name, tls }) => read(tls?.certificateRefs, 'Secret', listenerExpectsInvalid(test, object, name))),
        ...read(spec.tls?.backend?.clientCertificateRef && [spec.tls.backend.clientCertificateRef], 'Secret', objectExpectsInvalid(test, object)),
        ...frontendReferences(object, spec, test, read),
      ];
    case 'BackendTLSPolicy':
      return read(spec.validation?.caCertificateRefs, 'ConfigMap', objectExpectsInvalid(test, object));
    default:
      return [];
  }
}

/** The validation of a port concerns the HTTPS listeners on it, the default one those of all other ports. */
function frontendReferences(
  object: KubernetesObject,
  { listeners = [], tls }: WrittenSpec,
  test: ConformanceTest,
  read: (refs: readonly WrittenRef[] | undefined, defaultKind: string, expectedInvalid: boolean) => Reference[],
): Reference[] {
  const perPort = tls?.frontend?.perPort ?? [];
  const onPorts = (concerns: (port: number | undefined) => boolean): boolean => {
    const names = listeners.filter(({ port, tls: terminated }) => terminated !== undefined && concerns(port)).map(({ name }) => name);
    return names.length > 0 && names.every((name) => listenerExpectsInvalid(test, object, name));
  };
  return [
    ...read(tls?.frontend?.default?.validation?.caCertificateRefs, 'ConfigMap', onPorts((port) => !perPort.some((entry) => entry.port === port))),
    ...perPort.flatMap((entry) => read(entry.tls?.validation?.caCertificateRefs, 'ConfigMap', onPorts((port) => port === entry.port))),
  ];
}

function referenceOf(ref: WrittenRef, defaultKind: string, object: KubernetesObject, expectedInvalid: boolean): Reference[] {
  const kind = ref.kind ?? defaultKind;
  if ((ref.group ?? '') !== '' || (kind !== 'Secret' && kind !== 'ConfigMap')) return [];
  const target = { namespace: ref.namespace ?? object.metadata.namespace ?? 'default', name: ref.name };
  return [{ kind, target, expectedInvalid }];
}

function isAbout(asserted: string, { metadata }: KubernetesObject): boolean {
  return asserted === `${metadata.namespace ?? ''}/${metadata.name}`;
}

function saysInvalid(conditions: readonly ExpectedCondition[]): boolean {
  return conditions.some(({ type, status, reason }) => type === 'ResolvedRefs' && status === 'False' && INVALID_REASONS.includes(reason ?? ''));
}

function objectExpectsInvalid(test: ConformanceTest, object: KubernetesObject): boolean {
  return test.statusAssertions.some(({ object: asserted, condition }) => isAbout(asserted, object) && condition !== undefined && saysInvalid([condition]));
}

function listenerExpectsInvalid(test: ConformanceTest, object: KubernetesObject, listener: string): boolean {
  return test.statusAssertions
    .filter(({ object: asserted }) => isAbout(asserted, object))
    .some(({ conditions, listenerNames, listeners }) => {
      const named = listenerNames === undefined || listenerNames.length === 0 || listenerNames.includes(listener);
      const ofListener = listeners?.find(({ name }) => name === listener)?.conditions ?? [];
      return saysInvalid([...(conditions !== undefined && named ? conditions : []), ...ofListener]);
    });
}
