import type { IConstruct } from 'constructs';
import type { Condition, ListenerRulePlan } from '../lib/index';

/** The rules of a listener in the order in which they must come to be. */
export interface RuleOrder {
  /** Ids of the rules that must be there before a rule, by its id. */
  readonly predecessors: ReadonlyMap<string, readonly string[]>;
  /** Ids of the rules that must be there before requests for a hostname arrive. */
  readonly rulesFor: (hostname: string) => readonly string[];
}

/** Makes each rule depend on its predecessors. */
export function keepInOrder({ predecessors }: RuleOrder, rules: ReadonlyMap<string, IConstruct>): void {
  for (const [id, others] of predecessors) rules.get(id)?.node.addDependency(...others.flatMap((other) => rules.get(other) ?? []));
}

/**
 * Which rules must be there before a rule is created or changed, and must still be there until it is deleted: those that
 * stand before it and could take the same requests.
 *
 * CloudFormation changes rules one by one. Without an order a rule can be there before the one that takes some of its
 * requests away, and answers them meanwhile: the closing 404 of a listener answers for all routes of that listener.
 * With this order, and with rules that never change their number, each request is at every moment answered by the rule
 * of the old version or by the rule of the new one.
 *
 * Conservative: rules are apart only where their hosts, paths, methods or the values of a header are. (A request that
 * repeats a header with two values may match two such rules.) A rule that lies within another one that is named is not
 * named: the other one waits for it.
 *
 * @param rules in order of precedence
 */
export function orderOf(rules: readonly ListenerRulePlan[]): RuleOrder {
  const places = new Map<string, number[]>();
  const reaches = rules.map(reachOf);
  const within: (readonly number[])[] = [];
  const meeting = (reach: Reach): readonly number[] =>
    [...new Set(placesToLook(reach).flatMap((place) => places.get(place) ?? []))].filter((other) => meet(reaches[other], reach));
  const named = (all: readonly number[]): readonly string[] => {
    const implied = new Set(all.flatMap((position) => within[position]));
    return all.filter((position) => !implied.has(position)).sort((one, other) => one - other).map((position) => rules[position].id);
  };
  const predecessors = new Map(rules.map(({ id }, position) => {
    const before = meeting(reaches[position]);
    for (const place of placesToFile(reaches[position])) addTo(places, place, position);
    within.push(before.filter((other) => contains(reaches[position], reaches[other])));
    return [id, named(before)];
  }));
  return { predecessors, rulesFor: (hostname) => named(meeting({ hosts: [hostname], paths: [], methods: [], others: [] })) };
}

/** The requests of a rule, as far as they are told apart here. */
interface Reach {
  /** A wildcard as `*.x`; none: any host. */
  readonly hosts: readonly string[];
  /** None: any path. */
  readonly paths: readonly Path[];
  /** None: any method. */
  readonly methods: readonly string[];
  readonly others: readonly Condition[];
}

/** Paths that begin with `start`: `prefix` means all of them, `exact` only this one, `some` those that `text` matches. */
interface Path {
  readonly kind: 'prefix' | 'exact' | 'some';
  readonly start: string;
  readonly text: string;
}

function reachOf({ conditions, origin }: ListenerRulePlan): Reach {
  const hasHosts = conditions.some(({ field }) => field === 'host-header');
  return {
    hosts: hasHosts ? origin.hostnames : [],
    paths: conditions.flatMap((condition) => (condition.field === 'path-pattern' ? pathsOf(condition) : [])),
    methods: conditions.flatMap((condition) => (condition.field === 'http-request-method' ? condition.values : [])),
    others: conditions.filter(({ field }) => !['host-header', 'path-pattern', 'http-request-method'].includes(field)),
  };
}

function pathsOf({ regexValues = [], values = [] }: Condition & { field: 'path-pattern' }): readonly Path[] {
  return [
    ...values.map((text): Path => {
      const start = /^[^*?]*/.exec(text)?.[0] ?? '';
      return { kind: start === text ? 'exact' : `${start}*` === text ? 'prefix' : 'some', start, text };
    }),
    ...regexValues.map((text): Path => ({ kind: 'some', start: startOf(text), text })),
  ];
}

/** The literal text that every match of an anchored regex begins with. */
function startOf(regex: string): string {
  if (!regex.startsWith('^') || regex.includes('|')) return '';
  const [, literal = '', quantifier] = /^\^((?:[\w/-]|\\[^\w])*)([*?{])?/.exec(regex) ?? [];
  const start = literal.replace(/\\(.)/g, '$1');
  return quantifier === undefined ? start : start.slice(0, -1);
}

function meet(one: Reach, other: Reach): boolean {
  return (
    anyMeet(one.hosts, other.hosts, (left, right) => isWithin(left, right) || isWithin(right, left)) &&
    anyMeet(one.paths, other.paths, pathsMeet) &&
    anyMeet(one.methods, other.methods, (left, right) => left === right) &&
    !one.others.some((left) => other.others.some((right) => areApart(left, right)))
  );
}

/** None of a kind means all. */
function anyMeet<T>(one: readonly T[], other: readonly T[], meets: (left: T, right: T) => boolean): boolean {
  return one.length === 0 || other.length === 0 || one.some((left) => other.some((right) => meets(left, right)));
}

function isWithin(host: string, outer: string): boolean {
  return host === outer || (outer.startsWith('*.') && host.endsWith(outer.slice(1)));
}

/** Whether an ALB minds the case of a regex is not documented, so case does not tell paths apart. */
function pathsMeet(one: Path, other: Path): boolean {
  const [left, right] = [one.start.toLowerCase(), other.start.toLowerCase()];
  if (one.kind === 'exact' && other.kind === 'exact') return left === right;
  return (other.kind !== 'exact' && left.startsWith(right)) || (one.kind !== 'exact' && right.startsWith(left));
}

function areApart(one: Condition, other: Condition): boolean {
  if (one.field !== 'http-header' || other.field !== 'http-header' || one.name.toLowerCase() !== other.name.toLowerCase()) return false;
  const [left, right] = [one.values, other.values].map((values) => values?.map((value) => value.toLowerCase()));
  if (!left || !right || [...left, ...right].some((value) => /[*?]/.test(value))) return false;
  return !left.some((value) => right.includes(value));
}

/** Whether `outer` matches every request of `inner`; false where that cannot be seen. */
function contains(outer: Reach, inner: Reach): boolean {
  const covered = <T>(wide: readonly T[], narrow: readonly T[], covers: (left: T, right: T) => boolean): boolean =>
    wide.length === 0 || (narrow.length > 0 && narrow.every((right) => wide.some((left) => covers(left, right))));
  return (
    covered(outer.hosts, inner.hosts, (left, right) => isWithin(right, left)) &&
    covered(outer.paths, inner.paths, pathCovers) &&
    covered(outer.methods, inner.methods, (left, right) => left === right) &&
    outer.others.every((left) => inner.others.some((right) => JSON.stringify(left) === JSON.stringify(right)))
  );
}

function pathCovers(outer: Path, inner: Path): boolean {
  return outer.text === inner.text || (outer.kind === 'prefix' && inner.start.startsWith(outer.start));
}

/** Rules are filed under host and first part of the path, so that each is compared with its neighbours only. */
function placesToFile(reach: Reach): readonly string[] {
  const hosts = reach.hosts.length === 0 ? [''] : reach.hosts.flatMap((host) => [host, ...aroundOf(host).map((around) => `<${around}`)]);
  return [...new Set(hosts)].flatMap((host) => [`${host} `, ...segmentsOf(reach).map((segment) => `${host} ${segment}`)]);
}

function placesToLook(reach: Reach): readonly string[] {
  const hosts = reach.hosts.length === 0 ? ['', '<'] : reach.hosts.flatMap((host) => [host, `<${host}`, ...aroundOf(host)]);
  const segments = segmentsOf(reach);
  return [...new Set(hosts)].flatMap((host) => (segments.includes('*') ? [`${host} `] : [...segments, '*'].map((segment) => `${host} ${segment}`)));
}

/** Wildcards around a host, the last is any host. */
function aroundOf(host: string): readonly string[] {
  const labels = host.replace(/^\*\./, '').split('.');
  return [...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`), ''];
}

/** First parts of the paths; `*` where one of them is open. */
function segmentsOf({ paths }: Reach): readonly string[] {
  const segments = paths.map(({ kind, start }) => /^\/([^/]+)\//.exec(kind === 'exact' ? `${start}/` : start)?.[1]?.toLowerCase() ?? '*');
  return segments.length === 0 || segments.includes('*') ? ['*'] : [...new Set(segments)];
}

function addTo(places: Map<string, number[]>, place: string, position: number): void {
  const known = places.get(place);
  if (known) known.push(position);
  else places.set(place, [position]);
}
