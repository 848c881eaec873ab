/** GW4xxx: quality of the routing: legal, deployable, but probably not what was meant; and named differences. */
import { warning } from '../diagnostic';

export const RULE_SHADOWED = warning<{ subject: string; rule: number; winner: string }>('GW4101', 'plan/rule-shadowed', {
  message: ({ subject, rule, winner }) => `${subject}, rule ${rule} can never match: ${winner} takes all its requests`,
  fix: 'remove the rule, or make its matches more specific than those of the rule that wins',
  cause: 'Rules of higher precedence match every request that this rule could match.',
});
