import type { Command } from 'commander';
import { compileOptionsOf, loadCompiler, reportProblems } from './compiling';
import { manifestPaths, withCompilingOptions, type CompilingOptions } from './options';
import { readInputs } from './standard-input';
import { printJson } from './terminal';
import { withHelp } from './verb-help';

export function addPlan(program: Command): void {
  const plan = program.command('plan')
    .description('print the load balancer plan as JSON: listeners, rules in order, target groups')
    .addArgument(manifestPaths())
    .action(showPlan);
  withHelp(withCompilingOptions(plan), {
    exitCodes: { 0: 'planned; one plan, or a list where there are several Gateways', 1: 'errors in the manifests, which are printed instead' },
    examples: ['gateway-alb plan k8s/ --gateway infra/web', "kustomize build . | gateway-alb plan - | jq '.listeners[].rules | length'"],
  });
}

async function showPlan(paths: string[], options: CompilingOptions): Promise<void> {
  const { compilePaths } = await loadCompiler();
  const compilation = compilePaths(await readInputs(paths), compileOptionsOf(options));
  if (await reportProblems(compilation, !process.stdout.isTTY)) return;
  const plans = compilation.gateways.map((gateway) => gateway.plan);
  printJson(plans.length === 1 ? plans[0] : plans);
}
