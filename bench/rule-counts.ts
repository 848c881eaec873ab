import { compile, compilePaths } from '../lib/index';
import type { Compilation, CompileOptions } from '../lib/index';
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

export function ruleCountsOf(path: string): RuleCounts {
  return counts((options) => compilePaths([path], { ...options, onInvalidRoute: 'respond-500' }));
}

function counts(run: (options: CompileOptions) => Compilation): RuleCounts {
  const [compacted, uncompacted] = [true, false].map((compaction) =>
    run({ compaction }).gateways.reduce((sum, { plan }) => sum + plan.listeners.reduce((all, { rules }) => all + rules.length, 0), 0));
  return { compacted, uncompacted };
}
