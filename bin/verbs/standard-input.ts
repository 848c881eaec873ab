import type { ManifestInput, StandardInput } from '../../lib/index';

/** As a path: the standard input. */
const DASH = '-';

/** How messages call it. */
export const STDIN = '<stdin>';

/** Larger than any file that is read: what comes after it does not matter. */
const ENOUGH = 11_000_000;

let reading: Promise<StandardInput> | undefined;

/** The paths as the compiler takes them; `-` is read to its end, once. */
export async function readInputs(paths: readonly string[]): Promise<readonly ManifestInput[]> {
  return Promise.all(paths.map(readInput));
}

export async function readInput(path: string): Promise<ManifestInput> {
  if (path !== DASH) return path;
  reading ??= readStandardInput();
  return reading;
}

async function readStandardInput(): Promise<StandardInput> {
  if (process.stdin.isTTY) return { path: STDIN };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > ENOUGH) break;
  }
  return { path: STDIN, content: Buffer.concat(chunks) };
}
