import type { Request } from '../explain/request';
import type { Span } from '../diagnostics/subject';
import type { AuthenticationKind, RefusalReason } from './observation';

/** One entry of a table: a request and what is expected to happen to it. */
export interface RouteTest {
  readonly name?: string;
  /** `namespace/name`; absent where the manifests decide. */
  readonly gateway?: string;
  readonly request: Request;
  /** What happens must agree with all of them; at least one. */
  readonly expectations: readonly Expectation[];
  /** Place of the request. */
  readonly at: Span;
}

/** One thing that is expected, with its place in the table. What a table does not write is not compared. */
export type Expectation = { readonly at: Span } & ExpectedFact;

export type ExpectedFact =
  | { readonly fact: 'backend'; readonly backend: string; readonly percent: number }
  | { readonly fact: 'status'; readonly status: number }
  | { readonly fact: 'location'; readonly location: string }
  /** What the backend sees: its host, or its path with the query. */
  | { readonly fact: 'host' | 'path'; readonly text: string }
  /** `undefined`: no rule, the default action of the listener answers. */
  | { readonly fact: 'rule'; readonly rule: RuleName | undefined }
  | { readonly fact: 'authentication'; readonly kind: AuthenticationKind }
  /** With a boolean: whether the connection is refused at all. */
  | { readonly fact: 'refused'; readonly refused: boolean | RefusalReason }
  /** `null`: the load balancer does not set it. */
  | { readonly fact: 'header'; readonly name: string; readonly value: string | null };

/** A rule as people name it: `shop/cafe`, `shop/cafe/1`, `HTTPRoute shop/cafe/coffee`. */
export interface RuleName {
  readonly text: string;
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
  /** Name of the rule in the route or its index; absent: any rule of the route. */
  readonly rule?: string;
}

/** Reads the name of a rule. Undefined where it is none. */
export function readRuleName(text: string): RuleName | undefined {
  const [, kind, namespace, name, rule] = /^(?:(HTTPRoute|GRPCRoute) +)?([^/\s]+)\/([^/\s]+)(?:\/([^/\s]+))?$/.exec(text) ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  return { text, namespace, name, ...(kind !== undefined && { kind }), ...(rule !== undefined && { rule }) };
}

/** How messages call a test: by its request, and by its name where it has one. */
export function titleOf({ name, request }: Pick<RouteTest, 'name' | 'request'>): string {
  const line = requestLine(request);
  return name === undefined ? line : `"${name}" (${line})`;
}

/** `GET https://cafe.example.com/coffee`, with the port where the Host header does not say it. */
export function requestLine({ method, scheme, host, port, path }: Request): string {
  const told = port === (scheme === 'https' ? 443 : 80) || host.endsWith(`:${port}`) ? '' : ` (port ${port})`;
  return `${method} ${scheme}://${host}${path}${told}`;
}
