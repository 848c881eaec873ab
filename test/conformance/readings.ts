import { defaultAlbSettings, type AlbSettings } from '../../lib/explain/settings';

/** Another reading of one thing that AWS leaves undocumented. */
export interface Reading {
  readonly name: string;
  readonly settings: AlbSettings;
}

const others: readonly Partial<AlbSettings>[] = [
  { regexMode: 'full' },
  { regexCaseSensitive: { host: true, path: true, header: true } },
  { hostKeepsPort: false },
  { pathNormalisation: { mergeSlashes: true, resolveDotSegments: true, decodeUnreserved: true } },
  { decodeQuery: true },
  { bareQueryKey: 'no-pair' },
  { splitHeadersAtCommas: true },
  { wildcardMatchesEmptyHeader: false },
  { urlRewriteSeesQuery: false },
  { hostRewriteSeesPort: false },
  { rewriteBeforeRedirect: false },
  { redirectPort: 'host-header' },
  { locationKeepsDefaultPort: false },
];

/** Every setting of the model, turned once. */
export const otherReadings: readonly Reading[] = others.map((change) => ({
  name: Object.entries(change).map(([setting, value]) => `${setting}: ${JSON.stringify(value)}`).join(', '),
  settings: { ...defaultAlbSettings, ...change },
}));
