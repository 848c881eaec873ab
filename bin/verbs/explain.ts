import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import { completedBy, type Place } from '../completion/value-source';
import { compileOptionsOf, loadLibrary, reportProblems } from './compiling';
import { formatOption, routings, withCompilingOptions, type CompilingOptions } from './options';
import { Mistake } from './mistake';
import { readRouting } from './routing';
import { isColoured, printJson } from './terminal';
import { withHelp } from './verb-help';

interface ExplainOptions extends CompilingOptions {
  readonly header: string[];
  readonly sourceIp: string;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

export function addExplain(program: Command): void {
  const explain = program.command('explain')
    .description('say which rule takes a request, and which ones almost did')
    .usage('[options] PATH... METHOD URL')
    .addArgument(completedBy(new Argument('<PATH... METHOD URL...>', `PATH: ${routings}`), completeArgument))
    .addOption(new Option('-H, --header <name: value>', 'request header, may be given several times').argParser(collect).default([], 'none'))
    .option('--source-ip <address>', 'address of the client', '198.51.100.1')
    .addOption(formatOption(['text', 'json']))
    .option('--json', 'the same as --format json')
    .action(showExplanation);
  withHelp(withCompilingOptions(explain), {
    exitCodes: { 0: 'explained, whatever the answer is', 1: 'errors in the manifests, or in the request' },
    examples: [
      "gateway-alb explain k8s/ GET https://cafe.example.com/tea -H 'x-beta: 1'",
      'gateway-alb explain cdk.out GET https://cafe.example.com/tea --format json',
    ],
  });
}

function collect(value: string, all: string[]): string[] {
  return [...all, value];
}

/** Paths, then one method, then a URL, which nobody can guess. */
function completeArgument({ word, operands }: Place): readonly { value: string }[] | 'files' | 'none' {
  if (operands.some((operand) => methods.includes(operand))) return 'none';
  const fitting = methods.filter((method) => method.startsWith(word));
  return operands.length === 0 || fitting.length === 0 ? 'files' : fitting.map((value) => ({ value }));
}

async function showExplanation(args: string[], options: ExplainOptions, command: Command): Promise<void> {
  const [method, url] = args.slice(-2);
  if (args.length < 3 || method === undefined || url === undefined) command.error('error: give PATH..., then METHOD and URL');
  const library = await loadLibrary();
  const { explain, parseRequest, renderExplanation } = library;
  const request = parseRequest(method, url, options.header, options.sourceIp);
  if (typeof request === 'string') throw new Mistake(request);
  const json = options.json === true || options.format === 'json';
  const routing = await readRouting(library, args.slice(0, -2), compileOptionsOf(options));
  if (await reportProblems(routing, json)) return;
  const explanations = routing.gateways.map((gateway) => ({ gateway: gateway.name, ...explain(gateway.plan, request) }));
  if (json) {
    printJson(explanations);
    return;
  }
  for (const explanation of explanations) {
    if (explanations.length > 1) process.stdout.write(`Gateway ${explanation.gateway}\n`);
    process.stdout.write(`${renderExplanation(explanation, { color: isColoured(process.stdout) })}\n`);
  }
}
