import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compile } from '../../lib/compile';
import { emptyLedger, recordPriorities } from '../../lib/plan/ledger';
import type { PriorityLedger } from '../../lib/plan/priorities';
import { kubernetesManifest } from './update-simulator/replacement';
import { synthesiseText } from './update-simulator/synthesis';
import type { Operation } from './update-simulator/update';
import { noStack, update, type Stack } from './update-simulator/update';
import { optionsWith } from './update-simulator/versions';
import { objectsOf, types, World } from './update-simulator/world';

/**
 * What stays the same: `test/stability/<name>.in.yaml` is deployed, then each edit of `<name>.edits.yaml` by itself.
 * `<name>.resources.txt` tells what the stack consists of (logical ids, names, numbers), and what each edit does to it.
 * `npm run goldens` rewrites it.
 */
const folder = join(__dirname, '..', 'stability');
const endings = ['.in.yaml', '.edits.yaml', '.resources.txt'];

/** A change of the manifests; `replace` stands there exactly once. */
interface Edit {
  readonly edit: string;
  readonly replace: string;
  readonly by: string;
}

export function stabilityNames(): readonly string[] {
  return readdirSync(folder).filter((file) => file.endsWith(endings[0])).map((file) => file.slice(0, -endings[0].length)).sort();
}

/** Files without their input. */
export function stabilityOrphans(): readonly string[] {
  const expected = new Set(stabilityNames().flatMap((name) => endings.map((ending) => name + ending)));
  return readdirSync(folder).filter((file) => !expected.has(file));
}

export function goldenPath(name: string): string {
  return join(folder, `${name}.resources.txt`);
}

/** The stack, and what each edit does to it: one line for each resource that is created, updated, replaced or deleted. */
export function stabilityOf(name: string): string {
  const text = readFileSync(join(folder, `${name}.in.yaml`), 'utf8');
  const edits = parse(readFileSync(join(folder, `${name}.edits.yaml`), 'utf8')) as readonly Edit[];
  const first = deployed(text, emptyLedger, World.empty(), noStack);
  const ledger = ledgerAfter(text);
  const sections = edits.map(({ by, edit, replace }) => {
    if (text.split(replace).length !== 2) throw new Error(`${name}: "${replace}" stands there ${text.split(replace).length - 1} times`);
    const { lines } = deployed(text.replace(replace, () => by), ledger, first.world.copy(), first.stack);
    return section(edit, lines.length > 0 ? lines : ['(nothing happens)']);
  });
  return [section('deployed for the first time', first.lines), ...sections].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return `${[title, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

function ledgerAfter(text: string): PriorityLedger {
  const { gateways } = compile([{ path: 'manifests.yaml', text }], optionsWith(emptyLedger));
  return recordPriorities(emptyLedger, gateways[0].plan);
}

interface Deployed {
  readonly world: World;
  readonly stack: Stack;
  readonly lines: readonly string[];
}

function deployed(text: string, ledger: PriorityLedger, world: World, stack: Stack): Deployed {
  const lines: string[] = [];
  const template = synthesiseText(text, ledger);
  const result = update(world, stack, template, {
    order: () => 0,
    observe: ({ operation, refused }) => {
      if (refused) throw refused;
      lines.push(lineOf(operation, stack));
    },
  });
  if (result.outcome !== 'updated') throw new Error(result.outcome);
  return { world, stack: result.stack, lines: lines.sort() };
}

function lineOf(operation: Operation, { resources }: Stack): string {
  const { kind, logicalId, properties, type } = operation;
  const before = resources.get(logicalId)?.properties;
  const changed = kind === 'update' || kind === 'replace' ? Object.keys({ ...before, ...properties }).filter((key) =>
    JSON.stringify(before?.[key]) !== JSON.stringify(properties[key])) : [];
  const short = type === kubernetesManifest ? 'Manifest' : type.split('::').at(-1);
  const parts = [kind, short, logicalId, nameOf(operation), changed.length > 0 ? `(${changed.join(', ')})` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** What the resource is called outside of the stack. */
function nameOf({ properties, type }: Operation): string {
  switch (type) {
    case types.targetGroup:
    case types.record:
      return String(properties.Name);
    case types.rule:
      return `priority ${String(properties.Priority)}`;
    case types.listener:
      return `port ${String(properties.Port)}`;
    case types.loadBalancer:
      return String(properties.Scheme);
    default:
      return objectsOf({ type, properties }).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).join();
  }
}
