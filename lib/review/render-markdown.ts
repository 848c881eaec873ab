import type { Review } from './review';
import type { RequestClass, RouteDiff } from './route-diff';
import { proofLines, resourceLines, titleOf, verdictOf } from './summary';
import { decisionWords, plain, portWords, reasonWords, regionWords, requestWords, rulesWords, ruleWords, settingWords } from './wording';

/** Lines that are seen without unfolding anything; the rest is folded away. */
const visibleLines = 60;
/** Each needs at least eleven lines. */
const gatewayLimit = 5;
/** A comment may have 65,536 characters. */
const lengthLimit = 60_000;

/**
 * A review as a comment on a pull request: what is risky first, at most 60 lines to see, details folded. Everything that
 * comes from the manifests stands in code spans, where Markdown and HTML mean nothing.
 */
export function renderReviewMarkdown({ gateways }: Review): string {
  const ordered = [...gateways].sort((one, other) => marks.indexOf(mark(one)) - marks.indexOf(mark(other)));
  const shown = ordered.slice(0, gatewayLimit);
  const rest = gateways.length - shown.length;
  const share = Math.floor((visibleLines - 2) / Math.max(shown.length, 1));
  const parts = shown.map((diff) => gatewayLines(diff, share - 1));
  const folded = ordered.flatMap((diff) => diff.classes.map((it) => classDetails(it, diff)));
  const visible = [...parts.flatMap((lines) => [...lines, '']), ...(rest > 0 ? [`and ${rest} more load balancers: see \`--format json\``, ''] : [])];
  if (gateways.length === 0) return 'No load balancer on either side.';
  if (folded.length === 0) return visible.join('\n').trimEnd();
  return [...visible, '<details>', '<summary>Examples, rules and reasons</summary>', '', ...fitting(folded, lengthLimit - visible.join('\n').length), '', '</details>'].join('\n');
}

/** As many blocks as the comment has room for. */
function fitting(blocks: readonly string[], room: number): readonly string[] {
  let used = 200;
  const fit = blocks.filter((block) => (used += block.length + 1) <= room);
  return fit.length === blocks.length ? blocks : [...fit, `\nand ${blocks.length - fit.length} more: see \`--format json\``];
}

function gatewayLines(diff: RouteDiff, room: number): readonly string[] {
  const notes = noteLines(diff);
  const head = [`### ${mark(diff)} Routing of ${code(titleOf(diff))}: ${text(verdictOf(diff))}`, ''];
  const shownNotes = limited(notes, Math.max(4, Math.floor(room / 3)), (count) => `- and ${count} more`);
  const rows = diff.classes.filter((it) => it.served).map(row);
  if (rows.length === 0) return [...head, ...shownNotes];
  const table = limited(rows, Math.max(1, room - head.length - shownNotes.length - 3), (count) => `| | and ${count} more, folded below | | |`);
  return [...head, '| | requests | before | after |', '|---|---|---|---|', ...table, '', ...shownNotes];
}

function limited(lines: readonly string[], limit: number, more: (count: number) => string): readonly string[] {
  return lines.length <= limit ? lines : [...lines.slice(0, limit - 1), more(lines.length - limit + 1)];
}

/** Riskiest first. */
const marks = ['🔴', '🟡', '🟢'];

function mark({ classes, settings, shadowed }: RouteDiff): string {
  const served = classes.filter((it) => it.served);
  if (served.some((it) => it.kind === 'lost' || it.public) || settings.some((it) => it.public)) return '🔴';
  return served.length + shadowed.length + settings.length > 0 ? '🟡' : '🟢';
}

function row(it: RequestClass): string {
  const example = it.witness ? `<br>e.g. ${cell(requestWords(it.witness.request))}` : '';
  const cells = [`**${it.kind}**${it.public ? '<br>open to the internet' : ''}`, `${cell(`${portWords(it)} ${regionWords(it)}`)}${example}`, cell(decisionWords(it.old)), cell(decisionWords(it.new))];
  return `| ${cells.join(' | ')} |`;
}

function noteLines(diff: RouteDiff): readonly string[] {
  return [
    ...diff.settings.map((setting) => `- ${setting.public ? '**open to the internet**: ' : ''}${code(settingWords(setting))}`),
    ...diff.shadowed.map(({ rule, isNew, by }) => `- **shadowed**: ${code(ruleWords(rule))} can never match${isNew ? '' : ' any more'}${by[0] ? `, behind ${code(ruleWords(by[0]))}` : ''}`),
    ...diff.unshadowed.map((rule) => `- ${code(ruleWords(rule))} could not match before and can now`),
    ...resourceLines(diff).map((line) => `- ${isPlain(line) ? line : code(line)}`),
    ...proofLines(diff).map((line) => `- ${isPlain(line) ? line : code(line)}`),
  ];
}

function classDetails(it: RequestClass, diff: RouteDiff): string {
  const lines = [
    `**${it.kind}** ${code(`${portWords(it)} ${regionWords(it)}`)} of ${code(titleOf(diff))}`,
    `- ${code(decisionWords(it.old))} → ${code(decisionWords(it.new))}`,
    ...(it.witness ? [`- e.g. ${code(requestWords(it.witness.request))}${it.witness.differs ? '' : ' (this one comes to the same)'}`] : []),
    ...(it.old.rules.length > 0 ? [`- before: ${code(rulesWords(it.old.rules))}`] : []),
    ...(it.new.rules.length > 0 ? [`- after: ${code(rulesWords(it.new.rules))}`] : []),
    `- because: ${code(reasonWords(it))}`,
    '',
  ];
  return lines.join('\n');
}

/** Words of ours with numbers in them; nothing that Markdown would read. */
function isPlain(line: string): boolean {
  return /^[A-Za-z0-9 ,:()>.-]*$/.test(line) && !line.includes('](');
}

/** Our own words; whatever else is in there loses its meaning. */
function text(words: string): string {
  return plain(words).replace(/[\\`*_{}[\]<>#|~&!@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A code span: more backticks around than in a row inside. An empty one would be none. */
function code(words: string): string {
  const line = plain(words) || ' ';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A code span in a table: there `|` ends a cell even in code. */
function cell(words: string): string {
  return code(words).replaceAll('|', '\\|');
}
