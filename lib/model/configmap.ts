import type { Decoded } from './object';
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
