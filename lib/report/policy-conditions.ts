import type { AttachedGateway, Topology } from '../attach/topology';
import { ACCEPTED, REFERENCES_RESOLVED } from '../diagnostics/catalogue/status-words';
import { nameOf } from '../diagnostics/subject';
import type { BackendTLSPolicy, Resources } from '../model/resources';
import type { ObjectStatus } from './conditions';
import type { Verdicts } from './verdicts';
import { concluded, observed, positive } from './verdicts';

/** Status of the BackendTLSPolicies whose Services routes of ours use. Their ancestors are the Gateways of those routes. */
export function policyStatuses({ backendTLSPolicies }: Resources, { gateways }: Topology, verdicts: Verdicts): readonly ObjectStatus[] {
  if (backendTLSPolicies.length === 0) {
    return [];
  }
  const services = gateways.map((gateway) => ({ gateway, used: servicesOf(gateway) }));
  return backendTLSPolicies.flatMap((policy) => {
    const targets = policy.spec.targetRefs.map(({ name }) => nameOf({ namespace: policy.ref.namespace, name }));
    const ancestors = services.filter(({ used }) => targets.some((target) => used.has(target))).map(({ gateway }) => ancestorStatus(policy, gateway, verdicts));
    return ancestors.length === 0 ? [] : [{ object: policy.ref, status: { ancestors } }];
  });
}

function ancestorStatus({ ref, metadata }: BackendTLSPolicy, { gateway, gatewayClass }: AttachedGateway, verdicts: Verdicts) {
  const own = verdicts({ object: ref });
  const conditions = [
    concluded('Accepted', own) ?? positive('Accepted', 'Accepted', ACCEPTED),
    concluded('ResolvedRefs', own) ?? positive('ResolvedRefs', 'ResolvedRefs', REFERENCES_RESOLVED),
  ];
  return { ancestorRef: gateway.ref, controllerName: gatewayClass.spec.controllerName, conditions: observed(conditions, metadata.generation) };
}

/** Services that backends of the Gateway's routes name, as `namespace/name`. */
function servicesOf({ routes }: AttachedGateway): ReadonlySet<string> {
  return new Set(
    routes.flatMap(({ route, rules }) =>
      rules.flatMap(({ backends }) =>
        backends.map(({ backendRef }) => nameOf({ namespace: backendRef.namespace ?? route.ref.namespace, name: backendRef.name })),
      ),
    ),
  );
}
