import { resourceDifferences } from './differences-resources';
import { routingDifferences } from './differences-routing';

/** A place where the same manifests behave differently under the AWS Load Balancer Controller 3.5.0. */
export interface Difference {
  readonly controller: string;
  readonly here: string;
  readonly why: string;
  /** Codes that say so where it matters. */
  readonly codes: readonly string[];
  /** Why no code says so; there where `codes` is empty. */
  readonly noCode?: string;
}

export interface DifferenceSection {
  readonly title: string;
  readonly differences: readonly Difference[];
}

export const differenceSections: readonly DifferenceSection[] = [...routingDifferences, ...resourceDifferences];

/** Behaviour of the controller that is kept although the Gateway API says something else. */
export const kept: readonly Pick<Difference, 'here' | 'codes'>[] = [
  { here: 'A comma in an Exact header value parts alternatives, and a backslash escapes it.', codes: ['GW4153'] },
  { here: 'An ALB ignores case in header and query values, and in the names of query parameters.', codes: ['GW4151', 'GW4152', 'GW4163'] },
  { here: 'Paths and query parameters are compared as clients send them, in whatever encoding.', codes: ['GW4154', 'GW4155'] },
  { here: 'HTTPRoutes and GRPCRoutes may share a listener and a hostname; both are served.', codes: ['GW2113'] },
  { here: 'Regular expressions of paths come after all prefixes; gRPC and HTTP matches stand in one order.', codes: [] },
  { here: 'Scheme internal and target type instance are the defaults.', codes: [] },
  { here: 'Prefix lists add to `sourceRanges`, which are open to everyone by default.', codes: ['GW5203'] },
  { here: 'Behind HTTP listeners targets get HTTP/1.1, whatever their protocol version.', codes: ['GW5403'] },
];

/** Notes of the catalogue that are about no difference. */
export const otherNotes: readonly string[] = ['GW0206', 'GW2002', 'GW2109', 'GW2110', 'GW2704', 'GW4161', 'GW4162', 'GW5615', 'GW6103'];
