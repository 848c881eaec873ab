import { execFileSync } from 'node:child_process';
import type { ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One side of a comparison. */
export type Work = () => unknown;

export interface Measurement {
  /** Median. */
  readonly milliseconds: number;
  readonly samples: number;
}

/**
 * What the main thread spends on a work, in milliseconds: CPU time where the system tells (Linux), otherwise wall time.
 * Neither waiting for other processes nor the helper threads of V8 count, which a machine with few cores makes costly.
 */
export function milliseconds(work: Work): number {
  const before = threadTime();
  work();
  return (threadTime() - before) / 1e6;
}

/** Nanoseconds. */
function threadTime(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]);
  } catch {
    return Number(process.hrtime.bigint());
  }
}

/**
 * Runs all works in turn, so that whatever the machine does to one it does to the others. The first fifth of the rounds,
 * one at least, does not count: the code is compiled then.
 */
export function inTurn<Name extends string>(works: Readonly<Record<Name, Work>>, samples: number): Readonly<Record<Name, Measurement>> {
  const names = Object.keys(works) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const uncounted = Math.ceil(samples / 5);
  for (let round = 0; round < uncounted + samples; round += 1) {
    for (const name of names) {
      const time = milliseconds(works[name]);
      if (round >= uncounted) times.get(name)?.push(time);
    }
  }
  return Object.fromEntries(names.map((name) => [name, { milliseconds: median(times.get(name) ?? []), samples }])) as Record<Name, Measurement>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The largest resident size of this process so far, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** Median of the results of fresh processes, those of the names in turn. */
export function inFreshProcesses<Name extends string>(
  commands: Readonly<Record<Name, () => number>>,
  samples: number,
): Readonly<Record<Name, Measurement>> {
  const names = Object.keys(commands) as Name[];
  const results = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < samples; round += 1) {
    for (const name of names) results.get(name)?.push(commands[name]());
  }
  return Object.fromEntries(names.map((name) => [name, { milliseconds: median(results.get(name) ?? []), samples }])) as Record<Name, Measurement>;
}

/** Runs a compiled file of this folder and reads the JSON it prints. */
export function child<Result>(file: string, ...args: readonly (string | number)[]): Result {
  const options: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 };
  return JSON.parse(execFileSync(process.execPath, [join(__dirname, `${file}.js`), ...args.map(String)], options)) as Result;
}

/** Wall time of a command, in milliseconds. */
export function wallMilliseconds(command: string, args: readonly string[], options: { readonly cwd?: string } = {}): number {
  const start = process.hrtime.bigint();
  execFileSync(command, args, { ...options, stdio: 'ignore' });
  return Number(process.hrtime.bigint() - start) / 1e6;
}
