import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const cli = join(__dirname, '..', '..', 'build', 'bin', 'gateway-alb.js');

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the compiled command line in a process of its own, without what the terminal of the tester says about colours. */
export function run(args: readonly string[], { cwd, input, env }: Surroundings = {}): Run {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...around } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, input: input ?? '', encoding: 'utf8', env: { ...around, ...env } });
  return { status, stdout, stderr };
}

/** A new folder with these files. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
