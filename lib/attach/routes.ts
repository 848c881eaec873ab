import { DEFAULT_GATEWAYS, HOSTNAME_NOT_SERVED, ROUTE_WITHOUT_PARENT } from '../diagnostics/catalogue/attachment';
import { subjectOf } from '../diagnostics/subject';
import type { Gateway } from '../model/resources';
import { compareNames, compareText } from './age';
import { attachThrough } from './attachments';
import { overlaps } from './hostnames';
import { append } from './object-index';
import type { ParentIndex } from './parents';
import { findParent } from './parents';
import { resolveRules } from './rules';
import type { AttachScope } from './scope';
import type { ServiceSettings } from './service-settings';
import type { AttachedRoute, Attachment, Route } from './topology';

/** What one route finds under its parentRefs. */
interface Reach {
  /** By Gateway: indexes of the parentRefs that reach for it. */
  readonly parentRefs: ReadonlyMap<Gateway, readonly number[]>;
  readonly attachments: ReadonlyMap<Gateway, readonly Attachment[]>;
  /** Some parentRef is left to another controller or a mesh. */
  readonly elsewhere: boolean;
}

/** All routes by the Gateways of ours they reach for, each sorted by kind, namespace/name. */
export function attachRoutes(
  parents: ParentIndex,
  settings: ServiceSettings,
  scope: AttachScope,
): ReadonlyMap<Gateway, readonly AttachedRoute[]> {
  const byGateway = new Map<Gateway, AttachedRoute[]>();
  for (const route of sortedRoutes(scope)) {
    reportParentless(route, scope);
    const reach = reachOf(route, parents, scope);
    reportUnservedHostnames(route, reach, scope);
    // A route that others serve alone is theirs to judge; one that reaches nobody probably means us.
    const rules = reach.parentRefs.size > 0 || !reach.elsewhere ? resolveRules(route, settings, scope) : [];
    for (const [gateway, parentRefs] of reach.parentRefs) {
      append(byGateway, gateway, { route, parentRefs, rules, attachments: reach.attachments.get(gateway) ?? [] });
    }
  }
  return byGateway;
}

function sortedRoutes({ resources }: AttachScope): readonly Route[] {
  const routes: Route[] = [...resources.httpRoutes, ...resources.grpcRoutes];
  return routes.sort((left, right) => compareText(left.ref.kind, right.ref.kind) || compareNames(left.ref, right.ref));
}

function reachOf(route: Route, parents: ParentIndex, scope: AttachScope): Reach {
  const parentRefs = new Map<Gateway, number[]>();
  const attachments = new Map<Gateway, Attachment[]>();
  let elsewhere = false;
  (route.spec.parentRefs ?? []).forEach((_, index) => {
    const parent = findParent(route, index, parents, scope);
    if (typeof parent === 'string') {
      elsewhere ||= parent === 'elsewhere';
      return;
    }
    const { gateway } = parent.gateway;
    append(parentRefs, gateway, index);
    attachThrough({ route, index, parent }, scope).forEach((attachment) => append(attachments, gateway, attachment));
  });
  return { parentRefs, attachments, elsewhere };
}

function reportParentless(route: Route, { sink }: AttachScope): void {
  const { object, omitted, ref, spec } = route;
  if (spec.useDefaultGateways === 'All') {
    const at = object.keyAt('spec', 'useDefaultGateways');
    sink.report(DEFAULT_GATEWAYS, { subject: subjectOf(ref), field: 'useDefaultGateways' }, { at, subject: ref });
  } else if ((spec.parentRefs ?? []).length === 0 && !omitted.some(({ path }) => path[1] === 'parentRefs')) {
    sink.report(ROUTE_WITHOUT_PARENT, { subject: subjectOf(ref) }, { at: object.at('metadata', 'name'), subject: ref });
  }
}

/** A hostname that fits no listener is ignored by specification; where others of the route fit, that is worth a warning. */
function reportUnservedHostnames(route: Route, { attachments, elsewhere }: Reach, { sink }: AttachScope): void {
  const all = [...attachments.values()].flat();
  if (all.length === 0 || elsewhere) {
    return;
  }
  (route.spec.hostnames ?? []).forEach((hostname, index) => {
    if (!all.some(({ listener }) => overlaps(listener.listener.hostname ?? '', hostname))) {
      const at = route.object.at('spec', 'hostnames', index);
      sink.report(HOSTNAME_NOT_SERVED, { subject: subjectOf(route.ref), hostname }, { at, subject: route.ref });
    }
  });
}
