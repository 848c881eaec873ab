import {
  LISTENER_RULE_CONFIGURATION_UNUSED,
  LOAD_BALANCER_CONFIGURATION_UNUSED,
  REFERENCE_GRANT_UNUSED,
  ROUTE_CONFIGURATION_UNUSED,
  TARGET_GROUP_CONFIGURATION_UNUSED,
} from '../diagnostics/catalogue/attachment';
import { nameOf, subjectOf } from '../diagnostics/subject';
import type { ReferenceGrant, TargetGroupConfiguration } from '../model/resources';
import { closeness } from './route-identifiers';
import type { AttachScope } from './scope';
import { unsupportedRoutes } from './unsupported-routes';

/** Kinds whose references to other namespaces are followed here; a grant for other kinds may be needed by other tools. */
const FOLLOWED = ['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute'];

/**
 * Reports configurations that no object in the files refers to; usually a name is wrong. References of Gateways and routes of
 * other controllers count as well.
 */
export function reportUnused(scope: AttachScope): void {
  const { resources, references, sink } = scope;
  const parameters = namesOfParameters(scope);
  for (const { object, ref } of resources.loadBalancerConfigurations) {
    if (!parameters.has(nameOf(ref))) {
      sink.report(LOAD_BALANCER_CONFIGURATION_UNUSED, { subject: subjectOf(ref) }, { at: object.at('metadata', 'name'), subject: ref });
    }
  }
  const extensions = namesOfExtensions(scope);
  for (const { object, ref } of resources.listenerRuleConfigurations) {
    if (!extensions.has(nameOf(ref))) {
      sink.report(LISTENER_RULE_CONFIGURATION_UNUSED, { subject: subjectOf(ref) }, { at: object.at('metadata', 'name'), subject: ref });
    }
  }
  reportTargetGroupConfigurations(scope);
  reportRouteConfigurations(scope);
  for (const { object, ref } of references.grants.unused().filter(isForFollowedKinds)) {
    sink.report(REFERENCE_GRANT_UNUSED, { subject: subjectOf(ref) }, { at: object.at('metadata', 'name'), subject: ref });
  }
}

function isForFollowedKinds({ spec }: ReferenceGrant): boolean {
  return spec.from.every(({ group, kind }) => group === 'gateway.networking.k8s.io' && FOLLOWED.includes(kind));
}

function namesOfParameters({ resources }: AttachScope): ReadonlySet<string> {
  const ofClasses = resources.gatewayClasses.map(({ spec }) => spec.parametersRef).map((ref) => ref && nameOf({ namespace: ref.namespace ?? '', name: ref.name }));
  const ofGateways = resources.gateways.map(({ ref, spec }) => {
    const parameters = spec.infrastructure?.parametersRef;
    return parameters && nameOf({ namespace: ref.namespace, name: parameters.name });
  });
  return new Set([...ofClasses, ...ofGateways].filter((name) => name !== undefined));
}

function namesOfExtensions({ resources }: AttachScope): ReadonlySet<string> {
  const names = [...resources.httpRoutes, ...resources.grpcRoutes].flatMap(({ ref, spec }) =>
    spec.rules.flatMap((rule) =>
      (rule.filters ?? []).flatMap((filter) =>
        filter.type === 'ExtensionRef' ? [nameOf({ namespace: ref.namespace, name: filter.extensionRef.name })] : [],
      ),
    ),
  );
  return new Set(names);
}

function reportTargetGroupConfigurations(scope: AttachScope): void {
  const { resources, sink } = scope;
  const defaults = new Set(
    resources.loadBalancerConfigurations.map(({ ref, spec }) => nameOf({ namespace: ref.namespace, name: spec.defaultTargetGroupConfiguration?.name ?? '' })),
  );
  const backends = namesOfBackends(scope);
  for (const configuration of resources.targetGroupConfigurations) {
    const { object, ref, spec } = configuration;
    const { targetReference } = spec;
    if (targetReference === undefined ? !defaults.has(nameOf(ref)) : !backends.has(targetOf(configuration))) {
      const at = targetReference === undefined ? object.at('metadata', 'name') : object.at('spec', 'targetReference', 'name');
      sink.report(TARGET_GROUP_CONFIGURATION_UNUSED, { subject: subjectOf(ref), target: targetOf(configuration) }, { at, subject: ref });
    }
  }
}

/** Entries for routes that are not there, such as one with a name and no namespace, which names nothing. */
function reportRouteConfigurations({ resources, sink }: AttachScope): void {
  const routes = [...resources.httpRoutes, ...resources.grpcRoutes, ...unsupportedRoutes(resources)].map(({ ref }) => ref);
  for (const { object, ref, spec } of resources.targetGroupConfigurations) {
    (spec.routeConfigurations ?? []).forEach(({ routeIdentifier }, index) => {
      if (!routes.some((route) => closeness(routeIdentifier, route) > 0)) {
        const at = object.at('spec', 'routeConfigurations', index, 'routeIdentifier');
        sink.report(ROUTE_CONFIGURATION_UNUSED, { subject: subjectOf(ref), index }, { at, subject: ref });
      }
    });
  }
}

/** `Service shop/cafe`; empty without targetReference. */
function targetOf({ ref, spec }: TargetGroupConfiguration): string {
  const target = spec.targetReference;
  return target === undefined ? '' : `${target.kind} ${nameOf({ namespace: ref.namespace, name: target.name })}`;
}

/** Backends of all routes, those for Network Load Balancers included, as `Kind namespace/name`. */
function namesOfBackends({ resources }: AttachScope): ReadonlySet<string> {
  const names = [...resources.httpRoutes, ...resources.grpcRoutes].flatMap(({ ref, spec }) =>
    spec.rules.flatMap((rule) =>
      (rule.backendRefs ?? []).map(({ kind, name, namespace = ref.namespace }) => `${kind} ${nameOf({ namespace, name })}`),
    ),
  );
  return new Set([...names, ...unsupportedRoutes(resources).flatMap(({ backends }) => backends)]);
}
