import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { parseRequest } from '../../lib/index';
import { commandsIn } from './shell-words';
import { root } from './snippet';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** How strictly a command is taken: in running text it may leave out what does not matter there. */
export interface Strictness {
  readonly mayBePart: boolean;
}

/** What is wrong with the commands of a script, as far as they are about this project. */
export function shellProblems(script: string, strictness: Strictness = { mayBePart: false }): readonly string[] {
  return commandsIn(script).flatMap((words) => [...wordsProblems(words, strictness), ...words.flatMap(missingFile)]);
}

function wordsProblems(words: readonly string[], strictness: Strictness): readonly string[] {
  const [name, ...args] = words;
  switch (name) {
    case 'gateway-alb':
      return gatewayAlbProblems(args, strictness);
    case 'npx':
      return npxProblems(args, strictness);
    case 'npm':
      return npmProblems(args);
    case 'tsx':
    case 'node':
      return /^(bin\/gateway-alb\.ts|build\/bin\/gateway-alb\.js)$/.test(args[0] ?? '') ? gatewayAlbProblems(args.slice(1), strictness) : [];
    case 'cdk':
      return args.flatMap((word, index) => (/^(--app|-a)$/.test(args[index - 1] ?? '') ? shellProblems(word) : []));
    default:
      return [];
  }
}

function npxProblems(args: readonly string[], strictness: Strictness): readonly string[] {
  const words = args.slice(args.findIndex((word) => !word.startsWith('-')));
  const tool = words[0] ?? '';
  if (tool !== 'gateway-alb' && !existsSync(join(root, 'node_modules', '.bin', tool))) return [`npx ${tool}: there is no such tool here`];
  return wordsProblems(words, strictness);
}

function npmProblems([verb = '', name = '']: readonly string[]): readonly string[] {
  const script = verb === 'test' || verb === 't' ? 'test' : name;
  const runs = ['run', 'run-script', 'test', 't'].includes(verb);
  return runs && !(script in scripts) ? [`npm run ${script}: package.json has no such script`] : [];
}

const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !/^\.|^(build|dist|cdk\.out|node_modules)$/.test(entry.name));

/** A word that begins with a folder of this repository names something in it, or the beginning of such a name. */
function missingFile(word: string): readonly string[] {
  const isOurs = /^[\w./-]+$/.test(word) && folders.some(({ name }) => word.startsWith(`${name}/`));
  if (!isOurs || existsSync(join(root, word))) return [];
  const folder = join(root, dirname(word));
  const begins = existsSync(folder) && readdirSync(folder).some((file) => file.startsWith(basename(word)));
  return begins ? [] : [`${word}: there is no such file`];
}

/** What the parser of the program itself says, without running anything. */
function gatewayAlbProblems(args: readonly string[], { mayBePart }: Strictness): readonly string[] {
  const program = gatewayAlb();
  let said = '';
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({ writeErr: (text) => (said += text), writeOut: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
  }
  try {
    program.parse([...args], { from: 'user' });
  } catch (fault) {
    if (!(fault instanceof CommanderError)) throw fault;
    const isFine = fault.exitCode === 0 || (mayBePart && /missingArgument|commander\.help$/.test(fault.code));
    return isFine ? [] : [`gateway-alb ${args.join(' ')}: ${said.split('\n')[0] || fault.message}`];
  }
  return mayBePart ? [] : requestProblems(args);
}

/** What `explain` itself finds out when it runs. */
function requestProblems(args: readonly string[]): readonly string[] {
  if (args[0] !== 'explain') return [];
  const words = args.filter((word, index) => !word.startsWith('-') && !/^(-H|--(header|source-ip|gateway|on-invalid-route|default-target-type))$/.test(args[index - 1]));
  const [method = '', url = ''] = words.slice(-2);
  const request = words.length < 4 ? 'give PATH..., then METHOD and URL' : parseRequest(method, url, []);
  return typeof request === 'string' ? [`gateway-alb ${args.join(' ')}: ${request}`] : [];
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

const started: Command[] = [];

/** The program that `bin/gateway-alb.ts` makes, caught as it begins to read its arguments. */
function gatewayAlb(): Command {
  if (started.length > 0) return started[0];
  const start = jest.spyOn(Command.prototype, 'parseAsync').mockImplementation(function caught(this: Command) {
    started.push(this);
    return Promise.resolve(this);
  });
  jest.requireActual('../../bin/gateway-alb');
  start.mockRestore();
  return started[0];
}
