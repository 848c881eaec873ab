import { createHash } from 'node:crypto';
import { emptyLedger } from '../../../lib/plan/ledger';
import type { PriorityLedger } from '../../../lib/plan/priorities';
import { kubernetesManifest } from './replacement';
import type { Resource, Template } from './template';
import { types } from './world';

/** A way in which a compiler could be wrong. */
export interface Mistake {
  readonly template?: (template: Template) => Template;
  /** What a synthesis leaves behind. */
  readonly ledger?: (ledger: PriorityLedger) => PriorityLedger;
}

/** Every resource changed by itself; a new id changes the references to it as well. */
export function mapped(
  template: Template,
  change: (resource: Resource, id: string) => Resource,
  rename: (id: string, resource: Resource) => string = (id) => id,
): Template {
  const entries = Object.entries(template.Resources);
  const ids = new Map(entries.map(([id, resource]) => [id, rename(id, resource)]));
  const text = JSON.stringify(Object.fromEntries(entries.map(([id, resource]) => [ids.get(id) ?? id, change(resource, id)])));
  const renamed = text.replace(/"([A-Za-z0-9.]+)"/g, (whole, word: string) => (ids.has(word) ? `"${ids.get(word)}"` : whole));
  return { Resources: JSON.parse(renamed) as Template['Resources'] };
}

/** Changes the properties of all resources of a type. */
export const ofType = (type: string, change: (resource: Resource) => Resource) => (template: Template): Template =>
  mapped(template, (resource) => (resource.Type === type ? change(resource) : resource));

const withoutDependencies = (type: string, isDropped: (id: string) => boolean): Mistake => ({
  template: ofType(type, (resource) => ({ ...resource, DependsOn: [resource.DependsOn ?? []].flat().filter((id) => !isDropped(id)) })),
});

/** Ids that are given to the resources of a type in their order, without the part that tells versions apart. */
const numbered = (type: string, idOf: (id: string, position: number) => string) => (template: Template): Template => {
  const ids = Object.keys(template.Resources).filter((id) => template.Resources[id].Type === type);
  const positions = new Map(ids.map((id, index) => [id, index]));
  return mapped(template, (resource) => resource, (id) => {
    const position = positions.get(id);
    return position === undefined ? id : idOf(id, position);
  });
};

/** The number of a rule is the last part of its id, before the hash that CDK adds. */
const idWithoutNumber = (id: string, { Properties, Type }: Resource): string =>
  (Type === types.rule ? id.replace(new RegExp(`${String(Properties?.Priority)}.{8}$`), '') : id);

const listenerOf = (id: string): string => /^WebListener\d+/.exec(id)?.[0] ?? id;

/** Numbers 10, 20, 30 for the rules of each listener. */
function numberedByRank(template: Template): Template {
  const rules = Object.entries(template.Resources).filter(([, { Type }]) => Type === types.rule)
    .sort(([, one], [, other]) => Number(one.Properties?.Priority) - Number(other.Properties?.Priority));
  const given = new Map<string, number>();
  const numbers = new Map(rules.map(([id]) => {
    const number = (given.get(listenerOf(id)) ?? 0) + 10;
    given.set(listenerOf(id), number);
    return [id, number];
  }));
  return mapped(template, (resource, id) =>
    (numbers.has(id) ? { ...resource, Properties: { ...resource.Properties, Priority: numbers.get(id) } } : resource), idWithoutNumber);
}

const withoutHash = (name: unknown): string => String(name).replace(/-[0-9a-f]{10}$/, '');

const textReplaced = (pattern: RegExp, by: string): Mistake => ({
  template: (template) => JSON.parse(JSON.stringify(template).replace(pattern, by)) as Template,
});

const contentHash = (resource: Resource): string => createHash('md5').update(JSON.stringify(resource.Properties)).digest('hex').slice(0, 8);

/** Mistakes, and the kinds of violations in which each must show. */
export const mistakes: Readonly<Record<string, { readonly kinds: readonly string[]; readonly mistake: Mistake }>> = {
  'numbers are given by rank': { kinds: ['priority-in-use', 'possible priority-in-use'], mistake: { template: numberedByRank } },
  'the ledger is lost every time': { kinds: ['priority-in-use', 'possible priority-in-use'], mistake: { ledger: () => emptyLedger } },
  'rules are told apart by their position': {
    kinds: ['stray request', 'possible priority-in-use'],
    mistake: { template: numbered(types.rule, (id, position) => `${listenerOf(id)}Rule${position}`) },
  },
  'rules change their number in place': {
    kinds: ['stray request'],
    mistake: { template: (template) => mapped(template, (resource) => resource, idWithoutNumber) },
  },
  'nothing has DependsOn': {
    kinds: ['unbound'],
    mistake: { template: (template) => mapped(template, ({ DependsOn: _, ...resource }) => resource) },
  },
  'rules wait for no other rule': {
    kinds: ['stray request'],
    mistake: withoutDependencies(types.rule, (id) => id.startsWith('WebListener')),
  },
  'rules do not wait for bindings': {
    kinds: ['unbound'],
    mistake: withoutDependencies(types.rule, (id) => id.includes('TargetGroupBinding')),
  },
  'bindings do not wait for Services': {
    kinds: ['service-missing'],
    mistake: withoutDependencies(kubernetesManifest, (id) => id.startsWith('GatewayAlbServices')),
  },
  'alias records wait for no rule': { kinds: ['lost request'], mistake: withoutDependencies(types.record, () => true) },
  'target groups have names without a hash': {
    kinds: ['duplicate-name', 'possible duplicate-name'],
    mistake: {
      template: ofType(types.targetGroup, ({ Properties: properties, ...group }) =>
        ({ ...group, Properties: { ...properties, Name: withoutHash(properties?.Name) } })),
    },
  },
  'bindings have names without a hash': {
    kinds: ['binding-immutable', 'possible binding-immutable'],
    mistake: textReplaced(/(\\"TargetGroupBinding\\",\\"metadata\\":\{\\"name\\":\\"[a-z]+-[a-z]+)-[0-9a-f]{10}/g, '$1'),
  },
  'listeners are told apart by their position': {
    kinds: ['duplicate-listener', 'possible duplicate-listener'],
    mistake: { template: numbered(types.listener, (_, position) => `WebListener${position}`) },
  },
  'construct paths of Services depend on their content': {
    kinds: ['service-missing', 'possible service-missing'],
    mistake: {
      template: (template) => mapped(template, (one) => one, (id, resource) =>
        (id.startsWith('GatewayAlbServices') ? `${id}${contentHash(resource)}` : id)),
    },
  },
};
