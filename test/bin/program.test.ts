import type { Command } from 'commander';
import { gatewayAlb } from '../../bin/program';
import { helpOf } from '../../bin/verbs/verb-help';
import { gates } from '../../lib/review/review';
import { commandLinePage } from '../../scripts/command-line-page';
import { run } from './running';

const program = gatewayAlb();
const commands = [program, ...program.commands.flatMap((command) => [command, ...command.commands])];
const named = commands.map((command) => [nameOf(command), command] as const);

/** `gateway-alb priorities check` */
function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

/** All that `--help` prints, at the 80 columns of a terminal that does not say its width. */
function helpTextOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return text;
}

test('there are the commands that are promised', () => {
  expect(program.commands.map((command) => command.name())).toEqual(['check', 'plan', 'diff', 'explain', 'test', 'report', 'priorities', 'init', 'complete']);
});

describe('the help of every command', () => {
  test.each(named)('%s says what it does, and what each argument and option is for', (_, command) => {
    expect(command.description()).toMatch(/^\S.{15,}[^.]$/);
    for (const { description } of [...command.registeredArguments, ...command.options]) expect(description).toMatch(/^\S.*[^.\s]$/);
  });

  test.each(named)('%s has examples and exit codes', (_, command) => {
    const text = helpTextOf(command);
    expect(text).toMatch(/^Exit codes:\n {2}0 {2}\S.*\n {2}1 {2}\S/m);
    expect(text).toMatch(/^Examples?:\n {2}\$ /m);
  });

  test.each(named)('%s fits into 80 columns', (_, command) => {
    expect(helpTextOf(command).split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test.each(named)('%s has examples that name commands and options which exist', (_, command) => {
    const calls = (helpOf(command)?.examples ?? []).flatMap((example) => [...example.replaceAll('\\\n', '').matchAll(/gateway-alb ([^|&>#)]*)/g)].map(([, call]) => call.trim()));
    expect(calls).not.toEqual([]);
    for (const call of calls) {
      const words = call.split(/\s+/);
      const called = commands.findLast((each) => `gateway-alb ${call} `.startsWith(`${nameOf(each)} `)) ?? program;
      expect(called).not.toBe(program);
      const known = ['--help', ...called.options.flatMap(({ long, short }) => [long, short])];
      expect(words.filter((word) => /^--?[a-z]/i.test(word) && !known.includes(word))).toEqual([]);
    }
  });

  test('names all gates of --fail-on', () => {
    const diff = program.commands.find((command) => command.name() === 'diff');
    const words = diff?.options.find(({ long }) => long === '--fail-on')?.description.split(': ')[1].split(', ') ?? [];
    expect([...words].sort()).toEqual([...gates].sort());
  });

  test('at the top says which variables count', () => {
    expect(helpTextOf(program)).toMatch(/^Environment:\n {2}NO_COLOR .*\n {2}FORCE_COLOR /m);
  });
});

describe('a mistake on the command line', () => {
  test.each([
    ['no command', [], /^Usage: gateway-alb \[options\] \[command\]/],
    ['no command of priorities', ['priorities'], /^Usage: gateway-alb priorities/],
    ['an unknown command', ['chekc', '.'], /^error: unknown command 'chekc'\n\(Did you mean check\?\)/],
    ['an unknown option', ['check', '.', '--fromat', 'json'], /^error: unknown option '--fromat'\n\(Did you mean --format\?\)/],
    ['an unknown choice', ['check', '.', '--format', 'xml'], /Allowed choices are text, json, github/],
    ['a missing path', ['check'], /missing required argument 'path'/],
    ['the standard input on both sides', ['diff', '-', '-'], /only one side can be the standard input/],
    ['a shell that is not known', ['complete', 'tcsh'], /name one shell: bash, zsh, fish, powershell/],
  ])('fails on %s with exit code 1, in words, and with nothing on stdout', (_, args, expected) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/\n +at /);
  });
});

describe('docs/command-line.md', () => {
  const page = commandLinePage();

  test.each(named.slice(1))('has a part on %s', (name) => {
    expect(page).toMatch(new RegExp(`^##+ ${name.replace('gateway-alb ', '')}$`, 'm'));
  });

  test('has no text that a renderer would take for an element', () => {
    const prose = page.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '');
    expect(prose.split('\n').filter((line) => /<[a-z/]|\{\{/i.test(line))).toEqual([]);
  });
});
