import type { ObjectRef } from '../diagnostics/subject';
import { shortHash, slug } from './identity';
import type { PatternKeys } from './request-pattern';

/** What a listener rule is: where it comes from and what it matches. Never a position, never a number. */
export interface RuleIdentity {
  readonly port: number;
  /** The route; for the closing rule of a listener the Gateway or ListenerSet. */
  readonly object: ObjectRef;
  /** Name of the route rule, where it has one. */
  readonly ruleName?: string;
  readonly keys: PatternKeys;
}

/** Hands out the ids of one listener. */
export interface RuleIds {
  /**
   * Readable start and a hash, such as `httproute-shop-cafe-coffee-1f0c2a9b7d`. The hash alone tells rules apart, so an id
   * stays unique when everything but letters and digits is taken out. A second rule with the same identity gets a hash of
   * its own; which one is the second follows from the order of precedence.
   */
  idOf(identity: RuleIdentity): string;
}

const slugLength = 49;

export function ruleIds(): RuleIds {
  const seen = new Map<string, number>();
  return {
    idOf: (identity) => {
      const hash = shortHash(canonical(identity));
      const repetition = seen.get(hash) ?? 0;
      seen.set(hash, repetition + 1);
      return `${slugOf(identity)}-${repetition === 0 ? hash : shortHash([hash, repetition])}`;
    },
  };
}

/** Independent of the order of hostnames, matches and headers, and of how conditions are written in the end. */
function canonical({ port, object, ruleName, keys }: RuleIdentity): readonly unknown[] {
  return [port, object.group, object.kind, object.namespace, object.name, ruleName ?? null, keys];
}

function slugOf({ object, ruleName = '' }: RuleIdentity): string {
  return slug([object.kind, object.namespace, object.name, ruleName].join('-'), slugLength);
}
