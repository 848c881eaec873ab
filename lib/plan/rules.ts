import { HOST_LOWER_CASE, HOST_WITHOUT_PORT, LISTENER_CLOSED } from '../diagnostics/catalogue/routing';
import { HOSTNAME_TOO_LONG } from '../diagnostics/catalogue/unsupported';
import { subjectOf } from '../diagnostics/subject';
import type { CompactRule } from './compaction';
import { compact, uncompacted } from './compaction';
import type { DraftRule, PlanContext, PlanRules, PortGroup } from './context';
import type { HostUse } from './hosts';
import { enclosingHosts, hostForm } from './hosts';
import type { RuleIds } from './rule-ids';
import { ruleIds } from './rule-ids';
import type { Condition } from './ir';
import type { Block } from './isolation';
import { hostnameSpan, isolatedBlocks, mixedBlock } from './isolation';
import { tellNamespaceOverlaps } from './namespace-overlaps';
import type { RequestPattern } from './request-pattern';
import { conditionsOf, keysOf } from './request-pattern';
import { tellShadowed } from './shadowing';
import type { RuleUnit } from './units';
import { readRules, unitsOf } from './units';

/**
 * The listener rules of a port, in order of precedence and without numbers.
 *
 * Every route on the port is read, taken apart into units (one match, one hostname), ordered within its listener, checked
 * for rules that never match, and put together again into as few rules as mean the same. With listener isolation the
 * rules stand listener by listener, and requests of a listener that none of its rules takes are answered with 404 before
 * a less specific listener could take them.
 */
export const planRules: PlanRules = (group, context) => {
  if (group.listeners.length === 0) return [];
  const rules = readRules(group, context);
  const blocks = context.options.listenerIsolation ? isolatedBlocks(group, context.sink) : [mixedBlock(group)];
  const units = blocks.map((block, position) => unitsOf(block, position, rules, group, context));
  for (const ofBlock of units) {
    tellShadowed(ofBlock, context.sink);
    tellNamespaceOverlaps(ofBlock, context.sink);
  }
  const ids = ruleIds();
  const closed = closedBlocks(blocks, units);
  return blocks.flatMap((block, position) => {
    const packed = context.options.compaction ? compact(units[position]) : uncompacted(units[position]);
    const drafts = packed.map((rule) => draft(rule, group, ids));
    const closing = closed.has(block) ? closingRule(block, units[position], { group, context, ids }) : undefined;
    return closing ? [...drafts, closing] : drafts;
  });
};

function draft(rule: CompactRule, group: PortGroup, ids: RuleIds): DraftRule {
  const [first] = rule.units;
  const { rule: { rule: { index, rule: { name } } }, whole, variant } = first.outcome;
  const { ref } = first.rank.route;
  const ruleName = name === undefined ? {} : { ruleName: name };
  return {
    id: ids.idOf({ port: group.port, object: ref, keys: rule.keys, ...ruleName }),
    conditions: written(rule.pattern, first.outcome.use),
    transforms: variant.transforms,
    ...(whole.authentication && { authentication: whole.authentication }),
    action: variant.action,
    tags: whole.tags,
    origin: {
      object: ref,
      rule: index,
      ...ruleName,
      matches: matchesOf(rule.units),
      hostnames: hostnamesOf(rule.units),
      listener: first.listener.listener.name,
      span: new Set(rule.units.map(({ match }) => match)).size === 1 ? first.match.at() : first.outcome.rule.at(),
    },
  };
}

function written(pattern: RequestPattern, use: HostUse): readonly Condition[] {
  const conditions = conditionsOf(pattern, use);
  if (!conditions) throw new Error(`a rule does not fit into the limits of a listener rule: ${JSON.stringify(pattern)}`);
  return conditions;
}

function matchesOf(units: readonly RuleUnit[]): readonly number[] {
  const indexes = units.flatMap(({ match: { index } }) => (index === undefined ? [] : [index]));
  return [...new Set(indexes)].sort((left, right) => left - right);
}

function hostnamesOf(units: readonly RuleUnit[]): readonly string[] {
  const hostnames = [...new Set(units.map(({ rank }) => rank.hostname))].sort();
  return hostnames.includes('') ? [] : hostnames;
}

/**
 * The blocks of whose requests a later rule could take some. Those rules have a hostname around the block's: what lies
 * inside it is owned by the block. A rule of the block that takes everything leaves nothing for others.
 */
function closedBlocks(blocks: readonly Block[], units: readonly (readonly RuleUnit[])[]): ReadonlySet<Block> {
  const later = new Set<string>();
  const closed = new Set<Block>();
  for (let position = blocks.length - 1; position >= 0; position -= 1) {
    const { hostname } = blocks[position];
    const reached = hostname !== undefined && enclosingHosts(hostname).some((around) => later.has(around));
    const taken = units[position].some(({ rank, pattern }) => rank.hostname === hostname && takesEverything(pattern));
    if (reached && !taken) closed.add(blocks[position]);
    for (const { rank } of units[position]) later.add(rank.hostname);
  }
  return closed;
}

function takesEverything({ paths, methods, headers, queries, sourceIps }: RequestPattern): boolean {
  return paths.some(({ kind }) => kind === 'any') && [methods, headers, queries, sourceIps].every((part) => part.length === 0);
}

interface Closing {
  readonly group: PortGroup;
  readonly context: PlanContext;
  readonly ids: RuleIds;
}

/** 404 for everything under the hostname of a block; undefined where the hostname cannot be compared. */
function closingRule({ hostname = '', listener }: Block, units: readonly RuleUnit[], { group, context: { sink }, ids }: Closing): DraftRule | undefined {
  const { ref } = listener.parent;
  const use: HostUse = { port: group.port, grpc: units.some(({ outcome }) => outcome.use.grpc) };
  const args = { subject: subjectOf(ref), hostname };
  const where = { at: hostnameSpan(listener), subject: ref };
  const form = hostForm(hostname, use);
  if (form === undefined) {
    sink.report(HOSTNAME_TOO_LONG, args, where);
    return undefined;
  }
  if (form === 'without-port') sink.report(HOST_WITHOUT_PORT, args, where);
  if (form === 'lower-case') sink.report(HOST_LOWER_CASE, args, where);
  sink.report(LISTENER_CLOSED, { ...args, listener: `"${listener.listener.name}"` }, where);
  const pattern: RequestPattern = { hosts: [hostname], paths: [{ kind: 'any' }], methods: [], headers: [], queries: [], sourceIps: [] };
  return {
    id: ids.idOf({ port: group.port, object: ref, ruleName: 'closed', keys: keysOf(pattern) }),
    conditions: written(pattern, use),
    transforms: [],
    action: { type: 'fixed-response', statusCode: 404, contentType: 'text/plain' },
    tags: [],
    origin: { object: ref, matches: [], hostnames: [hostname], listener: listener.listener.name, span: hostnameSpan(listener) },
  };
}
