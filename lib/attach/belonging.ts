import { subjectOf, type ObjectRef } from '../diagnostics/subject';
import type { AttachedGateway, AttachedRoute, Topology } from './topology';

/** Names of the Gateways that an object serves. Objects that serve none are not in it. */
export type Belonging = ReadonlyMap<string, ReadonlySet<string>>;

/** To which Gateways listener sets, routes, their Services and configurations belong. */
export function belongingOf({ gateways }: Topology): Belonging {
  const belonging = new Map<string, Set<string>>();
  for (const attached of gateways) {
    const name = subjectOf(attached.gateway.ref);
    for (const ref of objectsOf(attached)) {
      const key = subjectOf(ref);
      const known = belonging.get(key);
      if (known) known.add(name);
      else belonging.set(key, new Set([name]));
    }
  }
  return belonging;
}

/** Tells whether an object has to do with one of these Gateways; what belongs to none has to do with each. */
export function concernsAny(gateways: readonly AttachedGateway[], belonging: Belonging): (object: ObjectRef | undefined) => boolean {
  const names = new Set(gateways.map(({ gateway }) => subjectOf(gateway.ref)));
  return (object) => {
    const owners = object && belonging.get(subjectOf(object));
    return owners === undefined || [...owners].some((owner) => names.has(owner));
  };
}

function objectsOf({ gateway, listenerSets, routes }: AttachedGateway): readonly ObjectRef[] {
  return [gateway.ref, ...listenerSets.map(({ listenerSet }) => listenerSet.ref), ...routes.flatMap(objectsOfRoute)];
}

function objectsOfRoute({ route, rules }: AttachedRoute): readonly ObjectRef[] {
  const backends = rules.flatMap((rule) => rule.backends).flatMap((backend) =>
    backend.kind === 'service' ? [backend.service.ref, ...(backend.configuration ? [backend.configuration.ref] : [])] : []);
  const extensions = rules.flatMap(({ extension }) => (extension.kind === 'listener-rule-configuration' ? [extension.configuration.ref] : []));
  return [route.ref, ...backends, ...extensions];
}
