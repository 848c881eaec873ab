import { readFileSync, writeFileSync } from 'node:fs';

/** Something the user can mend, in one sentence; it ends the run with exit code 1 and without a stack trace. */
export class Mistake extends Error {}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (fault) {
    throw new Mistake(`${file} cannot be read: ${messageOf(fault)}`);
  }
}

export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (fault) {
    throw new Mistake(`${file} cannot be written: ${messageOf(fault)}`);
  }
}

export function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
