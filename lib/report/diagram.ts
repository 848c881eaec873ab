import { keyOfAnswer, keys } from './diagram-keys';
import { plural } from './finding-groups';
import { groupBy } from './grouping';
import type { ActionReport, ListenerReport, RuleReport } from './listener-report';
import type { GatewayReport } from './report';

/** A box. Coordinates are pixels from the top left corner. */
export interface DiagramNode {
  /** One of `keys`. */
  readonly key: string;
  readonly title: string;
  readonly subtitle: string;
  /** First rule or target group behind it, where there is one. */
  readonly leadsTo?: { readonly rule: { readonly listener: string; readonly id: string } } | { readonly targetGroup: string };
  readonly x: number;
  readonly y: number;
}

export interface DiagramEdge {
  readonly from: DiagramNode;
  readonly to: DiagramNode;
}

/** Gateway, listeners, routes with their rules, target groups, Services: from left to right, laid out. */
export interface Diagram {
  readonly columns: readonly string[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly width: number;
  readonly height: number;
}

export const box = { width: 184, height: 44, gap: 12, columnGap: 42, top: 34 };

type Draft = Omit<DiagramNode, 'x' | 'y'>;

/** One column: boxes, and the keys of what stands left of each. */
interface Column {
  readonly heading: string;
  readonly drafts: readonly Draft[];
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

/**
 * The rules of a route are one box on each listener, so that a hundred rules stay readable. What answers without a target
 * (redirects, fixed responses) stands among the target groups.
 */
export function diagramOf(gateway: GatewayReport): Diagram {
  const routes = routeColumn(gateway.listeners);
  const targets = targetColumn(gateway, routes.groups);
  const services = serviceColumn(gateway);
  const listeners = gateway.listeners.map(({ id, port, protocol, rules }) => ({
    key: keys.listener(id),
    title: `${protocol} ${port}`,
    subtitle: plural(rules.length, 'rule'),
  }));
  const root: Draft = { key: keys.gateway, title: gateway.name, subtitle: gateway.facts[0]?.value ?? '' };
  const columns: readonly Column[] = [
    { heading: 'Gateway', drafts: [root], parents: new Map() },
    { heading: 'Listeners', drafts: listeners, parents: new Map(listeners.map(({ key }) => [key, [keys.gateway]])) },
    routes.column,
    targets,
    services,
  ];
  return layOut(columns);
}

interface RouteGroup {
  readonly key: string;
  readonly listener: ListenerReport;
  readonly rules: readonly RuleReport[];
}

function routeColumn(listeners: readonly ListenerReport[]): { readonly column: Column; readonly groups: readonly RouteGroup[] } {
  const groups = listeners.flatMap((listener) => {
    const bySubject = groupBy(listener.rules, ({ origin }) => origin.subject);
    return [...bySubject].map(([subject, rules]): RouteGroup => ({ key: keys.route(listener.id, subject), listener, rules }));
  });
  const drafts = groups.map(({ key, listener, rules }): Draft => {
    const [{ id, origin }] = rules;
    const title = origin.subject.slice(origin.object.kind.length + 1);
    return { key, title, subtitle: `${origin.object.kind}, ${plural(rules.length, 'rule')}`, leadsTo: { rule: { listener: listener.id, id } } };
  });
  const parents = new Map(groups.map(({ key, listener }) => [key, [keys.listener(listener.id)]]));
  return { column: { heading: 'Routes and their rules', drafts, parents }, groups };
}

function targetColumn(gateway: GatewayReport, groups: readonly RouteGroup[]): Column {
  const parents = new Map<string, string[]>();
  for (const { key, rules } of groups) {
    for (const target of new Set(rules.flatMap(({ action }) => destinations(action)))) {
      const leading = parents.get(target);
      if (leading) leading.push(key);
      else parents.set(target, [key]);
    }
  }
  const forwards = gateway.targetGroups.map(({ id, name, targets, existing, cold }): Draft => ({
    key: keys.targetGroup(id),
    title: name ?? id,
    subtitle: existing ? 'exists already' : cold ? 'gets no requests' : targets,
    leadsTo: { targetGroup: id },
  }));
  const answers = [...parents.keys()].filter((key) => key.startsWith(keys.answer('')))
    .map((key): Draft => ({ key, title: key.slice(keys.answer('').length), subtitle: 'from the load balancer' }));
  return { heading: 'Target groups', drafts: [...forwards, ...answers], parents };
}

/** Keys of what a rule leads to. */
function destinations(action: ActionReport): readonly string[] {
  return action.type === 'forward' ? action.targets.map(({ targetGroup }) => keys.targetGroup(targetGroup)) : [keyOfAnswer(action.type, action.statusCode)];
}

function serviceColumn({ targetGroups }: GatewayReport): Column {
  const shown = targetGroups.filter(({ existing }) => !existing);
  const parents = new Map(shown.map(({ id }) => [keys.service(id), [keys.targetGroup(id)]]));
  const services = shown.map(({ id, service }): Draft => {
    const [, name, port, cluster = ''] = /^(.*?):(\d+)(.*)$/.exec(service) ?? ['', service];
    return { key: keys.service(id), title: name, subtitle: port === undefined ? '' : `Service, port ${port}${cluster}` };
  });
  return { heading: 'Services', drafts: services, parents };
}

/** The routes stand in order; the boxes of the other columns as near to what they belong to as fits. */
function layOut(columns: readonly Column[]): Diagram {
  const [gateway, listeners, routes, targets, services] = columns;
  const placedTargets = follow(targets, 3, stack(routes.drafts, 2, () => 0));
  const placedRoutes = precede(routes, 2, targets, placedTargets);
  const placedServices = follow(services, 4, placedTargets);
  const placedListeners = precede(listeners, 1, routes, placedRoutes);
  const placedGateway = precede(gateway, 0, listeners, placedListeners);
  const nodes = [placedGateway, placedListeners, placedRoutes, placedTargets, placedServices].flat();
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const edges = columns.flatMap(({ parents }) => [...parents].flatMap(([key, from]) => from.flatMap((parent) => edge(byKey.get(parent), byKey.get(key)))));
  return {
    columns: columns.map(({ heading }) => heading),
    nodes,
    edges,
    width: columnX(columns.length - 1) + box.width,
    height: Math.max(box.top, ...nodes.map(({ y }) => y)) + box.height + 2,
  };
}

function edge(from: DiagramNode | undefined, to: DiagramNode | undefined): readonly DiagramEdge[] {
  return from && to ? [{ from, to }] : [];
}

export function columnX(column: number): number {
  return column * (box.width + box.columnGap);
}

/** Boxes below each other, each at its wished height or as soon below it as there is room. */
function stack(drafts: readonly Draft[], column: number, wish: (draft: Draft) => number): readonly DiagramNode[] {
  let free = box.top;
  return drafts.map((draft) => {
    const y = Math.max(free, Math.round(wish(draft)));
    free = y + box.height + box.gap;
    return { ...draft, x: columnX(column), y };
  });
}

/** Boxes beside those that lead to them; what nothing leads to comes last. */
function follow({ drafts, parents }: Column, column: number, left: readonly DiagramNode[]): readonly DiagramNode[] {
  const heights = new Map(left.map(({ key, y }) => [key, y]));
  const wish = ({ key }: Draft): number => mean((parents.get(key) ?? []).flatMap((parent) => heights.get(parent) ?? []));
  const sorted = drafts.toSorted((one, other) => compare(wish(one), wish(other)));
  return stack(sorted, column, (draft) => (wish(draft) === Infinity ? 0 : wish(draft)));
}

/** Boxes in the middle of what they lead to. */
function precede({ drafts }: Column, column: number, next: Column, right: readonly DiagramNode[]): readonly DiagramNode[] {
  const heights = new Map<string, number[]>(drafts.map(({ key }) => [key, []]));
  for (const { key, y } of right) next.parents.get(key)?.forEach((parent) => heights.get(parent)?.push(y));
  return stack(drafts, column, ({ key }) => {
    const middle = mean(heights.get(key) ?? []);
    return middle === Infinity ? 0 : middle;
  });
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Infinity : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
