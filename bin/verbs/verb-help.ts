import type { Command } from 'commander';

/** What the help of a command says beside its arguments and options. `docs/command-line.md` is made of the same. */
export interface VerbHelp {
  readonly exitCodes: Readonly<Record<number, string>>;
  /** One command line each, without the prompt. */
  readonly examples: readonly string[];
  /** A last part with a heading of its own. */
  readonly more?: { readonly title: string; readonly rows: readonly (readonly [name: string, meaning: string])[] };
}

const helps = new WeakMap<Command, VerbHelp>();

export function helpOf(command: Command): VerbHelp | undefined {
  return helps.get(command);
}

export function withHelp(command: Command, help: VerbHelp): Command {
  helps.set(command, help);
  const { exitCodes, examples, more } = help;
  const parts = [
    section('Exit codes', rows(Object.entries(exitCodes))),
    ...(more ? [section(more.title, rows(more.rows))] : []),
    section(examples.length === 1 ? 'Example' : 'Examples', examples.map((example) => `$ ${example.replaceAll('\n', '\n  ')}`)),
  ];
  return command.addHelpText('after', ({ command: shown }) => `\n${parts.map(({ title, lines }) => {
    return [shown.createHelp().styleTitle(`${title}:`), ...lines.map((line) => `  ${line}`)].join('\n');
  }).join('\n\n')}`);
}

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

function section(title: string, lines: readonly string[]): Section {
  return { title, lines };
}

function rows(entries: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, meaning]) => `${name.padEnd(width)}  ${meaning}`);
}
