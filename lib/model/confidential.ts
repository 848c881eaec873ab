import type { KubeObject } from '../source/kube-object';
import { CA_KEY } from './configmap';
import { withValue } from './parts';
import { isMapping } from './paths';

/** Holds a copy of everything that was ever applied, the data of Secrets included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const VALUES = ['data', 'stringData', 'binaryData'];

/** True for kinds whose values must not travel through the compiler. */
export function isConfidential(object: KubeObject): boolean {
  return object.kind === 'Secret' || (object.kind === 'ConfigMap' && object.ref.group === '');
}

/** `object` without the values of its data; the certificates of an authority stay, they are public. */
export function withoutData(object: KubeObject): KubeObject {
  const entries = Object.entries(object.value).filter(([field]) => !VALUES.includes(field));
  const value: Record<string, unknown> = Object.fromEntries(entries);
  const { metadata } = value;
  if (isMapping(metadata) && isMapping(metadata.annotations)) {
    value.metadata = { ...metadata, annotations: withoutLastApplied(metadata.annotations) };
  }
  const { data } = object.value;
  if (object.kind === 'ConfigMap' && isMapping(data) && CA_KEY in data) {
    value.data = { [CA_KEY]: data[CA_KEY] };
  }
  return withValue(object, value, []);
}

/** Annotations without the copy that `kubectl apply` keeps in them. */
export function withoutLastApplied<Value>(annotations: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED));
}
