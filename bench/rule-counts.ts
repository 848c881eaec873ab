import { compile } from '../lib/index';
import type { Compilation, CompileOptions } from '../lib/index';
import { completed, oursInstead } from '../test/corpus/adaptation';
import { readCorpus } from '../test/corpus/units';
import type { Fleet } from './fleet';

/** Listener rules of all load balancers of an input. */
export interface RuleCounts {
  readonly compacted: number;
  /** One for each match and hostname, as the AWS Load Balancer Controller makes them. */
  readonly uncompacted: number;
}

export function ruleCounts({ files }: Fleet): RuleCounts {
  return counts((options) => compile(files, options));
}

/** Of the examples of a corpus, compiled as if their classes were ours, with the objects that they only refer to. */
export function ruleCountsOfCorpus(directory: string): RuleCounts {
  const all = readCorpus(directory).examples.map(({ files }) =>
    counts((options) => compile(completed(oursInstead(files)), { ...options, onInvalidRoute: 'respond-500', defaultTargetType: 'ip' })));
  const sum = (key: keyof RuleCounts) => all.reduce((total, one) => total + one[key], 0);
  return { compacted: sum('compacted'), uncompacted: sum('uncompacted') };
}

function counts(run: (options: CompileOptions) => Compilation): RuleCounts {
  const [compacted, uncompacted] = [true, false].map((compaction) =>
    run({ compaction }).gateways.reduce((sum, { plan }) => sum + plan.listeners.reduce((all, { rules }) => all + rules.length, 0), 0));
  return { compacted, uncompacted };
}
