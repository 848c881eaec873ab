import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { CompileOptions } from '../../lib/index';
import type { CompilingOptions } from './compiling';
import { compileOptionsOf, manifestPaths, reportProblems, withCompilingOptions } from './compiling';
import type { LedgerReport } from './ledger';

type LedgerVerb = (paths: readonly string[], file: string, options: CompileOptions) => LedgerReport;
type LedgerVerbName = 'checkLedger' | 'updateLedger' | 'forgetNumbers';

export function addPriorities(program: Command): void {
  const priorities = program.command('priorities').description('the ledger that remembers which number belongs to which listener rule');
  addLedgerVerb(priorities, 'check', 'exit code 1 when the ledger does not know the numbers of these manifests', 'checkLedger');
  addLedgerVerb(priorities, 'update', 'bring the ledger up to date, also after a merge conflict in it', 'updateLedger');
  addLedgerVerb(
    priorities,
    'compact',
    'forget numbers of earlier versions; safe when every environment has deployed these manifests',
    'forgetNumbers',
  );
}

function addLedgerVerb(priorities: Command, name: string, description: string, verb: LedgerVerbName): void {
  withCompilingOptions(priorities.command(name))
    .description(description)
    .addArgument(manifestPaths())
    .option('--ledger <file>', 'the ledger', 'gateway-alb.priorities.json')
    .option('--rule-stacks <count>', 'nested stacks for the rules of each listener, with rulesInNestedStacks (1 unless nestedStacksPerListener says more)', countOf)
    .action(async (paths: string[], { ruleStacks, ...options }: CompilingOptions & { ledger: string; ruleStacks?: number }) => {
      const verbs: Record<LedgerVerbName, LedgerVerb> = await import('./ledger.js');
      await report(verbs[verb](paths, options.ledger, { ...compileOptionsOf(options), ...(ruleStacks !== undefined && { ruleStacks }) }));
    });
}

async function report({ compilation, summary, ok }: LedgerReport): Promise<void> {
  await reportProblems(compilation);
  if (summary !== undefined) process.stdout.write(`${summary}\n`);
  if (!ok) process.exitCode = 1;
}

function countOf(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('a number from 1 to 45');
  return Number(text);
}
