import type { Request } from '../explain/request';
import type { Origin } from '../plan/ir';
import type { RoutedOutcome } from './outcomes';

/** What a change of the routing means for requests. A plain JSON value. */
export interface RouteDiff {
  readonly old?: ReviewedGateway;
  readonly new?: ReviewedGateway;
  /** Requests whose outcome changes, riskiest first. */
  readonly classes: readonly RequestClass[];
  readonly shadowed: readonly ShadowedRule[];
  /** Rules that no request could reach before and that some requests reach now. */
  readonly unshadowed: readonly RuleRef[];
  /** Settings of listeners and of the load balancer that count for every request. */
  readonly settings: readonly SettingChange[];
  readonly resources: ResourceChanges;
  readonly budget: { readonly old: number; readonly new: number; readonly limit: number };
  readonly unchanged: Unchanged;
}

/** A load balancer of one side. */
export interface ReviewedGateway {
  /** `namespace/name` of the Gateway, or the name of the load balancer. */
  readonly name: string;
  readonly scheme: 'internal' | 'internet-facing';
}

/**
 * `moved`: other targets or shares. `lost`: served before, now refused or answered with an error. `new`: the other way
 * round. `changed`: all else, such as a redirect, a rewrite, a login, another fixed response.
 */
export type ClassKind = 'lost' | 'new' | 'moved' | 'changed';

/** Requests that one part of the old configuration decided and another part of the new one decides. */
export interface RequestClass {
  readonly kind: ClassKind;
  readonly port: number;
  readonly scheme: 'http' | 'https';
  /** Only for clients with, or without, a certificate that the listener accepts. Absent: both. */
  readonly clientCertificate?: 'valid' | 'none';
  /** Anybody on the internet gets an answer that only others, or nobody, got before. */
  readonly public: boolean;
  /** Whether anybody is served on either side; where not, two kinds of errors differ. */
  readonly served: boolean;
  /** Conditions in words, one list for each pair of rules; requests that earlier rules take are not meant. Empty list: every request. */
  readonly regions: readonly (readonly string[])[];
  /** What earlier rules take out of the regions, in words; not worked out for very large changes. */
  readonly exceptions: readonly string[];
  readonly old: Decision;
  readonly new: Decision;
  /** One request of the class. Absent: whether there is one could not be proved. */
  readonly witness?: Witness;
}

export interface Decision {
  readonly outcome: RoutedOutcome;
  /** The rules that decide; none where the default action or no rule at all does. */
  readonly rules: readonly RuleRef[];
  readonly by: 'rules' | 'default-action' | 'before-rules';
  /** The next rule that matches the witness too, and only comes later. */
  readonly beats?: RuleRef;
}

/** A rule, and where it comes from. */
export interface RuleRef {
  readonly id: string;
  readonly priority: number;
  readonly port: number;
  readonly origin: Origin;
}

export interface Witness {
  readonly request: Request;
  /** Whether the simulator finds these rules on both sides. */
  readonly confirmed: boolean;
  /** Whether the two answers to this very request differ: two rewrites may give the same for one path. */
  readonly differs: boolean;
  /** Why the new side decides as it does, see `Reason`. */
  readonly reason: Reason;
}

/**
 * `same-rule`: the same rule of a route does something else now, or matches more. `old-rule-gone`: the rule that decided is not there any
 * more. `now-first`: the new decider comes before the old one, which still matches. `no-longer-matches`: the old decider is
 * still there and does not match. `listener`: there is no rule on one side that could decide.
 */
export type Reason = 'same-rule' | 'old-rule-gone' | 'now-first' | 'no-longer-matches' | 'new-rule' | 'listener';

export interface ShadowedRule {
  readonly rule: RuleRef;
  /** The rules that take everything it could match; at most five. */
  readonly by: readonly RuleRef[];
  /** Whether the rule is new; otherwise it could be reached before. */
  readonly isNew: boolean;
}

/** A setting that counts for all requests of a listener or of the load balancer. */
export interface SettingChange {
  /** `HTTPS:443`, or `load balancer`. */
  readonly where: string;
  readonly what: string;
  /** Absent: not set. */
  readonly old?: string;
  readonly new?: string;
  /** Whether more people can reach the load balancer than before. */
  readonly public: boolean;
  /** Whether the load balancer or listener is made anew. */
  readonly replaces: boolean;
}

export interface ResourceChanges {
  readonly listeners: Changes<number>;
  readonly rules: Changes<RuleRef> & {
    /** The same rule under another number: created anew beside the old one. 0 where the numbers are not known: manifests have none without their ledger. */
    readonly renumbered: number;
    /** The same rule and number with other content: changed in place. */
    readonly updated: readonly RuleRef[];
  };
  readonly targetGroups: Changes<string> & {
    /** The Service stays, its target group is made anew and has no targets at first. */
    readonly replaced: readonly ReplacedTargetGroup[];
  };
  /** Why identities are not compared: the sides are of different kinds. */
  readonly notCompared?: string;
}

export interface Changes<T> {
  readonly created: readonly T[];
  readonly removed: readonly T[];
}

export interface ReplacedTargetGroup {
  /** `namespace/name:port` */
  readonly service: string;
  readonly old: string;
  readonly new: string;
}

export interface Unchanged {
  /** Rules of the new side that decide nothing but what they decided before. */
  readonly rules: number;
  /** Whether everything outside of `classes` is proved to be decided alike. */
  readonly proved: boolean;
  /** What is not proved, in sentences. */
  readonly gaps: readonly string[];
}
