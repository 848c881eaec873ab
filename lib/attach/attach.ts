import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { nameOf } from '../diagnostics/subject';
import type { ListenerSet, Resources } from '../model/resources';
import { judgeBackendTLSPolicies } from './backend-tls';
import type { OwnGateway } from './classes';
import { ownClasses, ownGateways } from './classes';
import { classConfiguration, configurationsOf } from './configurations';
import { checkGateway } from './gateway-settings';
import { judgeListeners } from './listeners';
import { judgeListenerSets, listenerSetsByGateway } from './listenersets';
import { reportMixedKinds } from './mixed-kinds';
import type { JudgedGateway } from './parents';
import { indexParents } from './parents';
import { attachRoutes } from './routes';
import type { AttachOptions, AttachScope } from './scope';
import { openScope } from './scope';
import { indexServiceSettings } from './service-settings';
import type { AttachedRoute, Topology } from './topology';
import { reportUnsupportedRoutes } from './unsupported-routes';
import { reportUnused } from './unused';

export type { AttachOptions } from './scope';

/**
 * Connects the objects: which Gateways are ours, which of their listeners and ListenerSets count, which routes are attached
 * where and under which hostnames, and what every reference leads to.
 *
 * Takes decoded resources, so the shape of each object is settled; judges only what takes more than one object to know, and
 * the kinds, protocols and settings that the Gateway API leaves to the implementation. Always returns a usable topology:
 * what is wrong is reported and marked (a listener not valid, a backend unresolved), never dropped. Which rules follow, and
 * whether an ALB can express them, is the business of the plan.
 */
export function attach(resources: Resources, options: AttachOptions, sink: DiagnosticSink): Topology {
  const scope = openScope(resources, options, sink);
  const gatewayClasses = ownClasses(scope);
  gatewayClasses.forEach((gatewayClass) => classConfiguration(gatewayClass, scope));
  const setsByGateway = listenerSetsByGateway(scope);
  const gateways = ownGateways(scope).map((own) => judgeGateway(own, setsByGateway.get(own.gateway) ?? [], scope));
  const parents = indexParents(gateways, setsByGateway);
  const settings = indexServiceSettings(scope);
  const routes = attachRoutes(parents, settings, scope);
  routes.forEach((attached) => reportMixedKinds(attached, scope));
  judgeBackendTLSPolicies(usedServices([...routes.values()].flat()), settings, scope);
  reportUnsupportedRoutes(parents, scope);
  reportUnused(scope);
  return { gatewayClasses, gateways: gateways.map((gateway) => ({ ...gateway, routes: routes.get(gateway.gateway) ?? [] })) };
}

function judgeGateway(own: OwnGateway, sets: readonly ListenerSet[], scope: AttachScope): JudgedGateway {
  const { gateway, gatewayClass } = own;
  checkGateway(gateway, scope);
  const configurations = configurationsOf(own, scope);
  const listenerSets = judgeListenerSets(gateway, sets, scope);
  const allowed = listenerSets.filter((set) => set.allowed).map((set) => set.listenerSet);
  return { gateway, gatewayClass, configurations, listenerSets, ...judgeListeners(gateway, allowed, configurations, scope) };
}

/** Services that backends of routes name, usable or not, as `namespace/name`. */
function usedServices(routes: readonly AttachedRoute[]): ReadonlySet<string> {
  const backends = routes.flatMap(({ rules }) => rules.flatMap((rule) => rule.backends));
  return new Set(
    backends.flatMap((backend) => {
      switch (backend.kind) {
        case 'service':
          return [nameOf(backend.service.ref)];
        case 'unresolved':
          return [nameOf(backend.target)];
        case 'target-group-name':
          return [];
      }
    }),
  );
}
