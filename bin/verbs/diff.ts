import type { Command } from 'commander';
import { Argument, InvalidArgumentError, Option } from 'commander';
import type * as Library from '../../lib/index';
import type { Diagnostic, Gate, Review, RouteDiff } from '../../lib/index';
import { completedBy, type Place } from '../completion/value-source';
import { compileOptionsOf, loadLibrary, printDiagnostics } from './compiling';
import { writeOutput } from './mistake';
import { formatOption, outputOption, routings, withCompilingOptions, type CompilingOptions } from './options';
import { readSide, type Side, type SideLoadBalancer } from './side';
import { readInput } from './standard-input';
import { isColoured } from './terminal';
import { withHelp } from './verb-help';

type Format = 'text' | 'markdown' | 'json' | 'html';

interface DiffOptions extends CompilingOptions {
  readonly format: Format;
  readonly failOn: readonly Gate[];
  readonly output?: string;
  readonly maximumRules: number;
}

const gateNames = ['lost', 'shadowed', 'public', 'replaced', 'moved', 'changed', 'new', 'unproved'];

export function addDiff(program: Command): void {
  const diff = program.command('diff')
    .description('say which requests are answered differently after a change, with an example for each kind')
    .addArgument(completedBy(new Argument('<old>', routings.replace('; or one', ', or a')), 'files'))
    .addArgument(completedBy(new Argument('<new>', 'the same'), 'files'))
    .addOption(formatOption(['text', 'markdown', 'json', 'html']))
    .addOption(failOnOption())
    .addOption(outputOption())
    .addOption(new Option('--maximum-rules <number>', 'quota of rules of the load balancer').argParser(readCount).default(100))
    .action(showDiff);
  withHelp(withCompilingOptions(diff), {
    exitCodes: { 0: 'compared', 1: 'a side has errors; nothing was compared', 2: 'compared, and a gate of --fail-on was hit' },
    examples: [
      'gateway-alb diff git:origin/main:k8s k8s',
      'gateway-alb diff git:origin/main:k8s k8s --format markdown \\\n    --fail-on lost,public,replaced > comment.md',
      'gateway-alb diff cdk.out.main cdk.out --gateway shop/web',
    ],
  });
}

function failOnOption(): Option {
  const option = new Option('--fail-on <gates>', `exit with 2 on any of these, comma-separated: ${gateNames.join(', ')}`);
  return completedBy(option.argParser(readGates).default([], 'none'), { noSpace: completeGates });
}

/** The gates that may follow those before the last comma. */
function completeGates({ word }: Place): readonly { value: string }[] {
  const before = word.slice(0, word.lastIndexOf(',') + 1);
  const named = before.split(',');
  return gateNames.filter((gate) => !named.includes(gate)).map((gate) => ({ value: `${before}${gate}` }));
}

function readGates(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !gateNames.includes(word));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is none of ${gateNames.join(', ')}.`);
  return words;
}

function readCount(text: string): number {
  if (!/^[1-9][0-9]*$/.test(text)) throw new InvalidArgumentError('A whole number is expected.');
  return Number(text);
}

async function showDiff(oldArgument: string, newArgument: string, options: DiffOptions, command: Command): Promise<void> {
  if (oldArgument === '-' && newArgument === '-') command.error('error: only one side can be the standard input');
  const library = await loadLibrary();
  const compileOptions = compileOptionsOf(options);
  const sides = [readSide(library, await readInput(oldArgument), compileOptions), readSide(library, await readInput(newArgument), compileOptions)] as const;
  const known = withoutMissing(sides);
  for (const [index, side] of known.entries()) await reportSide(side, sideNames[index]);
  const refused = known.some(({ hasErrors }) => hasErrors) ? known.flatMap(toldBy) : whyIncomparable(library, known[0], known[1]);
  if (refused.length > 0) {
    if (options.format === 'json') await printDiagnostics({ diagnostics: refused, sources: new Map() }, 'json', process.stdout);
    process.exitCode = 1;
    return;
  }
  const review = reviewOf(library, known[0], known[1], options);
  const text = render(library, review, options);
  if (options.output === undefined) process.stdout.write(text);
  else writeOutput(options.output, text);
  const hit = library.gatesHit(review, options.failOn);
  if (hit.length === 0) return;
  process.stderr.write(`--fail-on: ${hit.join(', ')}\n`);
  process.exitCode = 2;
}

const sideNames = ['old', 'new'] as const;

/** What there was to say, with the side that it is about. */
function toldBy(side: Side, index: number): readonly Diagnostic[] {
  return side.diagnostics.map((diagnostic) => ({ ...diagnostic, side: sideNames[index] }));
}

/** No Gateway, not this Gateway, no load balancer. */
const notThere = ['GW2901', 'GW2902', 'GW0308'];

/** A load balancer may be missing on one side: then it is new, or gone. On both sides it is a mistake. */
function withoutMissing(sides: readonly [Side, Side]): readonly [Side, Side] {
  const missing = (side: Side) => side.diagnostics.filter(({ severity }) => severity === 'error').every(({ code }) => notThere.includes(code));
  const isThere = sides.some(({ loadBalancers }) => loadBalancers.length > 0);
  const forgiven = (side: Side): Side => {
    if (!isThere || !side.hasErrors || !missing(side)) return side;
    return { ...side, hasErrors: false, diagnostics: side.diagnostics.filter(({ severity }) => severity !== 'error') };
  };
  return [forgiven(sides[0]), forgiven(sides[1])];
}

async function reportSide(side: Side, which: string): Promise<void> {
  if (side.diagnostics.every(({ severity }) => severity === 'note')) return;
  process.stderr.write(`${which}: ${side.label}\n`);
  await printDiagnostics(side, 'text', process.stderr);
}

function areMixed(old: Side, latest: Side): boolean {
  return (old.kind === 'manifests') !== (latest.kind === 'manifests');
}

/** Said, and returned: why two sides without mistakes have no words in common. */
function whyIncomparable(library: typeof Library, old: Side, latest: Side): readonly Diagnostic[] {
  const nameless = [old, latest].find(({ loadBalancers }) => loadBalancers.some(({ servicesKnown }) => !servicesKnown));
  if (!nameless || !areMixed(old, latest)) return [];
  const sink = new library.DiagnosticSink();
  sink.report(library.sideCodes.SERVICES_UNKNOWN, { path: nameless.label });
  process.stderr.write(`${library.renderDiagnostics(sink.diagnostics, { sources: new Map(), format: 'text', color: isColoured(process.stderr) })}\n`);
  return sink.diagnostics;
}

function reviewOf(library: typeof Library, old: Side, latest: Side, options: DiffOptions): Review {
  const mixed = areMixed(old, latest);
  const notCompared = mixed ? 'one side is manifests and the other a template: names of resources, certificates and attributes are bound in between' : undefined;
  const gateways = pairsOf(old.loadBalancers, latest.loadBalancers).map(([before, after]) =>
    named(before, after, library.compareRouting(...inSameWords(before, after), {
      maximumRules: options.maximumRules,
      ...(notCompared !== undefined && { notCompared }),
      numbersKnown: old.kind !== 'manifests' && latest.kind !== 'manifests',
      onProgress: (done, total, what) => showProgress(after?.name ?? before?.name ?? '', done, total, what),
    })));
  clearProgress();
  return { version: 1, old: old.label, new: latest.label, gateways };
}

type Maybe = SideLoadBalancer | undefined;

/** Where one template is known by its logical ids only, both are. */
function areBare(before: Maybe, after: Maybe): boolean {
  return before !== undefined && after !== undefined && before.servicesKnown !== after.servicesKnown;
}

function inSameWords(before: Maybe, after: Maybe): [SideLoadBalancer['plan'] | undefined, SideLoadBalancer['plan'] | undefined] {
  return areBare(before, after) ? [before?.bare, after?.bare] : [before?.plan, after?.plan];
}

/** With the names by which the sides tell their load balancers apart. */
function named(before: Maybe, after: Maybe, diff: RouteDiff): RouteDiff {
  if (areBare(before, after)) return diff;
  return {
    ...diff,
    ...(diff.old && before && { old: { ...diff.old, name: before.name } }),
    ...(diff.new && after && { new: { ...diff.new, name: after.name } }),
  };
}

type Pair = readonly [SideLoadBalancer | undefined, SideLoadBalancer | undefined];

/** By name; what is the only one left on each side belongs together. */
function pairsOf(old: readonly SideLoadBalancer[], latest: readonly SideLoadBalancer[]): readonly Pair[] {
  const pairs = latest.map((after): Pair => [old.find(({ name }) => name === after.name), after]);
  const alone = pairs.filter(([before]) => !before);
  const gone = old.filter(({ name }) => latest.every((after) => after.name !== name));
  if (alone.length === 1 && gone.length === 1) return pairs.map((pair) => (pair === alone[0] ? [gone[0], pair[1]] : pair));
  return [...pairs, ...gone.map((before): Pair => [before, undefined])];
}

function render(library: typeof Library, review: Review, { format, output }: DiffOptions): string {
  switch (format) {
    case 'text':
      return `${library.renderReviewText(review, { color: output === undefined && isColoured(process.stdout) })}\n`;
    case 'markdown':
      return `${library.renderReviewMarkdown(review)}\n`;
    case 'html':
      return library.renderReviewHtml(review);
    case 'json':
      return `${JSON.stringify(review, undefined, 2)}\n`;
  }
}

/** On a terminal only; long work elsewhere stays quiet. */
function showProgress(name: string, done: number, total: number, what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[Kcomparing ${name}: ${what} (${done + 1} of ${total})`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
