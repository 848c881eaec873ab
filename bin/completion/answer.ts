import type { Argument, Command, Option } from 'commander';
import { valuesOf, type Candidate, type Place, type ValueSource } from './value-source';

/** What the shell shall do with the candidates: a sum of these, as in the scripts of Cobra and of @bomb.sh/tab. */
export const directives = { none: 0, noSpace: 2, noFiles: 4, folders: 16 } as const;

/** Candidates for the last word of a line. Without any, the shell may list files, unless `directive` says otherwise. */
export interface Answer {
  readonly candidates: readonly Candidate[];
  readonly directive: number;
}

/** What stands on a line before the word that is completed. */
interface Line {
  readonly command: Command;
  readonly operands: readonly string[];
  /** An option that waits for its value. */
  readonly waiting?: Option;
  readonly onlyOperands: boolean;
}

/** `words`: those after the name of the program; the last one is completed and may be empty. */
export async function complete(program: Command, words: readonly string[]): Promise<Answer> {
  const word = words.at(-1) ?? '';
  const line = readLine(program, words.slice(0, -1));
  const place = { word, operands: line.operands };
  if (line.waiting) return fromSource(valuesOf(line.waiting), place);
  if (line.onlyOperands) return completeOperand(line, place);
  const assigned = /^(--[^=]+)=(.*)$/s.exec(word);
  if (assigned) {
    const option = optionOf(line.command, assigned[1]);
    return fromSource(option && valuesOf(option), { ...place, word: assigned[2] });
  }
  return word.startsWith('-') ? fitting(optionsOf(line.command), word) : completeOperand(line, place);
}

function readLine(program: Command, words: readonly string[]): Line {
  let line: Line = { command: program, operands: [], onlyOperands: false };
  for (const word of words) line = readWord(line, word);
  return line;
}

function readWord({ waiting, ...line }: Line, word: string): Line {
  if (waiting) return line;
  if (line.onlyOperands || word === '-' || !word.startsWith('-')) return readOperand(line, word);
  if (word === '--') return { ...line, onlyOperands: true };
  const option = optionOf(line.command, word);
  return option?.required === true ? { ...line, waiting: option } : line;
}

function readOperand(line: Line, word: string): Line {
  if (line.operands.length === 0 && word === 'help' && line.command.commands.length > 0) return line;
  const verb = line.operands.length === 0 ? line.command.commands.find((command) => command.name() === word) : undefined;
  return verb ? { ...line, command: verb } : { ...line, operands: [...line.operands, word] };
}

function optionOf(command: Command, name: string): Option | undefined {
  return command.options.find(({ long, short }) => name === long || name === short);
}

function optionsOf(command: Command): readonly Candidate[] {
  return command.createHelp().visibleOptions(command).map((option) => ({ value: option.long ?? option.short ?? '', description: option.description }));
}

async function completeOperand({ command, operands }: Line, place: Place): Promise<Answer> {
  if (command.commands.length > 0 && operands.length === 0) {
    const verbs = command.createHelp().visibleCommands(command);
    return fitting(verbs.map((verb) => ({ value: verb.name(), description: verb.description() })), place.word);
  }
  const argument = argumentAt(command, operands.length);
  return fromSource(argument && valuesOf(argument), place);
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}

async function fromSource(source: ValueSource | undefined, place: Place): Promise<Answer> {
  if (source === undefined) return { candidates: [], directive: directives.noFiles };
  if (source === 'files') return { candidates: [], directive: directives.none };
  if (source === 'folders') return { candidates: [], directive: directives.folders };
  if (typeof source !== 'function') return fitting(source.noSpace(place), place.word, directives.noFiles + directives.noSpace);
  const found = await source(place);
  if (found === 'files') return fromSource('files', place);
  return fitting(found === 'none' ? [] : found, place.word);
}

function fitting(candidates: readonly Candidate[], word: string, directive: number = directives.noFiles): Answer {
  return { candidates: candidates.filter(({ value }) => value.startsWith(word)), directive };
}

/** As the scripts read it: a candidate per line, its description after a tab; then the directive. */
export function printAnswer({ candidates, directive }: Answer): string {
  const lines = candidates.map(({ value, description = '' }) => `${value}\t${description.replaceAll(/\s+/g, ' ')}`);
  return `${[...lines, `:${directive}`].join('\n')}\n`;
}
