import { RULE_COVERED, RULE_SHADOWED, TIE_BY_NAME } from '../diagnostics/catalogue/routing';
import type { Advantage } from '../diagnostics/catalogue/routing';
import type { DiagnosticSink, Note } from '../diagnostics/diagnostic';
import type { FindTaker } from './joint-cover';
import { jointCover, selectionsOfAlternatives } from './joint-cover';
import { enclosingPaths } from './paths';
import { compareRanks, decidingCriterion, isTieByName } from './precedence';
import type { RuleUnit } from './units';

/**
 * Warns of rules that never get a request because one of higher precedence takes them all, and of rules of two routes
 * between which only the names of the routes decide. Says which rule wins, with both places.
 *
 * A rule is compared with the few that could contain it: same host (a wider host comes later), the same paths or a
 * prefix around them, and a part of its other conditions. Rules that only several others together cover are found where
 * they take apart what an ALB rule knows as alternatives.
 */
export function tellShadowed(units: readonly RuleUnit[], sink: DiagnosticSink): void {
  const taken = new Map<string, RuleUnit>();
  const ties = new Map<string, TieShape[]>();
  const findings = new Map<string, Finding>();
  for (const unit of units) {
    const terms = termsOf(unit);
    const winner = shadowOf(unit, terms, taken);
    if (winner) {
      record(findings, 'shadowed', unit, winner);
      continue;
    }
    const winners = mayBeCovered(unit, terms, taken) ? jointCover(unit, terms, finderIn(taken, unit)) : undefined;
    if (winners) {
      record(findings, 'shadowed', unit, ...winners);
      continue;
    }
    const rival = tieOf(unit, ties);
    if (rival) record(findings, 'tie', unit, rival);
    claim(unit, terms, taken);
  }
  tellFindings(findings.values(), sink);
}

/** Everything but host and path that a unit asks for, each as a text; an ALB ignores the case of values. */
function termsOf({ pattern, keys }: RuleUnit): readonly string[] {
  return [
    ...(pattern.methods.length > 0 ? [`method ${keys.methods}`] : []),
    ...keys.headers.map(([name, alternatives]) => `header ${name} ${foldLiterals(alternatives)}`),
    ...keys.queries.map((query) => `query ${query.toLowerCase()}`),
    ...(pattern.sourceIps.length > 0 ? [`source ${keys.sourceIps}`] : []),
  ];
}

/** Literal alternatives begin with `=`; regular expressions keep their case. */
function foldLiterals(alternatives: string): string {
  return alternatives.replace(/^=.*$/gm, (literal) => literal.toLowerCase());
}

function ownPaths({ keys }: RuleUnit): string {
  return keys.paths;
}

function claimKey(hostname: string, path: string, terms: readonly string[]): string {
  return [hostname, path, ...terms].join('\0');
}

/** A unit also takes what has one of its alternatives only. */
function claim(unit: RuleUnit, terms: readonly string[], taken: Map<string, RuleUnit>): void {
  const some = terms.some((term) => term.includes('\n')) ? selectionsOfAlternatives(terms) ?? [] : [];
  for (const selection of [terms, ...some]) {
    const key = claimKey(unit.pattern.hosts[0], ownPaths(unit), selection);
    if (!taken.has(key)) taken.set(key, unit);
  }
}

/** Several units can take it together only where it has alternatives, or its prefix is taken apart, which is seldom. */
function mayBeCovered({ pattern: { paths, hosts } }: RuleUnit, terms: readonly string[], taken: ReadonlyMap<string, RuleUnit>): boolean {
  const [path, ...more] = paths;
  if (more.length > 0 || terms.some((term) => term.includes('\n'))) return true;
  return path.kind === 'prefix' && selectionsOf(terms).some((some) => taken.has(claimKey(hosts[0], `>${path.path}`, some)));
}

function finderIn(taken: ReadonlyMap<string, RuleUnit>, { pattern: { hosts } }: RuleUnit): FindTaker {
  return (paths, terms) => firstOf(paths.flatMap((path) => selectionsOf(terms).map((some) => taken.get(claimKey(hosts[0], path, some)))));
}

/** Above this only the smallest and the full selections are looked up. */
const exhaustiveTerms = 4;

/** A unit with fewer conditions takes all that this one could: every selection of its terms is looked up. */
function selectionsOf(terms: readonly string[]): readonly (readonly string[])[] {
  if (terms.length > exhaustiveTerms) return [terms, [], ...terms.map((term) => [term])];
  return terms.reduce<readonly (readonly string[])[]>((selections, term) => [...selections, ...selections.map((some) => [...some, term])], [[]]);
}

/** The first unit that takes every request of this one. */
function shadowOf(unit: RuleUnit, terms: readonly string[], taken: ReadonlyMap<string, RuleUnit>): RuleUnit | undefined {
  const { paths, hosts } = unit.pattern;
  const around = paths.length === 1 ? enclosingPaths(paths[0]) : [];
  const selections = selectionsOf(terms);
  return firstOf([...new Set([ownPaths(unit), ...around])].flatMap((path) => selections.map((some) => taken.get(claimKey(hosts[0], path, some)))));
}

function firstOf(found: readonly (RuleUnit | undefined)[]): RuleUnit | undefined {
  return found.filter((unit) => unit !== undefined).sort((left, right) => compareRanks(left.rank, right.rank)).at(0);
}

/** Units that agree in all that the specification compares, and in the names of their headers and parameters. */
interface TieShape {
  readonly names: readonly string[];
  readonly members: Map<string, Map<string, RuleUnit>>;
}

/** Different sets of names that are looked through for one unit. */
const comparedShapes = 16;

/**
 * An earlier unit of another route that may match a common request and wins by name only. Two units are apart where they
 * ask for different values of the same header or parameter.
 */
function tieOf(unit: RuleUnit, ties: Map<string, TieShape[]>): RuleUnit | undefined {
  const { rank, pattern } = unit;
  const values = namedValues(unit);
  if (values.size === 0) return undefined;
  const age = rank.route.metadata.creationTimestamp ?? '';
  const key = claimKey(pattern.hosts[0], ownPaths(unit), [...pattern.methods, age, ...[rank.headers, rank.queryParams, rank.path].map(String)]);
  const shapes = ties.get(key) ?? [];
  ties.set(key, shapes);
  const rival = shapes.slice(0, comparedShapes).map((shape) => rivalIn(shape, unit, values)).find((found) => found !== undefined);
  file(unit, values, shapes);
  return rival;
}

function namedValues(unit: RuleUnit): ReadonlyMap<string, string> {
  const { keys } = unit;
  const queries = unit.pattern.queries.map(([pair]) => [`query ${pair.key}`, pair.value] as const);
  return new Map([...keys.headers.map(([name, alternatives]) => [`header ${name}`, alternatives] as const), ...queries].sort());
}

function rivalIn(shape: TieShape, unit: RuleUnit, values: ReadonlyMap<string, string>): RuleUnit | undefined {
  const shared = shape.names.filter((name) => values.has(name));
  const key = JSON.stringify(shared.map((name) => [name, values.get(name)]));
  const projected = shape.members.get(JSON.stringify(shared)) ?? project(shape, shared);
  const rival = projected.get(key);
  return rival && isTieByName(rival.rank, unit.rank) ? rival : undefined;
}

/** The first unit for each combination of values of some of the names. Kept for the next unit of the same names. */
function project(shape: TieShape, shared: readonly string[]): Map<string, RuleUnit> {
  const projected = new Map<string, RuleUnit>();
  for (const unit of allOf(shape)) {
    const values = namedValues(unit);
    const key = JSON.stringify(shared.map((name) => [name, values.get(name)]));
    if (!projected.has(key)) projected.set(key, unit);
  }
  shape.members.set(JSON.stringify(shared), projected);
  return projected;
}

function allOf(shape: TieShape): Iterable<RuleUnit> {
  return shape.members.get(JSON.stringify(shape.names))?.values() ?? [];
}

/** Adds a unit to its shape and to what has been projected of it. */
function file(unit: RuleUnit, values: ReadonlyMap<string, string>, shapes: TieShape[]): void {
  const names = [...values.keys()];
  let shape = shapes.find((known) => known.names.length === names.length && known.names.every((name, index) => name === names[index]));
  if (!shape) {
    shape = { names, members: new Map([[JSON.stringify(names), new Map<string, RuleUnit>()]]) };
    shapes.push(shape);
  }
  for (const [shared, projected] of shape.members) {
    const key = JSON.stringify((JSON.parse(shared) as readonly string[]).map((name) => [name, values.get(name)]));
    if (!projected.has(key)) projected.set(key, unit);
  }
}

type FindingKind = 'shadowed' | 'tie';

interface Finding {
  readonly kind: FindingKind;
  readonly unit: RuleUnit;
  /** Several where only together they take all. */
  readonly winners: readonly RuleUnit[];
  readonly hostnames: Set<string>;
}

/** What was found is kept by match and winner, so that a match is named once with all hostnames that it concerns. */
function record(findings: Map<string, Finding>, kind: FindingKind, unit: RuleUnit, ...winners: readonly RuleUnit[]): void {
  if (winners.every((winner) => sameRule(unit, winner))) return;
  const key = JSON.stringify([kind, ruleName(unit), unit.match.index, ...winners.map(ruleName)]);
  const known = findings.get(key);
  if (known) known.hostnames.add(unit.rank.hostname);
  else findings.set(key, { kind, unit, winners, hostnames: new Set([unit.rank.hostname]) });
}

function tellFindings(findings: Iterable<Finding>, sink: DiagnosticSink): void {
  for (const { kind, unit, winners, hostnames } of findings) {
    const args = { ...unit.match.place, hostnames: [...hostnames].filter((hostname) => hostname !== '').sort() };
    const where = { ...unit.match.where(), notes: winners.map(winnerNote) };
    const [winner] = winners;
    const names = [...new Set(winners.map(ruleName))];
    if (kind === 'tie') sink.report(TIE_BY_NAME, { ...args, winner: names[0] }, where);
    else if (winners.length > 1 && names.length > 1) sink.report(RULE_COVERED, { ...args, winners: names }, where);
    else sink.report(RULE_SHADOWED, { ...args, winner: names[0], advantage: advantageOf(winner, unit) }, where);
  }
}

/** Alternatives of one rule may say the same twice; that does no harm. */
function sameRule(left: RuleUnit, right: RuleUnit): boolean {
  return left.outcome.rule.rule === right.outcome.rule.rule;
}

function ruleName({ outcome: { rule: { who } } }: RuleUnit): string {
  return `${who.subject}, rule ${who.rule}`;
}

function winnerNote(winner: RuleUnit): Note {
  return { text: `${ruleName(winner)} wins`, span: winner.match.at() };
}

function advantageOf(winner: RuleUnit, unit: RuleUnit): Advantage {
  if (winner.pattern.sourceIps.length < unit.pattern.sourceIps.length) return 'source-ip';
  if (JSON.stringify(winner.keys) !== JSON.stringify(unit.keys)) {
    return termsOf(winner).join() === termsOf(unit).join() && ownPaths(winner) === ownPaths(unit) ? 'case' : 'precedence';
  }
  if (isTieByName(winner.rank, unit.rank)) return 'name';
  return decidingCriterion(winner.rank, unit.rank) === 'order' ? 'order' : 'precedence';
}
