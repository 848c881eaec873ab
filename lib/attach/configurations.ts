import {
  DEFAULT_TARGET_GROUP_HAS_TARGET,
  DEFAULT_TARGET_GROUP_NOT_FOUND,
  PARAMETERS_KIND,
  PARAMETERS_NOT_FOUND,
  PARAMETERS_WITHOUT_NAMESPACE,
} from '../diagnostics/catalogue/attachment';
import { kindOfGroup } from '../diagnostics/catalogue/attachment-words';
import { subjectOf } from '../diagnostics/subject';
import type { Gateway, GatewayClass, LoadBalancerConfiguration, TargetGroupConfiguration } from '../model/resources';
import type { PathSegment } from '../source/kube-object';
import type { OwnGateway } from './classes';
import { nearbyNames } from './references';
import type { AttachScope } from './scope';
import type { GatewayConfigurations } from './topology';

const GROUP = 'gateway.k8s.aws';

/** What `parametersRef` of a class and `infrastructure.parametersRef` of its Gateway name, and their default target groups. */
export function configurationsOf({ gateway, gatewayClass }: OwnGateway, scope: AttachScope): GatewayConfigurations {
  const ofClass = classConfiguration(gatewayClass, scope);
  const ofGateway = gatewayConfiguration(gateway, scope);
  const defaultTargetGroupOfClass = ofClass && defaultTargetGroup(ofClass, gatewayClass, scope);
  const defaultTargetGroupOfGateway = ofGateway && defaultTargetGroup(ofGateway, gateway, scope);
  return {
    ...(ofClass && { ofClass }),
    ...(ofGateway && { ofGateway }),
    ...(defaultTargetGroupOfClass && { defaultTargetGroupOfClass }),
    ...(defaultTargetGroupOfGateway && { defaultTargetGroupOfGateway }),
  };
}

/** The configuration of a class; reports what is wrong with the reference. Classes without Gateways are checked too. */
export function classConfiguration(gatewayClass: GatewayClass, scope: AttachScope): LoadBalancerConfiguration | undefined {
  const reference = gatewayClass.spec.parametersRef;
  if (reference === undefined || !isUnderstood(reference, gatewayClass, ['spec', 'parametersRef'], scope)) {
    return undefined;
  }
  if (reference.namespace === undefined) {
    const { object, ref } = gatewayClass;
    const args = { subject: subjectOf(ref), name: reference.name };
    scope.sink.report(PARAMETERS_WITHOUT_NAMESPACE, args, { at: object.keyAt('spec', 'parametersRef'), subject: ref, about: { object: ref } });
    return undefined;
  }
  return findParameters({ namespace: reference.namespace, name: reference.name }, gatewayClass, ['spec', 'parametersRef'], scope);
}

function gatewayConfiguration(gateway: Gateway, scope: AttachScope): LoadBalancerConfiguration | undefined {
  const reference = gateway.spec.infrastructure?.parametersRef;
  const path = ['spec', 'infrastructure', 'parametersRef'];
  if (reference === undefined || !isUnderstood(reference, gateway, path, scope)) {
    return undefined;
  }
  return findParameters({ namespace: gateway.ref.namespace, name: reference.name }, gateway, path, scope);
}

function isUnderstood(
  reference: { readonly group: string; readonly kind: string },
  owner: Gateway | GatewayClass,
  path: readonly PathSegment[],
  { sink }: AttachScope,
): boolean {
  if (reference.group === GROUP && reference.kind === 'LoadBalancerConfiguration') {
    return true;
  }
  const wrong = reference.kind === 'LoadBalancerConfiguration' ? 'group' : 'kind';
  sink.report(
    PARAMETERS_KIND,
    { subject: subjectOf(owner.ref), kind: kindOfGroup(reference) },
    { at: owner.object.at(...path, wrong), subject: owner.ref, about: { object: owner.ref } },
  );
  return false;
}

function findParameters(
  name: { readonly namespace: string; readonly name: string },
  owner: Gateway | GatewayClass,
  path: readonly PathSegment[],
  { references, sink }: AttachScope,
): LoadBalancerConfiguration | undefined {
  const target = { group: GROUP, kind: 'LoadBalancerConfiguration', ...name };
  const resolution = references.lookUp(target, references.loadBalancerConfigurations);
  if (resolution.verdict === 'found') {
    return resolution.object;
  }
  if (resolution.verdict === 'missing') {
    sink.report(
      PARAMETERS_NOT_FOUND,
      { subject: subjectOf(owner.ref), target: subjectOf(target) },
      {
        at: owner.object.at(...path, 'name'),
        subject: owner.ref,
        about: { object: owner.ref },
        ...nearbyNames(target, references.loadBalancerConfigurations),
      },
    );
  }
  return undefined;
}

function defaultTargetGroup(
  configuration: LoadBalancerConfiguration,
  owner: Gateway | GatewayClass,
  { references, sink }: AttachScope,
): TargetGroupConfiguration | undefined {
  const named = configuration.spec.defaultTargetGroupConfiguration;
  if (named === undefined) {
    return undefined;
  }
  const { namespace } = configuration.ref;
  const target = { group: GROUP, kind: 'TargetGroupConfiguration', namespace, name: named.name };
  const args = { subject: subjectOf(configuration.ref), target: subjectOf(target) };
  const at = configuration.object.at('spec', 'defaultTargetGroupConfiguration', 'name');
  const about = { object: owner.ref };
  const resolution = references.lookUp(target, references.targetGroupConfigurations);
  if (resolution.verdict === 'missing') {
    const nearby = nearbyNames(target, references.targetGroupConfigurations);
    sink.report(DEFAULT_TARGET_GROUP_NOT_FOUND, args, { at, subject: configuration.ref, about, ...nearby });
  }
  if (resolution.verdict !== 'found') {
    return undefined;
  }
  const found = resolution.object;
  if (found.spec.targetReference !== undefined) {
    const notes = [{ text: 'targetReference', span: found.object.keyAt('spec', 'targetReference') }];
    sink.report(DEFAULT_TARGET_GROUP_HAS_TARGET, args, { at, subject: configuration.ref, about, notes });
    return undefined;
  }
  return found;
}
