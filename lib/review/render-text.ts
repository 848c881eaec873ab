import { createColors } from 'picocolors';
import type { Review } from './review';
import type { RequestClass, RouteDiff, ShadowedRule } from './route-diff';
import { proofLines, resourceLines, titleOf, verdictOf } from './summary';
import { decisionWords, plain, portWords, reasonWords, regionWords, requestWords, rulesWords, ruleWords, settingWords } from './wording';

export interface TextOptions {
  /** Whether to use terminal colours. Default false. */
  readonly color?: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** More classes of a kind than this are counted only; `json` has them all. */
const classLimit = 40;
const margin = ' '.repeat(10);

/** A review for a terminal. */
export function renderReviewText({ gateways }: Review, { color = false }: TextOptions = {}): string {
  const colors = createColors(color);
  if (gateways.length === 0) return 'no load balancer on either side';
  return gateways.map((diff) => gatewayLines(diff, colors).join('\n')).join('\n\n');
}

function gatewayLines(diff: RouteDiff, colors: Colors): readonly string[] {
  const unserved = diff.classes.filter((it) => !it.served).length;
  const sections = [
    ...(['lost', 'new', 'moved', 'changed'] as const).flatMap((kind) => kindBlocks(diff, kind, colors)),
    ...diff.shadowed.map((rule) => shadowLines(rule, colors)),
    ...diff.unshadowed.map((rule) => [label('reached', colors.green, colors) + plain(`${ruleWords(rule)} could not match before and can now`)]),
    ...diff.settings.map((setting) => [label('setting', colors.magenta, colors) + plain(settingWords(setting)) + (setting.public ? openMark(colors) : '')]),
  ];
  const facts = [...resourceLines(diff), ...(unserved > 0 ? ['some requests that nobody serves get another error'] : [])];
  return [
    `${colors.bold(`Routing of ${plain(titleOf(diff))}`)}: ${plain(verdictOf(diff))}`,
    '',
    ...sections.flatMap((lines) => [...lines, '']),
    ...facts.map((fact) => label('deploy', colors.dim, colors) + plain(fact)),
    ...proofLines(diff).map((line) => label(diff.unchanged.proved ? 'proved' : 'open', diff.unchanged.proved ? colors.green : colors.yellow, colors) + plain(line)),
  ];
}

function label(word: string, paint: (text: string) => string, colors: Colors): string {
  return ` ${colors.bold(paint(word.padEnd(margin.length - 1)))}`;
}

function openMark(colors: Colors): string {
  return colors.bold(colors.red('  [open to the internet]'));
}

const paints = { lost: 'red', new: 'yellow', moved: 'cyan', changed: 'magenta' } as const;

function kindBlocks({ classes }: RouteDiff, kind: RequestClass['kind'], colors: Colors): readonly (readonly string[])[] {
  const own = classes.filter((it) => it.kind === kind && it.served);
  const blocks = own.slice(0, classLimit).map((it) => classLines(it, colors));
  const rest = own.length - blocks.length;
  return rest > 0 ? [...blocks, [label(kind, colors[paints[kind]], colors) + `and ${rest} more, see --format json`]] : blocks;
}

function classLines(it: RequestClass, colors: Colors): readonly string[] {
  const lines = [
    `${decisionWords(it.old)}  ->  ${decisionWords(it.new)}`,
    ...(it.witness ? [`e.g. ${requestWords(it.witness.request)}${it.witness.differs ? '' : '  (this one comes to the same)'}`] : []),
    ...(it.old.rules.length > 0 ? [`before ${rulesWords(it.old.rules)}`] : []),
    ...(it.new.rules.length > 0 ? [`after  ${rulesWords(it.new.rules)}`] : []),
    `because ${reasonWords(it)}`,
  ];
  const head = label(it.kind, colors[paints[it.kind]], colors) + colors.bold(plain(`${portWords(it)} ${regionWords(it)}`));
  const [outcomes, ...rest] = lines.map(plain);
  return [head + (it.public ? openMark(colors) : ''), margin + outcomes, ...rest.map((line) => margin + colors.dim(line))];
}

function shadowLines({ rule, by, isNew }: ShadowedRule, colors: Colors): readonly string[] {
  return [
    label('shadowed', colors.yellow, colors) + plain(`${ruleWords(rule)} can never match${isNew ? '' : ' any more'}`),
    ...by.map((cover) => margin + colors.dim(plain(`behind ${ruleWords(cover)}`))),
  ];
}
