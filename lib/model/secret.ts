import { z } from 'zod';
import { coreObjectMeta } from './metadata';
import type { Decoded } from './object';
import { looksLikeCertificates, looksLikePrivateKey, textOfBase64 } from './pem';

/** Whether an object carries the certificates its reader needs: readable, unreadable, or not there at all. */
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

const data = z.record(z.string(), z.string().nullable()).nullish();

/** A core Secret. Reading it forgets the data. */
export const secret = z.object({
  metadata: coreObjectMeta,
  type: z.string().nullish(),
  data,
  stringData: data,
}).transform(({ metadata, type, ...values }) => ({ metadata, spec: secretSpec(type ?? 'Opaque', values) }));

type Values = Readonly<Partial<Record<'data' | 'stringData', Readonly<Record<string, string | null>> | null>>>;

function secretSpec(type: string, values: Values): SecretSpec {
  const keys = [...new Set([...Object.keys(values.data ?? {}), ...Object.keys(values.stringData ?? {})])].sort();
  return { type, keys, tls: type === 'kubernetes.io/tls' ? tlsVerdict(values, keys) : 'absent' };
}

function tlsVerdict(values: Values, keys: readonly string[]): CertificateVerdict {
  if (!keys.includes('tls.crt') || !keys.includes('tls.key')) {
    return 'absent';
  }
  return looksLikeCertificates(textOf(values, 'tls.crt')) && looksLikePrivateKey(textOf(values, 'tls.key')) ? 'valid' : 'malformed';
}

/** `stringData` wins over `data`, as in a cluster. */
function textOf({ data: encoded, stringData }: Values, key: string): string {
  return stringData?.[key] ?? textOfBase64(encoded?.[key] ?? '');
}
