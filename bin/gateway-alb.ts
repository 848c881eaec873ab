#!/usr/bin/env node
import { Argument, Command, Option } from 'commander';
import { compilePaths, explain, renderDiagnostics, renderExplanation } from '../lib/index';
import type { Compilation, CompileOptions } from '../lib/index';
import type { LedgerReport } from './priorities';
import { checkLedger, forgetNumbers, updateLedger } from './priorities';
import { parseRequest } from './request';

type Format = 'text' | 'json' | 'github';

interface CommonOptions {
  readonly gateway?: string;
  readonly onInvalidRoute: 'fail' | 'respond-500';
  readonly defaultTargetType: 'instance' | 'ip';
}

const colour = process.env.NO_COLOR === undefined && process.stderr.isTTY;

function compileOptions(options: CommonOptions): CompileOptions {
  return {
    gateway: options.gateway ?? 'all',
    onInvalidRoute: options.onInvalidRoute,
    defaultTargetType: options.defaultTargetType,
  };
}

function print(compilation: Compilation, format: Format, stream: NodeJS.WriteStream, notes = false): void {
  const color = colour && stream.isTTY;
  const text = renderDiagnostics(compilation.diagnostics, { sources: compilation.sources, format, color, notes });
  if (text !== '') stream.write(`${text}\n`);
}

/** Diagnostics to stderr, so that stdout holds the result alone. Exit code 1 when there is an error. */
function reportProblems(compilation: Compilation): boolean {
  if (compilation.diagnostics.some((diagnostic) => diagnostic.severity !== 'note')) print(compilation, 'text', process.stderr);
  if (compilation.hasErrors) process.exitCode = 1;
  return compilation.hasErrors;
}

function check(paths: string[], options: CommonOptions & { format: Format; notes?: boolean }): void {
  const compilation = compilePaths(paths, compileOptions(options));
  print(compilation, options.format, process.stdout, options.notes);
  process.exitCode = compilation.hasErrors ? 1 : 0;
}

function showPlan(paths: string[], options: CommonOptions): void {
  const compilation = compilePaths(paths, compileOptions(options));
  if (reportProblems(compilation)) return;
  const plans = compilation.gateways.map((gateway) => gateway.plan);
  process.stdout.write(`${JSON.stringify(plans.length === 1 ? plans[0] : plans, undefined, 2)}\n`);
}

function showExplanation(args: string[], options: CommonOptions & { header: string[]; sourceIp: string; json?: boolean }, command: Command): void {
  const [method, url] = args.slice(-2);
  if (args.length < 3 || method === undefined || url === undefined) command.error('error: give PATH..., then METHOD and URL');
  const request = parseRequest(method, url, options.header, options.sourceIp);
  if (typeof request === 'string') command.error(`error: ${request}`);
  const compilation = compilePaths(args.slice(0, -2), compileOptions(options));
  if (reportProblems(compilation)) return;
  const explanations = compilation.gateways.map((gateway) => ({ gateway: gateway.name, ...explain(gateway.plan, request) }));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(explanations, undefined, 2)}\n`);
    return;
  }
  for (const explanation of explanations) {
    if (explanations.length > 1) process.stdout.write(`Gateway ${explanation.gateway}\n`);
    process.stdout.write(`${renderExplanation(explanation, { color: colour && process.stdout.isTTY })}\n`);
  }
}

type LedgerVerb = (paths: readonly string[], file: string, options: CompileOptions) => LedgerReport;

function withLedger(verb: LedgerVerb): (paths: string[], options: CommonOptions & { ledger: string }) => void {
  return (paths, options) => {
    const { compilation, summary, ok } = verb(paths, options.ledger, compileOptions(options));
    reportProblems(compilation);
    if (summary !== undefined) process.stdout.write(`${summary}\n`);
    if (!ok) process.exitCode = 1;
  };
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--gateway <namespace/name>', 'only this Gateway (default: every Gateway of an ALB class)')
    .addOption(
      new Option('--on-invalid-route <policy>', 'what a route that cannot be served does').choices(['fail', 'respond-500']).default('fail'),
    )
    .addOption(
      new Option('--default-target-type <type>', 'for Services without a TargetGroupConfiguration').choices(['instance', 'ip']).default('instance'),
    );
}

const program = new Command('gateway-alb')
  .description('Compiles Kubernetes Gateway API manifests for an AWS Application Load Balancer.')
  .showHelpAfterError('(--help shows what is possible)');

withCommonOptions(program.command('check'))
  .description('check manifests; exit code 1 when there is an error')
  .addArgument(new Argument('<path...>', 'files or folders'))
  .addOption(new Option('--format <format>', 'output format').choices(['text', 'json', 'github']).default('text'))
  .option('--notes', 'show notes too: ignored fields and deliberate differences')
  .addHelpText('after', '\nExample:\n  $ gateway-alb check k8s/ --format github')
  .action(check);

withCommonOptions(program.command('plan'))
  .description('print the load balancer plan as JSON')
  .addArgument(new Argument('<path...>', 'files or folders'))
  .addHelpText('after', '\nExample:\n  $ gateway-alb plan k8s/ --gateway infra/web')
  .action(showPlan);

withCommonOptions(program.command('explain'))
  .description('say which rule takes a request, and which ones almost did')
  .usage('[options] PATH... METHOD URL')
  .addArgument(new Argument('<args...>', 'files or folders, then the method and the URL'))
  .option('-H, --header <name: value>', 'request header, may be given several times', (value: string, all: string[]) => [...all, value], [])
  .option('--source-ip <address>', 'address of the client', '198.51.100.1')
  .option('--json', 'print the explanation as JSON')
  .addHelpText('after', "\nExample:\n  $ gateway-alb explain k8s/ GET https://cafe.example.com/coffee/1 -H 'x-canary: always'")
  .action(showExplanation);

const priorities = program.command('priorities').description('the ledger that remembers which number belongs to which listener rule');

function addLedgerVerb(name: string, description: string, verb: LedgerVerb): void {
  withCommonOptions(priorities.command(name))
    .description(description)
    .addArgument(new Argument('<path...>', 'files or folders'))
    .option('--ledger <file>', 'the ledger', 'gateway-alb.priorities.json')
    .action(withLedger(verb));
}

addLedgerVerb('check', 'exit code 1 when the ledger does not know the numbers of these manifests', checkLedger);
addLedgerVerb('update', 'bring the ledger up to date, also after a merge conflict in it', updateLedger);
addLedgerVerb('compact', 'forget numbers of earlier versions; safe when every environment has deployed these manifests', forgetNumbers);

program.parse();
