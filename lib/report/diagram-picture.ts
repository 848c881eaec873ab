import { keyOfAnswer, keys } from './diagram-keys';
import type { Column, Draft, Laid } from './diagram-layout';
import { columnX, layOut } from './diagram-layout';
import { widthOf, wrap } from './diagram-text';
import type { ActionReport, ListenerReport, RuleReport, TargetReport } from './listener-report';
import type { GatewayReport } from './report';
import { sayShare } from './report-words';
import type { TargetGroupReport } from './target-report';

/** A line of a box. A `guard` is what stands between a client and a target: logins, certificates, web ACLs. */
export interface PictureLine {
  readonly text: string;
  readonly kind: 'plain' | 'muted' | 'guard';
}

export interface PictureBox extends Draft {
  readonly kind: 'gateway' | 'listener' | 'rule' | 'target-group' | 'answer' | 'service';
  /** One line or more. */
  readonly title: readonly string[];
  readonly lines: readonly PictureLine[];
}

/** Gateway, listeners, rules, target groups, Services: every rule has a box of its own, for pictures of few rules. */
export interface Picture extends Laid<PictureBox> {
  readonly columns: readonly { readonly heading: string; readonly x: number }[];
  /** Parts of the requests, by the keys of a rule and of what it forwards to; where a rule has one target there is none. */
  readonly shares: ReadonlyMap<string, ReadonlyMap<string, TargetReport>>;
}

export interface PictureOptions {
  /** Clusters that fill the same target groups; each has Services of its own. */
  readonly sharingClusters?: readonly string[];
}

/** Bold letters are wider by this. */
const bold = 1.1;

export const type = { title: 13, line: 12, padding: 12, titleHeight: 18, lineHeight: 16 };
const room = { gap: 14, top: 40 };
const columnGap = 52;
/** Room for the numbers between a rule and what it forwards to. */
const gapForShares = 84;
const widest = { rule: 232, other: 188 };
const narrowest = 88;

export function pictureOf(gateway: GatewayReport, { sharingClusters = [] }: PictureOptions = {}): Picture {
  const columns = [gatewayColumn(gateway), listenerColumn(gateway), ruleColumn(gateway), targetColumn(gateway), serviceColumn(gateway, sharingClusters)].map(wrapped);
  const shares = sharesOf(gateway);
  const widths = columns.map(widthOfColumn);
  const columnGaps = columns.map((_, column) => (column === 2 && shares.size > 0 ? gapForShares : columnGap));
  const heights = columns.map(({ drafts }) => drafts.reduce((sum, draft) => sum + heightOf(draft) + room.gap, 0));
  const laid = layOut(columns, { ...room, widths, columnGaps, heightOf, pivot: heights.indexOf(Math.max(...heights)), centred: true });
  const headings = columns.map(({ heading }, column) => ({ heading, x: columnX(column, { widths, columnGaps }) }));
  return { ...laid, columns: headings, shares };
}

function heightOf({ title, lines }: PictureBox): number {
  return 2 * type.padding + title.length * type.titleHeight + lines.length * type.lineHeight - 4;
}

function wrapped(column: Column<PictureBox>): Column<PictureBox> {
  const drafts = column.drafts.map((draft) => {
    const width = widestOf(draft) - 2 * type.padding;
    return {
      ...draft,
      title: draft.title.flatMap((line) => wrap(line, width, type.title * bold)),
      lines: draft.lines.flatMap(({ text, kind }) => wrap(text, width, type.line).map((part) => ({ text: part, kind }))),
    };
  });
  return { ...column, drafts };
}

function widestOf({ kind }: PictureBox): number {
  return kind === 'rule' ? widest.rule : widest.other;
}

function widthOfColumn({ drafts, heading }: Column<PictureBox>): number {
  const texts = drafts.flatMap(({ title, lines }) => [
    ...title.map((line) => widthOf(line, type.title * bold)),
    ...lines.map(({ text }) => widthOf(text, type.line)),
  ]);
  return Math.max(narrowest, Math.ceil(Math.max(...texts, 0)) + 2 * type.padding, Math.ceil(widthOf(heading, type.line)));
}

function gatewayColumn({ name, facts }: GatewayReport): Column<PictureBox> {
  const value = (wanted: string): string | undefined => facts.find(({ label }) => label === wanted)?.value;
  const acl = value('Web ACL');
  const lines = [...optional(value('Scheme'), muted), ...optional(acl && `AWS WAF ${nameOfAcl(acl)}`, guard)];
  return { heading: 'Gateway', drafts: [{ key: keys.gateway, kind: 'gateway', title: [name], lines }], parents: new Map() };
}

function nameOfAcl(arn: string): string {
  return /\/webacl\/([^/]+)\//.exec(arn)?.[1] ?? '';
}

function listenerColumn({ listeners }: GatewayReport): Column<PictureBox> {
  const drafts = listeners.map(({ id, protocol, port, mutualTls, otherwise }): PictureBox => ({
    key: keys.listener(id),
    kind: 'listener',
    title: [`${protocol} ${port}`],
    lines: [...optional(mutualTls === 'off' ? '' : mutualTls && `client certificates: ${mutualTls}`, guard), muted(`otherwise ${otherwise}`)],
  }));
  return { heading: 'Listeners', drafts, parents: new Map(drafts.map(({ key }) => [key, [keys.gateway]])) };
}

function ruleColumn({ name, listeners }: GatewayReport): Column<PictureBox> {
  const drafts = listeners.flatMap((listener) => listener.rules.map((rule) => ruleBox(listener, rule, name)));
  const parents = new Map(listeners.flatMap(({ id, rules }) => rules.map((rule) => [ruleKey(id, rule), [keys.listener(id)]] as const)));
  return { heading: 'Rules, first match wins', drafts, parents };
}

function ruleKey(listener: string, { id }: RuleReport): string {
  return `rule ${listener} ${id}`;
}

function ruleBox({ id }: ListenerReport, rule: RuleReport, gateway: string): PictureBox {
  const { matches, authentication, rewrites, origin } = rule;
  const { method, path, others } = conditionsOf(matches);
  const { kind, namespace, name } = origin.object;
  const route = `${kind} ${localName(`${namespace}/${name}`, gateway)}`;
  return {
    key: ruleKey(id, rule),
    kind: 'rule',
    title: [`${method} ${path}`.trim()],
    lines: [
      ...others.map(plain),
      ...optional(authentication?.replace('https://', ''), guard),
      ...rewrites.map(plain),
      muted(origin.ruleName === undefined ? route : `${route}, ${origin.ruleName}`),
    ],
  };
}

/** Names in the namespace of the Gateway need none. */
function localName(name: string, gateway: string): string {
  const namespace = gateway.slice(0, gateway.indexOf('/') + 1);
  return name.startsWith(namespace) ? name.slice(namespace.length) : name;
}

function conditionsOf(matches: RuleReport['matches']): { readonly method: string; readonly path: string; readonly others: readonly string[] } {
  const value = (wanted: string): string | undefined => matches.find(({ part }) => part === wanted)?.is;
  const others = matches.filter(({ part }) => part !== 'path' && part !== 'method').map(({ part, is }) => {
    if (part === 'host') return is;
    if (part === 'source address') return is.replaceAll('in ', 'from ');
    return part.startsWith('header ') ? `${part}: ${is}` : `${part} ${is}`;
  });
  return { method: value('method') ?? '', path: readablePath(value('path') ?? '/*'), others };
}

/** `/tea or /tea/*` is what a prefix becomes, an expression what a gRPC service does. */
function readablePath(is: string): string {
  const service = /^~\^((?:\/(?:\w|\\\.)+)+)\/\[\^\/\]\+\$$/.exec(is);
  if (service) return `${service[1].replaceAll('\\', '')}/*`;
  return is.replace(/(\S+) or \1\/\*/g, '$1 and below').replace(/^\/\*$/, 'every path');
}

function targetColumn(gateway: GatewayReport): Column<PictureBox> {
  const parents = new Map<string, string[]>();
  for (const { id, rules } of gateway.listeners) {
    for (const rule of rules) {
      for (const key of destinations(rule.action)) parents.set(key, [...(parents.get(key) ?? []), ruleKey(id, rule)]);
    }
  }
  const boxes = new Map([...gateway.targetGroups.map(targetBox), ...answers(gateway)].map((box) => [box.key, box]));
  const inOrder = [...parents.keys()].flatMap((key) => boxes.get(key) ?? []);
  return { heading: 'Target groups', drafts: [...inOrder, ...[...boxes.values()].filter(({ key }) => !parents.has(key))], parents };
}

function destinations(action: ActionReport): readonly string[] {
  return action.type === 'forward' ? action.targets.map(({ targetGroup }) => keys.targetGroup(targetGroup)) : [keyOfAnswer(action.type, action.statusCode)];
}

function targetBox({ id, name, existing, targets, healthCheck }: TargetGroupReport): PictureBox {
  const [targetType, place = '', version = ''] = targets.replace(' on port', '').split(', ');
  return {
    key: keys.targetGroup(id),
    kind: 'target-group',
    title: [existing ? (name ?? id) : version === 'HTTP1' ? place : place.replace(/^\S+/, version)],
    lines: existing ? [muted('exists already')] : [muted(targetType === 'ip' ? 'pods by address' : 'nodes by port'), ...optional(healthCheck && readableCheck(healthCheck), muted)],
  };
}

function readableCheck(healthCheck: string): string {
  return `health ${healthCheck.replace(/^\S+ /, '').split(' ')[0]}`;
}

function answers({ listeners }: GatewayReport): readonly PictureBox[] {
  const actions = listeners.flatMap(({ rules }) => rules.map(({ action }) => action)).filter((action) => action.type !== 'forward');
  return actions.map((action): PictureBox => {
    const title = action.type === 'redirect' ? `redirect ${action.statusCode}` : `answer ${action.words}`;
    const line = action.type === 'redirect' ? action.words : 'from the load balancer';
    return { key: keyOfAnswer(action.type, action.statusCode), kind: 'answer', title: [title], lines: [muted(line)] };
  });
}

function serviceColumn({ name, targetGroups }: GatewayReport, sharingClusters: readonly string[]): Column<PictureBox> {
  const shown = targetGroups.filter(({ existing }) => !existing).flatMap((group) => serviceBoxes(group, sharingClusters).map((box) => ({ box: { ...box, title: box.title.map((title) => localName(title, name)) }, group })));
  return { heading: 'Services', drafts: shown.map(({ box }) => box), parents: new Map(shown.map(({ box, group }) => [box.key, [keys.targetGroup(group.id)]])) };
}

function serviceBoxes({ id, service }: TargetGroupReport, sharingClusters: readonly string[]): readonly PictureBox[] {
  const [, title = service, port, ofCluster] = /^(.*?):(\d+)(?: in cluster (.*))?$/.exec(service) ?? [];
  const clusters = sharingClusters.length === 0 ? [ofCluster] : sharingClusters;
  return clusters.map((cluster) => ({
    key: cluster === undefined ? keys.service(id) : `${keys.service(id)} ${cluster}`,
    kind: 'service',
    title: [title],
    lines: [...optional(port && `port ${port}`, muted), ...optional(cluster && `cluster ${cluster}`, plain)],
  }));
}

function sharesOf({ listeners }: GatewayReport): Picture['shares'] {
  const split = listeners.flatMap(({ id, rules }) => rules.flatMap((rule) => {
    const { action } = rule;
    if (action.type !== 'forward' || (action.targets.length === 1 && action.targets[0].weight > 0)) return [];
    return [[ruleKey(id, rule), new Map(action.targets.map((target) => [keys.targetGroup(target.targetGroup), target]))] as const];
  }));
  return new Map(split);
}

/** Such as `90 %`; nothing where a rule has one target only. */
export function shareBetween({ shares }: Picture, from: PictureBox, to: PictureBox): string | undefined {
  const target = shares.get(from.key)?.get(to.key);
  return target && sayShare(target.share);
}

function plain(text: string): PictureLine {
  return { text, kind: 'plain' };
}

function muted(text: string): PictureLine {
  return { text, kind: 'muted' };
}

function guard(text: string): PictureLine {
  return { text, kind: 'guard' };
}

function optional(text: string | undefined, line: (text: string) => PictureLine): readonly PictureLine[] {
  return text === undefined || text === '' ? [] : [line(text)];
}
