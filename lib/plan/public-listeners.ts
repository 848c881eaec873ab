import type { AttachedRoute } from '../attach/topology';
import { HTTP_BESIDE_HTTPS, PUBLIC_CATCH_ALL } from '../diagnostics/catalogue/routing';
import type { ObjectRef } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import type { PlanContext } from './context';
import { enclosingHosts } from './hosts';
import type { ListenerPlan, ListenerRulePlan, Scheme } from './ir';
import { routeRule } from './route-rule';

/**
 * What should not be open to the internet by accident: a rule that forwards every request whatever its hostname, and a
 * route that is served without TLS although the same hostnames have HTTPS. Internal load balancers are left alone.
 */
export function checkPublicListeners(listeners: readonly ListenerPlan[], scheme: Scheme, context: PlanContext): void {
  if (scheme !== 'internet-facing') return;
  const routes = new Map(context.gateway.routes.map((route) => [keyOf(route.route.ref), route]));
  const placed = listeners.flatMap((listener) => listener.rules.flatMap((rule): readonly PlacedRule[] => {
    const route = rule.origin.rule === undefined ? undefined : routes.get(keyOf(rule.origin.object));
    return route && rule.action.type === 'forward' ? [{ listener, rule, route }] : [];
  }));
  tellCatchAlls(placed, context);
  tellPlainHttp(placed, listeners, context);
}

/** A rule that forwards. */
interface PlacedRule {
  readonly listener: ListenerPlan;
  readonly rule: ListenerRulePlan;
  readonly route: AttachedRoute;
}

function keyOf(ref: ObjectRef): string {
  return subjectOf(ref);
}

function tellCatchAlls(placed: readonly PlacedRule[], { sink }: PlanContext): void {
  const ports = new Map<AttachedRoute, Map<number, number[]>>();
  for (const { listener, rule, route } of placed) {
    const { origin, authentication } = rule;
    if (origin.rule === undefined || origin.hostnames.length > 0 || authentication || !takesEveryPath(rule)) continue;
    const ofRoute = ports.get(route) ?? new Map<number, number[]>();
    ports.set(route, ofRoute.set(origin.rule, [...ofRoute.get(origin.rule) ?? [], listener.port]));
  }
  for (const [route, rules] of ports) {
    for (const [index, found] of rules) {
      const resolved = route.rules.find((candidate) => candidate.index === index);
      if (!resolved) continue;
      const rule = routeRule(resolved, route);
      sink.report(PUBLIC_CATCH_ALL, { ...rule.who, ports: found }, rule.where());
    }
  }
}

/** Besides its hostname the rule asks for nothing. */
function takesEveryPath({ conditions }: ListenerRulePlan): boolean {
  return conditions.every((condition) => condition.field === 'host-header' || (condition.field === 'path-pattern' && condition.values?.includes('/*')));
}

/** Served on both kinds of listener, or alone on HTTP as a whole site whose hostname has HTTPS. */
function tellPlainHttp(placed: readonly PlacedRule[], listeners: readonly ListenerPlan[], { sink }: PlanContext): void {
  const https = listeners.filter(({ protocol }) => protocol === 'HTTPS');
  if (https.length === 0) return;
  const secured = securedHostnames(https);
  const both = new Map(placed.filter(({ listener }) => listener.protocol === 'HTTPS').map(({ route, listener }) => [route, listener.port]));
  const found = new Map<AttachedRoute, { readonly http: Set<number>; readonly https: Set<number> }>();
  for (const { listener, rule, route } of placed) {
    if (listener.protocol === 'HTTPS' || isWellKnown(rule)) continue;
    const port = both.get(route) ?? (takesEveryPath(rule) ? portFor(rule, secured) : undefined);
    if (port === undefined) continue;
    const ports = found.get(route) ?? { http: new Set(), https: new Set() };
    found.set(route, ports);
    ports.http.add(listener.port);
    ports.https.add(port);
  }
  for (const [{ route }, ports] of found) {
    const args = { subject: subjectOf(route.ref), http: [...ports.http], https: [...ports.https] };
    sink.report(HTTP_BESIDE_HTTPS, args, { at: route.object.at('spec', 'parentRefs'), subject: route.ref });
  }
}

/** Hostnames that rules of HTTPS listeners are for, with a port; the empty one is any host. */
function securedHostnames(listeners: readonly ListenerPlan[]): ReadonlyMap<string, number> {
  return new Map(listeners.flatMap(({ port, rules }) => rules.flatMap(({ origin: { hostnames } }) =>
    (hostnames.length === 0 ? [''] : hostnames).map((hostname) => [hostname, port] as const))));
}

/** The HTTPS port of a hostname of the rule; any where the rule is for every host. */
function portFor({ origin: { hostnames } }: ListenerRulePlan, secured: ReadonlyMap<string, number>): number | undefined {
  if (hostnames.length === 0) return [...secured.values()].at(0);
  const around = hostnames.flatMap((hostname) => enclosingHosts(hostname)).filter((hostname) => hostname !== '');
  return around.map((hostname) => secured.get(hostname)).find((port) => port !== undefined);
}

/** Challenges of certificate authorities are asked for without TLS. */
function isWellKnown({ conditions }: ListenerRulePlan): boolean {
  return conditions.some((condition) => condition.field === 'path-pattern' &&
    [...condition.values ?? [], ...(condition.regexValues ?? []).map((regex) => regex.replace(/^\^|\\/g, ''))]
      .every((path) => path.startsWith('/.well-known/')));
}
