import type { Decoded } from './object';

/** Whether the object carries what its reader needs: readable, unreadable, or not there at all. */
export type CertificateVerdict = 'valid' | 'malformed' | 'absent';

/** What is kept of a core Secret. Its data is never kept. */
export interface SecretSpec {
  /** `Opaque` unless said. */
  readonly type: string;
  /** Names of the keys of `data` and `stringData`, sorted. */
  readonly keys: readonly string[];
  /** For type `kubernetes.io/tls`: whether `tls.crt` and `tls.key` are there and look like PEM. `absent` for other types. */
  readonly tls: CertificateVerdict;
}

export type Secret = Decoded<SecretSpec>;
