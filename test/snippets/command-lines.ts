import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { parseRequest } from '../../lib/index';
import { commandsIn } from './shell-words';
import { root } from './snippet';

interface PackageJson {
  readonly scripts: Readonly<Record<string, string>>;
}

function scriptsIn(folder: string): readonly string[] {
  return Object.keys((JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson).scripts);
}

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
  if (!runs || scriptsIn(root).includes(script) || startingScripts().includes(script)) return [];
  return [`npm run ${script}: neither this package nor a starting app has such a script`];
}

let ofStartingApp: readonly string[] | undefined;

/** Scripts of the app that `gateway-alb init` writes. */
function startingScripts(): readonly string[] {
  if (ofStartingApp) return ofStartingApp;
  const folder = join(mkdtempSync(join(tmpdir(), 'init-')), 'web');
  execFileSync(process.execPath, [join(root, 'build', 'bin', 'gateway-alb.js'), 'init', folder], { stdio: 'pipe' });
  return (ofStartingApp = scriptsIn(folder));
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

/** What the parser of the program itself says, without running anything. Of a synopsis (`[options]`) only the verb counts. */
function gatewayAlbProblems(args: readonly string[], { mayBePart }: Strictness): readonly string[] {
  const words = args.filter((word) => !/^\[.*\]$/.test(word));
  const isPart = mayBePart || words.length < args.length;
  const problem = problemOf(words, isPart);
  return problem === undefined ? [] : [`gateway-alb ${args.join(' ')}: ${problem}`];
}

function problemOf(args: readonly string[], isPart: boolean): string | undefined {
  const program = gatewayAlb();
  let given: readonly string[] = [];
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({ outputError: () => undefined, writeErr: () => undefined, writeOut: () => undefined });
    if (command.commands.length === 0) command.action(() => void (given = [command.name(), ...command.args]));
  }
  try {
    program.parse([...args], { from: 'user' });
  } catch (fault) {
    if (!(fault instanceof CommanderError)) throw fault;
    const isFine = fault.exitCode === 0 || (isPart && /missingArgument|commander\.help$/.test(fault.code));
    return isFine ? undefined : fault.message;
  }
  return isPart ? undefined : requestProblem(given);
}

/** What `explain` itself finds out when it runs. */
function requestProblem([verb, ...args]: readonly string[]): string | undefined {
  if (verb !== 'explain') return undefined;
  const [method = '', url = ''] = args.slice(-2);
  const request = args.length < 3 ? 'give PATH..., then METHOD and URL' : parseRequest(method, url, []);
  return typeof request === 'string' ? request : undefined;
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
