import { GATEWAY_CLASS_NOT_FOUND, GATEWAY_OF_OTHER_CONTROLLER } from '../diagnostics/catalogue/attachment';
import { subjectOf } from '../diagnostics/subject';
import { didYouMean } from '../diagnostics/suggest';
import type { Gateway, GatewayClass } from '../model/resources';
import { compareNames } from './age';
import type { AttachScope } from './scope';

/** The controllerName whose Gateways become Application Load Balancers. */
export const ALB_CONTROLLER = 'gateway.k8s.aws/alb';

/** A Gateway with the class that makes it ours. */
export interface OwnGateway {
  readonly gateway: Gateway;
  readonly gatewayClass: GatewayClass;
}

/** Whose a Gateway is. `unknown`: its class is not in the files or unreadable, which has been reported. */
export type Ownership = { readonly whose: 'ours' | 'unknown' } | { readonly whose: 'other'; readonly controller: string };

/** Classes of our controller, sorted by name. */
export function ownClasses({ resources }: AttachScope): readonly GatewayClass[] {
  return resources.gatewayClasses.filter(isOwn).sort((left, right) => compareNames(left.ref, right.ref));
}

/** Gateways of an ALB class, sorted by namespace/name. Reports those whose class is unknown or of another controller. */
export function ownGateways(scope: AttachScope): readonly OwnGateway[] {
  return [...scope.resources.gateways]
    .sort((left, right) => compareNames(left.ref, right.ref))
    .flatMap((gateway) => {
      const resolution = scope.references.lookUp(classRef(gateway), scope.references.gatewayClasses);
      if (resolution.verdict === 'found' && isOwn(resolution.object)) {
        return [{ gateway, gatewayClass: resolution.object }];
      }
      reportForeign(gateway, resolution.verdict === 'found' ? resolution.object : undefined, resolution.verdict === 'missing', scope);
      return [];
    });
}

/** Whose Gateway it is, without reporting anything. */
export function ownershipOf(gateway: Gateway, { references }: AttachScope): Ownership {
  const gatewayClass = references.gatewayClasses.find(classRef(gateway));
  if (gatewayClass === undefined) {
    return { whose: 'unknown' };
  }
  return isOwn(gatewayClass) ? { whose: 'ours' } : { whose: 'other', controller: gatewayClass.spec.controllerName };
}

function isOwn(gatewayClass: GatewayClass): boolean {
  return gatewayClass.spec.controllerName === ALB_CONTROLLER;
}

function classRef(gateway: Gateway) {
  return { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', namespace: '', name: gateway.spec.gatewayClassName };
}

function reportForeign(gateway: Gateway, gatewayClass: GatewayClass | undefined, missing: boolean, { references, sink }: AttachScope): void {
  const className = gateway.spec.gatewayClassName;
  const subject = subjectOf(gateway.ref);
  const at = gateway.object.at('spec', 'gatewayClassName');
  if (gatewayClass !== undefined) {
    const controller = gatewayClass.spec.controllerName;
    const notes = [{ text: `controllerName: ${controller}`, span: gatewayClass.object.at('spec', 'controllerName') }];
    sink.report(GATEWAY_OF_OTHER_CONTROLLER, { subject, className, controller }, { at, subject: gateway.ref, notes });
  } else if (missing) {
    const known = references.gatewayClasses.namesIn('');
    const hint = didYouMean(className, known);
    sink.report(GATEWAY_CLASS_NOT_FOUND, { subject, className, known }, { at, subject: gateway.ref, hint });
  }
}
