import { refOf, type Confrontation, type Version } from './confrontation';
import type { Books, Client, ListenerSide } from './listener-side';
import type { RuleRef, ShadowedRule } from './route-diff';
import { changedBetween, type Entry, type RuleList } from './rule-lists';
import { Walk, type Meeting, type WalkLimits } from './walk';
import { requestOf } from './witnesses';

/** How many rules are named that stand in front of a shadowed one. */
const coverLimit = 5;

export interface Shadows {
  readonly shadowed: readonly ShadowedRule[];
  readonly unshadowed: readonly RuleRef[];
}

/** Rules that no request reaches now and that are new or were reached before, and the other way round. */
export function shadowsOf(confrontation: Confrontation, limits: WalkLimits): Shadows {
  const { client, books, old, latest } = confrontation;
  const concerned = concernedRules(old, latest, books);
  const [before, after] = [old, latest].map((side) => unreachable(side, concerned, client, books, limits));
  const oldIds = new Set(old.rules.map(({ id }) => id));
  const idsOf = (side: ListenerSide, positions: readonly number[]) => new Set(positions.map((position) => side.rules[position].id));
  const [idsBefore, idsAfter] = [idsOf(old, before), idsOf(latest, after)];
  const shadowed = after
    .filter((position) => !idsBefore.has(latest.rules[position].id))
    .map((position): ShadowedRule => ({
      rule: refOf(latest.rules[position], latest),
      by: coverOf(position, latest, books, limits).map((cover) => refOf(latest.rules[cover], latest)),
      isNew: !oldIds.has(latest.rules[position].id),
    }));
  const unshadowed = latest.rules.filter(({ id }) => idsBefore.has(id) && !idsAfter.has(id)).map((rule) => refOf(rule, latest));
  return { shadowed, unshadowed };
}

/** Whether a rule may be reached on one side only. */
type Concerned = (entry: Entry) => boolean;

/** With more changed rules than this it is not worthwhile to ask which others they meet. */
const changeLimit = 64;

/** Only rules that a changed rule can meet: for all others nothing has changed before them. What rules do does not matter here. */
function concernedRules(old: ListenerSide, latest: ListenerSide, books: Books): Concerned {
  if (!old.asksRules || !latest.asksRules) return () => true;
  const plain = ({ residual }: Entry) => books.residuals.of(residual.conditions, -1);
  const changed = changedBetween(old.list.map(plain), latest.list.map(plain));
  if (changed.length > changeLimit) return () => true;
  return (entry) => changed.some((residual) => residual === plain(entry) || books.conditions.canMeet(residual.conditions, entry.residual.conditions));
}

/** Positions of the rules that decide no request at all. Most rules are cleared by one request that the simulator answers. */
function unreachable(side: ListenerSide & Version, concerned: Concerned, client: Client, books: Books, limits: WalkLimits): readonly number[] {
  if (!side.asksRules) return [];
  const listed = new Map(side.list.filter(({ rule }) => rule >= 0).map((entry) => [entry.rule, entry]));
  return side.rules.flatMap((rule, position) => {
    const entry = listed.get(position);
    if (!entry) return [position];
    if (!concerned(entry)) return [];
    const [sample] = meetingsOf([entry, openEnd(books)], [openEnd(books)], books, limits);
    const request = sample && requestOf(sample.examples[0], client, books.conditions);
    if (!sample) return [position];
    if (request && side.simulate(request).rule?.id === rule.id) return [];
    const { list, without } = around(position, side, books);
    return meetingsOf(list, without, books, limits).length > 0 ? [] : [position];
  });
}

/** The rules before a position with outcomes of their own, with the rule itself and without. */
function around(position: number, side: ListenerSide, books: Books): { readonly list: RuleList; readonly without: RuleList } {
  const distinct = side.list.filter(({ rule }) => rule >= 0 && rule <= position).map((entry) => numbered(entry, books));
  return { list: [...distinct, openEnd(books)], without: [...distinct.slice(0, -1), openEnd(books)] };
}

/** Outcomes below zero stand for nothing but themselves. */
function numbered({ rule, residual }: Entry, books: Books): Entry {
  return { rule, residual: books.residuals.of(residual.conditions, -2 - rule) };
}

function openEnd(books: Books): Entry {
  return { rule: -1, residual: books.residuals.of([], -1) };
}

/** The rules that decide the requests a rule could match; those first that take all of them. */
function coverOf(position: number, side: ListenerSide, books: Books, limits: WalkLimits): readonly number[] {
  const { list, without } = around(position, side, books);
  const own = list.at(-2);
  if (!own) return [];
  const covers = meetingsOf(without, [own, ...without], books, limits).filter((meeting) => meeting.new === position && meeting.old >= 0);
  const conditionsOf = (rule: number) => side.list.find((entry) => entry.rule === rule)?.residual.conditions ?? [];
  const takesAll = (rule: number) => conditionsOf(rule).every((wide) => own.residual.conditions.some((narrow) => books.conditions.implies(narrow, wide)));
  const byWidth = (one: number, other: number) => Number(takesAll(other)) - Number(takesAll(one)) || one - other;
  return [...new Set(covers.map(({ old }) => old))].sort(byWidth).slice(0, coverLimit);
}

/** Where the walk gives up, a rule counts as reached. */
function meetingsOf(one: RuleList, other: RuleList, books: Books, limits: WalkLimits): readonly Meeting[] {
  const { meetings, gaps } = new Walk(books.conditions, books.residuals, limits).compare(one, other);
  const gaveUp: Meeting = { old: -1, new: -1, oldOutcome: -1, newOutcome: -1, examples: [undefined] };
  return meetings.length === 0 && gaps.length > 0 ? [gaveUp] : meetings;
}
