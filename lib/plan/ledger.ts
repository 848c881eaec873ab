import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { LEDGER_CONTESTED, LEDGER_ENTRY, LEDGER_MERGED, LEDGER_SYNTAX, LEDGER_VERSION } from '../diagnostics/catalogue/priorities';
import type { NamespacedName, Position, Span } from '../diagnostics/subject';
import { nameOf } from '../diagnostics/subject';
import type { LoadBalancerPlan } from './ir';
import { limits } from './limits';
import type { Claim, ListenerLedger, PriorityLedger } from './priorities';
import { claim } from './priorities';
import { ownerOf, ruleOf } from './rule-stacks';

/**
 * The priority ledger as a file: JSON with one line for each number, every line complete in itself, so that lines of
 * two branches can be united whatever stands around them.
 *
 *     "infra/web:443 22400": "shop-cafe-1a2b3c4d",             the rule that owns the number
 *     "infra/web:443 22600": "shop-tea-5e6f7a8b (moved)",      it has another number since
 *     "infra/web:443 22700": "shop-milk-9a8b7c6d@1",           the rule as it stands in a nested stack, see `rule-stacks.ts`
 *     "infra/web:443 22800": "one-1a2b, two-3c4d (contested)", two branches gave it away; nobody may use it
 */
const VERSION = 1;
const ENTRY = /"((?:[^"\\]|\\.)*)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g;
const KEY = /^([^\s/]+\/[^\s/:]+:\d{1,5}) (\d{1,5})$/;
const CONFLICT_LINE = /^(?:<{7}|={7}|>{7}|\|{7}).*$/gm;
const NOTE = / \((moved|contested)\)$/;

/** A ledger in which no number is taken. */
export const emptyLedger: PriorityLedger = { version: VERSION, listeners: {} };

/** Name of a listener in the ledger. */
export function listenerKey(gateway: NamespacedName, port: number): string {
  return `${nameOf(gateway)}:${port}`;
}

/**
 * Reads the text of a ledger file. Lines left behind by a merge are united: whatever either side gave away stays
 * taken, and a number that both gave to different rules is used by neither. Reports GW56xx; with an error the ledger
 * is not to be trusted, and the file not to be written over.
 */
export function readLedger(text: string, path: string, sink: DiagnosticSink): PriorityLedger {
  const span = spansOf(text, path);
  if (!isReadable(text, path, sink)) return emptyLedger;
  const plain = text.replace(CONFLICT_LINE, (line) => ' '.repeat(line.length));
  if (plain !== text) sink.report(LEDGER_MERGED, { path }, { at: span(text.search(/^[<=>|]{7}/m), 7) });
  const listeners: Record<string, Record<number, Claim>> = {};
  for (const match of plain.matchAll(ENTRY)) {
    const [, key, , value] = match;
    const [, listener, digits] = KEY.exec(key) ?? [];
    const number = Number(digits);
    if (listener === undefined || value === '' || number < limits.priorities.first || number > limits.priorities.last) {
      sink.report(LEDGER_ENTRY, { key, value }, { at: span(match.index, match[0].length) });
      continue;
    }
    const numbers = (listeners[listener] ??= {});
    const before = numbers[number];
    const now = readClaim(value);
    numbers[number] = before === undefined ? now : united(before, now);
    if (numbers[number].owners.length > Math.max(before?.owners.length ?? now.owners.length, now.owners.length)) {
      sink.report(LEDGER_CONTESTED, { listener, number, owners: numbers[number].owners }, { at: span(match.index, match[0].length) });
    }
  }
  return { version: VERSION, listeners: mapValues(listeners, withOneCurrentNumber) };
}

/** The text of the ledger's file: sorted, one line for each number, ending in a line break. */
export function writeLedger(ledger: PriorityLedger): string {
  const lines = Object.keys(ledger.listeners).sort(compareListeners).flatMap((listener) =>
    Object.entries(ledger.listeners[listener])
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([number, known]) => `    ${JSON.stringify(`${listener} ${number}`)}: ${JSON.stringify(writeClaim(known))}`));
  const body = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
  return `{\n  "version": ${VERSION},\n  "priorities": ${body}\n}\n`;
}

/** The ledger with the numbers of a plan in it. What the ledger knew of other listeners stays. */
export function recordPriorities(ledger: PriorityLedger | undefined, plan: LoadBalancerPlan): PriorityLedger {
  const listeners = { ...ledger?.listeners };
  for (const listener of plan.listeners) {
    const key = listenerKey(plan.gateway, listener.port);
    const { rules } = listener;
    listeners[key] = claim(listeners[key] ?? {}, rules.map((rule) => ownerOf(rule.id, plan.ruleStacks)), rules.map((rule) => rule.priority));
  }
  return { version: VERSION, listeners };
}

/**
 * Forgets every number of the plans' Gateways that no rule of the plans uses now, in whichever stack it stands. Listeners of
 * other Gateways stay.
 * Safe only when all environments have deployed these plans: an older version may still hold a number that is
 * given away again.
 */
export function compact(ledger: PriorityLedger, current: readonly LoadBalancerPlan[]): PriorityLedger {
  const compacted = new Set(current.map((plan) => nameOf(plan.gateway)));
  const rules = new Map(current.flatMap(({ gateway, listeners }) =>
    listeners.map((listener) => [listenerKey(gateway, listener.port), new Set(listener.rules.map(({ id }) => id))])));
  const kept = Object.entries(ledger.listeners).flatMap(([listener, numbers]): [string, ListenerLedger][] => {
    if (!compacted.has(listener.slice(0, listener.lastIndexOf(':')))) return [[listener, numbers]];
    const inUse = Object.entries(numbers).filter(([, { owners, moved }]) => !moved && owners.length === 1 && rules.get(listener)?.has(ruleOf(owners[0])));
    return inUse.length === 0 ? [] : [[listener, Object.fromEntries(inUse)]];
  });
  return current.reduce<PriorityLedger>(recordPriorities, { version: VERSION, listeners: Object.fromEntries(kept) });
}

function isReadable(text: string, path: string, sink: DiagnosticSink): boolean {
  const version = /"version"\s*:\s*(\d+)/.exec(text)?.[1];
  const at = spansOf(text, path)(0, text.split('\n', 1)[0].length);
  const problem = text.match(CONFLICT_LINE) === null ? jsonProblem(text) : undefined;
  if (problem !== undefined) {
    sink.report(LEDGER_SYNTAX, { path, problem }, { at });
  } else if (version !== String(VERSION)) {
    sink.report(LEDGER_VERSION, { path, version, known: VERSION }, { at });
  }
  return problem === undefined && version === String(VERSION);
}

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (fault) {
    return (fault as Error).message;
  }
}

function readClaim(value: string): Claim {
  const note = NOTE.exec(value)?.[1];
  const owners = value.replace(NOTE, '');
  return { owners: note === 'contested' ? owners.split(', ') : [owners], moved: note === 'moved' };
}

function writeClaim({ owners, moved }: Claim): string {
  if (owners.length > 1) return `${owners.join(', ')} (contested)`;
  return moved ? `${owners[0]} (moved)` : owners[0];
}

function united(one: Claim, other: Claim): Claim {
  return { owners: [...new Set([...one.owners, ...other.owners])].sort(), moved: one.moved || other.moved };
}

/** After a merge a rule may own two current numbers; the lowest stays. */
function withOneCurrentNumber(ledger: ListenerLedger): ListenerLedger {
  const current = new Set<string>();
  return mapValues(ledger as Readonly<Record<string, Claim>>, ({ owners, moved }) => {
    const repeated = current.has(owners[0]);
    if (owners.length === 1 && !moved) current.add(owners[0]);
    return { owners, moved: moved || (owners.length === 1 && repeated) };
  });
}

function compareListeners(left: string, right: string): number {
  const [leftGateway, rightGateway] = [left, right].map((listener) => listener.slice(0, listener.lastIndexOf(':')));
  const [leftPort, rightPort] = [left, right].map((listener) => Number(listener.slice(listener.lastIndexOf(':') + 1)));
  if (leftGateway === rightGateway) return leftPort - rightPort;
  return leftGateway < rightGateway ? -1 : 1;
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function spansOf(text: string, file: string): (offset: number, length: number) => Span {
  const position = (offset: number): Position => {
    const before = text.slice(0, offset);
    return { offset, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
  };
  return (offset, length) => ({ file, start: position(offset), end: position(offset + length) });
}
