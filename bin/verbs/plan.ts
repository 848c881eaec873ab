import type { Command } from 'commander';
import type { CompilingOptions } from './compiling';
import { compileOptionsOf, loadCompiler, manifestPaths, reportProblems, withCompilingOptions } from './compiling';

export function addPlan(program: Command): void {
  withCompilingOptions(program.command('plan'))
    .description('print the load balancer plan as JSON')
    .addArgument(manifestPaths())
    .addHelpText('after', '\nExample:\n  $ gateway-alb plan k8s/ --gateway infra/web')
    .action(showPlan);
}

async function showPlan(paths: string[], options: CompilingOptions): Promise<void> {
  const { compilePaths } = await loadCompiler();
  const compilation = compilePaths(paths, compileOptionsOf(options));
  if (await reportProblems(compilation)) return;
  const plans = compilation.gateways.map((gateway) => gateway.plan);
  process.stdout.write(`${JSON.stringify(plans.length === 1 ? plans[0] : plans, undefined, 2)}\n`);
}
