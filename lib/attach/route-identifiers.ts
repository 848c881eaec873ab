import type { ObjectRef } from '../diagnostics/subject';
import type { RouteIdentifier } from '../model/targetgroupconfiguration';

/**
 * How closely an entry of `routeConfigurations` names a route, as the AWS controller reads it: 3 by name, 2 by namespace, 1 by
 * kind, 0 not at all. A name needs kind and namespace.
 */
export function closeness({ kind, namespace, name }: RouteIdentifier, route: ObjectRef): number {
  if (kind !== route.kind || (namespace && namespace !== route.namespace)) return 0;
  if (name) return namespace && name === route.name ? 3 : 0;
  return namespace ? 2 : 1;
}
