import { Command, type Option } from 'commander';
import { createColors } from 'picocolors';
import { addCheck } from './verbs/check';
import { addComplete } from './verbs/complete';
import { addDiff } from './verbs/diff';
import { addExplain } from './verbs/explain';
import { addInit } from './verbs/init';
import { ownPackage } from './verbs/own-package';
import { addPlan } from './verbs/plan';
import { addPriorities } from './verbs/priorities';
import { addReport } from './verbs/report';
import { asksForJson, isColoured, printJson } from './verbs/terminal';
import { addTest } from './verbs/test';
import { withHelp } from './verbs/verb-help';

const verbs = [addCheck, addPlan, addDiff, addExplain, addTest, addReport, addPriorities, addInit, addComplete];

/** The command line as a value, for the entry, for completion, for its page in `docs/` and for tests. */
export function gatewayAlb(): Command {
  const program = new Command('gateway-alb')
    .description('Compiles Kubernetes Gateway API manifests for an AWS Application Load Balancer')
    .version(ownPackage().version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .showHelpAfterError('(--help shows what is possible)')
    .configureHelp({ styleTitle: (title) => createColors(true).bold(title), optionDescription, subcommandTerm })
    .configureOutput({
      outputError: (text) => tellMistake(text.replace(/^error: /, '')),
      getOutHasColors: () => isColoured(process.stdout),
      getErrHasColors: () => isColoured(process.stderr),
    });
  for (const add of verbs) add(program);
  return withHelp(program, {
    exitCodes: {
      0: 'fine',
      1: 'an error in what was read or on the command line, or a check that failed',
      2: 'diff only: a gate of --fail-on was hit',
    },
    more: {
      title: 'Environment',
      rows: [['NO_COLOR', 'no colours'], ['FORCE_COLOR', 'colours also where the output is no terminal; with 0, none']],
    },
    examples: ['gateway-alb init web', 'gateway-alb check k8s/', 'gateway-alb diff git:origin/main:k8s k8s', 'gateway-alb explain k8s/ GET https://cafe.example.com/tea'],
  });
}

/** `how the result is printed: text, json (default: text)` */
function optionDescription({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const choices = argChoices ? `: ${argChoices.join(', ')}` : '';
  const preset = defaultValueDescription ?? (defaultValue === undefined ? '' : String(defaultValue));
  return `${description}${choices}${preset === '' ? '' : ` (default: ${preset})`}`;
}

function subcommandTerm(command: Command): string {
  return `${command.name()} ${command.usage().replace('[options] ', '')}`;
}

/** A sentence for people; where a program waits for JSON, that too. */
export function tellMistake(text: string): void {
  const { red } = createColors(isColoured(process.stderr));
  process.stderr.write(`${red('error:')} ${text.trimEnd()}\n`);
  if (asksForJson(process.argv.slice(2))) printJson({ error: text.trim() });
}
