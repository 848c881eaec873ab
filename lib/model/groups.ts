import { GATEWAY_API, KINDS, LOAD_BALANCER_CONTROLLER } from './kinds';

/** What becomes of a kind that is known and not decoded. */
export type Purpose =
  /** A route that needs a Network Load Balancer. */
  | 'unsupportedRoute'
  /** A binding of a target group; this library makes its own. */
  | 'binding'
  /** Nothing that concerns routing. */
  | 'other';

interface KnownKind {
  readonly kind: string;
  readonly versions: readonly string[];
  readonly purpose: Purpose;
}

/** Kinds of our groups that are known and not decoded. */
const UNDECODED: Readonly<Record<string, readonly KnownKind[]>> = {
  [GATEWAY_API]: [
    { kind: 'TCPRoute', versions: ['v1', 'v1alpha2'], purpose: 'unsupportedRoute' },
    { kind: 'UDPRoute', versions: ['v1', 'v1alpha2'], purpose: 'unsupportedRoute' },
    { kind: 'TLSRoute', versions: ['v1', 'v1alpha3', 'v1alpha2'], purpose: 'unsupportedRoute' },
  ],
  [LOAD_BALANCER_CONTROLLER]: [],
  'elbv2.k8s.aws': [
    { kind: 'TargetGroupBinding', versions: ['v1beta1', 'v1alpha1'], purpose: 'binding' },
    { kind: 'IngressClassParams', versions: ['v1beta1'], purpose: 'other' },
  ],
  'gateway.networking.x-k8s.io': [],
};

/** API groups whose kinds are all known: a kind of theirs that is not is a mistake. */
export const OUR_GROUPS: readonly string[] = Object.keys(UNDECODED);

/** The known kind of a group that is not decoded. */
export function undecodedKind(group: string, kind: string): KnownKind | undefined {
  return UNDECODED[group]?.find((known) => known.kind === kind);
}

/** Names of all kinds of one of our groups. */
export function kindsOf(group: string): readonly string[] {
  return [...KINDS.filter((kind) => kind.group === group), ...(UNDECODED[group] ?? [])].map(({ kind }) => kind);
}

/** Kinds that have another name since they became stable. */
export const RENAMED: Readonly<Record<string, string>> = {
  XListenerSet: `ListenerSet (${GATEWAY_API}/v1)`,
  ReferencePolicy: `ReferenceGrant (${GATEWAY_API}/v1)`,
};
