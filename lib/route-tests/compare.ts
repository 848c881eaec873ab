import type { DifferenceWords } from '../diagnostics/catalogue/route-tests';
import { nameOf } from '../diagnostics/subject';
import { describeOrigin } from '../explain/render-explanation';
import type { Origin } from '../plan/ir';
import type { Observation } from './observation';
import type { Expectation, ExpectedFact, RuleName } from './table';
import { answerWords, shareWords } from './wording';

/** An expectation that is not met, in words. */
export interface Difference extends DifferenceWords {
  readonly expectation: Expectation;
}

/** What of the expectations does not agree with what happens; empty where all of it does. */
export function compare(expectations: readonly Expectation[], observed: Observation): readonly Difference[] {
  return expectations.flatMap((expectation) => {
    const difference = differenceOf(expectation, observed);
    return difference ? [{ ...difference, expectation }] : [];
  });
}

function differenceOf(fact: ExpectedFact, observed: Observation): DifferenceWords | undefined {
  switch (fact.fact) {
    case 'backend':
      return backendDifference(fact, observed);
    case 'status':
      return differ(observed.status === fact.status, `status ${fact.status}`, String(observed.status ?? answerWords(observed)));
    case 'location':
      return locationDifference(fact.location, observed);
    case 'host':
    case 'path':
      return rewriteDifference(fact, observed);
    case 'rule':
      return ruleDifference(fact.rule, observed.origin);
    case 'authentication':
      return differ(observed.authentication === fact.kind, `authentication ${fact.kind}`, observed.authentication);
    case 'refused':
      return differ(isRefused(fact.refused, observed), refusalWords(fact.refused), answerWords(observed));
    case 'header':
      return headerDifference(fact, observed);
  }
}

function differ(agrees: boolean, expected: string, got: string): DifferenceWords | undefined {
  return agrees ? undefined : { expected, got };
}

function locationDifference(wanted: string, observed: Observation): DifferenceWords | undefined {
  const location = observed.location === undefined ? undefined : withoutDefaultPort(observed.location);
  return differ(location === withoutDefaultPort(wanted), `a redirect to ${wanted}`, location ?? answerWords(observed));
}

function rewriteDifference({ fact, text }: ExpectedFact & { fact: 'host' | 'path' }, observed: Observation): DifferenceWords | undefined {
  const seen = observed.rewritten?.[fact];
  return differ(seen === text, `${fact} ${text} at the backend`, seen ?? answerWords(observed));
}

function ruleDifference(wanted: RuleName | undefined, origin: Origin | undefined): DifferenceWords | undefined {
  return differ(isRule(wanted, origin), wanted ? `rule ${wanted.text}` : 'no rule', origin ? describeOrigin(origin) : 'none');
}

function backendDifference({ backend, percent }: ExpectedFact & { fact: 'backend' }, observed: Observation): DifferenceWords | undefined {
  const share = observed.backends.find((candidate) => candidate.backend === backend)?.percent;
  if (observed.backends.length > 0 && isPercent(share ?? 0, percent)) return undefined;
  const expected = percent === 100 ? `backend ${backend}` : `backend ${backend} with ${percent} %`;
  return { expected, got: share === undefined || percent === 100 ? answerWords(observed) : shareWords(share) };
}

/** Equal to as many decimals as are written. Nothing and all are meant as they stand. */
function isPercent(actual: number, expected: number): boolean {
  if (expected === 0 || expected === 100) return Math.abs(actual - expected) < 1e-9;
  const decimals = /\.(\d+)$/.exec(String(expected))?.[1].length ?? 0;
  return Math.abs(actual - expected) <= 0.5 * 10 ** -decimals + 1e-9;
}

/** A load balancer always writes the port into a Location; people leave out the usual one. */
export function withoutDefaultPort(location: string): string {
  return location.replace(/^(https:\/\/[^/?#]*?):443(?=[/?#]|$)/i, '$1').replace(/^(http:\/\/[^/?#]*?):80(?=[/?#]|$)/i, '$1');
}

function isRule(wanted: RuleName | undefined, origin: Origin | undefined): boolean {
  if (!wanted || !origin) return !wanted && !origin;
  const { object, rule, ruleName } = origin;
  if (rule === undefined || nameOf(object) !== `${wanted.namespace}/${wanted.name}`) return false;
  if (wanted.kind !== undefined && wanted.kind !== object.kind) return false;
  return wanted.rule === undefined || wanted.rule === ruleName || wanted.rule === String(rule);
}

function isRefused(wanted: boolean | string, { refused }: Observation): boolean {
  return typeof wanted === 'boolean' ? (refused !== undefined) === wanted : refused === wanted;
}

function refusalWords(refused: boolean | string): string {
  if (refused === false) return 'an HTTP response';
  return refused === true ? 'no HTTP response' : `no HTTP response (${refused})`;
}

function headerDifference({ name, value }: ExpectedFact & { fact: 'header' }, { responseHeaders }: Observation): DifferenceWords | undefined {
  const found = responseHeaders.filter((header) => header.name.toLowerCase() === name.toLowerCase()).map((header) => header.value);
  const got = found.length === 0 ? 'none' : found.map((text) => JSON.stringify(text)).join(' and ');
  if (value === null) return differ(found.length === 0, `no response header ${name}`, got);
  return differ(found.includes(value), `response header ${name} with ${JSON.stringify(value)}`, got);
}
