/** GW1xxx: the shape of objects; what the API server's schema and CEL rules would refuse. */
import { error } from '../diagnostic';

/** The forms that text fields can be bound to, in words. */
export const FORMATS = {
  hostname: 'a host name in lower case such as "app.example.com", or "*." before one; no port, no underscore',
  preciseHostname: 'a host name in lower case such as "app.example.com"; no wildcard, no port',
  subdomain: 'lower-case letters, digits, "-" and ".", with a letter or digit at both ends of each part',
  label: 'lower-case letters, digits and "-", with a letter or digit at both ends',
  group: 'an API group such as "gateway.networking.k8s.io", or "" for the core group',
  kind: 'a kind such as "Service": letters, digits and "-", beginning with a letter',
  controllerName: 'a domain and a path, such as "gateway.k8s.aws/alb"',
  protocol: 'HTTP, HTTPS, TLS, TCP, UDP, or a domain and a name such as "example.com/Custom"',
  addressType: 'IPAddress, Hostname, NamedAddress, or a domain and a path such as "example.com/custom"',
  headerName: 'the letters, digits and !#$%&\'*+-.^_`|~ that header names are made of',
  headerValue: 'text without line breaks or other control characters',
  duration: 'one to four numbers with units h, m, s or ms, such as "1h30m" or "500ms"; no fractions',
  qualifiedName: 'a name of up to 63 letters, digits, "-", "_" and ".", optionally after a domain and "/"',
  labelValue: 'up to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, or nothing',
  corsOrigin: '"*", or a scheme, a host and an optional port such as "https://app.example.com:8443", where "*" may be the first label',
  absoluteUri: 'an absolute URI such as "spiffe://cluster.local/ns/shop"',
  grpcService: 'the full name of a service, such as "shop.v1.Orders", without wildcards',
  grpcMethod: 'the name of a method, such as "PlaceOrder", without wildcards',
  wellKnownCertificates: '"System", or a domain and a name such as "example.com/roots"',
  protocolPort: 'a protocol (HTTP, HTTPS, TLS, TCP, UDP, TCP_UDP), a colon and a port, such as "HTTPS:443"',
} as const;

export type FormatName = keyof typeof FORMATS;

export const UNKNOWN_FIELD = error<{ subject: string; field: string }>('GW1001', 'model/unknown-field', {
  message: ({ subject, field }) => `${subject} has no field "${field}"`,
  fix: 'correct the name of the field or remove it',
  cause: 'An object has a field that its schema does not know.',
});
