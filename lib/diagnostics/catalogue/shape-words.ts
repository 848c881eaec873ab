/** Words that the messages of GW1xxx are made of. */

/** The forms that text fields are bound to. */
export const FORMATS = {
  hostname: 'a host name in lower case such as "app.example.com" or "*.example.com", without port, path or "_"',
  preciseHostname: 'a host name in lower case such as "app.example.com", without wildcard, port or path',
  subdomain: 'lower-case letters, digits, "-" and ".", with a letter or digit at both ends of each part',
  label: 'lower-case letters, digits and "-", with a letter or digit at both ends',
  namespace: 'the name of a namespace: lower-case letters, digits and "-", with a letter or digit at both ends',
  group: 'an API group such as "gateway.networking.k8s.io", or "" for the core group',
  kind: 'the name of a kind such as "Service": letters, digits and "-", beginning with a letter',
  controllerName: 'a domain and a path, such as "gateway.k8s.aws/alb"',
  protocol: 'HTTP, HTTPS, TLS, TCP, UDP, or a domain and a name such as "example.com/Custom"',
  addressType: 'IPAddress, Hostname, NamedAddress, or a domain and a path such as "example.com/custom"',
  headerName: 'one or more of the letters, digits and characters !#$%&\'*+-.^_`|~',
  headerValue: 'text without line breaks and other control characters',
  headerText: 'printable ASCII characters, with single blanks or tabs between them',
  path: 'a path of letters, digits, "/", "-._~!$&\'()*+,;=:@" and "%" with two hexadecimal digits',
  duration: 'one to four whole numbers with the units h, m, s or ms, such as "30s" or "1h30m"',
  qualifiedName: 'up to 63 letters, digits, "-", "_" and ".", optionally after a domain and "/", such as "example.com/team"',
  annotationKey: 'up to 63 letters, digits, "-", "_" and ".", optionally after a domain and "/", such as "example.com/team"',
  labelValue: 'nothing, or letters, digits, "-", "_" and "." with a letter or digit at both ends',
  corsOrigin: '"*", or http:// or https://, a host whose first label may be "*", and an optional port',
  absoluteUri: 'an absolute URI such as "spiffe://cluster.local/ns/shop"',
  grpcService: 'the full name of a gRPC service such as "shop.v1.Orders", without wildcards',
  grpcMethod: 'the name of a gRPC method such as "PlaceOrder", without wildcards',
  wellKnownCertificates: '"System", or a domain and a name such as "example.com/roots"',
  protocolPort: 'HTTP, HTTPS, TLS, TCP, UDP or TCP_UDP, then ":" and a port, such as "HTTPS:443"',
} as const;

/** Name of a form; the schemas bind fields to it. */
export type FormatName = keyof typeof FORMATS;

/** What to do where a text is not of its form and the form alone does not say it. */
export const FORMAT_ADVICE: Partial<Record<FormatName, string>> = {
  hostname: 'write the name only, in lower case; ports belong to listeners, paths to matches',
  preciseHostname: 'write one name in lower case; a port has a field of its own',
  duration: 'give every number a unit and write fractions in the next smaller one, such as "1500ms"',
  headerValue: 'write the value on one line; several values are separated by commas',
  protocolPort: 'write the protocol in upper case, as the listener of the Gateway has it',
};

/** What is wrong with a path that a match compares literally. */
export const PATH_PROBLEMS = {
  relative: 'must begin with "/"',
  emptyElement: 'must not contain "//"',
  dotElement: 'must not contain "/./" or "/../", nor end in "/." or "/.."',
  encodedSlash: 'must not contain an encoded slash ("%2f")',
  fragment: 'must not contain "#"',
  query: 'must not contain "?"',
  characters: 'may contain only letters, digits, "/", "-._~!$&\'()*+,;=:@" and "%" with two hexadecimal digits',
} as const;

export type PathProblem = keyof typeof PATH_PROBLEMS;

/** What to do about it where that is more than to correct the path. */
export const PATH_ADVICE: Partial<Record<PathProblem, string>> = {
  relative: 'put "/" in front of it',
  query: 'move what is after "?" to queryParams',
  characters: 'encode other characters as %XX, or use the type RegularExpression',
};

/** `"a", "b" or "c"`; without quotes where `quote` is empty. */
export function anyOf(words: readonly string[], quote = '"'): string {
  const quoted = words.map((word) => `${quote}${word}${quote}`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}

/** `"a", "b" and "c"`. */
export function allOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted[quoted.length - 1]}`;
}

/** Note on the place that had a value first. */
export function firstUse(what: string): string {
  return `${what} is here first`;
}

/** Hint on a kind that has been renamed. */
export function isNow(kind: string, successor: string): string {
  return `${kind} is now ${successor}`;
}

/** Hint with a text that would be right. */
export function didYouMeanText(text: string): string {
  return `did you mean "${text}"?`;
}
