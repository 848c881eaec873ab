import type { CompactionReport, EvaluationReport } from './budget';
import { plural } from './finding-groups';
import type { OriginReport, Place, RuleReport, TargetReport } from './listener-report';

/** Sentences that the renderers share. */

export function placeText({ file, line }: Place): string {
  return `${file}:${line}`;
}

export function sayCompaction({ rules, rulesWithout, saved }: CompactionReport): string {
  if (saved === 0) return `${plural(rules, 'listener rule')}; one for each match and hostname would be as many.`;
  const percent = Math.round((100 * saved) / rulesWithout);
  return `${plural(rules, 'listener rule')} instead of ${rulesWithout} with one for each match and hostname: ${saved} saved (${percent} %).`;
}

/** How many rule evaluations AWS bills for on a listener. */
export function sayEvaluations({ port, rules, billedAtMost, billedOnAverage, requestsPerUnit, billedAtMostWithout }: EvaluationReport): string {
  const without = billedAtMostWithout !== undefined && billedAtMostWithout !== billedAtMost ? ` (without compaction: ${billedAtMostWithout})` : '';
  const worst = `Port ${port}: a request that no rule takes is compared with ${plural(rules, 'rule')}`;
  if (billedAtMost === 0) return `${worst}; AWS bills for none, the first ten are free${without}.`;
  const unit = requestsPerUnit === undefined ? '' : ` ${requestsPerUnit} such requests a second use up one capacity unit (LCU).`;
  return `${worst}; AWS bills for ${billedAtMost}${without}, and for ${billedOnAverage} on average if all rules take equally many requests.${unit}`;
}

/** Such as `90 %`. */
export function sayShare(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 0.1 ? 'less than 0.1' : String(Number(percent.toFixed(1)))} %`;
}

/** Where requests go, with their part where there are several places. */
export function sayTarget(target: TargetReport, all: readonly TargetReport[]): string {
  return all.length > 1 || target.weight === 0 ? `${target.name} ${sayShare(target.share)}` : target.name;
}

/** What a rule does, one fact each, in the order in which it happens. */
export function sayDeeds({ authentication, rewrites, action }: RuleReport): readonly string[] {
  const before = [...(authentication === undefined ? [] : [authentication]), ...rewrites];
  switch (action.type) {
    case 'forward': {
      const stickiness = action.stickinessSeconds === undefined ? [] : [`a client stays for ${action.stickinessSeconds} s`];
      return [...before, ...action.targets.map((target) => `forward to ${sayTarget(target, action.targets)}`), ...stickiness];
    }
    case 'redirect':
      return [...before, `redirect ${action.statusCode}: ${action.words}`];
    case 'fixed-response':
      return [...before, `answer ${action.words}`];
  }
}

/** The part of a route that a rule comes from, without the route: `rule 0 "testers", matches 0, 2`. */
export function sayOriginPart({ subject, words }: OriginReport): string {
  return words.startsWith(`${subject}, `) ? words.slice(subject.length + 2) : '';
}
