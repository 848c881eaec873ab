import type { Condition, ListenerRulePlan } from '../plan/ir';
import { compileRegex } from './automaton';
import { compileGlob, type TextTest } from './globs';
import { cidrTest, type RequestFacts } from './request-facts';
import type { AlbSettings } from './settings';

/** Whether a condition holds for a request. */
export type ConditionTest = (facts: RequestFacts) => boolean;

/** A rule made ready for many requests; `tests` are in the order of its conditions, which must all hold. */
export interface CompiledRule {
  readonly rule: ListenerRulePlan;
  readonly tests: readonly ConditionTest[];
}

export function compileRule(rule: ListenerRulePlan, settings: AlbSettings): CompiledRule {
  return { rule, tests: rule.conditions.map((condition) => compileCondition(condition, settings)) };
}

/** Reads a condition once for many requests. Throws UnsupportedRegexError where an ALB would refuse the rule. */
export function compileCondition(condition: Condition, settings: AlbSettings): ConditionTest {
  switch (condition.field) {
    case 'host-header': {
      const test = textTest(condition, { globIgnoresCase: true, regexIgnoresCase: !settings.regexCaseSensitive.host }, settings);
      return (facts) => test(facts.host);
    }
    case 'path-pattern': {
      const test = textTest(condition, { globIgnoresCase: false, regexIgnoresCase: !settings.regexCaseSensitive.path }, settings);
      return (facts) => test(facts.path);
    }
    case 'http-header':
      return headerTest(condition, settings);
    case 'query-string':
      return queryTest(condition.values);
    case 'http-request-method':
      return (facts) => condition.values.includes(facts.method);
    case 'source-ip': {
      const tests = condition.values.map(cidrTest);
      return (facts) => tests.some((test) => test(facts.sourceIp));
    }
  }
}

interface TextValues {
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}

interface CaseRules {
  readonly globIgnoresCase: boolean;
  readonly regexIgnoresCase: boolean;
  /** Whether the value `*` does not match the empty text. */
  readonly starNeedsText?: boolean;
}

/** Any of the values of one condition may match. */
function textTest(condition: TextValues, cases: CaseRules, settings: AlbSettings): TextTest {
  const tests = [
    ...(condition.values ?? []).map((value) => globTest(value, cases)),
    ...(condition.regexValues ?? []).map((regex) => regexTest(regex, cases.regexIgnoresCase, settings.regexMode)),
  ];
  return tests.length === 1 ? tests[0] : (text) => tests.some((test) => test(text));
}

function globTest(value: string, { globIgnoresCase, starNeedsText = false }: CaseRules): TextTest {
  if (starNeedsText && value === '*') return (text) => text !== '';
  return compileGlob(value, { ignoreCase: globIgnoresCase, escapes: false });
}

const regexTests = new Map<string, TextTest>();
const regexTestLimit = 10_000;

/** The same expression stands in many rules of a plan; an automaton also gets faster the longer it is kept. */
function regexTest(regex: string, ignoreCase: boolean, mode: 'search' | 'full'): TextTest {
  const key = JSON.stringify([regex, ignoreCase, mode]);
  const known = regexTests.get(key);
  if (known) return known;
  if (regexTests.size >= regexTestLimit) regexTests.clear();
  const test = compileRegex(regex, { ignoreCase, mode });
  regexTests.set(key, test);
  return test;
}

/** Every line of the header is compared on its own; one that matches is enough. */
function headerTest(condition: Condition & { field: 'http-header' }, settings: AlbSettings): ConditionTest {
  const cases: CaseRules = {
    globIgnoresCase: true,
    regexIgnoresCase: !settings.regexCaseSensitive.header,
    starNeedsText: !settings.wildcardMatchesEmptyHeader,
  };
  const test = textTest(condition, cases, settings);
  const name = condition.name.toLowerCase();
  return (facts) => (facts.headers.get(name) ?? []).some(test);
}

function queryTest(values: readonly { readonly key?: string; readonly value: string }[]): ConditionTest {
  const options = { ignoreCase: true, escapes: true };
  const pairs = values.map(({ key, value }) => ({
    key: key === undefined ? undefined : compileGlob(key, options),
    value: compileGlob(value, options),
  }));
  return (facts) => facts.query.some((pair) => pairs.some((test) => (test.key?.(pair.key) ?? true) && test.value(pair.value)));
}
