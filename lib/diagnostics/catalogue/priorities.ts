/** GW57xx: the numbers of listener rules and the ledger that remembers them. */
import { error, warning } from '../diagnostic';

const LEDGER_FORM =
  'every line of "priorities" reads "namespace/gateway:port number": "rule", with a number from 1 to 45000';

export const LEDGER_SYNTAX = error<{ path: string; problem: string }>('GW5701', 'plan/ledger-syntax', {
  message: ({ path, problem }) => `${path} is not readable as a priority ledger: ${problem}`,
  fix: 'take the file back from version control; do not delete it, it keeps rules from changing places during a deployment',
  cause: 'The priority ledger is not JSON (conflict markers of a merge are fine and are resolved).',
});

export const LEDGER_VERSION = error<{ path: string; version: string | undefined; known: number }>('GW5702', 'plan/ledger-version', {
  message: ({ path, version, known }) =>
    `${path} has ${version === undefined ? 'no version' : `version ${version}`}, this library reads version ${known}`,
  fix: 'use the version of the library that wrote the file, or one that knows its format',
  cause: 'The priority ledger was written in a format that this version of the library does not know.',
});

export const LEDGER_ENTRY = error<{ key: string; value: string }>('GW5703', 'plan/ledger-entry', {
  message: ({ key, value }) => `"${key}": "${value}" is no entry of a priority ledger`,
  fix: `take the line back from version control, or remove it if the listener is gone; ${LEDGER_FORM}`,
  cause: 'A line of the priority ledger names no listener and number, or no rule.',
});

export const LEDGER_MERGED = warning<{ path: string }>('GW5704', 'plan/ledger-merged', {
  message: ({ path }) => `${path} has conflict markers of a merge; the lines of both sides are used`,
  fix: 'synthesise once on your machine, which writes the file anew, and commit it',
  cause: 'A merge left both versions of the priority ledger in the file. Both are kept, so no number is given away twice.',
});

export const LEDGER_CONTESTED = warning<{ listener: string; number: number; owners: readonly string[] }>(
  'GW5705',
  'plan/ledger-contested',
  {
    message: ({ listener, number, owners }) =>
      `${listener}: two branches gave number ${number} away, to ${owners.join(' and ')}; both get new numbers`,
    fix: 'nothing but committing the file that the next synthesis writes; the number stays unused, whichever branch was deployed before',
    cause: 'Two branches that were merged gave the same number to different rules.',
  },
);

export const PRIORITIES_EXHAUSTED = error<{ listener: string; rules: number; taken: number }>('GW5706', 'plan/priorities-exhausted', {
  message: ({ listener, rules, taken }) =>
    `${listener}: no room for ${rules} ${rules === 1 ? 'rule' : 'rules'}, ${taken} of the 45000 numbers belong to rules of earlier versions`,
  fix: 'run `gateway-alb priorities compact` once every environment has deployed the current version',
  cause: 'Numbers are never given to a second rule; after very many changes none are left where they are needed.',
});

export const PRIORITIES_RANKED = warning<{ listener: string }>('GW5707', 'plan/priorities-ranked', {
  message: ({ listener }) =>
    `${listener}: without a ledger rules are numbered by rank; a new rule renumbers all below it, which can collide during the update`,
  fix: 'use Priorities.ledger(), which is the default, and commit the file that it writes',
  cause: 'With Priorities.ranked() rules are numbered 1, 2, 3 in order of precedence, and a listener has several.',
});

export const RULES_CHANGE_STACKS = warning<{ listener: string; rules: number; both: number; quota: number; nested: boolean }>(
  'GW5708',
  'plan/rules-change-stacks',
  {
    message: ({ listener, rules, both, quota, nested }) =>
      `${listener}: its ${rules} rules get new numbers, since they change ${nested ? 'into nested stacks' : 'from nested stacks into the stack'}; ` +
      `the deployment holds ${both} rules at a time, and the quota is ${quota} for the load balancer`,
    fix:
      'have the quota raised to twice the number of rules before the deployment; where the rules are to stay where they are, set ' +
      'rulesInNestedStacks and nestedStacksPerListener as they were (on the command line --rule-stacks)',
    cause:
      'The ledger knows these rules in another stack. A rule that changes stacks is created anew before the old one is deleted, so both need ' +
      'numbers of their own. Shown until the ledger has the new numbers.',
  },
);
