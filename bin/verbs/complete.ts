import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import { complete, printAnswer } from '../completion/answer';
import { bashScript } from '../completion/bash';
import { completedBy } from '../completion/value-source';
import { wordsOf } from '../completion/words';
import { withHelp } from './verb-help';

const shells = ['bash', 'zsh', 'fish', 'powershell'];

export function addComplete(program: Command): void {
  const verb = program.command('complete')
    .description('print the script that completes commands, options, values and Gateways in a shell')
    .addArgument(completedBy(new Argument('[shell]', shells.join(', ')), () => shells.map((value) => ({ value }))))
    .addOption(new Option('--line <text>', 'a command line up to the cursor: print what may follow').hideHelp())
    .allowExcessArguments()
    .action((_shell: string | undefined, { line }: { line?: string }, command: Command) => run(program, line, command));
  withHelp(verb, {
    exitCodes: { 0: 'printed', 1: 'no such shell' },
    examples: [
      'eval "$(gateway-alb complete bash)"    # in ~/.bashrc',
      'eval "$(gateway-alb complete zsh)"     # in ~/.zshrc, after compinit',
      'gateway-alb complete fish | source     # in ~/.config/fish/config.fish',
      'gateway-alb complete powershell | Out-String | Invoke-Expression',
    ],
  });
}

/** `complete SHELL` prints a script; `complete -- WORDS` and `complete --line TEXT` are what the scripts ask. */
async function run(program: Command, line: string | undefined, command: Command): Promise<void> {
  const asked = line === undefined ? wordsAfterDashes(program) : wordsOf(line).slice(1);
  if (asked) {
    process.stdout.write(printAnswer(await complete(program, asked)));
    return;
  }
  const [shell, ...others] = command.args;
  if (others.length > 0 || !shells.includes(shell)) command.error(`error: name one shell: ${shells.join(', ')}`);
  if (shell === 'bash') process.stdout.write(bashScript);
  else (await import('@bomb.sh/tab')).script(shell, program.name(), program.name());
}

/** Commander drops the `--`, so it is looked up in what was typed. */
function wordsAfterDashes(program: Command): readonly string[] | undefined {
  const [, , verb, dashes, ...words] = (program as Command & { readonly rawArgs: readonly string[] }).rawArgs;
  return verb === 'complete' && dashes === '--' ? words : undefined;
}
