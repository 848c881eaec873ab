/** Whether to colour what goes there: https://no-color.org first, then FORCE_COLOR, then whether somebody looks at it. */
export function isColoured(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return Boolean(stream.isTTY) && TERM !== 'dumb'; // undefined for a pipe
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** `report | head -1` closes the pipe early: the rest is not wanted, and that is no mistake. */
export function allowClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EPIPE' && fault.code !== 'ERR_STREAM_DESTROYED') throw fault;
    });
  }
}

/**
 * Whether these arguments ask for JSON, told without knowing the verb: then a mistake on the command line is told as JSON too.
 * `plan` always prints JSON; on a terminal its user reads the sentence.
 */
export function asksForJson(args: readonly string[]): boolean {
  const formats = args.map((arg, index) => (arg === '--format' ? args[index + 1] : /^--format=(.*)$/.exec(arg)?.[1]));
  return args.includes('--json') || formats.includes('json') || (args[0] === 'plan' && !process.stdout.isTTY);
}
