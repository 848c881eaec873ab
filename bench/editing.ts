import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Compiler from '../lib/compiler';
import { fleetOf } from './fleet';
import { child, median, milliseconds } from './measure';

/** What `gateway-alb check` of ten files costs each time a file is saved. Milliseconds. */
export interface EditingCosts {
  /** Loading the compiler. */
  readonly loading: number;
  /** Reading and compiling the files. */
  readonly checking: number;
}

export function editingCosts(samples: number): EditingCosts {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const { files } = fleetOf(35);
  files.slice(0, 10).forEach(({ text }, index) => writeFileSync(join(folder, `${index}.yaml`), text));
  const rounds = Array.from({ length: samples }, () => child<EditingCosts>('editing', folder));
  return { loading: median(rounds.map(({ loading }) => loading)), checking: median(rounds.map(({ checking }) => checking)) };
}

if (require.main === module) {
  let compiler: typeof Compiler | undefined;
  const loading = milliseconds(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading is what is measured
    compiler = require('../lib/compiler.js') as typeof Compiler;
  });
  const checking = milliseconds(() => compiler?.compilePaths([process.argv[2]]));
  console.log(JSON.stringify({ loading, checking }));
}
