import type { Command } from 'commander';
import { compileOptionsOf, loadCompiler, printDiagnostics, type DiagnosticsFormat } from './compiling';
import { formatOption, manifestPaths, withCompilingOptions, type CompilingOptions } from './options';
import { readInputs } from './standard-input';
import { withHelp } from './verb-help';

interface CheckOptions extends CompilingOptions {
  readonly format: DiagnosticsFormat;
  readonly notes?: boolean;
}

export function addCheck(program: Command): void {
  const check = program.command('check')
    .description('say what is wrong with manifests, with file, line and the fix')
    .addArgument(manifestPaths())
    .addOption(formatOption(['text', 'json', 'github']))
    .option('--notes', 'show notes too: ignored fields and deliberate differences')
    .action(checkManifests);
  withHelp(withCompilingOptions(check), {
    exitCodes: { 0: 'no errors; there may be warnings', 1: 'errors in the manifests' },
    examples: [
      'gateway-alb check k8s/',
      'gateway-alb check k8s/ --format github   # annotations in a pull request',
      'helm template . | gateway-alb check - --gateway infra/web',
    ],
  });
}

async function checkManifests(paths: string[], options: CheckOptions): Promise<void> {
  const { compilePaths } = await loadCompiler();
  const compilation = compilePaths(await readInputs(paths), compileOptionsOf(options));
  if (options.format === 'text' && compilation.diagnostics.length === 0) process.stdout.write('0 errors\n');
  await printDiagnostics(compilation, options.format, process.stdout, options.notes);
  process.exitCode = compilation.hasErrors ? 1 : 0;
}
