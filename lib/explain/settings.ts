/**
 * What AWS leaves undocumented about Application Load Balancers, each as a setting of the model.
 * A plan that is sound decides every request alike under all of them, or carries a diagnostic that says where it does not.
 */
export interface AlbSettings {
  /** Whether a regular expression must match somewhere in its subject or the whole of it. Default `search`. */
  readonly regexMode: 'search' | 'full';
  /** Default: as the documentation says of the condition types as a whole; paths alone are case-sensitive. */
  readonly regexCaseSensitive: { readonly host: boolean; readonly path: boolean; readonly header: boolean };
  /** Whether host conditions see the port of the Host header. Default true (observed by the AWS Load Balancer Controller). */
  readonly hostKeepsPort: boolean;
  /** How a path is normalised before path conditions see it. AWS says that it is, not how. Default: not at all. */
  readonly pathNormalisation: PathNormalisation;
  /** Whether query strings are percent-decoded before they are compared. Default false. */
  readonly decodeQuery: boolean;
  /** A query parameter without `=`: a pair with an empty value (default), or none. */
  readonly bareQueryKey: 'empty-value' | 'no-pair';
  /** Whether a header line is split at commas before it is compared. Default false. */
  readonly splitHeadersAtCommas: boolean;
  /** Whether the value `*` matches a header that is present and empty. Default true. */
  readonly wildcardMatchesEmptyHeader: boolean;
  /** Whether `url-rewrite` works on path and query, or the path alone. Default true (observed). */
  readonly urlRewriteSeesQuery: boolean;
  /** Whether `host-header-rewrite` sees the port of the Host header. Default true. */
  readonly hostRewriteSeesPort: boolean;
  /** Whether redirect keywords stand for the request after the transforms. Default true (observed). */
  readonly rewriteBeforeRedirect: boolean;
  /** Where `#{port}` comes from where the Host header names another port than the listener's. Default `listener`. */
  readonly redirectPort: 'listener' | 'host-header';
  /** Whether Location carries the port even where it is the scheme's own. Default true (observed). */
  readonly locationKeepsDefaultPort: boolean;
}

export interface PathNormalisation {
  /** `//` becomes `/`. */
  readonly mergeSlashes: boolean;
  /** `/./` and `/../` are resolved. */
  readonly resolveDotSegments: boolean;
  /** `%41` becomes `A`: letters, digits and `-._~` only. */
  readonly decodeUnreserved: boolean;
}

export const defaultAlbSettings: AlbSettings = {
  regexMode: 'search',
  regexCaseSensitive: { host: false, path: true, header: false },
  hostKeepsPort: true,
  pathNormalisation: { mergeSlashes: false, resolveDotSegments: false, decodeUnreserved: false },
  decodeQuery: false,
  bareQueryKey: 'empty-value',
  splitHeadersAtCommas: false,
  wildcardMatchesEmptyHeader: true,
  urlRewriteSeesQuery: true,
  hostRewriteSeesPort: true,
  rewriteBeforeRedirect: true,
  redirectPort: 'listener',
  locationKeepsDefaultPort: true,
};
