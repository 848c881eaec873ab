import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { compileOptionsOf, reportProblems } from './compiling';
import type * as Ledger from './ledger';
import { formatOption, manifestPaths, withCompilingOptions, type CompilingOptions } from './options';
import { readInputs } from './standard-input';
import { printJson } from './terminal';
import { withHelp, type VerbHelp } from './verb-help';

interface LedgerOptions extends CompilingOptions {
  readonly ledger: string;
  readonly ruleStacks?: number;
  readonly format: 'text' | 'json';
}

interface LedgerVerb extends VerbHelp {
  readonly name: string;
  readonly description: string;
  readonly run: 'checkLedger' | 'updateLedger' | 'forgetNumbers';
}

const verbs: readonly LedgerVerb[] = [
  {
    name: 'check',
    description: 'say whether the ledger knows the numbers of these manifests; changes nothing',
    run: 'checkLedger',
    exitCodes: { 0: 'it knows them all', 1: 'it is missing or does not know them all, or there are errors' },
    examples: ['gateway-alb priorities check k8s/'],
  },
  {
    name: 'update',
    description: 'bring the ledger up to date, also after a merge conflict in it',
    run: 'updateLedger',
    exitCodes: { 0: 'it is up to date now', 1: 'errors in the manifests or in the ledger, which is left alone' },
    examples: ['gateway-alb priorities update k8s/', 'gateway-alb priorities update k8s/ --ledger infra/web.priorities.json'],
  },
  {
    name: 'compact',
    description: 'forget numbers of earlier versions; safe when every environment has deployed these manifests',
    run: 'forgetNumbers',
    exitCodes: { 0: 'it has the numbers of these manifests only', 1: 'errors in the manifests or in the ledger, which is left alone' },
    examples: ['gateway-alb priorities compact k8s/'],
  },
];

export function addPriorities(program: Command): void {
  const priorities = program.command('priorities')
    .description('check or change the ledger that remembers which number belongs to which listener rule')
    .helpCommand('help [command]', 'show the help of a command');
  for (const verb of verbs) addLedgerVerb(priorities, verb);
  withHelp(priorities, {
    exitCodes: { 0: 'fine', 1: 'no command is named, or what its own help says' },
    examples: ['gateway-alb priorities check k8s/', 'gateway-alb priorities update --help'],
  });
}

function addLedgerVerb(priorities: Command, { name, description, run, ...help }: LedgerVerb): void {
  const verb = priorities.command(name)
    .description(description)
    .addArgument(manifestPaths())
    .option('--ledger <file>', 'the ledger', 'gateway-alb.priorities.json')
    .addOption(new Option('--rule-stacks <count>', 'nested stacks for the rules of each listener, with rulesInNestedStacks in the app').argParser(countOf))
    .addOption(formatOption(['text', 'json']))
    .action(async (paths: string[], options: LedgerOptions) => {
      const ledger: typeof Ledger = await import('./ledger.js');
      const { ruleStacks } = options;
      const compileOptions = { ...compileOptionsOf(options), ...(ruleStacks !== undefined && { ruleStacks }) };
      await report(ledger[run](await readInputs(paths), options.ledger, compileOptions), options, ledger);
    });
  withHelp(withCompilingOptions(verb), help);
}

async function report(found: Ledger.LedgerReport, { ledger, format }: LedgerOptions, { asJson, summaryOf }: typeof Ledger): Promise<void> {
  await reportProblems(found.compilation);
  const summary = summaryOf(found, ledger);
  if (format === 'json') printJson(asJson(found, ledger));
  else if (summary !== undefined) process.stdout.write(`${summary}\n`);
  process.exitCode = found.state === 'current' || found.state === 'written' ? 0 : 1;
}

function countOf(text: string): number {
  if (!/^([1-9]|[1-3]\d|4[0-5])$/.test(text)) throw new InvalidArgumentError('Give a number from 1 to 45.');
  return Number(text);
}
