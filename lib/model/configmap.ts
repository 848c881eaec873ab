import { z } from 'zod';
import { coreObjectMeta } from './metadata';
import type { Decoded } from './object';
import { looksLikeCertificates } from './pem';
import type { CertificateVerdict } from './secret';

/** What is kept of a core ConfigMap: the names of its keys, and certificates of authorities, which are public. */
export interface ConfigMapSpec {
  /** Names of the keys of `data` and `binaryData`, sorted. */
  readonly keys: readonly string[];
  /** Whether the key `ca.crt` holds PEM certificates. */
  readonly ca: CertificateVerdict;
  /** The PEM text of `ca.crt`; present if `ca` is `valid`. */
  readonly caBundle?: string;
}

export type ConfigMap = Decoded<ConfigMapSpec>;

/** The key under which the Gateway API looks for the certificates of an authority. */
export const CA_KEY = 'ca.crt';

/** A core ConfigMap. Reading it forgets all values but the certificates of an authority. */
export const configMap = z.object({
  metadata: coreObjectMeta,
  data: z.record(z.string(), z.string().nullable()).nullish(),
  binaryData: z.record(z.string(), z.unknown()).nullish(),
}).transform(({ metadata, data, binaryData }) => {
  const keys = [...new Set([...Object.keys(data ?? {}), ...Object.keys(binaryData ?? {})])].sort();
  return { metadata, spec: configMapSpec(keys, data?.[CA_KEY] ?? '') };
});

function configMapSpec(keys: readonly string[], caBundle: string): ConfigMapSpec {
  if (!keys.includes(CA_KEY)) {
    return { keys, ca: 'absent' };
  }
  return looksLikeCertificates(caBundle) ? { keys, ca: 'valid', caBundle } : { keys, ca: 'malformed' };
}
