import type { Command } from 'commander';
import { Option } from 'commander';
import type { CompilingOptions, DiagnosticsFormat } from './compiling';
import { compileOptionsOf, loadCompiler, manifestPaths, printDiagnostics, withCompilingOptions } from './compiling';

interface CheckOptions extends CompilingOptions {
  readonly format: DiagnosticsFormat;
  readonly notes?: boolean;
}

export function addCheck(program: Command): void {
  withCompilingOptions(program.command('check'))
    .description('check manifests; exit code 1 when there is an error')
    .addArgument(manifestPaths())
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json', 'github']).default('text'))
    .option('--notes', 'show notes too: ignored fields and deliberate differences')
    .addHelpText('after', '\nExample:\n  $ gateway-alb check k8s/ --format github')
    .action(check);
}

async function check(paths: string[], options: CheckOptions): Promise<void> {
  const { compilePaths } = await loadCompiler();
  const compilation = compilePaths(paths, compileOptionsOf(options));
  await printDiagnostics(compilation, options.format, process.stdout, options.notes);
  process.exitCode = compilation.hasErrors ? 1 : 0;
}
