import type { CertificateRef, MutualAuthentication, RedirectAction, Transform } from '../../lib/plan/ir';
import { fullPath, prefix } from './transforms-as-planned';
import { describeCertificate, describeIngress, describeMutualTls, describeRedirect, describeTransform } from '../../lib/report/rule-words';

test.each<[string, readonly Transform[], string]>([
  ['a prefix', prefix('/coffee', '/v2/coffee'), 'path prefix /coffee becomes /v2/coffee'],
  ['a prefix with characters that regexes know', prefix('/a.b+c', '/d'), 'path prefix /a.b+c becomes /d'],
  ['a prefix that goes away', prefix('/coffee', '/'), 'path prefix /coffee is removed'],
  ['the root', prefix('/', '/app'), 'path prefix / becomes /app/'],
  ['a whole path', fullPath('/status'), 'path becomes /status'],
  ['a host', [{ type: 'host-header-rewrite', regex: '^.*$', replace: 'internal.example.com' }], 'host becomes internal.example.com'],
  ['something else of the host', [{ type: 'host-header-rewrite', regex: '^a', replace: 'b' }], 'host: ^a becomes b'],
  ['something else of the URL', [{ type: 'url-rewrite', regex: '^/(a|b)/(.*)$', replace: '/$2/$1' }], 'URL: ^/(a|b)/(.*)$ becomes /$2/$1'],
])('a rewrite of %s is said in words', (_, transforms, words) => {
  expect(transforms.map(describeTransform)).toEqual([words]);
});

test.each<[Partial<RedirectAction>, string]>([
  [{}, 'the same URL'],
  [{ protocol: 'HTTPS', port: '443' }, 'scheme https, port 443'],
  [{ host: '#{host}', port: '#{port}', path: '/#{path}', query: '#{query}' }, 'the same URL'],
  [{ host: 'b.example.com', path: '/new', query: '' }, 'host b.example.com, path /new, query dropped'],
])('a redirect with %j says what changes', (action, words) => {
  expect(describeRedirect({ type: 'redirect', statusCode: 'HTTP_301', ...action })).toBe(words);
});

test.each<[CertificateRef, string]>([
  [{ kind: 'arn', arn: 'arn:aws:acm:x:1:certificate/2' }, 'arn:aws:acm:x:1:certificate/2'],
  [{ kind: 'secret', secret: { namespace: 'infra', name: 'tls' } }, 'given in props for Secret infra/tls'],
  [{ kind: 'hostnames', hostnames: [] }, 'given in props'],
  [{ kind: 'hostnames', hostnames: ['a.example.com', 'b.example.com'] }, 'given in props or issued for a.example.com, b.example.com'],
])('a certificate %j is named by where it comes from', (certificate, words) => {
  expect(describeCertificate(certificate)).toBe(words);
});

test.each<[MutualAuthentication, string]>([
  [{ mode: 'off' }, 'off'],
  [{ mode: 'passthrough' }, 'client certificates are passed on, not verified'],
  [{ mode: 'verify', trustStore: { kind: 'name', name: 'clients' } }, 'verified with trust store clients'],
  [{ mode: 'verify', trustStore: { kind: 'planned', id: 'ca' }, ignoreClientCertificateExpiry: true, advertiseTrustStoreCaNames: 'on' },
    'verified with trust store ca of this stack, expired ones are accepted, CA names are advertised'],
])('mutual TLS %j is said in words', (mutual, words) => {
  expect(describeMutualTls(mutual)).toBe(words);
});

test.each([
  [{ cidr: '0.0.0.0/0', protocol: 'tcp', fromPort: 443, toPort: 443 } as const, '0.0.0.0/0 to port 443'],
  [{ prefixListId: 'pl-1', protocol: 'tcp', fromPort: 80, toPort: 90 } as const, 'pl-1 to port 80 to 90'],
  [{ cidr: '::/0', protocol: 'icmpv6', fromPort: 2, toPort: 0 } as const, '::/0: icmpv6 type 2, code 0'],
])('a permission %j is said in words', (rule, words) => {
  expect(describeIngress(rule)).toBe(words);
});
