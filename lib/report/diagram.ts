import { keyOfAnswer, keys } from './diagram-keys';
import type { Column as LaidColumn } from './diagram-layout';
import { columnX as xOf, layOut } from './diagram-layout';
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

const columnCount = 5;
const measures = {
  widths: Array.from({ length: columnCount }, () => box.width),
  columnGaps: Array.from({ length: columnCount }, () => box.columnGap),
  heightOf: () => box.height,
  gap: box.gap,
  top: box.top,
  pivot: 2,
};

export function columnX(column: number): number {
  return xOf(column, measures);
}

type Draft = Omit<DiagramNode, 'x' | 'y'>;
type Column = LaidColumn<Draft>;

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
  return { columns: columns.map(({ heading }) => heading), ...layOut(columns, measures) };
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
