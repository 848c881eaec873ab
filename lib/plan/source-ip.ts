import { IPv4, IPv6, parseCIDR } from 'ipaddr.js';
import { SOURCE_IP, SOURCE_IP_NEVER, SOURCE_IP_UNUSED } from '../diagnostics/catalogue/rule-actions';
import { subjectOf } from '../diagnostics/subject';
import type { ListenerRuleConfiguration } from '../model/listenerruleconfiguration';
import type { PlanContext, RuleOutcome } from './context';
import type { Obstacle } from './obstacles';
import { obstacle } from './obstacles';
import type { RouteRule } from './route-rule';
import { whereConfigured } from './route-rule';

type SourceIp = RuleOutcome['sourceIp'];

/**
 * The source-ip conditions of a ListenerRuleConfiguration, for one match after the other.
 *
 * Several conditions must all hold. An ALB rule has room for one, so it gets the addresses that are in all of them.
 * A condition without `matchIndexes` is for every match; a rule without matches has only those (as in LBC).
 */
export function planSourceIp({ spec: { conditions = [] } }: ListenerRuleConfiguration): SourceIp {
  return (match) => {
    const applying = conditions.filter(({ matchIndexes }) => !matchIndexes || (match !== undefined && matchIndexes.includes(match)));
    const [first, ...others] = applying.map(({ sourceIPConfig: { values } }) => minimal(values.map(readBlock)));
    if (!first) return 'none';
    const values = others.reduce(intersection, first).map(blockText);
    return values.length === 0 ? 'never' : { field: 'source-ip', values };
  };
}

/** Blocks of addresses that are none, or none that an ALB takes. */
export function sourceIpObstacles(configuration: ListenerRuleConfiguration, rule: RouteRule): readonly Obstacle[] {
  const { conditions = [] } = configuration.spec;
  return conditions.flatMap(({ sourceIPConfig: { values } }, condition) => values.flatMap((value, index) => {
    if (isBlock(value)) return [];
    const hint = isAddress(value) ? `did you mean "${value}/${value.includes(':') ? 128 : 32}"?` : undefined;
    const where = whereConfigured(configuration, ['spec', 'conditions', condition, 'sourceIPConfig', 'values', index], rule);
    return [obstacle(SOURCE_IP, { subject: subjectOf(configuration.ref), value }, { ...where, ...(hint !== undefined && { hint }) })];
  }));
}

/** Conditions that are for no match of the rule, and matches that no address can satisfy. */
export function tellSourceIpLimits(configuration: ListenerRuleConfiguration, sourceIp: SourceIp, rule: RouteRule, context: PlanContext): void {
  const { conditions = [] } = configuration.spec;
  const matches = rule.rule.rule.matches?.length ?? 0;
  const about = { ...rule.who, configuration: subjectOf(configuration.ref) };
  conditions.forEach(({ matchIndexes }, index) => {
    if (!matchIndexes || matchIndexes.some((match) => match >= 0 && match < matches)) return;
    const where = whereConfigured(configuration, ['spec', 'conditions', index, 'matchIndexes'], rule);
    context.sink.report(SOURCE_IP_UNUSED, { ...about, matchIndexes, matches }, where);
  });
  const never = [...Array(matches).keys(), undefined].filter((match) => (matches === 0 || match !== undefined) && sourceIp(match) === 'never');
  if (never.length > 0) context.sink.report(SOURCE_IP_NEVER, about, whereConfigured(configuration, ['spec', 'conditions'], rule));
}

/** A block of addresses in its canonical form. */
interface Block {
  readonly network: IPv4 | IPv6;
  readonly bits: number;
}

const dottedDecimal = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;

/** `ipaddr.js` also reads octal, hexadecimal and shortened IPv4 addresses, and zones; those are refused here. */
function isAddress(address: string): boolean {
  return address.includes(':') ? IPv6.isValid(address) && !address.includes('%') : dottedDecimal.test(address) && IPv4.isValid(address);
}

/** AWS refuses the broadcast address. */
function isBlock(value: string): boolean {
  const [address] = value.split('/');
  return isAddress(address) && (IPv4.isValidCIDR(value) || IPv6.isValidCIDR(value)) && value !== '255.255.255.255/32';
}

function readBlock(value: string): Block {
  const [, bits] = parseCIDR(value);
  return { network: value.includes(':') ? IPv6.networkAddressFromCIDR(value) : IPv4.networkAddressFromCIDR(value), bits };
}

function blockText({ network, bits }: Block): string {
  return `${network.toString()}/${bits}`;
}

/** Two blocks are apart, or one holds the other. */
function holds(outer: Block, inner: Block): boolean {
  if (outer.bits > inner.bits) return false;
  const { network } = inner;
  return network instanceof IPv4
    ? outer.network instanceof IPv4 && network.match(outer.network, outer.bits)
    : outer.network instanceof IPv6 && network.match(outer.network, outer.bits);
}

/** Without blocks that another one holds. */
function minimal(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block, index) =>
    !blocks.some((other, at) => at !== index && holds(other, block) && (!holds(block, other) || at < index)));
}

function intersection(one: readonly Block[], other: readonly Block[]): readonly Block[] {
  const common = one.flatMap((left) => other.flatMap((right) => (holds(left, right) ? [right] : holds(right, left) ? [left] : [])));
  return minimal(common);
}
