import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../lib/compiler';
import type { Candidate, Place } from './value-source';

/** Nobody waits longer at a prompt: what is larger has no suggestions. */
const MOST_ENTRIES = 2000;
const MOST_BYTES = 2_000_000;

/** The Gateways in the manifests that the line names so far. Nothing but files below these paths is read. */
export async function gatewaysOnTheLine({ operands }: Place): Promise<readonly Candidate[]> {
  const files = new FewFiles().read(operands);
  if (files.length === 0) return [];
  const { DiagnosticSink, nameOf, readManifests } = await import('../../lib/compiler.js');
  const gateways = readManifests(files, new DiagnosticSink()).filter(({ kind }) => kind === 'Gateway');
  return gateways.map(({ ref }) => ({ value: nameOf(ref), description: 'Gateway' }));
}

/** Reads files that may hold a Gateway, until there is too much. */
class FewFiles {
  private readonly files: SourceFile[] = [];
  private entries = 0;
  private bytes = 0;

  public read(paths: readonly string[]): readonly SourceFile[] {
    for (const path of paths) this.visit(path, true);
    return this.entries > MOST_ENTRIES || this.bytes > MOST_BYTES ? [] : this.files;
  }

  private visit(path: string, isNamed = false): void {
    if (++this.entries > MOST_ENTRIES || this.bytes > MOST_BYTES) return;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      for (const name of readdirSync(path)) if (!name.startsWith('.') && name !== 'node_modules') this.visit(join(path, name));
    } else if (stats?.isFile() && (isNamed || /\.(ya?ml|json)$/i.test(path))) {
      this.bytes += stats.size;
      if (this.bytes <= MOST_BYTES) this.add(path, readFileSync(path, 'utf8'));
    }
  }

  private add(path: string, text: string): void {
    if (/\bkind["']?:\s*["']?Gateway\b/.test(text)) this.files.push({ path, text });
  }
}
