import type { Command } from 'commander';
import { Argument } from 'commander';
import type { CompilingOptions } from './compiling';
import { compileOptionsOf, isColoured, loadCompiler, reportProblems, withCompilingOptions } from './compiling';
import { readRouting } from './routing';

interface ExplainOptions extends CompilingOptions {
  readonly header: string[];
  readonly sourceIp: string;
  readonly json?: boolean;
}

export function addExplain(program: Command): void {
  withCompilingOptions(program.command('explain'))
    .description('say which rule takes a request, and which ones almost did')
    .usage('[options] PATH... METHOD URL')
    .addArgument(new Argument('<args...>', 'files or folders (or one template, one cdk.out folder, or git:REVISION:PATH), then the method and the URL'))
    .option('-H, --header <name: value>', 'request header, may be given several times', (value: string, all: string[]) => [...all, value], [])
    .option('--source-ip <address>', 'address of the client', '198.51.100.1')
    .option('--json', 'print the explanation as JSON')
    .addHelpText('after', [
      '\nExamples:',
      "  $ gateway-alb explain k8s/ GET https://cafe.example.com/coffee/1 -H 'x-canary: always'",
      '  $ gateway-alb explain cdk.out GET https://cafe.example.com/coffee/1',
    ].join('\n'))
    .action(showExplanation);
}

async function showExplanation(args: string[], options: ExplainOptions, command: Command): Promise<void> {
  const [method, url] = args.slice(-2);
  if (args.length < 3 || method === undefined || url === undefined) command.error('error: give PATH..., then METHOD and URL');
  const compiler = await loadCompiler();
  const { explain, parseRequest, renderExplanation } = compiler;
  const request = parseRequest(method, url, options.header, options.sourceIp);
  if (typeof request === 'string') command.error(`error: ${request}`);
  const routing = readRouting(compiler, args.slice(0, -2), compileOptionsOf(options));
  if (await reportProblems(routing)) return;
  const explanations = routing.gateways.map((gateway) => ({ gateway: gateway.name, ...explain(gateway.plan, request) }));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(explanations, undefined, 2)}\n`);
    return;
  }
  for (const explanation of explanations) {
    if (explanations.length > 1) process.stdout.write(`Gateway ${explanation.gateway}\n`);
    process.stdout.write(`${renderExplanation(explanation, { color: isColoured(process.stdout) })}\n`);
  }
}
