import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

type Manifest = Readonly<Record<'peerDependencies' | 'devDependencies', Readonly<Record<string, string>>>> & { readonly version: string };

export const { version, peerDependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

export const totals = { passed: 0, failed: 0 };

export function check(name: string, run: () => void): void {
  try {
    run();
    totals.passed += 1;
    console.log(`ok      ${name}`);
  } catch (problem) {
    totals.failed += 1;
    const { stdout = '', stderr = '', message } = problem as { stdout?: string; stderr?: string; message: string };
    console.log(`FAILED  ${name}\n${message}\n${stdout}${stderr}`);
  }
}

export function run(folder: string, command: string, ...args: readonly string[]): string {
  return runWith({}, folder, command, ...args);
}

export function runWith(environment: Readonly<Record<string, string>>, folder: string, command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', ...environment } });
}

export function expect(actual: string, pattern: RegExp): void {
  if (!pattern.test(actual)) throw new Error(`expected ${String(pattern)} in:\n${actual}`);
}

export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'package-'));
}
