import { OVERLAPS_NAMESPACE, TAKES_FROM_NAMESPACE } from '../diagnostics/catalogue/routing';
import type { DiagnosticSink, Note } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import { enclosingHosts } from './hosts';
import { enclosingPaths, pathKey } from './paths';
import type { RuleUnit } from './units';

/**
 * Says which routes take requests that a route of another namespace would get otherwise, once for two routes.
 *
 * A warning where both have the same hostname and the other's path is no catch-all; a note where a path or a hostname is
 * taken out of a catch-all, which is how teams share a hostname on purpose. Only rules that take everything under their
 * path (and perhaps method) count as owners: others may be meant to be parted.
 *
 * Every unit is looked up under the hosts and paths around it, so the time grows with the number of units only.
 */
export function tellNamespaceOverlaps(units: readonly RuleUnit[], sink: DiagnosticSink): void {
  if (new Set(units.map(namespaceOf)).size < 2) return;
  const owners = ownersOf(units);
  const findings = new Map<string, Finding>();
  units.forEach((unit, position) => {
    const owner = ownerFor(unit, position, owners);
    if (owner) record(findings, unit, owner);
  });
  for (const finding of findings.values()) tell(finding, sink);
}

interface Owner {
  readonly unit: RuleUnit;
  readonly position: number;
}

/** By host, then path: owners of one method or of any, the first of each, and the first of another namespace than that. */
type Owners = ReadonlyMap<string, ReadonlyMap<string, readonly Owner[]>>;

function ownersOf(units: readonly RuleUnit[]): Owners {
  const owners = new Map<string, Map<string, Owner[]>>();
  units.forEach((unit, position) => {
    const { hosts, paths, methods, headers, queries, sourceIps } = unit.pattern;
    if (paths.length > 1 || headers.length + queries.length + sourceIps.length > 0) return;
    const byPath = owners.get(hosts[0]) ?? new Map<string, Owner[]>();
    owners.set(hosts[0], byPath);
    const path = pathKey(paths[0]);
    const known = byPath.get(path) ?? [];
    byPath.set(path, known);
    const alike = known.filter((owner) => methodOf(owner.unit) === methods.at(0));
    if (alike.length === 0 || (alike.length === 1 && namespaceOf(alike[0].unit) !== namespaceOf(unit))) known.push({ unit, position });
  });
  return owners;
}

function methodOf({ pattern }: RuleUnit): string | undefined {
  return pattern.methods.at(0);
}

/** The nearest owner of another namespace that comes later: the same host and the longest path first. */
function ownerFor(unit: RuleUnit, position: number, owners: Owners): RuleUnit | undefined {
  const { hosts, paths: [path, ...morePaths], methods } = unit.pattern;
  if (morePaths.length > 0) return undefined;
  const around = path.kind === 'regex' ? [pathKey(path), ...enclosingPaths(path)] : enclosingPaths(path);
  const isOwner = (owner: Owner) =>
    owner.position > position &&
    namespaceOf(owner.unit) !== namespaceOf(unit) &&
    [undefined, methods.at(0)].includes(methodOf(owner.unit));
  for (const host of enclosingHosts(hosts[0])) {
    const byPath = owners.get(host);
    if (!byPath) continue;
    for (const key of around) {
      const found = byPath.get(key)?.find(isOwner);
      if (found) return found.unit;
    }
  }
  return undefined;
}

interface Finding {
  readonly unit: RuleUnit;
  readonly owner: RuleUnit;
  /** Matches of the route of which the same is true. */
  readonly matches: Set<object>;
}

function record(findings: Map<string, Finding>, unit: RuleUnit, owner: RuleUnit): void {
  const key = JSON.stringify([isOwnGround(unit, owner), subjectOf(unit.rank.route.ref), subjectOf(owner.rank.route.ref)]);
  const known = findings.get(key);
  if (known) known.matches.add(unit.match);
  else findings.set(key, { unit, owner, matches: new Set([unit.match]) });
}

/** Whether what is taken lies under a path that the other has for itself. */
function isOwnGround({ pattern }: RuleUnit, { pattern: owned }: RuleUnit): boolean {
  if (pattern.hosts[0] !== owned.hosts[0] || owned.hosts[0] === '') return false;
  return owned.paths[0].kind !== 'any' || pattern.paths[0].kind === 'any';
}

function tell({ unit, owner, matches }: Finding, sink: DiagnosticSink): void {
  const { rule: { who } } = owner.outcome;
  const args = { ...unit.match.place, requests: requestsOf(unit), owner: `${who.subject}, rule ${who.rule}`, more: matches.size - 1 };
  const note: Note = { text: `${args.owner} serves what is around it`, span: owner.match.at() };
  sink.report(isOwnGround(unit, owner) ? TAKES_FROM_NAMESPACE : OVERLAPS_NAMESPACE, args, { ...unit.match.where(), notes: [note] });
}

function requestsOf({ pattern: { hosts, paths: [path], headers, queries, methods, sourceIps } }: RuleUnit): string {
  const place = path.kind === 'any' ? '/' : path.kind === 'regex' ? `paths like ${path.body}` : path.path;
  const host = hosts[0] === '' ? 'any host' : hosts[0];
  const more = headers.length + queries.length + methods.length + sourceIps.length > 0 ? ' with further conditions' : '';
  return `${host}${place.startsWith('/') ? place : ` and ${place}`}${more}`.replace('any host/', 'any host and /');
}

function namespaceOf({ rank }: RuleUnit): string {
  return rank.route.ref.namespace;
}
