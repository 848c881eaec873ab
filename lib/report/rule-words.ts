import type {
  AuthenticationAction,
  CertificateRef,
  FixedResponseAction,
  IngressRule,
  MutualAuthentication,
  RedirectAction,
  Transform,
  TrustStoreRef,
} from '../plan/ir';
import { nameOf } from '../diagnostics/subject';

/** What a redirect changes, such as `scheme https, port 443`. The rest of the URL stays. */
export function describeRedirect({ protocol, host, port, path, query }: RedirectAction): string {
  const changes = [
    changed('scheme', protocol?.toLowerCase(), '#{protocol}'),
    changed('host', host, '#{host}'),
    changed('port', port, '#{port}'),
    changed('path', path, '/#{path}'),
    changed('query', query === '' ? 'dropped' : query, '#{query}'),
  ].filter((change) => change !== undefined);
  return changes.length === 0 ? 'the same URL' : changes.join(', ');
}

function changed(part: string, value: string | undefined, same: string): string | undefined {
  return value === undefined || value === same ? undefined : `${part} ${value}`;
}

/** A fixed response, such as `404` or `503 "closed"`. */
export function describeFixedResponse({ statusCode, messageBody }: FixedResponseAction): string {
  return messageBody ? `${statusCode} ${JSON.stringify(messageBody)}` : String(statusCode);
}

const wholePath = '^[^?]*(.*)$';

/**
 * A rewrite in words, such as `path prefix /coffee becomes /v2`. Transforms in the forms that this compiler writes are read
 * back; others are shown as they are.
 */
export function describeTransform({ type, regex, replace }: Transform): string {
  if (type === 'host-header-rewrite') return regex === '^.*$' ? `host becomes ${replace}` : `host: ${regex} becomes ${replace}`;
  if (regex === wholePath && replace.endsWith('$1')) return `path becomes ${replace.slice(0, -2)}`;
  const prefix = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[^A-Za-z0-9])*)(\/\?)?\(\.\*\)\$$/.exec(regex);
  if (!prefix || !/^[^$]*\$1$/.test(replace)) return `URL: ${regex} becomes ${replace}`;
  const from = prefix[1].replace(/\\(.)/g, '$1');
  const to = replace.slice(0, -2);
  if (to === '/' && from !== '/') return `path prefix ${from.replace(/(.)\/$/, '$1')} is removed`;
  return `path prefix ${from} becomes ${to}`;
}

/** What a client must do first. */
export function describeAuthentication(authentication: AuthenticationAction): string {
  switch (authentication.type) {
    case 'authenticate-oidc':
      return `log in at ${authentication.issuer} (OIDC)`;
    case 'authenticate-cognito':
      return `log in at Cognito domain ${authentication.userPoolDomain}`;
    case 'jwt-validation':
      return `JSON web token of ${authentication.issuer}`;
  }
}

/** Where the certificate comes from. */
export function describeCertificate(certificate: CertificateRef): string {
  switch (certificate.kind) {
    case 'arn':
      return certificate.arn;
    case 'secret':
      return `given in props for Secret ${nameOf(certificate.secret)}`;
    case 'hostnames':
      return certificate.hostnames.length === 0 ? 'given in props' : `given in props or issued for ${certificate.hostnames.join(', ')}`;
  }
}

/** How client certificates are treated, such as `verified with trust store clients`. */
export function describeMutualTls({ mode, trustStore, ignoreClientCertificateExpiry, advertiseTrustStoreCaNames }: MutualAuthentication): string {
  if (mode === 'off') return 'off';
  if (mode === 'passthrough') return 'client certificates are passed on, not verified';
  const words = [trustStore ? `verified with ${describeTrustStore(trustStore)}` : 'verified'];
  if (ignoreClientCertificateExpiry) words.push('expired ones are accepted');
  if (advertiseTrustStoreCaNames === 'on') words.push('CA names are advertised');
  return words.join(', ');
}

function describeTrustStore(ref: TrustStoreRef): string {
  switch (ref.kind) {
    case 'arn':
      return `trust store ${ref.arn}`;
    case 'name':
      return `trust store ${ref.name}`;
    case 'planned':
      return `trust store ${ref.id} of this stack`;
  }
}

/** A permission of a security group, such as `0.0.0.0/0 to port 443`. */
export function describeIngress({ cidr, prefixListId, protocol, fromPort, toPort }: IngressRule): string {
  const source = cidr ?? prefixListId ?? '';
  if (protocol !== 'tcp') return `${source}: ${protocol} type ${fromPort}, code ${toPort}`;
  return `${source} to port ${fromPort === toPort ? fromPort : `${fromPort} to ${toPort}`}`;
}
