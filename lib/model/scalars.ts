import { z } from 'zod';
import type { FormatName } from '../diagnostics/catalogue/shape-words';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED_NAME = `(${SUBDOMAIN}/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]`;

/** The patterns of the CRDs, each named by what it describes. Words for people: `FORMATS` in the catalogue. */
const PATTERNS: Record<FormatName, RegExp> = {
  hostname: new RegExp(`^(\\*\\.)?${SUBDOMAIN}$`),
  preciseHostname: new RegExp(`^${SUBDOMAIN}$`),
  subdomain: new RegExp(`^${SUBDOMAIN}$`),
  label: new RegExp(`^${LABEL}$`),
  namespace: new RegExp(`^$|^${LABEL}$`),
  group: new RegExp(`^$|^${SUBDOMAIN}$`),
  kind: /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
  controllerName: new RegExp(`^${SUBDOMAIN}/[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+$`),
  protocol: new RegExp(`^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|^${SUBDOMAIN}/[A-Za-z0-9]+$`),
  addressType: new RegExp(`^(Hostname|IPAddress|NamedAddress|${SUBDOMAIN}/[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+)$`),
  headerName: /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/,
  headerValue: /^[^\u0000-\u0008\u000a-\u001f\u007f]*$/,
  headerText: /^[!-~]+([\t ]?[!-~]+)*$/,
  path: /^([-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/,
  duration: /^([0-9]{1,5}(h|m|s|ms)){1,4}$/,
  qualifiedName: new RegExp(`^${QUALIFIED_NAME}$`),
  annotationKey: new RegExp(`^${QUALIFIED_NAME}$`, 'i'),
  labelValue: /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/,
  corsOrigin: /^\*$|^https?:\/\/((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:[0-9]{1,5})?$/,
  absoluteUri: /^[^:/?#]+:\/\/[^/?#]*[^?#]*(\?[^#]*)?(#.*)?/,
  grpcService: /^\.?[a-zA-Z_][a-zA-Z_0-9]*(\.[a-zA-Z_][a-zA-Z_0-9]*)*$/,
  grpcMethod: /^[A-Za-z_][A-Za-z_0-9]*$/,
  wellKnownCertificates: new RegExp(`^(System|${SUBDOMAIN}/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])$`),
  protocolPort: /^(HTTP|HTTPS|TLS|TCP|UDP|TCP_UDP)?:(6553[0-5]|655[0-2]\d|65[0-4]\d{2}|6[0-4]\d{3}|[1-5]\d{4}|[1-9]\d{0,3})?$/,
};

/** True if `value` is of the form that `format` names. */
export function isOfFormat(format: FormatName, value: string): boolean {
  return PATTERNS[format].test(value);
}

/**
 * What `value` was probably meant to be, if that is of the form: usual slips are blanks around it, upper case, and
 * scheme, port, path or a dot at the end of a name.
 */
export function correctedText(format: FormatName, value: string): string | undefined {
  const trimmed = value.trim();
  const candidates = [trimmed, ...(SLIPS[format]?.(trimmed) ?? [])];
  return candidates.find((candidate) => candidate !== value && candidate !== '' && isOfFormat(format, candidate));
}

const lowerCase = (value: string) => [value.toLowerCase()];
const bareName = (value: string) => {
  const bare = value.toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/[:/].*$/, '').replace(/^\.|\.$/g, '');
  return [value.toLowerCase(), bare];
};

const SLIPS: Partial<Record<FormatName, (value: string) => readonly string[]>> = {
  hostname: bareName,
  preciseHostname: bareName,
  subdomain: lowerCase,
  label: lowerCase,
  namespace: lowerCase,
  group: (value) => [value.replace(/\/.*$/, '')],
  headerName: (value) => [value.replace(/[:\s]+$/, '')],
  duration: (value) => [`${value}s`],
  protocolPort: (value) => [value.toUpperCase()],
};

/** Text of a named form. The message of its issue is the name of the form. */
export function text(format: FormatName, maximum: number, minimum = 1) {
  return z.string().min(minimum).max(maximum).regex(PATTERNS[format], { error: format });
}

export const hostname = text('hostname', 253);
export const preciseHostname = text('preciseHostname', 253);
export const sectionName = text('subdomain', 253);
export const group = text('group', 253, 0);
export const kind = text('kind', 63);
export const objectName = z.string().min(1).max(253);
export const namespaceName = text('label', 63);
export const portNumber = z.int().min(1).max(65535);
export const headerName = text('headerName', 256);
export const duration = text('duration', 40);
export const int32 = z.int().min(-2147483648).max(2147483647);
export const tags = z.record(z.string(), z.string());
