import type { Outcome, RouteDecision } from '../explain/decision';
import type { Request } from '../explain/request';
import type { TargetGroupRef } from '../plan/ir';
import { serviceOf } from './outcomes';
import type { ReviewedPlan } from './reviewed-plan';

/**
 * What a client gets, as a text that is equal where two answers are: Services instead of target groups, the request as
 * the target sees it, the Location as sent. Response headers of the listener are left out, they are settings.
 */
export function answerOf({ outcome }: RouteDecision, plan: ReviewedPlan, request: Request): string {
  return JSON.stringify(comparable(outcome, plan, request));
}

function comparable(outcome: Outcome, plan: ReviewedPlan, request: Request): unknown {
  switch (outcome.type) {
    case 'refused':
      return 'refused';
    case 'error':
      return outcome.reason === 'no-weight' ? ['status', 503] : ['status', outcome.statusCode];
    case 'fixed-response':
      return ['status', outcome.statusCode, ...(outcome.contentType || outcome.messageBody ? [outcome.contentType ?? '', outcome.messageBody ?? ''] : [])];
    case 'redirect':
      return ['redirect', outcome.statusCode, outcome.location];
    case 'authenticate':
      return ['authenticate', outcome.authentication, comparable(outcome.then, plan, request)];
    case 'forward':
      return ['forward', sharesOf(outcome, plan), outcome.rewritten.host, outcome.rewritten.path];
  }
}

function sharesOf({ shares }: Outcome & { type: 'forward' }, plan: ReviewedPlan): readonly (readonly [string, number])[] {
  const parts = new Map<string, number>();
  for (const { targetGroup, share } of shares) {
    if (share === 0) continue;
    const target = targetName(targetGroup, plan);
    parts.set(target, (parts.get(target) ?? 0) + share);
  }
  return [...parts].map(([target, share]) => [target, Number(share.toFixed(6))] as const).sort(([one], [other]) => (one < other ? -1 : 1));
}

function targetName(ref: TargetGroupRef, { targetGroups }: ReviewedPlan): string {
  if (ref.kind === 'existing') return `existing ${ref.name}`;
  const group = targetGroups.find(({ id }) => id === ref.id);
  if (!group?.binding) return 'nothing';
  const { binding, id, protocol = '', protocolVersion } = group;
  return `${binding === 'unknown' ? id : serviceOf(binding)} ${protocolVersion} ${protocol}`;
}
