import { existsElsewhere } from '../diagnostics/catalogue/attachment-words';
import type { Note } from '../diagnostics/diagnostic';
import type { ObjectRef } from '../diagnostics/subject';
import type {
  ConfigMap,
  Gateway,
  GatewayClass,
  ListenerRuleConfiguration,
  ListenerSet,
  LoadBalancerConfiguration,
  Resources,
  Secret,
  Service,
  TargetGroupConfiguration,
} from '../model/resources';
import type { KubeObject } from '../source/kube-object';
import type { Grants } from './grants';
import { indexGrants } from './grants';
import type { ObjectIndex } from './object-index';
import { indexByName } from './object-index';

/**
 * Where a reference leads. `forbidden`: no ReferenceGrant permits it, whether or not the target exists.
 * `unreadable`: the target is in the files, but wrong; that has been reported, so nothing needs saying.
 */
export type Resolution<T> =
  | { readonly verdict: 'found'; readonly object: T }
  | { readonly verdict: 'forbidden' | 'missing' | 'unreadable' };

/** The only resolver of references between objects. */
export interface References {
  readonly gatewayClasses: ObjectIndex<GatewayClass>;
  readonly gateways: ObjectIndex<Gateway>;
  readonly listenerSets: ObjectIndex<ListenerSet>;
  readonly services: ObjectIndex<Service>;
  readonly secrets: ObjectIndex<Secret>;
  readonly configMaps: ObjectIndex<ConfigMap>;
  readonly loadBalancerConfigurations: ObjectIndex<LoadBalancerConfiguration>;
  readonly targetGroupConfigurations: ObjectIndex<TargetGroupConfiguration>;
  readonly listenerRuleConfigurations: ObjectIndex<ListenerRuleConfiguration>;
  readonly grants: Grants;
  /** Follows a reference that needs a grant outside its namespace. */
  follow<T>(from: ObjectRef, to: ObjectRef, index: ObjectIndex<T>): Resolution<T>;
  /** Follows a reference that needs none: parameters, parents, objects of the same namespace. */
  lookUp<T>(to: ObjectRef, index: ObjectIndex<T>): Resolution<T>;
}

/** More than these do not help. */
const MOST_NOTES = 3;

export function indexReferences(resources: Resources): References {
  const grants = indexGrants(resources.referenceGrants);
  const unreadable = new Set(resources.invalid.map(identityOf));
  const lookUp = <T>(to: ObjectRef, index: ObjectIndex<T>): Resolution<T> => {
    const object = index.find(to);
    if (object !== undefined) {
      return { verdict: 'found', object };
    }
    return { verdict: unreadable.has(identityOf(to)) ? 'unreadable' : 'missing' };
  };
  return {
    gatewayClasses: indexByName(resources.gatewayClasses),
    gateways: indexByName(resources.gateways),
    listenerSets: indexByName(resources.listenerSets),
    services: indexByName(resources.services),
    secrets: indexByName(resources.secrets),
    configMaps: indexByName(resources.configMaps),
    loadBalancerConfigurations: indexByName(resources.loadBalancerConfigurations),
    targetGroupConfigurations: indexByName(resources.targetGroupConfigurations),
    listenerRuleConfigurations: indexByName(resources.listenerRuleConfigurations),
    grants,
    follow: (from, to, index) => (grants.permits(from, to) ? lookUp(to, index) : { verdict: 'forbidden' }),
    lookUp,
  };
}

/** Help for a name that leads nowhere: a near name in the namespace, or the same name in other namespaces. */
export function nearbyNames(
  wanted: ObjectRef,
  index: ObjectIndex<{ readonly object: KubeObject; readonly ref: ObjectRef }>,
): { readonly hint?: string; readonly notes: readonly Note[] } {
  const notes = index.namespacesOf(wanted.name).slice(0, MOST_NOTES).map((namespace) => ({
    text: existsElsewhere(wanted.kind, { namespace, name: wanted.name }),
    span: index.find({ namespace, name: wanted.name })?.object.at('metadata', 'name'),
  }));
  return { hint: index.hintFor(wanted), notes };
}

function identityOf(ref: ObjectRef): string {
  return [ref.group, ref.kind, ref.namespace, ref.name].join(' ');
}
