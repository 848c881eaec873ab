import type { AttachedRoute, ResolvedRule } from '../attach/topology';
import type { Code, ConditionVerdict, DiagnosticSink, Report, StatusTarget } from '../diagnostics/diagnostic';
import type { PortGroup } from './context';

/** Why a rule cannot be served as it is written. Found without side effects; told when the rule is planned. */
export interface Obstacle {
  /** Whether it is one on this listener only, and the rule may be served on another. */
  readonly onThisListener: boolean;
  tell(sink: DiagnosticSink, verdict: ConditionVerdict, about: StatusTarget): void;
}

/** An obstacle wherever the route is attached. */
export function obstacle<A>(code: Code<A>, args: A, where: Report): Obstacle {
  return {
    onThisListener: false,
    tell: (sink, verdict, about) => void sink.report({ ...code, condition: verdict }, args, { ...where, about }),
  };
}

/** An obstacle that comes from the protocol, the port or the other routes of the listener. */
export function listenerObstacle<A>(code: Code<A>, args: A, where: Report): Obstacle {
  return { ...obstacle(code, args, where), onThisListener: true };
}

/** What a rule looks like to the verdict over its route. */
export interface Standing {
  readonly obstacles: readonly Obstacle[];
  /** A reference of it leads nowhere; that has been reported. */
  readonly broken: boolean;
}

export function isServed({ obstacles, broken }: Standing): boolean {
  return obstacles.length === 0 && !broken;
}

/**
 * Reports the obstacles of one rule: once where they concern the route as a whole, otherwise for each parentRef that they
 * concern. A route of which no rule is left is not Accepted; otherwise it is accepted and PartiallyInvalid
 * (Gateway API, RouteConditionPartiallyInvalid).
 */
export function tellObstacles(
  obstacles: readonly Obstacle[],
  route: AttachedRoute,
  group: PortGroup,
  sink: DiagnosticSink,
  standingOf: (rule: ResolvedRule) => Standing,
): void {
  if (obstacles.length === 0) return;
  const standings = route.rules.map(standingOf);
  const noneLeftHere = !standings.some(isServed);
  const noneLeft = standings.every((standing) => standing.broken || standing.obstacles.some(({ onThisListener }) => !onThisListener));
  const object = route.route.ref;
  const parents = parentsOn(group, route).map((parent) => ({ parent, lost: noneLeft || (noneLeftHere && isOnlyOn(group, route, parent)) }));
  const alike = parents.length === route.route.spec.parentRefs?.length && new Set(parents.map(({ lost }) => lost)).size === 1;
  const wholeLost = noneLeft || (alike && parents[0].lost);
  for (const one of obstacles) {
    if (!one.onThisListener || alike) one.tell(sink, wholeLost ? notAccepted : partiallyInvalid, { object });
    else parents.forEach(({ parent, lost }) => one.tell(sink, lost ? notAccepted : partiallyInvalid, { object, parent }));
  }
}

const notAccepted: ConditionVerdict = { type: 'Accepted', status: 'False', reason: 'UnsupportedValue' };
const partiallyInvalid: ConditionVerdict = { type: 'PartiallyInvalid', status: 'True', reason: 'UnsupportedValue' };

function parentsOn(group: PortGroup, route: AttachedRoute): readonly number[] {
  const parents = group.attachments.filter((attached) => attached.route === route).map(({ attachment }) => attachment.parentRef);
  return [...new Set(parents)];
}

function isOnlyOn(group: PortGroup, route: AttachedRoute, parent: number): boolean {
  return route.attachments.every(({ parentRef, listener }) => parentRef !== parent || listener.listener.port === group.port);
}
